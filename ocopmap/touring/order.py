"""The order of stops that takes the least time: exact for few free stops, by PyVRP's search for many.

Costs may differ by direction and be infinite where there is no way. Locked stops keep their position in the list.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyvrp import Model
from pyvrp.stop import MaxIterations

Costs = NDArray[np.float64]

EXACT_STOPS: Final = 12
"""The most free stops whose best order is found for certain."""
_ITERATIONS: Final = 500
_ITERATIONS_LOCKED: Final = 400
"""Windows of time make each of them three times as slow."""
_SEED: Final = 82
"""With iterations counted, not timed, the same tour always gets the same order."""
_SAME: Final = 1e-6
"""Costs that differ by no more are the same, added up in another order."""
_UNITS: Final = 10
"""The solver reckons in whole numbers: tenths of a second or of a metre."""


def best_order(
    costs: Costs, stops: Sequence[int], locked: Collection[int], start: int | None = None, end: int | None = None
) -> list[int]:
    """Return ``stops`` (rows of ``costs``) in the order whose way costs least, between ``start`` and ``end`` if given.

    Stops in ``locked`` keep their position. Where every order needs a way that there is not, the order has one. The
    order given stays where no other is better: a round does not turn about each time it is asked for.
    """
    free = [stop for stop in stops if stop not in locked]
    if not free:
        return list(stops)
    barred = np.where(np.isfinite(costs), costs, _bar(costs))
    if len(free) > EXACT_STOPS:
        return _searched(barred, stops, locked, start, end)
    chosen = iter(_Slots.of(barred, stops, free, start, end).exact())
    found = [stop if stop in locked else free[next(chosen)] for stop in stops]
    is_better = length(barred, stops, start, end) - length(barred, found, start, end) > _SAME
    return found if is_better else list(stops)


def length(costs: Costs, order: Sequence[int], start: int | None = None, end: int | None = None) -> float:
    """Return what the way through stops in their order costs, from ``start`` and to ``end`` if given."""
    way = [*([] if start is None else [start]), *order, *([] if end is None else [end])]
    return float(sum(costs[here, there] for here, there in pairwise(way)))


def nearest_first(costs: Costs, stops: Sequence[int], locked: Collection[int], start: int | None = None) -> list[int]:
    """Return the order that goes to the nearest free stop each time: the yardstick."""
    left = [stop for stop in stops if stop not in locked]
    order: list[int] = []
    for stop in stops:
        if stop not in locked:
            here = order[-1] if order else start
            stop = left[0] if here is None else min(left, key=costs[here].__getitem__)  # noqa: PLW2901
            left.remove(stop)
        order.append(stop)
    return order


def _searched(
    costs: Costs, stops: Sequence[int], locked: Collection[int], start: int | None, end: int | None
) -> list[int]:
    """Return the best order that a search finds, never worse than the order given or nearest first."""
    solved = _model(costs, stops, locked, start, end).solve(
        MaxIterations(_ITERATIONS_LOCKED if locked else _ITERATIONS), seed=_SEED, display=False
    )
    found = [list(stops), nearest_first(costs, stops, locked, start)]
    if solved.is_feasible():
        visits = solved.best.routes()[0]
        found.append([stops[visit.idx] for visit in visits if visit.is_client()])
    return min(found, key=lambda order: length(costs, order, start, end))


def _model(costs: Costs, stops: Sequence[int], locked: Collection[int], start: int | None, end: int | None) -> Model:
    """Return the search's problem. With locks a visit takes a unit of time, a way none: the clock counts positions."""
    model = Model()
    home = model.add_location(0, 0)
    model.add_depot(home)
    places = [model.add_location(0, 0) for _ in stops]
    for position, (stop, place) in enumerate(zip(stops, places, strict=True)):
        window = (position, position) if stop in locked else (0, len(stops))
        model.add_client(place, service_duration=int(bool(locked)), tw_early=window[0], tw_late=window[1])
    model.add_vehicle_type(1, tw_early=0, tw_late=len(stops))
    for here, place in zip(stops, places, strict=True):
        model.add_edge(home, place, 0 if start is None else round(costs[start, here] * _UNITS))
        model.add_edge(place, home, 0 if end is None else round(costs[here, end] * _UNITS))
        for there, other in zip(stops, places, strict=True):
            if here != there:
                model.add_edge(place, other, round(costs[here, there] * _UNITS))
    return model


def _bar(costs: Costs) -> float:
    """Return a cost that is worse than any tour that needs no missing way."""
    finite = costs[np.isfinite(costs)]
    return float(finite.sum()) + 1.0 if finite.size else 1.0


@dataclass(frozen=True)
class _Slots:
    """The positions that free stops may take; the locked stops between two positions are part of the way there."""

    first: Costs
    """From the start to each free stop in the first slot."""
    between: Costs
    """``[slot, from, to]``: from a free stop in a slot to one in the next."""
    last: Costs
    """From each free stop in the last slot to the end."""

    @classmethod
    def of(
        cls, costs: Costs, stops: Sequence[int], free: Sequence[int], start: int | None, end: int | None
    ) -> "_Slots":
        chosen = set(free)
        chains: list[list[int]] = [[]]
        for stop in stops:
            if stop in chosen:
                chains.append([])
            else:
                chains[-1].append(stop)
        lead = ([] if start is None else [start]) + chains[0]
        tail = chains[-1] + ([] if end is None else [end])
        return cls(
            costs[lead[-1], free] if lead else np.zeros(len(free)),
            np.stack([_through(costs, free, chain) for chain in chains[1:-1]])
            if len(free) > 1
            else np.zeros((0, 1, 1)),
            costs[free, tail[0]] if tail else np.zeros(len(free)),
        )

    def exact(self) -> list[int]:
        """Return the best order of the free stops (Held and Karp), a size of set at a time."""
        n = len(self.first)
        members = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
        sizes = members.sum(axis=1)
        best = np.full((2**n, n), np.inf)
        came = np.zeros((2**n, n), dtype=np.int8)
        best[1 << np.arange(n), np.arange(n)] = self.first
        for size in range(1, n):
            sets = np.flatnonzero(sizes == size)
            ways = best[sets][:, :, None] + self.between[size - 1]
            source = ways.argmin(axis=1)
            reached = np.take_along_axis(ways, source[:, None, :], axis=1)[:, 0, :]
            rows, there = np.nonzero(members[sets] == 0)
            into = sets[rows] | (1 << there)
            best[into, there] = reached[rows, there]
            came[into, there] = source[rows, there]
        return self._walk_back(best, came)

    def _walk_back(self, best: Costs, came: NDArray[np.int8]) -> list[int]:
        visited = len(best) - 1
        here = int((best[-1] + self.last).argmin())
        order = [here]
        while visited != 1 << here:
            visited, here = visited ^ (1 << here), int(came[visited, here])
            order.append(here)
        return order[::-1]


def _through(costs: Costs, free: Sequence[int], chain: Sequence[int]) -> Costs:
    """Return what it costs from each free stop to each other by way of the locked stops between them."""
    if not chain:
        return costs[np.ix_(free, free)]
    inside = sum(costs[here, there] for here, there in pairwise(chain))
    through: Costs = costs[free, chain[0]][:, None] + inside + costs[chain[-1], free][None, :]
    return through
