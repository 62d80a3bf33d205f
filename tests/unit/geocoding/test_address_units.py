import csv
from collections import defaultdict
from pathlib import Path

import pytest

from ocopmap.geocoding import AddressRules, Units
from ocopmap.geocoding.centres import metres_between
from ocopmap.geocoding.units import split_name

MAPPING = Path(__file__).resolve().parents[2] / "bench" / "data" / "communes_legacy.csv"


def test_the_mapping_is_the_resolutions(units: Units) -> None:
    expected: dict[str, set[str]] = defaultdict(set)
    with MAPPING.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            expected[row["old_code"]].add(row["new_code"])
    found = {code: set(old.successors) for code, old in units.legacy_communes.items() if code in expected}
    assert found == expected


def test_only_three_old_communes_were_divided(units: Units) -> None:
    old = (c for c in units.legacy_communes.values() if c.province.successor == "82" and len(c.successors) > 1)
    assert {commune.code for commune in old} == {"29995", "30079", "30157"}


def test_every_unit_of_the_country_is_there(units: Units) -> None:
    assert len(units.provinces) == 34
    assert len(units.legacy_provinces) == 63
    assert len(units.communes) == 3321
    assert len(units.province_communes["82"]) == 102
    assert all(units.communes[code] for old in units.legacy_communes.values() for code in old.successors)


def test_no_centre_lies_far_from_what_formed_the_commune(units: Units) -> None:
    for commune in units.province_communes["82"]:
        olds = (units.legacy_communes[code] for code in commune.predecessors)
        nearest = min(
            metres_between((old.latitude, old.longitude), (commune.latitude, commune.longitude))
            for old in olds
            if old.latitude is not None and old.longitude is not None
        )
        assert nearest < 3 * commune.radius_m, commune.name


def test_old_communes_that_share_a_centre_have_none(units: Units) -> None:
    nameless = {c.title for c in units.legacy_communes.values() if c.latitude is None and c.province.code == "82"}
    assert nameless == {f"Phường {number}, thị xã Cai Lậy" for number in (2, 3, 4, 5)}


def test_a_name_without_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="không có loại"):
        split_name("Mỹ Tho")


@pytest.mark.parametrize("content", ["unit_kinds: [", "unit_kinds: 4", "{}", "\xff"])
def test_broken_rules_name_the_file(tmp_path: Path, content: str) -> None:
    path = tmp_path / "addresses.yaml"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(ValueError, match=r"addresses\.yaml"):
        AddressRules.load(path)
