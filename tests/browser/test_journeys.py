"""Whole visits: find, read, go, filter, hand on; on three screens, by touch or by keyboard alone, in both languages.

No basemap tile comes in any of them (``serving.BASEMAP`` does not exist).
"""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.map_page import MapPage

SMALL: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
TABLET: dict[str, Any] = {"viewport": {"width": 768, "height": 1024}, "has_touch": True, "is_mobile": True}
LARGE: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
MOST_TABS = 60


@pytest.mark.parametrize(
    ("screen", "scheme", "path", "slow"),
    [(SMALL, "light", "/", False), (SMALL, "dark", "/en/", True), (TABLET, "dark", "/", False)],
)
def test_a_visitor_finds_reads_filters_and_comes_back_by_touch(
    browse: Browse, screen: dict[str, Any], scheme: str, path: str, slow: bool
) -> None:
    window = browse(**screen, color_scheme=scheme, reduced_motion="reduce")
    if slow:
        window.page.context.new_cdp_session(window.page).send("Network.emulateNetworkConditions", SLOW_4G)
    window.open(path=path)
    window.suggestions("xoai").first.tap()
    window.card_text()
    key = window.query["id"]
    window.card.locator("a.record-page").first.tap()
    expect(window.page.locator("h1")).to_be_visible()
    window.page.go_back()
    window.wait()
    assert window.query["id"] == key
    window.card.locator(".card-close").tap()
    _tap_tab(window, "filters")
    window.choose("stars", "4")
    _tap_tab(window, "list")
    wanted = window.total()
    assert wanted > 0
    again = browse(**screen).open(window.page.url.partition("?")[2], path=path)
    assert again.total() == wanted


@pytest.mark.parametrize(("path", "scheme"), [("/", "dark"), ("/en/", "light")])
def test_the_keyboard_alone_makes_the_same_visit(browse: Browse, path: str, scheme: str) -> None:
    window = browse(**LARGE, color_scheme=scheme).open(path=path)
    page = window.page
    _tab_to(page, "#q")
    page.keyboard.type("xoai")
    expect(page.locator("#find-options .find-record").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    window.card_text()
    page.keyboard.press("Escape")
    expect(window.card).to_be_hidden()
    _tab_to(page, '#filter-form input[name="stars"]')
    page.keyboard.press("Space")
    page.wait_for_function("() => new URL(location.href).searchParams.has('stars')")
    _tab_to(page, "#list [data-key]")
    page.keyboard.press("Enter")
    window.card_text()
    _tab_to(page, "#card a.record-page")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    assert page.url.startswith(window.origin)


def _tap_tab(window: MapPage, name: str) -> None:
    tab = window.page.locator(f'[data-screen-tab="{name}"]')
    if tab.is_visible():
        tab.tap()


def _tab_to(page: Page, wanted: str) -> None:
    """Press Tab until something that ``wanted`` names has the focus."""
    for _ in range(MOST_TABS):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{wanted} is not reached by the keyboard")
