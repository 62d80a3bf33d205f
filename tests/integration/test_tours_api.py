"""Tours as the API plans them, over the province's records and straight lines."""

import re
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from ocopmap.server.security import MAX_BODY_BYTES

PLAN = "/api/v1/tours/plan"
GARDEN = "tourism_point:lang-hoa-sa-dec"
HOUSE = "tourism_point:nha-co-huynh-thuy-le"
RUINS = "tourism_point:khu-di-tich-quoc-gia-dac-biet-go-thap"


def asked(client: httpx.Client, **tour: Any) -> dict[str, Any]:
    answer = client.post(PLAN, json=tour)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_straight_lines_have_lengths_and_no_times(client: httpx.Client) -> None:
    plan = asked(client, stops=[{"key": GARDEN}, {"key": RUINS}, {"key": HOUSE}])
    assert (plan["road"], plan["timing"], plan["totals"]["travel_seconds"]) == (False, "none", None)
    assert [leg["straight"] for leg in plan["legs"]] == [True, True]
    assert [visit["arrive"] for visit in plan["days"][0]["visits"]] == [None] * 3
    assert "đường chim bay" in plan["notices"][0]["message"]
    assert plan["stops"][0]["href"] == "/diem-du-lich/lang-hoa-sa-dec"


def test_the_best_order_is_no_longer_than_the_given_one(client: httpx.Client) -> None:
    plan = asked(client, stops=[{"key": GARDEN}, {"key": RUINS}, {"key": HOUSE}], order="best")
    assert plan["compared"]["ordered_meters"] < plan["compared"]["given_meters"]
    assert plan["order"] in ([0, 2, 1], [1, 2, 0], [2, 0, 1], [1, 0, 2])


def test_a_supposed_speed_gives_a_timetable_that_says_so(client: httpx.Client) -> None:
    plan = asked(client, stops=[{"key": GARDEN}, {"key": RUINS, "visit_minutes": 120}], speed_kmh=40)
    assert plan["timing"] == "estimated"
    assert {notice["code"] for notice in plan["notices"]} == {"straight", "estimated"}
    first, second = plan["days"][0]["visits"]
    assert (first["arrive"], first["leave"]) == ("07:30", "09:00")
    assert "09:30" < second["arrive"] < "10:30"


def test_link_and_request_tell_the_same(client: httpx.Client) -> None:
    link = f"s={GARDEN}~60&s=@10.29,105.75:Ng%C3%A3%20ba&s={HOUSE}&t=1"
    by_link = client.get(f"{PLAN}?{link}&lang=vi").json()
    point = {"latitude": 10.29, "longitude": 105.75, "name": "Ngã ba"}
    assert by_link == asked(client, stops=[{"key": GARDEN, "visit_minutes": 60}, point, {"key": HOUSE}])
    assert by_link["link"] == link


def test_a_record_that_is_gone_leaves_a_note_and_the_rest(client: httpx.Client) -> None:
    plan = asked(client, stops=[{"key": GARDEN}, {"key": "product:khong-con-nua"}, {"key": HOUSE}])
    assert [(each["place"], each["code"]) for each in plan["unfit"]] == [(1, "missing")]
    assert plan["stops"][1]["missing"]
    assert plan["order"] == [0, 2]


@pytest.mark.parametrize(("order", "listed"), [("given", [1, 0, 2]), ("best", [1, 2, 0])])
def test_what_does_not_fit_stays_in_the_list_as_given_and_comes_last_where_stops_are_put_in_order(
    client: httpx.Client, order: str, listed: list[int]
) -> None:
    """The list without a script; the script's order is held by ``web/tests/tour-edit.test.ts``."""
    gone = "Bản ghi không còn trên bản đồ"
    names = [gone, "Làng hoa Sa Đéc", "Nhà cổ Huỳnh Thủy Lê"]
    page = client.get(f"/hanh-trinh?s={GARDEN}&s=product:khong-con-nua&s={HOUSE}&order={order}&t=1").text
    shown = re.findall(r'class="stop-name"[^>]*>([^<]+)<', page.partition('id="tour-stops"')[2])
    assert shown == [names[at] for at in listed]


def test_a_body_that_is_no_json_is_told_where_it_breaks_and_names_are_shown_without_what_is_not_seen(
    client: httpx.Client,
) -> None:
    sent = {"Content-Type": "application/json"}
    broken = client.post("/api/v1/tours/plan", content='{"stops":[', headers=sent)
    assert broken.status_code == 400
    assert [each["parameter"] for each in broken.json()["errors"]] == ["body"]
    assert "10" in broken.json()["detail"]
    odd = client.post("/api/v1/tours/plan", json={"stops": [{"key": GARDEN}], "x\u202ey\u0000z": 1})
    assert [each["parameter"] for each in odd.json()["errors"]] == ["xy z"]
    query = client.get("/api/v1/features.geojson", params={"x\u202ey": 1})
    assert query.status_code == 400
    assert "\u202e" not in query.text


def test_short_codes_stand_for_keys(client: httpx.Client) -> None:
    from ocopmap.catalogue.places import Layer
    from ocopmap.layers.shortlinks import short_code

    code = short_code(Layer.TOURISM_POINT, GARDEN)
    assert asked(client, stops=[{"key": f"q:{code}"}])["link"] == f"s={GARDEN}&t=1"


@pytest.mark.parametrize(
    ("tour", "parameter"),
    [
        ({"stops": []}, "stops"),
        ({"stops": [{"key": GARDEN}] * 500}, "stops"),
        ({"stops": [{"key": GARDEN}], "version": 2}, "version"),
        ({"stops": [{"key": GARDEN}, {"key": "x\x00y"}]}, "stops.1.key"),
        ({"stops": [{"latitude": 10}]}, "stops.0"),
        ({"stops": [{"key": GARDEN}], "day_start": "18:00", "day_end": "07:00"}, "day_end"),
        ({"stops": [{"key": GARDEN}], "date": "1900-01-01"}, "date"),
        ({"stops": [{"key": GARDEN}], "colour": "red"}, "colour"),
    ],
)
def test_impossible_tours_are_refused_by_name(client: httpx.Client, tour: dict[str, Any], parameter: str) -> None:
    answer = client.post(PLAN, json=tour)
    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]


def test_a_newer_link_is_told_from_a_wrong_one(client: httpx.Client) -> None:
    answer = client.get(f"{PLAN}?s=whatever&t=2", headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert "version 2" in answer.json()["detail"]


def test_a_request_without_end_is_cut_off(client: httpx.Client) -> None:
    answer = client.post(PLAN, content=b"[" * (MAX_BODY_BYTES + 1), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_closed_stop_is_left_out_and_others_like_it_are_named(client: httpx.Client) -> None:
    plan = asked(
        client,
        stops=[{"key": HOUSE}, {"key": GARDEN}],
        date="2026-12-01",
        day_start="17:00",
        day_end="21:00",
        speed_kmh=40,
    )
    assert [(each["place"], each["code"]) for each in plan["unfit"]] == [(0, "closes")]
    assert plan["days"][0]["lunch"] is None
    (found,) = plan["alternatives"]
    assert found["stop"] == 0
    assert all(each["layer"] == "tourism_point" and each["key"] not in (HOUSE, GARDEN) for each in found["suggestions"])


def test_a_stop_closed_on_its_weekday_is_replaced_by_open_places_of_its_kind(
    changing: httpx.Client, loaded_copy: Engine
) -> None:
    with loaded_copy.begin() as connection:
        hours = text("UPDATE site_visit SET opening_hours = :hours WHERE id = :id")
        connection.execute(hours, {"id": HOUSE, "hours": "Tu-Su 08:00-17:00; Mo off"})
        connection.execute(hours, {"id": RUINS, "hours": "Mo off"})
    usual = {"stops": [{"key": HOUSE}, {"key": GARDEN}], "speed_kmh": 40}
    monday, tuesday = (usual | {"date": f"2026-12-{day:02}"} for day in (7, 8))
    plan = asked(changing, **monday)
    assert [(each["place"], each["code"]) for each in plan["unfit"]] == [(0, "closed")]
    ((found,), keys) = plan["alternatives"], [each["key"] for each in plan["alternatives"][0]["suggestions"]]
    assert found["stop"] == 0
    assert 0 < len(keys) <= 3
    assert not {HOUSE, GARDEN, RUINS} & set(keys)
    assert not asked(changing, **{**monday, "stops": [{"key": keys[0]}, {"key": GARDEN}]})["unfit"]
    assert not asked(changing, **tuesday)["unfit"]


def test_ocop_places_beside_the_way_say_how_far_and_after_which_stop(client: httpx.Client) -> None:
    link = f"s={GARDEN}&s={RUINS}&t=1"
    near = client.get(f"/api/v1/tours/suggestions?{link}&km=2").json()["suggestions"]
    far = client.get(f"/api/v1/tours/suggestions?{link}&km=20&lang=en").json()["suggestions"]
    assert 0 < len(near) < len(far)
    assert all(each["meters"] <= 2_000 and each["seconds"] is None and each["after"] == 0 for each in near)
    assert [each["meters"] for each in far] == sorted(each["meters"] for each in far)
    assert not {GARDEN, RUINS} & {each["key"] for each in far}
    assert "straight line" in far[0]["reason"]["message"]


@pytest.mark.parametrize("query", ["km=0", "minutes=500", "km=nan"])
def test_impossible_detours_are_refused(client: httpx.Client, query: str) -> None:
    assert client.get(f"/api/v1/tours/suggestions?s={GARDEN}&t=1&{query}").status_code == 400


def test_ready_made_circuits_of_the_real_records(client: httpx.Client) -> None:
    found = client.get("/api/v1/tours/circuits").json()["circuits"]
    by_theme = {each["theme"]: each for each in found}
    assert set(by_theme) == {"lotus", "mango", "flowers", "nem", "mats", "fruit"}
    assert {"craft_village:lang-nghe-det-chieu-dinh-yen", "tourism_point:cho-chieu-dinh-yen"} <= {
        stop["key"] for each in found if each["theme"] == "mats" for stop in each["stops"]
    }
    for each in found:
        assert 3 <= len(each["stops"]) <= 7
        assert any(stop["reason"]["code"] in ("makes", "named", "grown_here") for stop in each["stops"])
        assert each["straight_meters"] < 80_000
        plan = client.get(f"{PLAN}?{each['link']}").json()
        assert plan["unfit"] == []
        assert len(plan["order"]) == len(each["stops"])


def test_a_day_that_is_past_is_planned_and_told(client: httpx.Client) -> None:
    plan = asked(client, stops=[{"key": GARDEN}], date="2025-01-29")
    assert "past" in [notice["code"] for notice in plan["notices"]]
    assert "holiday" in [note["code"] for note in plan["days"][0]["visits"][0]["notes"]]


def test_seasons_of_harvest_are_those_of_zones_and_products(client: httpx.Client) -> None:
    plan = asked(client, stops=[{"key": "zone:vung-xoai-cat-hoa-loc"}], date="2026-12-01")
    assert plan["stops"][0]["season_months"] == [3, 4, 5]
    assert [note["code"] for note in plan["days"][0]["visits"][0]["notes"]] == ["out_of_season"]
