"""Points that stand for units: centres handed in, those of the package, or the middle of the parts."""

from collections.abc import Mapping
from statistics import median, quantiles

from ocopmap.catalogue.places import Precision
from ocopmap.geocoding.centres import Point, metres_between
from ocopmap.geocoding.units import Commune, District, LegacyCommune, Province, Units

Located = tuple[Point, Precision, float]
"""Point, what it stands for, and the radius of that in metres."""


class Points:
    """Points of all units; ``given`` (by ``("commune" | "legacy_commune", code)``) go before the package's."""

    def __init__(self, units: Units, given: Mapping[tuple[str, str], Point]) -> None:
        self._units = units
        self._given = dict(given)
        self._coarse: dict[tuple[Precision, str], Located] = {}

    def legacy(self, old: LegacyCommune) -> Point | None:
        """Return the centre of an old commune, None where none is to be trusted."""
        if given := self._given.get(("legacy_commune", old.code)):
            return given
        return (old.latitude, old.longitude) if old.latitude is not None and old.longitude is not None else None

    def commune(self, commune: Commune) -> Located:
        """Return the centre of a commune of today."""
        point = self._given.get(("commune", commune.code), (commune.latitude, commune.longitude))
        return point, Precision.COMMUNE, commune.radius_m

    def commune_or_old(self, commune: Commune, old: LegacyCommune | None) -> Located:
        """Return the centre of the old commune where it is known, else that of the commune of today."""
        point = self.legacy(old) if old else None
        return (point, Precision.LEGACY_COMMUNE, old.radius_m) if old and point else self.commune(commune)

    def district(self, district: District) -> Located:
        """Return the middle of an old district's communes."""
        if (Precision.DISTRICT, district.code) not in self._coarse:
            members = self._units.district_communes[district.code]
            points = [point for old in members if (point := self.legacy(old))]
            middle = _middle(points or [(district.latitude, district.longitude)])
            self._coarse[Precision.DISTRICT, district.code] = (middle[0], Precision.DISTRICT, middle[1])
        return self._coarse[Precision.DISTRICT, district.code]

    def old_province(self, province: Province) -> Located:
        """Return the middle of the communes that a province of before July 2025 had."""
        if (Precision.PROVINCE, province.name) not in self._coarse:
            members = (old for old in self._units.legacy_communes.values() if old.district.province == province)
            middle = _middle([point for old in members if (point := self.legacy(old))])
            self._coarse[Precision.PROVINCE, province.name] = (middle[0], Precision.PROVINCE, middle[1])
        return self._coarse[Precision.PROVINCE, province.name]

    def province(self, code: str) -> Located:
        """Return the middle of the communes of a province of today."""
        if (Precision.PROVINCE, code) not in self._coarse:
            points = [self.commune(commune)[0] for commune in self._units.province_communes[code]]
            middle = _middle(points)
            self._coarse[Precision.PROVINCE, code] = (middle[0], Precision.PROVINCE, middle[1])
        return self._coarse[Precision.PROVINCE, code]


def _middle(points: list[Point]) -> tuple[Point, float]:
    """Return the median of points and the radius that holds nine of ten: one far island must not pull it."""
    middle = median(p[0] for p in points), median(p[1] for p in points)
    distances = [metres_between(middle, point) for point in points]
    return middle, quantiles(distances, n=10, method="inclusive")[-1] if len(distances) > 1 else 10_000.0
