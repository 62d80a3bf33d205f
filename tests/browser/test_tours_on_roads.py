"""Tours along a road network that is built from a PBF: ways, a ferry, turns, reach, and a router that dies."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from ocopmap.server.addresses import TOURS
from ocopmap.server.context import Context
from ocopmap.server.messages import LOCALES, Locale, messages
from ocopmap.touring.roads.network import roads_folder
from ocopmap.touring.travel import Position
from tests.browser.conftest import DESKTOP, PHONE, Browse
from tests.browser.serving import served
from tests.browser.test_tours import FLOWERS, HOUSE, names, opened, places, planned, stops
from tests.networks import SA_DEC, build, order, write_network

CAJUPUT, SAUSAGES = "tourism_point:khu-di-tich-xeo-quyt", "craft_village:lang-nghe-nem-lai-vung"
DAY = f"s={HOUSE}&s={FLOWERS}&s={CAJUPUT}&s={SAUSAGES}&d=2026-12-05&t=1"
FERRY = "Phà Sa Đéc – Miễu Trắng"
TURNS: dict[Locale, tuple[str, ...]] = {
    "vi": ("Rẽ phải vào Đường tỉnh 848", "Lên phà Sa Đéc – Miễu Trắng", "Bạn đã tới nơi"),
    "en": ("Turn right onto Đường tỉnh 848", "Take the Sa Đéc – Miễu Trắng ferry", "You have arrived"),
}
VI = messages("vi")
OSM = "© OpenStreetMap contributors"


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder whose road network joins records of Sa Đéc, Lai Vung and Mỹ Hiệp."""
    folder = tmp_path_factory.mktemp("sa-dec")
    build(roads_folder(folder), order(write_network(folder / "sa-dec.osm.pbf", SA_DEC, (), Position)))
    return folder


@pytest.fixture(scope="session")
def road_origin(site: Context, state: Path) -> Iterator[str]:
    """Address of the application with that network."""
    settings = site.settings.model_copy(update={"state_dir": state, "route_processes": 1, "route_limit_s": 20})
    with served(replace(site, settings=settings)) as address:
        yield address


@pytest.fixture
def tour(browse: Browse, road_origin: str) -> Callable[..., Page]:
    """Opens a tour along the roads."""

    def open_tour(query: str = DAY, locale: Locale = "vi", **device: object) -> Page:
        window = browse(road_origin, **(device or DESKTOP))
        return opened(window.page, f"{road_origin}{TOURS[locale]}?{query}")

    return open_tour


@pytest.mark.parametrize("locale", LOCALES)
def test_ways_follow_the_roads_with_times_and_turns(tour: Callable[..., Page], locale: Locale) -> None:
    page = tour(locale=locale)
    expect(page.locator("path.way-road")).to_have_count(3)
    expect(page.locator("path.way-straight")).to_have_count(0)
    for leg in page.locator(".leg > p:first-child").all_inner_texts():
        kilometers, _, minutes = leg.partition(" · ")
        assert kilometers.endswith(" km")
        assert minutes.rpartition(" ")[2] in {"phút", "min"}
    expect(page.locator(".leg-ferry")).to_contain_text(FERRY)
    expect(page.locator("path.way-ferry")).to_have_count(1)
    expect(page.locator("#tour-credit")).to_contain_text(OSM)
    page.locator(".tour-ferry").hover()
    expect(page.locator(".leaflet-tooltip")).to_have_text(FERRY)
    for folded in page.locator(".turns summary").all():
        folded.click()
    told = page.locator("#tour-stops").inner_text()
    assert [turn for turn in TURNS[locale] if turn not in told] == []


def test_a_ferry_is_avoided_by_the_bridge_and_the_table_of_times_with_it(tour: Callable[..., Page]) -> None:
    page = tour()
    before = between(page)
    page.locator(".tour-settings summary").click()
    page.locator("input[name=ferries]").check()
    expect(page.locator("path.way-ferry")).to_have_count(0)
    planned(page)
    expect(page.locator(".leg-ferry, .tour-ferry")).to_have_count(0)
    page.locator(".turns summary").nth(1).click()
    expect(page.locator(".turns").nth(1)).to_contain_text("Cầu Cao Lãnh")
    assert parse_qs(urlsplit(page.url).query)["ferries"] == ["no"]
    after = between(page)
    assert len(before) == len(after) == 4 * 3
    assert after[FLOWERS, CAJUPUT] > before[FLOWERS, CAJUPUT] + 10


def between(page: Page) -> dict[tuple[str, str], float]:
    """Return the minutes between the stops as the table says that the page leads to."""
    page.locator("[data-tour-share]").click()
    links = page.locator("#share-dialog [data-tour-between] a")
    assert [urlsplit(link.get_attribute("href") or "").path[-5:] for link in links.all()] == [".xlsx", "x.csv"]
    answer = page.request.get(links.last.evaluate("link => link.href"))
    assert answer.ok, answer.text()
    page.locator("#share-close").click()
    rows = csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig")))
    return {(row["from_key"], row["to_key"]): float(row["minutes"]) for row in rows}


def test_what_is_reached_is_drawn_in_areas_with_a_legend(tour: Callable[..., Page]) -> None:
    page = tour(**PHONE)
    stops(page).nth(1).locator("[data-act=edit]").tap()
    page.locator("[data-act=reach]").tap()
    legend = page.locator("#tour-reach li")
    expect(legend).to_have_text([VI["tour.reach_within"].format(n=n) for n in (15, 30, 60)])
    # The areas are drawn once the map has its new size.
    page.wait_for_function("() => document.querySelector('.reach-areas.reach-15')?.getBoundingClientRect().height > 0")
    sizes = [page.locator(f".reach-areas.reach-{n}").bounding_box() or {} for n in (15, 30, 60)]
    assert 0 < sizes[0]["height"] < sizes[1]["height"] < sizes[2]["height"]
    box = page.locator("#tour-reach").bounding_box() or {}
    assert sizes[2]["y"] >= box["y"] + box["height"]
    page.locator("#tour-reach .card-close").tap()
    expect(page.locator(".reach-areas")).to_have_count(0)


def test_a_stop_that_is_closed_then_makes_room_for_another_by_one_tap(tour: Callable[..., Page]) -> None:
    page = tour(f"s={HOUSE}&s={FLOWERS}&d=2026-12-05&day=17:30-22:00&t=1")
    closed = page.locator(".stop.is-unfit")
    expect(closed.locator(".note-alarm")).to_be_visible()
    closed.locator(".instead summary").click()
    other = closed.locator(".instead button").first
    name = other.inner_text()
    other.click()
    planned(page)
    assert name in names(page)
    assert HOUSE not in places(page)
    expect(page.locator(".stop.is-unfit")).to_have_count(0)


def test_a_router_that_dies_under_the_page_leaves_straight_lines(tour: Callable[..., Page], state: Path) -> None:
    page = tour()
    statuses: list[int] = []
    page.on("response", lambda response: statuses.append(response.status))
    (build_folder,) = (roads_folder(state) / "builds").iterdir()
    (build_folder / "tiles.tar").rename(state / "kept.tar")
    try:
        stops(page).first.locator(".stop-handle").press("ArrowDown")
        expect(page.locator("path.way-straight")).to_have_count(3)
        planned(page)
        expect(page.locator("#tour-notices")).to_have_text(VI["tour.notice.router_down"])
        expect(page.locator(".leg").first).to_contain_text("đường chim bay")
        page.reload()
        expect(page.locator("#tour-notices")).to_have_text(VI["tour.notice.router_down"])
    finally:
        (state / "kept.tar").rename(build_folder / "tiles.tar")
    stops(page).first.locator(".stop-handle").press("ArrowDown")
    expect(page.locator("path.way-road")).to_have_count(3)
    expect(page.locator("#tour-notices")).to_be_empty()
    assert all(status < 400 for status in statuses)
