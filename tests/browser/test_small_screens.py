"""A phone of 360 px, and text twice as large: nothing to scroll sideways, everything large enough for a finger."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, Browse
from tests.browser.map_page import MapPage

TOUCH_PX = 44
OVERFLOW = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
_SMALL = """
least => [...document.querySelectorAll("button, input, summary, .site-header a, .leaflet-control a, [role=button]")]
  .map((control) => control.closest("label") ?? control)
  .map((control) => [control, control.getBoundingClientRect()])
  .filter(([control, box]) => box.width > 0 && control.checkVisibility())
  .filter(([, box]) => box.width < least - 0.5 || box.height < least - 0.5)
  .map(([control, box]) => `${control.outerHTML.slice(0, 120)} ${box.width}x${box.height}`)
"""
TABS = ("map", "list", "filters")


def show(window: MapPage, tab: str) -> None:
    if tab != "map":
        window.page.locator(f'[data-screen-tab="{tab}"]').click()


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_nothing_scrolls_sideways_and_controls_fit_a_finger(phone: MapPage, path: str) -> None:
    phone.open("stars=3&group=food", path=path)
    for tab in TABS:
        show(phone, tab)
        for folded in phone.page.locator("details:not([open]) > summary").all():
            if folded.is_visible():
                folded.click()
        assert phone.page.evaluate(OVERFLOW) == 0, tab
        assert phone.page.evaluate(_SMALL, TOUCH_PX) == [], tab


def test_controls_of_a_large_screen_fit_a_finger_where_there_may_be_one(browse: Browse) -> None:
    window = browse(**DESKTOP, has_touch=True).open("stars=3")
    assert window.page.evaluate(_SMALL, TOUCH_PX) == []


def test_a_card_fits_a_phone(phone: MapPage) -> None:
    phone.open("id=product/gao-chu-keo-hk")
    phone.card_text()
    assert phone.page.evaluate(OVERFLOW) == 0
    assert phone.page.evaluate(_SMALL, TOUCH_PX) == []
    phone.card.locator(".card-close").tap()
    expect(phone.card).to_be_hidden()


def test_a_phone_goes_from_list_to_map_and_card(phone: MapPage) -> None:
    phone.open()
    show(phone, "list")
    row = phone.page.locator("#list [data-key]").first
    key = row.get_attribute("data-key")
    row.tap()
    phone.card_text()
    assert phone.query["id"] == key
    expect(phone.page.locator(".folium-map")).to_be_in_viewport()


def test_at_twice_the_size_everything_is_still_within_reach(browse: Browse) -> None:
    """Zooming a desktop page to 200 % leaves half its pixels for the layout."""
    desk = DESKTOP["viewport"]
    half = {"width": desk["width"] // 2, "height": desk["height"] // 2}
    window = browse(viewport=half, device_scale_factor=2).open()
    for tab in TABS:
        show(window, tab)
        assert window.page.evaluate(OVERFLOW) == 0
        shown = {"map": ".folium-map", "list": "#list [data-key]", "filters": "#filter-form fieldset"}[tab]
        expect(window.page.locator(shown).first).to_be_in_viewport()
        last = {"map": ".sovereign-inset", "list": "#list [data-key]", "filters": ".show-results"}[tab]
        window.page.locator(last).last.scroll_into_view_if_needed()
        expect(window.page.locator(last).last).to_be_in_viewport()
