"""How the numbers moved: year by year since the first recognitions, and what will lapse in the months to come."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, text

from ocopmap.layers.reading import speak_as_of

FIRST_YEAR: Final = 2019
"""Year of the province's first recognitions (plan 2021–2025)."""

_STATE = text("""
    WITH judged AS MATERIALIZED (
        SELECT stars, validity, certificate_holds(validity) AS is_valid, recognised_on FROM published.product_rank
    )
    SELECT count(*) FILTER (WHERE is_valid) AS valid,
           count(*) FILTER (WHERE is_valid AND stars = 3) AS three_star,
           count(*) FILTER (WHERE is_valid AND stars = 4) AS four_star,
           count(*) FILTER (WHERE is_valid AND stars = 5) AS five_star,
           count(*) FILTER (WHERE validity = 'expired') AS expired,
           count(*) FILTER (WHERE validity = 'revoked') AS revoked,
           count(*) FILTER (WHERE is_valid IS NULL AND recognised_on IS NOT NULL) AS unknown
    FROM judged
""")
_EVENTS = text("""
    SELECT extract(year FROM r.decided_on)::int AS year, r.event, count(*) AS n
    FROM published.recognition AS r
    WHERE r.decided_on BETWEEN make_date(:first, 1, 1) AND :day GROUP BY 1, 2
""")
_WATCH = text("""
    SELECT id, name, stars, product_group, producer_id, producer_name, commune_code, commune_name, recognised_on,
           expires_earliest,
           CASE WHEN expires_earliest < as_of() + interval '1 month' THEN 1
                WHEN expires_earliest < as_of() + interval '3 months' THEN 3 ELSE 6 END AS within_months
    FROM published.product
    WHERE validity = 'expiring' AND expires_earliest < as_of() + interval '6 months'
    ORDER BY expires_earliest, name, id
""")

_LAPSED = text("""
    SELECT id, name, stars, product_group, producer_id, producer_name, commune_code, commune_name, recognised_on,
           expires_latest
    FROM published.product
    WHERE validity = 'expired' AND expires_latest >= as_of() - interval '6 months'
    ORDER BY expires_latest DESC, name, id
""")
_FIRST_DECISION = text("SELECT min(decided_on) FROM published.recognition")


def year_ends(day: date) -> Iterator[date]:
    """Yield the last day of every year since the first, the year of ``day`` ending on it."""
    for year in range(FIRST_YEAR, day.year + 1):
        yield min(date(year, 12, 31), day)


def yearly(connection: Connection, day: date) -> list[dict[str, Any]]:
    """Return the state of all products at every year's end up to ``day``, and the events of each year.

    Leaves the transaction speaking as of ``day``.
    """
    events: dict[int, dict[str, int]] = {}
    for row in connection.execute(_EVENTS, {"first": FIRST_YEAR, "day": day}):
        events.setdefault(row.year, {})[row.event] = row.n
    found = []
    for end in year_ends(day):
        speak_as_of(connection, end)
        state = connection.execute(_STATE).mappings().one()
        found.append({"day": end, **state, "events": events.get(end.year, {})})
    return found


def expiry_watch(connection: Connection) -> list[dict[str, Any]]:
    """Return the products whose certificate runs out within six months, the soonest first."""
    return [dict(row) for row in connection.execute(_WATCH).mappings()]


def lapsed_lately(connection: Connection) -> list[dict[str, Any]]:
    """Return the products whose certificate ran out in the last six months, the latest first."""
    return [dict(row) for row in connection.execute(_LAPSED).mappings()]


def first_decision(connection: Connection) -> date | None:
    """Return the day of the earliest recognition that the records know: before it nothing can be counted."""
    day: date | None = connection.scalar(_FIRST_DECISION)
    return day
