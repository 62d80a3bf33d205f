"""A KPI's numbers as a reader takes them in: the value, what it stands on, how near it is to its target."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ocopmap.catalogue.indicators import Measure, Progress
from ocopmap.planning.indicators import IndicatorValue
from ocopmap.server.planning_pages.asked import AskedPage
from ocopmap.server.wording import Wording, wording

OPEN: Final = "open"
STATUSES: Final = (Progress.REACHED, Progress.ON_TRACK, OPEN, Progress.BEHIND, Progress.NO_DATA)
"""In the order in which they are told."""
_BAR_WIDTH: Final = 320
"""Of the drawing, in its own units."""


@dataclass(frozen=True)
class Way:
    """One of the ways to count a KPI."""

    label: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Bar:
    """Lengths of a KPI's bar from nothing to the target, in the units of a drawing ``width`` wide."""

    width: int
    value: float
    at_most: float
    due: float | None


@dataclass(frozen=True)
class Figure:
    """A KPI as it is shown."""

    found: IndicatorValue
    status: str
    """Where it stands; ``open`` where what is unknown could bring it to what is due."""
    name: str
    value: str | None
    at_most: str | None
    """The most it can be, where that is more than what is proven."""
    target: str
    due: str | None
    parts: str
    """Numerator and denominator in words."""
    definition: str
    decided: str | None
    needs: str
    ways: list[Way]
    bar: Bar
    address: str
    before: str | None = None
    """The value on the day that is compared with."""
    change: str | None = None
    """What was gained or lost since, with its sign."""


def figure(found: IndicatorValue, asked: AskedPage, before: IndicatorValue | None = None) -> Figure:
    """Return a KPI in the words of the page's language, where asked for beside what it was on another day."""
    words = wording(asked.locale)
    definition = found.definition
    surely = found.at_most if found.at_most is not None and found.at_most != found.value else None
    return Figure(
        found=found,
        status=OPEN if found.is_open else found.progress,
        name=words.t(f"indicator.{found.indicator}"),
        value=measured(words, found, found.value),
        at_most=measured(words, found, surely),
        target=measured(words, found, found.target) or "",
        due=measured(words, found, found.due),
        parts=_parts(words, found),
        definition=getattr(definition.definition, asked.locale),
        decided=getattr(definition.decided, asked.locale) if definition.decided else None,
        needs=getattr(definition.needs, asked.locale),
        ways=_ways(found, asked),
        bar=_bar(found),
        address=asked.of_indicator(found.number),
        before=measured(words, found, before.value) if before else None,
        change=_change(words, found, before) if before else None,
    )


def _change(words: Wording, found: IndicatorValue, before: IndicatorValue) -> str | None:
    if found.value is None or before.value is None:
        return None
    change = round(found.value - before.value, 1)
    signed = words.number(change) if change <= 0 else f"+{words.number(change)}"
    if found.definition.measure is Measure.SHARE:
        return words.t("planning.points", n=signed)
    return signed


def measured(words: Wording, found: IndicatorValue, value: float | None) -> str | None:
    """Return a value of a KPI with its unit: a count, or percent."""
    if value is None:
        return None
    return words.t("planning.percent", n=value) if found.definition.measure is Measure.SHARE else words.number(value)


def _parts(words: Wording, found: IndicatorValue) -> str:
    tally = found.tally
    if found.definition.measure is Measure.COUNT:
        return words.count(f"planning.counted.{found.definition.subject}", tally.counted)
    base = words.count(f"planning.counted.{found.definition.subject}", tally.base)
    return words.t("planning.numerator", n=tally.counted, base=base)


def _ways(found: IndicatorValue, asked: AskedPage) -> list[Way]:
    """Return the ways to count where there are several, each with the address that chooses it."""
    variants = found.definition.variants
    if len(variants) == 1:
        return []
    others = [value for value in asked.values("variant") if not value.startswith(f"{found.indicator}:")]
    return [
        Way(
            label=getattr(each.label, asked.locale) if each.label else each.key,
            address=asked.with_variants([*others, *([] if each is variants[0] else [f"{found.indicator}:{each.key}"])]),
            is_current=each is found.variant,
        )
        for each in variants
    ]


def _bar(found: IndicatorValue) -> Bar:
    whole = max(found.target, found.at_most or 0) or 1

    def length(value: float | None) -> float:
        return round(_BAR_WIDTH * (value or 0) / whole, 1)

    return Bar(
        width=_BAR_WIDTH,
        value=length(found.value),
        at_most=length(found.at_most),
        due=None if found.due is None else length(found.due),
    )


def by_owner(figures: list[Figure]) -> Mapping[str, list[Figure]]:
    """Return the KPIs of each body that the plan names as their owner, under "" those that it gives to none."""
    found: dict[str, list[Figure]] = {}
    for each in figures:
        for owner in (each.found.owner or "").split(";"):
            found.setdefault(owner.strip(), []).append(each)
    return found
