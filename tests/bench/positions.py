"""Prints how often a wrong coordinate is noticed and its cause named: points inside communes, damaged in each way.

Over the approximate boundaries, or over the official ones when ``OCOPMAP_TEST_BOUNDARIES`` names their folder.
"""

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import shapely
from shapely import Point as Shape

from ocopmap.geocoding import Cause, Units, check_position, load_units
from ocopmap.geocoding.centres import Point
from ocopmap.geocoding.vn2000 import datum_shifted, from_plane, to_plane
from ocopmap.ingest.boundaries.approximate import approximate
from ocopmap.ingest.boundaries.local import read_local
from tests.bench.geocoding_set import HERE

POINTS: Final = 2_000
OLD, NEW = 105.0, 105.75
"""Central meridians of old Đồng Tháp and of Tiền Giang."""

_NEAR_M: Final = 300.0
Damage = Callable[[Point, str, random.Random], tuple[Point, str]]


class Communes:
    """Polygons by code; ``locate`` tells which one holds a point."""

    def __init__(self, polygons: dict[str, shapely.MultiPolygon]) -> None:
        self.codes = list(polygons)
        self.shapes = list(polygons.values())
        shapely.prepare(self.shapes)
        self._tree = shapely.STRtree(self.shapes)

    def locate(self, latitude: float, longitude: float) -> str | None:
        """Return the code of the commune around a point."""
        found = self._tree.query(Shape(longitude, latitude), predicate="within")
        return self.codes[found[0]] if len(found) else None

    def inside(self, dice: random.Random) -> Iterator[tuple[Point, str]]:
        """Yield points spread over the communes, with the code of each."""
        while True:
            place = dice.randrange(len(self.codes))
            west, south, east, north = self.shapes[place].bounds
            point = dice.uniform(south, north), dice.uniform(west, east)
            if self.locate(*point) == self.codes[place]:
                yield point, self.codes[place]


def main() -> None:
    """Print the table."""
    units = load_units()
    folder = os.environ.get("OCOPMAP_TEST_BOUNDARIES")
    if folder:
        communes = Communes(read_local(Path(folder) / "wards", units.province_communes[HERE]))
    else:
        communes = Communes(approximate(units, HERE))
    print(f"check_position, {POINTS:,} points a row, {'official' if folder else 'approximate'} boundaries")
    print(f"{'damage':34}{'unnoticed':>11}{'cause named':>13}{'other cause':>13}{'unexplained':>13}")
    for name, (damage, cause) in damages(units).items():
        print_row(name, measured(communes, units, damage), cause)


def damages(units: Units) -> dict[str, tuple[Damage, Cause | None]]:
    """Return the ways to damage a point or the code named, with the cause to be named: None where there is none."""
    return {
        "none": (lambda point, code, _: (point, code), None),
        "axes swapped": (lambda point, code, _: ((point[1], point[0]), code), Cause.SWAPPED),
        "105°45' read as 105°00'": (lambda p, code, _: (from_plane(*to_plane(p, NEW), OLD), code), Cause.WRONG_ZONE),
        "105°00' read as 105°45'": (lambda p, code, _: (from_plane(*to_plane(p, OLD), NEW), code), Cause.WRONG_ZONE),
        "datum shift missing (225 m)": (lambda point, code, _: (unshifted(point), code), Cause.MISSING_DATUM),
        "code of an old commune": (lambda point, code, dice: (point, old_code(code, units, dice)), Cause.OLD_CODE),
        "point 300 m off, any direction": (lambda point, code, dice: (beside(point, dice), code), Cause.UNKNOWN),
        "another commune's name": (lambda point, _, dice: (point, dice.choice(codes_of(units))), Cause.UNKNOWN),
    }


def measured(communes: Communes, units: Units, damage: Damage, points: int = POINTS) -> Counter[Cause | None]:
    """Count what ``check_position`` says of damaged points."""
    dice = random.Random("positions")  # noqa: S311 (a fixed seed, not a secret)
    said: Counter[Cause | None] = Counter()
    for (point, code), _ in zip(communes.inside(dice), range(points), strict=False):
        found = check_position(*damage(point, code, dice), communes.locate, units, (OLD, NEW))
        said[found.cause if found else None] += 1
    return said


def print_row(name: str, said: Counter[Cause | None], cause: Cause | None) -> None:
    """Print the shares of points that nobody noticed, that got the right cause, another one, or none."""
    unexplained = said[Cause.UNKNOWN] + said[Cause.OUTSIDE_PROVINCE]
    named = said[cause] if cause not in {None, Cause.UNKNOWN} else 0
    other = POINTS - said[None] - named - unexplained
    cells = "".join(f"{n / POINTS:>{width}.1%}" for n, width in ((said[None], 11), (named, 13), (other, 13)))
    print(f"{name:34}{cells}{unexplained / POINTS:>13.1%}")


def unshifted(point: Point) -> Point:
    """Return the VN-2000 degrees of a WGS 84 point, as if nobody had shifted them."""
    shifted = datum_shifted(point)
    return 2 * point[0] - shifted[0], 2 * point[1] - shifted[1]


def old_code(code: str, units: Units, dice: random.Random) -> str:
    """Return the code of an old commune that became this one, another than its own where there is one."""
    others = [old for old in units.communes[code].predecessors if old != code]
    return dice.choice(others or [code])


def codes_of(units: Units) -> list[str]:
    """Return the codes of the province's communes of today."""
    return [commune.code for commune in units.province_communes[HERE]]


def beside(point: Point, dice: random.Random) -> Point:
    """Return a point 300 m away in any direction."""
    northing, easting = to_plane(point, NEW)
    north, east = dice.gauss(0, 1), dice.gauss(0, 1)
    length = (north**2 + east**2) ** 0.5 or 1.0
    return from_plane(northing + _NEAR_M * north / length, easting + _NEAR_M * east / length, NEW)


if __name__ == "__main__":
    main()
