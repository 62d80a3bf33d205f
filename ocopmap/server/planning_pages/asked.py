"""A planners' page as its address asks for it, and the addresses that lead on from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from ocopmap.catalogue.indicators import PROGRAMME_START, Indicator
from ocopmap.database.engine import today
from ocopmap.layers.filters import FilterError, parse_filter
from ocopmap.planning.definitions import Definitions
from ocopmap.planning.indicators import Choice
from ocopmap.server.addresses import INDICATOR_PAGES, PLANNER_PAGES, PlannerPage
from ocopmap.server.messages import Locale

AS_OF: Final = "as_of"
Pair = tuple[str, str]
_OF_FILES: Final = (AS_OF, "variant", "commune", "commodity", "km")
"""Parameters of pages that narrow their files too."""


def past_day(text: str | None, parameter: str = AS_OF) -> date:
    """Return the day that a parameter asks for, today where none is.

    Raises:
        FilterError: it is no date, before the programme, or yet to come.
    """
    if not text:
        return today()
    try:
        day = parse_filter({AS_OF: [text]}, today=today()).as_of or today()
    except FilterError as error:
        raise FilterError([replace(found, parameter=parameter) for found in error.problems]) from error
    if day > today():
        raise FilterError.of(parameter, "problem.date_to_come", day=day.isoformat())
    return day


@dataclass(frozen=True)
class AskedPage:
    """A page in one language as of a day, with the other parameters of its address."""

    locale: Locale
    page: PlannerPage
    day: date
    given: tuple[Pair, ...] = ()
    """Parameters in their order, the day left out where it is today."""
    number: int | None = None
    """The KPI that the page is about; None on every other page."""

    @property
    def is_dated(self) -> bool:
        """Whether the address names the day."""
        return any(name == AS_OF for name, _ in self.given)

    @property
    def earliest(self) -> date:
        """The first day that can be asked for."""
        return PROGRAMME_START

    @property
    def latest(self) -> date:
        """The last day that can be asked for."""
        return today()

    @property
    def bare(self) -> str:
        """The address of this page without parameters."""
        return self._bare(self.locale)

    def value(self, name: str) -> str | None:
        """Return the first value of a parameter, None where it is not given."""
        return next((value for each, value in self.given if each == name), None)

    def values(self, name: str) -> list[str]:
        """Return every value of a parameter."""
        return [value for each, value in self.given if each == name]

    def choice[E: StrEnum](self, name: str, offered: type[E], usual: E) -> E:
        """Return the value of a parameter that is one of several, the usual one where it is not given.

        Raises:
            FilterError: it is none of them.
        """
        text = self.value(name)
        if text is None:
            return usual
        if text not in list(offered):
            raise FilterError.not_a_choice(name, text, offered)
        return offered(text)

    def but(self, *names: str) -> list[Pair]:
        """Return the parameters without some, as a form carries them along."""
        return [pair for pair in self.given if pair[0] not in names]

    def in_language(self, locale: Locale) -> str:
        """Return the address of the same page in a language."""
        return self._bare(locale) + query(self.given)

    def with_(self, **changed: object) -> str:
        """Return this page's address with parameters set, or left out where None; the page number starts anew."""
        kept = self.but("page", *changed)
        return self.bare + query([*kept, *((name, str(value)) for name, value in changed.items() if value is not None)])

    def with_variants(self, variants: Sequence[str]) -> str:
        """Return this page's address with other ways to count."""
        return self.bare + query([*self.but("page", "variant"), *(("variant", each) for each in variants)])

    def of_page(self, page: PlannerPage) -> str:
        """Return the address of another page as of the same day."""
        return PLANNER_PAGES[self.locale][page] + query(self._day())

    def of_indicator(self, number: int) -> str:
        """Return the address of a KPI's page as of the same day, counted the same way."""
        kept = [pair for pair in self.given if pair[0] in (AS_OF, "variant")]
        return INDICATOR_PAGES[self.locale].format(number=number) + query(kept)

    def file(self, table: str, kind: str, more: Mapping[str, object]) -> str:
        """Return the address of a table of this page as a file, narrowed as the page is."""
        carried = [pair for pair in self.given if pair[0] in _OF_FILES and pair[0] not in more]
        extra = [(name, str(value)) for name, value in more.items()]
        return f"/api/v1/planning/downloads/{table}/{kind}" + query([*carried, *extra, ("lang", self.locale)])

    def _day(self) -> list[Pair]:
        return [pair for pair in self.given if pair[0] == AS_OF]

    def _bare(self, locale: Locale) -> str:
        if self.number is not None:
            return INDICATOR_PAGES[locale].format(number=self.number)
        return PLANNER_PAGES[locale][self.page]


def asked_page(
    locale: Locale,
    page: PlannerPage,
    parameters: QueryParams,
    known: Sequence[str] = (),
    number: int | None = None,
) -> AskedPage:
    """Return the page that an address asks for; what a form sends without a value is not given.

    Args:
        locale: the language of the address.
        page: which page.
        parameters: of the address.
        known: names of the parameters that the page has beside the day.
        number: the KPI that the page is about.

    Raises:
        FilterError: a parameter is unknown, holds what no text can, or the day is impossible.
    """
    given = [(name, value.strip()) for name, value in parameters.multi_items() if value.strip()]
    unknown = sorted({name for name, _ in given} - {AS_OF, *known})
    if unknown:
        raise FilterError.of(unknown[0][:40], "problem.unknown_parameter")
    for name, value in given:
        if "\0" in value:
            raise FilterError.of(name, "problem.bad_character")
    day = past_day(dict(given).get(AS_OF))
    kept = [pair for pair in given if pair[0] != AS_OF]
    dated = [(AS_OF, day.isoformat())] if day != today() else []
    return AskedPage(locale, page, day, (*dated, *kept), number)


def chosen_variants(definitions: Definitions, given: Sequence[str]) -> Choice:
    """Return the ways to count that ``indicator:variant`` names.

    Raises:
        FilterError: there is none of that name.
    """
    choice = {}
    offered = {str(key): [each.key for each in found.variants] for key, found in definitions.items()}
    for text in given:
        name, _, variant = text.partition(":")
        if variant not in offered.get(name, []):
            choices = [f"{name}:{key}" for key in offered[name]] if name in offered else list(offered)
            raise FilterError.not_a_choice("variant", text, choices)
        choice[Indicator(name)] = variant
    return choice


def query(pairs: Sequence[Pair] | Mapping[str, str]) -> str:
    """Return parameters as the end of an address; nothing where there are none."""
    return "?" + urlencode(pairs, safe=":,") if pairs else ""
