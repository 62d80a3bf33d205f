"""Rows that the files may not hold: refused by file and line, all of them at once."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ocopmap.ingest.dataset import read_dataset
from ocopmap.ingest.report import LoadError
from ocopmap.settings import PROJECT_ROOT

NEW_PRODUCT = "gao-moi,Gạo mới,hk,food,rice,4,2024,,,https://example.org/,2024"
NEW_PLACE = "cho-moi,Chợ mới,ocop_shop,xã Phú Đức,10.4,105.6,https://example.org/,2024,GPS,survey,20"
NEW_PRODUCER = "nha-moi,Nhà mới,llc,,xã Phú Đức,,,,https://example.org/,2024"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT_ROOT / "geodata", tmp_path / "geodata"))


def append(path: Path, line: str, encoding: str = "utf-8") -> int:
    """Add a line to a file and return its number."""
    content = path.read_bytes()
    path.write_bytes(content + line.encode(encoding) + b"\n")
    return content.count(b"\n") + 1


def refused(folder: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(LoadError) as caught:
        read_dataset(folder)
    return [(rejection.file, rejection.line, rejection.reason) for rejection in caught.value.rejections]


def test_the_new_rows_are_good_as_they_stand(folder: Path) -> None:
    append(folder / "producers.csv", NEW_PRODUCER)
    append(folder / "products.csv", NEW_PRODUCT)
    append(folder / "sales_points.csv", NEW_PLACE)
    assert len(read_dataset(folder).products) == 143


@pytest.mark.parametrize(
    ("file", "line", "named"),
    [
        ("products.csv", NEW_PRODUCT.replace(",hk,", ",khong-co,"), "khong-co"),
        ("products.csv", NEW_PRODUCT.replace(",hk,", ",,"), "producer_id"),
        ("products.csv", NEW_PRODUCT.replace(",4,", ",7,"), "«7»"),
        ("products.csv", NEW_PRODUCT.replace(",4,", ",bốn,"), "«bốn»"),
        ("products.csv", NEW_PRODUCT.replace("gao-moi", "gao-chu-keo-hk"), "gao-chu-keo-hk"),
        ("products.csv", NEW_PRODUCT.replace("gao-moi", "Gạo Mới"), "product_id"),
        ("products.csv", NEW_PRODUCT.replace("gao-moi", ""), "product_id"),
        ("products.csv", NEW_PRODUCT.replace(",food,", ",arms,"), "arms"),
        ("products.csv", NEW_PRODUCT.replace(",2024,,", ",2017,,"), "2017"),
        ("products.csv", NEW_PRODUCT.replace("https://example.org/", ""), "source_url"),
        ("products.csv", NEW_PRODUCT.replace("Gạo mới", "ạ" * 2001), "name"),
        ("products.csv", NEW_PRODUCT + ",thừa", "ô"),
        ("products.csv", "gao-moi,Gạo mới", "ô"),
        ("recognitions.csv", "gao-chu-keo-hk,first,3,,,2024-02-30,,https://example.org/", "2024-02-30"),
        ("recognitions.csv", "gao-chu-keo-hk,first,3,,,2024-13,,https://example.org/", "2024-13"),
        ("recognitions.csv", "gao-chu-keo-hk,first,3,,,29/12/2023,,https://example.org/", "29/12/2023"),
        ("recognitions.csv", "gao-chu-keo-hk,first,3,,,0000,,https://example.org/", "0000"),
        ("recognitions.csv", "gao-chu-keo-hk,first,3,,,2017-05-01,,https://example.org/", "2017-05-01"),
        ("recognitions.csv", "gao-chu-keo-hk,first,3,120,,2024,,https://example.org/", "120"),
        ("recognitions.csv", "khong-co,first,3,,,2024,,https://example.org/", "khong-co"),
        ("sales_points.csv", NEW_PLACE.replace("105.6", ""), "lat, lon"),
        ("sales_points.csv", NEW_PLACE.replace("GPS", ""), "coord_source"),
        ("sales_points.csv", NEW_PLACE.replace("10.4,105.6", "105.6,10.4"), "«105.6»"),
        ("sales_points.csv", NEW_PLACE.replace("10.4", "nan"), "nan"),
        ("sales_points.csv", NEW_PLACE.replace("10.4", "inf"), "inf"),
        ("sales_points.csv", NEW_PLACE.replace("survey,20", "survey,0"), "coord_precision_m"),
        ("sales_points.csv", NEW_PLACE.replace("ocop_shop", "kiosk"), "kiosk"),
        ("sales_channels.csv", "gao-chu-keo-hk,export,Mỹ,javascript:alert(1),US,https://example.org/", "url"),
        ("visits.csv", "tourism_point:khong-co,24/7,,,https://example.org/,2026", "khong-co"),
        ("visits.csv", "tourism_point:bai-bien-tan-thanh,bảy giờ,,,https://example.org/,2026", "opening_hours"),
        ("visits.csv", "tourism_point:bai-bien-tan-thanh,,3,,https://example.org/,2026", "visit_minutes"),
        ("visits.csv", "tourism_point:bai-bien-tan-thanh,,,5;13,https://example.org/,2026", "season_months"),
        ("visits.csv", "tourism_point:bai-bien-tan-thanh,,,,https://example.org/,2026", "giờ mở cửa"),
        ("visits.csv", "tourism_point:bai-bien-tan-thanh,24/7,,,,2026", "source_url"),
        ("raw_material_zones.csv", "vung,Vùng,mango,-5,huyện Cao Lãnh,,2021,https://example.org/,2021", "area_ha"),
        ("indicators_history.csv", "2024,so_san_pham,NaN,product,dong_thap_2025,https://example.org/", "value"),
        ("indicator_targets.csv", "18,kpi,KPI,2027,1,product,at_least,,https://example.org/,2026", "number"),
        ("indicator_targets.csv", "17,kpi,KPI,2027,1,product,about,,https://example.org/,2026", "about"),
        ("producers.csv", NEW_PRODUCER.replace("nha-moi", "hk"), "hk"),
        ("producers.csv", NEW_PRODUCER.replace("Nhà mới", "Nhà\x00mới"), "NUL"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(folder: Path, file: str, line: str, named: str) -> None:
    number = append(folder / file, line)
    found = refused(folder)
    assert {(name, at) for name, at, _ in found} == {(file, number)}
    assert named in found[0][2]


def test_bytes_of_another_encoding_are_named_by_line(folder: Path) -> None:
    number = append(
        folder / "products.csv", "gao-moi,G\xe2o,hk,food,rice,4,2024,,,https://example.org/,2024", "latin-1"
    )
    assert refused(folder)[0][:2] == ("products.csv", number)


def test_every_problem_of_every_file_is_told_at_once(folder: Path) -> None:
    star = append(folder / "products.csv", NEW_PRODUCT.replace(",4,", ",7,"))
    half = append(folder / "sales_points.csv", NEW_PLACE.replace("105.6", ""))
    stranger = append(folder / "products_unattributed.csv", NEW_PRODUCT.replace(",hk,", ",khong-co,"))
    assert {found[:2] for found in refused(folder)} == {
        ("products.csv", star),
        ("sales_points.csv", half),
        ("products_unattributed.csv", stranger),
    }


def test_a_line_with_two_faults_tells_both(folder: Path) -> None:
    number = append(folder / "products.csv", NEW_PRODUCT.replace(",4,2024,", ",7,1999,"))
    assert [found[:2] for found in refused(folder)] == [("products.csv", number)] * 2


def _rename_column(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("commodity", "hang_hoa", 1), encoding="utf-8")


def _unbalance_quotes(path: Path) -> None:
    append(path, '"gao-moi,Gạo mới')


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [_rename_column, _unbalance_quotes, _empty, Path.unlink])
def test_a_damaged_file_is_named_without_a_trail_of_followers(folder: Path, damage: Callable[[Path], None]) -> None:
    damage(folder / "products.csv")
    assert {found[0] for found in refused(folder)} == {"products.csv"}


def test_a_refused_product_does_not_drag_its_recognitions_along(folder: Path) -> None:
    path = folder / "products.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], lines[1].replace(",food,", ",arms,"), *lines[2:]]), encoding="utf-8")
    assert [found[:2] for found in refused(folder)] == [("products.csv", 2)]


def test_the_mark_that_spreadsheets_put_first_is_no_part_of_the_header(folder: Path) -> None:
    path = folder / "products.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(read_dataset(folder).products) == 142


def test_a_product_is_in_one_of_the_two_files(folder: Path) -> None:
    number = append(folder / "products_unattributed.csv", NEW_PRODUCT.replace("gao-moi", "gao-chu-keo-hk"))
    assert refused(folder)[0][:2] == ("products_unattributed.csv", number)


def test_the_same_event_twice_is_refused(folder: Path) -> None:
    lines = (folder / "recognitions.csv").read_text(encoding="utf-8").splitlines()
    number = append(folder / "recognitions.csv", lines[1])
    assert refused(folder)[0][:2] == ("recognitions.csv", number)
