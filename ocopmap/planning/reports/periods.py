"""The calendar of the plan's reports: half-year before 15 June, yearly before 15 December (plan, IV.3)."""

from datetime import date
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """Which report."""

    HALF_YEAR = "half-year"
    YEAR = "year"


_JUNE: Final = (6, 15)
_DECEMBER: Final = (12, 15)


def previous_day(kind: Kind, day: date) -> date:
    """Return the reporting day that a report as of ``day`` is compared with.

    The latest before ``day``: 15 June or 15 December for a half-year, 15 December for a year.
    """
    reporting = (_DECEMBER,) if kind is Kind.YEAR else (_JUNE, _DECEMBER)
    days = [date(year, *month_day) for year in (day.year - 1, day.year) for month_day in reporting]
    return max(each for each in days if each < day)


def due_day(kind: Kind, day: date) -> date:
    """Return the day by which the report of the year of ``day`` is handed in."""
    return date(day.year, *(_DECEMBER if kind is Kind.YEAR else _JUNE))
