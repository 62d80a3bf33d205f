"""Zones against products over a small world of squares, whose areas are measured anew with pyproj."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from sample_rows import SOURCE, commune, insert, producer, product
from shapely import MultiPolygon, box
from sqlalchemy import Connection, Engine, text

from ocopmap.planning.zones import Gap, commodity_areas, gap, product_analysis, zone_analysis

WEST, EAST = (105.6, 10.4, 105.7, 10.5), (105.7, 10.4, 105.8, 10.5)
Corners = tuple[float, float, float, float]


def hectares(west: float, south: float, east: float, north: float) -> float:
    area, _ = Geod(ellps="WGS84").geometry_area_perimeter(box(west, south, east, north))
    return abs(area) / 10_000


def zone(connection: Connection, key: str, corners: Corners | None, commodity: str = "mango", **given: Any) -> str:
    drawn: dict[str, Any] = {}
    if corners:
        shape = MultiPolygon([box(*corners)]).wkt
        drawn = {"geom": shape, "outline": shape, "geometry_source": "surveyed", "precision": "exact"}
    row = {"id": key, "name": f"Vùng {key}", "commodity": commodity, "source_url": SOURCE}
    return str(insert(connection, "raw_material_zone", row | drawn | given))


def named(connection: Connection, key: str, *communes: int, **given: Any) -> str:
    """A zone known as whole communes."""
    zone(connection, key, WEST, **({"geometry_source": "commune_union", "precision": "commune"} | given))
    for commune_id in communes:
        insert(connection, "zone_commune", {"zone_id": key, "commune_id": commune_id})
    return key


@pytest.fixture
def communes(connection: Connection) -> tuple[int, int]:
    shapes = [MultiPolygon([box(*corners)]).wkt for corners in (WEST, EAST)]
    return (
        commune(connection, "30001", full_name="Xã Tây", geom=shapes[0], outline=shapes[0]),
        commune(connection, "30002", full_name="Xã Đông", geom=shapes[1], outline=shapes[1]),
    )


def link(connection: Connection, product_id: str, zone_id: str) -> None:
    insert(connection, "product_zone", {"product_id": product_id, "zone_id": zone_id, "source_url": SOURCE})


@pytest.mark.usefixtures("communes")
def test_a_plot_is_cut_along_the_border_and_what_lies_outside_is_told(connection: Connection) -> None:
    zone(connection, "z", (105.68, 10.42, 105.82, 10.44))
    (found,) = zone_analysis(connection)
    parts = {part["commune_code"]: part["ha"] for part in found["communes"]}
    assert parts == {
        "30001": pytest.approx(hectares(105.68, 10.42, 105.7, 10.44), rel=1e-4),
        "30002": pytest.approx(hectares(105.7, 10.42, 105.8, 10.44), rel=1e-4),
        None: pytest.approx(hectares(105.8, 10.42, 105.82, 10.44), rel=1e-4),
    }
    assert found["computed_ha"] == pytest.approx(hectares(105.68, 10.42, 105.82, 10.44), rel=1e-4)


def test_overlapping_zones_are_counted_once_beside_their_sum(connection: Connection, communes: tuple[int, int]) -> None:
    named(connection, "whole", communes[0])
    zone(connection, "plot", (105.62, 10.42, 105.64, 10.44))
    zone(connection, "other plot", (105.63, 10.42, 105.65, 10.44))
    zone(connection, "apart", (105.62, 10.42, 105.64, 10.44), commodity="rice")
    plot, shared = hectares(105.62, 10.42, 105.64, 10.44), hectares(105.63, 10.42, 105.64, 10.44)
    mango = next(row for row in commodity_areas(connection) if row["commodity"] == "mango")
    assert mango["union_ha"] == pytest.approx(hectares(*WEST), rel=1e-4)
    assert mango["summed_ha"] == pytest.approx(hectares(*WEST) + 2 * plot, rel=1e-4)
    rows = {
        row["id"]: {each["id"]: each["ha"] for each in row["overlapping_zones"]} for row in zone_analysis(connection)
    }
    assert rows["plot"] == {"whole": pytest.approx(plot, rel=1e-4), "other plot": pytest.approx(shared, rel=1e-3)}
    assert rows["apart"] == {}


def test_parts_follow_the_zone_and_the_borders(connection: Connection, communes: tuple[int, int]) -> None:
    zone(connection, "z", (105.62, 10.42, 105.64, 10.44))
    moved = MultiPolygon([box(105.72, 10.42, 105.74, 10.44)]).wkt
    connection.exec_driver_sql("UPDATE raw_material_zone SET geom = ST_GeomFromText(%s, 4326)", (moved,))
    assert [part["commune_code"] for part in zone_analysis(connection)[0]["communes"]] == ["30002"]
    narrow = MultiPolygon([box(105.7, 10.4, 105.73, 10.5)]).wkt
    connection.exec_driver_sql(
        "UPDATE commune SET geom = ST_GeomFromText(%s, 4326) WHERE id = %s", (narrow, communes[1])
    )
    assert {part["commune_code"] for part in zone_analysis(connection)[0]["communes"]} == {"30002", None}


@pytest.mark.usefixtures("communes")
def test_a_product_and_its_raw_material(connection: Connection) -> None:
    of = producer(
        connection,
        "p",
        geom="POINT(105.65 10.45)",
        precision="exact",
        placed_by="surveyed",
        confidence=1,
        uncertainty_m=5,
    )
    product(connection, "linked", producer_id=of, commodity="mango")
    product(connection, "near", producer_id=of, commodity="mango")
    product(connection, "none", producer_id=of, commodity="clam")
    zone(connection, "far", (105.75, 10.44, 105.76, 10.46), standards=["VietGAP"])
    zone(connection, "bare", (105.66, 10.44, 105.67, 10.46))
    link(connection, "linked", "far")
    link(connection, "near", "bare")
    found = {row["id"]: row for row in product_analysis(connection)}
    _, _, metres = Geod(ellps="WGS84").inv(105.65, 10.45, 105.66, 10.45)
    assert found["linked"]["nearest_zone_id"] == "bare"
    assert found["linked"]["nearest_zone_km"] == pytest.approx(metres / 1000, abs=0.06)
    assert {key: row["has_stable_zone"] for key, row in found.items()} == {"linked": True, "near": False, "none": False}
    assert found["none"]["nearest_zone_km"] is None


def test_what_is_missing(connection: Connection, communes: tuple[int, int]) -> None:
    place: dict[str, Any] = {"precision": "exact", "placed_by": "surveyed", "confidence": 1, "uncertainty_m": 5}
    west = producer(connection, "west", geom="POINT(105.61 10.45)", commune_id=communes[0], **place)
    product(connection, "a", producer_id=west, commodity="mango")
    zone(connection, "z", (105.72, 10.44, 105.73, 10.46))
    empty = commune(connection, "30003", full_name="Xã Trống")
    assert empty

    def ids(asked: Gap, km: float = 5) -> list[str]:
        return [row["id"] for row in gap(connection, asked, province="82", km=km)]

    assert ids(Gap.PRODUCTS_WITHOUT_ZONE) == ["a"]
    assert ids(Gap.ZONES_WITHOUT_PRODUCT) == ["z"]
    assert ids(Gap.PRODUCERS_FAR_FROM_ZONE) == [west]
    assert ids(Gap.PRODUCERS_FAR_FROM_ZONE, km=50) == []
    assert ids(Gap.COMMUNES_WITH_POTENTIAL) == ["30002"]
    assert ids(Gap.COMMUNES_WITH_NOTHING) == ["30003"]
    link(connection, "a", "z")
    assert ids(Gap.PRODUCTS_WITHOUT_ZONE) == ids(Gap.ZONES_WITHOUT_PRODUCT) == []


corner = st.integers(0, 20)
plots = st.tuples(corner, corner, st.integers(1, 8), st.integers(1, 8))


@settings(max_examples=12, deadline=None)
@given(st.lists(plots, min_size=1, max_size=5))
def test_the_ground_is_never_more_than_the_sum_nor_less_than_the_largest(
    shared_engine: Engine, found: list[tuple[int, int, int, int]]
) -> None:
    with shared_engine.connect() as connection:
        for code, corners in (("30001", WEST), ("30002", EAST)):
            shape = MultiPolygon([box(*corners)]).wkt
            commune(connection, code, geom=shape, outline=shape)
        for number, (x, y, width, height) in enumerate(found):
            west, south = 105.6 + x / 100, 10.4 + y / 400
            zone(connection, str(number), (west, south, west + width / 100, south + height / 400))
        (mango,) = commodity_areas(connection)
        areas = [row["computed_ha"] for row in zone_analysis(connection)]
        assert mango["summed_ha"] == pytest.approx(sum(areas))
        assert max(areas) * 0.999 <= mango["union_ha"] <= sum(areas) * 1.001
        connection.rollback()


def test_the_kpi_and_the_analysis_agree_on_what_is_stable(connection: Connection) -> None:
    for key, standards in {"bare": [], "certified": ["VietGAP"]}.items():
        product(connection, key, producer_id=producer(connection, key), commodity="mango")
        zone(connection, key, WEST, standards=standards)
        link(connection, key, key)
    listed = {row["producer_id"]: row["has_stable_zone"] for row in product_analysis(connection)}
    counted = dict(connection.execute(text("SELECT id, has_stable_zone FROM published.indicator_producer")).all())
    assert listed == counted == {"producer:bare": False, "producer:certified": True}
