"""Ways to read an address: one province, at most one district and one commune, weighed against each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ocopmap.geocoding.hits import Hit, Text, exact_hits, fuzzy_hits
from ocopmap.geocoding.names import NameTable
from ocopmap.geocoding.rules import Level
from ocopmap.geocoding.units import Commune, District, LegacyCommune, Province, Units

_CONTAINED: Final = 0.5
_NEW_COMMUNE_OLD_DISTRICT: Final = -0.5
_CONTRADICTION: Final = -2.0
_DISORDER: Final = -0.4
_OTHER_OLD_PROVINCE: Final = -0.5
_ABOLISHED_OTHER_PROVINCE: Final = -1.5
_TWO_LEVEL_COMPLETE: Final = 0.6
_OLD_PROVINCE_FOR_NEW: Final = -0.8
_WORD_BEHIND_COMMUNE: Final = -0.8
_WORD_UNREAD: Final = -0.25
_KIND_UNREAD: Final = -0.6
_STRAY_LETTERS: Final = 3
_HOPELESS: Final = 2.0
CLOSE: Final = 0.35
"""Readings whose scores differ by less are equally good."""


@dataclass(slots=True, eq=False)
class Reading:
    """One way to read an address.

    ``province`` is the code of today's province that the reading lies in, named or not; ``contradiction`` tells
    that the commune does not lie in the district named; ``unread`` counts words that the reading leaves open;
    ``open`` tells that they may change the answer: a unit not known, or a letter close behind the commune.
    """

    province_code: str
    province: Hit | None
    district: Hit | None
    commune: Hit | None
    score: float
    contradiction: bool
    unread: int
    open: bool

    @property
    def hits(self) -> list[Hit]:
        """The names that the reading rests on."""
        return [hit for hit in (self.commune, self.district, self.province) if hit]

    @property
    def errors(self) -> int:
        """Number of typing errors that the reading forgives."""
        return sum(hit.errors for hit in self.hits)


@dataclass(frozen=True, slots=True)
class Scope:
    """A province of today to read an address in, and the names of units inside it."""

    province_code: str
    province: Hit | None
    table: NameTable


def read_in_scope(text: Text, scope: Scope, units: Units) -> list[Reading]:
    """Return readings of a text inside one province, best first; typing errors are looked for when needed."""
    hits = exact_hits(text, scope.table)
    readings = _weighed(text, scope, hits, units)
    free = _free_words(text, readings)
    if free:
        fuzzy = fuzzy_hits(text, scope.table, set(range(len(text.words))) - free)
        if fuzzy:
            readings = _weighed(text, scope, hits + fuzzy, units)
    return readings


def is_settled(readings: list[Reading]) -> bool:
    """Tell whether the best reading finds a commune, leaves nothing open and has no equal."""
    best = readings[0]
    clear = len(readings) < 2 or best.score - readings[1].score > CLOSE
    return clear and best.commune is not None and not best.unread and not best.contradiction


def _free_words(text: Text, readings: list[Reading]) -> set[int]:
    """Return the words among which a misspelt name may hide; none if nothing is open.

    A name with an unread word close behind it, or one that contradicts another, may itself be misread.
    """
    if is_settled(readings):
        return set()
    best = readings[0]
    keep = [] if best.contradiction else [hit for hit in best.hits if not _dangling(text, hit, best)]
    keep += [best.province] if best.province else []
    taken = {index for hit in keep for index in range(hit.head, hit.tail)}
    return set(range(len(text.words))) - taken


def _dangling(text: Text, hit: Hit, reading: Reading) -> bool:
    """Tell whether a word follows a name at once that nothing explains."""
    behind = hit.tail
    if behind >= len(text.words) or text.words[behind].after_break or behind in text.announcing:
        return False
    return not any(other.head <= behind < other.tail for other in reading.hits)


def _weighed(text: Text, scope: Scope, hits: Iterable[Hit], units: Units) -> list[Reading]:
    districts: list[Hit | None] = [None]
    communes: list[Hit | None] = [None]
    for hit in hits:
        (districts if hit.name.level is Level.DISTRICT else communes).append(hit)
    drafts = [
        _Draft(scope, district, commune, *_fit(scope, district, commune, units))
        for district in districts
        for commune in communes
        if not _overlap(district, commune, scope.province)
    ]
    return _finished(text, (draft for draft in drafts if not draft.contradiction or _plainly_named(draft.commune)))


def _finished(text: Text, drafts: Iterable["_Draft"]) -> list[Reading]:
    """Weigh what drafts leave open, best first, until no draft can come near the best."""
    readings: list[Reading] = []
    best = float("-inf")
    for draft in sorted(drafts, key=lambda draft: -draft.score):
        if draft.score < best - _HOPELESS:
            break
        reading = draft.finished(text)
        best = max(best, reading.score)
        readings.append(reading)
    return sorted(readings, key=lambda reading: -reading.score)


class _Draft:
    """A reading before the words that it leaves open are weighed; these only take away from its score."""

    __slots__ = ("commune", "contradiction", "district", "scope", "score")

    def __init__(
        self, scope: Scope, district: Hit | None, commune: Hit | None, fit: float, contradiction: bool
    ) -> None:
        self.scope, self.district, self.commune = scope, district, commune
        self.contradiction = contradiction
        self.score = fit + _order(scope.province, district, commune)
        self.score += sum(hit.score for hit in (scope.province, district, commune) if hit)

    def finished(self, text: Text) -> Reading:
        """Return the reading with the open words weighed."""
        unread, unknown, penalty = _unread(text, self.scope.province, self.district, self.commune)
        return Reading(
            self.scope.province_code,
            self.scope.province,
            self.district,
            self.commune,
            self.score + penalty,
            self.contradiction,
            unread,
            _is_open(text, self, unknown),
        )


def _plainly_named(commune: Hit | None) -> bool:
    """Only a commune announced as one and spelt right may contradict the district named beside it."""
    return commune is not None and not commune.errors and commune.head < commune.start


def _overlap(district: Hit | None, commune: Hit | None, province: Hit | None) -> bool:
    return _meet(district, commune) or _meet(district, province) or _meet(commune, province)


def _meet(one: Hit | None, other: Hit | None) -> bool:
    return one is not None and other is not None and one.head < other.tail and other.head < one.tail


def _fit(scope: Scope, district: Hit | None, commune: Hit | None, units: Units) -> tuple[float, bool]:
    """Weigh how the units lie inside one another; tell whether they contradict."""
    old_district = district.name.unit if district else None
    unit = commune.name.unit if commune else None
    if isinstance(unit, LegacyCommune):
        fit = _province_fit(scope, unit.province, units)
        if isinstance(old_district, District):
            inside = unit.district.code == old_district.code
            return (fit + _CONTAINED, False) if inside else (fit + _CONTRADICTION, True)
        return fit, False
    if isinstance(unit, Commune):
        if isinstance(old_district, District):
            inside = any(units.legacy_communes[c].district is old_district for c in unit.predecessors)
            return (_NEW_COMMUNE_OLD_DISTRICT, False) if inside else (_CONTRADICTION, True)
        return _current_fit(scope, units), False
    fit = _province_fit(scope, old_district.province, units) if isinstance(old_district, District) else 0.0
    return fit, False


def _province_fit(scope: Scope, old: Province, units: Units) -> float:
    """Weigh an old unit under a province name that was not its own: Cái Bè in ``tỉnh Đồng Tháp``.

    Cái Bè does lie in the Đồng Tháp of today; nothing of the old Đồng Tháp ever lay in Tiền Giang.
    """
    if scope.province is None or scope.province.name.unit.name == old.name:
        return 0.0
    current = scope.province.name.unit.name == units.provinces[scope.province_code].name
    return _OTHER_OLD_PROVINCE if current else _ABOLISHED_OTHER_PROVINCE


def _current_fit(scope: Scope, units: Units) -> float:
    """A commune of today under a province of today is a complete two-level address."""
    if scope.province is None:
        return 0.0
    current = scope.province.name.unit.name == units.provinces[scope.province_code].name
    return _TWO_LEVEL_COMPLETE if current else _OLD_PROVINCE_FOR_NEW


def _order(province: Hit | None, district: Hit | None, commune: Hit | None) -> float:
    starts = [hit.start for hit in (commune, district, province) if hit]
    return _DISORDER * sum(first > second for first, second in pairwise(starts))


def _unread(text: Text, *hits: Hit | None) -> tuple[int, bool, float]:
    """Count words from the first unit on that no unit explains, and unit kinds anywhere; weigh them.

    Also tell whether a kind is among them: a unit is named that the reading does not know.
    """
    taken = [hit for hit in hits if hit]
    covered = {index for hit in taken for index in range(hit.head, hit.tail)}
    first = min((hit.tail for hit in taken), default=len(text.words))
    ends = {hit.tail for hit in taken if hit.name.level is Level.COMMUNE}
    count, kinds, penalty = 0, 0, 0.0
    for index, word in enumerate(text.words):
        if index in covered:
            continue
        mark = text.before[index]
        if mark and mark.start not in covered and mark.meaning.levels:
            kinds, penalty = kinds + 1, penalty + _KIND_UNREAD
        elif index >= first and index not in text.fillers:
            count += 1
            penalty += _WORD_BEHIND_COMMUNE if index in ends and not word.after_break else _WORD_UNREAD
    return count + kinds, kinds > 0 or count > 1, penalty


def _is_open(text: Text, draft: "_Draft", unknown: bool) -> bool:
    """A commune inside its district is certain but for a short word close behind it.

    ``xã Tân Thành ,B huyện …`` may mean Tân Thành B, ``Tân Mỹ Chánh`` is no misspelt An Mỹ; without a district a
    commune suffers from any unit left unknown.
    """
    commune, district = draft.commune, draft.district
    if commune is None or commune.tail >= len(text.words):
        return unknown
    cut = commune.errors > 0 and not text.words[commune.tail].after_break and _is_unread(text, commune.tail, draft)
    return cut or _has_stray(text, commune.tail, draft) or (unknown and district is None)


def _is_unread(text: Text, index: int, draft: "_Draft") -> bool:
    hits = draft.district, draft.scope.province
    return index not in text.fillers and not any(hit is not None and hit.head <= index < hit.tail for hit in hits)


def _has_stray(text: Text, behind: int, draft: "_Draft") -> bool:
    """Tell whether the word behind a commune is short and unread, and no misspelt kind such as ``, tnh Đồng Tháp``."""
    word = text.words[behind]
    if len(word.folded) > _STRAY_LETTERS or not _is_unread(text, behind, draft):
        return False
    before_unit = any(hit is not None and hit.head == behind + 1 for hit in (draft.district, draft.scope.province))
    return not (word.after_break and before_unit and len(word.folded) > 1)
