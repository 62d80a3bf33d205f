"""Filters: what they leave on the map, in the list, in clusters, beside other choices and in the address."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from ocopmap.server.messages import messages
from tests.browser.map_page import POINT_LAYERS, WHOLE_COUNTRY, MapPage, key_of

CHOICES = [
    ("stars", "4"),
    ("stars", "unknown"),
    ("group", "beverage"),
    ("set", "26"),
    ("set", "unknown"),
    ("validity", "expiring"),
]


@pytest.fixture
def whole(desktop: MapPage) -> MapPage:
    """The whole country in sight, so that every located record is."""
    return desktop.open(WHOLE_COUNTRY)


def agrees(window: MapPage) -> None:
    """Assert that the map's markers and clusters stand for exactly the located records of the list."""
    listed = window.listed()
    assert window.total() == len(listed)
    features = [each for layer in POINT_LAYERS for each in window.features(f"layer={layer}")]
    located = {key_of(each) for each in features if each["geometry"]}
    assert window.drawn() == len(listed & located)


def test_a_choice_filters_list_and_clusters_alike(whole: MapPage) -> None:
    for name, value in CHOICES:
        promised = whole.go(WHOLE_COUNTRY).count(name, value)
        whole.choose(name, value)
        assert whole.wait().query == {name: value}
        products = {key for key in whole.listed() if key.startswith("product/")}
        assert products == {key_of(each) for each in whole.features(f"layer=product&{name}={value}")}
        assert len(products) == promised == whole.count("layer", "product")
        agrees(whole)


def test_choices_of_one_kind_add_up_and_of_two_kinds_narrow(whole: MapPage) -> None:
    four, three = whole.count("stars", "4"), whole.count("stars", "3")
    whole.choose("stars", "4")
    whole.choose("stars", "3")
    assert whole.count("layer", "product") == four + three
    food = whole.count("group", "food")
    whole.choose("group", "food")
    assert whole.count("layer", "product") == food < four + three
    agrees(whole)


def test_counts_beside_choices_follow_the_other_filters(whole: MapPage) -> None:
    stars = whole.counts("stars")
    whole.choose("group", "beverage")
    drinks = whole.features("layer=product&group=beverage")
    assert whole.counts("stars") != stars
    for name, property_name in (("stars", "stars"), ("validity", "validity")):
        shown = {value: count for value, count in whole.counts(name).items() if count}
        values = [str(each["properties"][property_name] or "unknown") for each in drinks]
        assert shown == {value: values.count(value) for value in set(values)}
    groups = whole.counts("group")
    assert sum(groups.values()) == len(whole.features("layer=product"))


def test_text_is_found_without_its_marks(whole: MapPage) -> None:
    on = ("product", "craft_village", "tourism_point", "sales_point", "commune")
    found = {key_of(each) for layer in on for each in whole.features(f"layer={layer}&q=xoai")}
    assert found
    for typed in ("xoai", "Xoài", "XOÀI"):
        whole.search(typed)
        assert whole.wait().listed() == found
        agrees(whole)


def test_a_commune_is_chosen_by_its_new_name(whole: MapPage) -> None:
    whole.pick_commune("lai vung", "Xã Lai Vung")
    assert whole.query == {"commune": "30226"}
    found = {key_of(each) for each in whole.features("layer=product&commune=30226")}
    assert found
    assert found == {key for key in whole.listed() if key.startswith("product/")}


def test_enter_in_an_empty_commune_box_chooses_nothing(whole: MapPage) -> None:
    whole.page.locator("#more-filters > summary").click()
    whole.page.locator("#commune-input").click()
    whole.page.keyboard.press("Enter")
    assert whole.query == {}


def test_a_commune_is_chosen_by_its_old_name(whole: MapPage) -> None:
    products = whole.features("layer=product")
    code = next(code for each in products if (code := each["properties"]["legacy_commune_code"]))
    communes = [unit for each in whole.features("layer=commune") for unit in each["properties"]["legacy_communes"]]
    name = next(unit["name"] for unit in communes if unit["code"] == code)
    whole.pick_commune(name, name)
    assert whole.query == {"legacy_commune": code}
    found = {key_of(each) for each in whole.features(f"layer=product&legacy_commune={code}")}
    assert found
    assert found == {key for key in whole.listed() if key.startswith("product/")}


def test_a_condition_is_taken_away_by_its_chip_and_all_by_one_button(whole: MapPage) -> None:
    everything = whole.total()
    whole.choose("stars", "4")
    whole.choose("group", "food")
    chips = whole.page.locator("#chips button")
    expect(chips).to_have_count(2)
    chips.first.click()
    assert whole.query == {"group": "food"}
    whole.page.locator("#clear-filters").click()
    assert (whole.query, whole.total()) == ({}, everything)


def test_filters_work_on_a_phone(phone: MapPage) -> None:
    phone.open()
    phone.page.locator('[data-screen-tab="filters"]').click()
    promised = phone.count("stars", "5")
    phone.choose("stars", "5")
    phone.choose("layer", "commune")
    phone.page.locator(".show-results").click()
    shown = {key for key in phone.listed() if key.startswith("product/")}
    assert len(shown) == promised > 0
    expect(phone.page.locator("#filter-number")).to_have_text("1")


def test_what_layers_that_are_off_hold_in_a_commune_is_told_and_one_tap_away(phone: MapPage) -> None:
    window = phone.open("commune=29869&layer=product")
    others = {each["properties"]["layer"] for each in window.features("commune=29869")} - {"product", "commune"}
    assert others, "the commune has more than products"
    zoom = parse_qs(urlsplit(window.page.url).query)["z"][0]
    assert float(zoom) >= 11, "a link without a view shows the commune that it chooses"
    notice = window.page.locator("#notices .notice")
    for layer in others:
        expect(notice).to_contain_text(messages("vi")[f"layer.{layer}"])
    expect(notice.locator(".button")).to_be_in_viewport()
    notice.locator(".button").click()
    expect(notice).to_have_count(0)
    assert set(window.query["layer"].split(",")) == {"product", *others}
