"""A planned tour as files tell it: names, times and sentences put together in the reader's language."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from ocopmap.layers.stopovers import Stopover
from ocopmap.server.addresses import record_address
from ocopmap.server.tours.planning import PlannedTour
from ocopmap.server.tours.telling import told
from ocopmap.server.wording import Wording
from ocopmap.touring.files.itinerary import ZONE, DayName, Halt, Itinerary, Line
from ocopmap.touring.plan import Way
from ocopmap.touring.timetable import Visit
from ocopmap.touring.tour import Place, clean_text

_MOST_NAMED: Final = 3


def itinerary(planned: PlannedTour, words: Wording, root: str, link: str, attribution: str) -> Itinerary:
    """Return a tour to hand over; ``root`` is the address of the site, ``link`` that of the tour on it."""
    return _Writer(planned, words, root, link, attribution).itinerary()


class _Writer:
    def __init__(self, planned: PlannedTour, words: Wording, root: str, link: str, attribution: str) -> None:
        self._planned, self._words = planned, words
        self._root, self._link, self._attribution = root, link, attribution
        self._tour, self._plan = planned.tour, planned.plan
        self._days = planned.plan.table.days

    def itinerary(self) -> Itinerary:
        halts = list(self._halts())
        names = [halt.name for halt in halts if halt.number]
        return Itinerary(
            self._words.t("tour.file.title", stops=self._words.listing(names, most=_MOST_NAMED)),
            self._about(),
            self._link,
            [DayName(self._day_name(number), day.date) for number, day in enumerate(self._days)],
            halts,
            [self._line(way) for way in self._plan.ways],
            self._attribution if self._plan.timing == "road" else None,
        )

    def _about(self) -> str:
        meters = sum(way.leg.meters for way in self._plan.ways)
        key = "tour.file.about_roads" if self._plan.timing == "road" else "tour.file.about_straight"
        return self._words.t(key, km=meters / 1000, mode=self._words.name("tour.mode", self._tour.mode))

    def _day_name(self, number: int) -> str:
        day = self._days[number].date
        name = self._words.t("tour.file.day", n=number + 1)
        return f"{name}, {self._words.date(day)}" if day else name

    def _halts(self) -> Iterator[Halt]:
        start, end = self._tour.start, self._tour.start if self._tour.round_trip else self._tour.end
        if start and self._plan.start is not None:
            yield self._halt(start, None, 0, leave=self._moment(0, self._days[0].begin))
        listed = self._tour.listed(self._plan.table.order)
        for at, day in enumerate(self._days):
            for visit in day.visits:
                yield self._visited(visit, listed.index(visit.stop) + 1, at)
        if end and self._plan.end is not None:
            last = len(self._days) - 1
            yield self._halt(end, None, last, arrive=self._moment(last, self._plan.table.home))

    def _visited(self, visit: Visit, number: int, day: int) -> Halt:
        notes = [told(self._words, f"tour.note.{note.code}", note).message for note in visit.notes]
        return self._halt(
            self._tour.stops[visit.stop],
            number,
            day,
            arrive=self._moment(day, visit.arrive),
            leave=self._moment(day, visit.leave),
            note="\n".join(notes),
        )

    def _halt(
        self,
        place: Place,
        number: int | None,
        day: int,
        *,
        arrive: datetime | None = None,
        leave: datetime | None = None,
        note: str = "",
    ) -> Halt:
        record = self._planned.record(place)
        position = self._planned.position(place)
        if position is None:
            raise ValueError("a planned place has a position")
        return Halt(
            number=number,
            name=self._name(place, record),
            position=position,
            day=day,
            arrive=arrive,
            leave=leave,
            note=note,
            address=clean_text(record.address) if record and record.address else None,
            phone=clean_text(record.phone) if record and record.phone else None,
            page=self._page(record),
        )

    def _name(self, place: Place, record: Stopover | None) -> str:
        return clean_text(record.name if record else place.name) or self._words.t("tour.point_name")

    def _page(self, record: Stopover | None) -> str | None:
        if record is None:
            return None
        return self._root + record_address(self._words.locale, record.layer, record.id, record.name)

    def _moment(self, day: int, minute: int | None) -> datetime | None:
        when: date | None = self._days[day].date
        if when is None or minute is None:
            return None
        return datetime.combine(when, time(), ZONE) + timedelta(minutes=minute)

    def _line(self, way: Way) -> Line:
        leg = way.leg
        name = self._words.t("tour.file.straight") if leg.is_straight else self._words.t("tour.file.road")
        ferries = [
            self._words.t("tour.file.ferry", name=ferry.name or self._words.t("tour.ferry_unnamed"))
            for ferry in leg.ferries
        ]
        shown = ", ".join([f"{name}: {self._words.distance(leg.meters)}", *ferries])
        day = self._plan.day_of(way)
        return Line(day, shown, leg.geometry, leg.meters, leg.seconds, leg.is_straight, leg.ferries)
