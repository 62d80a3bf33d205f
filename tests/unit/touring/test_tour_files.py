"""Files of a tour against the schemas of their formats, and as other programs read them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import gpxpy
import icalendar
import pyogrio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ocopmap.settings import PROJECT_ROOT
from ocopmap.touring.files.calendar import calendar
from ocopmap.touring.files.geojson import geojson
from ocopmap.touring.files.gpx import gpx
from ocopmap.touring.files.itinerary import ZONE, DayName, Halt, Itinerary, Line
from ocopmap.touring.files.kml import kml
from ocopmap.touring.files.mapapps import addresses, parts
from ocopmap.touring.rules import MapApp
from ocopmap.touring.tour import clean_text
from ocopmap.touring.travel import Ferry, Mode, Position

SCHEMAS = PROJECT_ROOT / "tests" / "data" / "schemas"
LINK = "https://ocop.example/hanh-trinh?s=tourism_point:lang-hoa-sa-dec&s=@10.1,105.2:A%20%26%20B&t=1"
HOSTILE = "${alert(1)} <b>\"Sen\" & 'Xoài'</b> ]]> \x00\x07\ufffe\u2028 &#0;"


def tour(name: str = "Làng hoa Sa Đéc", *, straight: bool = False, dated: bool = True) -> Itinerary:
    """Two days, three halts and the way home."""

    def moment(day: int, hour: int) -> datetime | None:
        return datetime(2026, 12, day, hour, tzinfo=ZONE) if dated else None

    text = clean_text(name)
    spots = [Position(10.3, 105.7), Position(10.4, 105.8), Position(10.6, 105.9)]
    halts = [
        Halt(None, "Khách sạn", spots[0], 0, leave=moment(1, 7)),
        Halt(1, text, spots[1], 0, moment(1, 9), moment(1, 11), text, text, "0277 123 456", LINK),
        Halt(2, text, spots[2], 1, moment(2, 9), moment(2, 10)),
        Halt(None, "Khách sạn", spots[0], 1, arrive=moment(2, 12)),
    ]
    pairs = [(0, 0, 1), (1, 1, 2), (1, 2, 0)]
    lines = [
        Line(day, f"Đường đi {text}", [spots[here], Position(10.5, 105.75), spots[there]], 15_000, 900.0, straight)
        for day, here, there in pairs
    ]
    days = [DayName("Ngày 1", date(2026, 12, 1) if dated else None), DayName("Ngày 2", None)]
    return Itinerary(f"Hành trình: {text}", text, LINK, days, halts, lines, "© OpenStreetMap")


def checked(schema: str, document: bytes) -> etree._Element:
    root = etree.fromstring(document)
    etree.XMLSchema(etree.parse(SCHEMAS / schema)).assertValid(root)
    return root


@pytest.mark.parametrize("name", ["Làng hoa Sa Đéc", HOSTILE])
def test_gpx_is_valid_and_read_back(name: str, tmp_path: Path) -> None:
    document = gpx(tour(name))
    checked("gpx11.xsd", document)
    read = gpxpy.parse(document.decode())
    assert [len(route.points) for route in read.routes] == [2, 3]
    assert [len(track.segments) for track in read.tracks] == [1, 2]
    assert read.waypoints[1].name == f"1. {clean_text(name)}"
    assert read.waypoints[1].time == datetime(2026, 12, 1, 2, tzinfo=UTC)
    assert read.link == LINK
    file = tmp_path / "tour.gpx"
    file.write_bytes(document)
    assert len(pyogrio.read_dataframe(file, layer="waypoints")) == 4
    assert pyogrio.read_dataframe(file, layer="tracks").geometry.geom_type.tolist() == ["MultiLineString"] * 2
    assert len(pyogrio.read_dataframe(file, layer="routes")) == 2


def test_straight_lines_are_no_track() -> None:
    read = gpxpy.parse(gpx(tour(straight=True)).decode())
    assert not read.tracks
    assert [len(route.points) for route in read.routes] == [2, 3]


@pytest.mark.parametrize("name", ["Làng hoa Sa Đéc", HOSTILE])
def test_kml_is_valid_and_read_back(name: str, tmp_path: Path) -> None:
    document = kml(tour(name))
    checked("ogckml22.xsd", document)
    file = tmp_path / "tour.kml"
    file.write_bytes(document)
    layers = [layer for layer, _ in pyogrio.list_layers(file)]
    assert layers == ["Ngày 1", "Ngày 2"]
    first = pyogrio.read_dataframe(file, layer="Ngày 1")
    assert set(first.geometry.geom_type) == {"Point", "LineString"}
    assert f"1. {clean_text(name)}" in first["Name"].tolist()


def test_geojson_is_read_back(tmp_path: Path) -> None:
    import orjson

    file = tmp_path / "tour.geojson"
    file.write_bytes(orjson.dumps(geojson(tour(HOSTILE))))
    frame = pyogrio.read_dataframe(file)
    assert frame.geometry.geom_type.tolist() == ["Point"] * 4 + ["LineString"] * 3
    assert frame.geometry.iloc[1].x == pytest.approx(105.8)
    assert frame["name"].iloc[1] == clean_text(HOSTILE)


@pytest.mark.parametrize("name", ["Làng hoa Sa Đéc", HOSTILE])
def test_calendar_is_read_back_in_the_provinces_time(name: str) -> None:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    document = calendar(tour(name), now)
    events = icalendar.Calendar.from_ical(document).walk("VEVENT")
    assert len(events) == 2
    assert events[0].decoded("dtstart").utcoffset().total_seconds() == 7 * 3600
    assert events[0].decoded("dtstart").hour == 9
    assert str(events[0]["summary"]) == f"1. {clean_text(name)}"
    assert document == calendar(tour(name), now)
    assert all(len(line) <= 75 for line in document.split(b"\r\n"))
    assert b"BEGIN:VTIMEZONE" in document


def test_without_times_the_calendar_has_whole_days() -> None:
    halts = [Halt(1, "A", Position(10, 105), 0), Halt(2, "B", Position(10, 106), 0)]
    days = [DayName("Ngày 1", date(2026, 12, 1))]
    found = icalendar.Calendar.from_ical(calendar(Itinerary("T", "", LINK, days, halts, [], None), datetime.now(UTC)))
    (event,) = found.walk("VEVENT")
    assert event.decoded("dtstart") == date(2026, 12, 1)
    assert "2. B" in str(event["description"])


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_whatever_a_place_is_called_files_are_valid(name: str) -> None:
    found = tour(name)
    checked("gpx11.xsd", gpx(found))
    checked("ogckml22.xsd", kml(found))
    icalendar.Calendar.from_ical(calendar(found, datetime(2026, 1, 1, tzinfo=UTC)))


def spots(count: int) -> list[Position]:
    return [Position(10 + number / 100, 105) for number in range(count)]


@pytest.mark.parametrize(
    ("count", "waypoints", "sizes"), [(2, 9, [2]), (11, 9, [11]), (12, 9, [11, 2]), (6, 3, [5, 2])]
)
def test_a_way_is_cut_into_parts_that_join(count: int, waypoints: int, sizes: Sequence[int]) -> None:
    way = spots(count)
    found = parts(way, waypoints)
    assert [len(part) for part in found] == sizes
    assert [position for part in found for position in part[1:]] == way[1:]
    assert all(before[-1] == after[0] for before, after in pairwise(found))


def test_google_gets_its_waypoints_and_mode() -> None:
    (address,) = addresses(MapApp(app="google", waypoints=9), spots(4), Mode.MOTORBIKE, ferries=False)
    asked = parse_qs(urlsplit(address).query)
    assert asked["origin"] == ["10.000000,105.000000"]
    assert asked["waypoints"] == ["10.010000,105.000000|10.020000,105.000000"]
    assert asked["travelmode"] == ["two-wheeler"]
    assert asked["avoid"] == ["ferries"]


def test_other_apps_get_a_leg_each_and_nothing_of_a_single_place() -> None:
    assert len(addresses(MapApp(app="apple", waypoints=0), spots(4), Mode.CAR, ferries=True)) == 3
    assert addresses(MapApp(app="osm", waypoints=0), spots(1), Mode.FOOT, ferries=True) == []
    again = [*spots(2), *spots(2)[1:]]
    assert len(addresses(MapApp(app="osm", waypoints=0), again, Mode.FOOT, ferries=True)) == 1


def test_a_way_is_told_apart_by_its_ferries() -> None:
    spots = [Position(10.0, 105.0 + at / 10) for at in range(7)]
    ferries = (Ferry("Phà", 1, 1, 0, 1), Ferry(None, 1, 1, 3, 5))
    line = Line(0, "Đường đi", spots, 6, 6, is_straight=False, ferries=ferries)
    parts = [(kind, spots.index(part[0]), spots.index(part[-1])) for kind, part in line.stretches]
    assert parts == [("ferry", 0, 1), ("road", 1, 3), ("ferry", 3, 5), ("road", 5, 6)]
    straight = Line(0, "Đường chim bay", spots[:2], 6, None, is_straight=True)
    assert [kind for kind, _ in straight.stretches] == ["straight"]
