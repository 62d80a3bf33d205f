"""The KPIs of the plan as of a day, counted in the database from the records that the public may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnClause,
    Connection,
    FromClause,
    Label,
    Row,
    Select,
    Subquery,
    TableClause,
    and_,
    column,
    func,
    not_,
    select,
    table,
    text,
    true,
)

from ocopmap.catalogue.indicators import (
    PLAN_END,
    Indicator,
    Measure,
    Progress,
    Subject,
    expected,
    progress,
)
from ocopmap.layers.reading import speak_as_of
from ocopmap.planning.definitions import Definition, Definitions, Variant

_TARGETS = text("""
    SELECT number, indicator, name, value, unit, owner, source_url FROM published.indicator_target WHERE year = :year
""")
_PUBLISHED = text("""
    SELECT DISTINCT ON (indicator) indicator, value FROM published.indicator_observation
    WHERE scope = 'dong_thap_2025' AND year < :year ORDER BY indicator, year DESC
""")
_HISTORY = text("""
    SELECT indicator, year, value, unit, scope, source_url FROM published.indicator_observation
    WHERE indicator = ANY(:names) ORDER BY indicator, year, scope
""")

MAX_MEMBERS = 100_000
_PLACE = ("commune_code", "commune_name")
SHOWN = {
    Subject.PRODUCT: ("id", "name", "stars", "validity", "recognised_on", "producer_id", "producer_name", *_PLACE),
    Subject.PRODUCER: ("id", "name", "legal_form", *_PLACE),
    Subject.CLASS: ("id", "name", "topic", "organiser", "held_on"),
}

Choice = Mapping[Indicator, str]
"""The way to count by KPI, where it is not the usual one."""


@dataclass(frozen=True)
class Tally:
    """What a condition was found to hold for."""

    outside: int
    """Those that surely do not belong to the base."""
    base: int
    """Members of the base."""
    base_unknown: int
    """Those of whom the records do not tell whether they belong to the base."""
    counted: int
    unknown: int
    """Members of the base of whom the records do not tell whether they count."""


class Part(StrEnum):
    """Which records of a KPI."""

    COUNTED = "counted"
    NOT_COUNTED = "not_counted"
    """Members of the base that surely do not count."""
    UNKNOWN = "unknown"
    """Members of the base of whom the records do not tell."""
    BASE_UNKNOWN = "base_unknown"


@dataclass(frozen=True)
class IndicatorValue:
    """A KPI as of a day."""

    indicator: Indicator
    number: int
    name: str
    unit: str
    owner: str | None
    target: float
    target_year: int
    target_source: str
    definition: Definition
    variant: Variant
    tally: Tally
    value: float | None
    """What was counted: a count, or a share in percent of the base that is known; None where nothing is told."""
    at_most: float | None
    """What it would be if everything unknown belonged to the base and counted."""
    beginning: float | None
    """Where the straight line to the target begins; None where that is not known."""
    due: float | None
    """What the straight line to the target asks for by the day; None where no beginning is known."""
    progress: Progress

    @property
    def is_open(self) -> bool:
        """Whether it is behind by what is proved, and what is unknown could bring it to what is due."""
        wanted = self.target if self.due is None else self.due
        return self.progress is Progress.BEHIND and self.at_most is not None and self.at_most >= wanted

    def due_by(self, day: date) -> float | None:
        """Return what the straight line to the target asks for by a day; None where no beginning is known."""
        return _due(self.definition, self.beginning, self.target, day)


def indicators(
    connection: Connection, definitions: Definitions, day: date, choice: Choice | None = None
) -> list[IndicatorValue]:
    """Return the 17 KPIs as of the day that the connection's transaction speaks of, in the plan's order.

    Args:
        connection: reads the published views as of ``day`` (``layers.reading``).
        definitions: how each is counted.
        day: the day of the count.
        choice: other ways to count, by KPI.

    Raises:
        KeyError: there is no way to count of a name given.
    """
    variants = {key: definition.variant((choice or {}).get(key)) for key, definition in definitions.items()}
    tallies = _tallies(connection, definitions, variants)
    published = {row.indicator: row.value for row in connection.execute(_PUBLISHED, {"year": PLAN_END.year})}
    found = []
    for target in sorted(connection.execute(_TARGETS, {"year": PLAN_END.year}), key=lambda row: row.number):
        key = Indicator(target.indicator)
        beginning = _beginning(definitions[key], published)
        found.append(_value(target, definitions[key], variants[key], tallies[key], beginning=beginning, day=day))
    return found


def _tallies(
    connection: Connection, definitions: Definitions, variants: Mapping[Indicator, Variant]
) -> dict[Indicator, Tally]:
    """Count everything in one statement: an aggregate over each view, side by side."""
    members = {
        subject: [key for key, definition in definitions.items() if definition.subject is subject]
        for subject in Subject
    }
    counted_of = tuple((subject, tuple(variants[key] for key in keys)) for subject, keys in members.items() if keys)
    numbers = connection.execute(_counting(counted_of)).one()
    size = len(fields(Tally))
    counted = [Tally(*numbers[start : start + size]) for start in range(0, len(numbers), size)]
    return dict(zip((key for keys in members.values() for key in keys), counted, strict=True))


@lru_cache(maxsize=64)
def _counting(asked: tuple[tuple[Subject, tuple[Variant, ...]], ...]) -> Select[Any]:
    aggregates = [_counts(subject, variants) for subject, variants in asked]
    side_by_side: FromClause = aggregates[0]
    for aggregate in aggregates[1:]:
        side_by_side = side_by_side.join(aggregate, true())
    return select(side_by_side)


def _counts(subject: Subject, variants: Iterable[Variant]) -> Subquery:
    columns: list[Label[int]] = []
    for variant in variants:
        base, counted = column(variant.base, Boolean), column(variant.counted, Boolean)
        for condition in (not_(base), base, base.is_(None), and_(base, counted), and_(base, counted.is_(None))):
            columns.append(func.count().filter(condition).label(f"{subject}_{len(columns)}"))
    return select(*columns).select_from(_source(subject)).subquery()


def course(
    connection: Connection, definitions: Definitions, indicator: Indicator, variant: Variant, days: Sequence[date]
) -> list[tuple[date, float | None, float | None]]:
    """Return a KPI on each of some days: what is proven, and the most it can be.

    Leaves the transaction speaking as of the last day.
    """
    definition = definitions[indicator]
    found = []
    for day in days:
        speak_as_of(connection, day)
        tally = _tallies(connection, {indicator: definition}, {indicator: variant})[indicator]
        found.append((day, *measured(definition.measure, tally)))
    return found


def published_figures(connection: Connection, names: Iterable[str]) -> list[dict[str, Any]]:
    """Return what others published under some names, by name and year: value, unit, area, source."""
    return [dict(row) for row in connection.execute(_HISTORY, {"names": list(names)}).mappings()]


def members(
    connection: Connection,
    definition: Definition,
    variant: Variant,
    part: Part,
    *,
    limit: int = MAX_MEMBERS,
    offset: int = 0,
) -> list[dict[str, Any]]:
    """Return the records behind a part of a KPI's tally, by name: ``limit`` of them after the first ``offset``.

    Raises:
        ValueError: it counts persons, whose names are not published.
    """
    if definition.subject is Subject.PERSON:
        raise ValueError("persons are counted and never listed")
    base, counted = column(variant.base, Boolean), column(variant.counted, Boolean)
    wanted = {
        Part.COUNTED: and_(base, counted),
        Part.NOT_COUNTED: and_(base, not_(counted)),
        Part.UNKNOWN: and_(base, counted.is_(None)),
        Part.BASE_UNKNOWN: base.is_(None),
    }[part]
    shown: list[ColumnClause[Any]] = [column(name) for name in SHOWN[definition.subject]]
    found = select(*shown).select_from(_source(definition.subject)).where(wanted).order_by(column("name"), column("id"))
    return [dict(row) for row in connection.execute(found.limit(limit).offset(offset)).mappings()]


def _source(subject: Subject) -> TableClause:
    return table(f"indicator_{subject}", schema="published")


def _value(
    target: Row[tuple[int, str, str, float, str, str | None, str]],
    definition: Definition,
    variant: Variant,
    tally: Tally,
    *,
    beginning: float | None,
    day: date,
) -> IndicatorValue:
    value, at_most = measured(definition.measure, tally)
    due = _due(definition, beginning, target.value, day)
    return IndicatorValue(
        indicator=Indicator(target.indicator),
        number=target.number,
        name=target.name,
        unit=target.unit,
        owner=target.owner,
        target=target.value,
        target_year=PLAN_END.year,
        target_source=target.source_url,
        definition=definition,
        variant=variant,
        tally=tally,
        value=value,
        at_most=at_most,
        beginning=beginning,
        due=due,
        progress=progress(value, target.value, due),
    )


def _beginning(definition: Definition, published: Mapping[str, float]) -> float | None:
    return published.get(definition.baseline) if isinstance(definition.baseline, str) else definition.baseline


def _due(definition: Definition, beginning: float | None, target: float, day: date) -> float | None:
    if definition.yearly:
        return target
    return None if beginning is None else expected(beginning, target, day)


def measured(measure: Measure, tally: Tally) -> tuple[float | None, float | None]:
    """Return what a tally counted and the most it can be: counts, or percent; None where nothing is told."""
    if measure is Measure.SHARE:
        if tally.base == tally.unknown:
            return None, None
        possible = tally.counted + tally.unknown + tally.base_unknown
        return 100 * tally.counted / tally.base, 100 * possible / (tally.base + tally.base_unknown)
    if tally.outside + tally.base == tally.unknown:
        return None, None
    return tally.counted, tally.counted + tally.unknown + tally.base_unknown
