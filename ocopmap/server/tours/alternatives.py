"""What could be visited instead of a stop that is closed on its day."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.neighbours import Spot, nearest_sites
from ocopmap.layers.reading import reading
from ocopmap.layers.stopovers import Stopover, stopovers
from ocopmap.server.addresses import record_address
from ocopmap.server.context import Context
from ocopmap.server.tours.answers import AlternativeAnswer, SuggestionAnswer, Told
from ocopmap.server.tours.planning import PlannedTour
from ocopmap.server.wording import Wording
from ocopmap.touring.notes import Note, Reason
from ocopmap.touring.opening import Known, KnownOpening
from ocopmap.touring.tour import minutes_of

_GIVEN: Final = 3
_LOOKED_AT: Final = 12
_CLOSED: Final = frozenset({Reason.CLOSED, Reason.CLOSES})


def alternatives(shared: Context, found: PlannedTour, words: Wording) -> list[AlternativeAnswer]:
    """Return for each stop that is closed on its day the nearest places like it that are open, or may be."""
    stops = len(found.tour.stops)
    closed = [each.place for each in found.plan.unfit if each.reason.code in _CLOSED and each.place < stops]
    if not closed or found.tour.date is None:
        return []
    search = _Search(shared, found, words, found.tour.date)
    with reading(shared.engine) as connection:
        answers = [AlternativeAnswer(stop=stop, suggestions=search.instead_of(connection, stop)) for stop in closed]
    return [each for each in answers if each.suggestions]


class _Search:
    """Looks for open places of the same layer, those of the same kind first."""

    def __init__(self, shared: Context, found: PlannedTour, words: Wording, day: date) -> None:
        self._shared, self._found, self._words, self._day = shared, found, words, day

    def instead_of(self, connection: Connection, stop: int) -> list[SuggestionAnswer]:
        record = self._found.record(self._found.tour.stops[stop])
        if record is None or record.latitude is None or record.longitude is None or record.layer is Layer.PRODUCT:
            return []
        rows = self._near(connection, record, Spot(record.latitude, record.longitude))
        hours = {key: each.opening_hours for key, each in stopovers(connection, [row["id"] for row in rows]).items()}
        minutes = self._found.visits[stop]
        is_open = [row for row in rows if self._opens(hours.get(row["id"]), minutes)]
        return [self._told(row, record.layer, is_known=bool(hours.get(row["id"]))) for row in is_open[:_GIVEN]]

    def _near(self, connection: Connection, record: Stopover, spot: Spot) -> list[dict[str, Any]]:
        near = nearest_sites(connection, spot, [record.layer], _LOOKED_AT, but=record.id).get(record.layer, [])
        others = [row for row in near if row["id"] not in self._found.records]
        return sorted(others, key=lambda row: (row["kind"] != record.kind, row["distance_m"]))

    def _opens(self, hours: str | None, minutes: int) -> bool:
        opening = KnownOpening({0: Known(hours)}, self._shared.holidays)
        tour = self._found.tour
        begins = opening.admits(0, self._day, minutes_of(tour.day_start), minutes)
        return not isinstance(begins, Note) and begins + minutes <= minutes_of(tour.day_end)

    def _told(self, row: Mapping[str, Any], layer: Layer, *, is_known: bool) -> SuggestionAnswer:
        code = "open_near" if is_known else "perhaps_open_near"
        distance = self._words.distance(row["distance_m"])
        return SuggestionAnswer(
            key=row["id"],
            name=row["name"],
            layer=layer,
            href=record_address(self._words.locale, layer, row["id"], row["name"]),
            latitude=row["latitude"],
            longitude=row["longitude"],
            meters=row["distance_m"],
            seconds=None,
            after=None,
            reason=Told(code=code, message=self._words.t(f"tour.reason.{code}", distance=distance)),
        )
