"""Zones of a file into ``raw_material_zone``, and which stored zone each of them is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import shapely
from geoalchemy2.shape import from_shape
from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from ocopmap.catalogue.places import Precision, ZoneGeometrySource
from ocopmap.database.communemap import CommuneMap
from ocopmap.database.models import HarvestSeason, RawMaterialZone, ZoneCommune
from ocopmap.database.models.base import SRID, table_of
from ocopmap.geocoding.text import fold
from ocopmap.ingest.report import Counts
from ocopmap.ingest.upsert import Written, upsert
from ocopmap.ingest.zonefiles.checks import Neighbour
from ocopmap.ingest.zonefiles.shapes import outlined
from ocopmap.ingest.zonefiles.values import ZoneValues
from ocopmap.ingest.zonefiles.zone import Zone

_UNLINK = text("""
    DELETE FROM zone_commune AS zc WHERE zc.zone_id = ANY(:zones) AND NOT EXISTS (
        SELECT FROM jsonb_to_recordset(CAST(:named AS jsonb)) AS named (zone_id text, commune_id integer)
        WHERE named.zone_id = zc.zone_id AND named.commune_id = zc.commune_id
    )
    RETURNING zone_id
""")

_LINK = text("""
    INSERT INTO zone_commune (zone_id, commune_id)
    SELECT named.zone_id, named.commune_id
    FROM jsonb_to_recordset(CAST(:named AS jsonb)) AS named (zone_id text, commune_id integer)
    ON CONFLICT DO NOTHING RETURNING zone_id
""")

_SURVEYED = text("""
    SELECT id, name, commodity, ST_AsBinary(geom) AS geom FROM raw_material_zone WHERE geometry_source = 'surveyed'
""")

_LEAST_SHARE = 0.05
"""Share of a zone in a commune from which it counts as lying there, where its source names none."""


@dataclass(frozen=True)
class Provenance:
    """Where polygons came from: the file's name and its coordinate system."""

    file: str
    system: str


class StoredZones:
    """Zones that the database has, found by growing-area code, else by commodity and name."""

    def __init__(self, connection: Connection) -> None:
        rows = connection.execute(text("SELECT id, name, commodity, growing_area_code FROM raw_material_zone")).all()
        self._by_code: dict[str, str] = {fold(row.growing_area_code): row.id for row in rows if row.growing_area_code}
        self._by_name: dict[tuple[str, str], list[str]] = {}
        for row in rows:
            self._by_name.setdefault((row.commodity, fold(row.name)), []).append(row.id)

    def id_of(self, values: ZoneValues) -> str:
        """Return the key of the stored zone that is meant, else the key of a new one."""
        if values.growing_area_code and (known := self._by_code.get(fold(values.growing_area_code))):
            return known
        same = self._by_name.get((values.commodity, fold(values.name)), [])
        return same[0] if len(same) == 1 and not values.growing_area_code else values.id


def surveyed_zones(connection: Connection) -> list[Neighbour]:
    """Return the zones with a surveyed polygon."""
    rows = connection.execute(_SURVEYED)
    return [Neighbour(row.id, row.name, row.commodity, shapely.from_wkb(bytes(row.geom))) for row in rows]


_SEASON: Final = table_of(HarvestSeason)

ZONE_PARTS: Final = (
    (table_of(RawMaterialZone), "id"),
    (table_of(ZoneCommune), "zone_id"),
    (_SEASON, "zone_id"),
)
"""Tables that a zone is written to, each with the column that names it."""


def write_zones(connection: Connection, zones: Sequence[Zone], communes: CommuneMap, origin: Provenance) -> Counts:
    """Write zones with their polygons and communes, in the caller's transaction.

    A zone that only another file's name would change stays as it is.
    """
    written = Written()
    for own_source, alike in _by_source(zones).items():
        rows = [_columns(zone, origin) for zone in alike]
        unremarkable = ("explanation",) if own_source else ("explanation", "source_url")
        some = upsert(connection, table_of(RawMaterialZone), rows, unremarkable=unremarkable)
        written = Written(written.new | some.new, written.changed | some.changed, written.same | some.same)
    links = Jsonb(
        [{"zone_id": zone.id, "commune_id": communes.ids[code]} for zone in zones for code in _communes(zone, communes)]
    )
    written.touch(connection.scalars(_UNLINK, {"zones": [zone.id for zone in zones], "named": links}).all())
    written.touch(connection.scalars(_LINK, {"named": links}).all())
    written.touch(_write_seasons(connection, zones, origin))
    return written.counts


def _write_seasons(connection: Connection, zones: Sequence[Zone], origin: Provenance) -> list[str]:
    """Write when zones are harvested, where the file tells; return the zones of which that is new."""
    told = [zone for zone in zones if zone.values.harvest_months]
    rows = [
        {
            "id": f"zone:{zone.id}",
            "zone_id": zone.id,
            "months": list(zone.values.harvest_months),
            "source_url": zone.values.source_url or f"Tệp {origin.file}",
        }
        for zone in told
    ]
    written = upsert(connection, _SEASON, rows, unremarkable=("source_url",))
    keys = written.new | written.changed
    return [zone.id for zone in told if f"zone:{zone.id}" in keys]


def _by_source(zones: Sequence[Zone]) -> dict[bool, list[Zone]]:
    """Return the zones whose source somebody named, and those that only the file vouches for."""
    return {named: [zone for zone in zones if bool(zone.values.source_url) == named] for named in (True, False)}


def _columns(zone: Zone, origin: Provenance) -> dict[str, Any]:
    values = zone.values
    return {
        "id": zone.id,
        "name": values.name,
        "commodity": values.commodity,
        "named_units": values.named_units,
        "geom": from_shape(zone.geom, srid=SRID),
        "outline": from_shape(outlined(zone.geom), srid=SRID),
        "geometry_source": ZoneGeometrySource.SURVEYED,
        "precision": Precision.EXACT,
        "explanation": f"Ranh đo đạc, theo tệp {origin.file} ({origin.system})",
        "declared_ha": values.declared_ha,
        "standards": list(values.standards),
        "growing_area_code": values.growing_area_code,
        "year": values.year,
        "source_url": values.source_url or f"Tệp {origin.file}",
    }


def _communes(zone: Zone, communes: CommuneMap) -> list[str]:
    """Return the communes that the source names; where it names none, those that the polygon lies in."""
    named = [code for code in zone.values.communes if code in communes.ids]
    if named:
        return named
    return [code for code in communes.touching(zone.geom) if communes.share_inside(zone.geom, [code]) >= _LEAST_SHARE]
