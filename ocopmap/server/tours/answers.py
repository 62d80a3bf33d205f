"""The answer to a tour: what ``POST /api/v1/tours/plan`` gives, typed as its description shows it."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ocopmap.catalogue.places import Layer, Precision
from ocopmap.touring.plan import Timing

Node = int | Literal["start", "end"]
"""A place of the tour: the index of a stop in the request, or its start or end."""


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class Told(_Answer):
    """Something to know: a code for programs, a sentence in the reader's language."""

    code: str
    message: str


class PlaceAnswer(_Answer):
    """A place of the tour as the records know it today."""

    key: str | None = Field(description="`layer:slug`; null for a point")
    name: str
    layer: Layer | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: Precision | None = Field(None, description="null for a point, which is where it was put")
    href: str | None = Field(None, description="path of the record's page")
    address: str | None = Field(None, description="as it may be published")
    commune_name: str | None = None
    phone: str | None = Field(None, description="only where its owner released it")
    website: str | None = None
    opening_hours: str | None = Field(None, description="OpenStreetMap's syntax; null where it is not known")
    season_months: Sequence[int] | None = None
    missing: bool = Field(False, description="the record is not published any more")


class StopAnswer(PlaceAnswer):
    """A stop, in the order of the request."""

    index: int
    visit_minutes: int
    visit_minutes_usual: bool = Field(description="nobody set the minutes: what is usual for such a place")
    locked: bool


class NetworkAnswer(_Answer):
    """The road network that ways follow."""

    extract_date: date | None
    attribution: str


class VisitAnswer(_Answer):
    """A stop in the timetable; times are `HH:MM`, null where the ways have no times."""

    stop: int
    arrive: str | None
    begin: str | None
    leave: str | None
    wait_minutes: int
    visit_minutes: int
    notes: Sequence[Told]


class LunchAnswer(_Answer):
    """The break at noon, taken at a stop or at the start."""

    begin: str
    end: str
    at: Node | None


class DayAnswer(_Answer):
    """A day of the tour."""

    date: date | None
    start: str | None
    end: str | None
    visits: Sequence[VisitAnswer]
    lunch: LunchAnswer | None


class FerryAnswer(_Answer):
    """The part of a leg on a ferry: `first` and `last` index its geometry."""

    name: str | None
    meters: float
    seconds: float
    first: int
    last: int


class ManoeuvreAnswer(_Answer):
    """An instruction; `at` indexes the geometry of its leg."""

    text: str
    meters: float
    seconds: float
    at: int


class LegAnswer(_Answer):
    """The way between two places that follow one another."""

    from_: Node = Field(alias="from")
    to: Node
    day: int = Field(description="index of the day in `days`")
    meters: float
    seconds: float | None = Field(description="null for a straight line, which is no road time")
    straight: bool
    geometry: str = Field(description="encoded polyline, 6 decimals, latitude before longitude")
    ferries: Sequence[FerryAnswer]
    manoeuvres: Sequence[ManoeuvreAnswer]


class TotalsAnswer(_Answer):
    """The tour in sum."""

    meters: float
    travel_seconds: float | None
    ferry_meters: float
    visit_minutes: int
    wait_minutes: int
    days: int


class UnfitAnswer(Told):
    """A place that the tour cannot hold, and why."""

    place: Node


class CircuitStop(_Answer):
    """A record that could be a stop, and why."""

    key: str
    name: str
    layer: Layer
    href: str
    latitude: float
    longitude: float
    reason: Told


class SuggestionAnswer(CircuitStop):
    """A record that could be a stop of this tour."""

    meters: float = Field(description="how much longer the way is, or how far it is from the stop it stands for")
    seconds: float | None = Field(
        description="how much longer the way takes, or how long it is from that stop; null along straight lines"
    )
    after: int | None = Field(description="the stop after which it is visited best")


class SuggestionsAnswer(_Answer):
    """OCOP places beside the way of a tour."""

    suggestions: Sequence[SuggestionAnswer]
    notices: Sequence[Told] = Field(description="of all of them")


class CircuitAnswer(_Answer):
    """A ready-made tour of a theme."""

    theme: str
    title: str
    about: str
    link: str = Field(description="its query string")
    href: str = Field(description="path of its page")
    straight_meters: float
    stops: Sequence[CircuitStop]


class CircuitsAnswer(_Answer):
    """All ready-made tours."""

    circuits: Sequence[CircuitAnswer]


class AlternativeAnswer(_Answer):
    """What could be visited instead of a stop that is closed."""

    stop: int
    suggestions: Sequence[SuggestionAnswer]


class AppAnswer(_Answer):
    """Addresses that open the tour in a map app, one a part of as many places as it takes."""

    app: Literal["google", "google_phone", "apple", "osm"]
    parts: Sequence[str]


class ComparedAnswer(_Answer):
    """The way in the order given and in the order found; seconds are null for straight lines."""

    given_meters: float
    ordered_meters: float
    given_seconds: float | None
    ordered_seconds: float | None


class TourAnswer(_Answer):
    """A tour, planned."""

    version: int
    link: str = Field(description="the tour's query string, its stops named by their present keys")
    road: bool = Field(description="false: straight lines, to be called “đường chim bay”")
    timing: Timing = Field(description="`estimated`: from the speed that the request supposes; `none`: no times at all")
    network: NetworkAnswer | None
    stops: Sequence[StopAnswer]
    start: PlaceAnswer | None
    end: PlaceAnswer | None
    order: Sequence[int] = Field(description="stops that are visited, in their order")
    days: Sequence[DayAnswer]
    legs: Sequence[LegAnswer]
    totals: TotalsAnswer
    unfit: Sequence[UnfitAnswer]
    alternatives: Sequence[AlternativeAnswer]
    apps: Sequence[AppAnswer]
    compared: ComparedAnswer | None = Field(description="null unless `order` is `best`")
    notices: Sequence[Told] = Field(description="of the whole tour")
