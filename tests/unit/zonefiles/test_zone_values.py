"""Words and figures of zone files."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon

from ocopmap.ingest.zonefiles.rules import FieldMapping, ZoneRules, recognise
from ocopmap.ingest.zonefiles.shapes import hectares, outlined, repaired, slivers
from ocopmap.ingest.zonefiles.values import number_in
from ocopmap.settings import PROJECT_ROOT

CORNER = (105.6, 10.4)


@pytest.fixture(scope="session")
def rules() -> ZoneRules:
    return ZoneRules.load(PROJECT_ROOT / "geodata" / "rules" / "zones.yaml")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Xoài Cát Hòa Lộc", "mango"),
        ("XOAI", "mango"),
        ("lúa gạo", "rice"),
        ("Dừa xiêm", "coconut"),
        ("Dứa", "pineapple"),
        ("Dưa hấu", "watermelon"),
        ("DUA_HAU", "watermelon"),
        ("cam sành", "orange"),
        ("mango", "mango"),
        ("Thanh long ruột đỏ", "dragon_fruit"),
    ],
)
def test_commodities_by_their_usual_names(rules: ZoneRules, text: str, code: str) -> None:
    assert rules.commodity(text) == [code]


def test_a_name_without_accents_that_means_two_crops_is_left_open(rules: ZoneRules) -> None:
    assert set(rules.commodity("dua")) == {"coconut", "pineapple"}
    assert rules.commodity("cỏ voi") == []


def test_columns_by_meaning(rules: ZoneRules) -> None:
    found = recognise(["TEN_VUNG", "CAYTRONG", "DTICH_HA", "Xã", "GHICHU", "OBJECTID"], rules, FieldMapping())
    named = {"name": "TEN_VUNG", "commodity": "CAYTRONG", "declared_ha": "DTICH_HA", "communes": "Xã"}
    assert dict(found.by_field) == named
    assert found.unknown == ("GHICHU",)


def test_a_mapping_goes_before_names(rules: ZoneRules) -> None:
    found = recognise(["ten", "A"], rules, FieldMapping(columns={"name": "A"}))
    assert found.by_field["name"] == "A"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (12.5, 12.5),
        ("12,5 ha", 12.5),
        ("3.000", 3000),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("12.5", 12.5),
        ("20 000 m2", 20000),
        ("khoảng", None),
        ("-3", None),
        ("2 đến 3", None),
    ],
)
def test_figures_as_offices_write_them(cell: object, number: float | None) -> None:
    assert number_in(cell) == number


@given(st.text(max_size=40))
def test_any_cell_gives_a_number_or_none(cell: str) -> None:
    number = number_in(cell)
    assert number is None or number >= 0


@given(st.lists(st.tuples(st.floats(0, 0.01), st.floats(0, 0.01)), min_size=3, max_size=12))
def test_any_ring_becomes_a_valid_polygon_or_nothing(corners: list[tuple[float, float]]) -> None:
    ring = Polygon([(CORNER[0] + x, CORNER[1] + y) for x, y in corners])
    whole, repair = repaired(ring)
    assert whole.is_valid
    if repair and not whole.is_empty:
        assert hectares(whole) == pytest.approx(repair.after_ha)
    if not whole.is_empty and hectares(whole) > 1:
        drawn = outlined(whole)
        assert drawn.is_valid
        assert drawn.area == pytest.approx(whole.area, rel=0.05)


def test_a_hole_that_touches_is_kept_as_land_taken_out() -> None:
    west, south = CORNER
    outer = shapely.box(west, south, west + 0.01, south + 0.01)
    hole = shapely.box(west + 0.002, south + 0.002, west + 0.004, south + 0.004)
    crossing = shapely.box(west + 0.003, south + 0.003, west + 0.005, south + 0.005)
    wrong = Polygon(outer.exterior.coords, [hole.exterior.coords, crossing.exterior.coords])
    whole, repair = repaired(wrong)
    assert repair is not None
    assert whole.area == pytest.approx(outer.area - hole.union(crossing).area, rel=1e-6)


def test_narrow_parts_are_found() -> None:
    west, south = CORNER
    field = shapely.box(west, south, west + 0.002, south + 0.002)
    thread = shapely.box(west + 0.003, south, west + 0.003 + 5e-6, south + 0.002)
    assert len(slivers(MultiPolygon([field, thread]))) == 1
