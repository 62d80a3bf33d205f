"""Accessibility by axe: no serious or critical violation, whatever is open, in any dress of the page."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from ocopmap.catalogue.places import Layer
from ocopmap.database.engine import today
from ocopmap.layers.reading import reading
from ocopmap.server.context import Context
from ocopmap.server.snapshot import render_snapshot
from ocopmap.settings import PROJECT_ROOT
from tests.browser.conftest import DESKTOP, PHONE, Browse
from tests.browser.map_page import MapPage

AXE = PROJECT_ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}
CARD = "id=product/gao-chu-keo-hk"


@pytest.fixture(scope="module")
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def grave_violations(window: MapPage, axe: str) -> list[str]:
    """Return what axe finds, each with the elements concerned."""
    window.page.evaluate(axe)
    result: dict[str, Any] = window.page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{found['id']}: {[node['html'][:160] for node in found['nodes'][:4]]}"
        for found in result["violations"]
        if found["impact"] in GRAVE
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("address", ["/", "/en/?stars=4&layer=product,zone,commune", f"/?{CARD}"])
def test_the_page(browse: Browse, axe: str, screen: dict, scheme: str, address: str) -> None:
    path, _, query = address.partition("?")
    window = browse(**screen, color_scheme=scheme).open(query, path=path)
    if query == CARD:
        window.card_text()
    assert grave_violations(window, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tab", ["filters", "list"])
def test_the_screens_of_a_phone(browse: Browse, axe: str, scheme: str, tab: str) -> None:
    window = browse(**PHONE, color_scheme=scheme).open("stars=4&commune=30226")
    window.page.locator(f'[data-screen-tab="{tab}"]').click()
    assert grave_violations(window, axe) == []


def test_filters_unfolded_with_communes_offered(desktop: MapPage, axe: str) -> None:
    desktop.open("validity=expired&set=unknown")
    desktop.page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
    desktop.page.locator("#commune-input").fill("my")
    desktop.page.locator("#commune-options [role=option]").first.wait_for()
    assert grave_violations(desktop, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_suggestions_and_what_opens_over_the_page(browse: Browse, axe: str, screen: dict, scheme: str) -> None:
    window = browse(**screen, color_scheme=scheme)
    window.page.add_init_script("navigator.geolocation.getCurrentPosition = (_, failed) => failed({ code: 1 })")
    page = window.open(f"sort=distance&stars=9&{CARD}").page
    window.card_text()
    window.card.locator(".menu summary").click()
    assert grave_violations(window, axe) == []
    window.card.locator(".card-close").click()
    window.suggestions("sa dec").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert grave_violations(window, axe) == []
    page.keyboard.press("Escape")
    page.locator("#near").click()
    page.locator("#near-commune-input").fill("my")
    assert grave_violations(window, axe) == []
    page.locator("#near-close").click()
    page.locator("#share-open").click()
    assert grave_violations(window, axe) == []


@pytest.mark.parametrize("address", ["/nhung?stars=4", "/en/embed"])
def test_the_map_for_frames(browse: Browse, axe: str, address: str) -> None:
    path, _, query = address.partition("?")
    assert grave_violations(browse(**PHONE).open(query, path=path), axe) == []


def test_without_javascript(browser: Browser, origin: str) -> None:
    """What stands in for the map is markup alone; axe itself is a script, so it looks at what a reader would get."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(origin)
        assert page.get_by_role("searchbox").count() == 1
        assert page.get_by_role("link").count() > len(Layer)


def test_a_snapshot(browse: Browse, axe: str, site: Context, tmp_path) -> None:
    file = tmp_path / "map.html"
    with reading(site.engine, today()) as connection:
        file.write_text(render_snapshot(connection, site.site, "vi", today()), encoding="utf-8")
    window = browse(file.as_uri()).open(CARD, path="")
    window.card_text()
    assert grave_violations(window, axe) == []
