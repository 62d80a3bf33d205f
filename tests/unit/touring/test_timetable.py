"""The timetable: arriving, waiting, lunch, closing, days that follow, and what does not fit."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocopmap.settings import PROJECT_ROOT
from ocopmap.touring.notes import Note, Reason, Remark
from ocopmap.touring.opening import Known, KnownOpening, open_spans
from ocopmap.touring.rules import Holidays, read_rules
from ocopmap.touring.timetable import Frame, Meal, Timetable, Trip, timetable, untimed

HOLIDAYS = read_rules(PROJECT_ROOT / "geodata" / "rules" / "holidays.yaml", Holidays)
TUESDAY = date(2026, 12, 1)
MONDAY = date(2026, 12, 7)
TET = date(2026, 2, 17)


def minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def planned(
    visits: Sequence[int],
    *,
    hours: Mapping[int, str] | None = None,
    way: float = 30,
    days: int = 1,
    end: int | None = None,
    start: int | None = None,
    lunch: tuple[int, int] | None = None,
    day: date | None = TUESDAY,
) -> Timetable:
    """Plan stops half an hour apart, from half past seven to half past five."""
    known = {stop: Known((hours or {}).get(stop)) for stop in range(len(visits))}
    frame = Frame(minute("07:30"), minute("17:30"), lunch, days, day)
    trip = Trip(frame, visits, KnownOpening(known, HOLIDAYS), lambda _, __: way, start, end)
    return timetable(trip, range(len(visits)))


def test_one_stop_after_another() -> None:
    day = planned([60, 90]).days[0]
    assert [(visit.arrive, visit.leave) for visit in day.visits] == [
        (minute("07:30"), minute("08:30")),
        (minute("09:00"), minute("10:30")),
    ]
    assert day.end == minute("10:30")


def test_waiting_for_a_door_that_opens_later() -> None:
    visit = planned([60], hours={0: "09:00-17:00"}).days[0].visits[0]
    assert (visit.arrive, visit.wait, visit.leave) == (minute("07:30"), 90, minute("10:00"))


def test_lunch_is_taken_between_visits_once() -> None:
    day = planned([250, 60, 60], lunch=(minute("11:30"), 60)).days[0]
    assert day.lunch == Meal(minute("11:40"), minute("12:40"), 0)
    assert day.visits[1].arrive == minute("13:10")


def test_lunch_waits_where_the_stop_would_close() -> None:
    day = planned([230, 30, 30], hours={1: "08:00-12:30"}, lunch=(minute("11:00"), 60)).days[0]
    assert day.visits[1].arrive == minute("11:50")
    assert day.lunch == Meal(minute("12:20"), minute("13:20"), 1)


def test_no_lunch_when_nothing_comes_after() -> None:
    assert planned([300], lunch=(minute("11:30"), 60)).days[0].lunch is None


@pytest.mark.parametrize(
    ("hours", "day", "reason"),
    [
        ("Tu-Su 08:00-17:00", MONDAY, Reason.CLOSED),
        ("04:00-08:00", TUESDAY, Reason.CLOSES),
        ("08:00-17:00; PH off", TET, Reason.CLOSED),
    ],
)
def test_closed_stops_are_left_out_and_the_rest_is_visited(hours: str, day: date, reason: Reason) -> None:
    table = planned([60, 60, 60], hours={1: hours}, day=day)
    assert [(each.place, each.reason.code) for each in table.unfit] == [(1, reason)]
    assert table.order == [0, 2]


def test_a_place_that_is_closed_today_is_visited_tomorrow_where_the_tour_goes_on() -> None:
    table = planned([60, 60], hours={1: "Tu-Su 08:00-17:00"}, day=MONDAY, days=2)
    assert [[visit.stop for visit in day.visits] for day in table.days] == [[0], [1]]
    assert table.days[1].visits[0].begin == minute("08:00")


def test_what_one_day_does_not_hold_begins_the_next() -> None:
    table = planned([240, 240, 240], days=3)
    assert [[visit.stop for visit in day.visits] for day in table.days] == [[0, 1], [2]]
    assert [day.date for day in table.days] == [TUESDAY, date(2026, 12, 2)]
    assert table.days[1].visits[0].arrive == minute("08:00")


def test_what_no_day_is_left_for_is_told_with_the_minutes_that_lack() -> None:
    unfit = planned([240, 240, 240]).unfit
    assert [(each.place, each.reason.code, each.reason.shown) for each in unfit] == [
        (2, Reason.NO_TIME, {"minutes": 180})
    ]


def test_a_way_longer_than_a_day_is_too_long() -> None:
    table = planned([30, 30], way=700, start=2, days=3)
    assert [each.reason.code for each in table.unfit] == [Reason.TOO_LONG, Reason.TOO_LONG]


def test_the_last_day_leaves_time_to_get_home() -> None:
    table = planned([240, 240, 60], start=3, end=3)
    assert table.order == [0, 1][: len(table.order)]
    assert table.home is not None
    assert table.home <= minute("17:30")


def test_home_is_reached_on_a_further_day_where_there_is_one() -> None:
    table = planned([570], start=1, end=1, days=2)
    assert [len(day.visits) for day in table.days] == [1, 0]
    assert table.home == minute("08:00")


def test_without_times_only_the_order_and_what_is_closed_all_day() -> None:
    opening = KnownOpening({0: Known("Tu-Su 08:00-17:00"), 1: Known()}, HOLIDAYS)
    frame = Frame(minute("07:30"), minute("17:30"), None, 1, MONDAY)
    first, second = untimed([0, 1], opening, frame, [60, 60]).days[0].visits
    assert (first.arrive, first.leave) == (None, None)
    assert first.notes[0].code is Remark.CLOSED
    assert second.notes == [Note(Remark.HOURS_UNKNOWN)]


def test_hours_across_midnight_and_perhaps() -> None:
    assert open_spans("18:00-02:00", TUESDAY) == ((0, 120), (minute("18:00"), 1440))
    assert open_spans('08:00-17:00 unknown "hỏi trước"', TUESDAY) == ((minute("08:00"), minute("17:00")),)
    opening = KnownOpening({0: Known('08:00-17:00 unknown "hỏi trước"')}, HOLIDAYS)
    assert [note.code for note in opening.notes(0, TUESDAY)] == [Remark.HOURS_UNCERTAIN]


def test_seasons_and_holidays_are_told() -> None:
    opening = KnownOpening({0: Known("24/7", months=(5, 6))}, HOLIDAYS)
    assert [note.code for note in opening.notes(0, TET)] == [Remark.HOLIDAY, Remark.OUT_OF_SEASON]


@pytest.mark.parametrize("day", ["2026-02-16", "2026-02-20", "2026-04-26", "2027-01-01", "2026-09-02", "2030-02-02"])
def test_public_holidays(day: str) -> None:
    assert HOLIDAYS.name_of(date.fromisoformat(day))
    assert HOLIDAYS.name_of(date(2026, 3, 3)) is None


@given(
    visits=st.lists(st.integers(0, 400), min_size=1, max_size=10),
    way=st.floats(0, 400),
    days=st.integers(1, 4),
    shut=st.sets(st.integers(0, 9)),
    returns=st.booleans(),
)
def test_every_stop_is_visited_once_or_told_unfit_and_the_clock_never_goes_back(
    visits: list[int], way: float, days: int, shut: set[int], returns: bool
) -> None:
    home = len(visits) if returns else None
    hours = dict.fromkeys(shut, "Mo 08:00-12:00")
    table = planned(visits, hours=hours, way=way, days=days, start=home, end=home, lunch=(minute("11:30"), 60))
    assert sorted([*table.order, *(each.place for each in table.unfit)]) == list(range(len(visits)))
    assert len(table.days) <= days
    for day in table.days:
        moments = [moment for visit in day.visits for moment in (visit.arrive, visit.ready, visit.begin, visit.leave)]
        assert moments == sorted(moments, key=lambda moment: moment or 0)
        assert all(moment is not None and moment <= minute("17:30") for moment in moments)
    if table.order and table.home is not None and way < 300:
        assert table.home <= minute("17:30")
