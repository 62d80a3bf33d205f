"""From the map to the files of what it shows, and the page that offers them."""

from typing import Literal
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.axe import grave_violations
from tests.browser.conftest import PHONE
from tests.browser.map_page import MapPage


def test_the_map_leads_to_the_files_of_what_it_shows(desktop: MapPage) -> None:
    window = desktop.open("stars=4&layer=product&z=11&lat=10.4&lng=105.7")
    link = window.page.locator("#take")
    link.focus()
    asked = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    west, south, east, north = map(float, asked["bbox"][0].split(","))
    assert west < 105.7 < east
    assert south < 10.4 < north
    assert (asked["stars"], asked["layer"]) == (["4"], ["product"])
    link.press("Enter")
    window.page.wait_for_url("**/du-lieu?**")
    file = window.page.get_by_role("link", name="GeoJSON").get_attribute("href") or ""
    found = window.page.request.get(window.origin + file).json()["features"]
    assert found
    assert {each["properties"]["stars"] for each in found} == {4}
    assert all(west <= each["geometry"]["coordinates"][0] <= east for each in found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(phone: MapPage, scheme: Literal["light", "dark"]) -> None:
    page = phone.dressed(scheme).page
    page.goto(f"{phone.origin}/du-lieu?layer=product&stars=4")
    page.locator("summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    assert grave_violations(page) == []
