"""The one filter of the map: what may be asked for, checked and told apart by parameter."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from unicodedata import normalize

from ocopmap.catalogue.places import Layer
from ocopmap.catalogue.products import MAX_STARS, MIN_STARS, PRODUCT_SETS, ProductGroup
from ocopmap.catalogue.recognition import Validity

FILTER_PARAMETERS = (
    *("layer", "stars", "group", "set", "commodity", "validity", "season", "commune", "legacy_commune"),
    *("q", "bbox", "as_of"),
)
"""All that `parse_filter` reads."""

UNKNOWN = "unknown"
MAX_TEXT = 100
MAX_VALUES = 200
MAX_LIMIT = 10_000
_EARLIEST = date(2018, 1, 1)
_LATEST = date(2100, 12, 31)

_WORD = re.compile(r"[^\W_]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
"""What a date looks like here; ``fromisoformat`` alone would take 20261122 and 2026-W47-7 too."""

Bbox = tuple[float, float, float, float]
"""West, south, east, north in degrees (EPSG:4326)."""


class InvalidValueError(ValueError):
    """A value that cannot be: the key of the sentence that says why, and what the sentence shows."""

    def __init__(self, key: str, **shown: object) -> None:
        super().__init__(key)
        self.key = key
        self.shown = shown


@dataclass(frozen=True)
class Problem:
    """What is wrong with one parameter: a message key, put into the reader's language by whoever answers."""

    parameter: str
    key: str
    shown: Mapping[str, object]


class FilterError(Exception):
    """The filter asks for something impossible."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.parameter}: {problem.key}" for problem in problems))

    @classmethod
    def of(cls, parameter: str, key: str, **shown: object) -> "FilterError":
        """Return the error of a single parameter."""
        return cls([Problem(parameter, key, shown)])

    @classmethod
    def not_a_choice(cls, parameter: str, value: object, choices: Iterable[object]) -> "FilterError":
        """Return the error of a value that is none of the choices."""
        return cls.of(parameter, "problem.not_a_choice", value=_shown(str(value)), choices=", ".join(map(str, choices)))


@dataclass(frozen=True)
class FeatureFilter:
    """A state of the filter. Empty means everything; None among stars, sets and seasons means not known."""

    layers: tuple[Layer, ...] = tuple(Layer)
    stars: frozenset[int | None] = frozenset()
    groups: frozenset[ProductGroup] = frozenset()
    sets: frozenset[int | None] = frozenset()
    commodities: frozenset[str] = frozenset()
    validities: frozenset[Validity] = frozenset()
    seasons: frozenset[int | None] = frozenset()
    """Months (1 to 12) of the main harvest."""
    communes: frozenset[str] = frozenset()
    legacy_communes: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    bbox: Bbox | None = None
    as_of: date | None = None

    @property
    def chooses_products(self) -> bool:
        """Whether any part of the filter looks at products alone."""
        return bool(self.stars or self.groups or self.sets or self.commodities or self.validities or self.seasons)

    def key(self) -> tuple[object, ...]:
        """Return a hashable form in which equal states are equal."""
        return tuple(getattr(self, field.name) for field in fields(self))


def parse_filter(parameters: Mapping[str, Sequence[str]], *, today: date) -> FeatureFilter:
    """Return the filter that address parameters name; each may be repeated or list values with commas.

    Raises:
        FilterError: naming every parameter that is unknown or impossible.
    """
    problems: list[Problem] = []

    def read[T](name: str, parse: Callable[[Sequence[str]], T], default: T) -> T:
        try:
            return parse(_values(name, parameters)) if parameters.get(name) else default
        except InvalidValueError as error:
            problems.append(Problem(name, error.key, error.shown))
            return default

    every = FeatureFilter()
    found = FeatureFilter(
        layers=read("layer", _layers, every.layers),
        stars=read("stars", _stars, every.stars),
        groups=read("group", _codes(ProductGroup), every.groups),
        sets=read("set", _sets, every.sets),
        commodities=read("commodity", _commodities, every.commodities),
        validities=read("validity", _codes(Validity), every.validities),
        seasons=read("season", _seasons, every.seasons),
        communes=read("commune", _unit_codes, every.communes),
        legacy_communes=read("legacy_commune", _unit_codes, every.legacy_communes),
        words=read("q", _words, every.words),
        bbox=read("bbox", _bbox, every.bbox),
        as_of=read("as_of", _day, today),
    )
    if problems:
        raise FilterError(problems)
    return found


def _values(name: str, parameters: Mapping[str, Sequence[str]]) -> list[str]:
    given = parameters[name]
    if name == "q":
        return list(given)
    values = [value.strip() for text in given for value in text.split(",")]
    if len(values) > MAX_VALUES:
        raise InvalidValueError("problem.too_many_values", most=MAX_VALUES)
    if "" in values:
        raise InvalidValueError("problem.empty_value")
    return values


def _one_of(value: str, choices: Iterable[str]) -> str:
    listed = list(choices)
    if value not in listed:
        raise InvalidValueError("problem.not_a_choice", value=_shown(value), choices=", ".join(listed))
    return value


def _shown(value: str) -> str:
    return value if len(value) <= 40 else value[:40] + "…"


def _layers(values: Sequence[str]) -> tuple[Layer, ...]:
    chosen = {_one_of(value, Layer) for value in values}
    return tuple(layer for layer in Layer if layer in chosen)


def _stars(values: Sequence[str]) -> frozenset[int | None]:
    return _numbers(values, range(MIN_STARS, MAX_STARS + 1))


def _sets(values: Sequence[str]) -> frozenset[int | None]:
    return _numbers(values, [number for numbers in PRODUCT_SETS.values() for number in numbers])


def _seasons(values: Sequence[str]) -> frozenset[int | None]:
    return _numbers(values, range(1, 13))


def _numbers(values: Sequence[str], known: Iterable[int]) -> frozenset[int | None]:
    choices = [*map(str, known), UNKNOWN]
    return frozenset(None if _one_of(value, choices) == UNKNOWN else int(value) for value in values)


def _codes[E: StrEnum](enumeration: type[E]) -> Callable[[Sequence[str]], frozenset[E]]:
    return lambda values: frozenset(enumeration(_one_of(value, enumeration)) for value in values)


def _commodities(values: Sequence[str]) -> frozenset[str]:
    for value in values:
        if not value.replace("_", "").isalnum() or not value.isascii():
            raise InvalidValueError("problem.not_a_commodity", value=_shown(value))
    return frozenset(values)


def _unit_codes(values: Sequence[str]) -> frozenset[str]:
    for value in values:
        if not (len(value) == 5 and value.isascii() and value.isdigit()):
            raise InvalidValueError("problem.not_a_unit_code", value=_shown(value))
    return frozenset(values)


def _words(values: Sequence[str]) -> tuple[str, ...]:
    text = " ".join(values)
    if len(text) > MAX_TEXT:
        raise InvalidValueError("problem.too_long", most=MAX_TEXT)
    if "\x00" in text:
        raise InvalidValueError("problem.bad_character")
    return tuple(_WORD.findall(normalize("NFC", text)))


def _bbox(values: Sequence[str]) -> Bbox:
    try:
        west, south, east, north = (float(value) for value in values)
    except ValueError as error:
        raise InvalidValueError("problem.bbox_numbers") from error
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= 90 and -90 <= north <= 90):
        raise InvalidValueError("problem.bbox_range")
    if west >= east or south >= north:
        raise InvalidValueError("problem.bbox_order")
    return west, south, east, north


def _day(values: Sequence[str]) -> date:
    if len(values) != 1:
        raise InvalidValueError("problem.one_date")
    try:
        day = date.fromisoformat(values[0] if _DAY.fullmatch(values[0]) else "")
    except ValueError as error:
        raise InvalidValueError("problem.not_a_date", value=_shown(values[0])) from error
    if not _EARLIEST <= day <= _LATEST:
        raise InvalidValueError("problem.date_range", earliest=_EARLIEST, latest=_LATEST)
    return day
