"""The router of last resort: great circles, called "đường chim bay" and never given a time."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pyproj import Geod

from ocopmap.touring.travel import Isochrone, Leg, Matrix, Mode, Position

GROUND: Final = Geod(ellps="WGS84")


class StraightRouter:
    """Goes as the crow flies, by whatever mode; stops are ordered by length alone."""

    follows_roads = False

    def matrix(self, places: Sequence[Position], mode: Mode, *, avoid_ferries: bool) -> Matrix:
        """Return lengths in metres as lengths and as costs."""
        del mode, avoid_ferries
        lengths = _lengths([(start, end) for start in places for end in places])
        rows = [lengths[at : at + len(places)] for at in range(0, len(lengths), len(places) or 1)]
        return Matrix(seconds=rows, meters=rows)

    def route(self, places: Sequence[Position], mode: Mode, *, avoid_ferries: bool, language: str) -> list[Leg]:
        """Return a straight leg without a time for each pair of neighbours."""
        del mode, avoid_ferries, language
        pairs = list(pairwise(places))
        return [Leg(meters, None, pair) for pair, meters in zip(pairs, _lengths(pairs), strict=True)]

    def isochrones(
        self, place: Position, minutes: Sequence[int], mode: Mode, *, avoid_ferries: bool
    ) -> list[Isochrone]:
        """Return nothing: a circle would claim a reach that nobody knows."""
        del place, minutes, mode, avoid_ferries
        return []


def meters_between(start: Position, end: Position) -> float:
    """Return the length of the great circle between two places, in metres."""
    return _lengths([(start, end)])[0]


def _lengths(pairs: Sequence[tuple[Position, Position]]) -> list[float]:
    """Return the length of the great circle of each pair, in metres."""
    if not pairs:
        return []
    starts, ends = zip(*pairs, strict=True)
    _, _, meters = GROUND.inv(
        [start.longitude for start in starts],
        [start.latitude for start in starts],
        [end.longitude for end in ends],
        [end.latitude for end in ends],
    )
    return [float(length) for length in meters]
