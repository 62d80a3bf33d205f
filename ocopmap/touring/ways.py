"""The ways of one tour: asked of the router once a pair, with what turns out to be unreachable."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ocopmap.touring.travel import Leg, Mode, NoWayError, OffRoadError, Position, Router

Costs = NDArray[np.float64]


class Ways:
    """Costs between all places of a tour, and the legs between those that follow one another."""

    def __init__(
        self, router: Router, places: Sequence[Position], mode: Mode, *, avoid_ferries: bool, language: str
    ) -> None:
        """Ask for the costs between ``places``.

        Raises:
            RouterDownError: the router does not answer.
        """
        self.follows_roads = router.follows_roads
        self._router, self._places, self._mode = router, places, mode
        self._avoid_ferries, self._language = avoid_ferries, language
        self._legs: dict[tuple[int, int], Leg] = {}
        matrix = router.matrix(places, mode, avoid_ferries=avoid_ferries)
        self.costs = _array(matrix.seconds)
        self.meters = _array(matrix.meters)
        self._lost = np.flatnonzero(~np.isfinite(self.costs.diagonal()))
        np.fill_diagonal(self.costs, 0)

    def off_road(self) -> list[int]:
        """Return the places that there is no way to, not even from themselves: no road is near."""
        return [int(place) for place in self._lost]

    def cut_off(self, places: Sequence[int], anchor: int | None) -> list[int]:
        """Return those of ``places`` that are not on the same land as ``anchor``, or as most of them."""
        both = np.isfinite(self.costs) & np.isfinite(self.costs.T)
        if anchor is None:
            anchor = max(places, key=lambda place: (both[place, list(places)].sum(), -place), default=None)
        return [place for place in places if anchor is not None and not both[anchor, place]]

    def along(self, way: Sequence[int]) -> list[Leg] | None:
        """Return the legs of a way through places; None when one of them is not there after all.

        Then the costs tell it: ask for another way.

        Raises:
            RouterDownError: the router does not answer.
        """
        for stretch in self._unknown(way):
            try:
                legs = self._router.route(
                    [self._places[place] for place in stretch],
                    self._mode,
                    avoid_ferries=self._avoid_ferries,
                    language=self._language,
                )
            except NoWayError as error:
                self.costs[stretch[error.start], stretch[error.end]] = np.inf
                return None
            except OffRoadError as error:
                place = stretch[error.place]
                self.costs[place, :] = self.costs[:, place] = np.inf
                self._lost = np.append(self._lost, place)
                return None
            self._legs |= dict(zip(pairwise(stretch), legs, strict=True))
        return [self._legs[pair] for pair in pairwise(way)]

    def seconds(self, here: int, there: int) -> float:
        """Return the time of a way: that of its leg where there is one, else that of the costs."""
        leg = self._legs.get((here, there))
        return float(self.costs[here, there]) if leg is None or leg.seconds is None else leg.seconds

    def length(self, here: int, there: int) -> float:
        """Return the metres of a way, likewise."""
        leg = self._legs.get((here, there))
        return float(self.meters[here, there]) if leg is None else leg.meters

    def _unknown(self, way: Sequence[int]) -> list[list[int]]:
        """Return the longest stretches of a way none of whose legs is known: each is one question."""
        stretches: list[list[int]] = []
        for here, there in pairwise(way):
            if (here, there) in self._legs:
                continue
            if stretches and stretches[-1][-1] == here:
                stretches[-1].append(there)
            else:
                stretches.append([here, there])
        return stretches


def _array(rows: Sequence[Sequence[float | None]]) -> Costs:
    return np.array([[np.inf if cell is None else cell for cell in row] for row in rows], dtype=float).reshape(
        len(rows), len(rows)
    )
