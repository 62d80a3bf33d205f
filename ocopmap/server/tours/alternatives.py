"""What could be visited instead of a stop that is closed on its day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.neighbours import Spot, nearest_sites
from ocopmap.layers.reading import reading
from ocopmap.layers.stopovers import stopovers
from ocopmap.server.addresses import record_address
from ocopmap.server.context import Context
from ocopmap.server.tours.answers import AlternativeAnswer, SuggestionAnswer, Told
from ocopmap.server.tours.planning import PlannedTour, router_beside
from ocopmap.server.wording import Wording
from ocopmap.touring.detours import Near, nearest
from ocopmap.touring.notes import Note, Reason, Remark
from ocopmap.touring.opening import Known, KnownOpening
from ocopmap.touring.routing.straight import StraightRouter
from ocopmap.touring.tour import minutes_of
from ocopmap.touring.travel import Position, RouterDownError

_GIVEN: Final = 3
_LOOKED_AT: Final = 20
_ASKED: Final = 7
"""Of the router for one stop: with the stop one small matrix."""
_MOST_CLOSED: Final = 12
"""Where more are closed the day is wrong, not the stops; and each asks the router."""
_MOST_S: Final = 45 * 60
_MOST_STRAIGHT_M: Final = 20_000
"""Farther, by road or where there is none in a straight line, is no visit in the stop's stead."""
_CLOSED: Final = frozenset({Reason.CLOSED, Reason.CLOSES})


def alternatives(shared: Context, found: PlannedTour, words: Wording) -> list[AlternativeAnswer]:
    """Return for each stop that is closed on its day the nearest places like it that are open, or may be."""
    closed = _closed(found)
    if not closed or found.tour.date is None:
        return []
    search = _Search(shared, found, words, found.tour.date)
    with reading(shared.engine) as connection:
        candidates = {stop: search.candidates(connection, stop) for stop in closed}
    answers = [AlternativeAnswer(stop=stop, suggestions=search.instead_of(stop, candidates[stop])) for stop in closed]
    return [each for each in answers if each.suggestions]


def _closed(found: PlannedTour) -> list[int]:
    """Return the first stops that are closed: left out, or only noted where no time is known."""
    stops = len(found.tour.stops)
    left = [each.place for each in found.plan.unfit if each.reason.code in _CLOSED and each.place < stops]
    visits = [visit for day in found.plan.table.days for visit in day.visits]
    noted = [visit.stop for visit in visits if any(note.code == Remark.CLOSED for note in visit.notes)]
    return sorted([*left, *noted])[:_MOST_CLOSED]


@dataclass(frozen=True)
class _Candidate:
    """A record of the stop's layer that is open when the stop is not, or whose hours are not known."""

    row: Mapping[str, Any]
    layer: Layer
    is_known: bool

    @property
    def position(self) -> Position:
        return Position(self.row["latitude"], self.row["longitude"])


class _Search:
    """Looks for open places of the same layer, by the time that one needs to them."""

    def __init__(self, shared: Context, found: PlannedTour, words: Wording, day: date) -> None:
        self._shared, self._found, self._words, self._day = shared, found, words, day
        self._router = router_beside(shared, found)

    def candidates(self, connection: Connection, stop: int) -> list[_Candidate]:
        record = self._found.record(self._found.tour.stops[stop])
        if record is None or record.latitude is None or record.longitude is None or record.layer is Layer.PRODUCT:
            return []
        spot = Spot(record.latitude, record.longitude)
        near = nearest_sites(connection, spot, [record.layer], _LOOKED_AT, but=record.id).get(record.layer, [])
        others = [row for row in near if row["id"] not in self._found.records]
        hours = {key: each.opening_hours for key, each in stopovers(connection, [row["id"] for row in others]).items()}
        minutes = self._found.visits[stop]
        is_open = [row for row in others if self._opens(hours.get(row["id"]), minutes)]
        return [_Candidate(row, record.layer, bool(hours.get(row["id"]))) for row in is_open[:_ASKED]]

    def instead_of(self, stop: int, candidates: Sequence[_Candidate]) -> list[SuggestionAnswer]:
        here = self._found.position(self._found.tour.stops[stop])
        if here is None or not candidates:
            return []
        near = [each for each in self._near(here, [each.position for each in candidates]) if _is_near(each)]
        return [self._told(candidates[each.place], each) for each in near[:_GIVEN]]

    def _near(self, here: Position, places: Sequence[Position]) -> list[Near]:
        tour = self._found.tour
        try:
            return nearest(self._router, here, places, tour.mode, avoid_ferries=not tour.ferries)
        except RouterDownError:
            self._router = StraightRouter()
            return nearest(self._router, here, places, tour.mode, avoid_ferries=not tour.ferries)

    def _opens(self, hours: str | None, minutes: int) -> bool:
        opening = KnownOpening({0: Known(hours)}, self._shared.holidays)
        tour = self._found.tour
        begins = opening.admits(0, self._day, minutes_of(tour.day_start), minutes)
        return not isinstance(begins, Note) and begins + minutes <= minutes_of(tour.day_end)

    def _told(self, found: _Candidate, near: Near) -> SuggestionAnswer:
        code = "open_near" if found.is_known else "perhaps_open_near"
        row = found.row
        return SuggestionAnswer(
            key=row["id"],
            name=row["name"],
            layer=found.layer,
            href=record_address(self._words.locale, found.layer, row["id"], row["name"]),
            latitude=row["latitude"],
            longitude=row["longitude"],
            meters=round(near.meters),
            seconds=near.seconds,
            after=None,
            reason=Told(code=code, message=self._words.t(f"tour.reason.{code}", way=self._way(near))),
        )

    def _way(self, near: Near) -> str:
        distance = self._words.distance(near.meters)
        if near.seconds is None:
            return self._words.t("tour.straight", length=distance)
        return self._words.t("tour.reason.by_road", time=self._words.duration(near.seconds), distance=distance)


def _is_near(near: Near) -> bool:
    return near.meters <= _MOST_STRAIGHT_M if near.seconds is None else near.seconds <= _MOST_S
