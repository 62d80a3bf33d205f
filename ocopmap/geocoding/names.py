"""Names of units, found by folded key: exactly, or with a few typing errors inside one province."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ocopmap.geocoding.rules import AddressRules, Level
from ocopmap.geocoding.text import accented, fold, joined
from ocopmap.geocoding.units import KINDS, Commune, District, LegacyCommune, Province, Units, split_name

Unit = Province | District | LegacyCommune | Commune

_SHORTEST_FOR_ONE: Final = 5
_SHORTEST_FOR_TWO: Final = 8
"""Letters that a key must have for one or two typing errors to be forgiven."""

_ALIAS_KINDS: Final = {joined(word): kind for word, kind in KINDS.items()}
_Y_AS_VOWEL: Final = re.compile(r"(?<=[bcdghklmnpqrstvx])y|(?<=qu)y")


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """One way to write a unit: folded key, kind, accented words (none where not known) of the bare name.

    ``alias`` tells a name of earlier years, ``short`` one such as TPCL.
    """

    key: str
    level: Level
    unit: Unit
    kind: str
    words: tuple[str, ...]
    alias: bool = False
    short: bool = False


@dataclass(slots=True)
class Found:
    """Names behind one key: written bare, and written with their kind."""

    bare: list[Name]
    full: list[Name]


class NameTable:
    """Names by key: the bare name (``myxuong``) and the kind and name together (``xamyxuong``)."""

    def __init__(self, names: Iterable[Name], rules: AddressRules) -> None:
        self.by_key: dict[str, Found] = defaultdict(lambda: Found([], []))
        kind_words = _kind_words(rules)
        for name in names:
            self.by_key[name.key].bare.append(name)
            if not name.short:
                self.by_key[kind_words[name.kind][0] + name.key].full.append(name)
        self.by_key = dict(self.by_key)
        self.longest = 1 + max((len(n.words) for found in self.by_key.values() for n in found.bare), default=0)
        self.bare_keys = [key for key, found in self.by_key.items() if found.bare]
        self.full_keys = [key for key, found in self.by_key.items() if found.full]

    def resembling(self, key: str, keys: list[str]) -> Iterator[tuple[Name, int]]:
        """Yield names within reach of typing errors, with their number; ``keys`` are the bare or the full ones.

        Digits must agree: Phường 4 is no misspelling of Phường 5.
        """
        reach = (len(key) >= _SHORTEST_FOR_ONE) + (len(key) >= _SHORTEST_FOR_TWO)
        if not reach or key.isdigit():
            return
        digits = _digits(key)
        for match, errors, _ in process.extract(key, keys, scorer=OSA.distance, score_cutoff=reach, limit=None):
            if errors and _digits(match) == digits and len(match) >= _SHORTEST_FOR_ONE:
                found = self.by_key[match]
                yield from ((name, int(errors)) for name in (found.bare if keys is self.bare_keys else found.full))


def _digits(key: str) -> str:
    return "".join(filter(str.isdigit, key))


def _kind_words(rules: AddressRules) -> dict[str, list[str]]:
    words: dict[str, list[str]] = defaultdict(list)
    for word, meaning in rules.before.items():
        for kind in meaning.kinds:
            words[kind].append(word)
    return words


def _named(level: Level, unit: Unit) -> Iterator[Name]:
    kind, bare = split_name(unit.name)
    yield Name(joined(bare), level, unit, kind, accented(bare))


def province_names(units: Units, rules: AddressRules) -> Iterator[Name]:
    """Yield the names of all provinces, of today and of before, with the short ones of the rules."""
    by_name: dict[str, list[Province]] = defaultdict(list)
    for province in (*units.provinces.values(), *units.legacy_provinces.values()):
        by_name[province.name].append(province)
        yield from _named(Level.PROVINCE, province)
    for short, name in rules.short_names.items():
        for province in by_name[name]:
            yield Name(short, Level.PROVINCE, province, province.kind, (), short=True)


def district_names(units: Units) -> Iterator[Name]:
    """Yield the names of all old districts of Vietnam."""
    for district in units.districts.values():
        yield from _named(Level.DISTRICT, district)


def scope_names(units: Units, rules: AddressRules, province_code: str) -> Iterator[Name]:
    """Yield the names of districts and communes, old and new, inside a province of today."""
    for commune in units.province_communes[province_code]:
        yield from _named(Level.COMMUNE, commune)
    districts = [d for d in units.districts.values() if d.province.successor == province_code]
    for district in districts:
        yield from _named(Level.DISTRICT, district)
        yield from _aliases(Level.DISTRICT, district, district.aliases)
        for old in units.district_communes[district.code]:
            yield from _legacy_names(old)
    yield from _initials(districts, rules)


def _legacy_names(old: LegacyCommune) -> Iterator[Name]:
    if old.code == old.district.code:
        return
    yield from _named(Level.COMMUNE, old)
    yield from _aliases(Level.COMMUNE, old, old.aliases)


def _aliases(level: Level, unit: Unit, aliases: Iterable[str]) -> Iterator[Name]:
    """Yield names of units merged into this one before 2025; the source gives them folded, kind and name joined."""
    own = joined(unit.name)
    for alias in map(_Y_AS_VOWEL.sub, repeat("i"), aliases):
        for word, kind in _ALIAS_KINDS.items():
            bare = alias.removeprefix(word)
            if bare != alias and not own.endswith(bare):
                yield Name(bare.lstrip("0"), level, unit, kind, (), alias=True)


def _initials(districts: list[District], rules: AddressRules) -> Iterator[Name]:
    """Yield short forms such as TPCL for thành phố Cao Lãnh, where only one district has those initials."""
    found: dict[str, set[District]] = defaultdict(set)
    for district in districts:
        letters = "".join(word[0] for word in fold(split_name(district.name)[1]).split())
        for word in _kind_words(rules)[district.kind]:
            found[word + letters].add(district)
    for key, owners in found.items():
        if len(owners) == 1:
            (owner,) = owners
            yield Name(key, Level.DISTRICT, owner, owner.kind, (), short=True)
