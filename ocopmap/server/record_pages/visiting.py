"""When a place is open and how long a visit takes, as pages say it."""

import re
from collections.abc import Callable
from typing import Final

from babel.dates import get_day_names

from ocopmap.server.wording import Wording

_ALWAYS: Final = "24/7"
_DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_WEEK: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SPAN: Final = re.compile(r"\b(\d{2}:\d{2})-(\d{2}:\d{2})\b")
_DAILY: Final = re.compile(rf"{_SPAN.pattern}(,\s*{_SPAN.pattern})*")
"""Hours and nothing else: of months, weeks or the sun nobody may be told that they hold every day."""
_WORD: Final = re.compile(r"\b(Mo|Tu|We|Th|Fr|Sa|Su|PH|off|closed)\b")
_MARK: Final = re.compile(r"([,;])\s*")


def open_hours(words: Wording, hours: str) -> str:
    """Return OpenStreetMap's ``opening_hours`` in words: "8:30–17:30 hằng ngày", "Th 2-Th 6 8:00–17:00"."""
    if hours == _ALWAYS:
        return words.t("visit.always")
    said = _MARK.sub(r"\1 ", _WORD.sub(_namer(words), _SPAN.sub(_spanned, hours)))
    return words.t("visit.every_day", hours=said) if _DAILY.fullmatch(hours) else said


def structured_hours(hours: str) -> list[dict[str, object]]:
    """Return ``opening_hours`` as schema.org's specifications; none of hours that differ by day, which pages tell."""
    daily = "00:00-23:59" if hours == _ALWAYS else hours
    if not _DAILY.fullmatch(daily):
        return []
    return [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": list(_WEEK), "opens": opens, "closes": closes}
        for opens, closes in _SPAN.findall(daily)
    ]


def _spanned(found: re.Match[str]) -> str:
    return "–".join(clock.removeprefix("0") for clock in found.groups())


def _namer(words: Wording) -> Callable[[re.Match[str]], str]:
    names = get_day_names("abbreviated", locale=words.locale)
    told = {code: names[day] for day, code in enumerate(_DAYS)}
    told |= {"PH": words.t("visit.holidays"), "off": words.t("visit.closed"), "closed": words.t("visit.closed")}
    return lambda found: told[found[0]]
