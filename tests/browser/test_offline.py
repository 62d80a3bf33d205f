"""Without a network: what was seen, what was saved, and plain words about the rest."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import Engine

from ocopmap.catalogue.places import Layer
from ocopmap.geocoding import Units
from ocopmap.layers.revisions import RenderCache
from ocopmap.server.addresses import EMBEDS, OFFLINE_PAGES, TOURS, record_address
from ocopmap.server.assets import named_by_content
from ocopmap.server.context import Context
from ocopmap.server.messages import Locale, messages
from ocopmap.settings import Settings
from tests.browser.conftest import DESKTOP, PATIENCE_MS, USUAL, Browse
from tests.browser.map_page import LAYERS, MapPage
from tests.browser.serving import context_of, served
from tests.browser.watching import Watch

WITH_WORKER: dict[str, Any] = {"service_workers": "allow"}
DESKTOP_WITH_WORKER = DESKTOP | WITH_WORKER
COMMUNE = "29869"  # phường Cao Lãnh
REFUSED = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED")
VI = messages("vi")

_KEPT = """
async () => {
  const urls = async (name) => (await (await caches.open(name)).keys()).map(({ url }) => [name, new URL(url).pathname]);
  return (await Promise.all((await caches.keys()).map(urls))).flat();
}
"""
_FORGET_AREAS = """
async () => {
  for (const name of await caches.keys()) if (name.startsWith("ocopmap-area:")) await caches.delete(name);
}
"""
_LAYERS_KEPT = """
async ([count, patience]) => {
  const isKept = async () => navigator.serviceWorker.controller
    && (await (await caches.open("ocopmap-features")).keys()).length >= count;
  for (const start = Date.now(); !(await isKept()); ) {
    if (Date.now() - start > patience) throw new Error("the worker keeps nothing");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
"""


def kept(page: Page) -> list[tuple[str, str]]:
    """Return what the browser keeps: names of caches and paths."""
    return [(name, path) for name, path in page.evaluate(_KEPT)]


def areas(page: Page) -> set[str]:
    return {name for name, _ in kept(page) if name.startswith("ocopmap-area:")}


def visited(found: MapPage, query: str = "", path: str = "/") -> MapPage:
    """Open the map as a first visitor does and wait until the worker keeps what it shows."""
    found.open(query, path)
    found.page.evaluate(_LAYERS_KEPT, [len(LAYERS), PATIENCE_MS])
    return found


def product_pages(found: MapPage, locale: Locale = "vi") -> list[str]:
    """Return the addresses of pages of products."""
    products = found.features("layer=product&stars=4")
    return [record_address(locale, Layer.PRODUCT, each["id"]) for each in products]


def save(found: MapPage, message: str) -> None:
    """Save what is chosen for use without a network, and wait for what is said of it."""
    found.page.locator("#offline summary").click()
    found.page.get_by_role("button", name=VI["offline.save"]).click()
    expect(found.page.locator("#offline [role=status]")).to_contain_text(message)


SAVED = VI["offline.saved"].partition("{")[0].strip()


@pytest.fixture(scope="module")
def device(browser: Browser, origin: str) -> Iterator[tuple[BrowserContext, Watch]]:
    """A browser in which somebody has been to the map once: the worker is in charge and keeps what was seen."""
    watch = Watch(origin)
    with browser.new_context(**USUAL | DESKTOP_WITH_WORKER) as context:
        context.set_default_timeout(PATIENCE_MS)
        watch.over(context)
        page = context.new_page()
        visited(MapPage(page, origin))
        page.close()
        yield context, watch


@pytest.fixture
def visitor(device: tuple[BrowserContext, Watch]) -> Iterator[MapPage]:
    """The map open again on that device; what a test saves there is taken away after it."""
    context, watch = device
    watch.expected = (*REFUSED, "ERR_FAILED", "500")
    yield MapPage(context.new_page(), watch.origin)
    context.set_offline(offline=False)
    page = context.new_page()
    page.goto(watch.origin + OFFLINE_PAGES["vi"])
    page.evaluate(_FORGET_AREAS)
    for each in context.pages:
        each.close()
    assert watch.faults == []


def test_what_was_seen_works_without_a_network(visitor: MapPage) -> None:
    found = visitor.open()
    seen, unseen, *_ = product_pages(found)
    key = f"product/{seen.rpartition('/')[2]}"
    told = found.read_card(key)
    total = found.total()
    found.page.goto(found.origin + seen)
    title = found.page.title()

    found.page.context.set_offline(offline=True)
    found.open()
    assert found.total() == total
    expect(found.page.locator(".offline-bar")).to_have_text(VI["offline.now"])
    found.search("xoai")
    assert 0 < found.total() < total
    found.open(f"id={quote(key)}")
    assert found.card_text() == told
    found.page.goto(found.origin + seen)
    assert found.page.title() == title

    found.open(f"id={quote('product/' + unseen.rpartition('/')[2])}")
    assert VI["error.offline"] in found.card_text()
    expect(found.card.locator("#card-title")).not_to_have_text(VI["card.loading"])
    assert VI["error.offline_next"] in found.card_text()
    found.card.get_by_role("link", name=VI["error.to_kept"]).click()
    expect(found.page.get_by_role("link", name=title)).to_have_count(1)

    found.page.goto(found.origin + unseen)
    expect(found.page.get_by_role("heading", level=1)).to_have_text(VI["offline.page_title"])
    expect(found.page.get_by_role("link", name=title)).to_have_attribute("href", found.origin + seen)
    found.page.get_by_role("link", name=VI["offline.page_map"]).click()
    assert found.wait().total() == total


def test_a_tour_is_opened_and_changed_without_a_network(visitor: MapPage) -> None:
    visitor.page.goto(visitor.origin + TOURS["vi"])
    visitor.page.context.set_offline(offline=True)
    link = "s=tourism_point:lang-hoa-sa-dec&s=tourism_point:nha-co-huynh-thuy-le&t=1"
    visitor.page.goto(f"{visitor.origin}{TOURS['vi']}?{link}")
    expect(visitor.page.locator("#notices")).to_contain_text(VI["tour.offline"])
    names = visitor.page.locator("#tour-stops .stop-name")
    expect(names).to_have_text(["Làng hoa Sa Đéc", "Nhà cổ Huỳnh Thủy Lê"])
    visitor.page.locator(".stop-handle").first.press("ArrowDown")
    expect(names).to_have_text(["Nhà cổ Huỳnh Thủy Lê", "Làng hoa Sa Đéc"])


def test_the_offline_page_speaks_the_language_of_the_address(visitor: MapPage) -> None:
    found = visitor.open(path="/en/")
    address = product_pages(found, "en")[0]
    found.page.context.set_offline(offline=True)
    found.page.goto(found.origin + address)
    expect(found.page.get_by_role("heading", level=1)).to_have_text(messages("en")["offline.page_title"])


def test_a_saved_area_can_be_read_where_nothing_was_opened_and_deleted_again(visitor: MapPage) -> None:
    found = visitor.open(f"commune={COMMUNE}")
    save(found, SAVED)
    point = found.features(f"layer=sales_point&commune={COMMUNE}")[0]
    name, address = point["properties"]["name"], record_address("vi", Layer.SALES_POINT, point["id"])
    assert ("ocopmap-pages", address) not in kept(found.page)

    found.page.context.set_offline(offline=True)
    found.page.goto(found.origin + address)
    expect(found.page.get_by_role("heading", level=1)).to_have_text(name)
    found.open(f"id=sales_point/{quote(point['id'])}")
    assert name in found.card_text()

    found.open()
    found.page.locator("#offline summary").click()
    found.page.locator(".offline-areas button").click()
    expect(found.page.locator(".offline-areas li")).to_have_count(0)
    assert areas(found.page) == set()


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda route: route.abort(), "offline.failed.network"),
        (lambda route: route.fulfill(status=500, body=""), "offline.failed.server"),
    ],
)
def test_a_save_that_breaks_off_leaves_nothing(visitor: MapPage, answer: Callable[[Route], None], message: str) -> None:
    found = visitor.open(f"commune={COMMUNE}")
    found.page.context.route("**/diem-ban/**", answer)
    save(found, VI[message])
    found.page.context.unroute("**/diem-ban/**")
    assert areas(found.page) == set()


_FULL = """
const put = Cache.prototype.put;
Cache.prototype.put = function (request, response) {
  const isArea = String(request).includes("/api/");
  return isArea ? Promise.reject(new DOMException("full", "QuotaExceededError")) : put.call(this, request, response);
};
"""


def test_a_full_device_is_told_so(visitor: MapPage) -> None:
    visitor.page.add_init_script(_FULL)
    save(visitor.open(f"commune={COMMUNE}"), VI["offline.failed.full"])
    assert areas(visitor.page) == set()


def test_a_browser_that_keeps_nothing_is_told_so_and_the_map_works(browse: Browse) -> None:
    found = browse(**DESKTOP)
    found.page.add_init_script("delete globalThis.caches")
    found.open(f"commune={COMMUNE}")
    save(found, VI["offline.failed.unsupported"])
    assert found.total() > 0


@pytest.fixture
def own_site(loaded_engine: Engine, loaded_reader: Engine, geodata_settings: Settings, units: Units) -> Context:
    """A site that the test may stop or renew."""
    return context_of(loaded_engine, loaded_reader, geodata_settings, units)


def test_a_server_that_is_away_is_no_worse_than_no_network(browse: Browse, own_site: Context) -> None:
    with served(own_site) as address:
        found = visited(browse(address, expected=REFUSED, **DESKTOP_WITH_WORKER))
        total, unseen = found.total(), product_pages(found)[0]
    found.open()
    assert found.total() == total
    found.page.goto(address + unseen)
    expect(found.page.get_by_role("heading", level=1)).to_have_text(VI["offline.page_title"])


def test_a_new_version_is_told_and_keeps_the_saved_areas(browse: Browse, own_site: Context) -> None:
    with served(own_site) as address:
        found = visited(browse(address, **DESKTOP_WITH_WORKER), f"commune={COMMUNE}")
        save(found, SAVED)
        before = areas(found.page)
        found.open()  # the worker of before is now in charge from the start

        site = own_site.site
        newer = site.front_end.worker.content.body + b"\n// newer\n"
        site.front_end = replace(site.front_end, worker=named_by_content("worker", ".js", newer))
        own_site.cache = RenderCache()
        found.page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")

        expect(found.page.locator(".offline-bar")).to_contain_text(VI["offline.new_version"])
        found.page.locator(".offline-bar button").click()
        found.wait()
        assert areas(found.page) == before


def test_frames_on_other_sites_and_writes_are_left_alone(browse: Browse) -> None:
    found = browse(expected=("405",), **DESKTOP_WITH_WORKER)
    found.page.goto(found.origin + EMBEDS["vi"])
    found.page.wait_for_load_state("networkidle")
    found.page.wait_for_timeout(1_500)  # the worker would be asked for a second after the load
    assert found.page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0

    visited(found)
    found.page.evaluate("() => fetch('/api/v1/search?q=xoai').then((answer) => answer.text())")
    found.page.evaluate("() => fetch('/api/v1/products/x', { method: 'POST' }).then((answer) => answer.text())")
    paths = {path for _, path in kept(found.page)}
    allowed = ("/assets/", "/api/v1/features.geojson", "/offline/")
    pages = {"/", "/en/", *OFFLINE_PAGES.values(), *TOURS.values()}
    assert {path for path in paths if not path.startswith(allowed)} <= pages
