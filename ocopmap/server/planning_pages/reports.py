"""The page of the half-year and yearly reports: which one, what it says in short, and its files."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from ocopmap.catalogue.indicators import Progress
from ocopmap.layers.filters import FilterError
from ocopmap.planning.mapsheets.ground import drawable_commodities
from ocopmap.planning.mapsheets.paper import Orientation, Paper
from ocopmap.planning.mapsheets.themes import Theme
from ocopmap.planning.reports.changes import Movement
from ocopmap.planning.reports.periods import Kind, due_day
from ocopmap.planning.reports.report import Asked, Compared, Report, make_report
from ocopmap.planning.reports.rules import PROVINCE
from ocopmap.server.addresses import MAP_SHEETS, REPORT_FILE
from ocopmap.server.context import Context
from ocopmap.server.planning_pages.asked import AskedPage, chosen_variants, query
from ocopmap.server.planning_pages.figures import measured
from ocopmap.server.planning_pages.page import Values, View
from ocopmap.server.wording import Wording, wording

PARAMETERS: Final = ("kind", "owner", "variant")
_FIRST_HALF: Final = 6
"""Months in which the half-year report comes next."""


@dataclass(frozen=True)
class Line:
    """A KPI in the page's short table."""

    number: int
    name: str
    target: str
    value: str | None
    at_most: str | None
    before: str | None
    change: str | None
    progress: Progress
    is_open: bool
    address: str


def asked_report(shared: Context, asked: AskedPage) -> Asked:
    """Return the report that an address asks for.

    Raises:
        FilterError: there is no such kind, body or way to count.
    """
    usual = Kind.HALF_YEAR if asked.day.month <= _FIRST_HALF else Kind.YEAR
    kind, code = asked.value("kind") or usual, asked.value("owner") or PROVINCE
    for name, value, choices in (("kind", kind, list(Kind)), ("owner", code, list(shared.report_rules.bodies))):
        if value not in choices:
            raise FilterError.not_a_choice(name, value, choices)
    return Asked(Kind(kind), asked.day, code, chosen_variants(shared.definitions, asked.values("variant")))


def _reports(connection: Connection, shared: Context, asked: AskedPage) -> Values:
    wanted = asked_report(shared, asked)
    report = make_report(connection, shared.definitions, shared.report_rules, wanted)
    province = shared.site.province.name
    return {
        "report": report,
        "body_names": {key: body.name.format(province=province) for key, body in shared.report_rules.bodies.items()},
        "kinds": list(Kind),
        "due": due_day(report.kind, report.day),
        "lines": [_line(wording(asked.locale), each, asked) for each in report.indicators],
        "movements": _counted(report),
        "sheets": {
            "address": MAP_SHEETS[asked.locale],
            "themes": list(Theme),
            "commodities": drawable_commodities(connection),
            "papers": [(paper, orientation) for paper in Paper for orientation in Orientation],
        },
        "files": {form: REPORT_FILE.format(form=form) + _exactly(asked, wanted) for form in ("docx", "xlsx")},
    }


def _exactly(asked: AskedPage, wanted: Asked) -> str:
    """Return the parameters of a file that stays the same report on other days."""
    variants = [("variant", value) for value in asked.values("variant")]
    return query([("kind", wanted.kind), ("owner", wanted.code), ("as_of", wanted.day.isoformat()), *variants])


def _line(words: Wording, each: Compared, asked: AskedPage) -> Line:
    now = each.now
    surely = now.at_most if now.at_most != now.value else None
    return Line(
        number=now.number,
        name=words.t(f"indicator.{now.indicator}"),
        target=measured(words, now, now.target) or "",
        value=measured(words, now, now.value),
        at_most=measured(words, now, surely),
        before=measured(words, now, each.before.value),
        change=_change(words, each),
        progress=now.progress,
        is_open=now.is_open,
        address=asked.of_indicator(now.number),
    )


def _change(words: Wording, each: Compared) -> str | None:
    if each.change is None:
        return None
    shown = ("+" if round(each.change, 1) > 0 else "") + words.number(each.change)
    return words.t("reports.points", n=shown) if each.is_share else shown


def _counted(report: Report) -> list[tuple[Movement, int, int]]:
    """Return how many products moved for certain within the period, and how many perhaps."""
    counted = []
    for kind, found in report.changes.movements.items():
        sure = sum(each.is_sure for each in found)
        counted.append((kind, sure, len(found) - sure))
    return counted


REPORTS = View("planning/reports.html", PARAMETERS, _reports)
