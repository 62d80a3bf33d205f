"""When stops can be visited: hours as OpenStreetMap writes them, seasons, public holidays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from opening_hours import OpeningHours, State

from ocopmap.touring.notes import Note, Reason, Remark
from ocopmap.touring.rules import Holidays
from ocopmap.touring.timetable import Minute

_MIDNIGHT: Final = 24 * 60
_EVERY_DAY: Final = "Mo-Su"
_HOLIDAY: Final = "PH"

Span = tuple[Minute, Minute]


@dataclass(frozen=True)
class Known:
    """What the records know of visiting a stop."""

    hours: str | None = None
    """OpenStreetMap's ``opening_hours``; None where they are not known."""
    months: Sequence[int] | None = None
    """The months that it is worth a visit; None where that is not known."""
    is_rough: bool = False
    """Whether its place is known no finer than the commune."""
    is_judged: bool = True
    """Whether it has hours at all: a point that somebody chose is no place with a door."""


class KnownOpening:
    """The opening of a tour's stops, by what is known of each; what is not known shuts nobody out."""

    def __init__(self, known: Mapping[int, Known], holidays: Holidays) -> None:
        self._known = known
        self._holidays = holidays

    def admits(self, stop: int, day: date | None, arrive: Minute, minutes: int) -> Minute | Note:
        """Return when a visit can begin at the earliest, or that the stop is closed, all day or too soon."""
        hours = self._known[stop].hours
        if day is None or hours is None:
            return arrive
        spans = open_spans(hours, day, is_holiday=self._holidays.name_of(day) is not None)
        begins = [max(arrive, opens) for opens, closes in spans if max(arrive, opens) + minutes <= closes]
        if begins:
            return begins[0]
        if not spans:
            return Note(Reason.CLOSED, {"hours": hours})
        return Note(Reason.CLOSES, {"closes": spans[-1][1], "minutes": minutes})

    def notes(self, stop: int, day: date | None) -> Sequence[Note]:
        """Return what is not known of the hours, and what the day is."""
        known = self._known[stop]
        found = [Note(Remark.ROUGH_PLACE)] if known.is_rough else []
        if known.is_judged:
            found += self._of_hours(known, day)
        if day and known.months and day.month not in known.months:
            found.append(Note(Remark.OUT_OF_SEASON, {"months": tuple(known.months)}))
        return found

    def _of_hours(self, known: Known, day: date | None) -> list[Note]:
        if known.hours is None:
            return [Note(Remark.HOURS_UNKNOWN)]
        if day is None:
            return [Note(Remark.NO_DATE, {"hours": known.hours})]
        if self._holidays.name_of(day):
            return [Note(Remark.HOLIDAY)]
        return [Note(Remark.HOURS_UNCERTAIN)] if _is_uncertain(known.hours, day) else []


@lru_cache(maxsize=4096)
def open_spans(hours: str, day: date, *, is_holiday: bool = False) -> tuple[Span, ...]:
    """Return when a place is open on a day, in minutes since its midnight; perhaps open counts as open."""
    spans: list[Span] = []
    for begin, end, state, _ in _parsed(hours, is_holiday).intervals(*_whole(day)):
        if state == State.CLOSED:
            continue
        span = (_minute(begin, day), _minute(end, day))
        if spans and spans[-1][1] == span[0]:
            span = (spans.pop()[0], span[1])
        spans.append(span)
    return tuple(spans)


def _is_uncertain(hours: str, day: date) -> bool:
    return any(state == State.UNKNOWN for _, _, state, _ in _parsed(hours, False).intervals(*_whole(day)))


def _whole(day: date) -> tuple[datetime, datetime]:
    midnight = datetime.combine(day, time())
    return midnight, midnight + timedelta(days=1)


def _minute(moment: datetime, day: date) -> Minute:
    return min(int((moment - datetime.combine(day, time())).total_seconds() // 60), _MIDNIGHT)


@lru_cache(maxsize=1024)
def _parsed(hours: str, is_holiday: bool) -> OpeningHours:
    # The library's calendar lacks Tết: on a holiday of ours, its rule is that of every weekday.
    return OpeningHours(hours.replace(_HOLIDAY, _EVERY_DAY) if is_holiday else hours)
