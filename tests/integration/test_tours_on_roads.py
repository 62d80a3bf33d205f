"""Tours over the hand-written road network: times, ferries, islands, and a router that dies."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import gpxpy
import httpx
import pytest
from sqlalchemy import Engine, text

from ocopmap.database.engine import today
from ocopmap.layers.reading import reading
from ocopmap.server.context import Context
from ocopmap.server.tours.itineraries import itinerary
from ocopmap.server.tours.planning import planned
from ocopmap.server.tours.sheets import TourSheet, tour_sheet
from ocopmap.server.tours.telling import answer
from ocopmap.server.wording import wording
from ocopmap.touring.roads.network import ATTRIBUTION, roads_folder
from ocopmap.touring.tour import Stop, Tour
from ocopmap.touring.travel import Position
from tests.integration.conftest import Serve
from tests.networks import SA_DEC, at, build, order, write_network

PLAN = "/api/v1/tours/plan"
HOUSE, FLOWERS = {"key": "tourism_point:nha-co-huynh-thuy-le"}, {"key": "tourism_point:lang-hoa-sa-dec"}
CAJUPUT = {"key": "tourism_point:khu-di-tich-xeo-quyt"}


def stop(east: float, north: float, name: str = "", **more: Any) -> dict[str, Any]:
    place = at(east, north)
    return {"latitude": round(place.latitude, 5), "longitude": round(place.longitude, 5), "name": name, **more}


@pytest.fixture(scope="module")
def state(road_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("state")
    shutil.copytree(roads_folder(road_state), roads_folder(folder), symlinks=True)
    return folder


@pytest.fixture(scope="module")
def road_client(serve: Serve, context: Context, state: Path) -> httpx.Client:
    settings = context.settings.model_copy(update={"state_dir": state, "route_processes": 1, "route_limit_s": 20})
    return serve(replace(context, settings=settings))


@pytest.fixture(scope="module")
def sa_dec(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder whose roads join records of Sa Đéc, Lai Vung and Mỹ Hiệp."""
    folder = tmp_path_factory.mktemp("sa-dec")
    build(roads_folder(folder), order(write_network(folder / "sa-dec.osm.pbf", SA_DEC, (), Position)))
    return folder


def asked(client: httpx.Client, *stops: dict[str, Any], **tour: Any) -> dict[str, Any]:
    answer = client.post(PLAN, json={"stops": stops, **tour})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_times_come_from_the_roads(road_client: httpx.Client) -> None:
    plan = asked(road_client, stop(0, 0, "A", visit_minutes=30), stop(3, 0, "B", visit_minutes=20), date="2026-12-01")
    assert (plan["road"], plan["timing"]) == (True, "road")
    assert plan["network"]["attribution"] == "© OpenStreetMap contributors"
    (leg,) = plan["legs"]
    assert (leg["straight"], leg["from"], leg["to"]) == (False, 0, 1)
    assert leg["seconds"] == pytest.approx(180, rel=0.05)
    assert leg["manoeuvres"]
    assert [visit["arrive"] for visit in plan["days"][0]["visits"]] == ["07:30", "08:03"]
    assert plan["notices"] == []


def test_the_best_order_on_roads_takes_less_time_than_the_given_one(road_client: httpx.Client) -> None:
    stops = [stop(-8, 0), stop(-1, 7), stop(-7, 1), stop(-2, 6), stop(-5, 3), stop(-3, 5)]
    plan = asked(road_client, *stops, order="best")
    assert plan["compared"]["ordered_seconds"] < 0.5 * plan["compared"]["given_seconds"]
    assert plan["order"] in ([0, 2, 4, 5, 3, 1], [1, 3, 5, 4, 2, 0])


def test_a_ferry_is_told_with_its_part_of_the_way(road_client: httpx.Client) -> None:
    plan = asked(road_client, stop(5, 0), stop(8, 3))
    (ferry,) = plan["legs"][0]["ferries"]
    assert ferry["name"] == "Phà Cao Lãnh"
    assert plan["totals"]["ferry_meters"] == pytest.approx(2_100, rel=0.02)


def test_without_ferries_the_island_does_not_fit_and_the_rest_does(road_client: httpx.Client) -> None:
    plan = asked(road_client, stop(5, 0), stop(8, 3), stop(0, 0), ferries=False)
    assert [(each["place"], each["code"]) for each in plan["unfit"]] == [(1, "no_way")]
    assert plan["order"] == [0, 2]


@pytest.mark.parametrize("order", ["given", "best"])
def test_stops_off_every_road_and_on_dead_islands_are_named(road_client: httpx.Client, order: str) -> None:
    stops = [stop(0, 0), stop(0, -40, "Biển"), stop(20.5, 20), stop(3, 0), stop(3, 0), stop(-4.3, 7.6)]
    plan = asked(road_client, *stops, order=order, start=stop(0, 0), round_trip=True)
    unfit = {each["place"]: each["code"] for each in plan["unfit"]}
    assert unfit.pop(1) == "off_road"
    assert set(unfit) <= {2, 5}
    assert set(unfit.values()) <= {"no_way", "off_road"}
    assert {0, 3, 4} <= set(plan["order"])


def test_a_start_off_every_road_is_given_up_and_told(road_client: httpx.Client) -> None:
    plan = asked(road_client, stop(0, 0), stop(3, 0), start=stop(0, -40), round_trip=True)
    assert {each["place"] for each in plan["unfit"]} == {"start", "end"}
    assert [(leg["from"], leg["to"]) for leg in plan["legs"]] == [(0, 1)]


def test_one_stop_alone_off_every_road_is_told(road_client: httpx.Client) -> None:
    assert [each["code"] for each in asked(road_client, stop(0, -40))["unfit"]] == ["off_road"]


def test_files_have_a_track_along_the_roads(road_client: httpx.Client) -> None:
    places = [f"{each['latitude']},{each['longitude']}" for each in (stop(0, 0), stop(3, 0), stop(3, 1))]
    link = "&".join(f"s=@{place}" for place in places) + "&d=2026-12-01&t=1"
    read = gpxpy.parse(road_client.get(f"/hanh-trinh/hanh-trinh.gpx?{link}").text)
    assert [len(track.segments) for track in read.tracks] == [2]
    assert read.copyright_author == "© OpenStreetMap contributors"
    near = road_client.get(f"/api/v1/tours/suggestions?{link}&minutes=60").json()["suggestions"]
    assert all(each["seconds"] is not None and each["seconds"] <= 3_600 for each in near)


def test_the_sheet_draws_a_ferry_apart_and_says_whose_the_roads_are(context: Context, sa_dec: Path) -> None:
    settings = context.settings.model_copy(update={"state_dir": sa_dec, "route_processes": 1, "route_limit_s": 20})
    here = replace(context, settings=settings)
    tour = Tour(stops=tuple(Stop(**place) for place in (FLOWERS, CAJUPUT)))
    found, words = planned(here, tour, "vi"), wording("vi")
    told = itinerary(found, words, "https://ocop.example", "https://ocop.example/hanh-trinh", ATTRIBUTION)
    sheet = TourSheet(words, answer(found, words), told, "https://ocop.example", "OCOP", today(), is_public=True)
    with reading(here.engine) as connection:
        data, drawings = tour_sheet(connection, sheet)
    assert data["map"]["legend"] == [{"kind": "road", "text": "Đường đi"}, {"kind": "ferry", "text": "Phà"}]
    assert drawings["map.svg"].count("stroke-dasharray") == 1
    assert "© OpenStreetMap contributors" in data["footer"][0]


def test_instead_of_a_closed_stop_the_soonest_by_road_are_named(
    serve: Serve, loaded_copy: Engine, loaded_copy_reader: Engine, context: Context, sa_dec: Path
) -> None:
    with loaded_copy.begin() as connection:
        hours = text("UPDATE site_visit SET opening_hours = 'Tu-Su 08:00-17:00; Mo off' WHERE id = :key")
        connection.execute(hours, HOUSE)
    here = replace(context, engine=loaded_copy_reader)
    settings = context.settings.model_copy(update={"state_dir": sa_dec, "route_processes": 1, "route_limit_s": 20})
    straight, by_road = (
        asked(serve(served), HOUSE, FLOWERS, date="2026-12-07")["alternatives"][0]["suggestions"]
        for served in (here, replace(here, settings=settings))
    )
    times = [each["seconds"] for each in by_road]
    assert times == sorted(times)
    assert 0 < times[-1] <= 45 * 60
    assert "phút đi đường" in by_road[0]["reason"]["message"]
    assert {each["seconds"] for each in straight} == {None}
    assert "đường chim bay" in straight[0]["reason"]["message"]


def test_a_router_that_dies_leaves_straight_lines_and_comes_back(road_client: httpx.Client, state: Path) -> None:
    (build,) = (roads_folder(state) / "builds").iterdir()
    kept = state / "kept.tar"
    (build / "tiles.tar").rename(kept)
    try:
        plan = asked(road_client, stop(0, 0), stop(3, 0))
        assert (plan["road"], plan["timing"]) == (False, "none")
        assert [each["code"] for each in plan["notices"]] == ["router_down"]
        (first, second) = (f"@{each['latitude']},{each['longitude']}" for each in (stop(0, 0), stop(3, 0)))
        beside = road_client.get(f"/api/v1/tours/suggestions?s={first}&s={second}&t=1").json()
        assert [each["code"] for each in beside["notices"]] == ["router_down"]
        assert all(each["seconds"] is None for each in beside["suggestions"])
        assert road_client.get("/healthz").status_code == 200
    finally:
        kept.rename(build / "tiles.tar")
    assert asked(road_client, stop(0, 0), stop(3, 0))["road"]


def test_a_crowd_is_answered_or_told_to_come_back(road_client: httpx.Client) -> None:
    tour = {"stops": [stop(-8 + number % 8, number // 8) for number in range(24)], "order": "best"}
    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda _: road_client.post(PLAN, json=tour), range(12)))
    assert {answer.status_code for answer in answers} <= {200, 429, 503}
    assert any(answer.status_code == 200 for answer in answers)
    assert all("retry-after" in answer.headers for answer in answers if answer.status_code != 200)
    assert asked(road_client, stop(0, 0), stop(3, 0))["road"]
