"""Sentences, numbers and dates of a page in its language."""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from ocopmap.catalogue.distances import is_fine, reach
from ocopmap.server.messages import Locale, messages

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_BABEL = {"vi": "vi_VN", "en": "en_GB"}


class Wording:
    """The messages of one language, filled with values written as its readers write them."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self._messages = messages(locale)
        self._babel = _BABEL[locale]

    def t(self, key: str, **values: object) -> str:
        """Return a message, its {blanks} filled; numbers are written by the language's rules."""
        text = self._messages[key]
        if not values:
            return text
        return text.format(
            **{name: self.number(value) if isinstance(value, int | float) else value for name, value in values.items()}
        )

    def count(self, key: str, n: int, **values: object) -> str:
        """Return the message for a number of things: ``key.one`` or ``key.other`` with {n}."""
        form = "one" if n == 1 and self.locale == "en" else "other"
        return self.t(f"{key}.{form}", n=n, **values)

    def name(self, heading: str, code: object) -> str:
        """Return the name of a code under a heading (``validity``, ``expired``); an unknown code stands for itself."""
        return self._messages.get(f"{heading}.{code}", str(code))

    def number(self, value: float) -> str:
        """Return a number with at most one decimal."""
        return _number(round(value, 1), self._babel)

    def distance(self, metres: float, vagueness: float = 0) -> str:
        """Return a distance in the words of people: no finer than it is useful to know.

        Where its ends may be ``vagueness`` metres off and that matters, it is the farthest that it may be.
        """
        if not is_fine(metres, vagueness):
            return self.t("distance.within", distance=self.distance(reach(metres, vagueness)))
        if metres < 950:
            return self.t("distance.metres", n=max(50, round(metres / 50) * 50))
        return self.t("distance.kilometres", n=round(metres / 1000, 1 if metres < 9_950 else None))

    def duration(self, seconds: float) -> str:
        """Return a time in hours and minutes, never less than a minute."""
        hours, minutes = divmod(max(1, round(seconds / 60)), 60)
        if not hours:
            return self.t("tour.minutes", n=minutes)
        return self.t("tour.hours_minutes", hours=hours, minutes=minutes) if minutes else self.t("tour.hours", n=hours)

    def date(self, text: str | date) -> str:
        """Return a day (2023-12-29), month (2023-12) or year (2023) as it is written; other text stays as it is."""
        parts = _PARTIAL_DATE.fullmatch(str(text))
        if not parts:
            return str(text)
        year, month, day = parts.groups()
        if not month:
            return str(year)
        try:
            when = date(int(year), int(month), int(day or 1))
        except ValueError:
            return str(text)
        if self.locale == "vi":
            return f"{when.day}/{when.month}/{when.year}" if day else f"{when.month}/{when.year}"
        if day:
            return str(format_date(when, "d MMM y", locale=self._babel))
        return str(format_skeleton("yMMM", when, locale=self._babel))

    def listing(self, names: Sequence[str], most: int = 4) -> str:
        """Return names joined as in a sentence, those beyond ``most`` as a number."""
        if len(names) > most + 1:
            return self.t("read.list_more", list=", ".join(names[:most]), n=len(names) - most)
        return self.series(names)

    def series(self, parts: Sequence[str]) -> str:
        """Return parts joined as in a sentence: "a, b và c"."""
        if len(parts) < 2:
            return "".join(parts)
        return self.t("read.list_and", list=", ".join(parts[:-1]), last=parts[-1])


@lru_cache(maxsize=10_000)
def _number(value: float, locale: str) -> str:
    return str(format_decimal(value, format="#,##0.#", locale=locale))


@cache
def wording(locale: Locale) -> Wording:
    """Return the wording of a language, made once."""
    return Wording(locale)
