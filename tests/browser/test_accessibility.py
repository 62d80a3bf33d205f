"""Accessibility by axe: no serious or critical violation, whatever is open, in any dress of the page."""

from typing import Any

import pytest

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
@pytest.mark.parametrize("address", ["/", "/en/?stars=4&layers=product,zone,commune", f"/?{CARD}"])
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
    for folded in desktop.page.locator("details:not([open]) > summary").all():
        folded.click()
    desktop.page.locator("#commune-input").fill("my")
    desktop.page.locator("#commune-options [role=option]").first.wait_for()
    assert grave_violations(desktop, axe) == []


def test_a_snapshot(browse: Browse, axe: str, site: Context, tmp_path) -> None:
    file = tmp_path / "map.html"
    with reading(site.engine, today()) as connection:
        file.write_text(render_snapshot(connection, site.site, "vi", today()), encoding="utf-8")
    window = browse(file.as_uri()).open(CARD, path="")
    window.card_text()
    assert grave_violations(window, axe) == []
