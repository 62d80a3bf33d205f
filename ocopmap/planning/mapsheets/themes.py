"""What a sheet shows, and how values are put into classes of colour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ocopmap.planning.choropleth import Measure

RAMP: Final = ("#d3e8e3", "#9ccbc2", "#5fa99d", "#26806f", "#084a43")
"""From few to many: one hue, ever darker, so that it needs no eye for colours."""


class Theme(StrEnum):
    """What a sheet shows."""

    PRODUCTS = "products"
    """Communes coloured by their recognised products."""
    VALID = "valid"
    """Communes coloured by their products with a valid certificate."""
    ZONES = "zones"
    """Zones of a commodity, and where its products are made."""
    STARS = "stars"
    """Places of production by their products' stars."""


@dataclass(frozen=True)
class Class:
    """Values from the least to the greatest that share a colour."""

    least: float
    most: float
    colour: str


MEASURES: Final[Mapping[Theme, Measure]] = {Theme.PRODUCTS: Measure.RECOGNISED, Theme.VALID: Measure.VALID}
"""What communes are coloured by, where a sheet colours them."""


def classes(values: Sequence[float]) -> list[Class]:
    """Return at most five classes, as even as equal values let them be, the lowest first; zeros are in none."""
    ordered = sorted(value for value in values if value > 0)
    groups: list[list[float]] = []
    begun = 0
    for step in range(1, len(RAMP) + 1):
        end = round(step * len(ordered) / len(RAMP))
        while 0 < end < len(ordered) and ordered[end] == ordered[end - 1]:
            end += 1
        if end > begun:
            groups.append(ordered[begun:end])
            begun = end
    return [Class(group[0], group[-1], _colour(n, len(groups))) for n, group in enumerate(groups)]


def _colour(index: int, number: int) -> str:
    return RAMP[-1] if number == 1 else RAMP[round(index * (len(RAMP) - 1) / (number - 1))]


def class_of(value: float, found: Sequence[Class]) -> Class:
    """Return the class that holds a value."""
    return next(each for each in found if value <= each.most)
