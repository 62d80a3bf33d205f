"""A report's figures as one plain object: what every form of it is set from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from ocopmap.catalogue.indicators import Measure
from ocopmap.catalogue.products import ProductGroup
from ocopmap.layers.reading import speak_as_of
from ocopmap.planning.definitions import Definitions
from ocopmap.planning.history import expiry_watch
from ocopmap.planning.indicators import Choice, IndicatorValue, indicators
from ocopmap.planning.reports.changes import Changes, changes
from ocopmap.planning.reports.periods import Kind, previous_day
from ocopmap.planning.reports.rules import Body, PublishedFigure, ReportRules, Section
from ocopmap.planning.zones import commodity_areas, product_analysis

_OBSERVATIONS = text("""
    SELECT year, indicator, value, unit, scope, source_url FROM published.indicator_observation
    WHERE year < :year AND indicator = ANY(:indicators) ORDER BY year DESC, scope, indicator
""")
_FIRST_DAY = text("SELECT min(decided_on) FROM published.recognition")


@dataclass(frozen=True)
class Compared:
    """A KPI as of the report's day and of the day that it is compared with."""

    now: IndicatorValue
    before: IndicatorValue

    @property
    def change(self) -> float | None:
        """How much the value moved: a count, or percentage points; None where either day has no value."""
        if self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value

    @property
    def is_share(self) -> bool:
        """Whether values are percent."""
        return self.now.definition.measure is Measure.SHARE


@dataclass(frozen=True)
class Published:
    """A figure published for the end of a year; never mixed with what is computed."""

    figure: PublishedFigure
    year: int
    value: float
    unit: str
    scope: str
    source: str


@dataclass(frozen=True)
class ZoneSummary:
    """A commodity's raw-material zones, in hectares; ``union_ha`` counts each piece of ground once.

    ``products`` are of that commodity, ``linked`` those with a zone, ``stable`` those whose zone meets the rule.
    """

    commodity: str
    zones: int
    declared_ha: float | None
    summed_ha: float | None
    union_ha: float | None
    products: int
    linked: int
    stable: int


@dataclass(frozen=True)
class Report:
    """All figures of a report."""

    kind: Kind
    code: str
    body: Body
    day: date
    since: date
    has_data: bool
    """Whether the records tell anything at all of the day."""
    first_day: date | None
    """Day of the oldest dated recognition."""
    indicators: Sequence[Compared]
    changes: Changes
    expiring: Sequence[Mapping[str, Any]]
    zones: Sequence[ZoneSummary]
    published: Sequence[Published]


@dataclass(frozen=True)
class Asked:
    """Which report: of what kind, as of which day, of which body (a key of ``ReportRules.bodies``)."""

    kind: Kind
    day: date
    code: str
    choice: Choice | None = None


def make_report(connection: Connection, definitions: Definitions, rules: ReportRules, asked: Asked) -> Report:
    """Return the figures of a report, read in one transaction.

    Raises:
        KeyError: there is no such body.
    """
    body, day = rules.bodies[asked.code], asked.day
    since = previous_day(asked.kind, day)
    group = ProductGroup.TOURISM if body.concerns == "tourism" else None
    speak_as_of(connection, since)
    before = {each.indicator: each for each in indicators(connection, definitions, since, asked.choice)}
    moved = changes(connection, since, day, group)
    now = indicators(connection, definitions, day, asked.choice)
    compared = [Compared(each, before[each.indicator]) for each in now if _is_of(each, body)]
    return Report(
        kind=asked.kind,
        code=asked.code,
        body=body,
        day=day,
        since=since,
        has_data=any(each.value is not None for each in now),
        first_day=connection.execute(_FIRST_DAY).scalar_one(),
        indicators=compared,
        changes=moved,
        expiring=_expiring(connection, group) if Section.EXPIRY in body.sections else [],
        zones=_zones(connection) if Section.ZONES in body.sections else [],
        published=_published(connection, rules, compared, day),
    )


def _is_of(value: IndicatorValue, body: Body) -> bool:
    """Whether a KPI is one that a body follows; the province's report holds them all."""
    owners = [each.strip() for each in (value.owner or "").split(";")]
    return body.written is None or body.written in owners


def _expiring(connection: Connection, group: str | None) -> list[dict[str, Any]]:
    return [row for row in expiry_watch(connection) if group in (None, row["product_group"])]


def _zones(connection: Connection) -> list[ZoneSummary]:
    products = product_analysis(connection)
    found = []
    for row in commodity_areas(connection):
        of = [each for each in products if each["commodity"] == row["commodity"]]
        linked = [each for each in of if each["linked_zones"]]
        stable = [each for each in of if each["has_stable_zone"]]
        found.append(ZoneSummary(**row, products=len(of), linked=len(linked), stable=len(stable)))
    return found


def _published(connection: Connection, rules: ReportRules, compared: Sequence[Compared], day: date) -> list[Published]:
    shown = {each.now.indicator for each in compared}
    figures = {figure.indicator: figure for figure in rules.published if figure.beside in shown}
    rows = connection.execute(_OBSERVATIONS, {"year": day.year, "indicators": list(figures)})
    return [Published(figures[row.indicator], row.year, row.value, row.unit, row.scope, row.source_url) for row in rows]
