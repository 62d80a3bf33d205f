"""A basemap of vector tiles in one PMTiles file: ours, another site's, damaged or gone."""

import gzip
import math
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from sqlalchemy import Engine, text

from ocopmap.database.access import Database
from ocopmap.geocoding import Units
from ocopmap.server.maps.basemap import OWN_ADDRESS, BasemapError
from ocopmap.server.startup import make_context
from ocopmap.settings import Settings
from tests.browser.conftest import DESKTOP, Browse
from tests.browser.map_page import WHOLE_COUNTRY
from tests.browser.serving import served

DEEPEST_ZOOM = 9
_TILE = text("""
    WITH tile AS (SELECT ST_TileEnvelope(:z, :x, :y) AS box),
    shapes AS (
        SELECT ST_AsMVTGeom(ST_Transform(geom, 3857), box) AS geom, 'earth' AS kind FROM commune, tile
        WHERE ST_Transform(geom, 3857) && box
    )
    SELECT ST_AsMVT(shapes, 'earth', 4096, 'geom') FROM shapes
""")

Serve = Callable[[str], str]


def tile_numbers(zoom: int) -> Iterator[tuple[int, int, int]]:
    """Yield zoom, column and row of the tiles over the province."""
    side = 2**zoom

    def column(lng: float) -> int:
        return int((lng + 180) / 360 * side)

    def row(lat: float) -> int:
        angle = math.radians(lat)
        return int((1 - math.log(math.tan(angle) + 1 / math.cos(angle)) / math.pi) / 2 * side)

    for x in range(column(105.1), column(106.9) + 1):
        for y in range(row(11.0), row(10.0) + 1):
            yield zoom, x, y


@pytest.fixture(scope="module")
def pmtiles(loaded_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real file: the province's communes as land, from PostGIS."""
    file = tmp_path_factory.mktemp("basemap") / "dong-thap.pmtiles"
    tiles = sorted((zxy_to_tileid(*each), each) for zoom in range(DEEPEST_ZOOM + 1) for each in tile_numbers(zoom))
    with file.open("wb") as opened, loaded_engine.connect() as connection:
        writer: Any = Writer(opened)  # type: ignore[no-untyped-call]
        for number, (z, x, y) in tiles:
            tile = bytes(connection.scalar(_TILE, {"z": z, "x": x, "y": y}) or b"")
            if tile:
                writer.write_tile(number, gzip.compress(tile))
        header = {
            "tile_type": TileType.MVT,
            "tile_compression": Compression.GZIP,
            **{f"{end}_{side}_e7": value for end, side, value in _EXTENT},
            "min_zoom": 0,
            "max_zoom": DEEPEST_ZOOM,
            "center_zoom": 8,
        }
        writer.finalize(header, {"vector_layers": [{"id": "earth"}]})
    return file


_EXTENT = (
    ("min", "lon", 1_051_000_000),
    ("min", "lat", 100_000_000),
    ("max", "lon", 1_069_000_000),
    ("max", "lat", 110_000_000),
    ("center", "lon", 1_059_000_000),
    ("center", "lat", 105_000_000),
)


@pytest.fixture(scope="module")
def serve(loaded_engine: Engine, loaded_reader: Engine, geodata_settings: Settings, units: Units) -> Iterator[Serve]:
    """Serve the application over a PMTiles file or address; give where."""
    running = []

    @cache
    def start(basemap: str) -> str:
        settings = geodata_settings.model_copy(update={"basemap_pmtiles": basemap, "basemap_url": None})
        context = make_context(Database(owner=loaded_engine, reader=loaded_reader), settings, units)
        running.append(served(context))
        return running[-1].__enter__()

    yield start
    for server in running:
        server.__exit__(None, None, None)


@pytest.mark.parametrize("zoom", [8, DEEPEST_ZOOM + 3])
def test_the_tiles_of_a_file_are_drawn_beyond_its_deepest_zoom_too(
    browse: Browse, serve: Serve, pmtiles: Path, zoom: int
) -> None:
    window = browse(serve(str(pmtiles)), expected=("willReadFrequently",), **DESKTOP).open(
        f"layers=&z={zoom}&lat=10.3&lng=105.76"
    )
    tile = window.page.locator("canvas.leaflet-tile-loaded").first
    expect(tile).to_be_attached()
    window.page.wait_for_function(_SHADES, arg=2)
    expect(window.page.locator(".leaflet-control-attribution")).to_contain_text("OpenStreetMap")


_SHADES = """
least => {
  const seen = new Set();
  for (const canvas of document.querySelectorAll("canvas.leaflet-tile-loaded")) {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 400) seen.add(data.slice(at, at + 3).join());
  }
  return seen.size >= least;
}
"""


def test_dark_pages_have_dark_tiles(browse: Browse, serve: Serve, pmtiles: Path) -> None:
    address = serve(str(pmtiles))
    shades = {}
    for scheme in ("light", "dark"):
        window = browse(address, **DESKTOP, color_scheme=scheme).open("layers=&z=8&lat=10.5&lng=105.9")
        window.page.locator("canvas.leaflet-tile-loaded").first.wait_for()
        shades[scheme] = window.page.locator("canvas.leaflet-tile-loaded").first.evaluate(
            "canvas => canvas.getContext('2d').getImageData(2, 2, 1, 1).data[1]"
        )
    assert shades["dark"] < shades["light"]


def test_the_archipelagos_stand_above_the_tiles(browse: Browse, serve: Serve, pmtiles: Path) -> None:
    window = browse(serve(str(pmtiles)), **DESKTOP).open(f"layers=&{WHOLE_COUNTRY}")
    window.page.locator("canvas.leaflet-tile-loaded").first.wait_for()
    expect(window.labels).to_have_count(2)
    for area in window.page.locator("path.sovereign-area").all():
        assert area.evaluate("path => getComputedStyle(path).fillOpacity") == "1"


def test_browsers_fetch_ranges_of_the_file_and_nothing_from_elsewhere(
    browse: Browse, serve: Serve, pmtiles: Path
) -> None:
    address = serve(str(pmtiles))
    window = browse(address, **DESKTOP)
    answers = []
    window.page.on("response", lambda answer: answers.append((answer.url, answer.status)))
    window.open("layers=&z=8&lat=10.5&lng=105.9")
    window.page.locator("canvas.leaflet-tile-loaded").first.wait_for()
    assert {status for url, status in answers if url.endswith(OWN_ADDRESS)} == {206}
    assert all(url.startswith(address) for url, _ in answers)


def test_the_script_of_vector_tiles_is_not_loaded_without_them(browse: Browse) -> None:
    window = browse(**DESKTOP)
    asked: list[str] = []
    window.page.on("request", lambda request: asked.append(request.url))
    window.open()
    assert [url for url in asked if "basemap." in url.rpartition("/")[2]] == []


def test_the_policy_lets_the_page_ask_the_chosen_site_and_no_other(serve: Serve, browse: Browse) -> None:
    elsewhere = "https://basemap.invalid/vietnam.pmtiles"
    window = browse(serve(elsewhere), expected=("net::ERR_FAILED",), **DESKTOP).open()
    policy = window.page.request.get(window.origin).headers["content-security-policy"]
    assert "connect-src 'self' https://basemap.invalid;" in policy
    assert window.total() > 0
    expect(window.page.locator(".has-basemap")).to_have_count(0)


def test_a_page_stays_usable_when_the_file_is_cut_while_it_is_served(
    browse: Browse, serve: Serve, pmtiles: Path, tmp_path: Path
) -> None:
    copied = tmp_path / "cut.pmtiles"
    copied.write_bytes(pmtiles.read_bytes())
    address = serve(str(copied))
    copied.write_bytes(pmtiles.read_bytes()[:200])
    window = browse(address, expected=("",), **DESKTOP).open()
    assert window.total() > 0
    assert window.drawn() > 0


@pytest.mark.parametrize("damage", ["missing", "folder", "empty", "picture", "cut", "old", "raster"])
def test_a_damaged_file_is_refused_at_the_start(serve: Serve, pmtiles: Path, tmp_path: Path, damage: str) -> None:
    file = tmp_path / "basemap.pmtiles"
    whole = pmtiles.read_bytes()
    content = {
        "empty": b"",
        "picture": b"\x89PNG\r\n\x1a\n" * 40,
        "cut": whole[: len(whole) // 2],
        "old": whole[:7] + b"\x02" + whole[8:],
        "raster": whole[:99] + b"\x02" + whole[100:],
    }
    if damage == "folder":
        file.mkdir()
    elif damage in content:
        file.write_bytes(content[damage])
    with pytest.raises(BasemapError, match=r"OCOPMAP_BASEMAP_PMTILES: .*basemap\.pmtiles"):
        serve(str(file))
