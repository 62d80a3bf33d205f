"""What the planners' map draws: communes by day, hexagons, lines to raw material; over small worlds and the records."""

from datetime import date
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from sample_rows import SOURCE, commune, insert, judge_as_of, producer, product, recognition, site
from shapely import MultiPolygon, Point, box
from shapely.geometry import shape
from sqlalchemy import Connection, Engine

from ocopmap.catalogue.places import Layer
from ocopmap.planning.communes import commune_analysis
from ocopmap.planning.density import hexagons
from ocopmap.planning.flows import flows

EXACT: dict[str, Any] = {"precision": "exact", "placed_by": "surveyed", "confidence": 1, "uncertainty_m": 5}


def at(longitude: float, latitude: float, **given: Any) -> dict[str, Any]:
    return {"geom": f"POINT({longitude} {latitude})", "province_code": "82", **EXACT, **given}


def zone(connection: Connection, key: str, corners: tuple[float, float, float, float], **given: Any) -> None:
    drawn = MultiPolygon([box(*corners)]).wkt
    row = {"id": key, "name": f"Vùng {key}", "commodity": "mango", "source_url": SOURCE, "geometry_source": "surveyed"}
    insert(connection, "raw_material_zone", row | {"geom": drawn, "outline": drawn, "precision": "exact"} | given)


def test_products_of_a_commune_by_the_day_of_their_decision(connection: Connection) -> None:
    home = commune(connection, "30001")
    maker = producer(connection, "p", commune_id=home, **at(105.65, 10.45))
    for key, decided in {"early": "2020-05-01", "late": "2024-05-01", "undated": None}.items():
        product(connection, key, producer_id=maker)
        recognition(connection, key, decided)
    found = {}
    for day in (date(2019, 12, 31), date(2020, 5, 1), date(2024, 5, 1)):
        judge_as_of(connection, day)
        (row,) = commune_analysis(connection, "82")
        found[day.year] = (row["products"], row["recognised_products"], row["undated_products"])
    assert found == {2019: (3, 0, 1), 2020: (3, 1, 1), 2024: (3, 2, 1)}


def test_a_hexagon_counts_what_is_known_well_enough(connection: Connection) -> None:
    site(connection, "exact", kind="sales_point", **at(105.65, 10.45))
    site(connection, "here", kind="sales_point", **at(105.651, 10.45, precision="commune", uncertainty_m=3_000))
    site(connection, "district", kind="sales_point", **at(105.65, 10.45, precision="district", uncertainty_m=4_000))
    site(connection, "nowhere", kind="sales_point")
    site(connection, "elsewhere", kind="sales_point", **at(106.5, 10.45, province_code="79"))
    fine, coarse = (hexagons(connection, Layer.SALES_POINT, side, "82") for side in (2, 5))
    assert [fine[name] for name in ("total", "counted", "approximate", "not_located")] == [4, 1, 2, 1]
    assert [coarse[name] for name in ("total", "counted", "approximate", "not_located")] == [4, 2, 1, 1]
    (hexagon,) = fine["features"]
    assert shape(hexagon["geometry"]).contains(Point(105.65, 10.45))
    assert len(hexagon["geometry"]["coordinates"][0]) == 7


places = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=25)


@settings(max_examples=8, deadline=None)
@given(places, st.sampled_from([2, 5, 10]))
def test_hexagons_add_up_to_the_points(shared_engine: Engine, found: list[tuple[int, int]], side: int) -> None:
    with shared_engine.connect() as connection:
        for number, (x, y) in enumerate(found):
            site(connection, str(number), kind="sales_point", **at(105.4 + x / 100, 10.2 + y / 100))
        counted = hexagons(connection, Layer.SALES_POINT, side, "82")
        connection.rollback()
    assert sum(each["properties"]["n"] for each in counted["features"]) == len(found)
    shapes = [shape(each["geometry"]) for each in counted["features"]]
    assert sum(one.overlaps(other) and one.intersection(other).area > 1e-8 for one in shapes for other in shapes) == 0


def test_lines_to_linked_zones_else_to_the_nearest(connection: Connection) -> None:
    maker = producer(connection, "p", **at(105.65, 10.45))
    vague = producer(connection, "v", **at(105.65, 10.45, precision="province", uncertainty_m=60_000))
    for key, given_ in {"linked": {}, "near": {}, "clam": {"commodity": "clam"}}.items():
        product(connection, key, **({"producer_id": maker, "commodity": "mango"} | given_))
    product(connection, "vague", producer_id=vague, commodity="mango")
    zone(connection, "far", (105.75, 10.44, 105.76, 10.46))
    zone(connection, "close", (105.66, 10.44, 105.67, 10.46))
    zone(connection, "rice", (105.651, 10.44, 105.652, 10.46), commodity="rice")
    insert(connection, "product_zone", {"product_id": "linked", "zone_id": "far", "source_url": SOURCE})
    found = flows(connection)
    lines = {each["properties"]["zone_id"]: each["properties"] for each in found["features"]}
    assert {key: each["is_linked"] for key, each in lines.items()} == {"far": True, "close": False}
    assert [each["id"] for each in lines["close"]["products"]] == ["near"]
    _, _, metres = Geod(ellps="WGS84").inv(105.65, 10.45, 105.66, 10.45)
    assert lines["close"]["km"] == pytest.approx(metres / 1000, abs=0.06)
    assert found["without"] == 2
    assert all(each["geometry"]["type"] == "LineString" for each in found["features"])


def test_over_the_provinces_records(client: httpx.Client) -> None:
    counted = client.get("/api/v1/planning/density", params={"layer": "product", "size": 5}).json()
    assert counted["total"] == counted["counted"] + counted["approximate"] + counted["not_located"] > 100
    assert sum(each["properties"]["n"] for each in counted["features"]) == counted["counted"]
    lines = client.get("/api/v1/planning/flows").json()
    drawn = {each["id"] for line in lines["features"] for each in line["properties"]["products"]}
    assert len(drawn) + lines["without"] == counted["total"] + _elsewhere(client)


def _elsewhere(client: httpx.Client) -> int:
    """Return the number of products whose producers lie in other provinces."""
    found = client.get("/api/v1/features.geojson?layer=product").json()["features"]
    return sum(bool(each["properties"]["outside"]) for each in found)


@pytest.mark.parametrize("query", ["size=3", "layer=zone", "size=5&layer=product&x=1", "as_of=2099-01-01"])
def test_impossible_densities(client: httpx.Client, query: str) -> None:
    assert client.get(f"/api/v1/planning/density?{query}").status_code == 400
