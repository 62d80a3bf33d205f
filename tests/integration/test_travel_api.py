"""Reach and tables of travel times as the API gives them, with a road network and without one."""

import csv
import io
import os
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path

import httpx
import openpyxl
import pytest
from sqlalchemy import Engine

from ocopmap.geocoding import Units
from ocopmap.server.context import Context
from ocopmap.settings import Settings
from ocopmap.touring.roads.network import roads_folder
from ocopmap.touring.routing import choosing
from tests.browser.serving import context_of
from tests.integration.conftest import Serve
from tests.networks import at

REACH = "/api/v1/travel/isochrones"
MATRIX = "/api/v1/travel/matrix"


def point(east: float, north: float, name: str = "") -> str:
    place = at(east, north)
    return f"@{place.latitude:.6f},{place.longitude:.6f}" + (f":{name}" if name else "")


def here(east: float, north: float) -> dict[str, float]:
    place = at(east, north)
    return {"lat": place.latitude, "lon": place.longitude}


@pytest.fixture(scope="module")
def state(road_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder with the network, which these tests may spoil for a while."""
    folder = tmp_path_factory.mktemp("state")
    shutil.copytree(roads_folder(road_state), roads_folder(folder), symlinks=True)
    return folder


@pytest.fixture(scope="module")
def context_with_roads(
    loaded_engine: Engine, loaded_reader: Engine, served_settings: Settings, units: Units, state: Path
) -> Context:
    settings = served_settings.model_copy(update={"state_dir": state, "route_processes": 1, "route_limit_s": 20})
    return context_of(loaded_engine, loaded_reader, settings, units)


@pytest.fixture(scope="module")
def road_client(serve: Serve, context_with_roads: Context) -> httpx.Client:
    return serve(context_with_roads)


def test_reach_is_a_multipolygon_for_each_time(road_client: httpx.Client) -> None:
    answer = road_client.get(REACH, params=here(0, 0) | {"minutes": "30,5"})
    found = answer.json()
    assert answer.headers["content-type"] == "application/geo+json"
    assert [each["properties"]["minutes"] for each in found["features"]] == [5, 30]
    assert {each["geometry"]["type"] for each in found["features"]} == {"MultiPolygon"}
    assert found["follows_roads"]
    assert found["notice"] is None
    assert found["roads"]["attribution"] == "© OpenStreetMap contributors"
    again = road_client.get(
        REACH, params=here(0, 0) | {"minutes": "30,5"}, headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def test_reach_from_a_record(road_client: httpx.Client) -> None:
    sites = road_client.get("/api/v1/features.geojson?layer=tourism_point").json()["features"]
    west, south, east, north = 105.5, 10.3, 105.8, 10.6
    near = next(
        each["id"]
        for each in sites
        if each["geometry"]
        and west < each["geometry"]["coordinates"][0] < east
        and south < each["geometry"]["coordinates"][1] < north
    )
    answer = road_client.get(REACH, params={"key": near, "minutes": "60"})
    assert answer.status_code == 200 or answer.json()["errors"][0]["parameter"] == "key"


def test_a_table_of_times(road_client: httpx.Client) -> None:
    places = [point(0, 0, "Bến"), point(3, 0), point(20, 20, "Cồn"), point(0, 55)]
    found = road_client.get(MATRIX, params={"place": places}).json()
    assert found["seconds"][0][1] == pytest.approx(180, rel=0.03)
    assert found["meters"][0][1] == pytest.approx(3_000, rel=0.01)
    assert found["seconds"][0][2:] == [None, None]
    assert found["places"][0] == {"key": None, "name": "Bến", "latitude": 10.45, "longitude": 105.6}


def test_the_table_as_files_that_run_no_formula(road_client: httpx.Client) -> None:
    places = [point(0, 0, '=HYPERLINK("x")'), point(3, 0, "Chợ"), point(20, 20, "Cồn")]
    text = road_client.get(f"{MATRIX}.csv", params={"place": places}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 6
    assert rows[0]["from_name"] == '\'=HYPERLINK("x")'
    assert (rows[0]["minutes"], float(rows[0]["kilometers"])) == ("3.0", pytest.approx(3, rel=0.01))
    assert rows[1]["minutes"] == ""
    book = openpyxl.load_workbook(
        io.BytesIO(road_client.get(f"{MATRIX}.xlsx", params={"place": places, "mode": "motorbike"}).content)
    )
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]][:1] == ['=HYPERLINK("x")']
    assert sheet["A2"].data_type == "s"
    facts = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows() if row[0].value}
    assert facts["Cách đi"] == "Xe máy"
    assert "OpenStreetMap" in facts["Mạng đường"]


@pytest.mark.parametrize(
    ("address", "parameters", "parameter"),
    [
        (REACH, {}, "key"),
        (REACH, {"lat": 10.4}, "key"),
        (REACH, {"lat": 10.4, "lon": 105.6, "key": "commune:30001"}, "key"),
        (REACH, {"lat": "nan", "lon": 105.6}, "lat"),
        (REACH, {"lat": 91, "lon": 105.6}, "lat"),
        (REACH, {"key": "tourism_point:khong-co"}, "key"),
        (REACH, {"key": "khong-co"}, "key"),
        (REACH, {"lat": 10.45, "lon": 105.6, "minutes": "0"}, "minutes"),
        (REACH, {"lat": 10.45, "lon": 105.6, "minutes": "15,15"}, "minutes"),
        (REACH, {"lat": 10.45, "lon": 105.6, "minutes": "1,2,3,4,5"}, "minutes"),
        (REACH, {"lat": 10.45, "lon": 105.6, "minutes": "121"}, "minutes"),
        (REACH, {"lat": 10.45, "lon": 105.6, "mode": "boat"}, "mode"),
        (REACH, {"lat": 10.45, "lon": 105.6, "via": "x"}, "via"),
        (REACH, {"lat": 11.0, "lon": 105.6}, "lat"),
        (MATRIX, {"place": "@10.45,105.6"}, "place"),
        (MATRIX, {"place": ["@10.45,105.6"] * 51}, "place"),
        (MATRIX, {"place": ["@10.45,105.6", "@100,105.6"]}, "place"),
        (MATRIX, {"place": ["@10.45,105.6", "tourism_point:khong-co"]}, "place"),
    ],
)
def test_impossible_questions_are_refused_by_name(
    road_client: httpx.Client, address: str, parameters: dict[str, str], parameter: str
) -> None:
    answer = road_client.get(address, params=parameters)
    assert answer.status_code == 400
    assert {error["parameter"] for error in answer.json()["errors"]} == {parameter}


def test_without_a_network_lengths_are_straight_and_times_unknown(client: httpx.Client) -> None:
    assert client.get("/api/v1/roads").json() == {"present": False, "attribution": "© OpenStreetMap contributors"}
    found = client.get(MATRIX, params={"place": [point(0, 0), point(3, 0)]}, headers={"Accept-Language": "en"}).json()
    assert found["seconds"] is None
    assert found["meters"][0][1] == pytest.approx(3_000, rel=0.01)
    assert not found["follows_roads"]
    assert "no road network" in found["notice"]
    reach = client.get(REACH, params=here(0, 0)).json()
    assert reach["features"] == []
    assert "chưa có mạng đường" in reach["notice"]
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"{MATRIX}.csv", params={"place": [point(0, 0), point(3, 0)]}).text))
    )
    assert [row["minutes"] for row in rows] == ["", ""]


def test_what_is_told_of_the_network(road_client: httpx.Client) -> None:
    found = road_client.get("/api/v1/roads").json()
    assert found["present"]
    assert found["answers"]
    assert found["ferries"] == 1
    assert "path" not in found


def test_deleted_tiles_and_a_dead_process_cost_an_answer_and_no_worker(road_client: httpx.Client, state: Path) -> None:
    params = {"place": [point(0, 0), point(3, 0)]}
    (tiles,) = (roads_folder(state) / "builds").glob("*/tiles.tar")
    tiles.rename(state / "kept")
    answer = road_client.get(MATRIX, params=params)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Bộ tìm đường" in answer.json()["detail"]
    about = road_client.get("/api/v1/roads").json()
    assert (about["present"], about["answers"]) == (False, False)
    (state / "kept").rename(tiles)
    assert road_client.get(MATRIX, params=params).status_code == 200
    (child,) = choosing._children(roads_folder(state), 1, 20)._idle
    os.kill(child.pid, signal.SIGKILL)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert road_client.get(MATRIX, params=params).status_code == 200
    assert road_client.get("/healthz").status_code == 200


def test_one_visitor_cannot_keep_the_router_for_himself(road_client: httpx.Client, state: Path) -> None:
    params = {"place": [point(0, 0), point(3, 0)]}
    assert road_client.get(MATRIX, params=params).status_code == 200
    (child,) = choosing._children(roads_folder(state), 1, 20)._idle
    os.kill(child.pid, signal.SIGSTOP)
    with ThreadPoolExecutor(12) as threads:
        asked = [threads.submit(road_client.get, MATRIX, params=params) for _ in range(12)]
        assert next(as_completed(asked, timeout=15)).result().status_code == 429
        os.kill(child.pid, signal.SIGCONT)
        assert {each.result(timeout=30).status_code for each in asked} <= {200, 429}
    assert road_client.get(MATRIX, params=params).status_code == 200


def test_a_server_that_does_not_answer_is_told_from_no_network(serve: Serve, context: Context) -> None:
    settings = context.settings.model_copy(update={"valhalla_url": "http://127.0.0.1:1"})
    client = serve(replace(context, settings=settings))
    about = client.get("/api/v1/roads").json()
    assert (about["present"], about["answers"]) == (True, False)
    assert client.get(REACH, params=here(0, 0)).status_code == 503
    link = f"s={point(0, 0)}&s={point(3, 0)}&t=1"
    notices = client.get(f"/api/v1/tours/plan?{link}").json()["notices"]
    assert [each["code"] for each in notices] == ["router_down"]
    page = client.get(f"/hanh-trinh?{link}", headers={"Accept": "text/html"}).text
    assert notices[0]["message"] in page
    assert "chưa có mạng đường bộ" not in page.partition("</main>")[0]
