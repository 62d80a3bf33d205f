"""Where a place fits best into a way and what it costs to go there; what can be gone to from a place instead of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ocopmap.touring.travel import Mode, Position, Router
from ocopmap.touring.ways import Ways


@dataclass(frozen=True)
class Detour:
    """A place beside a way: after which of its stops it is visited best, and how much longer the way is then."""

    place: int
    after: int
    seconds: float | None
    """None for straight lines."""
    meters: float


def detours(
    router: Router, way: Sequence[Position], places: Sequence[Position], mode: Mode, *, avoid_ferries: bool
) -> list[Detour]:
    """Return the cheapest detour to each place that there is a way to; of a single stop, there and back.

    Raises:
        RouterDownError: the router does not answer.
    """
    stops = [*way, way[0]] if len(way) == 1 else list(way)
    ways = Ways(router, [*stops, *places], mode, avoid_ferries=avoid_ferries, language="vi")
    found = []
    for number in range(len(places)):
        at = len(stops) + number
        added = [
            (ways.costs[here, at] + ways.costs[at, there] - ways.costs[here, there], after)
            for after, (here, there) in enumerate(pairwise(range(len(stops))))
        ]
        cost, after = min(added)
        if np.isfinite(cost):
            meters = ways.meters[after, at] + ways.meters[at, after + 1] - ways.meters[after, after + 1]
            seconds = max(0.0, float(cost)) if router.follows_roads else None
            found.append(Detour(number, after, seconds, max(0.0, float(meters))))
    return found


@dataclass(frozen=True)
class Near:
    """A place that one gets to from another, and back."""

    place: int
    seconds: float | None
    """None for straight lines."""
    meters: float


def nearest(
    router: Router, here: Position, places: Sequence[Position], mode: Mode, *, avoid_ferries: bool
) -> list[Near]:
    """Return those of the places that there is a way to and back, those that take the least time first.

    Raises:
        RouterDownError: the router does not answer.
    """
    ways = Ways(router, [here, *places], mode, avoid_ferries=avoid_ferries, language="vi")
    numbers = range(1, len(places) + 1)
    found = sorted(set(numbers) - set(ways.cut_off(numbers, anchor=0)), key=lambda at: (ways.costs[0, at], at))
    return [
        Near(at - 1, float(ways.costs[0, at]) if router.follows_roads else None, float(ways.meters[0, at]))
        for at in found
    ]
