import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import shapely

from ocopmap.ingest.vectorfiles import FORMATS, VectorFileError, tables, unpacked

POLYGON = {"type": "Polygon", "coordinates": [[[105.7, 10.4], [105.8, 10.4], [105.8, 10.5], [105.7, 10.4]]]}
FEATURE = {"type": "Feature", "properties": {"crs": "VN-2000"}, "geometry": POLYGON}
COLLECTION = {"type": "FeatureCollection", "features": [FEATURE]}


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """Give the address of a server, and what it is asked for."""
    paths: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Listening) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", paths
        server.shutdown()


def read(folder: Path, content: object, name: str = "v.geojson") -> list[Any]:
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    with unpacked(file, FORMATS) as files:
        return [table for each in files for table in tables(each)]


@pytest.mark.parametrize(
    ("member", "kind"), [("crs", "link"), ("crs", "url"), ("CRS", "Link"), ("crs\0hidden", "link")]
)
@pytest.mark.parametrize("place", ["collection", "geometry"])
def test_no_file_makes_the_machine_ask_another(
    tmp_path: Path, asked: tuple[str, list[str]], member: str, kind: str, place: str
) -> None:
    address, paths = asked
    system = {member: {"type": kind, "properties": {"href": address, "url": address}}}
    feature = {**FEATURE, "geometry": {**POLYGON, **system}} if place == "geometry" else FEATURE
    with pytest.raises(VectorFileError, match=r"v\.geojson"):
        read(tmp_path, {**COLLECTION, "features": [feature], **(system if place == "collection" else {})})
    assert not paths


@pytest.mark.parametrize("name", ["v.json", "v.geojson", "v.gdalg.json"])
@pytest.mark.parametrize("member", ["type", "type\0"])
def test_a_pipeline_written_as_json_is_not_run(tmp_path: Path, name: str, member: str) -> None:
    read(tmp_path, COLLECTION, "secret.geojson")
    command = f"gdal vector pipeline ! read {tmp_path / 'secret.geojson'} ! write --of stream streamed_dataset"
    with pytest.raises(VectorFileError, match=name):
        read(tmp_path, {"type": "FeatureCollection", member: "gdal_streamed_alg", "command_line": command}, name)


@pytest.mark.parametrize("content", ['{"a":' * 9_000 + "1" + "}" * 9_000, '{"type": "FeatureCollection"', "{} {}"])
def test_json_that_cannot_be_read_is_refused_by_name(tmp_path: Path, content: str) -> None:
    with pytest.raises(VectorFileError, match=r"v\.geojson"):
        read(tmp_path, content)


def test_a_system_that_is_named_is_kept(tmp_path: Path) -> None:
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}
    (table,) = read(tmp_path, "\ufeff" + json.dumps({**COLLECTION, "crs": named}))
    assert table.crs == "EPSG:4326"
    assert shapely.equals(table.shapes[0], shapely.from_geojson(json.dumps(POLYGON)))


def test_a_bare_feature_is_read(tmp_path: Path) -> None:
    assert len(read(tmp_path, FEATURE)[0].shapes) == 1
