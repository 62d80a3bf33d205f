"""A list as its address asks for it: the addresses that lead on from it, and its conditions in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from ocopmap.catalogue.places import Layer
from ocopmap.database.engine import today
from ocopmap.layers.filters import FilterError
from ocopmap.layers.listquery import ListQuery, parse_list_query
from ocopmap.server.addresses import DATA, LISTS, RECORD_FOLDERS, ROOTS
from ocopmap.server.messages import Locale
from ocopmap.server.wording import Wording, wording

Pair = tuple[str, str]

_WHOLE = ("q", "near", "bbox")
"""Parameters whose commas do not tell values apart."""
_IN_FORM = ("q", "layer", "stars", "group", "validity", "season", "commune", "sort")
_HEADINGS = {
    **{name: name for name in ("layer", "stars", "group", "set", "season")},
    "validity": "validity.short",
}


@dataclass(frozen=True)
class Condition:
    """One thing that narrows a list, in words, and the address of the list without it."""

    name: str
    text: str
    address: str


class AskedList:
    """The list of a layer, or of all, in one language, with the parameters of its address.

    Raises:
        FilterError: naming every parameter that is unknown or impossible.
    """

    def __init__(self, locale: Locale, layer: Layer | None, parameters: QueryParams) -> None:
        self.locale = locale
        self.layer = layer
        self.given = _given(parameters)
        self.words: Wording = wording(locale)
        if layer and "layer" in self.given:
            raise FilterError.of("layer", "problem.unknown_parameter")
        self.query = self._parsed(self.given)

    def _parsed(self, given: Mapping[str, Sequence[str]]) -> ListQuery:
        return parse_list_query({**given, **({"layer": [self.layer]} if self.layer else {})}, today=today())

    @property
    def bare(self) -> str:
        """The address of this list without any condition."""
        return _folder(self.locale, self.layer)

    @property
    def text(self) -> str:
        """What is looked for, as it was typed."""
        return " ".join(self.given.get("q", []))

    def has(self, name: str, value: str) -> bool:
        """Tell whether a parameter holds a value."""
        return any(value in _split(name, each) for each in self.given.get(name, []))

    def unseen(self) -> list[Pair]:
        """Return what the form has no field for and must carry along."""
        return [pair for pair in self._pairs() if pair[0] not in _IN_FORM]

    def in_language(self, locale: Locale) -> str:
        """Return the address of the same page in a language."""
        return _folder(locale, self.layer) + _query(list(self._pairs(but=())))

    def of_layer(self, layer: Layer | None) -> str:
        """Return the address of the same list of another layer, of all by None."""
        return _folder(self.locale, layer) + _query(self._pairs(but=("page", "layer")))

    def of_page(self, number: int) -> str:
        """Return the address of a page of this list."""
        turned = [("page", str(number))] if number > 1 else []
        return self.bare + _query([*self._pairs(), *turned])

    def without(self, name: str) -> str:
        """Return this list's address without a parameter."""
        return self.bare + _query(self._pairs(but=("page", name)))

    def query_without(self, name: str) -> ListQuery:
        """Return what the list without a parameter shows."""
        return self._parsed({each: values for each, values in self.given.items() if each not in (name, "page", "sort")})

    def query_of(self, layer: Layer) -> ListQuery:
        """Return what the same list of another layer shows."""
        given = {name: values for name, values in self.given.items() if name not in ("layer", "page", "sort")}
        return parse_list_query({**given, "layer": [layer]}, today=today())

    def map_address(self) -> str:
        """Return the address of the map of the same records."""
        layer = [("layer", str(self.layer))] if self.layer else []
        return ROOTS[self.locale] + _query([*layer, *self._pairs(but=("page", "sort", "near"))])

    def data_address(self) -> str:
        """Return the address of the same records as files."""
        layer = [("layer", str(self.layer))] if self.layer else []
        return DATA[self.locale] + _query([*layer, *self._pairs(but=("page", "sort", "near"))])

    def conditions(self, communes: Mapping[str, str]) -> list[Condition]:
        """Return what narrows the list; ``communes`` are names by code."""
        values = [(name, each) for name, value in self._pairs(but=("page", "sort")) for each in _split(name, value)]
        return [Condition(name, self._said(name, value, communes), self._but(name, value)) for name, value in values]

    def _but(self, name: str, value: str) -> str:
        values = [(each, one) for each, given in self._pairs() for one in _split(each, given)]
        return self.bare + _query([pair for pair in values if pair != (name, value)])

    def _said(self, name: str, value: str, communes: Mapping[str, str]) -> str:
        if name in _HEADINGS:
            return self.words.name(_HEADINGS[name], value)
        if name == "commodity":
            return self.words.name("commodity", value)
        if name == "commune":
            return communes.get(value, value)
        shown = self.words.date(value) if name == "as_of" else value
        return self.words.t(f"lists.condition.{name}", value=shown)

    def _pairs(self, but: Sequence[str] = ("page",)) -> list[Pair]:
        return [(name, value) for name, values in self.given.items() if name not in but for value in values]


def _given(parameters: QueryParams) -> dict[str, list[str]]:
    """Return parameters by name; what a form sends without a value is not given."""
    names = dict.fromkeys(parameters.keys())
    return {name: kept for name in names if (kept := [each for each in parameters.getlist(name) if each])}


def _split(name: str, value: str) -> list[str]:
    return [value] if name in _WHOLE else [each.strip() for each in value.split(",")]


def _folder(locale: Locale, layer: Layer | None) -> str:
    return RECORD_FOLDERS[locale][layer] if layer else LISTS[locale]


def _query(pairs: Sequence[Pair]) -> str:
    return "?" + urlencode(pairs, safe=",") if pairs else ""
