"""Administrative units of Vietnam: the three levels until June 2025, the two levels since, and who became whom."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ocopmap.geocoding.text import accented, fold

KINDS: Final = {
    "Tỉnh": "province",
    "Thành phố": "city",
    "Thị xã": "town",
    "Huyện": "district",
    "Quận": "urban_district",
    "Phường": "ward",
    "Xã": "commune",
    "Thị trấn": "township",
    "Đặc khu": "special_zone",
}
"""Word that begins an official name -> kind, as ``unit_kinds`` of the address rules calls it."""


def split_name(official: str) -> tuple[str, str]:
    """Return kind and bare name of an official name: ``Thành phố Sa Đéc`` -> ``("city", "Sa Đéc")``."""
    for word, kind in KINDS.items():
        if official.casefold().startswith(f"{word.casefold()} "):
            return kind, official[len(word) :].strip()
    raise ValueError(f"Tên đơn vị hành chính không có loại: {official!r}")


def proper_name(official: str) -> str:
    """Return an official name with its kind in the usual case: ``Thị Trấn Óc Eo`` -> ``Thị trấn Óc Eo``."""
    words = {kind: word for word, kind in KINDS.items()}
    kind, bare = split_name(official)
    return f"{words[kind]} {bare}"


@dataclass(frozen=True, slots=True)
class Province:
    """A province or central city; ``name`` is official. ``successor`` is its own code if it is of today."""

    code: str
    name: str
    kind: str
    latitude: float
    longitude: float
    successor: str


@dataclass(frozen=True, slots=True)
class District:
    """A district-level unit, abolished on 1 July 2025; ``province`` is the one of before that day."""

    code: str
    name: str
    kind: str
    province: Province
    latitude: float
    longitude: float
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LegacyCommune:
    """A commune-level unit of before 1 July 2025; more than one successor means that it was divided.

    ``latitude`` and ``longitude`` (WGS 84) are None where the source's centre is not to be trusted.
    ``radius_m`` is half the diagonal of its bounding box. ``aliases`` are folded names of earlier years.
    """

    code: str
    name: str
    kind: str
    district: District
    province: Province
    latitude: float | None
    longitude: float | None
    radius_m: float
    successors: tuple[str, ...]
    aliases: tuple[str, ...]

    @property
    def title(self) -> str:
        """Name as a clerk writes it: ``Xã Mỹ Xương, huyện Cao Lãnh``."""
        return f"{self.name}, {self.district.name[0].lower()}{self.district.name[1:]}"


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune-level unit of today; ``predecessors`` are codes of old communes, divided ones included.

    ``radius_m`` is that of a circle of the commune's area.
    """

    code: str
    name: str
    kind: str
    province_code: str
    latitude: float
    longitude: float
    radius_m: float
    predecessors: tuple[str, ...]


@dataclass(frozen=True)
class Units:
    """All units of Vietnam by code; old and new codes overlap, so the two ages are kept apart."""

    provinces: dict[str, Province]
    legacy_provinces: dict[str, Province]
    districts: dict[str, District]
    legacy_communes: dict[str, LegacyCommune]
    communes: dict[str, Commune]

    @cached_property
    def commune_names(self) -> frozenset[str]:
        """Names without their kind that communes of Vietnam bear or bore."""
        officials = [unit.name for age in (self.legacy_communes, self.communes) for unit in age.values()]
        return frozenset(split_name(official)[1] for official in officials)

    @cached_property
    def accented_commune_names(self) -> frozenset[tuple[str, ...]]:
        """The accented words of every name of a commune."""
        return frozenset(map(accented, self.commune_names))

    @cached_property
    def folded_commune_names(self) -> frozenset[str]:
        """Every name of a commune, folded."""
        return frozenset(map(fold, self.commune_names))

    @cached_property
    def district_communes(self) -> dict[str, tuple[LegacyCommune, ...]]:
        """Old communes of each district, by the district's code."""
        found: dict[str, list[LegacyCommune]] = defaultdict(list)
        for commune in self.legacy_communes.values():
            found[commune.district.code].append(commune)
        return {code: tuple(communes) for code, communes in found.items()}

    @cached_property
    def province_communes(self) -> dict[str, tuple[Commune, ...]]:
        """Communes of today of each province, by the province's code of today."""
        found: dict[str, list[Commune]] = defaultdict(list)
        for commune in self.communes.values():
            found[commune.province_code].append(commune)
        return {code: tuple(communes) for code, communes in found.items()}

    def district_successors(self, district_code: str) -> tuple[str, ...]:
        """Return codes, in order, of the communes of today that took land of an old district."""
        old = self.district_communes[district_code]
        return tuple(sorted({code for commune in old for code in commune.successors}))
