"""The planners' map in a browser: figures, link and table agree; days, areas and lines; keyboard, phone, axe."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import grave_violations
from tests.browser.conftest import DESKTOP, PHONE, Browse

MAP = "/quy-hoach/ban-do"


def opened(browse: Browse, query: str = "", path: str = MAP, **options: Any) -> Page:
    window = browse(**options)
    window.page.goto(f"{window.origin}{path}{'?' + query if query else ''}")
    window.page.locator('.folium-map[aria-busy="false"]').wait_for()
    return window.page


def state(page: Page) -> dict[str, str]:
    found = parse_qs(urlsplit(page.url).query)
    return {name: values[0] for name, values in found.items() if name not in {"z", "lat", "lng"}}


def drawn(page: Page) -> dict[str, int]:
    """Return how many communes are drawn in each class."""
    classes = page.locator(".area").evaluate_all("all => all.map((each) => each.classList[1])")
    return {name: classes.count(name) for name in classes}


def legend(page: Page) -> dict[str, int]:
    """Return how many communes the legend tells of each class."""
    rows = page.locator("#legend-body li:has(.swatch)").evaluate_all(
        "all => all.map((row) => [row.querySelector('.swatch').classList[1], row.lastChild.textContent])"
    )
    return {name: int(text.split()[0]) for name, text in rows}


def test_map_legend_table_and_link_say_the_same(browse: Browse) -> None:
    page = opened(browse, **DESKTOP)
    assert drawn(page) == legend(page)
    assert sum(legend(page).values()) == page.locator("#planner-table tbody tr").count() == 102
    page.locator("#measure").select_option("valid")
    page.locator(".planner-more summary").click()
    page.locator("#classes").select_option("3")
    page.locator("#method").select_option("quantile")
    page.locator('th[data-column="valid"] button').click()
    assert state(page) == {"measure": "valid", "classes": "3", "method": "quantile", "sort": "valid", "order": "desc"}
    expect(page.locator('th[data-column="valid"]')).to_have_attribute("aria-sort", "descending")
    before = (drawn(page), page.locator("#planner-table").inner_text())
    assert "area-none" in before[0]
    again = opened(browse, urlsplit(page.url).query, **DESKTOP)
    assert (drawn(again), again.locator("#planner-table").inner_text()) == before
    assert drawn(again) == legend(again)


def test_two_days_by_the_keyboard_and_a_commune_from_the_table(browse: Browse) -> None:
    page = opened(browse, "measure=recognised", **DESKTOP)
    page.locator("#compare-on").check()
    assert state(page)["compare"] == "2019-12-31"
    page.locator("#day-slider").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#day-said")).to_have_text("31/12/2025")
    page.keyboard.press("Home")
    expect(page.locator("#legend-body li").first).to_contain_text("không đổi")
    page.keyboard.press("End")
    expect(page.locator("#legend-body")).to_contain_text("+")
    assert drawn(page) == legend(page)
    page.locator('th[data-column="change"] button').press("Enter")
    page.locator("#planner-table tbody .to-map").first.press("Enter")
    expect(page.locator("#planner-card")).to_be_focused()
    assert page.locator(".area-marked").count() == 1
    link = page.locator("#planner-card .card-links a").first.get_attribute("href") or ""
    assert page.request.get(page.evaluate("location.origin") + link).ok


def test_an_area_drawn_by_the_keyboard(browse: Browse) -> None:
    page = opened(browse, "z=11&lat=10.45&lng=105.63", **DESKTOP)
    page.locator("#draw-start").press("Enter")
    page.keyboard.press("Enter")
    for key in ("ArrowRight", "ArrowDown"):
        before = page.url
        page.keyboard.press(key)
        page.wait_for_function("before => location.href !== before", arg=before)
        page.keyboard.press("Enter")
    expect(page.locator("#draw-said")).to_contain_text("3 đỉnh")
    page.locator("#draw-done").press("Enter")
    expect(page.locator("#area-found h3")).to_contain_text("ha")
    expect(page.locator("#area-found")).to_be_focused()
    assert page.locator(".asked-area").count() == 1
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV").click()
    assert Path(taken.value.path()).read_text(encoding="utf-8-sig").startswith("layer,id,name")


def test_areas_handed_in_and_refused_on_a_phone(browse: Browse, tmp_path: Path) -> None:
    page = opened(browse, expected=("400 (Bad Request)",), **PHONE)
    corners = [[105.6, 10.4], [105.7, 10.5], [105.7, 10.4], [105.6, 10.5], [105.6, 10.4]]
    file = tmp_path / "vung.geojson"
    file.write_text(json.dumps({"type": "Polygon", "coordinates": [corners]}), encoding="utf-8")
    page.locator("#area-upload").set_input_files(file)
    page.locator("#area-file button").click()
    expect(page.locator("#area-found .area-notes")).to_contain_text("tự cắt", timeout=30_000)
    page.locator("#area-corners").fill("-89 -179\n-89 179\n89 179")
    page.locator("#area-type button").click()
    expect(page.locator("#area-told")).to_contain_text("rộng hơn cả Việt Nam")
    page.locator("#area-codes").select_option(index=[0, 1])
    page.locator("#area-communes button").click()
    expect(page.locator("#area-found table").first.locator("tbody tr")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize(
    ("path", "screen", "scheme"), [(MAP, DESKTOP, "light"), ("/en/planning/map", PHONE, "dark")], ids=["vi", "en"]
)
def test_accessible_with_everything_on(browse: Browse, path: str, screen: dict[str, Any], scheme: str) -> None:
    query = "measure=valid&compare=2021-12-31&as_of=2024-12-31&flows=1&draw=hexagons&commune=30226"
    page = opened(browse, query, path=path, color_scheme=scheme, **screen)
    page.locator("#area-corners").fill("10.4 105.5\n10.4 105.9\n10.6 105.7")
    page.locator("#area-type button").click()
    page.locator("#area-found h3").wait_for()
    assert page.locator(".hexagon").count() > 0
    assert page.locator(".flow").count() > 0
    assert page.locator(".sovereign-inset button").count() == 2
    assert grave_violations(page) == []
