"""Tours put together by touch and by keyboard, handed on by their link, and read where nothing runs."""

import re
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ocopmap.server.addresses import TOUR_EMBEDS, TOURS
from ocopmap.server.messages import LOCALES, Locale, messages
from tests.browser.axe import grave_violations
from tests.browser.conftest import DESKTOP, PHONE, Browse
from tests.browser.test_embed import hotel
from tests.browser.test_small_screens import OVERFLOW

FLOWERS = "tourism_point:lang-hoa-sa-dec"
HOUSE = "tourism_point:nha-co-huynh-thuy-le"
RICE = "product:gao-chu-keo-hk"
DAY = f"s={FLOWERS}~60&s={HOUSE}&s={RICE}&d=2026-12-05&t=1"
BARE_GROUND = """
() => {
  for (let y = 200; y < 600; y += 20)
    for (let x = 40; x < 320; x += 20) {
      const there = document.elementFromPoint(x, y);
      if (there?.closest(".folium-map") && !there.closest(".leaflet-marker-icon, .leaflet-control")) return [x, y];
    }
}
"""
"""A place on the map where nothing is but land."""
HOSTILE = "<img src=x onerror=alert(1)>${alert(1)}"


def stops(page: Page) -> Locator:
    return page.locator("#tour-stops .stop")


def names(page: Page) -> list[str]:
    return [name.strip() for name in page.locator("#tour-stops .stop .stop-name").all_inner_texts()]


def places(page: Page) -> list[str]:
    """Return the stops in the address."""
    return [value for name, value in parse_qsl(urlsplit(page.url).query) if name == "s"]


def opened(page: Page, address: str) -> Page:
    """Open a tour and wait until it is planned and the places around it are drawn."""
    page.goto(address)
    expect(page.locator(".folium-map")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#tour-stops")).to_have_attribute("aria-busy", "false")
    return page


def drag_by_finger(page: Page, handle: Locator, row: Locator) -> None:
    """Put a finger on a handle and draw it to the upper edge of a row, as a touch screen reports it."""
    handle.scroll_into_view_if_needed()
    start, end = handle.bounding_box() or {}, row.bounding_box() or {}
    x, fingers = start["x"] + 20, page.context.new_cdp_session(page)

    def touch(kind: str, *heights: float) -> None:
        points = [{"x": x, "y": y} for y in heights]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    top, bottom = end["y"] + 4, start["y"] + 20
    touch("touchStart", bottom)
    for step in range(1, 7):
        touch("touchMove", bottom + (top - bottom) * step / 6)
    touch("touchEnd")


def planned(page: Page) -> None:
    expect(page.locator("#tour-stops")).to_have_attribute("aria-busy", "false")


def test_a_tour_is_built_on_a_phone_by_touch_and_is_the_same_when_its_link_is_opened(browse: Browse) -> None:
    window = browse(**PHONE)
    page = opened(window.page, window.origin + TOURS["vi"])
    for text, name in (("lang hoa sa dec", "Làng hoa Sa Đéc"), ("huynh thuy le", "Nhà cổ Huỳnh Thủy Lê")):
        page.locator("#q").fill(text)
        page.locator("#find-options .find-record", has_text=name).first.tap()
    page.locator("[data-screen-tab=map]").tap()
    expect(page.locator(".tour-stops")).to_be_hidden()
    page.touchscreen.tap(*page.evaluate(BARE_GROUND))
    page.locator(".tour-menu button").first.tap()
    page.locator("[data-screen-tab=list]").tap()
    expect(stops(page)).to_have_count(3)
    planned(page)  # what comes with the plan moves the rows
    drag_by_finger(page, stops(page).nth(1).locator(".stop-handle"), stops(page).nth(0))
    planned(page)
    assert places(page)[:2] == [HOUSE, FLOWERS]
    assert re.fullmatch(r"@1\d\.\d+,10\d\.\d+", places(page)[2])
    page.locator("[data-tour-share]").tap()
    expect(page.locator("#share-dialog")).to_be_visible()
    link = page.locator("#share-link").input_value()
    assert link == page.url
    files = page.locator("#share-dialog a[data-tour-link]:visible").evaluate_all("all => all.map((each) => each.href)")
    assert [urlsplit(file).path.rpartition(".")[2] for file in files] == ["pdf", "gpx", "kml", "geojson"]
    for file in files[:2]:
        assert urlsplit(file).query == urlsplit(link).query
        assert page.request.get(file).ok
    expect(page.locator("#tour-apps-list a").first).to_have_attribute(
        "href", re.compile("^https://www.google.com/maps/dir/")
    )
    other = opened(browse(**DESKTOP).page, link)
    assert names(other) == names(page)
    expect(other.locator(".tour-mark")).to_have_count(3)


def test_stops_are_moved_and_brought_back_by_the_keyboard(browse: Browse) -> None:
    window = browse(**DESKTOP)
    page = opened(window.page, f"{window.origin}{TOURS['vi']}?{DAY}")
    stops(page).first.locator(".stop-handle").focus()
    page.keyboard.press("ArrowDown")
    said = messages("vi")["tour.moved"].format(name="Làng hoa Sa Đéc", n=2, all=3)
    expect(page.locator("#tour-said")).to_have_text(said)
    page.keyboard.press("End")
    planned(page)
    assert places(page) == [HOUSE, RICE, f"{FLOWERS}~60"]
    expect(stops(page).nth(2).locator(".stop-handle")).to_be_focused()
    page.locator("#tour-suggestions summary").press("Enter")
    page.locator("#tour-suggestions .suggestion button").first.press("Enter")
    expect(stops(page)).to_have_count(4)
    page.locator("#tour-undo").press("Enter")
    stops(page).nth(2).locator("[data-act=edit]").press("Enter")
    stops(page).nth(2).locator("[data-act=remove]").press("Enter")
    assert places(page) == [HOUSE, RICE]
    for _ in range(3):
        page.locator("#tour-undo").press("Enter")
    expect(page.locator("#tour-undo")).to_be_disabled()
    assert places(page) == [f"{FLOWERS}~60", HOUSE, RICE]
    page.go_back()
    planned(page)
    assert page.url.startswith(window.origin + TOURS["vi"])


def test_at_twice_the_size_the_list_has_the_height_and_the_map_all_of_the_tour(browse: Browse) -> None:
    """Zooming a desktop page to 200 % leaves half its pixels for the layout."""
    desk = DESKTOP["viewport"]
    window = browse(viewport={"width": desk["width"] // 2, "height": desk["height"] // 2}, device_scale_factor=2)
    page = opened(window.page, f"{window.origin}{TOURS['vi']}?{DAY}")
    assert page.evaluate(OVERFLOW) == 0
    page.locator(".tour-settings summary").click()
    stops(page).last.locator("[data-act=edit]").click()
    for last in ("#tour-form input[name=ferries]", ".stop-editor [data-act=reach]", "#tour-forget"):
        page.locator(last).scroll_into_view_if_needed()
        expect(page.locator(last)).to_be_in_viewport()
    assert page.evaluate(OVERFLOW) == 0
    page.locator("[data-screen-tab=map]").click()
    for mark in page.locator(".tour-mark").all():
        expect(mark).to_be_in_viewport()


def test_without_roads_ways_are_straight_and_called_so_and_what_is_gone_is_told(browse: Browse) -> None:
    window = browse(**DESKTOP)
    gone = f"s={FLOWERS}&s=product:khong-con&s={RICE}&s=@10.3,105.7:{quote(HOSTILE)}&t=1"
    page = opened(window.page, f"{window.origin}{TOURS['vi']}?{gone}")
    expect(page.locator(".leg").first).to_contain_text("đường chim bay")
    expect(page.locator("path.way-straight")).to_have_count(2)
    expect(page.locator("path.way-road")).to_have_count(0)
    expect(stops(page).nth(1)).to_contain_text(messages("vi")["tour.unfit.missing"])
    assert names(page)[3] == HOSTILE
    assert places(page)[1] == "product:khong-con"


def test_records_are_added_from_their_pages_to_the_draft_of_this_device(browse: Browse) -> None:
    window = browse(**PHONE)
    page = window.page
    for address in ("/diem-du-lich/lang-hoa-sa-dec", "/san-pham/gao-chu-keo-hk"):
        page.goto(window.origin + address)
        page.locator("[data-tour-key]").first.tap()
    with page.expect_navigation():
        page.locator("[data-tour-key]").first.tap()
    planned(page)
    assert places(page) == [FLOWERS, RICE]
    page.goto(window.origin + TOURS["en"])
    page.locator(".notice .button").tap()
    expect(stops(page)).to_have_count(2)
    page.locator("#tour-forget").tap()
    assert page.evaluate("localStorage.getItem('ocopmap-tour')") is None


@pytest.mark.parametrize("locale", LOCALES)
def test_a_tour_stands_in_another_sites_frame_and_is_read_without_a_script(
    browser: Browser, browse: Browse, origin: str, locale: Locale
) -> None:
    with browser.new_context(**DESKTOP) as context, hotel(f"{origin}{TOUR_EMBEDS[locale]}?{DAY}") as page:
        window = context.new_page()
        window.route("**/basemap.invalid/**", lambda route: route.abort())
        window.goto(page)
        frame = window.frame_locator("iframe")
        expect(frame.locator(".tour-mark")).to_have_count(3)
        expect(frame.locator(".stop-handle, .stop-button, #q")).to_have_count(0)
        assert f"s={RICE}" in (frame.locator(".embed-bar a").get_attribute("href") or "")
    plain = browse(**PHONE, java_script_enabled=False).page
    plain.goto(f"{origin}{TOURS[locale]}?{DAY}")
    assert names(plain) == ["Làng hoa Sa Đéc", "Nhà cổ Huỳnh Thủy Lê", "Gạo Chú Kẹo"]
    stops(plain).nth(2).get_by_text(messages(locale)["tour.up"]).click()
    assert places(plain) == [f"{FLOWERS}~60", RICE, HOUSE]
    plain.locator(".tour-settings summary").click()
    plain.locator("select[name=mode]").select_option("coach_45")
    plain.locator("#tour-form .only-plain").click()
    assert names(plain)[1] == "Gạo Chú Kẹo"
    assert "mode=coach_45" in plain.url
    plain.goto(origin + TOURS[locale])
    plain.locator(".circuits a").first.click()
    assert len(names(plain)) >= 3


@pytest.mark.parametrize(("scheme", "locale", "screen"), [("light", "vi", PHONE), ("dark", "en", DESKTOP)])
def test_no_grave_violation_whatever_is_unfolded(browse: Browse, scheme: str, locale: Locale, screen: dict) -> None:
    window = browse(**screen, color_scheme=scheme)
    page = opened(window.page, f"{window.origin}{TOURS[locale]}?{DAY}")
    page.locator(".tour-settings summary").click()
    stops(page).nth(1).locator("[data-act=edit]").click()
    assert grave_violations(page) == []
    page.locator("[data-tour-share]").click()
    assert grave_violations(page) == []
