"""The 17 KPIs of the plan 2026–2030: what each is called, and how near a value is to its target."""

from datetime import date
from enum import StrEnum
from typing import Final

PLAN_START: Final = date(2026, 1, 1)
PLAN_END: Final = date(2030, 12, 31)
PROGRAMME_START: Final = date(2018, 1, 1)
"""Nothing was recognised before the programme (decision 490/QĐ-TTg, May 2018)."""


class Indicator(StrEnum):
    """The KPIs in the plan's order (annex I; the last is in the plan's text alone)."""

    NEW_PRODUCTS = "new_products"
    TOTAL_PRODUCTS = "total_products"
    PRODUCTS_3_STAR = "products_3_star"
    PRODUCTS_4_STAR = "products_4_star"
    PRODUCTS_5_STAR = "products_5_star"
    TRACEABILITY_SHARE = "traceability_share"
    COOPERATIVE_SHARE = "cooperative_share"
    SME_SHARE = "sme_share"
    WOMEN_SHARE = "women_share"
    VALUE_CHAIN_SHARE = "value_chain_share"
    TRAINED_SHARE = "trained_share"
    CLASSES_PER_YEAR = "classes_per_year"
    DIGITAL_PLATFORM_SHARE = "digital_platform_share"
    MODERN_DISTRIBUTION_SHARE = "modern_distribution_share"
    EXPORT_SHARE = "export_share"
    TOURISM_PRODUCTS = "tourism_products"
    STORY_SHARE = "story_share"


class Subject(StrEnum):
    """What a KPI counts."""

    PRODUCT = "product"
    PRODUCER = "producer"
    CLASS = "class"
    PERSON = "person"


class Measure(StrEnum):
    """How a KPI is expressed."""

    COUNT = "count"
    SHARE = "share"
    """In percent."""


class Progress(StrEnum):
    """Where a value stands as of a day."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    NO_DATA = "no_data"


def expected(baseline: float, target: float, day: date) -> float:
    """Return the value of the straight line from ``baseline`` at the plan's start to ``target`` at its end.

    Before the plan it is the baseline, after it the target.
    """
    elapsed = (day - PLAN_START).days / (PLAN_END - PLAN_START).days
    return baseline + (target - baseline) * min(max(elapsed, 0.0), 1.0)


def progress(value: float | None, target: float, due: float | None) -> Progress:
    """Return where ``value`` stands against its target and what is due by the day; no line known, the target is due."""
    if value is None:
        return Progress.NO_DATA
    if value >= target:
        return Progress.REACHED
    return Progress.ON_TRACK if due is not None and value >= due else Progress.BEHIND
