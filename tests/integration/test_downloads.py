"""Files to take away, read again by the programs that people open them with."""

import csv
import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import geopandas
import httpx
import openpyxl
import pyogrio
import pytest
from sample_rows import PLACED, producer, product
from sqlalchemy import Connection, Engine

from ocopmap.catalogue.places import Layer
from ocopmap.database.engine import today
from ocopmap.geocoding.vn2000 import from_plane
from ocopmap.layers.downloads.geographic import frame, write_geopackage, write_parquet, write_shapefile
from ocopmap.layers.downloads.metadata import Metadata
from ocopmap.layers.downloads.table import Table, read_table
from ocopmap.layers.downloads.text import csv_pieces, geojson_pieces
from ocopmap.layers.downloads.workbook import write_workbook
from ocopmap.layers.filters import parse_filter
from ocopmap.layers.reading import reading
from ocopmap.layers.views import layer_view

ABOUT = Metadata({"Ngày": "2026-11-22"}, {"id": "mã", "name": "tên"}, "Dữ liệu", "Siêu dữ liệu", ("Cột", "Nghĩa"))
HOSTILE = ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", "\tcmd", 'tên "có" dấu, phẩy']


def rows_of(connection: Connection, layer: Layer = Layer.PRODUCT, **asked: str) -> Table:
    chosen = parse_filter({name: [value] for name, value in asked.items()}, today=today())
    return read_table(connection, layer_view(layer, "82"), chosen)


@pytest.fixture
def hostile(connection: Connection) -> Connection:
    place: dict[str, Any] = PLACED
    of = producer(connection, "p", **place)
    for number, name in enumerate(HOSTILE):
        product(connection, f"p{number}", name=name, producer_id=of)
    return connection


def test_csv_keeps_text_and_runs_no_formula(hostile: Connection) -> None:
    body = b"".join(csv_pieces(rows_of(hostile))).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [row["name"].removeprefix("'") for row in rows] == HOSTILE
    assert not any(row["name"].startswith(("=", "+", "-", "@", "\t")) for row in rows)
    assert {(row["latitude"], row["longitude"]) for row in rows} == {("10.45", "105.65")}


def test_a_workbook_holds_text_as_text(hostile: Connection, tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", rows_of(hostile), ABOUT)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    header, *rows = book["Dữ liệu"].iter_rows()
    position = [each.value for each in header].index("name")
    assert [(row[position].value, row[position].data_type) for row in rows] == [(name, "s") for name in HOSTILE]
    assert ("name", "tên") in [tuple(cell.value for cell in row) for row in book["Siêu dữ liệu"].iter_rows()]


def test_geojson_is_read_by_gdal(hostile: Connection, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(b"".join(geojson_pieces(rows_of(hostile), ABOUT)))
    assert json.loads(path.read_bytes())["metadata"]["columns"]["id"] == "mã"
    assert sorted(pyogrio.read_dataframe(path)["name"]) == sorted(HOSTILE)


@pytest.mark.parametrize("layer", list(Layer))
@pytest.mark.parametrize("srid", [4326, 5897, 9210])
def test_every_layer_in_every_geographic_format(loaded_reader: Engine, tmp_path: Path, layer: Layer, srid: int) -> None:
    with reading(loaded_reader) as connection:
        data = frame(rows_of(connection, layer), srid)
    write_geopackage(tmp_path / "a.gpkg", data, str(layer), ABOUT)
    write_parquet(tmp_path / "a.parquet", data)
    write_shapefile(tmp_path / "a.zip", data, str(layer), ABOUT)
    found = [
        pyogrio.read_dataframe(tmp_path / "a.gpkg", layer=str(layer)),
        geopandas.read_parquet(tmp_path / "a.parquet"),
        pyogrio.read_dataframe(f"/vsizip/{tmp_path / 'a.zip'}/{layer}.shp"),
    ]
    assert {each.crs.to_epsg() for each in found} == {srid}
    assert {len(each) for each in found} == {len(data)}
    assert {each.geometry.notna().sum() for each in found} == {data.geometry.notna().sum()}
    assert set(pyogrio.list_layers(tmp_path / "a.gpkg")[:, 0]) == {str(layer), "metadata"}
    assert {"metadata.csv", f"{layer}.prj", f"{layer}.cpg"} <= set(ZipFile(tmp_path / "a.zip").namelist())


def test_vn2000_comes_back_to_the_same_place(hostile: Connection) -> None:
    point = frame(rows_of(hostile), 5897).geometry.iloc[0]
    assert from_plane(point.y, point.x, 105.0) == pytest.approx((10.45, 105.65), abs=1e-7)


def test_the_filter_is_that_of_the_screen(loaded_reader: Engine) -> None:
    with reading(loaded_reader) as connection:
        data = frame(rows_of(connection, stars="4,5"))
    assert set(data["stars"]) == {4, 5}
    assert len(frame(Table("product", ("id",), iter(())))) == 0


@pytest.mark.parametrize("layer", list(Layer))
@pytest.mark.parametrize("kind", ["csv", "xlsx", "geojson", "gpkg", "parquet", "shp.zip", "metadata"])
def test_every_layer_can_be_taken(client: httpx.Client, layer: Layer, kind: str) -> None:
    answer = client.get(f"/api/v1/downloads/{layer}/{kind}")
    assert answer.status_code == 200
    assert len(answer.content) > 100
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "asked",
    [
        {"stars": "4", "as_of": "2024-01-01", "group": "food"},
        {"bbox": "105.5,10.2,106.0,10.6"},
        {"set": "unknown", "validity": "expired,unknown"},
        {"commodity": "mango"},
        {"q": "SEN", "as_of": "2023-06-30"},
        {"commune": "29869"},
        {"legacy_commune": "29869,30001"},
    ],
    ids="+".join,
)
def test_a_file_holds_what_the_features_do(client: httpx.Client, asked: dict[str, str]) -> None:
    shown = client.get("/api/v1/features.geojson", params=asked | {"layer": "product"}).json()
    body = client.get("/api/v1/downloads/product/csv", params=asked).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    ranks = {each["id"]: str(each["properties"]["stars"] or "") for each in shown["features"]}
    assert {row["id"]: row["stars"] for row in rows} == ranks


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("product/csv?stars=9", "stars"),
        ("product/gpkg?crs=3857", "crs"),
        ("product/csv?crs=5897", "crs"),
        ("product/csv?colour=red", "colour"),
        ("product/csv?as_of=2017-01-01", "as_of"),
    ],
)
def test_an_impossible_file_is_refused_by_parameter(client: httpx.Client, address: str, parameter: str) -> None:
    answer = client.get(f"/api/v1/downloads/{address}")
    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]
