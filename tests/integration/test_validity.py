"""Rank and validity of a product as of a day, derived in the database from its recognitions."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_rows import judge_as_of, product, recognition, revocation
from sqlalchemy import Connection, Engine, text

from ocopmap.catalogue.recognition import EXPIRING_MONTHS, VALIDITY_MONTHS

DAYS = st.dates(date(2018, 1, 1), date(2035, 12, 31))


def rank(connection: Connection, day: str | date) -> tuple[int | None, str]:
    """Return stars and validity of the only product."""
    judge_as_of(connection, date.fromisoformat(str(day)))
    stars, validity = connection.execute(text("SELECT stars, validity FROM published.product")).one()
    return stars, validity


@pytest.mark.parametrize(
    ("decided_on", "day", "expected"),
    [
        ("2023-12-29", "2023-12-28", (None, "unknown")),
        ("2023-12-29", "2023-12-29", (3, "valid")),
        ("2023-12-29", "2026-06-28", (3, "valid")),
        ("2023-12-29", "2026-06-29", (3, "expiring")),
        ("2023-12-29", "2026-12-29", (3, "expiring")),
        ("2023-12-29", "2026-12-30", (3, "expired")),
        ("2024-02-29", "2027-02-28", (3, "expiring")),
        ("2024-02-29", "2027-03-01", (3, "expired")),
        ("2023-05", "2025-10-31", (3, "valid")),
        ("2023-05", "2025-11-01", (3, "expiring")),
        ("2023-05", "2026-05-01", (3, "expiring")),
        ("2023-05", "2026-05-02", (3, "unknown")),
        ("2023-05", "2026-05-31", (3, "unknown")),
        ("2023-05", "2026-06-01", (3, "expired")),
        ("2023", "2025-06-30", (3, "valid")),
        ("2023", "2025-07-01", (3, "expiring")),
        ("2023", "2026-01-01", (3, "expiring")),
        ("2023", "2026-01-02", (3, "unknown")),
        ("2023", "2026-12-31", (3, "unknown")),
        ("2023", "2027-01-01", (3, "expired")),
        (None, "2026-11-22", (3, "unknown")),
    ],
)
def test_thirty_six_months(
    connection: Connection, decided_on: str | None, day: str, expected: tuple[int | None, str]
) -> None:
    recognition(connection, product(connection, "p"), decided_on)
    assert rank(connection, day) == expected


def test_a_stated_expiry_goes_before_the_rule(connection: Connection) -> None:
    recognition(connection, product(connection, "p"), "2023-12-29", expires_on="2024-12-31")
    assert rank(connection, "2024-12-31") == (3, "expiring")
    assert rank(connection, "2025-01-01") == (3, "expired")


def test_no_recognition_no_stars(connection: Connection) -> None:
    product(connection, "p")
    assert rank(connection, "2026-11-22") == (None, "unknown")


def test_an_upgrade_counts_from_its_day_on(connection: Connection) -> None:
    recognition(connection, product(connection, "p"), "2022-03-01")
    recognition(connection, "p", "2024-06-01", id="p:upgrade", event="upgrade", stars=4)
    assert rank(connection, "2024-05-31") == (3, "valid")
    assert rank(connection, "2024-06-01") == (4, "valid")
    assert rank(connection, "2027-06-02") == (4, "expired")


def test_stars_last_stated_hold_where_a_renewal_does_not_say(connection: Connection) -> None:
    recognition(connection, product(connection, "p"), "2022-03-01", stars=4)
    recognition(connection, "p", "2024-06-01", id="p:renewal", event="renewal", stars=None)
    assert rank(connection, "2024-05-31") == (4, "valid")
    assert rank(connection, "2025-06-01") == (4, "valid")
    recognition(connection, "p", "2025-08-01", id="p:upgrade", event="upgrade", stars=None)
    assert rank(connection, "2025-08-01") == (None, "valid")


def test_a_revocation_to_come_is_not_told(connection: Connection) -> None:
    revocation(connection, recognition(connection, product(connection, "p"), "2024-01-15"), "2025-02-01", reason="x")
    query = text("SELECT revoked_on, revocation_reason FROM published.recognition")
    judge_as_of(connection, date(2025, 1, 31))
    assert tuple(connection.execute(query).one()) == (None, None)
    judge_as_of(connection, date(2025, 2, 1))
    assert tuple(connection.execute(query).one()) == (date(2025, 2, 1), "x")


def test_revoked_from_the_day_of_the_decision(connection: Connection) -> None:
    revocation(connection, recognition(connection, product(connection, "p"), "2024-01-15", stars=4), "2025-02-01")
    assert rank(connection, "2025-01-31") == (4, "valid")
    assert rank(connection, "2025-02-01") == (4, "revoked")
    assert rank(connection, "2030-01-01") == (4, "revoked")


def test_renewed_after_a_revocation(connection: Connection) -> None:
    revocation(connection, recognition(connection, product(connection, "p"), "2020-01-15"), "2021-02-01")
    recognition(connection, "p", "2022-01-15", id="p:renewal", event="renewal")
    assert rank(connection, "2021-12-31") == (3, "revoked")
    assert rank(connection, "2022-01-15") == (3, "valid")


def test_a_dated_recognition_outranks_an_undated_one(connection: Connection) -> None:
    recognition(connection, product(connection, "p"), None, id="p:stated", event="stated", stars=5)
    recognition(connection, "p", "2024-01-15", stars=4)
    assert rank(connection, "2023-12-31") == (5, "unknown")
    assert rank(connection, "2024-01-15") == (4, "valid")


def test_a_recognition_cannot_be_moved_past_its_revocation(connection: Connection) -> None:
    revocation(connection, recognition(connection, product(connection, "p"), "2024-01-15"), "2025-02-01")
    with pytest.raises(Exception, match="precedes"), connection.begin_nested():
        connection.execute(text("UPDATE recognition SET decided_on = DATE '2025-02-02'"))
    connection.execute(text("UPDATE recognition SET decided_on = DATE '2025-02-01'"))


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or the last of that month: what the decision's wording means."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@settings(max_examples=150, deadline=None)
@given(
    decided=DAYS, precision=st.sampled_from(["day", "month", "year"]), day=DAYS, age=st.none() | st.integers(0, 2000)
)
def test_nothing_is_called_valid_that_may_have_lapsed(
    shared_engine: Engine, decided: date, precision: str, day: date, age: int | None
) -> None:
    known = {"day": decided.isoformat(), "month": f"{decided:%Y-%m}", "year": f"{decided:%Y}"}[precision]
    first = {"day": decided, "month": decided.replace(day=1), "year": decided.replace(month=1, day=1)}[precision]
    revoked = None if age is None else first + timedelta(age)
    with shared_engine.connect() as connection:
        event = recognition(connection, product(connection, "p"), known)
        if revoked:
            revocation(connection, event, revoked.isoformat())
        stars, validity = rank(connection, day)
        connection.rollback()
    if day < first:
        assert (stars, validity) == (None, "unknown")
    elif revoked and revoked <= day:
        assert validity == "revoked"
    else:
        surely_until = months_after(first, VALIDITY_MONTHS)
        assert (validity in ("valid", "expiring")) == (day <= surely_until)
        assert (validity == "valid") == (day < months_after(surely_until, -EXPIRING_MONTHS))
