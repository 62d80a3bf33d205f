"""What ``geocode --csv`` refuses, and that nothing is lost or left behind."""

import csv
from pathlib import Path

import pytest

from ocopmap.geocoding import AddressRules, Geocoder, Units
from ocopmap.ingest.csvgeocoding import geocode_csv
from ocopmap.ingest.report import LoadError
from ocopmap.settings import Settings

ADDRESS = "xã Mỹ Xương, huyện Cao Lãnh"


@pytest.fixture(scope="module")
def geocoder(units: Units) -> Geocoder:
    return Geocoder(units, AddressRules.load(Settings().rules_dir / "addresses.yaml"), province_code="82")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text(f'name,address\nA,"{ADDRESS}"\n', encoding="utf-8")
    return path


def refused(geocoder: Geocoder, source: Path, target: Path) -> str:
    before = source.read_bytes()
    with pytest.raises(LoadError) as problem:
        geocode_csv(geocoder, source, target, "address")
    assert source.read_bytes() == before
    assert list(source.parent.rglob("*.part")) == []
    return str(problem.value)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("name,name,address\nA,B,C\n", "«name»"),
        ("address,address\nA,B\n", "«address»"),
        (f'name,address\nA,"{ADDRESS}"\nB,"{ADDRESS}\nC,D\nE,F\n', "dòng 3"),
        ('name,"address\nA,B\n', "dòng 1"),
        (f'name,address\nA,"{ADDRESS}" x\n', "dòng 2"),
    ],
)
def test_a_file_that_would_lose_something_is_refused(
    geocoder: Geocoder, tmp_path: Path, content: str, named: str
) -> None:
    source = tmp_path / "in.csv"
    source.write_text(content, encoding="utf-8")
    assert named in refused(geocoder, source, tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_the_file_is_never_written_over_itself(geocoder: Geocoder, source: Path) -> None:
    soft, hard = source.with_name("soft.csv"), source.with_name("hard.csv")
    soft.symlink_to(source)
    hard.hardlink_to(source)
    for target in (source, soft, hard, source.parent / "." / "in.csv"):
        assert "tệp vào" in refused(geocoder, source, target)


def test_a_folder_is_no_file_to_write(geocoder: Geocoder, source: Path) -> None:
    folder = source.with_name("out")
    folder.mkdir()
    assert "thư mục" in refused(geocoder, source, folder)


def test_an_older_result_is_replaced(geocoder: Geocoder, source: Path) -> None:
    target = source.with_name("out.csv")
    target.write_text("old", encoding="utf-8")
    assert geocode_csv(geocoder, source, target, "address") == (1, 1)
    with target.open(encoding="utf-8") as file:
        assert [row["commune_name"] for row in csv.DictReader(file)] == ["Xã Mỹ Thọ"]
