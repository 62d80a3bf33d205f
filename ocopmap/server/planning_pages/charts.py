"""Where the marks of a chart stand; the templates draw them, and a table beside each says the same in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10
from typing import Final

WIDTH: Final = 360
HEIGHT: Final = 200
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 10, 24
_TICKS: Final = 4
_GAP: Final = 0.3
"""Of a column's place, what is left free."""


@dataclass(frozen=True)
class Tick:
    """A line across the chart, and the value that it stands for."""

    at: float
    value: float


@dataclass(frozen=True)
class Label:
    """A word under the chart."""

    at: float
    text: str


@dataclass(frozen=True)
class Block:
    """A piece of a column: ``series`` numbers what it shows."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True)
class Columns:
    """Columns of stacked pieces."""

    blocks: list[Block]
    ticks: list[Tick]
    labels: list[Label]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM


@dataclass(frozen=True)
class Spot:
    """A value on a day, as a point of the chart."""

    x: float
    y: float


@dataclass(frozen=True)
class Path:
    """A value over time: what was found, the most it can be, the line to the target."""

    found: list[Spot]
    at_most: list[Spot]
    due: list[Spot]
    ticks: list[Tick]
    labels: list[Label]
    today: float
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM


def columns(names: Sequence[str], stacks: Sequence[Sequence[float]]) -> Columns:
    """Return one column a name, each a stack of pieces from the ground up."""
    top, ticks = _scale(max((sum(stack) for stack in stacks), default=0))
    step = (WIDTH - LEFT - RIGHT) / max(len(names), 1)
    blocks = []
    for position, stack in enumerate(stacks):
        base = 0.0
        for series, value in enumerate(stack):
            if value:
                y = _height(base + value, top)
                x = round(LEFT + step * (position + _GAP / 2), 1)
                blocks.append(Block(x, y, round(step * (1 - _GAP), 1), round(_height(base, top) - y, 1), series))
            base += value
    labels = [Label(round(LEFT + step * (position + 0.5), 1), name) for position, name in enumerate(names)]
    return Columns(blocks, ticks, labels)


def path(
    found: Sequence[tuple[date, float | None, float | None]],
    due: Sequence[tuple[date, float]],
    target: float,
    today: date,
) -> Path:
    """Return a chart of values over time.

    Args:
        found: day, what is proven, the most it can be; None where nothing is told.
        due: the ends of the line to the target; empty where no beginning is known.
        target: what the chart must reach up to.
        today: the day of the page.
    """
    days = [day for day, *_ in found] + [day for day, _ in due] + [today]
    first, last = min(days), max(days)
    highest = max([target, *(value for _, *values in found for value in values if value is not None)])
    top, ticks = _scale(highest)

    def spot(day: date, value: float) -> Spot:
        return Spot(_across(day, first, last), _height(value, top))

    years = range(first.year + (first > date(first.year, 1, 1)), last.year + 1)
    return Path(
        found=[spot(day, value) for day, value, _ in found if value is not None],
        at_most=[spot(day, most) for day, _, most in found if most is not None],
        due=[spot(day, value) for day, value in due],
        ticks=ticks,
        labels=[Label(_across(date(year, 1, 1), first, last), str(year)) for year in years],
        today=_across(today, first, last),
    )


def _across(day: date, first: date, last: date) -> float:
    span = max((last - first).days, 1)
    return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / span, 1)


def _height(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)


def _scale(highest: float) -> tuple[float, list[Tick]]:
    """Return a round number that is not below ``highest``, and the lines up to it."""
    if highest <= 0:
        highest = 1
    size = 10 ** floor(log10(highest / _TICKS))
    step = next(each * size for each in (1, 2, 2.5, 5, 10) if each * size * _TICKS >= highest)
    lines = ceil(highest / step)
    top = step * lines
    return top, [Tick(_height(step * number, top), step * number) for number in range(lines + 1)]
