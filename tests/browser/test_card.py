"""The card of a record, the list of what lies at one place, and how a place looks that is known roughly."""

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from ocopmap.server.messages import messages
from tests.browser.map_page import MapPage, key_of

PINS = {"exact", "street"}


def at(feature: dict[str, Any], zoom: int) -> str:
    lng, lat = feature["geometry"]["coordinates"]
    return f"z={zoom}&lat={lat}&lng={lng}"


def crowded_place(window: MapPage) -> list[dict[str, Any]]:
    """Return the products at the place that most of them share."""
    located = [each for each in window.features("layer=product") if each["geometry"]]
    places = Counter(tuple(each["geometry"]["coordinates"]) for each in located)
    [(place, _)] = places.most_common(1)
    return [each for each in located if tuple(each["geometry"]["coordinates"]) == place]


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_a_product_tells_what_it_is_whose_where_and_how_well_that_is_known(desktop: MapPage, path: str) -> None:
    text = messages("en" if path == "/en/" else "vi")
    product = next(
        each["properties"]
        for each in desktop.features("layer=product&stars=4")
        if each["properties"]["legacy_commune_code"]
    )
    key = f"product/{product['id']}"
    record = desktop.record(key)
    desktop.open(f"id={key}", path=path)
    shown = desktop.card_text()
    told = [
        record["name"],
        record["producer"]["name"],
        record["original_address"],
        record["current_address"],
        record["commune_name"],
        record["legacy_commune"],
        text["stars.4"],
        text[f"group.{record['group']}"],
        text[f"validity.{record['validity']}"],
        text[f"precision.{record['precision']}"],
    ]
    assert [value for value in told if value.casefold() not in shown.casefold()] == []
    source = desktop.card.locator(f'a[href="{record["source_url"]}"]')
    expect(source.first).to_contain_text((urlsplit(record["source_url"]).hostname or "").removeprefix("www."))


def test_what_is_not_known_is_not_made_up(desktop: MapPage) -> None:
    unknown = desktop.features("layer=product&stars=unknown&validity=unknown")[0]
    desktop.open(f"id={key_of(unknown)}")
    shown = desktop.card_text()
    text = messages("vi")
    assert text["stars.unknown"] in shown
    assert text["validity.unknown"] in shown
    assert all(text[f"stars.{number}"] not in shown for number in (3, 4, 5))


def test_a_record_leads_to_its_producer_and_on_to_another_product(desktop: MapPage) -> None:
    products = Counter(each["properties"]["producer_id"] for each in desktop.features("layer=product"))
    owner = next(each for each, number in products.most_common() if each and number > 1)
    first, second, *_ = [
        each["properties"] for each in desktop.features("layer=product") if each["properties"]["producer_id"] == owner
    ]
    desktop.open(f"id=product/{first['id']}")
    desktop.card_text()
    desktop.card.locator(f'[data-key="producer/{owner}"]').click()
    expect(desktop.card.locator("#card-title")).to_have_text(first["producer_name"])
    desktop.card_text()
    desktop.card.locator(f'[data-key="product/{second["id"]}"]').click()
    expect(desktop.card.locator("#card-title")).to_have_text(second["name"])
    assert desktop.query["id"] == f"product/{second['id']}"


@pytest.mark.parametrize("zoom", [12, 18])
def test_products_at_one_place_open_as_a_list(desktop: MapPage, zoom: int) -> None:
    place = crowded_place(desktop)
    desktop.open(f"layer=product&{at(place[0], zoom)}")
    desktop.page.locator(".cluster", has_text=str(len(place))).first.click()
    rows = desktop.card.locator("[data-key]")
    expect(rows).to_have_count(len(place))
    keys = set(rows.evaluate_all("rows => rows.map((row) => row.dataset.key)"))
    assert keys == {key_of(each) for each in place}
    chosen = rows.first.get_attribute("data-key") or ""
    rows.first.click()
    desktop.card_text()
    assert desktop.query["id"] == chosen
    desktop.card.locator(".back").click()
    expect(rows).to_have_count(len(place))


def test_the_way_back_to_a_place_ends_with_a_record_of_another_place(desktop: MapPage) -> None:
    place = crowded_place(desktop)
    desktop.open(f"layer=product,zone&{at(place[0], 18)}")
    desktop.page.locator(".cluster", has_text=str(len(place))).first.click()
    desktop.card.locator("[data-key]").first.click()
    expect(desktop.card.locator(".back")).to_have_count(1)
    desktop.page.locator('#list [data-key^="zone/"]').first.click()
    desktop.card_text()
    expect(desktop.card.locator(".back")).to_have_count(0)


def dashes(window: MapPage) -> list[str]:
    """Return the outline style of every marker's shape."""
    shapes = window.page.locator(".leaflet-marker-pane .marker .symbol-shape")
    found: list[str] = shapes.evaluate_all("all => all.map((shape) => getComputedStyle(shape).strokeDasharray)")
    return found


@pytest.mark.parametrize("is_pin", [True, False])
def test_only_a_place_that_is_known_well_is_a_pin(desktop: MapPage, is_pin: bool) -> None:
    points = desktop.features("layer=tourism_point")
    feature = next(each for each in points if (each["properties"]["precision"] in PINS) == is_pin)
    query = f"layer=tourism_point&{at(feature, 18)}"
    desktop.open(query)
    pins = desktop.page.locator(".marker.marker-pin")
    assert (pins.count() > 0) == is_pin
    assert all((dash == "none") == is_pin for dash in dashes(desktop))
    desktop.open(f"{query}&id={key_of(feature)}")
    desktop.card_text()
    expect(desktop.page.locator("path.halo")).to_have_count(1)
    assert (desktop.page.locator("path.halo-approximate").count() == 0) == is_pin


def test_a_cluster_of_approximate_places_looks_approximate(desktop: MapPage) -> None:
    place = crowded_place(desktop)
    assert all(each["properties"]["precision"] not in PINS for each in place)
    desktop.open(f"layer=product&{at(place[0], 18)}")
    border = desktop.page.locator(".cluster.cluster-approximate")
    expect(border).to_have_count(1)


def test_approximate_borders_are_dashed_and_said_to_be_approximate(desktop: MapPage) -> None:
    desktop.open("layer=commune")
    border = desktop.page.locator("path.shape-commune.approximate").first
    assert border.evaluate("path => getComputedStyle(path).strokeDasharray") != "none"
    expect(desktop.page.locator("#boundary-note")).to_be_visible()


def test_the_english_page_is_english(desktop: MapPage) -> None:
    desktop.open(path="/en/")
    english = messages("en")
    expect(desktop.page.locator("h1")).to_contain_text(english["page.title"])
    for layer in ("product", "producer", "zone"):
        expect(desktop.page.locator(f'[data-count="layer:{layer}"]').locator("xpath=..")).to_contain_text(
            english[f"layer.{layer}"]
        )
    expect(desktop.labels.first).to_contain_text("Archipelago")
