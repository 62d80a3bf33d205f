"""The timetable of a tour: when one arrives, waits, visits, eats and leaves; what does not fit, and why.

Times are minutes since the midnight that a day begins with.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Final, Protocol

from ocopmap.touring.notes import Note, Reason, Remark, Unfit

Minute = int
_ROUNDING: Final = 1e-6


@dataclass(frozen=True)
class Visit:
    """A stop as it comes to pass; without times where the ways have none."""

    stop: int
    arrive: Minute | None
    ready: Minute | None
    """After lunch, if it is taken on arriving."""
    begin: Minute | None
    leave: Minute | None
    notes: Sequence[Note] = ()

    @property
    def wait(self) -> Minute:
        """Minutes between arriving and beginning that are not lunch."""
        return 0 if self.begin is None or self.ready is None else self.begin - self.ready


@dataclass(frozen=True)
class Meal:
    """The break at noon."""

    begin: Minute
    end: Minute
    at: int | None
    """The stop where it is taken; None before the first."""


@dataclass(frozen=True)
class Day:
    """One day of the tour."""

    date: date | None
    begin: Minute | None
    end: Minute | None
    visits: Sequence[Visit]
    lunch: Meal | None = None


@dataclass(frozen=True)
class Frame:
    """What every day of a tour is held by."""

    begin: Minute
    end: Minute
    lunch: tuple[Minute, Minute] | None
    """From when, and how long."""
    days: int
    date: date | None


class Opening(Protocol):
    """When stops can be visited."""

    def admits(self, stop: int, day: date | None, arrive: Minute, minutes: int) -> "Minute | Note":
        """Return when a visit of so many minutes can begin at the earliest, or why it cannot that day."""
        ...

    def notes(self, stop: int, day: date | None) -> Sequence[Note]:
        """Return what is to be known of a visit that day."""
        ...


@dataclass(frozen=True)
class Trip:
    """What a timetable is made of."""

    frame: Frame
    visits: Sequence[int]
    """Minutes of each stop's visit."""
    opening: Opening
    travel: Callable[[int, int], float]
    """Minutes of the way between two places."""
    start: int | None
    end: int | None


@dataclass(frozen=True)
class Timetable:
    """The days of a tour and what they could not hold."""

    days: Sequence[Day]
    unfit: Sequence[Unfit]
    home: Minute | None
    """When the end of the tour is reached on its last day."""

    @property
    def order(self) -> list[int]:
        """The stops that are visited, in their order."""
        return [visit.stop for day in self.days for visit in day.visits]


def timetable(trip: Trip, order: Sequence[int]) -> Timetable:
    """Return the days that hold the stops in their order.

    A stop that does not fit a day begins the next; one that no day holds is left out, with the reason.
    """
    clockwork = _Clockwork(trip)
    for stop in order:
        clockwork.place(stop)
    return clockwork.ended()


def untimed(order: Sequence[int], opening: Opening, frame: Frame, visits: Sequence[int]) -> Timetable:
    """Return the stops in their order where ways have no time; what is closed on the day is noted."""
    shown = []
    for stop in order:
        judged = opening.admits(stop, frame.date, frame.begin, visits[stop])
        closed = [Note(Remark.CLOSED)] if isinstance(judged, Note) and judged.code == Reason.CLOSED else []
        shown.append(Visit(stop, None, None, None, None, [*closed, *opening.notes(stop, frame.date)]))
    return Timetable([Day(frame.date, None, None, shown)], [], None)


@dataclass(frozen=True)
class _Now:
    """A moment of a day: the clock, where one is, the meal that was taken."""

    clock: Minute
    at: int | None
    lunch: Meal | None = None


class _Clockwork:
    """Goes through the stops one by one."""

    def __init__(self, trip: Trip) -> None:
        self._trip = trip
        self._frame = trip.frame
        self._days: list[list[Visit]] = [[]]
        self._ends: list[_Now] = []
        self._unfit: list[Unfit] = []
        self._now = _Now(self._frame.begin, trip.start)

    def place(self, stop: int) -> None:
        """Visit a stop today, else as the first of the next day, else not at all."""
        now, outcome = self._tried(stop, self._now, len(self._days))
        if isinstance(outcome, Note) and self._days[-1] and len(self._days) < self._frame.days:
            morning, tomorrow = self._tried(stop, _Now(self._frame.begin, self._now.at), len(self._days) + 1)
            if isinstance(tomorrow, Visit):
                self._next_day()
                now, outcome = morning, tomorrow
        if isinstance(outcome, Note):
            self._unfit.append(Unfit(stop, outcome))
        else:
            self._days[-1].append(outcome)
            self._now = now

    def ended(self) -> Timetable:
        """Go to the end of the tour and return what came to pass."""
        home = self._home()
        self._ends.append(self._now)
        days = [self._day(at, home if at == len(self._days) - 1 else None) for at in range(len(self._days))]
        return Timetable(days, self._unfit, home)

    def _home(self) -> Minute | None:
        """Return when the end is reached, on a further day if there is one and it must be."""
        if self._trip.end is None or not (self._days[-1] or self._trip.start is not None):
            return None
        way = self._way(self._now.at, self._trip.end)
        if self._now.clock + way > self._frame.end and len(self._days) < self._frame.days:
            self._next_day()
        eaten = self._eaten(self._now)
        if eaten.clock + way <= self._frame.end:
            self._now = eaten
        return self._now.clock + way

    def _next_day(self) -> None:
        self._ends.append(self._now)
        self._days.append([])
        self._now = _Now(self._frame.begin, self._now.at)

    def _tried(self, stop: int, now: _Now, day: int) -> tuple[_Now, Visit | Note]:
        """Return a visit after lunch if lunch is due, before it if only so the visit can be."""
        leaving = self._eaten(now)
        arrived = self._arrived(leaving, stop)
        first = self._visited(self._eaten(arrived), arrived.clock, day)
        if isinstance(first[1], Visit):
            return first
        hungry = self._arrived(now, stop)
        second = self._visited(hungry, hungry.clock, day)
        return second if isinstance(second[1], Visit) else first

    def _arrived(self, now: _Now, stop: int) -> _Now:
        return _Now(now.clock + self._way(now.at, stop), stop, now.lunch)

    def _eaten(self, now: _Now) -> _Now:
        """Return the moment after lunch where it is due, else the moment itself."""
        if self._frame.lunch is None or now.lunch or now.clock < self._frame.lunch[0]:
            return now
        meal = Meal(now.clock, now.clock + self._frame.lunch[1], now.at)
        return _Now(meal.end, now.at, meal)

    def _visited(self, now: _Now, arrive: Minute, day: int) -> tuple[_Now, Visit | Note]:
        """Return a visit of the place where one is, and the moment after it, or why it cannot be on that day."""
        stop = now.at
        if stop is None:
            raise ValueError("a visit needs a place")
        minutes, date_ = self._trip.visits[stop], self._date(day)
        begin = self._trip.opening.admits(stop, date_, now.clock, minutes)
        if isinstance(begin, Note):
            return now, begin
        over = begin + minutes + self._way_home(stop, day) - self._frame.end
        if over > 0:
            alone = begin - now.clock + minutes + (arrive - self._frame.begin) > self._frame.end - self._frame.begin
            return now, Note(Reason.TOO_LONG if alone and not self._days[-1] else Reason.NO_TIME, {"minutes": over})
        visit = Visit(stop, arrive, now.clock, begin, begin + minutes, self._trip.opening.notes(stop, date_))
        return _Now(begin + minutes, stop, now.lunch), visit

    def _way_home(self, stop: int, day: int) -> Minute:
        """Return the minutes that must be left for the way to the end: on the last day that there may be."""
        if self._trip.end is None or day < self._frame.days:
            return 0
        return self._way(stop, self._trip.end)

    def _way(self, here: int | None, there: int) -> Minute:
        return 0 if here is None else ceil(self._trip.travel(here, there) - _ROUNDING)

    def _date(self, day: int) -> date | None:
        return self._frame.date and self._frame.date + timedelta(days=day - 1)

    def _day(self, at: int, home: Minute | None) -> Day:
        last = self._ends[at]
        lunch = last.lunch
        if lunch and home is None and self._days[at] and lunch.begin >= (self._days[at][-1].leave or 0):
            lunch = None
        visits = self._days[at]
        end = home if home is not None else max([visit.leave or 0 for visit in visits], default=self._frame.begin)
        return Day(self._date(at + 1), self._frame.begin, end, visits, lunch)
