"""Address in Vietnamese -> ranked places, with how precise and how sure each is. Pure, in memory."""

import unicodedata
from collections.abc import Iterable, Mapping
from copy import copy
from functools import cached_property
from typing import Final

from ocopmap.geocoding.answers import Candidate, Place
from ocopmap.geocoding.centres import Point
from ocopmap.geocoding.checks import Locate
from ocopmap.geocoding.coordinates import Position, is_short_link, read_positions
from ocopmap.geocoding.gazetteer import Gazetteer
from ocopmap.geocoding.hits import Hit, Text, announced, exact_hits, fuzzy_hits, read_text
from ocopmap.geocoding.known import KnownNames
from ocopmap.geocoding.names import NameTable, district_names, province_names, scope_names
from ocopmap.geocoding.pasted import position_candidates
from ocopmap.geocoding.placing import Placer
from ocopmap.geocoding.plus_codes import find_plus_code, without_plus_code
from ocopmap.geocoding.points import Points
from ocopmap.geocoding.readings import Reading, Scope, is_settled, read_in_scope
from ocopmap.geocoding.repairs import Repairs
from ocopmap.geocoding.rules import AddressRules
from ocopmap.geocoding.unit_lists import UnitMatch, resolve_list
from ocopmap.geocoding.units import District, Province, Units

LONGEST_ADDRESS: Final = 500
"""Letters of an address that are read; the rest of a longer text is ignored."""

LONGEST_LINK: Final = 2_000
"""Letters in which coordinates are looked for: map links are long."""

SHORT_LINK_ADVICE: Final = (
    "Liên kết rút gọn không chứa tọa độ và chương trình không mở mạng để tra. Hãy mở liên kết trong trình duyệt, "
    "đợi bản đồ hiện ra rồi chép địa chỉ dài trên thanh địa chỉ, hoặc bấm giữ vào điểm và chép tọa độ."
)

_TOWNS: Final = frozenset({"city", "town"})
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
        names = KnownNames(units, rules.unit_words)
        self._placer = Placer(units, self._points, Gazetteer(places, rules), names)
        self._repairs = Repairs(names, rules.unit_words)
        self._locate = locate
        self._tables: dict[str, NameTable] = {}

    def with_places(self, places: Iterable[Place]) -> "Geocoder":
        """Return the same geocoder with another gazetteer; all else, the tables of names above all, is shared."""
        renewed = copy(self)
        renewed._placer = self._placer.with_gazetteer(Gazetteer(places, self.rules))
        return renewed

    def geocode(self, address: str) -> list[Candidate]:
        """Return the places that an address or coordinates may mean, the likeliest first; none if it names none."""
        if positions := self._positions(address[:LONGEST_LINK]):
            return position_candidates(positions, self.province_code, self.units, self._locate)
        text = self._text(address)
        return self._placer.candidates(*self._best_cut(text)) if text.words else []

    def advice(self, address: str) -> str | None:
        """Return what a person must do before this text can be placed, None if it can be tried as it stands."""
        return SHORT_LINK_ADVICE if is_short_link(address) else None

    def _positions(self, text: str) -> list[Position]:
        """Read coordinates; a short Plus Code is completed near the place that stands beside it."""
        near = self._points.province(self.province_code)[0]
        if find_plus_code(text) and (beside := self._text(without_plus_code(text))).words:
            found = self._placer.candidates(beside, self._readings(beside))
            near = (found[0].latitude, found[0].longitude) if found else near
        return read_positions(text, self.meridians, near)

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

    def _best_cut(self, text: Text) -> tuple[Text, list[Reading]]:
        """Return a text with its readings; where they leave a doubt, with the words repaired if that settles it."""
        readings = self._readings(text)
        if not self._placer.is_clear(text, readings):
            for words in self._repairs.of(text.original, text.words):
                mended = announced(text.original, words, self.rules, repaired=True)
                found = self._readings(mended)
                if self._placer.is_clear(mended, found) and found[0].commune:
                    return mended, found
        return text, readings

    def _readings(self, text: Text) -> list[Reading]:
        """Return every way to read a text, best first; a settled reading ends the search."""
        found: list[Reading] = []
        scopes = self._scopes(text)
        for scope in scopes:
            readings = read_in_scope(text, scope, self.units)
            found += readings
            if is_settled(readings):
                break
        else:
            for scope in self._implied(text, found) if _leave_open_province(text, scopes) else ():
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
        hits = [hit for hit in exact_hits(text, self._provinces) if not self._is_town(text, hit)]
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

    def _is_town(self, text: Text, hit: Hit) -> bool:
        """Tell whether the name of a province is announced as that of its town: thành phố Cao Bằng."""
        mark = text.before[hit.start]
        if hit.kind_agrees or mark is None or not mark.meaning.levels:
            return False
        found = self._districts.by_key.get(hit.name.key)
        return found is not None and any(name.kind in _TOWNS & mark.meaning.kinds for name in found.bare)


def _leave_open_province(text: Text, scopes: list[Scope]) -> bool:
    """Tell whether no province closes the text, spelt right or not: only then a district may speak for another."""
    return not any(scope.province and (scope.province.tail == text.last or scope.province.errors) for scope in scopes)
