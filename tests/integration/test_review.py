"""The list of records that need a person: what is on it, the workbook handed out, and the answers taken back."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Engine, text

from ocopmap.catalogue.review import LIKE_NAMES
from ocopmap.geocoding import Units
from ocopmap.ingest.geodata import load_geodata
from ocopmap.ingest.review.applying import Applied, apply_answers
from ocopmap.ingest.review.items import Reason, ReviewError, ReviewItem, producers, review_items
from ocopmap.ingest.review.workbook import read_workbook_answers, write_workbook
from ocopmap.settings import Settings
from tests.integration.sample_rows import PLACED, producer, product, site, zone

Answers = dict[str, dict[str, Any]]
Apply = Callable[[Answers], Applied]
MY_THO = "30076"


@pytest.fixture
def office(loaded_copy: Engine) -> Engine:
    """The province's records with one of each trouble."""
    with loaded_copy.begin() as connection:
        connection.execute(text("UPDATE site SET published = false"))
        connection.execute(text("UPDATE product SET published = false"))
        connection.execute(text("UPDATE raw_material_zone SET published = false"))
        here = connection.scalar(text("SELECT id FROM commune WHERE code = :code"), {"code": MY_THO})
        middle = connection.scalar(text("SELECT ST_AsText(centre) FROM commune WHERE id = :id"), {"id": here})
        at = PLACED | {"geom": middle, "commune_id": here}
        site(connection, "khong", name='=HYPERLINK("http://a")')
        site(connection, "mo-ho", original_address="Phường 1", explanation="Địa chỉ hợp với nhiều nơi")
        divided = PLACED | {"legacy_commune_code": "30079", "original_address": "xã Gáo Giồng", "confidence": 0.5}
        site(connection, "chia", **divided)
        site(connection, "kem", original_address="ấp 1", **(at | {"confidence": 0.4}))
        site(connection, "lech", contradiction="Điểm nằm ở xã khác", **(at | {"placed_by": "published"}))
        producer(connection, "a", name="Cơ sở Bánh tráng Tư Nở", **at)
        site(connection, "b", name="Cơ sở bánh tráng Tư Nỡ", **at)
        site(connection, "xa", name="Cơ sở Bánh tráng Tư Nở", **(at | {"geom": "POINT(105.2 10.8)"}))
        site(connection, "on", name="Hợp tác xã Xoài", original_address="ấp 2", **at)
        product(connection, "p1", name="Xoài sấy dẻo", producer_id=None)
        zone(connection, "vung", explanation="Nguồn không ghi xã hay huyện nào")
    return loaded_copy


@pytest.fixture
def apply(office: Engine, geodata_settings: Settings, units: Units, tmp_path: Path) -> Apply:
    """Hand the list out, fill in answers by record, and take it back."""

    def run(answers: Answers) -> Applied:
        path = tmp_path / "ra-soat.xlsx"
        if not path.exists():
            hand_out(office, path)
        fill(path, answers)
        return apply_answers(office, geodata_settings, units, path, "chi-ba")

    return run


def hand_out(engine: Engine, path: Path) -> None:
    with engine.connect() as connection:
        write_workbook(path, review_items(connection), producers(connection))


def listed(engine: Engine) -> list[ReviewItem]:
    with engine.connect() as connection:
        return review_items(connection)


def fill(path: Path, answers: Answers) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Rà soát"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        for column, value in answers.get(sheet.cell(row, columns["Mã bản ghi"]).value, {}).items():
            sheet.cell(row, columns[column]).value = value
    book.save(path)


def stored(engine: Engine, key: str) -> Any:
    query = """
        SELECT s.*, ST_X(s.geom) AS x, ST_Y(s.geom) AS y, c.code
        FROM site AS s LEFT JOIN commune AS c ON c.id = commune_id
        WHERE s.id = :id
    """
    with engine.connect() as connection:
        return connection.execute(text(query), {"id": f"producer:{key}"}).one()


def reasons(engine: Engine) -> dict[str, set[Reason]]:
    found: dict[str, set[Reason]] = {}
    for item in listed(engine):
        found.setdefault(item.record_id, set()).add(item.reason)
    return found


def test_each_trouble_is_listed_once_and_the_sound_record_is_not(office: Engine) -> None:
    assert reasons(office) == {
        "producer:khong": {Reason.NO_ADDRESS},
        "producer:mo-ho": {Reason.NO_PLACE},
        "producer:chia": {Reason.DIVIDED},
        "producer:kem": {Reason.LOW_CONFIDENCE},
        "producer:lech": {Reason.OUT_OF_COMMUNE},
        "producer:b": {Reason.DUPLICATE},
        "vung": {Reason.NO_PLACE},
        "p1": {Reason.NO_PRODUCER},
    }
    detail = next(item.detail for item in listed(office) if item.reason is Reason.DIVIDED)
    assert "30025" in detail
    assert "30088" in detail


def test_products_of_one_producer_with_one_name_are_proposed(office: Engine) -> None:
    with office.begin() as connection:
        for key in ("s1", "s2"):
            product(connection, key, name="Xoài sấy dẻo", producer_id="producer:a")
    assert reasons(office)["s2"] == {Reason.DUPLICATE}


MISTYPED = """
    SELECT avg((similarity(fold(name), fold(overlay(name PLACING '' FROM place FOR 1))) >= :threshold)::int)
    FROM {} CROSS JOIN LATERAL generate_series(1, length(name)) AS place
    WHERE substr(name, place, 1) ~ '[[:alpha:]]'
"""


def test_names_alike_are_mostly_found_and_seldom_others(loaded_engine: Engine) -> None:
    """Of every name of the province's records with any one letter left out; what is proposed of them is not one."""
    with loaded_engine.connect() as connection:
        found = {
            table: connection.scalar(text(MISTYPED.format(table)), {"threshold": LIKE_NAMES})
            for table in ("site", "product")
        }
    assert found["site"] > 0.9
    assert found["product"] > 0.65
    proposed = Counter(item.layer for item in listed(loaded_engine) if item.reason is Reason.DUPLICATE)
    assert proposed["product"] <= 10
    assert proposed.total() - proposed["product"] <= 2


def test_the_public_cannot_read_the_list(office: Engine, loaded_copy_reader: Engine) -> None:
    with loaded_copy_reader.connect() as connection:
        assert not connection.scalar(text("SELECT has_schema_privilege('office', 'USAGE')"))
        assert not connection.scalar(text("SELECT has_table_privilege('review_decision', 'SELECT')"))


def test_names_never_become_formulas(office: Engine, tmp_path: Path) -> None:
    path = tmp_path / "ra-soat.xlsx"
    write_workbook(path, listed(office))
    cells = [cell for row in openpyxl.load_workbook(path)["Rà soát"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if str(cell.value).startswith("=")] == ["s"]
    assert not any(cell.hyperlink for cell in cells)


def test_answers_are_written_as_moved_with_their_reason(office: Engine, apply: Apply) -> None:
    done = apply(
        {
            "producer:khong": {"Mã xã": MY_THO, "Vĩ độ": "10,4437", "Kinh độ": 105.69, "Ghi chú": "gọi điện hỏi"},
            "producer:chia": {"Mã xã": 30088},
            "producer:kem": {"Quyết định": "Giữ"},
            "producer:b": {"Quyết định": "ẩn"},
        }
    )
    assert (done.moved, done.kept, done.hidden, done.same) == (2, 1, 1, 0)
    moved = stored(office, "khong")
    assert (moved.x, moved.y, moved.placed_by, moved.precision) == (105.69, 10.4437, "moved", "exact")
    assert "gọi điện hỏi" in moved.explanation
    assert "chi-ba" in moved.explanation
    assert (stored(office, "chia").code, stored(office, "chia").placed_by) == ("30088", "moved")
    assert (stored(office, "kem").placed_by, stored(office, "kem").confidence) == ("moved", 1)
    assert not stored(office, "b").published
    assert set(reasons(office)) == {"producer:mo-ho", "producer:lech", "vung", "p1"}


def test_taking_the_same_answers_again_changes_nothing(office: Engine, apply: Apply) -> None:
    answers: Answers = {"producer:kem": {"Quyết định": "giữ"}, "producer:chia": {"Mã xã": "30088"}}
    apply(answers)
    before = stored(office, "chia")
    again = apply(answers)
    assert (again.moved, again.kept, again.same) == (0, 0, 2)
    assert stored(office, "chia") == before


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"Mã xã": "99999"}, "99999"),
        ({"Vĩ độ": 105.69, "Kinh độ": 10.44}, "đổi chỗ"),
        ({"Vĩ độ": 10.44}, "Kinh độ"),
        ({"Vĩ độ": "mười", "Kinh độ": 105.6}, "mười"),
        ({"Vĩ độ": 21.0, "Kinh độ": 105.8}, "ngoài"),
        ({"Vĩ độ": 48.8, "Kinh độ": 2.3}, "ngoài Việt Nam"),
        ({"Quyết định": "xoá"}, "dời, gán, giữ hoặc ẩn"),
        ({"Quyết định": "dời"}, "mã xã"),
        ({"Quyết định": "giữ", "Mã xã": MY_THO}, "dời"),
        ({"Ghi chú": "chưa biết"}, "Quyết định"),
    ],
)
def test_an_answer_that_cannot_be_right_stops_all(
    office: Engine, apply: Apply, answer: dict[str, Any], said: str
) -> None:
    with pytest.raises(ReviewError, match=said):
        apply({"producer:khong": answer, "producer:kem": {"Quyết định": "giữ"}})
    assert stored(office, "kem").placed_by == "geocoded"
    assert stored(office, "khong").geom is None


def test_a_point_outside_the_commune_named_is_refused_with_the_cause(office: Engine, apply: Apply) -> None:
    with office.begin() as connection:
        connection.execute(text("UPDATE commune SET boundary_source = 'official'"))
    with pytest.raises(ReviewError, match="điểm nằm ở"):
        apply({"producer:khong": {"Mã xã": MY_THO, "Vĩ độ": 10.35, "Kinh độ": 106.36}})


def test_a_zone_has_no_point_to_move(apply: Apply) -> None:
    with pytest.raises(ReviewError, match="import zones"):
        apply({"vung": {"Mã xã": MY_THO}})


@pytest.mark.parametrize("named", ["producer:a", "a", "cơ sở bánh tráng TƯ NỞ"])
def test_a_product_is_given_to_the_producer_that_a_person_names(office: Engine, apply: Apply, named: str) -> None:
    with office.begin() as connection:  # two of one name: the other is out of the way
        connection.execute(text("UPDATE site SET published = false WHERE id IN ('producer:b', 'producer:xa')"))
    done = apply({"p1": {"Mã chủ thể": named}})
    assert (done.assigned, done.moved, done.kept) == (1, 0, 0)
    with office.connect() as connection:
        assert connection.scalar(text("SELECT producer_id FROM product WHERE id = 'p1'")) == "producer:a"
    assert "p1" not in reasons(office)


@pytest.mark.parametrize(
    ("record", "answer", "said"),
    [
        ("p1", {"Mã chủ thể": "khong-co"}, "không có chủ thể"),
        ("p1", {"Mã chủ thể": "Cơ sở Bánh tráng Tư Nở"}, "chủ thể cùng tên"),
        ("p1", {"Quyết định": "gán"}, "Mã chủ thể"),
        ("p1", {"Quyết định": "giữ", "Mã chủ thể": "a"}, "gán"),
        ("p1", {"Mã xã": MY_THO}, "chủ thể"),
        ("producer:kem", {"Mã chủ thể": "a"}, "sản phẩm chưa có chủ thể"),
    ],
)
def test_a_producer_that_cannot_be_meant_stops_all(
    office: Engine, apply: Apply, record: str, answer: dict[str, Any], said: str
) -> None:
    with pytest.raises(ReviewError, match=said):
        apply({record: answer})
    with office.connect() as connection:
        assert connection.scalar(text("SELECT producer_id FROM product WHERE id = 'p1'")) is None


def test_a_reload_keeps_the_producer_that_a_person_named(
    loaded_copy: Engine, geodata_settings: Settings, units: Units, tmp_path: Path
) -> None:
    """All 39 products whose source names no producer are handed out; one comes back filled in."""
    waiting = [item.record_id for item in listed(loaded_copy) if item.reason is Reason.NO_PRODUCER]
    assert len(waiting) == 39
    path = tmp_path / "ra-soat.xlsx"
    hand_out(loaded_copy, path)
    known = {row[0].value for row in openpyxl.load_workbook(path)["Chủ thể"].iter_rows()}
    assert "producer:hk" in known
    fill(path, {waiting[0]: {"Mã chủ thể": "hk"}})
    assert apply_answers(loaded_copy, geodata_settings, units, path, "chi-ba").assigned == 1
    report = load_geodata(loaded_copy, geodata_settings, units)
    assert report.touched == 0
    with loaded_copy.connect() as connection:
        query = text("SELECT producer_id, producer_name FROM published.product WHERE id = :id")
        assert connection.execute(query, {"id": waiting[0]}).one()[0] == "producer:hk"


def test_a_reload_keeps_what_a_person_set(
    loaded_copy: Engine, geodata_settings: Settings, units: Units, tmp_path: Path
) -> None:
    first = next(item for item in listed(loaded_copy) if item.layer not in ("zone", "product"))
    path = tmp_path / "ra-soat.xlsx"
    write_workbook(path, listed(loaded_copy))
    fill(path, {first.record_id: {"Mã xã": MY_THO}})
    apply_answers(loaded_copy, geodata_settings, units, path, "chi-ba")
    load_geodata(loaded_copy, geodata_settings, units)
    kept = stored(loaded_copy, first.record_id.partition(":")[2])
    assert (kept.placed_by, kept.code) == ("moved", MY_THO)
    assert first.record_id not in reasons(loaded_copy)


def test_other_workbooks_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "ra-soat.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Tên", "Mã xã"])
    book.save(path)
    with pytest.raises(ReviewError, match="tiêu đề"):
        read_workbook_answers(path)
    path.write_bytes(path.read_bytes()[:900])
    with pytest.raises(ReviewError, match=path.name):
        read_workbook_answers(path)
