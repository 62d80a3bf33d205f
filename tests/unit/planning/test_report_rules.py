"""The reports' calendar, their rule data, and dates as sources give them."""

import csv
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocopmap.catalogue.indicators import Indicator, Progress
from ocopmap.planning.reports.changes import Movement, span
from ocopmap.planning.reports.periods import Kind, previous_day
from ocopmap.planning.reports.rules import PROVINCE, ReportRulesError, Section, read_report_rules
from ocopmap.settings import PROJECT_ROOT

RULES = read_report_rules(PROJECT_ROOT / "geodata/rules/reports.yaml")
KEY = re.compile(r"""["']([a-z]+(?:_[a-z]+)*)["']""")
PUT_TOGETHER = {
    "section_": Section,
    "status_": Progress,
    "movement_": Movement,
    "sheet_": Movement,
}


@pytest.mark.parametrize(
    ("kind", "day", "since"),
    [
        (Kind.HALF_YEAR, "2026-06-15", "2025-12-15"),
        (Kind.HALF_YEAR, "2026-06-16", "2026-06-15"),
        (Kind.HALF_YEAR, "2026-12-15", "2026-06-15"),
        (Kind.HALF_YEAR, "2026-01-01", "2025-12-15"),
        (Kind.YEAR, "2026-12-15", "2025-12-15"),
        (Kind.YEAR, "2026-12-16", "2026-12-15"),
        (Kind.YEAR, "2026-11-22", "2025-12-15"),
    ],
)
def test_a_report_is_compared_with_the_reporting_day_before(kind: Kind, day: str, since: str) -> None:
    assert previous_day(kind, date.fromisoformat(day)) == date.fromisoformat(since)


@given(st.dates(date(2018, 1, 1), date(2040, 12, 31)), st.sampled_from(Kind))
def test_no_reporting_day_lies_between(day: date, kind: Kind) -> None:
    since = previous_day(kind, day)
    assert since < day
    months = (12,) if kind is Kind.YEAR else (6, 12)
    between = (since + timedelta(days=n) for n in range(1, (day - since).days))
    assert not any(each.day == 15 and each.month in months for each in between)


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("2024-02-09", "2024-02-09", "2024-02-09"),
    ],
)
def test_what_a_date_may_mean(partial: str, first: str, last: str) -> None:
    assert span(partial) == (date.fromisoformat(first), date.fromisoformat(last))


def test_every_body_of_the_targets_reports() -> None:
    with (PROJECT_ROOT / "geodata/indicator_targets.csv").open(encoding="utf-8", newline="") as rows:
        owners = {owner.strip() for row in csv.DictReader(rows) for owner in row["owner"].split(";")} - {""}
    assert owners - {"UBND xã"} == {body.written for body in RULES.bodies.values() if body.written}
    assert RULES.bodies[PROVINCE].written is None


def test_the_annex_names_every_target_once() -> None:
    named = [key for group in RULES.annex for line in group.lines for key in line.indicators]
    assert sorted(named) == sorted(Indicator)


def test_every_sentence_is_used_and_there() -> None:
    sources = (PROJECT_ROOT / "ocopmap/planning/reports").glob("*.py")
    named = {key for source in sources for key in KEY.findall(source.read_text(encoding="utf-8"))}
    named |= {f"{begun}{code}" for begun, codes in PUT_TOGETHER.items() for code in codes}
    named |= {f"column_{key}" for key in named}
    assert set(RULES.text) - named == set()
    begun = tuple(PUT_TOGETHER)
    assert {key for key in named if key.startswith(begun) and key not in RULES.text} == set()


def test_rules_that_cannot_be_read_are_named(tmp_path) -> None:
    broken = tmp_path / "reports.yaml"
    broken.write_text("bodies: {}\n", encoding="utf-8")
    with pytest.raises(ReportRulesError, match=r"reports\.yaml"):
        read_report_rules(broken)
