"""A planned tour in the words and numbers of the API's answer."""

from collections.abc import Iterable, Sequence
from typing import Any

from ocopmap.catalogue.places import Precision
from ocopmap.database.engine import today
from ocopmap.layers.stopovers import Stopover
from ocopmap.server.addresses import record_address
from ocopmap.server.tours.answers import (
    AlternativeAnswer,
    AppAnswer,
    ComparedAnswer,
    DayAnswer,
    FerryAnswer,
    LegAnswer,
    LunchAnswer,
    ManoeuvreAnswer,
    NetworkAnswer,
    Node,
    PlaceAnswer,
    StopAnswer,
    Told,
    TotalsAnswer,
    TourAnswer,
    UnfitAnswer,
    VisitAnswer,
)
from ocopmap.server.tours.planning import PlannedTour
from ocopmap.server.tours.polylines import encoded
from ocopmap.server.wording import Wording
from ocopmap.touring.files.mapapps import addresses
from ocopmap.touring.links import write_link
from ocopmap.touring.notes import Note, Notice, Reason, Unfit
from ocopmap.touring.plan import Way
from ocopmap.touring.roads.network import ATTRIBUTION
from ocopmap.touring.timetable import Day, Visit
from ocopmap.touring.tour import Place


def answer(planned: PlannedTour, words: Wording, alternatives: Sequence[AlternativeAnswer] = ()) -> TourAnswer:
    """Return the answer to a tour in the language of ``words``."""
    return _Teller(planned, words).answer(alternatives)


def clock(minutes: int | None) -> str | None:
    """Return minutes since midnight as ``HH:MM``."""
    return None if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"


def told(words: Wording, key: str, note: Note) -> Told:
    """Return a note as its code and the sentence of a message key."""
    shown = {name: _worded(words, name, value) for name, value in note.shown.items()}
    return Told(code=note.code, message=words.t(key, **shown))


def _worded(words: Wording, name: str, value: Any) -> object:  # noqa: ANN401 - whatever a note shows
    if name == "closes":
        return clock(value)
    return words.series([str(month) for month in value]) if name == "months" else value


def rekeyed(planned: PlannedTour) -> str:
    """Return the link of a tour whose records are named by their present keys, not by short codes."""

    def now[P: Place](place: P) -> P:
        found = planned.record(place)
        return place.model_copy(update={"key": found.key}) if found else place

    tour = planned.tour
    ends = {name: now(place) for name, place in (("start", tour.start), ("end", tour.end)) if place}
    return write_link(tour.model_copy(update={"stops": tuple(map(now, tour.stops)), **ends}))


class _Teller:
    def __init__(self, planned: PlannedTour, words: Wording) -> None:
        self._planned, self._words = planned, words
        self._tour, self._plan = planned.tour, planned.plan

    def answer(self, alternatives: Sequence[AlternativeAnswer]) -> TourAnswer:
        plan = self._plan
        legs = [self._leg(way) for way in plan.ways]
        unfit = [*self._nowhere(), *plan.unfit]
        return TourAnswer(
            version=self._tour.version,
            link=rekeyed(self._planned),
            road=plan.timing == "road",
            timing=plan.timing,
            network=self._network(),
            stops=[self._stop(index) for index in range(len(self._tour.stops))],
            start=self._place(self._tour.start) if self._tour.start else None,
            end=self._end(),
            order=plan.table.order,
            days=[self._day(day) for day in plan.table.days],
            legs=legs,
            totals=self._totals(legs),
            unfit=[self._unfit(each) for each in sorted(unfit, key=lambda each: each.place)],
            alternatives=alternatives,
            apps=self._apps(),
            compared=ComparedAnswer(**vars(plan.compared)) if plan.compared else None,
            notices=[told(self._words, f"tour.notice.{note.code}", note) for note in self._notices()],
        )

    def _network(self) -> NetworkAnswer | None:
        if self._plan.timing != "road":
            return None
        return NetworkAnswer(extract_date=self._planned.roads.get("extract_date"), attribution=ATTRIBUTION)

    def _apps(self) -> list[AppAnswer]:
        """Return what opens the tour in map apps."""
        places = [*self._tour.stops, self._tour.start, self._tour.start if self._tour.round_trip else self._tour.end]
        found = [self._planned.position(place) for place in (places[at] for at in self._plan.way) if place]
        way = [position for position in found if position]
        return [
            AppAnswer(app=app.app, parts=addresses(app, way, self._tour.mode, ferries=self._tour.ferries))
            for app in self._planned.apps
        ]

    def _node(self, place: int) -> Node:
        stops = len(self._tour.stops)
        if place < stops:
            return place
        return "start" if place == stops else "end"

    def _end(self) -> PlaceAnswer | None:
        end = self._tour.start if self._tour.round_trip else self._tour.end
        return self._place(end) if end else None

    def _place(self, place: Place) -> PlaceAnswer:
        return PlaceAnswer(**self._shown(place))

    def _stop(self, index: int) -> StopAnswer:
        stop = self._tour.stops[index]
        return StopAnswer(
            **self._shown(stop),
            index=index,
            visit_minutes=self._planned.visits[index],
            visit_minutes_usual=stop.visit_minutes is None,
            locked=stop.locked,
        )

    def _shown(self, place: Place) -> dict[str, Any]:
        record = self._planned.record(place)
        if record is not None:
            return self._record(record)
        if place.position is None:
            return {"key": place.key, "name": self._words.t("tour.missing_name"), "missing": True}
        name = place.name or self._words.t("tour.point_name")
        return {"key": None, "name": name, **place.position._asdict()}

    def _record(self, record: Stopover) -> dict[str, Any]:
        return {
            "key": record.key,
            "name": record.name,
            "layer": record.layer,
            "latitude": record.latitude,
            "longitude": record.longitude,
            "precision": record.precision and Precision(record.precision),
            "href": record_address(self._words.locale, record.layer, record.id, record.name),
            "address": record.address,
            "commune_name": record.commune_name,
            "phone": record.phone,
            "website": record.website,
            "opening_hours": record.opening_hours,
            "season_months": record.season_months,
        }

    def _nowhere(self) -> Iterable[Unfit]:
        """Give the places whose record is gone or whose position is not known."""
        stops = len(self._tour.stops)
        for index, place in enumerate((*self._tour.stops, self._tour.start, self._tour.end)):
            if place is None or place.position:
                continue
            record = self._planned.record(place)
            if record is None:
                yield Unfit(min(index, stops + 1), Note(Reason.MISSING))
            elif record.latitude is None:
                yield Unfit(min(index, stops + 1), Note(Reason.NO_PLACE))

    def _unfit(self, unfit: Unfit) -> UnfitAnswer:
        why = told(self._words, f"tour.unfit.{unfit.reason.code}", unfit.reason)
        return UnfitAnswer(code=why.code, message=why.message, place=self._node(unfit.place))

    def _notices(self) -> Iterable[Note]:
        yield from self._plan.notices
        # That a router is down says itself that lines are straight; there is a network all the same.
        if self._plan.timing != "road" and not self._plan.is_router_down:
            yield Note(Notice.STRAIGHT)
        if self._plan.timing == "estimated":
            yield Note(Notice.ESTIMATED, {"speed": self._tour.speed_kmh})
        if self._tour.date and self._tour.date < today():
            yield Note(Notice.PAST, {"day": self._words.date(self._tour.date)})

    def _day(self, day: Day) -> DayAnswer:
        lunch = day.lunch
        return DayAnswer(
            date=day.date,
            start=clock(day.begin),
            end=clock(day.end),
            visits=[self._visit(visit) for visit in day.visits],
            lunch=lunch
            and LunchAnswer(
                begin=clock(lunch.begin) or "",
                end=clock(lunch.end) or "",
                at=None if lunch.at is None else self._node(lunch.at),
            ),
        )

    def _visit(self, visit: Visit) -> VisitAnswer:
        return VisitAnswer(
            stop=visit.stop,
            arrive=clock(visit.arrive),
            begin=clock(visit.begin),
            leave=clock(visit.leave),
            wait_minutes=visit.wait,
            visit_minutes=self._planned.visits[visit.stop],
            notes=[told(self._words, f"tour.note.{note.code}", note) for note in visit.notes],
        )

    def _leg(self, way: Way) -> LegAnswer:
        leg = way.leg
        return LegAnswer(
            from_=self._node(way.here),
            to=self._node(way.there),
            day=self._plan.day_of(way),
            meters=round(leg.meters, 1),
            seconds=leg.seconds,
            straight=leg.is_straight,
            geometry=encoded(leg.geometry),
            ferries=[FerryAnswer(**vars(ferry)) for ferry in leg.ferries],
            manoeuvres=[ManoeuvreAnswer(**vars(each)) for each in leg.manoeuvres],
        )

    def _totals(self, legs: Sequence[LegAnswer]) -> TotalsAnswer:
        visits = [visit for day in self._plan.table.days for visit in day.visits]
        times = [leg.seconds for leg in legs]
        return TotalsAnswer(
            meters=round(sum(leg.meters for leg in legs), 1),
            travel_seconds=None if self._plan.timing != "road" else sum(time or 0 for time in times),
            ferry_meters=sum(ferry.meters for leg in legs for ferry in leg.ferries),
            visit_minutes=sum(self._planned.visits[visit.stop] for visit in visits),
            wait_minutes=sum(visit.wait for visit in visits),
            days=len(self._plan.table.days),
        )
