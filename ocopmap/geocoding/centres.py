"""Centres of communes that contradict their neighbours are found and replaced: a wrong pin is worse than a coarse one.

Among the package's centres some lie in a commune of the same name elsewhere (xã Thanh Bình: 92 km away) and
some are the middle of the whole town (three wards of Cai Lậy). Measured against the official polygons of Đồng
Tháp, 4 of 102 centres of today's communes and 8 of 305 old ones lie outside; these checks find the gross ones.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from math import cos, hypot, radians, sqrt
from statistics import fmean, median
from typing import Final

from ocopmap.geocoding.units import Commune, LegacyCommune

Point = tuple[float, float]
"""Latitude and longitude, WGS 84 degrees."""

_METRES_PER_DEGREE: Final = 111_195
_OUTLIER_TIMES: Final = 4
_OUTLIER_METRES: Final = 8_000
_SLACK_METRES: Final = 1_000


def metres_between(a: Point, b: Point) -> float:
    """Return the distance between two points in metres, good to 0.5% within a province."""
    shrink = cos(radians((a[0] + b[0]) / 2))
    return _METRES_PER_DEGREE * hypot(a[0] - b[0], (a[1] - b[1]) * shrink)


def mean_point(points: Collection[Point]) -> Point:
    """Return the mean of some points (at least one)."""
    return fmean(p[0] for p in points), fmean(p[1] for p in points)


def checked_legacy(legacy: Mapping[str, LegacyCommune], communes: Mapping[str, Commune]) -> dict[str, LegacyCommune]:
    """Return the old communes, without a centre where the given one is another place's or the whole town's."""
    bad = _far_from_district(legacy)
    bad -= {code for code in bad if _near_a_successor(legacy[code], communes)}
    seen = Counter(_centre(commune) for code, commune in legacy.items() if code not in bad)
    bad |= {code for code, commune in legacy.items() if seen[_centre(commune)] > 1}
    return {code: _cleaned(commune, code in bad, communes) for code, commune in legacy.items()}


def _cleaned(old: LegacyCommune, bad: bool, communes: Mapping[str, Commune]) -> LegacyCommune:
    """Drop a bad centre; some bounding boxes are an office's, so a fair share of the new commune is the least."""
    new = communes[old.successors[0]]
    radius = max(old.radius_m, new.radius_m / sqrt(len(new.predecessors)))
    if bad:
        return replace(old, radius_m=radius, latitude=None, longitude=None)
    return replace(old, radius_m=radius)


def checked_communes(communes: Mapping[str, Commune], legacy: Mapping[str, LegacyCommune]) -> dict[str, Commune]:
    """Return the communes of today; a centre far from all that formed the commune gives way to their mean."""
    checked = {}
    for code, commune in communes.items():
        points = [p for old in commune.predecessors if (p := _centre(legacy[old]))]
        reach = 2 * commune.radius_m + _SLACK_METRES
        if points and metres_between(mean_point(points), (commune.latitude, commune.longitude)) > reach:
            latitude, longitude = mean_point(points)
            checked[code] = replace(commune, latitude=latitude, longitude=longitude)
        else:
            checked[code] = commune
    return checked


def _centre(commune: LegacyCommune) -> Point | None:
    if commune.latitude is None or commune.longitude is None:
        return None
    return commune.latitude, commune.longitude


def _far_from_district(legacy: Mapping[str, LegacyCommune]) -> set[str]:
    members: dict[str, dict[str, Point]] = defaultdict(dict)
    for code, commune in legacy.items():
        if point := _centre(commune):
            members[commune.district.code][code] = point
    far: set[str] = set()
    for points in members.values():
        middle = median(p[0] for p in points.values()), median(p[1] for p in points.values())
        distances = {code: metres_between(middle, point) for code, point in points.items()}
        limit = max(_OUTLIER_TIMES * median(distances.values()), _OUTLIER_METRES)
        far |= {code for code, distance in distances.items() if distance > limit}
    return far


def _near_a_successor(commune: LegacyCommune, communes: Mapping[str, Commune]) -> bool:
    point = _centre(commune)
    return point is not None and any(
        metres_between(point, (new.latitude, new.longitude)) < 2 * new.radius_m + _SLACK_METRES
        for new in (communes[code] for code in commune.successors)
    )
