"""The link of a tour: its whole state as a readable query string. ``docs/tours-api.md`` describes it.

The browser reads and writes the same form; ``tests/data/tour_links.json`` holds both to it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from pydantic import ValidationError

from ocopmap.layers.filters import FilterError, InvalidValueError, Problem
from ocopmap.touring.tour import VERSION, Place, Stop, Tour, problems_of, shown_value

_SAFE: Final = "!~*'():@,"
"""What a query may hold as it is: what the browser's ``encodeURIComponent`` leaves, and ``:@,``."""
_AT_START: Final = "start"
_LOCK: Final = "lock"
_NO: Final = "no"
_POINT = re.compile(r"@(-?\d{1,3}(?:\.\d{1,9})?),(-?\d{1,3}(?:\.\d{1,9})?)(?::(.*))?", re.ASCII | re.DOTALL)
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EVERY: Final = Tour()
_PARAMETERS: Final = {
    "version": "t",
    "stops": "s",
    "round_trip": "end",
    "date": "d",
    "day_start": "day",
    "day_end": "day",
    "speed_kmh": "speed",
}
"""Parameters that are not called as the part of the tour that they tell."""

Fields = dict[str, Any]


def parse_link(pairs: Iterable[tuple[str, str]]) -> Tour:
    """Return the tour that a link's parameters tell; those that are not a tour's are passed over.

    Raises:
        FilterError: naming the parameters that are impossible, or a version that is not known yet.
    """
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    problems: list[Problem] = []
    fields: Fields = {}
    _check_version(given.get("t", [str(VERSION)])[0])
    for name in given.keys() & _READERS.keys():
        try:
            fields |= _READERS[name](given[name] if name == "s" else given[name][:1])
        except InvalidValueError as error:
            problems.append(Problem(name, error.key, error.shown))
    if problems:
        raise FilterError(sorted(problems, key=lambda problem: problem.parameter))
    try:
        return Tour.model_validate(fields)
    except ValidationError as error:
        raise FilterError(problems_of(error.errors(include_url=False), _parameter)) from error


def _check_version(text: str) -> None:
    """Refuse what a newer version wrote before anything of it is read by the rules of this one."""
    if _NUMBER.fullmatch(text) and int(text) > VERSION:
        raise FilterError.of("t", "problem.tour_newer", value=int(text), known=VERSION)


def _parameter(path: Sequence[Any]) -> str:
    return _PARAMETERS.get(path[0], str(path[0]))


def _whole(texts: Sequence[str]) -> int:
    if not _NUMBER.fullmatch(texts[0]):
        raise InvalidValueError("problem.tour_number", value=shown_value(texts[0]))
    return int(texts[0])


def _day(texts: Sequence[str]) -> Fields:
    if not _DAY.fullmatch(texts[0]):
        raise InvalidValueError("problem.not_a_date", value=shown_value(texts[0]))
    return {"date": texts[0]}


def _hours(texts: Sequence[str]) -> Fields:
    start, _, end = texts[0].partition("-")
    return {"day_start": start, "day_end": end}


def _ferries(texts: Sequence[str]) -> Fields:
    if texts[0] not in ("yes", _NO):
        raise InvalidValueError("problem.not_a_choice", value=shown_value(texts[0]), choices=f"yes, {_NO}")
    return {"ferries": texts[0] != _NO}


def _lunch(texts: Sequence[str]) -> Fields:
    if texts[0] == _NO:
        return {"lunch": None}
    start, _, minutes = texts[0].partition("~")
    return {"lunch": {"start": start, **({"minutes": _whole([minutes])} if minutes else {})}}


def _end(texts: Sequence[str]) -> Fields:
    return {"round_trip": True} if texts[0] == _AT_START else {"end": _place(texts[0])}


def parse_place(parameter: str, text: str) -> Place:
    """Return a place as links write it: a record's key, or ``@latitude,longitude:name``.

    Raises:
        FilterError: it is neither; ``parameter`` is what the text was given for.
    """
    try:
        return Place.model_validate(_place(text))
    except InvalidValueError as error:
        raise FilterError.of(parameter, error.key, **error.shown) from error
    except ValidationError as error:
        raise FilterError(problems_of(error.errors(include_url=False), lambda _path: parameter)) from error


def _place(text: str) -> Fields:
    if not text.startswith("@"):
        return {"key": text}
    point = _POINT.fullmatch(text)
    if not point:
        raise InvalidValueError("problem.tour_place", value=shown_value(text))
    latitude, longitude, name = point.groups()
    return {"latitude": float(latitude), "longitude": float(longitude), "name": name or ""}


def _stop(text: str) -> Fields:
    place, *notes = text.split("~")
    stop = _place(place)
    for note in notes:
        if note == _LOCK:
            stop["locked"] = True
        else:
            stop["visit_minutes"] = _whole([note])
    return stop


_READERS: Final[Mapping[str, Callable[[Sequence[str]], Fields]]] = {
    "t": lambda texts: {"version": _whole(texts)},
    "s": lambda texts: {"stops": [_stop(text) for text in texts]},
    "start": lambda texts: {"start": _place(texts[0])},
    "end": _end,
    "mode": lambda texts: {"mode": texts[0]},
    "order": lambda texts: {"order": texts[0]},
    "ferries": _ferries,
    "d": _day,
    "day": _hours,
    "lunch": _lunch,
    "days": lambda texts: {"days": _whole(texts)},
    "speed": lambda texts: {"speed_kmh": _whole(texts)},
}


def write_link(tour: Tour) -> str:
    """Return the query string of a tour, without "?"; what is usual is left out.

    It ends with the version: messengers that cut punctuation off the end of a link do no harm to a digit.
    """
    pairs = [("s", _stop_text(stop)) for stop in tour.stops]
    if tour.start:
        pairs.append(("start", place_text(tour.start)))
    if tour.round_trip or tour.end:
        pairs.append(("end", place_text(tour.end) if tour.end else _AT_START))
    pairs += [(name, value) for name, value in _settings(tour) if value]
    pairs.append(("t", str(tour.version)))
    return "&".join(f"{name}={quote(value, safe=_SAFE)}" for name, value in pairs)


def _settings(tour: Tour) -> Iterable[tuple[str, str]]:
    """Give the parameters of what is not a place, empty where it is usual."""
    hours = (tour.day_start, tour.day_end)
    lunch = f"{tour.lunch.start}~{tour.lunch.minutes}" if tour.lunch else _NO
    yield "mode", "" if tour.mode == _EVERY.mode else tour.mode
    yield "order", "" if tour.order == _EVERY.order else tour.order
    yield "ferries", "" if tour.ferries else _NO
    yield "d", tour.date.isoformat() if tour.date else ""
    yield "day", "" if hours == (_EVERY.day_start, _EVERY.day_end) else "-".join(hours)
    yield "lunch", "" if tour.lunch == _EVERY.lunch else lunch
    yield "days", "" if tour.days == _EVERY.days else str(tour.days)
    yield "speed", str(tour.speed_kmh or "")


def place_text(place: Place) -> str:
    """Return a place as links write it."""
    if place.position is None:
        return place.key or ""
    name = f":{place.name}" if place.name else ""
    return f"@{_degrees(place.position.latitude)},{_degrees(place.position.longitude)}{name}"


def _degrees(value: float) -> str:
    """Return degrees to the metre, without useless zeros."""
    return f"{round(value, 5) + 0.0:.5f}".rstrip("0").rstrip(".")


def _stop_text(stop: Stop) -> str:
    minutes = "" if stop.visit_minutes is None else f"~{stop.visit_minutes}"
    return place_text(stop) + minutes + (f"~{_LOCK}" if stop.locked else "")
