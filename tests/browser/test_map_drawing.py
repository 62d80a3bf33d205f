"""What stands on the map: groups, areas of approximate places, names of communes, the legend."""

import re

import pytest
from playwright.sync_api import Locator, expect

from ocopmap.server.messages import messages
from tests.browser.map_page import POINT_LAYERS, MapPage

SA_DEC = "lat=10.3&lng=105.76"
GROUPS = ".leaflet-marker-pane .cluster"
STARS = ("5", "4", "3", "unknown")
_BOXES = """
all => all.map((each) => each.getBoundingClientRect()).map((box) => [box.left, box.top, box.right, box.bottom])
"""
_COUNT_TOOLTIPS = """
() => {
  globalThis.tooltips = 0;
  new MutationObserver((records) => {
    globalThis.tooltips += records.flatMap((record) => [...record.addedNodes]).length;
  }).observe(document.querySelector(".leaflet-tooltip-pane"), { childList: true });
}
"""


def overlapping(boxes: list[list[float]]) -> list[tuple[list[float], list[float]]]:
    """Return the pairs of boxes (left, top, right, bottom) that lie over one another."""
    return [
        (a, b)
        for index, a in enumerate(boxes)
        for b in boxes[index + 1 :]
        if a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]
    ]


def numbers(text: str) -> list[int]:
    """Return the numbers of a text that stand for counts, not for stars."""
    return [int(number) for number in re.findall(r"(?:: |, )(\d+)", text)]


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_a_group_says_how_many_of_each_star_and_layer_it_holds(desktop: MapPage, path: str) -> None:
    desktop.open(f"z=9&{SA_DEC}&layers={','.join(POINT_LAYERS)}", path=path)
    groups = desktop.page.locator(GROUPS)
    assert groups.count() > 0
    for group in groups.all():
        said = group.get_attribute("aria-label") or ""
        total = int(re.sub(r"\D", "", group.inner_text().splitlines()[-1]))
        assert sum(numbers(said)) == total, said


def test_the_groups_together_hold_the_stars_of_the_api(desktop: MapPage) -> None:
    products = [each for each in desktop.features("layer=product") if each["geometry"]]
    desktop.open("z=5&lat=15.5&lng=108&layers=product")
    said = "".join(group.get_attribute("aria-label") or "" for group in desktop.page.locator(GROUPS).all())
    lone = desktop.page.locator(".leaflet-marker-pane .marker")
    assert lone.count() == 0, "at this zoom every product is expected in a group"
    texts = messages("vi")
    for star in STARS:
        pattern = re.escape(texts[f"map.holds_{star}.other"]).replace(re.escape("{n}"), r"(\d+)")
        stars = None if star == "unknown" else int(star)
        assert sum(map(int, re.findall(pattern, said))) == sum(
            each["properties"]["stars"] == stars for each in products
        )


def test_a_group_is_taken_apart_by_the_keyboard_which_keeps_its_place(desktop: MapPage) -> None:
    desktop.open(f"z=8&{SA_DEC}&layers=product")
    group = desktop.page.locator(GROUPS).first
    before = zoom_of(desktop)
    group.focus()
    desktop.page.keyboard.press("Enter")
    desktop.page.wait_for_function("zoom => Number(new URL(location.href).searchParams.get('z')) > zoom", arg=before)
    assert desktop.page.evaluate("() => document.activeElement.closest('.leaflet-marker-pane') !== null")


def test_a_group_is_taken_apart_by_a_tap_without_being_named_first(phone: MapPage) -> None:
    phone.open(f"z=8&{SA_DEC}&layers=product")
    phone.page.evaluate(_COUNT_TOOLTIPS)
    phone.page.locator(GROUPS).first.tap()
    phone.page.wait_for_function("() => Number(new URL(location.href).searchParams.get('z')) > 8")
    assert phone.drawn() > 0
    assert phone.page.evaluate("() => globalThis.tooltips") == 0


def test_a_mouse_and_the_keyboard_read_what_a_group_holds(desktop: MapPage) -> None:
    desktop.open(f"z=8&{SA_DEC}&layers=product")
    tooltip = desktop.page.locator(".leaflet-tooltip")
    held = desktop.page.locator(GROUPS).first
    held.hover()
    expect(tooltip).to_have_count(1)
    said = tooltip.locator("li").all_text_contents()
    assert said
    assert (held.get_attribute("aria-label") or "").endswith(", ".join(said))
    desktop.page.mouse.move(1, 1)
    expect(tooltip).to_have_count(0)
    desktop.page.keyboard.press("Tab")
    held.focus()
    expect(tooltip).to_have_count(1)
    assert tooltip.locator("li").all_text_contents() == said
    held.blur()
    expect(tooltip).to_have_count(0)


def zoom_of(window: MapPage) -> int:
    return int(window.page.evaluate("() => new URL(location.href).searchParams.get('z')"))


def test_a_mark_that_stays_in_sight_keeps_its_element_when_the_map_moves(desktop: MapPage) -> None:
    desktop.open(f"z=11&{SA_DEC}&layers=product")
    marks = desktop.page.locator(".leaflet-marker-pane > *")
    marks.evaluate_all("all => all.forEach((mark) => { mark.before = true; })")
    address = desktop.page.url
    desktop.page.locator(".folium-map").focus()
    desktop.page.keyboard.press("ArrowRight")
    desktop.page.wait_for_function("before => location.href !== before", arg=address)
    kept = marks.evaluate_all("all => all.filter((mark) => mark.before).length")
    assert kept > 0


def test_only_what_is_near_the_view_is_in_the_page(desktop: MapPage) -> None:
    desktop.open(f"z=15&{SA_DEC}&layers={','.join(POINT_LAYERS)}")
    everything = sum(
        each["geometry"] is not None for layer in POINT_LAYERS for each in desktop.features(f"layer={layer}")
    )
    assert desktop.drawn() < everything / 4


def test_an_approximate_place_is_an_area_from_near_and_a_known_one_is_not(desktop: MapPage) -> None:
    points = [each for each in desktop.features("layer=tourism_point") if each["geometry"]]
    rough = next(each for each in points if 500 < (each["properties"]["uncertainty_m"] or 0) < 6_000)
    lng, lat = rough["geometry"]["coordinates"]
    desktop.open(f"layers=tourism_point&z=13&lat={lat}&lng={lng}")
    expect(desktop.page.locator("path.vague-area").first).to_be_attached()
    fine = [each for each in points if each["properties"]["precision"] in {"exact", "street"}]
    assert fine
    for each in fine[:2]:
        lng, lat = each["geometry"]["coordinates"]
        desktop.open(f"layers=tourism_point&z=18&lat={lat}&lng={lng}")
        desktop.page.locator(".marker-pin").first.wait_for()
        near = [other for other in points if abs(other["geometry"]["coordinates"][0] - lng) < 0.01]
        if all(other in fine for other in near):
            expect(desktop.page.locator("path.vague-area")).to_have_count(0)


@pytest.mark.parametrize("zoom", [10, 11, 12, 13, 14])
def test_names_of_communes_neither_meet_nor_lie_under_marks(desktop: MapPage, zoom: int) -> None:
    desktop.open(f"z={zoom}&{SA_DEC}")
    names = desktop.page.locator(".place-label")
    assert names.count() > 0
    assert overlapping(names.evaluate_all(_BOXES)) == []


def test_far_away_no_commune_is_named(desktop: MapPage) -> None:
    desktop.open(f"z=8&{SA_DEC}")
    expect(desktop.page.locator(".place-label")).to_have_count(0)


def legend_of(window: MapPage) -> tuple[Locator, Locator]:
    """Return the legend and what is folded away in it."""
    legend = window.page.locator(".legend")
    return legend, legend.locator(".legend-body")


@pytest.mark.parametrize(("path", "locale"), [("/", "vi"), ("/en/", "en")])
def test_the_legend_is_folded_and_explains_every_layer_and_star(phone: MapPage, path: str, locale: str) -> None:
    phone.open(path=path)
    legend, body = legend_of(phone)
    expect(body).to_be_hidden()
    legend.locator(".legend-title").tap()
    expect(body).to_be_visible()
    texts = messages("vi" if locale == "vi" else "en")
    for key in (*(f"layer.{layer}" for layer in (*POINT_LAYERS, "zone")), *(f"stars.{star}" for star in STARS)):
        expect(body).to_contain_text(texts[key])
    search = phone.page.locator("#q").bounding_box()
    top = legend.bounding_box()
    assert search
    assert top
    assert top["y"] >= search["y"] + search["height"]


def test_the_legend_is_worked_by_the_keyboard(desktop: MapPage) -> None:
    window = desktop.open()
    legend, body = legend_of(window)
    expect(body).to_be_hidden()
    legend.locator(".legend-title").focus()
    window.page.keyboard.press("Enter")
    expect(body).to_be_visible()
    expect(legend.locator(".legend-title")).to_have_attribute("aria-expanded", "true")
    window.page.keyboard.press("Escape")
    expect(body).to_be_hidden()
    expect(legend.locator(".legend-title")).to_be_focused()


def test_what_is_done_in_the_legend_does_not_move_the_map(phone: MapPage) -> None:
    window = phone.open(f"z=9&{SA_DEC}")
    legend, body = legend_of(window)
    legend.locator(".legend-title").tap()
    body.dblclick(position={"x": 100, "y": 60})
    assert zoom_of(window) == 9
