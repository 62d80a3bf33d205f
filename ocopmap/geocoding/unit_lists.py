"""Lists of units, as raw-material zones name them: ``huyện Tháp Mười; xã Lai Vung`` -> communes of today."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from ocopmap.catalogue.places import Precision
from ocopmap.geocoding.readings import Reading
from ocopmap.geocoding.text import words_of
from ocopmap.geocoding.units import Commune, District, LegacyCommune, Province, Units

_SEPARATOR: Final = re.compile(r"\s*[;,\n]\s*|\s+và\s+")


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """What a list of units comes down to.

    Attributes:
        communes: codes of communes of today, in order, without repeats.
        legacy: codes of the old communes named (not those of districts named).
        precision: the coarsest kind of unit named.
        unresolved: parts of the list that name no unit, or more than one.
    """

    communes: tuple[str, ...]
    legacy: tuple[str, ...]
    precision: Precision
    unresolved: tuple[str, ...]


Named = LegacyCommune | Commune | District
Read = Callable[[str], list[Reading]]
_SAME: Final = 0.55
"""Readings within this score of the best are possible meanings of a name that stands in a list."""


def resolve_list(text: str, context: str, read: Read, units: Units) -> UnitMatch:
    """Resolve each part of a list; a repeated name is settled by its neighbours, then by the context."""
    parts = [part for part in _SEPARATOR.split(text.strip()) if part]
    choices = {part: _choices(part, read(part)) for part in parts}
    district = _district_of(choices, read(context) if context else [])
    chosen = {part: _settled(found, district) for part, found in choices.items()}
    resolved = [unit for unit in chosen.values() if unit]
    return UnitMatch(
        communes=tuple(sorted({code for unit in resolved for code in _successors(unit, units)})),
        legacy=tuple(sorted(unit.code for unit in resolved if isinstance(unit, LegacyCommune))),
        precision=_coarsest(resolved),
        unresolved=tuple(part for part, unit in chosen.items() if unit is None),
    )


def _choices(part: str, readings: list[Reading]) -> list[Named]:
    """Return the units that a whole part may mean; a part with other words in it means none."""
    whole = [reading for reading in readings if _covers(part, reading)]
    found: dict[int, Named] = {}
    for reading in whole:
        hit = reading.commune or reading.district
        if hit and whole[0].score - reading.score < _SAME:
            unit = hit.name.unit
            if not isinstance(unit, Province):
                found[id(unit)] = unit
    return list(found.values())


def _covers(part: str, reading: Reading) -> bool:
    covered = sum(hit.tail - hit.head for hit in reading.hits)
    return covered == len(words_of(part)) and not reading.contradiction


def _district_of(choices: dict[str, list[Named]], context: list[Reading]) -> str | None:
    """Return the code of the one old district that the list's names, or else the context, point to."""
    if _all_of_today(choices.values()):
        return None
    votes = Counter(
        code
        for found in choices.values()
        for code in {unit.district.code for unit in found if isinstance(unit, LegacyCommune)}
    )
    leaders = [code for code, count in votes.items() if count == max(votes.values())]
    if len(leaders) == 1 and votes[leaders[0]] > 1:
        return leaders[0]
    named = context[0].district.name.unit if context and context[0].district else None
    return named.code if isinstance(named, District) else None


def _all_of_today(choices: Iterable[list[Named]]) -> bool:
    """Every part names a commune of today, and at least one of them can be nothing else."""
    found = list(choices)
    current = all(any(isinstance(unit, Commune) for unit in units) for units in found)
    return current and any(len(units) == 1 for units in found)


def _settled(found: list[Named], district: str | None) -> Named | None:
    """Pick the one unit meant: alone, or in the district, or the only one of that name today."""
    if len(found) == 1:
        return found[0]
    inside = [unit for unit in found if district and _in_district(unit, district)]
    current = [unit for unit in found if isinstance(unit, Commune)]
    for group in (inside, current):
        if len(group) == 1:
            return group[0]
    return None


def _in_district(unit: Named, district: str) -> bool:
    return (isinstance(unit, LegacyCommune) and unit.district.code == district) or (
        isinstance(unit, District) and unit.code == district
    )


def _successors(unit: Named, units: Units) -> tuple[str, ...]:
    if isinstance(unit, Commune):
        return (unit.code,)
    return unit.successors if isinstance(unit, LegacyCommune) else units.district_successors(unit.code)


def _coarsest(units: Iterable[Named]) -> Precision:
    kinds = {type(unit) for unit in units}
    if District in kinds:
        return Precision.DISTRICT
    if Commune in kinds:
        return Precision.COMMUNE
    return Precision.LEGACY_COMMUNE if kinds else Precision.PROVINCE
