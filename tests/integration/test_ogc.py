"""OGC API Features and Tiles as their readers use them: GDAL, OWSLib, scripts of other sites, and who means harm."""

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pyogrio
import pytest
import shapely
from owslib.ogcapi.features import Features
from sqlalchemy import Engine, text

from ocopmap.catalogue.places import Layer
from ocopmap.geocoding import Units
from ocopmap.geocoding.vn2000 import to_plane
from ocopmap.server.context import Context
from ocopmap.settings import Settings
from tests.browser.serving import context_of
from tests.integration.conftest import Serve

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
ITEMS = "/ogc/collections/product/items"

READ_BY_GDAL = """
import pickle, sys
from pyogrio import list_layers, read_dataframe
door, path = sys.argv[1:]
names = list(list_layers(door)[:, 0])
found = {name: read_dataframe(door, layer=name) for name in names}
found["names"] = names
found["filtered"] = read_dataframe(door, layer="product", where="stars >= 4", bbox=(105.5, 10.2, 106.0, 10.6))
found["moved"] = read_dataframe(door, layer="product", CRS="EPSG:5897")
open(path, "wb").write(pickle.dumps(found))
"""


@pytest.fixture(scope="session")
def door(client: httpx.Client) -> Iterator[str]:
    """The address, for clients that would go through whatever proxy the machine names."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NO_PROXY", "no_proxy"):
            patch.setenv(name, "127.0.0.1")
        yield str(client.base_url.join("/ogc/"))


@pytest.fixture(scope="session")
def gdal(door: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What GDAL reads, in a process of its own: it holds the interpreter while it waits for the server."""
    path = tmp_path_factory.mktemp("gdal") / "read.pickle"
    subprocess.run([sys.executable, "-c", READ_BY_GDAL, f"OAPIF:{door}", path], check=True, timeout=120)
    found: dict[str, Any] = pickle.loads(path.read_bytes())  # noqa: S301 - written just now
    return found


@pytest.fixture
def changing(loaded_copy: Engine, loaded_copy_reader: Engine, served_settings: Settings, units: Units) -> Context:
    """What an application over records that the test may change shares."""
    return context_of(loaded_copy, loaded_copy_reader, served_settings, units)


def items(client: httpx.Client, layer: str = "product", **asked: Any) -> dict[str, Any]:
    answer = client.get(f"/ogc/collections/{layer}/items", params={"limit": 10_000} | asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def refused(client: httpx.Client, **asked: str) -> str:
    answer = client.get(ITEMS, params=asked)
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert not any(word in answer.text.lower() for word in ("select", "psycopg", "asyncpg", "pg_catalog", "published"))
    return str(answer.json()["errors"][0]["parameter"])


@pytest.mark.parametrize("layer", list(Layer))
def test_gdal_reads_every_layer(client: httpx.Client, gdal: dict[str, Any], layer: Layer) -> None:
    shown = client.get("/api/v1/features.geojson", params={"layer": layer}).json()["features"]
    assert set(gdal[layer]["id"]) == {each["id"] for each in shown}
    assert gdal[layer].geometry.notna().sum() == sum(each["geometry"] is not None for each in shown)
    assert set(gdal["names"]) == set(Layer)


def test_gdal_hands_filters_over(client: httpx.Client, gdal: dict[str, Any]) -> None:
    asked = {"layer": "product", "stars": "4,5", "bbox": "105.5,10.2,106.0,10.6"}
    shown = client.get("/api/v1/features.geojson", params=asked).json()["features"]
    assert set(gdal["filtered"]["id"]) == {each["id"] for each in shown} != set()


def test_gdal_reads_vn2000(gdal: dict[str, Any]) -> None:
    plain = gdal["product"].dropna(subset="geometry").set_index("id")
    moved = gdal["moved"].set_index("id")
    assert moved.crs.to_epsg() == 5897
    for key, place in plain.geometry.head(20).items():
        northing, easting = to_plane((place.y, place.x), 105.0)
        assert (moved.geometry[key].x, moved.geometry[key].y) == pytest.approx((easting, northing), abs=0.02)


def test_gdal_reads_tiles(client: httpx.Client, tmp_path: Path) -> None:
    seen: set[str] = set()
    shown = {each["id"] for each in items(client)["features"] if each["geometry"]}
    for x in (202, 203, 204):
        for y in (119, 120, 121):
            path = tmp_path / f"{x}-{y}.mvt"
            path.write_bytes(client.get(f"/ogc/collections/product/tiles/WebMercatorQuad/8/{x}/{y}").content)
            if path.stat().st_size:
                seen |= set(pyogrio.read_dataframe(path, layer="product")["id"])
    assert seen == shown


def test_owslib_lists_and_reads(door: str) -> None:
    service = Features(door)
    assert set(service.feature_collections()) == set(Layer)
    assert service.collection("zone")["title"] == "Vùng nguyên liệu"
    assert service.collection_queryables("product")["properties"]["stars"]["type"] == "integer"
    found = service.collection_items("product", limit=5, filter="stars = 4")
    assert found["numberReturned"] == 5
    assert {each["properties"]["stars"] for each in found["features"]} == {4}
    assert service.conformance()["conformsTo"]


def test_titles_in_the_readers_language(client: httpx.Client) -> None:
    english = client.get("/ogc/collections/zone", headers={"Accept-Language": "en"}).json()
    assert english["title"] == "Raw-material areas"
    assert english["storageCrs"] in english["crs"]


def test_pages_follow_one_another_and_links_hold(client: httpx.Client) -> None:
    seen: list[str] = []
    address: str | None = f"{ITEMS}?limit=50"
    while address:
        page = client.get(address).json()
        seen += [each["id"] for each in page["features"]]
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
    assert len(seen) == len(set(seen)) == 181
    for link in client.get("/ogc/").json()["links"]:
        if link["rel"] != "service-doc":
            assert client.get(link["href"]).status_code == 200, link


def test_boxes_and_answers_in_other_systems(client: httpx.Client) -> None:
    degrees = items(client, bbox="105.5,10.2,106.0,10.6")
    turned = items(client, bbox="10.2,105.5,10.6,106.0", **{"bbox-crs": f"{EPSG}4326"})
    assert ids(degrees) == ids(turned) != set()
    corners = [*to_plane((10.2, 105.5), 105.0)[::-1], *to_plane((10.6, 106.0), 105.0)[::-1]]
    plane = items(client, bbox=",".join(map(str, corners)), **{"bbox-crs": f"{EPSG}5897"})
    assert len(ids(plane) ^ ids(degrees)) <= 3
    latitude_first = items(client, crs=f"{EPSG}4326", ids=degrees["features"][0]["id"])["features"][0]
    assert latitude_first["geometry"]["coordinates"] == degrees["features"][0]["geometry"]["coordinates"][::-1]


def ids(found: dict[str, Any]) -> set[str]:
    return {each["id"] for each in found["features"]}


@pytest.mark.parametrize(
    ("said", "check"),
    [
        ("stars IN (4, 5) AND validity <> 'revoked'", lambda p: p["stars"] >= 4 and p["validity"] != "revoked"),
        ("accenti(casei(name)) LIKE accenti(casei('%XOAI%'))", lambda p: "xoài" in p["name"].lower()),
        ("\"group\" = 'food' AND NOT (stars = 3)", lambda p: p["group"] == "food" and p["stars"] != 3),
        ("stars BETWEEN 4 AND 5 OR commodity IS NULL", lambda p: p["commodity"] is None or p["stars"] >= 4),
        ('{"op": "=", "args": [{"property": "stars"}, 5]}', lambda p: p["stars"] == 5),
    ],
)
def test_cql2(client: httpx.Client, said: str, check: Any) -> None:
    lang = {"filter-lang": "cql2-json"} if said.startswith("{") else {}
    found = items(client, filter=said, **lang)["features"]
    assert found
    assert all(check(each["properties"]) for each in found)


def test_cql2_over_places(client: httpx.Client) -> None:
    asked = "S_INTERSECTS(geom, POLYGON((105.5 10.2, 106.0 10.2, 106.0 10.6, 105.5 10.6, 105.5 10.2)))"
    assert ids(items(client, filter=asked)) == ids(items(client, bbox="105.5,10.2,106.0,10.6"))
    assert ids(items(client, filter="S_INTERSECTS(geom, BBOX(105.5,10.2,106.0,10.6))")) == ids(
        items(client, filter=asked)
    )


HOSTILE = [
    "pg_sleep(5) = 1",
    "pg_read_file('/etc/passwd') = 'x'",
    "set_config('statement_timeout', '0', false) = '0'",
    "dblink('x', 'y') = 1",
    "name = 'x'; DROP TABLE product",
    "search_text = 'x'",
    '"name"" FROM pg_shadow --" = 1',
    '{"op": "=", "args": [{"property": "name\\" = \\"name\\") OR (1=1"}, 1]}',
    '{"op": "version() || ", "args": [1]}',
    '{"op": "=", "args": [{"op": "pg_sleep", "args": [9]}, 1]}',
    "(" * 1_200 + "1=1" + ")" * 1_200,
    "NOT " * 1_000 + "1=1",
    "stars = " + "-" * 3_000 + "1",
    "stars = " + "+".join(["1"] * 1_900),
    "[" * 2_000,
    "S_INTERSECTS(geom, POINT(1",
    "stars = 'nhiều'",
    "name > 5",
    "stars / 0 = 1",
    "\x00",
]


@pytest.mark.parametrize("said", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_filters_are_refused(client: httpx.Client, said: str) -> None:
    assert refused(client, filter=said) == "filter"


def test_quotes_stay_text(client: httpx.Client) -> None:
    for name in ("x' OR '1'='1", "\\' OR 1=1 --", "$$; SELECT 1", "x'') OR (true"):
        written = name.replace("'", "''")
        assert items(client, filter=f"name = '{written}'")["numberMatched"] == 0
        assert items(client, name=name)["numberMatched"] == 0


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"colour": "red"}, "colour"),
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": "nan,1,2,3"}, "bbox"),
        ({"bbox": "106,9,105,11"}, "bbox"),
        ({"bbox": "0,0,1,1", "bbox-crs": f"{EPSG}2154"}, "bbox-crs"),
        ({"crs": f"{EPSG}2154"}, "crs"),
        ({"limit": "10001"}, "limit"),
        ({"sortby": "-colour"}, "sortby"),
        ({"stars": "x"}, "stars"),
        ({"simplify": "nan"}, "simplify"),
        ({"f": "html"}, "f"),
        ({"filter": "stars=4", "filter-crs": f"{EPSG}5897"}, "filter-crs"),
    ],
)
def test_impossible_questions_are_refused_by_name(client: httpx.Client, asked: dict[str, str], parameter: str) -> None:
    assert refused(client, **asked) == parameter


@pytest.mark.parametrize(
    "path",
    [
        "/ogc/collections/published.site",
        "/ogc/collections/pg_catalog.pg_user/items",
        "/ogc/collections/product/items/khong-co",
        "/ogc/collections/product/tiles/WebMercatorQuad/99/0/0",
        "/ogc/collections/product/tiles/WebMercatorQuad/3/9/0",
        "/ogc/docs",
        "/ogc/nowhere",
    ],
)
def test_what_is_not_there(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_homes_are_not_there(client: httpx.Client) -> None:
    homes = items(client, "producer", filter="kind = 'household'")["features"]
    assert homes
    assert not any(each["properties"]["precision"] in ("exact", "street", "hamlet") for each in homes)


def test_a_reader_in_a_browser_gets_a_page(client: httpx.Client) -> None:
    answer = client.get("/ogc/", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/data")


def test_other_sites_may_read_and_no_more(client: httpx.Client) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    for path in ("/ogc/collections", "/api/v1/features.geojson"):
        answer = client.get(path, headers=origin)
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in client.get("/", headers=origin).headers
    asked = origin | {"Access-Control-Request-Method": "POST"}
    assert client.options("/api/v1/features.geojson", headers=asked).status_code == 400


def test_links_to_the_host_that_was_asked_are_kept_for_nobody_else(client: httpx.Client) -> None:
    answer = client.get("/ogc/collections", headers={"Host": "elsewhere.example"})
    assert "//elsewhere.example/" in answer.text
    assert answer.headers["cache-control"] == "private, max-age=60"


def test_answers_are_compressed_and_head_is_short(client: httpx.Client) -> None:
    answer = client.get(ITEMS, params={"limit": 1000}, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert client.head(ITEMS).content == b""


def test_a_change_is_seen(changing: Context, loaded_copy: Engine, serve: Serve) -> None:
    client = serve(changing)
    before = client.get("/ogc/collections/sales_point").json()["extent"]["spatial"]["bbox"][0]
    with loaded_copy.begin() as connection:
        connection.execute(
            text("""
                UPDATE site SET geom = 'SRID=4326;POINT(102.01 10.01)'
                WHERE id = (SELECT min(id) FROM site WHERE kind = 'sales_point')
            """)
        )
    after = client.get("/ogc/collections/sales_point").json()["extent"]["spatial"]["bbox"][0]
    assert before != after
    assert after[:2] == [102.01, 10.01]


def test_the_map_outlives_a_library_that_cannot_start(
    changing: Context, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tipg.factory.Endpoints.__post_init__", lambda _: json.loads("no"))
    client = serve(changing)
    answer = client.get("/ogc/collections")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("/").status_code == 200
    monkeypatch.undo()
    assert client.get("/ogc/collections").status_code == 200


def test_boxes_on_the_ground_are_around_their_corners() -> None:
    from ocopmap.server.ogc.systems import system

    plane = system("crs", f"{EPSG}5897")
    corner = to_plane((10.5, 105.7), 105.0)[::-1]
    west, south, east, north = plane.degrees([corner[0] - 500, corner[1] - 500, corner[0] + 500, corner[1] + 500])
    assert shapely.box(west, south, east, north).contains(shapely.Point(105.7, 10.5))
    assert (north - south) * 111_000 == pytest.approx(1_000, rel=0.02)
