"""The order of stops that takes the least time: exact for few free stops, a search by improvement for many.

Costs may differ by direction and be infinite where there is no way. Locked stops keep their position in the list.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

Costs = NDArray[np.float64]

EXACT_STOPS: Final = 12
"""The most free stops whose best order is found for certain."""
_KICKS: Final = 60
_LONGEST_MOVED: Final = 3
_SEED: Final = 82
"""The same tour always gets the same order."""


def best_order(
    costs: Costs, stops: Sequence[int], locked: Collection[int], start: int | None = None, end: int | None = None
) -> list[int]:
    """Return ``stops`` (rows of ``costs``) in the order whose way costs least, between ``start`` and ``end`` if given.

    Stops in ``locked`` keep their position. Where every order needs a way that there is not, the order has one.
    """
    free = [stop for stop in stops if stop not in locked]
    if not free:
        return list(stops)
    slots = _Slots.of(np.where(np.isfinite(costs), costs, _bar(costs)), stops, free, start, end)
    order = slots.exact() if len(free) <= EXACT_STOPS else slots.searched()
    chosen = iter(order)
    return [stop if stop in locked else free[next(chosen)] for stop in stops]


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

    def searched(self) -> list[int]:
        """Return a good order: improved from several beginnings, then shaken and improved again."""
        n = len(self.first)
        moves = _moves(n)
        random = np.random.default_rng(_SEED)
        begun = [self._improved(order, moves) for order in self._beginnings()]
        best, least = min(begun, key=lambda found: found[1])
        for _ in range(_KICKS):
            order, cost = self._improved(best[_double_bridge(n, random)], moves)
            if cost < least:
                best, least = order, cost
        return [int(stop) for stop in best]

    def _beginnings(self) -> list[NDArray[np.intp]]:
        """Return nearest-first orders that begin with the stops cheapest to begin with."""
        n = len(self.first)
        return [self._nearest_from(int(stop)) for stop in self.first.argsort()[: max(1, n // 8)]]

    def _nearest_from(self, begin: int) -> NDArray[np.intp]:
        order = [begin]
        left = np.ones(len(self.first), dtype=bool)
        left[begin] = False
        for ways in self.between:
            there = int(np.where(left, ways[order[-1]], np.inf).argmin())
            left[there] = False
            order.append(there)
        return np.array(order)

    def _improved(self, order: NDArray[np.intp], moves: NDArray[np.intp]) -> tuple[NDArray[np.intp], float]:
        """Return an order, and its cost, that no single move betters."""
        least = float(self._lengths(order[None])[0])
        while True:
            tried = order[moves]
            lengths = self._lengths(tried)
            at = int(lengths.argmin())
            if lengths[at] >= least - 1e-9 * abs(least):
                return order, least
            order, least = tried[at], float(lengths[at])

    def _lengths(self, orders: NDArray[np.intp]) -> Costs:
        n = len(self.first)
        at = orders[:, :-1] * n + orders[:, 1:] + np.arange(n - 1) * (n * n)
        ways: Costs = self.between.ravel()[at].sum(axis=1) + self.first[orders[:, 0]] + self.last[orders[:, -1]]
        return ways


def _through(costs: Costs, free: Sequence[int], chain: Sequence[int]) -> Costs:
    """Return what it costs from each free stop to each other by way of the locked stops between them."""
    if not chain:
        return costs[np.ix_(free, free)]
    inside = sum(costs[here, there] for here, there in pairwise(chain))
    through: Costs = costs[free, chain[0]][:, None] + inside + costs[chain[-1], free][None, :]
    return through


def _moves(n: int) -> NDArray[np.intp]:
    """Return every single move as a rearranged ``0 … n-1``: a stretch turned round, or a short one moved elsewhere."""
    plain = list(range(n))
    moves = {
        (*plain[:first], *reversed(plain[first : last + 1]), *plain[last + 1 :])
        for first in range(n)
        for last in range(first + 1, n)
    }
    for size in range(1, _LONGEST_MOVED + 1):
        for first in range(n - size + 1):
            rest, taken = plain[:first] + plain[first + size :], plain[first : first + size]
            for at in range(len(rest) + 1):
                moves |= {(*rest[:at], *taken, *rest[at:]), (*rest[:at], *reversed(taken), *rest[at:])}
    return np.array(sorted(moves - {tuple(plain)}))


def _double_bridge(n: int, random: np.random.Generator) -> NDArray[np.intp]:
    """Return ``0 … n-1`` with two neighbouring stretches exchanged, which no single move undoes."""
    first, second, third = np.sort(random.choice(np.arange(1, n), size=3, replace=False))
    plain = np.arange(n)
    return np.concatenate([plain[:first], plain[second:third], plain[first:second], plain[third:]])
