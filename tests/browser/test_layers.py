"""Layers on the map: each drawn at every zoom, switched on and off, with and without a basemap."""

from itertools import product

import pytest
from playwright.sync_api import expect

from ocopmap.server.messages import messages
from tests.browser.conftest import Browse
from tests.browser.map_page import LAYERS, POINT_LAYERS, WHOLE_COUNTRY, MapPage, key_of, lies_within
from tests.browser.serving import BASEMAP

ZOOMS = (5, 9, 14)
ARCHIPELAGOS = (("Hoàng Sa", 16.4, 112.0), ("Trường Sa", 9.6, 114.2))
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8cfc0f01f0005000201a2a0b3d30000000049454e44ae426082"
)
_SHAPES_IN_SIGHT = """
layer => {
  const map = document.querySelector(".folium-map").getBoundingClientRect();
  return [...document.querySelectorAll(`path.shape-${layer}`)]
    .map((path) => path.getBoundingClientRect())
    .filter((box) => box.width > 0 && box.right > map.left && box.left < map.right
      && box.bottom > map.top && box.top < map.bottom).length;
}
"""


def centre_of(feature: dict) -> str:
    """Return the middle of a feature's extent as the address writes a view."""
    numbers: list[float] = []

    def collect(part) -> None:
        if isinstance(part[0], (int, float)):
            numbers.extend(part[:2])
        else:
            for each in part:
                collect(each)

    collect(feature["geometry"]["coordinates"])
    lng, lat = ((min(side) + max(side)) / 2 for side in (numbers[::2], numbers[1::2]))
    return f"lat={lat:.5f}&lng={lng:.5f}"


def test_every_layer_is_seen_at_every_zoom(desktop: MapPage) -> None:
    desktop.open()
    for layer, zoom in product(LAYERS, ZOOMS):
        first = next(each for each in desktop.features(f"layer={layer}") if each["geometry"])
        desktop.go(f"layers={layer}&z={zoom}&{centre_of(first)}")
        if layer in POINT_LAYERS:
            assert desktop.drawn() > 0, (layer, zoom)
        else:
            assert desktop.page.evaluate(_SHAPES_IN_SIGHT, layer) > 0, (layer, zoom)


def test_the_archipelagos_are_named_on_the_map_at_every_zoom(desktop: MapPage) -> None:
    desktop.open("layers=")
    for (name, lat, lng), zoom in product(ARCHIPELAGOS, ZOOMS):
        desktop.go(f"layers=&z={zoom}&lat={lat}&lng={lng}")
        label = desktop.labels.filter(has_text=name)
        expect(label).to_be_visible()
        expect(label).to_contain_text("Việt Nam")
        assert lies_within(label, desktop.page.locator(".folium-map")), (name, zoom)


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_both_archipelagos_are_one_press_away_from_anywhere(request, screen: str) -> None:
    window: MapPage = request.getfixturevalue(screen)
    window.open("z=14&lat=10.3&lng=105.7")
    for name, _, _ in ARCHIPELAGOS:
        button = window.page.locator(".sovereign-inset button", has_text=name)
        assert lies_within(button, window.page.locator(".folium-map"))
        button.click()
        expect(window.labels.filter(has_text=name)).to_be_in_viewport(ratio=1)


def test_the_archipelagos_cannot_be_switched_off(desktop: MapPage) -> None:
    desktop.open(f"layers=&{WHOLE_COUNTRY}")
    expect(desktop.labels).to_have_count(2)
    for label in desktop.labels.all():
        expect(label).to_be_in_viewport(ratio=1)


def test_a_switch_takes_its_layer_off_map_and_list_and_brings_it_back(desktop: MapPage) -> None:
    desktop.open(f"layers={','.join(LAYERS)}&{WHOLE_COUNTRY}")
    listed, drawn = desktop.total(), desktop.drawn()
    for layer in LAYERS:
        before = desktop.count("layer", layer)
        desktop.choose("layer", layer)
        assert set(desktop.wait().query["layer"].split(",")) == {*LAYERS} - {layer}
        assert desktop.total() == listed - before
        located = sum(each["geometry"] is not None for each in desktop.features(f"layer={layer}"))
        assert desktop.drawn() == drawn - (located if layer in POINT_LAYERS else 0)
        desktop.choose("layer", layer)
        desktop.wait()
        assert (desktop.total(), desktop.drawn()) == (listed, drawn)


def test_the_page_works_when_no_tile_comes(browse: Browse) -> None:
    desktop = browse()
    tiles: list[str] = []
    desktop.page.on("requestfailed", lambda request: tiles.append(request.url))
    desktop.open(WHOLE_COUNTRY)
    assert any(url.startswith(BASEMAP) for url in tiles)
    located = {
        key_of(each) for layer in POINT_LAYERS for each in desktop.features(f"layer={layer}") if each["geometry"]
    }
    assert desktop.drawn() == len(located & desktop.listed())


def test_tiles_that_come_are_shown_with_their_attribution(browse: Browse) -> None:
    desktop = browse()
    desktop.page.route(f"{BASEMAP}**", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
    desktop.open()
    expect(desktop.page.locator("img.leaflet-tile-loaded").first).to_be_attached()
    expect(desktop.page.locator(".leaflet-control-attribution")).to_contain_text("OpenStreetMap")


def test_a_layer_that_does_not_come_is_named_and_fetched_again_when_asked(browse: Browse) -> None:
    window = browse(expected=("net::ERR_FAILED",))
    broken = "**/api/v1/features.geojson?layer=sales_point"
    window.page.route(broken, lambda route: route.abort())
    window.page.goto(window.origin)
    notice = window.page.locator("#notices .notice")
    expect(notice).to_contain_text(messages("vi")["layer.sales_point"])
    expect(window.page.locator("#list [data-key]").first).to_be_visible()
    window.page.unroute(broken)
    notice.locator("button").click()
    window.wait()
    expect(notice).to_have_count(0)
    assert window.count("layer", "sales_point") == len(window.features("layer=sales_point"))
