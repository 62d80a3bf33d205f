"""The one search box: what it suggests while a visitor types, and where each suggestion leads."""

import re

import pytest
from playwright.sync_api import Page, expect

from ocopmap.server.messages import messages
from tests.browser.conftest import Browse
from tests.browser.map_page import MapPage, key_of

_RECENT = "() => JSON.parse(localStorage.getItem('ocopmap.recent') ?? '[]')"


def test_it_finds_without_marks_and_with_a_slip_of_the_finger(desktop: MapPage) -> None:
    desktop.open()
    for typed in ("xoai", "Xoài", "xaoi", "xoia"):
        first = desktop.suggestions(typed).first
        expect(first).to_contain_text("oài")
        assert first.locator("mark").first.inner_text().casefold() == "xoài"


def test_words_that_nothing_has_are_told_with_those_found_instead(desktop: MapPage) -> None:
    desktop.open()
    said = messages("vi")["find.corrected"]
    told = desktop.page.locator("#find-options .nothing")
    desktop.suggestions("banh phonh tom")
    expect(told).to_have_text(said.format(text="banh phonh tom", corrected="banh phong tom"))
    desktop.suggestions("banh phong tom")
    expect(told).to_have_count(0)


def test_a_record_of_any_layer_is_found_and_opened(desktop: MapPage) -> None:
    desktop.open()
    for layer in ("product", "producer", "craft_village", "tourism_point", "sales_point", "zone"):
        name = desktop.go("").features(f"layer={layer}")[-1]["properties"]["name"]
        desktop.suggestions(name)
        group = desktop.page.locator("#find-options [role=group]").filter(has_text=messages("vi")[f"layer.{layer}"])
        group.locator(".find-name").filter(has_text=re.compile(f"^{re.escape(name)}$")).first.click()
        expect(desktop.card.locator("#card-title")).to_have_text(name)
        assert desktop.query["id"].startswith(f"{layer}/")
        assert layer in desktop.query.get("layer", layer).split(",")
        expect(desktop.page.locator("#q")).to_have_value("")


def test_suggestions_are_grouped_by_layer_with_its_symbol(desktop: MapPage) -> None:
    desktop.open().suggestions("sa dec")
    groups = desktop.page.locator("#find-options [role=group]")
    titles = groups.locator(".find-kind").all_inner_texts()
    text = messages("vi")
    assert len(titles) == len(set(titles)) > 2
    assert {text["layer.commune"], text["layer.tourism_point"]} <= set(titles)
    for group in groups.all():
        assert group.locator("[role=option]").count() == group.locator("svg.symbol").count() > 0


@pytest.mark.parametrize(("typed", "parameter"), [("lai vung", "commune"), ("my xuong", "legacy_commune")])
def test_a_commune_new_or_old_filters_and_is_gone_to(desktop: MapPage, typed: str, parameter: str) -> None:
    desktop.open()
    before = desktop.page.evaluate("() => map_ocop.getZoom()")
    kind = messages("vi")["layer.commune" if parameter == "commune" else "find.legacy"]
    desktop.suggestions(typed)
    group = desktop.page.locator("#find-options [role=group]").filter(has_text=kind)
    group.locator("[role=option]").first.click()
    assert list(desktop.query) == [parameter]
    assert desktop.page.evaluate("() => map_ocop.getZoom()") > before


def active(page: Page) -> str:
    """Return the text of the suggestion that a screen reader hears as current."""
    text: str = page.evaluate("""
        () => document.getElementById(document.activeElement.getAttribute("aria-activedescendant"))?.textContent ?? ""
    """)
    return text


def test_the_keyboard_alone_chooses_and_escape_leaves_the_card_open(desktop: MapPage) -> None:
    page = desktop.open("id=product/gao-chu-keo-hk").page
    title = desktop.card.locator("#card-title").inner_text()
    desktop.suggestions("hoa kieng")
    entry = page.locator("#q")
    expect(entry).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    first = active(page)
    page.keyboard.press("ArrowDown")
    assert active(page) != first
    page.keyboard.press("ArrowUp")
    assert active(page) == first
    page.keyboard.press("Escape")
    expect(entry).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Escape")
    expect(entry).to_have_value("")
    expect(desktop.card.locator("#card-title")).to_have_text(title)
    desktop.suggestions("hoa kieng")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(desktop.card.locator("#card-title")).not_to_have_text(title)


def test_enter_without_a_choice_filters_the_list_by_the_words_meant(desktop: MapPage) -> None:
    desktop.open()
    found = {key_of(each) for each in desktop.features("layer=product&q=xoai")}
    for typed in ("xoai", "xaoi"):
        desktop.suggestions(typed)
        desktop.page.keyboard.press("Enter")
        expect(desktop.page.locator("#chips button")).to_contain_text("xoai")
        assert desktop.query == {"q": "xoai"}
        assert {key for key in desktop.listed() if key.startswith("product/")} == found
        desktop.page.locator("#q").fill("")
        assert desktop.query == {}


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_an_address_is_gone_to_and_its_precision_told(request: pytest.FixtureRequest, screen: str) -> None:
    window = request.getfixturevalue(screen).open()
    window.page.locator("#q").fill("ấp 3, xã Mỹ Xương, huyện Cao Lãnh")
    window.page.locator("#find-options .find-way").click()
    notice = window.page.locator("#notices .notice")
    expect(notice).to_contain_text(messages("vi")["precision.legacy_commune"])
    expect(window.page.locator(".position-dot")).to_be_in_viewport()
    notice.locator(".notice-close").click()
    expect(window.page.locator(".position-dot")).to_have_count(0)


def test_an_address_that_fits_nowhere_is_told_so(desktop: MapPage) -> None:
    desktop.open()
    desktop.page.locator("#q").fill("số 5, zzzz, qqqq")
    desktop.page.locator("#q").press("Enter")
    expect(desktop.page.locator("#notices .notice")).to_contain_text("zzzz")


def test_searches_are_remembered_on_the_device_and_forgotten_when_asked(desktop: MapPage) -> None:
    page = desktop.open().page
    for text in ("xoài", "bánh"):
        desktop.search(text)
    desktop.search("")
    assert page.evaluate(_RECENT) == ["bánh", "xoài"]
    page.locator("#q").press("ArrowDown")
    options = page.locator("#find-options [role=option]")
    assert options.all_inner_texts()[:2] == ["bánh", "xoài"]
    options.nth(1).click()
    expect(page.locator("#find-options .find-record").first).to_contain_text("oài")
    page.locator("#q").fill("")
    page.locator("#q").press("ArrowDown")
    options.last.click()
    assert page.evaluate(_RECENT) == []


@pytest.mark.parametrize("fault", ["setItem", "getItem"])
def test_a_storage_that_is_full_or_closed_stops_nothing(browse: Browse, fault: str) -> None:
    window = browse()
    window.page.add_init_script(
        f"Storage.prototype.{fault} = () => {{ throw new DOMException('', 'QuotaExceededError') }}"
    )
    window.open()
    window.search("xoài")
    window.suggestions("cat")
    window.page.keyboard.press("ArrowDown")
    window.page.keyboard.press("Enter")
    assert window.card_text()


def test_it_works_without_a_network_on_what_has_come(browse: Browse) -> None:
    # The worker that keeps pages for later may be on its way when the network goes.
    desktop = browse(expected=("ERR_INTERNET_DISCONNECTED", "fetching the script")).open()
    desktop.page.context.set_offline(True)
    expect(desktop.suggestions("nem lai vung").first).to_be_visible()


def test_suggestions_are_announced(desktop: MapPage) -> None:
    desktop.open().suggestions("zzzz")
    said = desktop.page.locator("#find-status")
    expect(said).to_have_text(messages("vi")["find.status.other"].replace("{n}", "0"))
    desktop.page.locator("#q").fill("xoai")
    expect(said).not_to_have_text(messages("vi")["find.status.other"].replace("{n}", "0"))
