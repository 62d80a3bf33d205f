"""Going there and handing on: directions, the record's own page, links, the code for other web sites."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from ocopmap.catalogue.places import Layer
from ocopmap.server.addresses import ROOTS, record_address
from ocopmap.server.messages import LOCALES, Locale, messages
from tests.browser.conftest import DESKTOP, PHONE, Browse
from tests.browser.map_page import LAYERS, MapPage, key_of

CARD = "id=product/gao-chu-keo-hk"
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18 Mobile Safari/604.1"
_SHARE = """
window.shared = [];
navigator.share = async (what) => { window.shared.push(what); };
"""


class Frame(HTMLParser):
    """The attributes of the frame in a piece of HTML."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.attributes: dict[str, str] = {}
        self.feed(code)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "iframe"
        self.attributes = {name: value or "" for name, value in attrs}


@pytest.mark.parametrize(
    ("agent", "first"), [(ANDROID, "geo:"), (IPHONE, "https://maps.apple.com/"), (None, "https://www.google.com/maps/")]
)
def test_directions_open_the_map_app_of_the_device_first(browse: Browse, agent: str | None, first: str) -> None:
    window = browse(**(PHONE | {"user_agent": agent} if agent else DESKTOP)).open(CARD)
    window.card_text()
    record = window.record("product/gao-chu-keo-hk")
    window.card.locator(".menu summary").click()
    links = window.card.locator(".menu a")
    addresses = [link.get_attribute("href") or "" for link in links.all()]
    assert addresses[0].startswith(first)
    for address in addresses:
        assert str(record["latitude"]) in address
        assert str(record["longitude"]) in address
    assert any("openstreetmap.org" in address for address in addresses)
    window.page.keyboard.press("Escape")
    expect(links.first).to_be_hidden()
    expect(window.card).to_be_visible()


@pytest.mark.parametrize("is_vague", [True, False])
def test_an_approximate_place_is_said_before_one_goes(desktop: MapPage, is_vague: bool) -> None:
    points = [each for each in desktop.features("layer=tourism_point") if each["geometry"]]
    feature = next(each for each in points if (each["properties"]["precision"] not in {"exact", "street"}) == is_vague)
    desktop.open(f"layer=tourism_point&id={key_of(feature)}")
    desktop.card_text()
    desktop.card.locator(".menu summary").click()
    assert (desktop.card.locator(".menu-body p").count() == 1) == is_vague


def test_a_record_without_a_place_has_no_directions(desktop: MapPage) -> None:
    nowhere = next(each for each in desktop.features("layer=product") if each["geometry"] is None)
    desktop.open(f"id={key_of(nowhere)}")
    desktop.card_text()
    expect(desktop.card.locator(".menu")).to_have_count(0)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_card_of_every_layer_leads_to_the_page_of_its_record(desktop: MapPage, locale: Locale) -> None:
    desktop.open(path=ROOTS[locale])
    for layer in LAYERS:
        properties = desktop.features(f"layer={layer}")[0]["properties"]
        desktop.go(f"layer={layer}&id={layer}/{properties['id']}")
        expect(desktop.card.locator("#card-title")).to_have_text(properties["name"])
        assert properties["name"] in desktop.card_text()
        address = record_address(locale, Layer(layer), properties["id"], properties["name"])
        expect(desktop.card.locator(f'a[href="{address}"]')).to_be_visible()


def test_the_share_sheet_is_given_the_address_of_the_view(browse: Browse) -> None:
    window = browse(**PHONE)
    window.page.add_init_script(_SHARE)
    window.open(CARD)
    window.card_text()
    window.card.locator(".share .button").click()
    assert window.page.evaluate("window.shared.map(({ url }) => url)") == [window.page.url]


def test_without_a_share_sheet_the_link_is_copied(browse: Browse) -> None:
    window = browse(**DESKTOP, permissions=["clipboard-read", "clipboard-write"]).open(CARD)
    window.card_text()
    window.card.locator(".share .button").click()
    expect(window.card.locator(".share-told")).to_have_text(messages("vi")["share.copied"])
    assert window.page.evaluate("navigator.clipboard.readText()") == window.page.url


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_the_embed_code_carries_the_filters_and_says_what_it_will_show(
    request: pytest.FixtureRequest, screen: str
) -> None:
    window = request.getfixturevalue(screen).open(
        "stars=4&layer=product,zone&commune=30226&z=11&lat=10.30000&lng=105.65000"
    )
    page = window.page
    page.locator("#share-open").click()
    text = messages("vi")
    expect(page.locator("#share-link")).to_have_value(page.url)
    for said in (text["layer.zone"], text["stars.4"], "Xã Lai Vung"):
        expect(page.locator("#embed-summary")).to_contain_text(said)
    page.locator("#embed-sizes input").last.check(force=True)
    code = page.locator("#embed-code").input_value()
    framed = Frame(code).attributes
    parts = urlsplit(framed["src"])
    assert parts.path == "/nhung"
    assert {name: values[0] for name, values in parse_qs(parts.query).items()} == window.query | {
        "z": "11",
        "lat": "10.30000",
        "lng": "105.65000",
    }
    assert framed["title"]
    assert framed["width"] == "100%"
    page.keyboard.press("Escape")
    expect(page.locator("#share-dialog")).to_be_hidden()
