"""KPIs and zone analysis as the API gives them, over the province's records."""

from datetime import timedelta

import httpx
import pytest

from ocopmap.database.engine import today


def test_all_seventeen_with_what_they_mean(client: httpx.Client) -> None:
    answer = client.get("/api/v1/indicators", params={"as_of": "2025-12-31"}).json()
    found = answer["indicators"]
    assert [each["number"] for each in found] == list(range(1, 18))
    assert all(each["definition"] and each["target"] > 0 and each["source_url"] for each in found)
    assert all(each["missing"] for each in found if each["value"] is None)
    total, by_stars = found[1], found[2:5]
    assert total["value"] >= sum(each["value"] for each in by_stars) > 0


def test_a_number_opens_into_as_many_records(client: httpx.Client) -> None:
    day = {"as_of": "2025-12-31"}
    total = client.get("/api/v1/indicators", params=day).json()["indicators"][1]
    found = client.get("/api/v1/indicators/total_products/records", params=day).json()["records"]
    assert len(found) == total["numerator"] == total["value"]


def test_words_in_the_readers_language(client: httpx.Client) -> None:
    english = client.get("/api/v1/indicators", headers={"Accept-Language": "en"}).json()["indicators"][0]
    assert english["definition"].startswith("Products first recognised")


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        (f"/api/v1/indicators?as_of={today() + timedelta(days=1)}", "as_of"),
        ("/api/v1/indicators?as_of=2017-12-31", "as_of"),
        ("/api/v1/indicators?as_of=31-12-2025", "as_of"),
        ("/api/v1/indicators?variant=women_share:none", "variant"),
        ("/api/v1/indicators?day=2025-01-01", "day"),
        ("/api/v1/planning/gaps/products_far_from_sales_point?km=-1", "km"),
        ("/api/v1/planning/gaps/products_far_from_sales_point?km=nan", "km"),
    ],
)
def test_impossible_questions_are_refused_by_name(client: httpx.Client, address: str, parameter: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]


def test_a_day_without_records_says_so(client: httpx.Client) -> None:
    found = client.get("/api/v1/indicators?as_of=2018-06-01").json()["indicators"]
    assert {each["value"] for each in found} == {None}
    assert {each["progress"] for each in found} == {"no_data"}


def test_persons_are_not_listed(client: httpx.Client) -> None:
    assert client.get("/api/v1/indicators/trained_share/records").status_code == 404


def test_zones_products_and_what_is_missing(client: httpx.Client) -> None:
    zones = client.get("/api/v1/planning/zones").json()
    assert all(row["union_ha"] <= row["summed_ha"] * 1.000001 for row in zones["commodities"] if row["union_ha"])
    drawn = [row for row in zones["zones"] if row["communes"]]
    assert drawn
    assert all(abs(sum(part["ha"] for part in row["communes"]) - row["computed_ha"]) < 1 for row in drawn)
    assert client.get("/api/v1/planning/products").json()["products"]
    near = client.get("/api/v1/planning/gaps/products_far_from_sales_point?km=100").json()["records"]
    far = client.get("/api/v1/planning/gaps/products_far_from_sales_point?km=1").json()["records"]
    assert len(near) < len(far)


def test_communes_and_years(client: httpx.Client) -> None:
    rows = client.get("/api/v1/planning/communes").json()["communes"]
    assert len(rows) == 102
    assert any(row["mean_stars"] for row in client.get("/api/v1/planning/communes?as_of=2023-06-01").json()["communes"])
    history = client.get("/api/v1/planning/history?as_of=2024-12-31").json()
    assert [row["day"] for row in history["years"]] == [f"{year}-12-31" for year in range(2019, 2025)]
