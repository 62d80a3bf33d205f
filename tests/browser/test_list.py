"""The list: the same records as the map, honest about those without a place, usable by the keyboard alone."""

from playwright.sync_api import Page, expect

from ocopmap.server.messages import messages
from tests.browser.map_page import POINT_LAYERS, MapPage, key_of


def focused(page: Page, attribute: str) -> str | None:
    """Return an attribute of the element that has the keyboard's focus."""
    found: str | None = page.evaluate("name => document.activeElement.getAttribute(name)", attribute)
    return found


def tab_to(page: Page, attribute: str, value: str, most: int = 60) -> None:
    for _ in range(most):
        if focused(page, attribute) == value:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{attribute}={value} is not reached by {most} tabs")


def test_records_without_a_place_say_so_and_only_they(desktop: MapPage) -> None:
    desktop.open("layer=product,producer,zone,craft_village,tourism_point,sales_point")
    listed = desktop.listed()
    said = desktop.page.locator("#list [data-key]", has_text=messages("vi")["list.not_located"])
    nowhere = [each for each in desktop.features("") if each["geometry"] is None]
    shown = set(said.evaluate_all("rows => rows.map((row) => row.dataset.key)"))
    assert shown == {key_of(each) for each in nowhere} & listed
    assert shown


def test_a_record_without_a_place_still_opens_its_card(desktop: MapPage) -> None:
    desktop.open("layer=product")
    desktop.listed()
    nowhere = next(each for each in desktop.features("layer=product") if each["geometry"] is None)
    text = desktop.read_card(key_of(nowhere))
    assert nowhere["properties"]["name"] in text
    assert messages("vi")["card.not_located"] in text


def test_the_list_can_keep_to_what_the_map_shows(desktop: MapPage) -> None:
    desktop.open(f"layer={','.join(POINT_LAYERS)}&z=12&lat=10.3&lng=105.75")
    desktop.page.locator('input[name="inview"]').click()
    assert desktop.query["inview"] == "1"
    bbox = desktop.page.evaluate("() => map_ocop.getBounds().toBBoxString()")
    inside = {key_of(each) for layer in POINT_LAYERS for each in desktop.features(f"layer={layer}&bbox={bbox}")}
    assert desktop.listed() == inside
    assert inside
    announced = desktop.page.locator("#result-count").inner_text()
    desktop.page.locator(".leaflet-control-zoom-out").click()
    desktop.page.wait_for_function("() => map_ocop.getZoom() === 11")
    expect(desktop.page.locator("#result-count")).not_to_have_text(announced)
    assert desktop.listed() > inside


def test_the_keyboard_alone_reaches_a_record_and_comes_back(desktop: MapPage) -> None:
    page = desktop.open().page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page, "id") == "results-title"
    first = page.locator("#list [data-key]").first.get_attribute("data-key") or ""
    tab_to(page, "data-key", first)
    page.keyboard.press("Enter")
    desktop.card_text()
    assert focused(page, "id") == "card-title"
    page.keyboard.press("Escape")
    expect(desktop.card).to_be_hidden()
    assert focused(page, "data-key") == first


def test_the_keyboard_alone_filters(desktop: MapPage) -> None:
    page = desktop.open().page
    promised = desktop.count("stars", "4")
    tab_to(page, "name", "q")
    tab_to(page, "value", "4")
    page.keyboard.press("Space")
    page.wait_for_function("() => new URL(location.href).searchParams.has('stars')")
    assert desktop.query == {"stars": "4"}
    assert desktop.count("layer", "product") == promised


def test_a_cut_list_is_continued_by_the_keyboard(desktop: MapPage) -> None:
    page = desktop.open("layer=product").page
    rows = page.locator("#list [data-key]")
    assert desktop.total() > rows.count()
    while rows.count() < desktop.total():
        shown = rows.count()
        page.locator("#list .more").focus()
        page.keyboard.press("Enter")
        assert rows.count() > shown
        assert focused(page, "data-key") == rows.nth(shown).get_attribute("data-key")
    assert page.locator("#list .more").count() == 0


def test_a_marker_is_opened_by_the_keyboard(desktop: MapPage) -> None:
    lone = next(each for each in desktop.features("layer=tourism_point") if each["properties"]["precision"] == "street")
    lng, lat = lone["geometry"]["coordinates"]
    desktop.open(f"layer=tourism_point&z=18&lat={lat}&lng={lng}")
    desktop.page.locator(".marker").first.focus()
    desktop.page.keyboard.press("Enter")
    assert lone["properties"]["name"] in desktop.card_text()
