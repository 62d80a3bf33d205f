"""The page of a tour as the server makes it: the tour of its link planned, told in lists that need no script."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

from babel.dates import format_date
from fastapi import HTTPException, Request

from ocopmap.layers.filters import FilterError
from ocopmap.server.addresses import TOUR_FILES, TOURS, TRAVEL_MATRIX, tour_file_address
from ocopmap.server.context import Context
from ocopmap.server.frame import site_root
from ocopmap.server.messages import Locale
from ocopmap.server.pages import Site
from ocopmap.server.tours.answers import CircuitAnswer, DayAnswer, StopAnswer, TourAnswer, VisitAnswer
from ocopmap.server.tours.suggesting import planned_answer, ready_made
from ocopmap.server.tours.travelling import turn
from ocopmap.server.wording import Wording, wording
from ocopmap.touring.links import parse_link, place_text, write_link
from ocopmap.touring.tour import MAX_DAYS, Stop, Tour
from ocopmap.touring.travel import Mode

_CARRIED: Final = ("s", "start", "day", "lunch")
"""Parameters that the form without a script has no field for."""
_DAY: Final = {"vi": "EEEE, d/M/y", "en": "EEEE, d MMMM y"}
_FEWEST_IN_MATRIX: Final = 2
_NAMED: Final = 3
"""Stops that a tour's title names."""


def tour_page(request: Request, shared: Context, locale: Locale, *, is_embedded: bool) -> bytes:
    """Return the page of the tour that a request's query tells; what is wrong with the query is said on it."""
    tour, problems = _asked(request, wording(locale))
    plan = _planned(request, shared, tour, locale)
    circuits = [] if is_embedded else ready_made(shared, locale)
    page = _Page(tour, plan, problems, is_embedded, circuits)
    return _rendered(shared.site, site_root(request, shared.site), locale, page)


def bare_tour_page(site: Site, locale: Locale) -> bytes:
    """Return the page without a tour, as it is kept for when there is no network."""
    return _rendered(site, "", locale, _Page(Tour(), None, [], is_embedded=False))


@dataclass(frozen=True)
class _Page:
    """What a page shows."""

    tour: Tour
    plan: TourAnswer | None
    problems: Sequence[str]
    is_embedded: bool
    circuits: Sequence[CircuitAnswer] = ()


def _rendered(site: Site, root: str, locale: Locale, page: _Page) -> bytes:
    words, tour, plan = wording(locale), page.tour, page.plan
    query = f"?{write_link(tour)}" if tour.stops or tour.start else ""
    return site.tour_page(
        locale,
        root,
        {"planned": {"link": query[1:], "plan": plan.model_dump(mode="json", by_alias=True)} if plan else None},
        page.is_embedded,
        w=words,
        addresses=TOURS,
        tour=tour,
        plan=plan,
        problems=page.problems,
        modes=list(Mode),
        most_days=MAX_DAYS,
        files={kind: tour_file_address(locale, kind) for kind in TOUR_FILES},
        matrix=TRAVEL_MATRIX,
        circuits=page.circuits,
        shown=_Shown(words, tour, plan, query),
    )


def _asked(request: Request, words: Wording) -> tuple[Tour, list[str]]:
    """Return the tour of a request, and in words what cannot be understood of it; then the tour is empty."""
    # A form sends the fields that nobody filled in, too.
    pairs = [(name, value) for name, value in request.query_params.multi_items() if value]
    try:
        return parse_link(pairs), []
    except FilterError as error:
        return Tour(), [words.t(problem.key, **problem.shown) for problem in error.problems]


def _planned(request: Request, shared: Context, tour: Tour, locale: Locale) -> TourAnswer | None:
    """Return the plan of a tour; None for one without stops, and where too many are asked for just now."""
    if not tour.stops:
        return None
    try:
        with turn(request):
            return planned_answer(shared, tour, wording(locale))
    except HTTPException:
        return None


@dataclass(frozen=True)
class _Row:
    """A stop in the list, with the day that it begins."""

    found: StopAnswer
    visit: VisitAnswer | None
    unfit: str | None
    today: DayAnswer | None
    day: str | None
    hours: str | None
    links: dict[str, str | None]


class _Shown:
    """What the templates say of a tour."""

    def __init__(self, words: Wording, tour: Tour, plan: TourAnswer | None, query: str) -> None:
        self._words, self._tour, self._plan = words, tour, plan
        self.query = query

    @property
    def title(self) -> str:
        """The tour's name in others' posts: how many stops, and the first of them."""
        if not self._plan:
            return self._words.t("tour.title")
        names = self._words.listing([stop.name for stop in self._plan.stops], most=_NAMED)
        return self._words.t("tour.title_named", names=names)

    @property
    def about(self) -> str:
        """The tour in a sentence."""
        return self.totals or self._words.t("tour.description")

    @property
    def totals(self) -> str:
        """How many stops, how far, how long."""
        if not self._plan or not self._plan.order:
            return ""
        words, totals = self._words, self._plan.totals
        far = words.distance(totals.meters)
        parts = [words.count("tour.stops", len(self._plan.order))]
        if self._plan.legs:
            parts.append(far if self._plan.road else words.t("tour.straight", length=far))
        if self._plan.legs and totals.travel_seconds is not None:
            parts.append(words.t("tour.on_the_way", time=words.duration(totals.travel_seconds)))
        if totals.visit_minutes:
            parts.append(words.t("tour.visiting", time=words.duration(totals.visit_minutes * 60)))
        return " · ".join(parts)

    @property
    def saved(self) -> str:
        """What putting in order saves."""
        compared = self._plan and self._plan.compared
        if not compared or compared.given_seconds is None or compared.ordered_seconds is None:
            return ""
        seconds = compared.given_seconds - compared.ordered_seconds
        far = max(0.0, compared.given_meters - compared.ordered_meters)
        if seconds < 60:
            return self._words.t("tour.saved_nothing")
        return self._words.t("tour.saved_time", time=self._words.duration(seconds), length=self._words.distance(far))

    @property
    def matrix(self) -> str:
        """The query of the table of travel times between the tour's places, empty where there are fewer than two."""
        if not self._plan:
            return ""
        ends = [self._tour.start, self._tour.end]
        known = [self._plan.start, *self._plan.stops, self._plan.end]
        places = [
            place_text(place)
            for place, found in zip([ends[0], *self._tour.stops, ends[1]], known, strict=True)
            if place and found and found.latitude is not None
        ]
        if len(places) < _FEWEST_IN_MATRIX:
            return ""
        pairs = [*(("place", each) for each in places), ("mode", self._tour.mode)]
        return f"?{urlencode([*pairs, ('ferries', str(self._tour.ferries).lower())], safe=':@,')}"

    @property
    def is_dated(self) -> bool:
        """Whether it has a day, without which there is no calendar."""
        return self._tour.date is not None

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the form must send along."""
        return [pair for pair in parse_qsl(self.query[1:]) if pair[0] in _CARRIED]

    @property
    def rows(self) -> Iterator[_Row]:
        """The stops in the order of the list."""
        if not self._plan:
            return
        order = self._tour.listed(self._plan.order)
        begun: DayAnswer | None = None
        for place, index in enumerate(order):
            today, visit = self._visit(index)
            is_new = today is not None and today is not begun
            begun = today or begun
            yield _Row(
                found=self._plan.stops[index],
                visit=visit,
                unfit=next((each.message for each in self._plan.unfit if each.place == index), None),
                today=today,
                day=self._day(today) if is_new and today else None,
                hours=f"{today.start} – {today.end}" if is_new and today and today.start else None,
                links=self._links(order, place),
            )

    def _visit(self, index: int) -> tuple[DayAnswer | None, VisitAnswer | None]:
        days = self._plan.days if self._plan else []
        found = ((day, visit) for day in days for visit in day.visits if visit.stop == index)
        return next(found, (None, None))

    def _day(self, day: DayAnswer) -> str | None:
        days = list(self._plan.days) if self._plan else []
        number = days.index(day) + 1
        if day.date:
            when = format_date(day.date, _DAY[self._words.locale], locale=self._words.locale)
            return self._words.t("tour.day_dated", n=number, date=when) if len(days) > 1 else str(when)
        return self._words.t("tour.day_number", n=number) if len(days) > 1 else None

    def _links(self, order: Sequence[int], place: int) -> dict[str, str | None]:
        """Return where the tour is with a stop moved up or down or taken out."""
        stops = [self._tour.stops[index] for index in order]
        without = [*stops[:place], *stops[place + 1 :]]
        return {
            "up": self._address([*without[: place - 1], stops[place], *without[place - 1 :]]) if place else None,
            "down": self._address([*without[: place + 1], stops[place], *without[place + 1 :]])
            if place + 1 < len(stops)
            else None,
            "remove": self._address(without, order=self._tour.order),
        }

    def _address(self, stops: Sequence[Stop], order: str = "given") -> str:
        tour = self._tour.model_copy(update={"stops": tuple(stops), "order": order})
        return f"{TOURS[self._words.locale]}?{write_link(tour)}"
