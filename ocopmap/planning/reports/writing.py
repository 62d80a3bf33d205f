"""Numbers, dates and names of a report as Vietnamese offices write them."""

from collections.abc import Callable
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from babel.numbers import format_decimal

from ocopmap.planning.reports.periods import Kind
from ocopmap.planning.reports.report import Compared, Report
from ocopmap.planning.reports.rules import ReportRules
from ocopmap.printing.documents.blocks import Figure, Source

Names = Callable[[str, str], str]
"""Gives the name of a code under a heading, as the catalogue of messages has it: ``("commodity", "lotus")``."""

_PERCENT: Final = '0.0"%"'
_COUNT: Final = "#,##0"
_HECTARES: Final = "#,##0.0"


def number(value: float, decimals: int = 1) -> str:
    """Return a number as 1.352 or 39,5."""
    return str(format_decimal(round(value, decimals), format="#,##0." + "#" * decimals, locale="vi_VN"))


def full_date(day: date) -> str:
    """Return a day as 15/06/2026."""
    return f"{day:%d/%m/%Y}"


class Writer:
    """The rules' sentences filled for one report."""

    def __init__(self, report: Report, rules: ReportRules, names: Names, province: str) -> None:
        """``province`` is its name without the word for its kind."""
        self.report = report
        self.rules = rules
        self.names = names
        self._always = {
            "province": province,
            "province_capitals": province.upper(),
            "day": full_date(report.day),
            "since": full_date(report.since),
            "year": report.day.year,
            "number": report.body.number,
            "body": report.body.name.format(province=province),
        }
        self._always["period"] = self.say(self._period())

    def say(self, key: str, **values: object) -> str:
        """Return a sentence; body, days, period and province fill themselves in."""
        return self.rules.say(key, **(self._always | values))

    def fill(self, text: str) -> str:
        """Return a text of a body's, the province's name filled in."""
        return text.format(**self._always)

    def _period(self) -> str:
        if self.report.kind is Kind.YEAR:
            return "period_year"
        return "period_first_half" if self.report.day.month <= 6 else "period_second_half"

    def partial(self, text: str | None) -> str:
        """Return a source's date (2026, 2026-03, 2026-03-09) as 2026, 03/2026, 09/03/2026."""
        return "/".join(reversed(text.split("-"))) if text else self.say("not_known")

    def count(self, value: float | None) -> Figure:
        """Return a count, or that there is none."""
        return self._figure(value, "", _COUNT)

    def hectares(self, value: float | None) -> Figure:
        """Return an area in hectares, or that there is none."""
        return self._figure(value, "", _HECTARES)

    def measured(self, compared: Compared, value: float | None) -> Figure:
        """Return a value of a KPI, with its sign of percent."""
        return self._figure(value, "%", _PERCENT) if compared.is_share else self._figure(value, "", _COUNT)

    def line(self, compared: Compared) -> Figure:
        """Return what the line to the target asks for by the day."""
        due = compared.now.due
        return Figure(self.say("no_line")) if due is None else self.measured(compared, due)

    def change(self, compared: Compared) -> Figure:
        """Return how a KPI moved: with its sign, percentage points named as such."""
        value = compared.change
        if value is None:
            return Figure(self.say("no_change"))
        sign = "+" if round(value, 1) > 0 else ""
        unit = f" {self.say('points')}" if compared.is_share else ""
        return Figure(f"{sign}{number(value)}{unit}", value, "+0.0;-0.0;0.0" if compared.is_share else "+0;-0;0")

    def status(self, compared: Compared) -> str:
        """Return where a KPI stands, in words."""
        return self.say("status_open" if compared.now.is_open else f"status_{compared.now.progress}")

    def source(self, address: str) -> Source:
        """Return a source: a document's name, or the host of a web page."""
        named = self.rules.sources.get(address)
        return Source(named, named) if named else Source(urlsplit(address).hostname or address, address)

    def _figure(self, value: float | None, sign: str, form: str) -> Figure:
        return Figure(self.say("no_value")) if value is None else Figure(f"{number(value)}{sign}", value, form)
