"""Address in Vietnamese -> ranked places, with how precise and how sure each is. Pure, in memory."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from ocopmap.geocoding.answers import Candidate, Place
from ocopmap.geocoding.centres import Point
from ocopmap.geocoding.checks import Locate
from ocopmap.geocoding.coordinates import read_positions
from ocopmap.geocoding.gazetteer import Gazetteer
from ocopmap.geocoding.hits import Hit, Text, exact_hits, fuzzy_hits, read_text
from ocopmap.geocoding.names import NameTable, district_names, province_names, scope_names
from ocopmap.geocoding.pasted import position_candidates
from ocopmap.geocoding.placing import Placer
from ocopmap.geocoding.points import Points
from ocopmap.geocoding.readings import Reading, Scope, is_settled, read_in_scope
from ocopmap.geocoding.rules import AddressRules
from ocopmap.geocoding.unit_lists import UnitMatch, resolve_list
from ocopmap.geocoding.units import District, Province, Units

LONGEST_ADDRESS: Final = 500
"""Letters of an address that are read; the rest of a longer text is ignored."""

_PROVINCE_WORDS: Final = 6
"""Words at the end of an address among which a misspelt province is looked for."""


class Geocoder:
    """Finds the place that an address means, for one province served and all others named.

    Args:
        units: administrative units, old and new.
        rules: the words of addresses.
        province_code: province of today that an address without a province belongs to.
        places: gazetteer: names with a known point.
        centres: points that stand for communes in place of the package's, by ``("commune", code)`` or
            ``("legacy_commune", code)``.
        locate: finds the commune of today that holds a point; without it pasted coordinates need a person.

    Raises:
        ValueError: there is no province of today with that code.
    """

    def __init__(
        self,
        units: Units,
        rules: AddressRules,
        province_code: str,
        *,
        places: Iterable[Place] = (),
        centres: Mapping[tuple[str, str], Point] | None = None,
        locate: Locate | None = None,
    ) -> None:
        if province_code not in units.provinces:
            raise ValueError(f"Không có tỉnh nào mang mã {province_code!r} (Quyết định 19/2025/QĐ-TTg).")
        self.units = units
        self.rules = rules
        self.province_code = province_code
        self._points = Points(units, centres or {})
        self._placer = Placer(units, self._points, Gazetteer(places, rules.place_types))
        self._locate = locate
        self._tables: dict[str, NameTable] = {}

    def geocode(self, address: str) -> list[Candidate]:
        """Return the places that an address or coordinates may mean, the likeliest first; none if it names none."""
        near = self._points.province(self.province_code)[0]
        if positions := read_positions(address[:LONGEST_ADDRESS], self.meridians, near):
            return position_candidates(positions, self.province_code, self.units, self._locate)
        text = self._text(address)
        return self._placer.candidates(text, self._readings(text)) if text.words else []

    def geocode_fields(
        self, detail: str = "", hamlet: str = "", commune: str = "", district: str = "", province: str = ""
    ) -> list[Candidate]:
        """Return the places that an address kept in columns may mean; ``detail`` is house number and street."""
        return self.geocode(", ".join(filter(None, (detail, hamlet, commune, district, province))))

    @cached_property
    def meridians(self) -> tuple[float, ...]:
        """VN-2000 central meridians of the provinces that the one served was formed from, in degrees."""
        old = (p for p in self.units.legacy_provinces.values() if p.successor == self.province_code)
        return tuple(sorted({self.rules.meridians[province.code] for province in old}))

    def resolve_units(self, names: str, context: str = "") -> UnitMatch:
        """Return the communes of today behind a list of units such as ``huyện Tháp Mười; xã Lai Vung``.

        A repeated name is settled by the others of the list, or by a ``context`` that names a district or
        province (the name of the zone); what cannot be settled comes back as unresolved.
        """
        read = lambda part: self._readings(self._text(part))  # noqa: E731
        return resolve_list(unicodedata.normalize("NFC", names), context, read, self.units)

    def _text(self, text: str) -> Text:
        composed = unicodedata.normalize("NFC", text[:LONGEST_ADDRESS])
        return read_text(self.rules.without_asides(composed), self.rules)

    def _readings(self, text: Text) -> list[Reading]:
        """Return every way to read a text, best first; a settled reading ends the search."""
        found: list[Reading] = []
        for scope in self._scopes(text):
            readings = read_in_scope(text, scope, self.units)
            found += readings
            if is_settled(readings):
                break
        else:
            for scope in self._implied(text, found):
                found += read_in_scope(text, scope, self.units)
        found.sort(key=lambda reading: -reading.score)
        named = found[0].province_code if found[0].province else None
        return [reading for reading in found if named in (None, reading.province_code)]

    def _implied(self, text: Text, found: list[Reading]) -> list[Scope]:
        """Provinces that the text does not name but a district of theirs, with its kind: ``quận Ninh Kiều``."""
        read = {hit.start for reading in found for hit in reading.hits if not hit.errors}
        codes = {
            hit.name.unit.province.successor
            for hit in exact_hits(text, self._districts)
            if hit.kind_agrees and hit.start not in read and isinstance(hit.name.unit, District)
        }
        return [Scope(code, None, self._table(code)) for code in sorted(codes)]

    def _table(self, province_code: str) -> NameTable:
        """Return the names of units inside a province of today; made once."""
        if province_code not in self._tables:
            names = scope_names(self.units, self.rules, province_code)
            self._tables[province_code] = NameTable(names, self.rules)
        return self._tables[province_code]

    @cached_property
    def _provinces(self) -> NameTable:
        return NameTable(province_names(self.units, self.rules), self.rules)

    @cached_property
    def _districts(self) -> NameTable:
        return NameTable(district_names(self.units), self.rules)

    def _scopes(self, text: Text) -> list[Scope]:
        """Provinces to read a text in: those it names, the surest first, then the one served.

        A province that closes the text as a part of its own, or with its kind, is not left for another.
        """
        hits = exact_hits(text, self._provinces)
        closing = [hit for hit in hits if hit.tail == text.last]
        if not closing:
            hits += fuzzy_hits(text, self._provinces, set(range(text.last - _PROVINCE_WORDS)))
        firm = [hit for hit in closing if hit.kind_agrees or text.words[hit.head].after_break]
        best: dict[str, Hit] = {}
        for hit in sorted(firm or hits, key=lambda hit: (-hit.score, -hit.end)):
            province = hit.name.unit
            if isinstance(province, Province):
                best.setdefault(province.successor, hit)
        served = [] if firm else [Scope(self.province_code, None, self._table(self.province_code))]
        return [*(Scope(code, hit, self._table(code)) for code, hit in best.items()), *served]
