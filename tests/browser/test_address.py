"""The address of the page: it carries the whole state, there and back, and into the other language."""

import pytest
from playwright.sync_api import expect

from ocopmap.server.messages import messages
from tests.browser.conftest import DESKTOP, PHONE, Browse
from tests.browser.map_page import MapPage

STATE = (
    "stars=3,4&group=food&validity=expired&q=banh&layer=product,producer,zone"
    "&z=10&lat=10.40000&lng=105.90000&id=producer/producer:hk"
)


def seen(window: MapPage) -> dict[str, object]:
    """Return everything that a visitor sees of a state."""
    ticked = window.page.locator("#filter-form input:checked")
    return {
        "keys": window.listed(),
        "total": window.total(),
        "drawn": window.drawn(),
        "choices": ticked.evaluate_all("all => all.map((box) => `${box.name}=${box.value}`)"),
        "text": window.page.locator("#q").input_value(),
        "view": window.page.evaluate("() => [map_ocop.getZoom(), map_ocop.getCenter().toString()]"),
        "card": window.card_text(),
    }


@pytest.mark.parametrize("screen", [DESKTOP, PHONE])
def test_a_copied_address_opens_the_same_state(browse: Browse, screen: dict) -> None:
    window = browse(**screen).open(STATE)
    window.card_text()
    before = seen(window)
    copy = browse(**screen)
    copy.page.goto(window.page.url)
    assert seen(copy.wait()) == before
    assert copy.page.url == window.page.url


def test_what_is_done_on_the_page_is_in_the_address(browse: Browse, desktop: MapPage) -> None:
    desktop.open()
    desktop.choose("layer", "producer")
    desktop.choose("stars", "3")
    desktop.search("gạo")
    desktop.page.locator("#list [data-key]").first.click()
    desktop.card_text()
    desktop.page.locator(".leaflet-control-zoom-in").click()
    desktop.page.wait_for_function("() => new URL(location.href).searchParams.get('z') === String(map_ocop.getZoom())")
    copy = browse()
    copy.page.goto(desktop.page.url)
    assert seen(copy.wait()) == seen(desktop)


def test_back_closes_the_card_and_forward_opens_it_again(desktop: MapPage) -> None:
    desktop.open("stars=4")
    before = desktop.listed()
    row = desktop.page.locator('#list [data-key^="product/"]').first
    key = row.get_attribute("data-key") or ""
    text = desktop.read_card(key)
    desktop.page.go_back()
    expect(desktop.card).to_be_hidden()
    assert desktop.query == {"stars": "4"}
    assert desktop.listed() == before
    desktop.page.go_forward()
    assert desktop.card_text() == text
    assert desktop.query == {"stars": "4", "id": key}


@pytest.mark.parametrize(("path", "other"), [("/", "/en/"), ("/en/", "/")])
def test_the_other_language_keeps_the_state(desktop: MapPage, path: str, other: str) -> None:
    desktop.open(STATE, path=path)
    desktop.card_text()
    state, keys = desktop.query, desktop.listed()
    desktop.page.locator("a[data-keep-query]").click()
    desktop.page.wait_for_url(lambda url: f"{desktop.origin}{other}?" in url)
    desktop.wait()
    assert (desktop.query, desktop.listed()) == (state, keys)
    assert desktop.page.locator("html").get_attribute("lang") == ("en" if other == "/en/" else "vi")


def test_nonsense_in_the_address_is_left_out(desktop: MapPage) -> None:
    plain = desktop.open().total()
    desktop.open("stars=%3Cimg%3E&layer=product,nonsense&z=999&lat=x&id=nobody/1&bbox=3,2,1&as_of=2024-02-31")
    assert desktop.total() == desktop.count("layer", "product") <= plain
    expect(desktop.card).to_be_hidden()


@pytest.mark.parametrize(("screen", "path"), [("desktop", "/"), ("phone", "/en/")])
def test_what_was_left_out_is_told_with_a_way_on(request: pytest.FixtureRequest, screen: str, path: str) -> None:
    window = request.getfixturevalue(screen).open("stars=9&commune=99999&z=x&layer=sales_point", path=path)
    text = messages("en" if path == "/en/" else "vi")
    notice = window.page.locator("#notices .notice")
    for part in ("stars", "commune", "view"):
        expect(notice).to_contain_text(text[f"part.{part}"])
    assert window.query == {"layer": "sales_point"}
    notice.locator(".button").click()
    assert window.query == {}
    expect(notice).to_have_count(0)


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_a_record_that_is_gone_says_so_and_leads_back_to_the_list(desktop: MapPage, path: str) -> None:
    desktop.open("id=product/khong-con-nua", path=path)
    text = messages("en" if path == "/en/" else "vi")
    assert text["error.no_record"] in desktop.card_text()
    desktop.card.locator(".button").click()
    expect(desktop.card).to_be_hidden()
    assert desktop.query == {}


def test_links_of_before_name_their_layers_in_the_plural(desktop: MapPage) -> None:
    desktop.open("layers=zone")
    assert desktop.query == {"layer": "zone"}
    assert desktop.total() == desktop.count("layer", "zone")
