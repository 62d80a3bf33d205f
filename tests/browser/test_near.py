"""Near me: the device is asked only on a tap, its place stays on it, and whoever has none picks a commune."""

from math import dist
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from ocopmap.server.messages import messages
from tests.browser.conftest import DESKTOP, PHONE, Browse
from tests.browser.map_page import MapPage

SA_DEC = {"latitude": 10.2932, "longitude": 105.7587, "accuracy": 20}
HA_NOI = {"latitude": 21.0285, "longitude": 105.8542, "accuracy": 20}
_NO_ANSWER = """
navigator.geolocation.getCurrentPosition = (_, failed) => failed({ code: CODE });
"""


def from_middle(window: MapPage) -> float:
    """Return how many pixels the visitor's dot is from the middle of the map."""
    dot, area = window.page.locator(".position-dot").bounding_box(), window.page.locator(".folium-map").bounding_box()
    assert dot
    assert area
    ends = ((each["x"] + each["width"] / 2, each["y"] + each["height"] / 2) for each in (dot, area))
    return dist(*ends)


def there(place: dict[str, float], screen: dict[str, Any]) -> dict[str, Any]:
    return screen | {"geolocation": place, "permissions": ["geolocation"]}


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_nearest_come_first_and_the_place_is_in_no_link(browse: Browse, screen: dict) -> None:
    window = browse(**there(SA_DEC, screen)).open("layer=tourism_point,sales_point")
    assert window.page.locator(".position-dot").count() == 0
    window.page.locator("#near").click()
    expect(window.page.locator(".position-dot")).to_be_in_viewport()
    assert window.query["sort"] == "distance"
    assert from_middle(window) < 40, "the visitor's surroundings, not the whole commune"
    for _ in range(2):
        window.page.locator(".leaflet-control-zoom-in").click()
        window.page.wait_for_timeout(300)  # the zoom's animation
    shown = parse_qs(urlsplit(window.page.url).query)
    assert (float(shown["lat"][0]), float(shown["lng"][0])) == (10.3, 105.75), "near, not there"
    assert "10.293" not in window.page.evaluate("JSON.stringify([localStorage, sessionStorage, history.state])")
    rows = window.page.locator("#list [data-key]")
    expect(rows.first).to_contain_text("Sa Đéc")
    expect(rows.first.locator(".row-distance")).not_to_be_empty()
    window.page.locator("#near").click()
    expect(window.page.locator(".position-dot")).to_have_count(0)
    expect(window.page.locator(".row-distance")).to_have_count(0)
    assert "sort" not in window.query


def test_only_a_place_known_well_has_a_distance_to_the_metre(browse: Browse) -> None:
    window = browse(**there(SA_DEC, DESKTOP)).open("layer=tourism_point")
    window.page.locator("#near").click()
    expect(window.page.locator(".row-distance").first).to_be_visible()
    window.listed()
    bound = messages("vi")["distance.within"].partition("{")[0]
    for feature in window.features("layer=tourism_point")[:12]:
        told = window.row(f"tourism_point/{feature['id']}").locator(".row-distance")
        if feature["geometry"] is None:
            expect(told).to_have_count(0)
        # Rows out of sight are not rendered: their text is there, but it is not shown.
        elif "km" not in (text := told.text_content() or ""):
            assert feature["properties"]["precision"] in {"exact", "street"} or text.startswith(bound)


def test_the_order_is_that_of_the_distances_told(browse: Browse) -> None:
    window = browse(**there(SA_DEC, DESKTOP)).open("layer=tourism_point,sales_point,craft_village")
    window.page.locator("#near").click()
    expect(window.page.locator(".row-distance").first).to_be_visible()
    told = window.page.locator(".row-distance").all_inner_texts()
    metres = [float(number.replace(",", ".")) * (1000 if unit == "km" else 1) for number, unit in map(_amount, told)]
    assert metres == sorted(metres)
    expect(window.page.locator("#list .hint").first).to_have_text(messages("vi")["near.bounds"])


def _amount(told: str) -> tuple[str, str]:
    *_, number, unit = told.split()
    return number, unit


@pytest.mark.parametrize(
    ("path", "trouble", "prepare"),
    [
        ("/", "refused", _NO_ANSWER.replace("CODE", "1")),
        ("/en/", "absent", _NO_ANSWER.replace("CODE", "2")),
        ("/", "timeout", _NO_ANSWER.replace("CODE", "3")),
        ("/", "absent", "delete Navigator.prototype.geolocation"),
        ("/en/", "insecure", "Object.defineProperty(window, 'isSecureContext', { value: false })"),
    ],
)
def test_without_a_place_the_reason_is_told_and_a_commune_picked(
    browse: Browse, path: str, trouble: str, prepare: str
) -> None:
    window = browse()
    window.page.add_init_script(prepare)
    page = window.open(path=path).page
    page.locator("#near").click()
    dialog = page.locator("#near-dialog")
    expect(dialog).to_contain_text(messages("en" if path == "/en/" else "vi")[f"near.{trouble}"])
    page.locator("#near-commune-input").fill("lai vung")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("#list h3").first).to_contain_text("Xã Lai Vung")
    assert window.query == {"sort": "distance"}
    assert page.locator(".position-dot").count() == 0


def test_outside_the_province_a_commune_is_offered(browse: Browse) -> None:
    window = browse(**there(HA_NOI, DESKTOP)).open()
    window.page.locator("#near").click()
    expect(window.page.locator("#near-dialog")).to_contain_text(messages("vi")["near.outside"])
    window.page.keyboard.press("Escape")
    expect(window.page.locator("#near-dialog")).to_be_hidden()
    assert window.query == {}


def test_a_link_that_sorts_asks_for_the_place_only_on_a_tap(browse: Browse) -> None:
    window = browse(**there(SA_DEC, DESKTOP))
    window.page.add_init_script("""
        window.asked = 0;
        const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
        navigator.geolocation.getCurrentPosition = (...rest) => { window.asked += 1; ask(...rest); };
    """)
    page = window.open("layer=sales_point&sort=distance").page
    assert page.evaluate("window.asked") == 0
    page.locator("#notices .notice .button").click()
    expect(page.locator(".row-distance").first).to_be_visible()
    assert page.evaluate("window.asked") == 1


def test_a_product_tells_the_nearest_sales_point_and_that_it_may_not_be_sold_there(browse: Browse) -> None:
    window = browse(**there(SA_DEC, DESKTOP))
    product = next(
        each
        for each in window.features("layer=product")
        if each["geometry"] and not window.record(f"product/{each['id']}")["links"]["sales_points"]
    )
    text = messages("vi")
    window.open(f"id=product/{product['id']}")
    assert text["sales.near_maker"] in window.card_text()
    shops = window.card.locator('[data-key^="sales_point/"]')
    expect(shops.first.locator(".row-distance")).not_to_be_empty()
    window.page.locator("#near").click()
    expect(window.card).to_contain_text(text["sales.near_you"])
    expect(shops.first).to_contain_text("Sa Đéc")
    expect(window.card.locator(".card-distance")).to_contain_text(text["near.you"])
    shops.first.click()
    expect(window.card.locator("#card-title")).to_contain_text("Sa Đéc")
