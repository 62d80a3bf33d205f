"""The router along roads: one way to ask and to read Valhalla, in our processes or behind an address."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Final

from ocopmap.touring.routing.answers import isochrones_of, legs_of, located_of, matrix_of
from ocopmap.touring.routing.asking import Action, Valhalla, ValhallaRefusal
from ocopmap.touring.routing.requests import Snapped, Travel
from ocopmap.touring.routing.rules import RoadRules
from ocopmap.touring.routing.straight import meters_between
from ocopmap.touring.travel import (
    Isochrone,
    Leg,
    Matrix,
    Mode,
    NoWayError,
    OffRoadError,
    Position,
    RouterDownError,
)

_NO_WAY: Final = frozenset({441, 442, 443, 154, 155})
"""Codes for: no path, in either of its forms, and places farther apart than the mode may go."""
_WHOLE: Final = 8
"""Places whose matrix is one question."""
_AT_ONCE: Final = 20
"""Places of one question: the most that a Valhalla as it comes lets a car ask for."""


class ValhallaRouter:
    """Finds ways by Valhalla; a stop farther than ``reach_m`` metres from every road of its mode is off road."""

    follows_roads = True

    def __init__(self, valhalla: Valhalla, rules: RoadRules, reach_m: float) -> None:
        self._valhalla = valhalla
        self._rules = rules
        self._reach_m = reach_m

    def matrix(self, places: Sequence[Position], mode: Mode, *, avoid_ferries: bool) -> Matrix:
        """Return times and lengths between all places; those off every road have no way to anywhere."""
        travel = Travel(self._rules, mode, avoid_ferries, self._reach_m)
        snapped = self._snap(travel, places)
        asked = {at: each for at, each in enumerate(snapped) if each}
        found = self._matrix(travel, list(asked.values()))
        return _spread(found, list(asked), len(places))

    def route(self, places: Sequence[Position], mode: Mode, *, avoid_ferries: bool, language: str) -> list[Leg]:
        """Return the legs of a drive through the places in their order."""
        travel = Travel(self._rules, mode, avoid_ferries, self._reach_m)
        snapped = self._all_on_roads(travel, places)
        legs: list[Leg] = []
        for first, last in _stretches(places):
            legs += self._stretch(travel, snapped[first : last + 1], first, language)
        return legs

    def isochrones(
        self, place: Position, minutes: Sequence[int], mode: Mode, *, avoid_ferries: bool
    ) -> list[Isochrone]:
        """Return what can be reached from a place, the nearest first.

        Raises:
            OffRoadError: the place is far from any road.
        """
        travel = Travel(self._rules, mode, avoid_ferries, self._reach_m)
        (snapped,) = self._all_on_roads(travel, [place])
        try:
            return isochrones_of(self._valhalla.ask(Action.ISOCHRONE, travel.isochrone(snapped, minutes)))
        except ValhallaRefusal as refusal:
            raise _unexpected(refusal) from refusal

    def _matrix(self, travel: Travel, places: Sequence[Snapped]) -> Matrix:
        """Ask for a large matrix in two halves at once: its time grows with the pairs."""
        size = len(places) if len(places) <= _WHOLE else -(-len(places) // 2)
        halves = [places[at : at + size] for at in range(0, len(places), size or 1)]
        with ThreadPoolExecutor(max(1, len(halves))) as threads:
            found = list(threads.map(lambda half: self._rows(travel, half, places), halves))
        return Matrix([row for part in found for row in part.seconds], [row for part in found for row in part.meters])

    def _rows(self, travel: Travel, sources: Sequence[Snapped], targets: Sequence[Snapped]) -> Matrix:
        try:
            return matrix_of(self._valhalla.ask(Action.MATRIX, travel.matrix(sources, targets)))
        except ValhallaRefusal as refusal:
            if refusal.code not in _NO_WAY:
                raise _unexpected(refusal) from refusal
            nothing: list[list[float | None]] = [[None] * len(targets) for _ in sources]
            return Matrix(nothing, nothing)

    def _stretch(self, travel: Travel, places: Sequence[Snapped], first: int, language: str) -> list[Leg]:
        """Return the legs between places that each differ from the one before, ``first`` being the first's number."""
        if len(places) == 1:
            return []
        if places[0].place == places[1].place:
            here = places[0].place
            return [Leg(0.0, 0.0, (here, here))]
        try:
            legs = legs_of(self._valhalla.ask(Action.ROUTE, travel.route(places, language)), self._rules, language)
        except ValhallaRefusal as refusal:
            if refusal.code not in _NO_WAY:
                raise _unexpected(refusal) from refusal
            if len(places) == 2:
                raise NoWayError(first, first + 1) from refusal
            return self._pair_by_pair(travel, places, first, language)
        for at, leg in enumerate(legs):
            if travel.avoid_ferries and leg.ferries:
                raise NoWayError(first + at, first + at + 1)
        return legs

    def _pair_by_pair(self, travel: Travel, places: Sequence[Snapped], first: int, language: str) -> list[Leg]:
        """Find out which pair has no way: Valhalla only says that some pair has none."""
        legs = []
        for at, pair in enumerate(pairwise(places)):
            legs += self._stretch(travel, pair, first + at, language)
        return legs

    def _all_on_roads(self, travel: Travel, places: Sequence[Position]) -> list[Snapped]:
        found = []
        for at, snapped in enumerate(self._snap(travel, places)):
            if snapped is None:
                raise OffRoadError(at)
            found.append(snapped)
        return found

    def _snap(self, travel: Travel, places: Sequence[Position]) -> list[Snapped | None]:
        """Return each place with what it stands on, None for one that is far from any road.

        Valhalla would move a stop on a small island to the other bank, where the network is large.
        """
        if not places:
            return []
        try:
            found = located_of(self._valhalla.ask(Action.LOCATE, travel.locate(places)))
        except ValhallaRefusal as refusal:
            raise _unexpected(refusal) from refusal
        if len(found) != len(places):
            raise RouterDownError("the router did not locate every place")
        return [self._snapped(place, roads) for place, roads in zip(places, found, strict=True)]

    def _snapped(self, place: Position, roads: Sequence[Position]) -> Snapped | None:
        """Where the nearest road leads nowhere, Valhalla names the nearest that leads somewhere as well."""
        away = [meters_between(place, road) for road in roads]
        if not away or min(away) > self._reach_m:
            return None
        return Snapped(place, island=max(away) - min(away) > self._rules.island_gap_m)


def _stretches(places: Sequence[Position]) -> list[tuple[int, int]]:
    """Return runs of places as first and last number: neighbours at one spot by themselves, others not too many."""
    found: list[tuple[int, int]] = []
    start = 0
    for at in range(1, len(places)):
        same = places[at] == places[at - 1]
        if same and start < at - 1:
            found.append((start, at - 1))
        if same or at - start == _AT_ONCE - 1 or at == len(places) - 1:
            found.append((at - 1 if same else start, at))
            start = at
    return found


def _spread(found: Matrix, numbers: Sequence[int], count: int) -> Matrix:
    """Return a matrix of all places, no way to or from those that were left out of it, nor to themselves."""

    def wide(rows: Sequence[Sequence[float | None]]) -> list[list[float | None]]:
        table: list[list[float | None]] = [[None] * count for _ in range(count)]
        for start, row in zip(numbers, rows, strict=True):
            for end, value in zip(numbers, row, strict=True):
                table[start][end] = value
        for at in numbers:
            table[at][at] = 0.0
        return table

    try:
        return Matrix(wide(found.seconds), wide(found.meters))
    except ValueError as error:
        raise RouterDownError("the router's matrix has another size") from error


def _unexpected(refusal: ValhallaRefusal) -> RouterDownError:
    """A question that we should not have asked is as good as no answer."""
    return RouterDownError(f"the router refused: {refusal}")
