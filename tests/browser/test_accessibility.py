"""Accessibility by axe: no serious or critical violation, whatever is open, in any dress of the page."""

from typing import Literal

import pytest
from playwright.sync_api import Browser

from ocopmap.catalogue.places import Layer
from ocopmap.database.engine import today
from ocopmap.layers.reading import reading
from ocopmap.server.context import Context
from ocopmap.server.snapshot import render_snapshot
from tests.browser.axe import grave_violations
from tests.browser.conftest import DESKTOP, PHONE, Browse
from tests.browser.map_page import MapPage

Scheme = Literal["light", "dark"]
CARD = "id=product/gao-chu-keo-hk"


IN_TWO_DRESSES = pytest.mark.parametrize(
    ("screen", "scheme"), [("desktop", "dark"), ("phone", "light")], ids=["dark desktop", "light phone"]
)
"""Colours do not depend on the screen, nor names and roles on the colours: each is seen once."""


@IN_TWO_DRESSES
@pytest.mark.parametrize("address", ["/", "/en/?stars=4&layer=product,zone,commune", f"/?{CARD}"])
def test_the_page(request: pytest.FixtureRequest, screen: str, scheme: Scheme, address: str) -> None:
    path, _, query = address.partition("?")
    window = request.getfixturevalue(screen).dressed(scheme).open(query, path=path)
    if query == CARD:
        window.card_text()
    assert grave_violations(window.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screens_of_a_phone(phone: MapPage, scheme: Scheme) -> None:
    phone.dressed(scheme).open("stars=4&commune=30226")
    for tab in ("filters", "list"):
        phone.page.locator(f'[data-screen-tab="{tab}"]').click()
        assert grave_violations(phone.page) == []


def test_filters_unfolded_with_communes_offered(desktop: MapPage) -> None:
    desktop.open("validity=expired&set=unknown")
    desktop.page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
    desktop.page.locator("#commune-input").fill("my")
    desktop.page.locator("#commune-options [role=option]").first.wait_for()
    assert grave_violations(desktop.page) == []


@IN_TWO_DRESSES
def test_suggestions_and_what_opens_over_the_page(browse: Browse, screen: str, scheme: Scheme) -> None:
    window = browse(**{"desktop": DESKTOP, "phone": PHONE}[screen], color_scheme=scheme)
    window.page.add_init_script("navigator.geolocation.getCurrentPosition = (_, failed) => failed({ code: 1 })")
    page = window.open(f"sort=distance&stars=9&{CARD}").page
    window.card_text()
    window.card.locator(".menu summary").click()
    assert grave_violations(window.page) == []
    window.card.locator(".card-close").click()
    window.suggestions("sa dec").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert grave_violations(window.page) == []
    page.keyboard.press("Escape")
    page.locator("#near").click()
    page.locator("#near-commune-input").fill("my")
    assert grave_violations(window.page) == []
    page.locator("#near-close").click()
    page.locator("#share-open").click()
    assert grave_violations(window.page) == []


@pytest.mark.parametrize("address", ["/nhung?stars=4", "/en/embed"])
def test_the_map_for_frames(phone: MapPage, address: str) -> None:
    path, _, query = address.partition("?")
    assert grave_violations(phone.open(query, path=path).page) == []


def test_without_javascript(browser: Browser, origin: str) -> None:
    """What stands in for the map is markup alone; axe itself is a script, so it looks at what a reader would get."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(origin)
        assert page.get_by_role("searchbox").count() == 1
        assert page.get_by_role("link").count() > len(Layer)


def test_a_snapshot(browse: Browse, site: Context, tmp_path) -> None:
    file = tmp_path / "map.html"
    with reading(site.engine, today()) as connection:
        file.write_text(render_snapshot(connection, site.site, "vi", today()), encoding="utf-8")
    window = browse(file.as_uri()).open(CARD, path="")
    window.card_text()
    assert grave_violations(window.page) == []
