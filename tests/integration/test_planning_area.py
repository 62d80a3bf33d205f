"""Areas drawn, named and handed in: what lies inside them, and what is refused with a sentence."""

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box
from shapely.geometry import mapping, shape
from sqlalchemy import Engine, text
from zone_files import Drawn, dxf, geojson, parquet, square, written, zipped_shapefile

from ocopmap.ingest.areafiles.area import area_of
from ocopmap.layers.reading import reading
from ocopmap.planning.area import area_analysis
from ocopmap.server.areas import receiving as areas
from ocopmap.server.routes import planning_areas
from tests.integration.conftest import PATIENCE_S

AREA = "/api/v1/planning/area"
MIDDLE = (105.63, 10.46)
INSIDE = box(105.5, 10.3, 105.9, 10.6)
Json = dict[str, Any]


def analysed(client: httpx.Client, geometry: object, **query: str) -> Json:
    answer = client.post(AREA, json={"geometry": geometry}, params=query)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def refused(answer: httpx.Response, status: int = 400) -> str:
    """Return the sentence of a refusal."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["detail"])


def test_inside_a_drawn_area(client: httpx.Client) -> None:
    found = analysed(client, mapping(INSIDE))
    assert sum(each["ha"] for each in found["communes"]) + found["outside_ha"] == pytest.approx(found["ha"], rel=1e-5)
    assert found["counts"]["layers"]["product"] > 0
    products = [each for each in found["records"] if each["layer"] == "product"]
    assert len(products) == found["counts"]["layers"]["product"]
    assert all(each["union_ha"] <= each["summed_ha"] * 1.000001 for each in found["commodities"])
    for each in found["commodities"]:
        zones = [zone["ha"] for zone in found["zones"] if zone["commodity"] == each["commodity"]]
        assert sum(zones) == pytest.approx(each["summed_ha"])
    assert any("gần đúng" in note for note in found["notes"])


def test_the_whole_province_by_its_communes(client: httpx.Client) -> None:
    codes = [each["id"] for each in client.get("/api/v1/planning/communes").json()["communes"]]
    found = client.post(AREA, json={"communes": codes}).json()
    assert found["outside_ha"] == pytest.approx(0, abs=found["ha"] * 1e-4)
    assert len(found["communes"]) == len(codes)
    half = [client.post(AREA, json={"communes": part}).json() for part in (codes[:50], codes[50:])]
    assert sum(each["ha"] for each in half) == pytest.approx(found["ha"], rel=1e-6)
    assert sum(each["counts"]["layers"]["producer"] for each in half) == found["counts"]["layers"]["producer"]


corner = st.floats(0, 1).map(lambda share: round(share, 4))


@settings(max_examples=8, deadline=None)
@given(corner, corner, corner, corner)
def test_the_parts_of_an_area_add_up_to_it(loaded_reader: Engine, x: float, y: float, width: float, cut: float) -> None:
    west, south = 105.2 + x, 10.2 + 0.5 * y
    east, north = west + 0.05 + 0.4 * width, south + 0.2
    middle = west + (east - west) * (0.1 + 0.8 * cut)
    with reading(loaded_reader) as connection:
        whole, left, right = (
            area_analysis(connection, area_of([box(*frame)]).shape, "82")
            for frame in ((west, south, east, north), (west, south, middle, north), (middle, south, east, north))
        )
    assert left["ha"] + right["ha"] == pytest.approx(whole["ha"], rel=1e-4)
    assert left["outside_ha"] + right["outside_ha"] == pytest.approx(whole["outside_ha"], rel=1e-3, abs=1)
    for name in ("union_ha", "summed_ha"):
        totals = [sum(each[name] for each in part["commodities"]) for part in (left, right, whole)]
        assert totals[0] + totals[1] == pytest.approx(totals[2], rel=1e-3, abs=2)
    keys = [{(each["layer"], each["id"]) for each in part["records"]} for part in (left, right, whole)]
    assert keys[0] | keys[1] == keys[2]


def test_a_bow_tie_is_mended_and_that_is_said(client: httpx.Client) -> None:
    tie = [[105.6, 10.4], [105.7, 10.5], [105.7, 10.4], [105.6, 10.5], [105.6, 10.4]]
    found = analysed(client, {"type": "Polygon", "coordinates": [tie]})
    assert any("tự cắt" in note for note in found["notes"])
    assert shape(found["geometry"]).is_valid
    assert len(found["geometry"]["coordinates"]) == 2


def _polygon(*corners: tuple[float, float]) -> Json:
    return {"type": "Polygon", "coordinates": [[*map(list, corners), list(corners[0])]]}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"geometry": _polygon((-180, -90), (180, -90), (180, 90), (-180, 90))}, "rộng hơn cả Việt Nam"),
        ({"geometry": _polygon((10.4, 105.6), (10.5, 105.7), (10.4, 105.7))}, "đổi chỗ"),
        ({"geometry": _polygon((560000, 1150000), (561000, 1150000), (561000, 1151000))}, "mét"),
        ({"geometry": _polygon((2, 48), (3, 48), (3, 49))}, "ngoài Việt Nam"),
        ({"geometry": _polygon((108, 16), (108.1, 16), (108.1, 16.1))}, "ngoài tỉnh Đồng Tháp"),
        ({"geometry": _polygon((105.6, 10.4), (105.6, 10.4), (105.6, 10.4))}, "không có diện tích"),
        ({"geometry": {"type": "Point", "coordinates": [105.6, 10.4]}}, "đa giác"),
        ({"geometry": {"type": "Polygon", "coordinates": [["a"]]}}, "GeoJSON"),
        ({"geometry": None}, "GeoJSON"),
        ({"geometry": {"type": "FeatureCollection", "features": []}}, "đa giác"),
        ({"geometry": {}, "communes": []}, "đúng một trong hai"),
        ([], "đúng một trong hai"),
        ({"communes": []}, "mã xã"),
        ({"communes": ["30226", 1]}, "mã xã"),
        ({"communes": ["30226"] * 201}, "mã xã"),
        ({"communes": ["99999"]}, "99999"),
        ({"communes": ["30229"]}, "1/7/2025"),
    ],
)
def test_what_cannot_be_looked_into(client: httpx.Client, body: object, words: str) -> None:
    assert words in refused(client.post(AREA, json=body))
    assert refused(client.post(AREA, json=body, headers={"Accept-Language": "en"}))


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[" * 100_000, b'{"geometry": NaN}'])
def test_bodies_that_are_no_json(client: httpx.Client, body: bytes) -> None:
    refused(client.post(AREA, content=body, headers={"Content-Type": "application/json"}))


def test_a_line_too_tangled_is_not_mended(client: httpx.Client) -> None:
    corners = [(105.6 + (n * 37 % 101) / 1000, 10.4 + (n * 53 % 97) / 1000) for n in range(400)]
    assert "vẽ lại" in refused(client.post(AREA, json={"geometry": _polygon(*corners)}))


@pytest.mark.parametrize("day", ["2031-01-01", "2017-12-31", "hôm qua"])
def test_days_that_cannot_be(client: httpx.Client, day: str) -> None:
    refused(client.post(AREA, json={"geometry": mapping(INSIDE)}, params={"as_of": day}))


WRITERS: dict[str, Callable[[Path, Drawn], Path]] = {
    "gpkg": lambda folder, drawn: written(folder / "v.gpkg", drawn, 5897),
    "geojson": lambda folder, drawn: geojson(folder / "v.geojson", drawn),
    "kml": lambda folder, drawn: written(folder / "v.kml", drawn, driver="LIBKML"),
    "zip": lambda folder, drawn: zipped_shapefile(folder, drawn, 9210),
    "parquet": lambda folder, drawn: parquet(folder / "v.parquet", drawn),
    "dxf": lambda folder, drawn: dxf(folder / "v.dxf", drawn, 5897),
}


@pytest.fixture
def drawn() -> Drawn:
    found = Drawn()
    found.add(square(*MIDDLE, 2_000), layer="XOAI", text="Vùng xoài")
    found.add(square(MIDDLE[0] + 0.009, MIDDLE[1], 2_000), layer="XOAI", text="Vùng xoài kế bên")
    return found


def handed_in(client: httpx.Client, path: Path, **query: str) -> httpx.Response:
    headers = {"Content-Type": "application/octet-stream"}
    asked = {"name": path.name, **query}
    return client.post(AREA, content=path.read_bytes(), params=asked, headers=headers)


@pytest.mark.parametrize("kind", WRITERS)
def test_every_format_of_zone_intake(client: httpx.Client, tmp_path: Path, drawn: Drawn, kind: str) -> None:
    answer = handed_in(client, WRITERS[kind](tmp_path, drawn), **({"crs": "EPSG:5897"} if kind == "dxf" else {}))
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["ha"] == pytest.approx(400 + 400 * 0.009 * 109_500 / 2_000, rel=0.01)
    assert any("EPSG" in note for note in found["notes"])
    assert any("chồng lên nhau" in note for note in found["notes"])


def test_a_drawing_does_not_say_its_system(client: httpx.Client, tmp_path: Path, drawn: Drawn) -> None:
    answer = handed_in(client, dxf(tmp_path / "v.dxf", drawn, 5897))
    assert "hệ tọa độ" in refused(answer)
    assert answer.json()["errors"][0]["parameter"] == "crs"


def test_systems_that_do_not_fit(client: httpx.Client, tmp_path: Path, drawn: Drawn) -> None:
    file = dxf(tmp_path / "v.dxf", drawn, 5897)
    assert "99999" in refused(handed_in(client, file, crs="EPSG:99999"))
    assert "mét" in refused(handed_in(client, file, crs="EPSG:4326"))
    far = Drawn()
    far.add(square(105.42, 10.78, 2_000), layer="XOAI", text="Vùng xoài")
    wrong = dxf(tmp_path / "w.dxf", far, 9210)
    assert "105°45′" in refused(handed_in(client, wrong, crs="EPSG:5897"))
    turned = geojson(tmp_path / "t.geojson", drawn, turned=lambda xy: xy[:, ::-1])
    assert "đổi chỗ" in refused(handed_in(client, turned))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("v.exe", b"MZ"),
        ("v", b""),
        ("../../etc/passwd.kml", b"<kml>"),
        ("v.zip", b"PK\x03\x04 broken"),
        ("v.gpkg", b"SQLite format 3\x00" + b"\x00" * 200),
        ("v.kml", b'<kml><!DOCTYPE a [<!ENTITY b "c">]></kml>'),
        ("v.geojson", b'{"type":"FeatureCollection","features":[]}'),
        ("v.parquet", b"PAR1" + b"\xff" * 64),
        ("v.dxf", b"AC1032"),
    ],
)
def test_hostile_files(client: httpx.Client, name: str, content: bytes) -> None:
    headers = {"Content-Type": "application/octet-stream"}
    refused(client.post(AREA, content=content, params={"name": name}, headers=headers))


def test_a_file_of_two_gigabytes_is_refused_before_it_is_sent(client: httpx.Client) -> None:
    asked = f"POST {AREA}?name=v.gpkg HTTP/1.1\r\nHost: x\r\nContent-Length: {2**31}\r\n\r\n"
    with socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=PATIENCE_S) as sending:
        sending.sendall(asked.encode())
        answer = b"".join(iter(lambda: sending.recv(4096), b"")).decode()
    assert answer.startswith("HTTP/1.1 413 ")
    assert "32 MiB" in answer


def test_a_stream_without_a_length_is_cut(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/json"}
    pieces = (b" " * 2**20 for _ in range(6))
    assert "4 MiB" in refused(client.post(AREA, content=pieces, headers=headers), 413)


def test_no_more_files_at_once_than_can_be_held(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(areas._receiving, "acquire", lambda **_: False)
    answer = client.post(AREA, json={"geometry": mapping(INSIDE)})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")


def test_no_more_areas_at_once_than_leave_connections(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning_areas._analyses, "acquire", lambda **_: False)
    answer = client.post(AREA, json={"geometry": mapping(INSIDE)})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")


def test_a_line_of_many_corners_is_read_apart(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    few = analysed(client, mapping(INSIDE))
    monkeypatch.setattr(areas, "read_drawn", None)
    many = analysed(client, mapping(INSIDE.segmentize(INSIDE.length / 20_000)))
    assert many["ha"] == pytest.approx(few["ha"], rel=1e-5)
    assert (many["records"], len(many["notes"])) == (few["records"], len(few["notes"]))


def test_the_records_inside_as_files(client: httpx.Client) -> None:
    body = {"geometry": mapping(INSIDE)}
    found = client.post(AREA, json=body).json()
    lines = client.post(f"{AREA}/records.csv", json=body).text.lstrip("\ufeff").splitlines()
    assert lines[0].startswith("layer,id,name")
    assert len(lines) == 1 + len(found["records"]) + len(found["zones"])
    collection = json.loads(client.post(f"{AREA}/records.geojson", json=body).text)
    first, *others = collection["features"]
    assert shape(first["geometry"]).equals(shape(found["geometry"]))
    assert len(others) == len(lines) - 1
    for each in others:
        if each["properties"]["layer"] == "zone":
            assert shape(each["geometry"]).within(INSIDE.buffer(1e-5))


def test_nothing_is_kept(client: httpx.Client, loaded_engine: Engine, tmp_path: Path, drawn: Drawn) -> None:
    def rows() -> list[Any]:
        with loaded_engine.connect() as connection:
            return list(connection.execute(text("SELECT layer, revision FROM layer_revision ORDER BY layer")))

    before = rows()
    assert handed_in(client, WRITERS["gpkg"](tmp_path, drawn)).headers["cache-control"] == "no-store"
    assert rows() == before
