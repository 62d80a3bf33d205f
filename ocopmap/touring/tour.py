"""A tour as somebody asks for it: where it stops, when, by what; what its link and the API's request carry."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from ocopmap.catalogue.places import Layer
from ocopmap.layers.filters import Problem
from ocopmap.touring.travel import Mode, Position

VERSION: Final = 1
MAX_STOPS: Final = 40
MAX_DAYS: Final = 14
MAX_VISIT_MINUTES: Final = 720
MAX_NAME: Final = 80
SPEEDS_KMH: Final = (3, 90)
EARLIEST: Final = dt.date(2020, 1, 1)
LATEST: Final = dt.date(2099, 12, 31)
SHORT: Final = "q"
"""What stands before a record's short code in a key, as ``q:0123456789``."""

_KEY = re.compile(rf"(?:{'|'.join(Layer)}|{SHORT}):[\w.-]{{1,160}}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_OUTSIDE_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNSEEN: Final = {"Cc": " ", "Zl": " ", "Zp": " ", "Cf": ""}
"""By category: what breaks a line becomes a space; what is not seen, and may turn the direction of writing, goes."""
_MOST_SHOWN: Final = 40


def refused(key: str, **shown: object) -> PydanticCustomError:
    """Return the error of a value that cannot be; ``key`` names the message that says why."""
    return PydanticCustomError(key, "{key}", {"key": key, **shown})


def clean_text(text: str) -> str:
    """Return a text on one line, without what is not seen or XML cannot carry."""
    seen = "".join(_UNSEEN.get(unicodedata.category(each), each) for each in text)
    return " ".join(unicodedata.normalize("NFC", _OUTSIDE_XML.sub("", seen)).split())


def shown_value(value: object) -> str:
    """Return what was given as a sentence may show it: short, and nothing in it that is not seen."""
    return clean_text(str(value)[:_MOST_SHOWN])


def clean_name(text: str) -> str:
    """Return a person's name of a place on one line, without what is not seen, XML or a link cannot carry."""
    return clean_text(text.replace("~", "-"))[:MAX_NAME].strip()


def minutes_of(clock: str) -> int:
    """Return the minutes since midnight of ``HH:MM``."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _checked_key(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise refused("problem.tour_place", value=shown_value(key))
    return key


def _checked_clock(clock: str) -> str:
    if not _CLOCK.fullmatch(clock):
        raise refused("problem.tour_clock", value=shown_value(clock))
    return clock


def _between(least: float, most: float) -> AfterValidator:
    def check[T: (int, float)](value: T) -> T:
        if not least <= value <= most:
            raise refused("problem.tour_range", value=value, least=least, most=most)
        return value

    return AfterValidator(check)


def _known_version(version: object) -> object:
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise refused("problem.tour_version", value=shown_value(version), known=VERSION)
    if version > VERSION:
        raise refused("problem.tour_newer", value=version, known=VERSION)
    return version


Key = Annotated[str, AfterValidator(_checked_key), Field(examples=["tourism_point:lang-hoa-sa-dec"])]
Clock = Annotated[str, AfterValidator(_checked_clock), Field(examples=["07:30"])]
Name = Annotated[
    str, AfterValidator(clean_name), Field(description="shown as it is; characters that are not seen are dropped")
]
Latitude = Annotated[float, _between(-90, 90)]
Longitude = Annotated[float, _between(-180, 180)]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Place(_Asked):
    """A record by its key, or a point (WGS 84 degrees) that may have a name."""

    key: Key | None = None
    """``layer:slug`` as in the address of the record's page, or ``q:`` and its short code."""
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    name: Name = ""

    @model_validator(mode="after")
    def _is_one_place(self) -> Self:
        is_point = self.latitude is not None and self.longitude is not None
        if is_point == (self.key is not None) or (self.latitude is None) != (self.longitude is None):
            raise refused("problem.tour_place", value=shown_value(self.key or self.name))
        return self

    @property
    def position(self) -> Position | None:
        """Where a point is; None for a record."""
        if self.latitude is None or self.longitude is None:
            return None
        return Position(self.latitude, self.longitude)


class Stop(Place):
    """A place to visit."""

    visit_minutes: Annotated[int, _between(0, MAX_VISIT_MINUTES)] | None = None
    """None for what is usual for such a place."""
    locked: bool = False
    """Whether it keeps its position in the list when stops are put in order."""


class Lunch(_Asked):
    """A break, taken between two visits from ``start`` on."""

    start: Clock = "11:30"
    minutes: Annotated[int, _between(0, 240)] = 60


def _counted(stops: object) -> object:
    if isinstance(stops, Sequence) and len(stops) > MAX_STOPS:
        raise refused("problem.tour_stops", n=len(stops), most=MAX_STOPS)
    return stops


class Tour(_Asked):
    """The whole state of a tour: the same in its link and in the API's request."""

    version: Annotated[Literal[1], BeforeValidator(_known_version)] = VERSION
    stops: Annotated[tuple[Stop, ...], BeforeValidator(_counted)] = ()
    start: Place | None = None
    """None: the tour begins at its first stop."""
    end: Place | None = None
    """None: the tour ends at its last stop, or where it began if it is a round trip."""
    round_trip: bool = False
    mode: Mode = Mode.CAR
    order: Literal["given", "best"] = "given"
    ferries: bool = True
    date: dt.date | None = None
    """None: hours of opening are not judged."""
    day_start: Clock = "07:30"
    day_end: Clock = "17:30"
    lunch: Lunch | None = Lunch()
    days: Annotated[int, _between(1, MAX_DAYS)] = 1
    """The most days that the tour may take."""
    speed_kmh: Annotated[int, _between(*SPEEDS_KMH)] | None = None
    """What somebody supposes where no road network tells times."""

    def listed(self, visited: Sequence[int]) -> list[int]:
        """Return all stops as lists number them: as given, or put in order, and then what is not ``visited`` last.

        The script of the page does the same.
        """
        stops = range(len(self.stops))
        return list(stops) if self.order == "given" else [*visited, *(stop for stop in stops if stop not in visited)]

    @field_validator("date")
    @classmethod
    def _in_our_time(cls, day: dt.date | None) -> dt.date | None:
        if day is not None and not EARLIEST <= day <= LATEST:
            raise refused("problem.tour_date", value=day.isoformat(), earliest=EARLIEST, latest=LATEST)
        return day

    @field_validator("round_trip")
    @classmethod
    def _begins_somewhere(cls, is_round: bool, info: ValidationInfo) -> bool:
        if is_round and (info.data.get("start") is None or info.data.get("end") is not None):
            raise refused("problem.tour_round")
        return is_round

    @field_validator("day_end")
    @classmethod
    def _after_its_start(cls, end: str, info: ValidationInfo) -> str:
        start = info.data.get("day_start")
        if start and minutes_of(start) >= minutes_of(end):
            raise refused("problem.tour_day", start=start, end=end)
        return end


_OF_LISTS = {"enum", "literal_error"}
_OF_DATES = {"date_from_datetime_parsing", "date_parsing", "date_type", "date_from_datetime_inexact"}


def problems_of(errors: Sequence[ErrorDetails | Any], named: Callable[[Sequence[Any]], str]) -> list[Problem]:
    """Return what is wrong, a problem each; ``named`` gives the parameter's name of a path into the tour."""
    return [_problem(error, named(error["loc"])) for error in errors]


def _problem(error: ErrorDetails | Any, parameter: str) -> Problem:  # noqa: ANN401 - FastAPI's are of no type
    kind, value, shown = error["type"], shown_value(error.get("input")), error.get("ctx", {})
    if kind.startswith("problem."):
        return Problem(parameter, kind, {name: said for name, said in shown.items() if name != "key"})
    if kind in _OF_LISTS:
        choices = ", ".join(re.findall(r"'([^']*)'", shown["expected"]))
        return Problem(parameter, "problem.not_a_choice", {"value": value, "choices": choices})
    if kind in _OF_DATES:
        return Problem(parameter, "problem.not_a_date", {"value": value})
    named = {"extra_forbidden": "problem.unknown_parameter", "missing": "problem.empty_value"}
    return Problem(parameter, named.get(kind, "problem.not_valid"), {})
