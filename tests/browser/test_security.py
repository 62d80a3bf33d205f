"""Hostile records: whatever a register holds stays text, in the page, its cards and the file made of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from ocopmap.database.cluster import Cluster
from ocopmap.database.engine import today
from ocopmap.geocoding import Units
from ocopmap.layers.reading import reading
from ocopmap.server.context import Context
from ocopmap.server.snapshot import render_snapshot
from ocopmap.settings import Settings
from tests.browser.conftest import DESKTOP, Browse
from tests.browser.map_page import LAYERS, WHOLE_COUNTRY, MapPage, key_of
from tests.browser.planting import ADDRESS, PAYLOADS, free_text_columns, is_address, plant
from tests.browser.serving import context_of, served
from tests.databases import copied, reader_of

EVERYTHING = f"layers={','.join(LAYERS)}&{WHOLE_COUNTRY}"
HIDDEN = {"commune_name"}
"""What a card has no room for: the commune's name already stands in the address."""
BY_NAME = {"products", "zones", "craft_villages", "sales_points", "tourism_points"}
"""Lists of other records, of which a card shows the names alone."""
_LINKS = "all => all.map((link) => link.protocol)"
_FOREIGN_MARKUP = (
    "() => document.querySelectorAll('img:not(.leaflet-tile), iframe, object, [onerror], [onload]').length"
)


@pytest.fixture(scope="module")
def hostile(cluster: Cluster, loaded_template: str, geodata_settings: Settings, units: Units) -> Iterator[Context]:
    """A server over records of which every text is an attack."""
    with copied(cluster, loaded_template) as owner, reader_of(cluster, owner) as reader:
        with owner.begin() as connection:
            plant(connection)
        yield context_of(owner, reader, geodata_settings, units)


@pytest.fixture(scope="module")
def hostile_origin(hostile: Context) -> Iterator[str]:
    with served(hostile) as address:
        yield address


@pytest.fixture(scope="module")
def hostile_snapshot(hostile: Context, tmp_path_factory: Any) -> Path:
    target = tmp_path_factory.mktemp("hostile") / "map.html"
    with reading(hostile.engine, today()) as connection:
        target.write_text(render_snapshot(connection, hostile.site, "vi", today()), encoding="utf-8")
    return target


def attacks(value: Any, name: str = "") -> Iterator[str]:
    """Give every planted text of a record that a card is to show."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from attacks(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from attacks(each["name"] if name in BY_NAME else each, name)
    elif isinstance(value, str) and "alert(1)" in value and name not in HIDDEN:
        yield value


def squeezed(text: str) -> str:
    return " ".join(text.split())


def is_harmless(window: MapPage) -> None:
    """Assert that nothing of the records has become markup or an address that runs."""
    assert window.page.evaluate(_FOREIGN_MARKUP) == 0
    protocols = window.page.locator("a[href]").evaluate_all(_LINKS)
    assert set(protocols) <= {"http:", "https:", "file:"}


def test_there_is_hostile_text_in_every_kind_of_record() -> None:
    columns = {f"{column.table.name}.{column.name}" for column in free_text_columns()}
    assert columns >= {
        "product.name",
        "product.story",
        "site.name",
        "site.original_address",
        "site.explanation",
        "producer.phone",
        "craft_village.craft",
        "recognition.authority",
        "raw_material_zone.named_units",
        "sales_channel.name",
        "commune.full_name",
        "legacy_commune.full_name",
    }
    assert {column.name for column in free_text_columns() if is_address(column)} >= {"source_url", "website"}


def test_names_are_read_as_they_are_in_list_and_search(browse: Browse, hostile_origin: str) -> None:
    window = browse(hostile_origin, **DESKTOP).open(EVERYTHING)
    window.listed()
    names = window.page.locator("#list .row-name").all_text_contents()
    features = [each for layer in LAYERS for each in window.features(f"layer={layer}")]
    assert sorted(names) == sorted(each["properties"]["name"] for each in features)
    assert window.drawn() > 0
    for payload in PAYLOADS:
        window.search(payload)
        expect(window.page.locator("#chips button").first).to_contain_text(payload)
    window.search("")
    window.page.locator("#more-filters > summary").click()
    window.page.locator("#commune-input").fill("alert")
    expect(window.page.locator("#commune-options [role=option]").first).to_contain_text("alert(1)")
    is_harmless(window)


def every_card(window: MapPage, layer: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Open a card for every payload of a layer; give the record and what the card shows of it."""
    features = window.features(f"layer={layer}")
    for feature in features[: len(PAYLOADS) + 1]:
        record = window.record(key_of(feature))
        yield record, window.read_card(key_of(feature))


def test_cards_show_hostile_text_as_text(browse: Browse, hostile_origin: str) -> None:
    window = browse(hostile_origin, **DESKTOP).open(EVERYTHING)
    for layer in LAYERS:
        window.go(f"layers={layer}&{WHOLE_COUNTRY}").listed()
        for record, shown in every_card(window, layer):
            assert [attack for attack in attacks(record) if squeezed(attack) not in squeezed(shown)] == []
            is_harmless(window)


def test_a_card_with_everything_tied_to_it_is_harmless(browse: Browse, hostile: Context, hostile_origin: str) -> None:
    with reading(hostile.engine) as connection:
        tied = connection.scalar(text("SELECT product_id FROM published.product_link ORDER BY 1 LIMIT 1"))
        sold = connection.scalar(text("SELECT product_id FROM published.sales_channel ORDER BY 1 LIMIT 1"))
    for product in (tied, sold):
        window = browse(hostile_origin, **DESKTOP).open(f"layers=product&id=product/{product}")
        record, shown = window.record(f"product/{product}"), window.card_text()
        assert any(record["links"].values()) or record["sales_channels"]
        assert [attack for attack in attacks(record) if squeezed(attack) not in squeezed(shown)] == []
        is_harmless(window)


def test_tooltips_and_lists_of_a_place_are_harmless(browse: Browse, hostile_origin: str) -> None:
    window = browse(hostile_origin, **DESKTOP)
    point = next(each for each in window.features("layer=product") if each["geometry"])
    lng, lat = point["geometry"]["coordinates"]
    window.open(f"layers=product,zone,commune&z=18&lat={lat}&lng={lng}")
    mark_there = window.page.locator(".leaflet-marker-pane > *").first
    mark_there.hover()
    mark_there.click()
    assert "alert(1)" in window.card_text()
    window.page.locator("path.shape-commune").first.hover(force=True)
    is_harmless(window)


def test_no_page_carries_a_record(browse: Browse, hostile_origin: str) -> None:
    window = browse(hostile_origin)
    for path in ("/", "/en/"):
        body = window.page.request.get(hostile_origin + path).text()
        assert [payload for payload in PAYLOADS if payload in body] == []
        assert ADDRESS not in body


def test_a_snapshot_of_hostile_records_holds_no_markup_of_theirs(hostile_snapshot: Path) -> None:
    body = hostile_snapshot.read_text(encoding="utf-8")
    assert [payload for payload in PAYLOADS if "<" in payload and payload in body] == []


def test_a_snapshot_of_hostile_records_is_harmless(browse: Browse, hostile_snapshot: Path) -> None:
    window = browse(hostile_snapshot.as_uri(), **DESKTOP).open(EVERYTHING, path="")
    window.listed()
    for layer in LAYERS:
        row = window.page.locator(f'#list [data-key^="{layer}/"]').first
        assert "alert(1)" in window.read_card(row.get_attribute("data-key") or "")
        is_harmless(window)
    window.search("alert")
    assert window.total() > 0
    is_harmless(window)
