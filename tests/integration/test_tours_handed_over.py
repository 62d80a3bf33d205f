"""A tour handed over: files and a printed sheet at addresses that carry its link."""

import httpx
import pytest

GARDEN = "tourism_point:lang-hoa-sa-dec"
HOUSE = "tourism_point:nha-co-huynh-thuy-le"
LINK = (
    f"s={GARDEN}&s={HOUSE}&s=@10.5,105.7:%3Cscript%3E%24%7B1%7D&start=@10.3,105.7&end=start&d=2026-12-01&speed=35&t=1"
)


@pytest.mark.parametrize(
    ("kind", "media_type", "begins"),
    [
        ("gpx", "application/gpx+xml", b"<?xml"),
        ("kml", "application/vnd.google-earth.kml+xml", b"<?xml"),
        ("geojson", "application/geo+json", b"{"),
        ("ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR"),
    ],
)
def test_files_in_both_languages(client: httpx.Client, kind: str, media_type: str, begins: bytes) -> None:
    for address, word in ((f"/hanh-trinh/hanh-trinh.{kind}", "Hành trình"), (f"/en/tours/tour.{kind}", "Tour: ")):
        answer = client.get(f"{address}?{LINK}&fbclid=x")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == media_type
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.content.startswith(begins)
        assert word in answer.text.replace("\r\n ", "")


def test_records_say_where_their_page_is_and_no_more_than_the_public_may_know(client: httpx.Client) -> None:
    features = client.get(f"/hanh-trinh/hanh-trinh.geojson?{LINK}").json()["features"]
    assert [each["geometry"]["type"] for each in features] == ["Point"] * 5 + ["LineString"] * 4
    assert features[1]["properties"]["page"].endswith("/diem-du-lich/lang-hoa-sa-dec")
    assert features[1]["properties"]["phone"] is None
    assert all(each["properties"]["straight"] for each in features[5:])


@pytest.mark.parametrize(("order", "numbers"), [("given", {1, 3}), ("best", {1, 2})])
def test_stops_have_the_numbers_of_the_page(client: httpx.Client, order: str, numbers: set[int]) -> None:
    """A stop that the tour cannot hold keeps its number in a list as given, and none after it moves up."""
    query = f"s={GARDEN}&s=product:khong-con-nua&s={HOUSE}&order={order}&t=1"
    features = client.get(f"/hanh-trinh/hanh-trinh.geojson?{query}").json()["features"]
    assert {each["properties"]["number"] for each in features if each["geometry"]["type"] == "Point"} == numbers


@pytest.mark.parametrize(
    ("query", "kind", "parameter"),
    [
        (f"s={GARDEN}&t=1", "ics", "d"),
        ("t=1", "gpx", "stops"),
        ("s=product:khong-co&t=1", "kml", "s"),
        (f"s={GARDEN}&t=2", "gpx", "t"),
        ("s=x&t=1", "pdf", "s"),
    ],
)
def test_what_cannot_be_handed_over_is_refused_by_name(
    client: httpx.Client, query: str, kind: str, parameter: str
) -> None:
    answer = client.get(f"/hanh-trinh/hanh-trinh.{kind}?{query}", headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert [each["parameter"] for each in answer.json()["errors"]] == [parameter]
