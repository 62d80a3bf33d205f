"""Valhalla's answers as legs, matrices and isochrones; what does not look like one is no answer."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any, Final

from shapely import Polygon

from ocopmap.touring.routing.rules import RoadRules
from ocopmap.touring.travel import Ferry, Isochrone, Leg, Manoeuvre, Matrix, Position, RouterDownError

_SIX_DIGITS: Final = 1e-6
_METERS: Final = 1_000.0
_LEAST_HOLE: Final = 2e-5
"""Square degrees: a quarter of a square kilometre."""
_CHUNK: Final = 5
"""Bits of a number that one letter of an encoded line carries."""


@contextmanager
def understood() -> Iterator[None]:
    """Take an answer that lacks something, as after a change of version, for none."""
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise RouterDownError("the router's answer is not understood") from error


def located_of(answer: Any) -> list[list[Position]]:  # noqa: ANN401 - JSON
    """Return where on a road each place asked for may stand: the nearest, and where that leads nowhere, others too."""
    with understood():
        return [
            [Position(edge["correlated_lat"], edge["correlated_lon"]) for edge in each["edges"] or ()]
            for each in answer
        ]


def matrix_of(answer: Any) -> Matrix:  # noqa: ANN401 - JSON
    """Return a matrix: seconds and metres."""
    with understood():
        found = answer["sources_to_targets"]
        seconds = [[None if each is None else float(each) for each in row] for row in found["durations"]]
        meters = [
            # Where there is no way Valhalla may still name a length, nought.
            [None if time is None else length * _METERS for time, length in zip(times, lengths, strict=True)]
            for times, lengths in zip(seconds, found["distances"], strict=True)
        ]
        return Matrix(seconds, meters)


def legs_of(answer: Any, rules: RoadRules, language: str) -> list[Leg]:  # noqa: ANN401 - JSON
    """Return the legs of a way."""
    with understood():
        return [_leg(leg, rules, language) for leg in answer["trip"]["legs"]]


def _leg(leg: Any, rules: RoadRules, language: str) -> Leg:  # noqa: ANN401 - JSON
    found = leg["maneuvers"]
    geometry = decoded(leg["shape"])
    if not geometry:
        raise ValueError("a leg without a line")
    return Leg(
        meters=leg["summary"]["length"] * _METERS,
        seconds=float(leg["summary"]["time"]),
        geometry=geometry,
        ferries=tuple(_ferries(found)),
        manoeuvres=tuple(
            Manoeuvre(
                text=rules.told(each["instruction"], language),
                meters=each["length"] * _METERS,
                seconds=float(each["time"]),
                at=each["begin_shape_index"],
            )
            for each in found
        ),
    )


def _ferries(manoeuvres: Sequence[Any]) -> Iterator[Ferry]:
    """One ferry may take several instructions: those that follow one another with its name are one."""
    afloat = groupby(manoeuvres, key=lambda each: (bool(each.get("ferry")), tuple(each.get("street_names", ()))))
    for (is_ferry, names), group in afloat:
        if is_ferry:
            parts = list(group)
            yield Ferry(
                name=" / ".join(names) or None,
                meters=sum(part["length"] for part in parts) * _METERS,
                seconds=float(sum(part["time"] for part in parts)),
                first=parts[0]["begin_shape_index"],
                last=parts[-1]["end_shape_index"],
            )


def isochrones_of(answer: Any) -> list[Isochrone]:  # noqa: ANN401 - JSON
    """Return what is within reach, the nearest first; rings as a MultiPolygon's."""
    with understood():
        found: dict[int, list[Any]] = {}
        for feature in answer["features"]:
            shape = feature["geometry"]
            parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
            found.setdefault(round(feature["properties"]["contour"]), []).extend(parts)
        return [Isochrone(minutes, [_rings(part) for part in found[minutes]]) for minutes in sorted(found)]


def _rings(part: Any) -> list[list[tuple[float, float]]]:  # noqa: ANN401 - JSON
    """Return a polygon's rings without the small holes, which are cells of the grid that times were written in."""
    outer, *holes = ([(float(x), float(y)) for x, y in ring] for ring in part)
    return [outer, *(hole for hole in holes if Polygon(hole).area >= _LEAST_HOLE)]


def decoded(line: str) -> list[Position]:
    """Return the positions of an encoded line of six digits.

    Raises:
        ValueError: it ends within a number.
    """
    numbers, value, shift = [0, 0], 0, 0
    positions, axis = [], 0
    for letter in line.encode():
        value |= (letter - 63 & 0x1F) << shift
        shift += _CHUNK
        if letter - 63 < 1 << _CHUNK:
            numbers[axis] += ~(value >> 1) if value & 1 else value >> 1
            if axis:
                positions.append(Position(round(numbers[0] * _SIX_DIGITS, 6), round(numbers[1] * _SIX_DIGITS, 6)))
            axis, value, shift = 1 - axis, 0, 0
    if axis or shift:
        raise ValueError("an encoded line that is cut off")
    return positions
