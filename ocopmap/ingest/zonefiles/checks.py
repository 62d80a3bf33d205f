"""Where zones lie against the communes they name, the province, and one another."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from ocopmap.database.communemap import CommuneMap
from ocopmap.geocoding import Cause, Geocoder, Mismatch, check_position
from ocopmap.ingest.boundaries.common import listed
from ocopmap.ingest.zonefiles.report import Finding, FindingKind, Refused
from ocopmap.ingest.zonefiles.shapes import hectares
from ocopmap.ingest.zonefiles.zone import Zone

_MOSTLY: Final = 0.5
_WHOLLY: Final = 0.9
"""Share of a zone inside the communes it names, below which it is misplaced, or worth a look."""

_SEEN_HECTARES: Final = 0.05
"""Overlaps and parts outside the province below this are the thickness of a line."""

MOST_DIFFERENCE: Final = 0.10
"""Share by which computed and declared hectares may differ without a remark."""

_SURE: Final = frozenset({Cause.SWAPPED, Cause.WRONG_ZONE})
"""Causes that move a zone by kilometres, so that approximate borders too can prove them."""


@dataclass(frozen=True)
class Place:
    """What is wrong with where a zone lies: a refusal, or something to look at; both None when nothing is."""

    refused: Refused | None = None
    finding: Finding | None = None
    cause: str | None = None


def check_place(zone: Zone, communes: CommuneMap, geocoder: Geocoder) -> Place:
    """Compare a zone with the communes that its attributes name; where they name none, nothing can be told."""
    named = [code for code in zone.values.communes if code in communes.shapes]
    if not named:
        return Place()
    share = communes.share_inside(zone.geom, named)
    if share >= _WHOLLY:
        return Place()
    where = listed(communes.names[code] for code in communes.touching(zone.geom)) or "ngoài tỉnh"
    if share >= _MOSTLY:
        message = f"{1 - share:.0%} diện tích nằm ngoài xã đã ghi; vùng nằm ở {where}"
        return Place(finding=_outside(zone, message, share))
    mismatch = _mismatch(zone, named, communes, geocoder)
    if mismatch is None or (communes.approximate and mismatch.cause not in _SURE):
        doubt = " (ranh giới xã chỉ là gần đúng)" if communes.approximate else ""
        message = f"chỉ {share:.0%} diện tích nằm trong xã đã ghi; vùng nằm ở {where}{doubt}"
        return Place(finding=_outside(zone, message, share))
    refused = Refused(zone.number, "communes", zone.values.named_units or "", mismatch.explanation)
    return Place(refused, cause=mismatch.explanation.partition(": ")[2] or mismatch.explanation)


def _outside(zone: Zone, message: str, share: float) -> Finding:
    return Finding(
        zone.number, zone.values.name, FindingKind.OUTSIDE_COMMUNES, message, {"share_inside": round(share, 4)}
    )


def _mismatch(zone: Zone, named: Sequence[str], communes: CommuneMap, geocoder: Geocoder) -> Mismatch | None:
    """Return what probably went wrong, the first cause that is known; None where the middle lies where it should."""
    middle = zone.geom.representative_point()
    found = [
        check_position((middle.y, middle.x), code, communes.locate, geocoder.units, geocoder.meridians)
        for code in named
    ]
    wrong = [mismatch for mismatch in found if mismatch]
    if len(wrong) < len(found):
        return None
    return min(wrong, key=lambda mismatch: mismatch.cause in (Cause.UNKNOWN, Cause.OUTSIDE_PROVINCE))


def common_cause(causes: Sequence[str], total: int) -> Finding | None:
    """Return the one cause that most refused zones of a file share: the file's system, not its zones, is wrong."""
    if not causes:
        return None
    cause, count = Counter(causes).most_common(1)[0]
    if count < 2 or count < total / 2:
        return None
    message = f"{count} trên {total} vùng sai cùng một cách: {cause}. Hãy đọc lại cả tệp với --crs đúng."
    return Finding(0, "", FindingKind.SYSTEM, message)


def outside_province(zones: Sequence[Zone], communes: CommuneMap) -> list[Finding]:
    """List the zones with a part outside all communes of the province."""
    shapely.prepare(province := shapely.union_all(list(communes.shapes.values())))
    basis = " (theo ranh giới gần đúng)" if communes.approximate else ""
    findings = []
    for zone in zones:
        if province.covers(zone.geom):
            continue
        outside = hectares(_polygons(zone.geom.difference(province)))
        if outside > _SEEN_HECTARES:
            message = f"{outside:.2f} ha nằm ngoài ranh giới tỉnh{basis}"
            measures = {"outside_ha": round(outside, 4)}
            findings.append(Finding(zone.number, zone.values.name, FindingKind.OUTSIDE_PROVINCE, message, measures))
    return findings


@dataclass(frozen=True)
class Neighbour:
    """A surveyed zone that the database has already."""

    id: str
    name: str
    commodity: str
    geom: BaseGeometry


def overlaps(zones: Sequence[Zone], stored: Sequence[Neighbour]) -> list[Finding]:
    """List the pairs of zones of one commodity that share land, within the file and with those stored."""
    own = [Neighbour(zone.id, zone.values.name, zone.values.commodity, zone.geom) for zone in zones]
    known = {neighbour.id for neighbour in own}
    others = [neighbour for neighbour in stored if neighbour.id not in known]
    everyone = [*own, *others]
    tree = STRtree([neighbour.geom for neighbour in everyone])
    pairs = ((zone, index) for zone in range(len(own)) for index in tree.query(own[zone].geom, predicate="intersects"))
    found = (_overlap(zones[one], own[one], everyone[other]) for one, other in pairs if other > one)
    return list(chain.from_iterable(found))


def _overlap(zone: Zone, one: Neighbour, other: Neighbour) -> list[Finding]:
    if one.commodity != other.commodity:
        return []
    shared = hectares(_polygons(one.geom.intersection(other.geom)))
    if shared <= _SEEN_HECTARES:
        return []
    message = f"chồng lên vùng «{other.name}» cùng nông sản {shared:.2f} ha"
    return [Finding(zone.number, one.name, FindingKind.OVERLAP, message, {"shared_ha": round(shared, 4)})]


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """Return the parts of a geometry that have an area."""
    return shapely.union_all([part for part in shapely.get_parts([shape]) if part.area > 0])


def area_difference(zone: Zone) -> Finding | None:
    """Return a remark when computed and declared hectares differ by more than a tenth."""
    declared = zone.values.declared_ha
    if not declared or abs(zone.computed_ha / declared - 1) <= MOST_DIFFERENCE:
        return None
    difference = zone.computed_ha / declared - 1
    message = f"diện tích đo {zone.computed_ha:.2f} ha, khai báo {declared:.2f} ha, lệch {difference:+.0%}"
    measures = {"computed_ha": round(zone.computed_ha, 4), "declared_ha": declared}
    return Finding(zone.number, zone.values.name, FindingKind.AREA, message, measures)
