"""What happened to products between two days: recognised, upgraded, recognised again, lapsed, revoked."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, text

from ocopmap.catalogue.recognition import RecognitionEvent, Validity
from ocopmap.layers.reading import speak_as_of

_STATES = text("""
    SELECT p.id, p.name, p.stars, p.validity, p.product_group, p.producer_name, p.commune_name,
           p.expires_earliest, p.expires_latest,
           EXISTS (
               SELECT FROM published.recognition AS r
               WHERE r.product_id = p.id AND (r.decided_on IS NULL OR r.decided_on <= as_of())
           ) AS is_recognised
    FROM published.product AS p
""")
_EVENTS = text("""
    SELECT found.* FROM (
        SELECT product_id, event, stars, decision_no, decided_on, decided_on_text,
               row_number() OVER (PARTITION BY product_id ORDER BY decided_on NULLS FIRST, id) = 1 AS is_earliest
        FROM published.recognition WHERE decided_on IS NULL OR decided_on <= as_of()
    ) AS found
    WHERE decided_on >= :from ORDER BY decided_on, product_id
""")
_REVOCATIONS = text("""
    SELECT product_id, revoked_on, revocation_decision_no, revocation_reason FROM published.recognition
    WHERE revoked_on > :since AND revoked_on <= as_of() ORDER BY revoked_on, product_id
""")


class State(StrEnum):
    """Where a product stands on a day."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    """Recognised, and nobody can tell whether its certificate still holds."""
    ABSENT = "absent"
    """No recognition is recorded by that day."""


class Movement(StrEnum):
    """What may happen to a product."""

    NEW = "new"
    UPGRADED = "upgraded"
    RENEWED = "renewed"
    """Recognised again, or stated again by a source that does not say what the decision did."""
    LAPSED = "lapsed"
    REVOKED = "revoked"


_STATE_OF: Final = {
    Validity.VALID: State.VALID,
    Validity.EXPIRING: State.VALID,
    Validity.EXPIRED: State.EXPIRED,
    Validity.REVOKED: State.REVOKED,
    Validity.UNKNOWN: State.UNKNOWN,
}


@dataclass(frozen=True)
class Moved:
    """A product that something happened to."""

    id: str
    name: str
    product_group: str
    producer_name: str | None
    commune_name: str | None
    stars_before: int | None
    stars: int | None
    on: str | None
    """When, as exactly as it is known: 2026, 2026-03 or 2026-03-09; of a lapse, the certificate's last day."""
    decision_no: str | None = None
    reason: str | None = None
    is_sure: bool = True
    """Whether the records place it within the period for certain."""


@dataclass(frozen=True)
class Changes:
    """The movements between two days, and how many products went from each state to each."""

    movements: Mapping[Movement, tuple[Moved, ...]]
    transitions: Mapping[tuple[State, State], int]
    by_group: str | None = None
    """The product group that it is about, None for all."""

    def count(self, before: State | None = None, after: State | None = None) -> int:
        """Return how many products were ``before`` and are ``after``; None for any state."""
        return sum(
            n for (one, other), n in self.transitions.items() if before in (None, one) and after in (None, other)
        )


def changes(connection: Connection, since: date, day: date, group: str | None = None) -> Changes:
    """Return what happened after ``since`` up to and on ``day``; leaves the transaction speaking as of ``day``."""
    before = _states(connection, since, group)
    after = _states(connection, day, group)
    found = [*_decided(connection, before, after, since, day), *_revoked(connection, before, after, since)]
    found += _lapsed(before, after)
    movements = {each: tuple(moved for kind, moved in found if kind is each) for each in Movement}
    pairs = Counter((_state(before[key]), _state(after[key])) for key in after)
    return Changes(movements, pairs, group)


_Rows = Mapping[Any, Any]
_Found = tuple[Movement, Moved]


def _states(connection: Connection, day: date, group: str | None) -> dict[str, _Rows]:
    speak_as_of(connection, day)
    rows = (dict(row) for row in connection.execute(_STATES).mappings())
    return {row["id"]: row for row in rows if group in (None, row["product_group"])}


def _state(row: _Rows) -> State:
    return _STATE_OF[Validity(row["validity"])] if row["is_recognised"] else State.ABSENT


def _decided(
    connection: Connection, before: Mapping[str, _Rows], after: Mapping[str, _Rows], since: date, day: date
) -> Iterable[_Found]:
    for row in connection.execute(_EVENTS, {"from": date(since.year, 1, 1)}).mappings():
        first, last = span(row["decided_on_text"])
        if row["product_id"] not in after or last <= since:
            continue
        stars_before = before[row["product_id"]]["stars"]
        yield (
            _movement(row),
            _moved(
                after[row["product_id"]],
                stars_before,
                row["decided_on_text"],
                stars=row["stars"],
                decision_no=row["decision_no"],
                is_sure=first > since and last <= day,
            ),
        )


def _movement(row: _Rows) -> Movement:
    if row["event"] == RecognitionEvent.UPGRADE:
        return Movement.UPGRADED
    is_first = row["is_earliest"] and row["event"] in (RecognitionEvent.FIRST, RecognitionEvent.STATED)
    return Movement.NEW if is_first else Movement.RENEWED


def _revoked(
    connection: Connection, before: Mapping[str, _Rows], after: Mapping[str, _Rows], since: date
) -> Iterable[_Found]:
    for row in connection.execute(_REVOCATIONS, {"since": since}).mappings():
        key = row["product_id"]
        if key in after:
            told = {"decision_no": row["revocation_decision_no"], "reason": row["revocation_reason"]}
            yield Movement.REVOKED, _moved(after[key], before[key]["stars"], row["revoked_on"].isoformat(), **told)


def _lapsed(before: Mapping[str, _Rows], after: Mapping[str, _Rows]) -> Iterable[_Found]:
    for key, row in sorted(after.items(), key=lambda item: (str(item[1]["expires_latest"]), item[0])):
        was = _state(before[key])
        if _state(row) is State.EXPIRED and was in (State.VALID, State.UNKNOWN, State.ABSENT):
            last_day = _common(row["expires_earliest"], row["expires_latest"])
            yield Movement.LAPSED, _moved(row, before[key]["stars"], last_day, is_sure=was is not State.UNKNOWN)


def _common(first: date, last: date) -> str:
    """Return what is known of a day between two: itself, its month, or the year of the later."""
    if first == last:
        return last.isoformat()
    return f"{last:%Y-%m}" if (first.year, first.month) == (last.year, last.month) else str(last.year)


def _moved(row: _Rows, stars_before: int | None, on: str | None, **told: Any) -> Moved:  # noqa: ANN401 - Moved's own
    columns = ("id", "name", "product_group", "producer_name", "commune_name")
    stars = told.pop("stars", None) or row["stars"]
    return Moved(**{name: row[name] for name in columns}, stars_before=stars_before, stars=stars, on=on, **told)


def span(partial: str) -> tuple[date, date]:
    """Return the first and last day of what a source's date (2026, 2026-03 or 2026-03-09) may mean."""
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 3:
        day = date(*parts)
        return day, day
    year, month = (parts[0], parts[1]) if len(parts) == 2 else (parts[0], 12)
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return date(year, parts[1] if len(parts) == 2 else 1, 1), last
