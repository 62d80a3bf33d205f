"""The map as one file: opened from a folder without a network it does what the page does."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from ocopmap.database.engine import today
from ocopmap.layers.reading import reading
from ocopmap.server.context import Context
from ocopmap.server.messages import messages
from ocopmap.server.snapshot import render_snapshot
from tests.browser.conftest import DESKTOP, PHONE, Browse
from tests.browser.map_page import LAYERS, POINT_LAYERS, WHOLE_COUNTRY, MapPage, key_of

ONLINE_ONLY = {messages("vi")[key] for key in ("card.page", "tour.add_to")}


@pytest.fixture(scope="module")
def files(site: Context, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of the files in both languages."""
    folder: Path = tmp_path_factory.mktemp("snapshot")
    for locale in ("vi", "en"):
        with reading(site.engine, today()) as connection:
            html = render_snapshot(connection, site.site, locale, today())
        (folder / f"{locale}.html").write_text(html, encoding="utf-8")
    return {locale: (folder / f"{locale}.html").as_uri() for locale in ("vi", "en")}


def opened(browse: Browse, address: str, query: str = "", **screen: object) -> tuple[MapPage, list[str]]:
    """Open a file with the network cut off; give its window and everything that it has asked for since."""
    window = browse(address, **(screen or DESKTOP))
    window.page.context.set_offline(True)
    asked: list[str] = []
    window.page.on("request", lambda request: asked.append(request.url))
    return window.open(query, path=""), asked


@pytest.mark.parametrize("screen", [DESKTOP, PHONE])
def test_it_asks_for_nothing_but_itself(browse: Browse, files: dict[str, str], screen: dict) -> None:
    window, asked = opened(browse, files["vi"], WHOLE_COUNTRY, **screen)
    row = window.page.locator("#list [data-key]").first
    if not row.is_visible():
        window.page.locator('[data-screen-tab="list"]').click()
    window.read_card(row.get_attribute("data-key") or "")
    assert [url for url in asked if not url.startswith((files["vi"], "data:"))] == []


def test_it_holds_what_the_server_has(browse: Browse, files: dict[str, str], origin: str) -> None:
    everything = f"layers={','.join(LAYERS)}&{WHOLE_COUNTRY}"
    online = browse(origin).open(everything)
    window, _ = opened(browse, files["vi"], everything)
    assert window.listed() == online.listed()
    assert window.drawn() == online.drawn()
    assert window.counts("stars") == online.counts("stars")
    for layer in LAYERS:
        key = next(key for key in sorted(online.listed()) if key.startswith(f"{layer}/"))
        # A file has no page of its own for each record, and none for tours.
        told = online.read_card(key).splitlines()
        assert window.read_card(key).splitlines() == [each for each in told if each not in ONLINE_ONLY]


def test_it_filters_and_switches_layers(browse: Browse, files: dict[str, str], origin: str) -> None:
    window, _ = opened(browse, files["vi"], WHOLE_COUNTRY)
    online = browse(origin)
    window.choose("stars", "4")
    wanted = {key_of(each) for each in online.features("layer=product&stars=4")}
    assert {key for key in window.listed() if key.startswith("product/")} == wanted
    for layer in ("craft_village", "tourism_point", "sales_point", "commune"):
        window.choose("layer", layer)
    assert window.listed() == wanted
    located = sum(each["geometry"] is not None for each in online.features("layer=product&stars=4"))
    assert window.drawn() == located
    window.search("xoai")
    expect(window.page.locator("#chips button")).to_have_count(2)
    wanted = {key_of(each) for each in online.features("layer=product&stars=4&q=xoai")}
    assert window.listed() == wanted


def test_it_names_the_archipelagos_and_marks_approximate_places(browse: Browse, files: dict[str, str]) -> None:
    window, _ = opened(browse, files["vi"], f"layers={','.join(POINT_LAYERS)}&{WHOLE_COUNTRY}")
    for label in window.labels.all():
        expect(label).to_be_in_viewport(ratio=1)
    expect(window.labels).to_have_count(2)
    assert window.page.locator(".cluster-approximate, .symbol-approximate").count() > 0


def test_it_is_made_in_either_language(browse: Browse, files: dict[str, str]) -> None:
    for locale in ("vi", "en"):
        window, _ = opened(browse, files[locale])
        expect(window.page.locator("html")).to_have_attribute("lang", locale)
        expect(window.page.locator("h1")).to_contain_text(messages(locale)["page.title"])
