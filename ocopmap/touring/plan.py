"""A tour planned: which stops in which order, along which ways, on which days, and what does not fit."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import isfinite
from typing import Final, Literal

from ocopmap.touring.notes import Note, Notice, Reason, Unfit
from ocopmap.touring.order import best_order
from ocopmap.touring.routing.straight import StraightRouter
from ocopmap.touring.timetable import (
    Frame,
    Opening,
    Timetable,
    Trip,
    timetable,
    untimed,
)
from ocopmap.touring.tour import Tour, minutes_of
from ocopmap.touring.travel import Leg, Position, Router, RouterDownError
from ocopmap.touring.ways import Ways

Timing = Literal["road", "estimated", "none"]
_MOST_CORRECTIONS: Final = 60
"""Ways that turn out not to be there, one after another."""


@dataclass(frozen=True)
class Stopping:
    """The places of a tour as found: positions by place, stops first, then its start and end.

    None for a place whose position is not known.
    """

    stops: Sequence[Position | None]
    visits: Sequence[int]
    """Minutes at each stop."""
    opening: Opening
    start: Position | None = None
    end: Position | None = None


@dataclass(frozen=True)
class Way:
    """A leg between two places of the tour."""

    here: int
    there: int
    leg: Leg


@dataclass(frozen=True)
class Compared:
    """What putting in order saves; seconds are None for straight lines."""

    given_meters: float
    ordered_meters: float
    given_seconds: float | None
    ordered_seconds: float | None


@dataclass(frozen=True)
class Plan:
    """The plan of a tour. Places count the stops as they were given; ``start`` and ``end`` come after them."""

    timing: Timing
    table: Timetable
    ways: Sequence[Way]
    unfit: Sequence[Unfit]
    start: int | None
    end: int | None
    compared: Compared | None = None
    notices: Sequence[Note] = field(default_factory=list)

    def day_of(self, way: Way) -> int:
        """Return the index of the day on which a way is gone: that of the stop it leads to."""
        days = self.table.days
        held = (index for index, day in enumerate(days) if any(visit.stop == way.there for visit in day.visits))
        return next(held, len(days) - 1)

    @property
    def is_router_down(self) -> bool:
        """Whether its lines are straight because the router did not answer, not for want of a network."""
        return any(note.code == Notice.ROUTER_DOWN for note in self.notices)

    @property
    def way(self) -> list[int]:
        """The places in the order in which they are gone to; nothing where no stop fits."""
        return [self.ways[0].here, *(way.there for way in self.ways)] if self.ways else self.table.order


def make_plan(tour: Tour, stopping: Stopping, router: Router, language: str) -> Plan:
    """Return the plan of a tour; where the router fails, that of straight lines, which says so."""
    try:
        return _Planner(tour, stopping, router, language).plan()
    except RouterDownError:
        plan = _Planner(tour, stopping, StraightRouter(), language).plan()
        return replace(plan, notices=[Note(Notice.ROUTER_DOWN), *plan.notices])


class _Planner:
    """Puts the parts of a plan together, for one tour and one router."""

    def __init__(self, tour: Tour, stopping: Stopping, router: Router, language: str) -> None:
        self._tour, self._stopping = tour, stopping
        stops = len(stopping.stops)
        places = [*stopping.stops, stopping.start, stopping.start if tour.round_trip else stopping.end]
        self._at = [index for index, place in enumerate(places) if place is not None]
        """Which places the router knows; its rows are their indices here."""
        self._row = {place: row for row, place in enumerate(self._at)}
        self._ways = Ways(
            router,
            [place for place in places if place is not None],
            tour.mode,
            avoid_ferries=not tour.ferries,
            language=language,
        )
        self._start = stops if stops in self._row else None
        self._end = stops + 1 if stops + 1 in self._row else None
        self._unfit: list[Unfit] = []

    @property
    def _timing(self) -> Timing:
        if self._ways.follows_roads:
            return "road"
        return "estimated" if self._tour.speed_kmh else "none"

    def plan(self) -> Plan:
        """Return the plan.

        Raises:
            RouterDownError: the router does not answer, or says one thing and then another.
        """
        for _ in range(_MOST_CORRECTIONS):
            reachable = self._reachable()
            order = self._ordered(reachable)
            scheduled = self._scheduled(order)
            if scheduled is not None:
                table, ways = scheduled
                unfit = [*self._unfit, *table.unfit]
                compared = self._compared(reachable, order)
                return Plan(self._timing, table, ways, unfit, self._start, self._end, compared)
        raise RouterDownError

    def _reachable(self) -> list[int]:
        """Return the stops that can be driven to; the others are noted as unfit, start and end are given up."""
        off = {self._at[row] for row in self._ways.off_road()}
        self._unfit = [Unfit(place, Note(Reason.OFF_ROAD)) for place in sorted(off)]
        self._start = None if self._start in off else self._start
        self._end = None if self._end in off else self._end
        stops = [place for place in self._at if place < len(self._stopping.stops) and place not in off]
        ends = [place for place in (self._end,) if place is not None]
        anchor = None if self._start is None else self._row[self._start]
        cut = {self._at[row] for row in self._ways.cut_off([self._row[place] for place in [*stops, *ends]], anchor)}
        self._unfit += [Unfit(place, Note(Reason.NO_WAY)) for place in sorted(cut)]
        self._end = None if self._end in cut else self._end
        return [stop for stop in stops if stop not in cut]

    def _ordered(self, stops: Sequence[int]) -> list[int]:
        if self._tour.order == "given":
            return list(stops)
        locked = {self._row[stop] for stop in stops if self._tour.stops[stop].locked}
        rows = [self._row[stop] for stop in stops]
        ends = [None if place is None else self._row[place] for place in (self._start, self._end)]
        return [self._at[row] for row in best_order(self._ways.costs, rows, locked, *ends)]

    def _scheduled(self, order: Sequence[int]) -> tuple[Timetable, list[Way]] | None:
        """Return the timetable and its ways: what does not fit is left out until all that is left does.

        None when a way is not there after all.
        """
        unfit: list[Unfit] = []
        while True:
            table = self._table(order)
            unfit += table.unfit
            way = self._way(table.order)
            legs = self._ways.along([self._row[place] for place in way])
            if legs is None:
                return None
            again = self._table(table.order)
            unfit += again.unfit
            if not again.unfit:
                pairs = zip(pairwise(way), legs, strict=True)
                return replace(again, unfit=unfit), [Way(here, there, leg) for (here, there), leg in pairs]
            order = again.order

    def _way(self, order: Sequence[int]) -> list[int]:
        if not order:
            return []
        ends = [[] if place is None else [place] for place in (self._start, self._end)]
        return [*ends[0], *order, *ends[1]]

    def _table(self, order: Sequence[int]) -> Timetable:
        frame = _frame(self._tour)
        if self._timing == "none":
            return untimed(order, self._stopping.opening, frame, self._stopping.visits)
        trip = Trip(frame, self._stopping.visits, self._stopping.opening, self._minutes, self._start, self._end)
        return timetable(trip, order)

    def _minutes(self, here: int, there: int) -> float:
        rows = self._row[here], self._row[there]
        if self._ways.follows_roads:
            return self._ways.seconds(*rows) / 60
        return self._ways.length(*rows) / 1000 / (self._tour.speed_kmh or 1) * 60

    def _compared(self, given: Sequence[int], ordered: Sequence[int]) -> Compared | None:
        if self._tour.order == "given":
            return None
        ways = [[self._row[place] for place in self._way(order)] for order in (given, ordered)]
        meters = [sum(self._ways.length(*pair) for pair in pairwise(way)) for way in ways]
        seconds = [sum(self._ways.seconds(*pair) for pair in pairwise(way)) for way in ways]
        is_timed = self._ways.follows_roads and isfinite(sum(seconds))
        return Compared(meters[0], meters[1], *(seconds if is_timed else (None, None)))


def _frame(tour: Tour) -> Frame:
    begin, lunch = minutes_of(tour.day_start), None
    if tour.lunch and tour.lunch.minutes:
        noon = minutes_of(tour.lunch.start)
        # Whoever sets out when lunch is over has had it.
        lunch = (noon, tour.lunch.minutes) if begin < noon + tour.lunch.minutes else None
    return Frame(begin, minutes_of(tour.day_end), lunch, tour.days, tour.date)
