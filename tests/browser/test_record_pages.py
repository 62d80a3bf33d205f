"""Pages of single records in a real browser: for everyone, on every screen, with and without a script."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, Browse
from tests.browser.map_page import MapPage

PAGES = {
    "product": ("/san-pham/xoai-say-deo-viet-duc", "/en/products/xoai-say-deo-viet-duc"),
    "product without anything": ("/san-pham/gao-chu-keo-hk", "/en/products/gao-chu-keo-hk"),
    "producer": ("/co-so/hk", "/en/producers/hk"),
    "craft village": (
        "/lang-nghe/lang-nghe-det-chieu-dinh-yen",
        "/en/craft-villages/lang-nghe-det-chieu-dinh-yen",
    ),
    "tourism point": ("/diem-du-lich/nha-co-huynh-thuy-le", "/en/tourism-points/nha-co-huynh-thuy-le"),
    "sales point": ("/diem-ban/cua-hang-dac-san-dbscl-can-tho", "/en/sales-points/cua-hang-dac-san-dbscl-can-tho"),
    "zone": ("/vung-nguyen-lieu/vung-xoai-cat-hoa-loc", "/en/raw-material-zones/vung-xoai-cat-hoa-loc"),
    "commune": ("/xa-phuong/28249-phuong-dao-thanh", "/en/communes/28249-phuong-dao-thanh"),
    "commune without anything": ("/xa-phuong/29983-xa-long-khanh", "/en/communes/29983-xa-long-khanh"),
}
WITH_SCRIPT = "/san-pham/gao-chu-keo-hk"


def shown(browse: Browse, path: str, **options: Any) -> Page:
    window = browse(**options)
    window.page.goto(window.origin + path)
    return window.page


@pytest.mark.parametrize("kind", PAGES)
def test_pages_are_accessible_in_both_languages_and_dresses(desktop: MapPage, phone: MapPage, kind: str) -> None:
    for path, window in zip(PAGES[kind], (desktop, phone.dressed("dark")), strict=True):
        window.page.goto(window.origin + path)
        assert violations(window.page) == []
    phone.page.set_viewport_size({"width": 320, "height": 640})
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 320
    small = phone.page.locator(
        "main :is(button, summary, .tile, .button, .crumbs a, .names-list a):visible"
    ).evaluate_all(
        "elements => elements.filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.outerHTML)"
    )
    assert small == []


def test_a_page_is_whole_without_a_script(browse: Browse) -> None:
    page = shown(browse, "/diem-du-lich/nha-co-huynh-thuy-le", **DESKTOP, java_script_enabled=False)
    expect(page.locator("h1")).to_have_text("Nhà cổ Huỳnh Thủy Lê")
    expect(page.locator("svg[role=img]")).to_be_visible()
    page.locator("details.menu summary").click()
    addresses = [link.get_attribute("href") or "" for link in page.locator(".menu-body a").all()]
    assert any(each.startswith("geo:") for each in addresses)
    assert any("google.com/maps/dir" in each for each in addresses)
    assert not page.locator("[data-share]").is_visible()
    page.get_by_role("link", name="Xem trên bản đồ").click()
    assert "id=tourism_point" in page.url


PAINTED = """() => new Promise((tell) => {
    new PerformanceObserver(tell).observe({ type: "paint", buffered: true });
})"""
MOVED = """async () => {
    await document.fonts.load('700 16px "Be Vietnam Pro"', "Đạo");
    let moved = 0;
    const add = (seen) => { for (const shift of seen.getEntries()) moved += shift.value; };
    new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
    await new Promise((tell) => setTimeout(tell, 300));
    return moved;
}"""


@pytest.mark.parametrize("kind", ["commune", "product"])
def test_nothing_moves_when_the_typeface_comes_late(browse: Browse, kind: str) -> None:
    """The device's own typeface stands in for it; Chromium here needs Noto Sans, Liberation Sans, Arial or Roboto."""
    window = browse(**PHONE)
    held: list[Route] = []
    is_painted = False

    def hold(route: Route) -> None:
        if is_painted:
            route.continue_()
        else:
            held.append(route)

    window.page.route("**/*.woff2", hold)
    window.page.goto(window.origin + PAGES[kind][0], wait_until="domcontentloaded")
    window.page.evaluate(PAINTED)
    is_painted = True
    assert held
    for route in held:
        route.continue_()
    assert window.page.evaluate(MOVED) <= 0.02


def test_from_product_to_commune_and_back_to_the_same_page_in_english(browse: Browse) -> None:
    page = shown(browse, WITH_SCRIPT, **DESKTOP)
    page.locator(".side-column a[href^='/xa-phuong/']").click()
    expect(page.locator("h1")).to_have_text("Phường Mỹ Phong")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("Phường Mỹ Phong")
    expect(page.locator("h1")).to_have_attribute("lang", "vi")


def test_the_address_is_copied_where_there_is_no_share_sheet(browse: Browse) -> None:
    page = shown(browse, WITH_SCRIPT, **DESKTOP, permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("() => { Object.defineProperty(navigator, 'share', { value: undefined }) }")
    page.locator("[data-share]").click()
    expect(page.locator("[data-share-told]")).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_the_menu_of_directions_closes_by_escape_and_by_a_click_elsewhere(browse: Browse) -> None:
    page = shown(browse, "/diem-du-lich/nha-co-huynh-thuy-le", **DESKTOP)
    menu = page.locator("details.menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.locator("a").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu.locator("a").first).not_to_be_visible()
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    page.locator("h1").click()
    expect(menu.locator("a").first).not_to_be_visible()


def test_a_page_prints_its_text_without_buttons(browse: Browse) -> None:
    page = shown(browse, WITH_SCRIPT, **DESKTOP)
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("svg[role=img]")).to_be_visible()
    expect(page.locator(".actions")).not_to_be_visible()
    expect(page.locator(".page-header nav")).not_to_be_visible()
