"""The map page as its tests speak of it."""

import re
from typing import Any, Literal
from urllib.parse import parse_qs, quote, urlsplit

from playwright.sync_api import Locator, Page, expect

LAYERS = ("product", "producer", "zone", "craft_village", "tourism_point", "sales_point", "commune")
POINT_LAYERS = ("product", "producer", "craft_village", "tourism_point", "sales_point")
WHOLE_COUNTRY = "z=5&lat=15.5&lng=108"

_READY = """
() => ["#list", ".folium-map"].every((part) => document.querySelector(part)?.getAttribute("aria-busy") === "false")
  && [...document.querySelectorAll('[data-count^="layer:"]')].every((count) => count.textContent !== "")
"""
_GO = """
query => {
  history.pushState(null, "", `?${query}`);
  dispatchEvent(new PopStateEvent("popstate"));
}
"""
_DRAWN = """
() => [...document.querySelectorAll(".leaflet-marker-pane .marker")].length
  + [...document.querySelectorAll(".leaflet-marker-pane .cluster-number")]
    .reduce((sum, number) => sum + Number(number.textContent.replace(/\\D/g, "")), 0)
"""


class MapPage:
    """One open page of the map at ``origin`` (an address, or a snapshot's file address)."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin

    def open(self, query: str = "", path: str = "/") -> "MapPage":
        """Open the page in the state of a query string and wait until every layer is there."""
        self.page.goto(self.origin + path + (f"?{query}" if query else ""))
        return self.wait()

    def dressed(self, scheme: Literal["light", "dark"]) -> "MapPage":
        """Prefer light or dark pages from now on."""
        self.page.emulate_media(color_scheme=scheme)
        return self

    def go(self, query: str) -> "MapPage":
        """Take the open page to the state of a query string as Back does: without loading it again."""
        self.page.evaluate(_GO, query)
        return self.wait()

    def wait(self) -> "MapPage":
        self.page.wait_for_function(_READY)
        return self

    @property
    def query(self) -> dict[str, str]:
        """The state in the address, without the view."""
        found = parse_qs(urlsplit(self.page.url).query, keep_blank_values=True)
        return {name: ",".join(values) for name, values in found.items() if name not in {"z", "lat", "lng"}}

    @property
    def card(self) -> Locator:
        return self.page.locator("#card")

    @property
    def labels(self) -> Locator:
        """Names of the two archipelagos on the map itself."""
        return self.page.locator(".sovereign-label")

    def row(self, key: str) -> Locator:
        return self.page.locator(f'#list [data-key="{key}"]')

    def listed(self) -> set[str]:
        """Return what the list holds, as "layer/id", every row brought up."""
        more = self.page.locator("#list .more")
        while more.count():
            more.first.click()
        rows = self.page.locator("#list [data-key]").evaluate_all("rows => rows.map((row) => row.dataset.key)")
        assert len(rows) == len(set(rows))
        return set(rows)

    def total(self) -> int:
        """Return the number of results that the list announces."""
        return number(self.page.locator("#result-count").inner_text())

    def drawn(self) -> int:
        """Return how many records the markers and clusters in sight stand for."""
        return int(self.page.evaluate(_DRAWN))

    def box(self, name: str, value: str) -> Locator:
        """Return the check box of a choice."""
        return self.page.locator(f'#filter-form input[name="{name}"][value="{value}"]')

    def choose(self, name: str, value: str) -> None:
        """Switch a choice over, unfolding what hides it."""
        box = self.box(name, value)
        folded = box.locator("xpath=ancestor::details[not(@open)]")
        while folded.count():
            folded.first.locator("> summary").click()
        box.click()

    def count(self, name: str, value: str) -> int:
        """Return the number beside a choice."""
        return number(self.page.locator(f'[data-count="{name}:{value}"]').text_content() or "")

    def counts(self, name: str) -> dict[str, int]:
        """Return the numbers beside every choice of a kind."""
        places = self.page.locator(f'[data-count^="{name}:"]')
        pairs = places.evaluate_all("all => all.map((place) => [place.dataset.count, place.textContent])")
        return {key.partition(":")[2]: number(text) for key, text in pairs}

    def search(self, text: str) -> None:
        """Type into the search box, press Enter and wait until the state has taken it up."""
        self.page.locator("#q").fill(text)
        self.page.locator("#q").press("Enter")
        self.page.wait_for_function("text => (new URL(location.href).searchParams.get('q') ?? '') === text", arg=text)

    def suggestions(self, text: str) -> Locator:
        """Type into the search box, letter by letter as a visitor does, and return the suggestions of records."""
        self.page.locator("#q").fill("")
        self.page.locator("#q").press_sequentially(text)
        expect(self.page.locator("#find-options")).not_to_have_attribute("aria-busy", "true")
        return self.page.locator("#find-options .find-record")

    def pick_commune(self, typed: str, name: str) -> None:
        """Choose a commune by the keyboard: type, and take the option of that name."""
        entry = self.page.locator("#commune-input")
        if not entry.is_visible():
            self.page.locator("#more-filters > summary").click()
        entry.fill(typed)
        options = self.page.locator("#commune-options [role=option]")
        expect(options.first).to_be_visible()
        names = [option.locator("span").first.inner_text() for option in options.all()]
        for _ in range(names.index(name) + 1):
            entry.press("ArrowDown")
        entry.press("Enter")

    def read_card(self, key: str) -> str:
        """Open a card by its row and return its text."""
        self.row(key).click()
        return self.card_text()

    def card_text(self) -> str:
        """Return the text of the open card once its record has come."""
        expect(self.card).to_be_visible()
        expect(self.card.locator(".waiting")).to_have_count(0)
        return self.card.inner_text()

    def features(self, query: str) -> list[dict[str, Any]]:
        """Ask the API of the same server."""
        answer = self.page.request.get(f"{self.origin}/api/v1/features.geojson?{query}")
        assert answer.ok, answer.text()
        found: list[dict[str, Any]] = answer.json()["features"]
        return found

    def record(self, key: str) -> dict[str, Any]:
        """Ask the API of the same server for one record."""
        layer, _, identity = key.partition("/")
        collection = {"product": "products", "zone": "zones", "commune": "communes"}.get(layer, "sites")
        answer = self.page.request.get(f"{self.origin}/api/v1/{collection}/{quote(identity, safe='')}")
        assert answer.ok, answer.text()
        found: dict[str, Any] = answer.json()
        return found


def key_of(feature: dict[str, Any]) -> str:
    """Return "layer/id" of a feature of the API."""
    return f"{feature['properties']['layer']}/{feature['properties']['id']}"


def number(text: str) -> int:
    """Return the number in a text, whatever marks its thousands; 0 for none."""
    return int(re.sub(r"\D", "", text) or 0)


def lies_within(inner: Locator, outer: Locator) -> bool:
    """Whether an element lies in sight, wholly inside another."""
    a, b = inner.bounding_box(), outer.bounding_box()
    if a is None or b is None:
        return False
    return (
        a["x"] >= b["x"]
        and a["y"] >= b["y"]
        and a["x"] + a["width"] <= b["x"] + b["width"]
        and a["y"] + a["height"] <= b["y"] + b["height"]
    )
