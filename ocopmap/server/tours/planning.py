"""From a tour asked for to its plan: the records of its stops looked up, the router asked, everything told in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any, Final

from fastapi import HTTPException

from ocopmap.catalogue.places import Layer, Precision
from ocopmap.layers.filters import FilterError
from ocopmap.layers.reading import reading
from ocopmap.layers.stopovers import Stopover, stopovers
from ocopmap.server.context import Context
from ocopmap.server.messages import Locale
from ocopmap.server.tours.travelling import roads
from ocopmap.touring.opening import Known, KnownOpening
from ocopmap.touring.plan import Plan, Stopping, make_plan
from ocopmap.touring.routing.straight import StraightRouter
from ocopmap.touring.rules import POINT, MapApp, TouringRules
from ocopmap.touring.tour import Place, Tour
from ocopmap.touring.travel import Position, Router

_AT_ONCE: Final = BoundedSemaphore(4)
"""Plans made at once: each may keep a router and a processor busy for a second."""
_PATIENCE_S: Final = 4
_ROUGH: Final = frozenset({Precision.LEGACY_COMMUNE, Precision.COMMUNE, Precision.DISTRICT})


@dataclass(frozen=True)
class PlannedTour:
    """A tour, the records that it names, and its plan."""

    tour: Tour
    records: Mapping[str, Stopover]
    visits: Sequence[int]
    plan: Plan
    apps: Sequence[MapApp]
    """What people may open it in."""
    roads: Mapping[str, Any]
    """What is known of the road network."""

    def record(self, place: Place | None) -> Stopover | None:
        """Return the record of a place; None for a point, and for what is not published any more."""
        return self.records.get(place.key) if place and place.key else None

    def position(self, place: Place) -> Position | None:
        """Return where a place is, None where that is not known."""
        return _position(place, self.records)


def planned(shared: Context, tour: Tour, locale: Locale) -> PlannedTour:
    """Return the plan of a tour.

    Raises:
        FilterError: it has no stop.
        HTTPException: 503 when too many are asked for just now.
    """
    if not tour.stops:
        raise FilterError.of("stops", "problem.tour_empty")
    places = [place for place in (*tour.stops, tour.start, tour.end) if place]
    with reading(shared.engine, tour.date) as connection:
        records = stopovers(connection, [place.key for place in places if place.key])
    visits = [_minutes(shared.touring, stop.visit_minutes, records.get(stop.key or "")) for stop in tour.stops]
    known = {index: _known(records.get(stop.key or "")) for index, stop in enumerate(tour.stops)}
    stopping = Stopping(
        [_position(stop, records) for stop in tour.stops],
        visits,
        KnownOpening(known, shared.holidays),
        _position(tour.start, records),
        _position(tour.end, records),
    )
    if not _AT_ONCE.acquire(timeout=_PATIENCE_S):
        raise HTTPException(503, headers={"Retry-After": "5"})
    try:
        plan = make_plan(tour, stopping, shared.router, locale)
    finally:
        _AT_ONCE.release()
    return PlannedTour(tour, records, visits, plan, shared.touring.map_apps, roads(shared.settings))


def router_beside(shared: Context, found: PlannedTour) -> Router:
    """Return the router for what is asked beside a plan: one that was down is not waited for again."""
    return StraightRouter() if found.plan.is_router_down else shared.router


def _minutes(rules: TouringRules, asked: int | None, record: Stopover | None) -> int:
    if asked is not None:
        return asked
    if record and record.visit_minutes:
        return record.visit_minutes
    return rules.visit_minutes[record.layer if record else POINT]


def _known(record: Stopover | None) -> Known:
    if record is None:
        return Known(is_judged=False)
    if record.layer in (Layer.ZONE, Layer.COMMUNE):
        return Known(months=record.season_months, is_judged=False)
    return Known(record.opening_hours, record.season_months, record.precision in _ROUGH)


def _position(place: Place | None, records: Mapping[str, Stopover]) -> Position | None:
    if place is None:
        return None
    if place.position:
        return place.position
    record = records.get(place.key or "")
    if record is None or record.latitude is None or record.longitude is None:
        return None
    return Position(record.latitude, record.longitude)
