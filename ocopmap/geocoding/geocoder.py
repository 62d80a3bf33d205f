"""Address in Vietnamese -> ranked places, with how precise and how sure each is. Pure, in memory."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final, Literal

from ocopmap.geocoding.answers import Candidate, Place
from ocopmap.geocoding.centres import Point
from ocopmap.geocoding.gazetteer import Gazetteer
from ocopmap.geocoding.hits import Hit, Text, exact_hits, fuzzy_hits, read_text
from ocopmap.geocoding.names import NameTable, province_names, scope_names
from ocopmap.geocoding.placing import Placer
from ocopmap.geocoding.points import Points
from ocopmap.geocoding.readings import Reading, Scope, is_settled, read_in_scope
from ocopmap.geocoding.rules import AddressRules
from ocopmap.geocoding.unit_lists import UnitMatch, resolve_list
from ocopmap.geocoding.units import Province, Units

LONGEST_ADDRESS: Final = 500
"""Letters of an address that are read; the rest of a longer text is ignored."""

_PROVINCE_WORDS: Final = 6
"""Words at the end of an address among which a misspelt province is looked for."""

CentreKey = tuple[Literal["commune", "legacy_commune"], str]


class Geocoder:
    """Finds the place that an address means, for one province served and all others named.

    Args:
        units: administrative units, old and new.
        rules: the words of addresses.
        province_code: province of today that an address without a province belongs to.
        places: gazetteer: names with a known point.
        centres: points that stand for communes in place of the package's, by ``("commune", code)`` or
            ``("legacy_commune", code)``.

    Raises:
        ValueError: there is no province of today with that code.
    """

    def __init__(
        self,
        units: Units,
        rules: AddressRules,
        province_code: str,
        places: Iterable[Place] = (),
        centres: Mapping[CentreKey, Point] | None = None,
    ) -> None:
        if province_code not in units.provinces:
            raise ValueError(f"Không có tỉnh nào mang mã {province_code!r} (Quyết định 19/2025/QĐ-TTg).")
        self.units = units
        self.rules = rules
        self.province_code = province_code
        gazetteer = Gazetteer(places, rules.place_types)
        self._placer = Placer(units, Points(units, centres or {}), gazetteer)
        self._tables: dict[str, NameTable] = {}

    def geocode(self, address: str) -> list[Candidate]:
        """Return the places that an address may mean, the likeliest first; none when it names no place."""
        text = self._text(address)
        return self._placer.candidates(text, self._readings(text)) if text.words else []

    def resolve_units(self, names: str, context: str = "") -> UnitMatch:
        """Return the communes of today behind a list of units such as ``huyện Tháp Mười; xã Lai Vung``.

        A repeated name is settled by the others of the list, or by a ``context`` that names a district or
        province (the name of the zone); what cannot be settled comes back as unresolved.
        """
        read = lambda part: self._readings(self._text(part))  # noqa: E731
        return resolve_list(unicodedata.normalize("NFC", names), context, read, self.units)

    def _text(self, text: str) -> Text:
        return read_text(unicodedata.normalize("NFC", text[:LONGEST_ADDRESS]), self.rules)

    def _readings(self, text: Text) -> list[Reading]:
        """Return every way to read a text, best first; a settled reading ends the search."""
        found: list[Reading] = []
        for scope in self._scopes(text):
            readings = read_in_scope(text, scope, self.units)
            found += readings
            if is_settled(readings):
                break
        return sorted(found, key=lambda reading: -reading.score)

    def _table(self, province_code: str) -> NameTable:
        """Return the names of units inside a province of today; made once."""
        if province_code not in self._tables:
            names = scope_names(self.units, self.rules, province_code)
            self._tables[province_code] = NameTable(names, self.rules)
        return self._tables[province_code]

    @cached_property
    def _provinces(self) -> NameTable:
        return NameTable(province_names(self.units, self.rules), self.rules)

    def _scopes(self, text: Text) -> list[Scope]:
        """Provinces to read a text in: those it names, the surest first, then the one served."""
        hits = exact_hits(text, self._provinces)
        if not any(hit.tail == len(text.words) for hit in hits):
            hits += fuzzy_hits(text, self._provinces, set(range(len(text.words) - _PROVINCE_WORDS)))
        best: dict[str, Hit] = {}
        for hit in sorted(hits, key=lambda hit: (-hit.score, -hit.end)):
            province = hit.name.unit
            if isinstance(province, Province):
                best.setdefault(province.successor, hit)
        named = [Scope(code, hit, self._table(code)) for code, hit in best.items()]
        return [*named, Scope(self.province_code, None, self._table(self.province_code))]
