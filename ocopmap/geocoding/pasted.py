"""Candidates for pasted coordinates: the point itself, and the commune that holds it where that can be told."""

from collections.abc import Iterable
from typing import Final

from ocopmap.catalogue.places import Precision
from ocopmap.geocoding.answers import Candidate
from ocopmap.geocoding.checks import Locate
from ocopmap.geocoding.coordinates import Form, Position
from ocopmap.geocoding.units import Units
from ocopmap.geocoding.wording import in_sentence

_READ: Final = {
    Form.DECIMAL: "tọa độ thập phân",
    Form.DEGREES: "tọa độ độ, phút, giây",
    Form.LINK: "tọa độ trong liên kết bản đồ",
    Form.PLUS_CODE: "Plus Code",
    Form.VN2000: "tọa độ VN-2000",
}
_SURE: Final = 0.95
_SWAPPED: Final = 0.9
_NO_COMMUNE: Final = 0.5
_UNCERTAINTY_M: Final = 20.0


def position_candidates(
    positions: Iterable[Position], province_code: str, units: Units, locate: Locate | None
) -> list[Candidate]:
    """Return one candidate for each point; several meridians, or a point in no known commune, need a person."""
    found = [(position, _commune_code(position, locate)) for position in positions]
    inside = [pair for pair in found if pair[1]] or found
    return [_candidate(*pair, len(inside), province_code, units) for pair in inside]


def _commune_code(position: Position, locate: Locate | None) -> str | None:
    return locate(position.latitude, position.longitude) if locate else None


def _candidate(position: Position, code: str | None, rivals: int, province_code: str, units: Units) -> Candidate:
    commune = units.communes.get(code or "")
    province = units.provinces[commune.province_code if commune else province_code]
    sure = (_SWAPPED if position.swapped else _SURE) if commune else _NO_COMMUNE
    names = [commune.name] if commune else []
    return Candidate(
        latitude=round(position.latitude, 7),
        longitude=round(position.longitude, 7),
        precision=Precision.EXACT,
        confidence=round(sure / rivals, 3),
        uncertainty_m=_UNCERTAINTY_M,
        commune_code=commune.code if commune else None,
        commune_name=commune.name if commune else None,
        legacy_commune_code=None,
        legacy_commune=None,
        province_code=province.code,
        province_name=province.name,
        current_address=", ".join(map(in_sentence, [*names, province.name])),
        explanation=_explanation(position, commune.name if commune else None),
        needs_person=rivals > 1 or commune is None,
    )


def _explanation(position: Position, commune: str | None) -> str:
    parts = [_READ[position.form]]
    if position.meridian is not None:
        minutes = round(position.meridian % 1 * 60)
        parts.append(f"kinh tuyến trục {int(position.meridian)}°{minutes:02d}'")
    if position.swapped:
        parts.append("kinh độ ghi trước vĩ độ nên đã đổi lại")
    parts.append(f"nằm ở {in_sentence(commune)}" if commune else "chưa rõ nằm ở xã nào")
    return ", ".join(parts)
