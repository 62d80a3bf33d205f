"""Import a zone file: read, repair, check, and write all of it or nothing."""

from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from pathlib import Path

from sqlalchemy import Connection, Engine

from ocopmap.database.communemap import CommuneMap
from ocopmap.database.gazetteer import build_geocoder
from ocopmap.geocoding import Geocoder, Units
from ocopmap.ingest.batches import Origin, close_batch, lock_imports, open_batch, recorded
from ocopmap.ingest.vectorfiles import VectorFileError
from ocopmap.ingest.zonefiles.checks import (
    area_difference,
    check_place,
    common_cause,
    outside_province,
    overlaps,
)
from ocopmap.ingest.zonefiles.plots import merged
from ocopmap.ingest.zonefiles.reading import Feature, ZoneFile, read_zone_file
from ocopmap.ingest.zonefiles.report import Area, Finding, FindingKind, Refused, ZoneReport
from ocopmap.ingest.zonefiles.rules import FieldMapping, ZoneRules, recognise
from ocopmap.ingest.zonefiles.shapes import repaired, slivers
from ocopmap.ingest.zonefiles.values import FeatureReader, ZoneValues
from ocopmap.ingest.zonefiles.writing import ZONE_PARTS, Provenance, StoredZones, surveyed_zones, write_zones
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
    engine: Engine, settings: Settings, units: Units, asked: ZoneImport, *, by: str | None = None
) -> ZoneReport:
    """Check a zone file against the database and, with ``by``, write it unless anything is refused.

    A dry run does all that a real one does and takes it back, so that its counts are those to come.

    Args:
        engine: of the owner.
        settings: of the process.
        units: of the country.
        asked: the file and what a person says of it.
        by: the account that asks for the zones to be written.

    Raises:
        VectorFileError: the file as a whole cannot be used, or the communes have no borders yet.
    """
    rules = ZoneRules.load(settings.rules_dir / "zones.yaml")
    file = read_zone_file(asked.path, asked.crs, rules.vocabulary)
    with engine.connect() as connection, connection.begin() as transaction:
        communes = CommuneMap(connection)
        if not communes.shapes:
            raise VectorFileError("Chưa có ranh giới xã, phường; hãy chạy ocopmap boundaries fetch trước.")
        work = _Work(asked, file, communes, build_geocoder(connection, settings, units), rules)
        report = work.run(connection, by)
        if by and not report.rejected:
            transaction.commit()
            report.applied = True
        else:
            transaction.rollback()
            report.batch_id = None
    return report


@dataclass
class _Work:
    asked: ZoneImport
    file: ZoneFile
    communes: CommuneMap
    geocoder: Geocoder
    rules: ZoneRules

    def __post_init__(self) -> None:
        self.report = ZoneReport(self.asked.path.name, _digest(self.asked.path), self.file.system_names)
        self.report.findings += self.file.findings

    def run(self, connection: Connection, by: str | None) -> ZoneReport:
        """Check every feature, write those that pass, and report."""
        if by:
            lock_imports(connection)
        features = self._without_doubles(self._zones(StoredZones(connection)))
        self._check_places(features)
        zones, told, refused = merged(features, self.rules.personal_words)
        self.report.findings += told
        self.report.rejected += refused
        self._remark_on_all(zones, connection)
        wrong = {one.row for one in self.report.rejected}
        self._write(connection, [zone for zone in zones if zone.number not in wrong], by)
        self.report.rejected.sort(key=lambda one: one.row)
        self.report.findings.sort(key=lambda finding: finding.row)
        return self.report

    def _write(self, connection: Connection, zones: list[Zone], by: str | None) -> None:
        """Write zones, with ``by`` as an import that can be taken back."""
        report = self.report
        origin = Provenance(report.file, report.system)
        if not by:
            report.counts = write_zones(connection, zones, self.communes, origin)
            return
        batch_id = open_batch(connection, Origin(by, "zones", report.file, report.sha256), {})
        with recorded(connection, batch_id, ZONE_PARTS, [zone.id for zone in zones]):
            report.counts = write_zones(connection, zones, self.communes, origin)
        report.batch_id = close_batch(connection, batch_id, report.tally)

    def _zones(self, stored: StoredZones) -> list[Zone]:
        columns = recognise(self.file.columns, self.rules, self.asked.mapping)
        self.report.unknown_columns = list(columns.unknown)
        constants = dict(self.asked.mapping.constants)
        reader = FeatureReader(columns, constants, self.rules, self.geocoder, self.asked.source)
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

    def _without_doubles(self, zones: list[Zone]) -> list[Zone]:
        """Return the features without those that are given twice, word by word."""
        kept: dict[str, list[Zone]] = {}
        for zone in zones:
            earlier = kept.setdefault(zone.id, [])
            if any(zone.values == one.values and zone.geom.equals(one.geom) for one in earlier):
                self.report.duplicate += 1
            else:
                earlier.append(zone)
        return sorted(chain.from_iterable(kept.values()), key=lambda zone: zone.number)

    def _check_places(self, zones: list[Zone]) -> None:
        """Compare every feature with the communes that it names: one plot of many may lie in another place."""
        report = self.report
        places = [check_place(zone, self.communes, self.geocoder) for zone in zones]
        report.rejected += [place.refused for place in places if place.refused]
        report.findings += [place.finding for place in places if place.finding]
        if cause := common_cause([place.cause for place in places if place.cause], len(zones)):
            report.findings.append(cause)
        self._remark_on_unchecked(zones)

    def _remark_on_all(self, zones: list[Zone], connection: Connection) -> None:
        report = self.report
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


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file, of a folder that of its files in order."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    digest = sha256()
    for file in files:
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()
