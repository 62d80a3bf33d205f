"""Import a zone file: read, repair, check, and write all of it or nothing."""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, Engine

from ocopmap.database.gazetteer import build_geocoder
from ocopmap.geocoding import Geocoder, Units
from ocopmap.ingest.communemap import CommuneMap
from ocopmap.ingest.vectorfiles import VectorFileError
from ocopmap.ingest.zonefiles.checks import (
    area_difference,
    check_place,
    common_cause,
    outside_province,
    overlaps,
)
from ocopmap.ingest.zonefiles.reading import Feature, ZoneFile, read_zone_file
from ocopmap.ingest.zonefiles.report import Area, Finding, FindingKind, Refused, ZoneReport
from ocopmap.ingest.zonefiles.rules import FieldMapping, ZoneRules, recognise
from ocopmap.ingest.zonefiles.shapes import repaired, slivers
from ocopmap.ingest.zonefiles.values import FeatureReader, ZoneValues
from ocopmap.ingest.zonefiles.writing import StoredZones, surveyed_zones, write_zones
from ocopmap.ingest.zonefiles.zone import Zone
from ocopmap.settings import Settings


@dataclass(frozen=True)
class ZoneImport:
    """What a person asks for: the file, its system and columns where it does not tell, and who published it."""

    path: Path
    crs: str | None = None
    mapping: FieldMapping = field(default_factory=FieldMapping)
    source: str | None = None


def import_zones(
    engine: Engine, settings: Settings, units: Units, asked: ZoneImport, *, apply: bool = False
) -> ZoneReport:
    """Check a zone file against the database and, when ``apply`` is set and nothing is refused, write it.

    A dry run does all that a real one does and takes it back, so that its counts are those to come.

    Raises:
        VectorFileError: the file as a whole cannot be used, or the communes have no borders yet.
    """
    file = read_zone_file(asked.path, asked.crs)
    with engine.connect() as connection, connection.begin() as transaction:
        communes = CommuneMap(connection)
        if not communes.shapes:
            raise VectorFileError("Chưa có ranh giới xã, phường; hãy chạy ocopmap boundaries fetch trước.")
        geocoder = build_geocoder(connection, settings, units)
        work = _Work(asked, file, communes, geocoder, ZoneRules.load(settings.rules_dir / "zones.yaml"))
        report = work.run(connection)
        if apply and not report.rejected:
            transaction.commit()
            report.applied = True
        else:
            transaction.rollback()
    return report


@dataclass
class _Work:
    asked: ZoneImport
    file: ZoneFile
    communes: CommuneMap
    geocoder: Geocoder
    rules: ZoneRules

    def __post_init__(self) -> None:
        digest = sha256(self.asked.path.read_bytes()).hexdigest() if self.asked.path.is_file() else ""
        self.report = ZoneReport(self.asked.path.name, digest, self.file.system_names)
        self.report.findings += self.file.findings

    def run(self, connection: Connection) -> ZoneReport:
        """Check every feature, write those that pass, and report."""
        zones = self._distinct(self._zones(StoredZones(connection)))
        self._remark_on_all(zones, connection)
        origin = f"tệp {self.asked.path.name} ({self.file.system_names})"
        refused = {refused.row for refused in self.report.rejected}
        accepted = [zone for zone in zones if zone.number not in refused]
        self.report.counts = write_zones(connection, accepted, self.communes, origin)
        self.report.rejected.sort(key=lambda refused: refused.row)
        self.report.findings.sort(key=lambda finding: finding.row)
        return self.report

    def _zones(self, stored: StoredZones) -> list[Zone]:
        columns = recognise(self.file.columns, self.rules, self.asked.mapping)
        self.report.unknown_columns = list(columns.unknown)
        source = self.asked.source or f"Tệp {self.asked.path.name}"
        reader = FeatureReader(columns, dict(self.asked.mapping.constants), self.rules, self.geocoder, source)
        read = [(feature, reader.read(feature)) for feature in self.file.features]
        self.report.rejected += reader.refused
        zones = [self._zone(feature, values, stored) for feature, values in read if values]
        return [zone for zone in zones if zone]

    def _zone(self, feature: Feature, values: ZoneValues, stored: StoredZones) -> Zone | None:
        geom, repair = repaired(feature.shape)
        if geom.is_empty:
            self.report.rejected.append(Refused(feature.number, "", "", "vùng không có diện tích"))
            return None
        if repair:
            measures = {"area_before_ha": round(repair.before_ha, 4), "area_after_ha": round(repair.after_ha, 4)}
            self._find(feature.number, values.name, FindingKind.REPAIRED, str(repair), measures)
        if values.unresolved:
            message = f"không xác định được xã, phường: {', '.join(values.unresolved)}"
            self._find(feature.number, values.name, FindingKind.OUTSIDE_COMMUNES, message)
        return Zone(feature.number, stored.id_of(values), values, geom)

    def _find(
        self, row: int, name: str, kind: FindingKind, message: str, measures: dict[str, float] | None = None
    ) -> None:
        self.report.findings.append(Finding(row, name, kind, message, measures or {}))

    def _distinct(self, zones: list[Zone]) -> list[Zone]:
        """Return zones with a key of their own: a feature given twice is skipped, another one of that key refused."""
        first: dict[str, Zone] = {}
        for zone in zones:
            earlier = first.setdefault(zone.id, zone)
            if earlier is zone:
                continue
            if earlier.geom.equals(zone.geom) and earlier.values == zone.values:
                self.report.duplicate += 1
                continue
            reason = f"trùng với hình thứ {earlier.number}: một vùng nhiều thửa phải gộp thành một hình"
            code = zone.values.growing_area_code or zone.values.name
            self.report.rejected.append(Refused(zone.number, "growing_area_code", code, reason))
        return list(first.values())

    def _remark_on_all(self, zones: list[Zone], connection: Connection) -> None:
        report = self.report
        places = [check_place(zone, self.communes, self.geocoder) for zone in zones]
        report.rejected += [place.refused for place in places if place.refused]
        report.findings += [place.finding for place in places if place.finding]
        if cause := common_cause([place.cause for place in places if place.cause], len(zones)):
            report.findings.append(cause)
        self._remark_on_unchecked(zones)
        for zone in zones:
            report.areas.append(
                Area(zone.number, zone.values.name, round(zone.computed_ha, 4), zone.values.declared_ha)
            )
            for narrow in slivers(zone.geom):
                message = f"có phần rất hẹp, {narrow:.4f} ha"
                self._find(zone.number, zone.values.name, FindingKind.SLIVER, message, {"ha": round(narrow, 6)})
        report.findings += filter(None, map(area_difference, zones))
        report.findings += outside_province(zones, self.communes)
        report.findings += overlaps(zones, surveyed_zones(connection))

    def _remark_on_unchecked(self, zones: list[Zone]) -> None:
        unchecked = sum(not zone.values.communes for zone in zones)
        if self.file.is_vn2000 and unchecked:
            message = (
                f"{unchecked} vùng không ghi xã, phường rõ ràng nên không kiểm được kinh tuyến trục VN-2000; "
                "hãy xem vị trí trên bản đồ trước khi ghi"
            )
            self._find(0, "", FindingKind.SYSTEM, message)
