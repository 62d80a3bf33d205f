"""The life of a recognition: events, schemes, certainty of its date, validity of its certificate."""

from datetime import date
from enum import StrEnum
from typing import Final

VALIDITY_MONTHS: Final = 36
"""A certificate is valid for 36 months from the decision (domain rule B.2)."""

EXPIRING_MONTHS: Final = 6
"""A certificate is called expiring during its last six months."""


class RecognitionEvent(StrEnum):
    """What a decision did; ``stated`` when a source gives the rank and no event."""

    FIRST = "first"
    UPGRADE = "upgrade"
    RENEWAL = "renewal"
    STATED = "stated"


class Scheme(StrEnum):
    """The set of criteria that a product was graded by."""

    QD1048 = "qd1048_2019"
    QD148 = "qd148_2023"
    QD26 = "qd26_2026"


class DatePrecision(StrEnum):
    """How exactly a source gives a date."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class Validity(StrEnum):
    """State of a product's current certificate as of a date.

    ``unknown`` covers both no date at all and a year-only date whose 36 months may or may not be over.
    """

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


_SCHEME_STARTS: Final = (
    (date(2026, 5, 22), Scheme.QD26),
    (date(2023, 2, 24), Scheme.QD148),
    (date(2019, 8, 21), Scheme.QD1048),
)


def scheme_between(earliest: date, latest: date) -> Scheme | None:
    """Return the scheme in force on every day from ``earliest`` to ``latest``, or None when it changed or is unknown.

    Source: dates of decisions 1048/QĐ-TTg (2019), 148/QĐ-TTg (2023) and 26/2026/QĐ-TTg.
    """
    schemes = {next((scheme for start, scheme in _SCHEME_STARTS if start <= day), None) for day in (earliest, latest)}
    return schemes.pop() if len(schemes) == 1 else None
