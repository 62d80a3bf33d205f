"""Does a point lie in the commune that its record names, and if not, what probably went wrong."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ocopmap.geocoding.centres import Point, metres_between
from ocopmap.geocoding.units import Units
from ocopmap.geocoding.vn2000 import datum_shifted, from_plane, to_plane
from ocopmap.geocoding.wording import in_sentence

Locate = Callable[[float, float], str | None]
"""Latitude and longitude (WGS 84) -> code of the commune of today that holds the point, None outside all."""


class Cause(StrEnum):
    """Why a point lies outside the commune named."""

    SWAPPED = "swapped"
    WRONG_ZONE = "wrong_zone"
    MISSING_DATUM = "missing_datum"
    OLD_CODE = "old_code"
    OUTSIDE_PROVINCE = "outside_province"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A point outside the commune named: probable cause, the point that would fit (WGS 84), words for a clerk."""

    cause: Cause
    found_code: str | None
    corrected: Point | None
    explanation: str


def check_position(
    point: Point, commune_code: str, locate: Locate, units: Units, meridians: Iterable[float]
) -> Mismatch | None:
    """Return None when the point lies in the commune named, else what probably went wrong.

    ``meridians`` are the VN-2000 central meridians that the province's records may use. A longitude shifted by
    the difference of two meridians stays inside the province, so only the commune named can tell.
    """
    found = locate(*point)
    if found == commune_code:
        return None
    for cause, corrected, words in _suspects(point, tuple(meridians)):
        if locate(*corrected) == commune_code:
            return Mismatch(cause, found, corrected, f"{_named(commune_code, units)}: {words}")
    return _unexplained(point, commune_code, found, units)


def _suspects(point: Point, meridians: tuple[float, ...]) -> Iterator[tuple[Cause, Point, str]]:
    yield Cause.SWAPPED, (point[1], point[0]), "vĩ độ và kinh độ bị đổi chỗ"
    shifted = datum_shifted(point)
    moved = round(metres_between(point, shifted))
    yield Cause.MISSING_DATUM, shifted, f"tọa độ VN-2000 chưa chuyển sang WGS 84 (lệch {moved} m)"
    for used in meridians:
        for right in meridians:
            if used != right:
                words = f"kinh tuyến trục đúng là {_degrees(right)}, không phải {_degrees(used)}"
                yield Cause.WRONG_ZONE, from_plane(*to_plane(point, used), right), words


def _degrees(meridian: float) -> str:
    return f"{int(meridian)}°{round(meridian % 1 * 60):02d}'"


def _unexplained(point: Point, code: str, found: str | None, units: Units) -> Mismatch:
    old = units.legacy_communes.get(code)
    if old and found in old.successors:
        words = f"mã {code} là mã cũ của {in_sentence(old.name)}, nay thuộc {_named(found or '', units)}"
        return Mismatch(Cause.OLD_CODE, found, point, words)
    if found is None:
        return Mismatch(Cause.OUTSIDE_PROVINCE, None, None, "điểm không nằm trong xã, phường nào của tỉnh")
    words = f"điểm nằm ở {_named(found, units)}, không phải {_named(code, units)}"
    return Mismatch(Cause.UNKNOWN, found, None, words)


def _named(code: str, units: Units) -> str:
    commune = units.communes.get(code)
    return in_sentence(commune.name) if commune else f"mã {code}"
