"""Refuse polygons that cannot be those of a province's communes, with a list of what is wrong."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import pi
from statistics import median
from typing import Final

import shapely
from shapely import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from ocopmap.geocoding import Commune
from ocopmap.ingest.boundaries.common import BoundaryError, Polygons, as_multipolygon, listed, to_metres

VIETNAM: Final = shapely.box(102, 6, 118, 24)
"""Degrees that hold all of Vietnam, its islands included."""

_NEAR_METRES: Final = 5_000
_LEAST_NEAR: Final = 0.8
"""Share of the known centres that lie in or near their polygon; the known ones are not all right."""
_LIKELY_AREA_RATIO: Final = (0.6, 1.7)
"""Median of drawn to known area. Communes of before July 2025, whose codes are the same, have about a third."""


def checked(found: Iterable[tuple[str, BaseGeometry | None]], communes: Sequence[Commune]) -> Polygons:
    """Return the polygon of each commune; codes of other units are left out.

    Args:
        found: codes and geometries in WGS 84 degrees, as read.
        communes: all the communes of the province.

    Raises:
        BoundaryError: communes are missing, repeated, empty, not polygons, misplaced, or those of before July 2025.
    """
    titles = {commune.code: f"{commune.code} {commune.name}" for commune in communes}
    shapes = [(code, shape) for code, shape in found if code in titles]
    problems = [*_wrong_codes([code for code, _ in shapes], titles), *_wrong_shapes(shapes, titles)]
    if not problems:
        problems = _wrong_places(dict(shapes), communes)
    if problems:
        raise BoundaryError("Không dùng được các ranh giới này:\n" + "\n".join(f"- {one}" for one in problems))
    return {code: as_multipolygon(shapely.make_valid(shape)) for code, shape in shapes}


def looks_swapped(bounds: Sequence[float]) -> bool:
    """Tell whether (min x, min y, max x, max y) are degrees in Vietnam with latitude before longitude."""
    west, south, east, north = bounds
    return bool(VIETNAM.covers(shapely.box(south, west, north, east)))


def _wrong_codes(codes: Sequence[str], titles: dict[str, str]) -> list[str]:
    counted = Counter(codes)
    missing = [title for code, title in titles.items() if code not in counted]
    repeated = [f"{titles[code]} ({count} hình)" for code, count in counted.items() if count > 1]
    problems = []
    if len(missing) == len(titles):
        problems.append("không hình nào mang mã xã, phường của tỉnh này: thiếu cột mã, hoặc là ranh giới của tỉnh khác")
    elif missing:
        problems.append(f"thiếu {len(missing)} xã, phường: {listed(missing)}")
    if repeated:
        problems.append(f"trùng mã: {listed(repeated)}")
    return problems


def _wrong_shapes(shapes: Iterable[tuple[str, BaseGeometry | None]], titles: dict[str, str]) -> list[str]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, shape in shapes:
        if problem := _wrong_shape(shape):
            found[problem].append(titles[code])
    return [f"{problem}: {listed(names)}" for problem, names in found.items()]


def _wrong_shape(shape: BaseGeometry | None) -> str | None:
    if shape is None or shape.is_empty:
        return "không có hình"
    if not isinstance(shape, Polygon | MultiPolygon):
        return "hình không phải là vùng"
    if VIETNAM.covers(shapely.box(*shape.bounds)):
        return None if shape.area > 0 else "vùng không có diện tích"
    return "vĩ độ đứng trước kinh độ" if looks_swapped(shape.bounds) else "nằm ngoài Việt Nam"


def _wrong_places(shapes: dict[str, BaseGeometry | None], communes: Sequence[Commune]) -> list[str]:
    """Compare with known centres and areas: a wrong central meridian moves all by 82 km and stays in Vietnam."""
    drawn = to_metres([shapes[commune.code] for commune in communes])
    centres = to_metres([Point(commune.longitude, commune.latitude) for commune in communes])
    distances = shapely.distance(drawn, centres)
    problems = []
    if (distances < _NEAR_METRES).mean() < _LEAST_NEAR:
        problems.append(
            f"nằm lệch vị trí đã biết chừng {median(distances) / 1000:.0f} km: hãy xem lại hệ toạ độ và kinh tuyến trục"
        )
    ratio = median(shapely.area(drawn) / [pi * commune.radius_m**2 for commune in communes])
    if not _LIKELY_AREA_RATIO[0] < ratio < _LIKELY_AREA_RATIO[1]:
        problems.append(
            f"diện tích chỉ bằng chừng {ratio:.0%} diện tích đã công bố: có thể là ranh giới xã cũ, trước ngày 1/7/2025"
        )
    return problems
