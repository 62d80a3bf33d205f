"""Ready-made circuits: places of one theme near one another, with a place to buy and something to see beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, RootModel

from ocopmap.catalogue.places import Layer
from ocopmap.layers.candidates import Candidate
from ocopmap.touring.order import best_order, length

_TOGETHER_M: Final = 20_000
"""Places of a theme this far from the one in their midst make one circuit."""
_SAME_GROUND_M: Final = 1_000
_EARTH_M: Final = 6_371_000
_ASIDE_M: Final = 12_000
"""What is added to it lies no farther from its nearest place."""
_MOST_OF_THEME: Final = 5
_MOST_STOPS: Final = 7
_FEWEST_STOPS: Final = 3
_MOST_A_THEME: Final = 3
_VISITED: Final = frozenset({Layer.TOURISM_POINT, Layer.CRAFT_VILLAGE})


class Why(StrEnum):
    """Why a place is in a circuit."""

    MAKES = "makes"
    NAMED = "named"
    GROWN_HERE = "grown_here"
    GROWS = "grows"
    SELLS = "sells"
    NEAR = "near"


class Names(BaseModel):
    """A name in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    vi: str
    en: str


class Theme(BaseModel):
    """What a circuit is about: what is made there, and words of names and crafts."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Names
    commodities: frozenset[str]
    words: tuple[str, ...]

    def why(self, place: Candidate) -> Why | None:
        """Return why a place is of the theme; None if it is not."""
        if place.commodities & self.commodities:
            return Why.GROWN_HERE if place.layer is Layer.ZONE else Why.MAKES
        if place.layer in _VISITED and any(f" {word} " in f" {place.words} " for word in self.words):
            return Why.NAMED
        return None


class Themes(RootModel[Mapping[str, Theme]]):
    """All themes by their code."""


@dataclass(frozen=True)
class Chosen:
    """A place in a circuit."""

    place: Candidate
    why: Why


@dataclass(frozen=True)
class Circuit:
    """Stops in the order of the shortest straight way, and how long that is."""

    theme: str
    midst: Candidate
    """The place that the others were found around."""
    stops: Sequence[Chosen]
    meters: float


def grow(code: str, theme: Theme, places: Sequence[Candidate]) -> list[Circuit]:
    """Return the circuits of a theme among places, those with most of it first."""
    whys = {place.id: theme.why(place) for place in places}
    left = [place for place in places if whys[place.id]]
    circuits: list[Circuit] = []
    while left and len(circuits) < _MOST_A_THEME:
        midst = max(left, key=lambda place: (len(_within(place, left, _TOGETHER_M)), place.layer in _VISITED, place.id))
        members = _unlike(_within(midst, left, _TOGETHER_M))[:_MOST_OF_THEME]
        stops = [Chosen(place, whys[place.id] or Why.NAMED) for place in members]
        stops += _company(theme, stops, places)
        if len(stops) >= _FEWEST_STOPS:
            circuits.append(_ordered(code, midst, stops))
        near = {place.id for place in _within(midst, left, _TOGETHER_M)}
        left = [place for place in left if place.id not in near]
    return circuits


def _company(theme: Theme, stops: Sequence[Chosen], places: Sequence[Candidate]) -> list[Chosen]:
    """Return a place to buy, and places to visit, beside those of the theme; where it grows first, then the nearest."""
    taken = {chosen.place.id for chosen in stops}
    apart = np.min([_meters(chosen.place, places) for chosen in stops], axis=0)
    near = [places[at] for at in np.argsort(apart, kind="stable") if apart[at] <= _ASIDE_M]
    visited = [place for place in near if place.layer in _VISITED and place.id not in taken]
    grows = [place for place in visited if place.grown & theme.commodities]
    sells = [place for place in near if place.layer is Layer.SALES_POINT and place.id not in taken]
    company = [
        *(Chosen(place, Why.SELLS) for place in sells[:1]),
        *(Chosen(place, Why.GROWS) for place in grows),
        *(Chosen(place, Why.NEAR) for place in visited if place not in grows),
    ]
    return company[: max(0, _MOST_STOPS - len(stops))]


def _ordered(code: str, midst: Candidate, stops: Sequence[Chosen]) -> Circuit:
    places = [chosen.place for chosen in stops]
    costs = np.array([_meters(place, places) for place in places])
    order = best_order(costs, range(len(stops)), ())
    return Circuit(code, midst, [stops[index] for index in order], length(costs, order))


def _within(midst: Candidate, places: Sequence[Candidate], meters: float) -> list[Candidate]:
    """Return the places within a distance, the nearest first."""
    apart = _meters(midst, places)
    return [places[at] for at in np.argsort(apart, kind="stable") if apart[at] <= meters]


def _unlike(places: Sequence[Candidate]) -> list[Candidate]:
    """Return places without zones where another zone has been: one ground is declared under several standards."""
    kept: list[Candidate] = []
    for place in places:
        zones = [each for each in kept if each.layer is Layer.ZONE]
        if place.layer is not Layer.ZONE or not zones or min(_meters(place, zones)) > _SAME_GROUND_M:
            kept.append(place)
    return kept


def _meters(here: Candidate, places: Sequence[Candidate]) -> NDArray[np.float64]:
    """Return great-circle distances on a sphere: near enough to tell what is near."""
    latitudes, longitudes = np.radians([[place.latitude, place.longitude] for place in places]).T
    latitude, longitude = np.radians([here.latitude, here.longitude])
    chord = np.sin((latitudes - latitude) / 2) ** 2
    chord += np.cos(latitude) * np.cos(latitudes) * np.sin((longitudes - longitude) / 2) ** 2
    meters: NDArray[np.float64] = 2 * _EARTH_M * np.arcsin(np.sqrt(chord))
    return meters
