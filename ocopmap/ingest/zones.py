"""Raw-material zones: each gets the union of the communes that its source names."""

from collections.abc import Sequence
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, select, text

from ocopmap.catalogue.places import ZoneGeometrySource
from ocopmap.database.models import RawMaterialZone
from ocopmap.database.models.base import table_of
from ocopmap.geocoding import Geocoder
from ocopmap.ingest.csvfile import Line
from ocopmap.ingest.rows import ZoneRow
from ocopmap.ingest.upsert import Written, upsert

_LINK = text("""
    INSERT INTO zone_commune (zone_id, commune_id)
    SELECT named.zone_id, c.id
    FROM jsonb_to_recordset(CAST(:named AS jsonb)) AS named (zone_id text, code text)
    JOIN commune AS c ON c.code = named.code AND c.valid_to IS NULL
    ON CONFLICT DO NOTHING RETURNING zone_id
""")

_UNLINK = text("""
    DELETE FROM zone_commune AS zc USING commune AS c
    WHERE c.id = zc.commune_id AND zc.zone_id = ANY(:zones) AND NOT EXISTS (
        SELECT FROM jsonb_to_recordset(CAST(:named AS jsonb)) AS named (zone_id text, code text)
        WHERE named.zone_id = zc.zone_id AND named.code = c.code
    )
    RETURNING zc.zone_id
""")

_UNITE = text("""
    UPDATE raw_material_zone AS z
    SET geom = united.geom, outline = united.outline,
        geometry_source = CASE WHEN united.geom IS NOT NULL THEN :source END,
        precision = CASE WHEN united.geom IS NOT NULL THEN named.precision END
    FROM jsonb_to_recordset(CAST(:precisions AS jsonb)) AS named (zone_id text, precision text)
    CROSS JOIN LATERAL (
        SELECT ST_Multi(ST_Union(c.geom)) AS geom, ST_Multi(ST_Union(c.outline)) AS outline
        FROM zone_commune AS zc JOIN commune AS c ON c.id = zc.commune_id
        WHERE zc.zone_id = named.zone_id
    ) AS united
    WHERE z.id = named.zone_id
      AND (z.geom IS DISTINCT FROM united.geom OR (z.geom IS NOT NULL AND z.precision IS DISTINCT FROM named.precision))
    RETURNING z.id
""")


def write_zones(connection: Connection, lines: Sequence[Line[ZoneRow]], geocoder: Geocoder) -> Written:
    """Write zones, the communes they name, and their polygons; a zone has changed when any of these has.

    A zone that an import has surveyed stays as the import wrote it. One whose source names no unit that can be
    resolved has no polygon.
    """
    table = table_of(RawMaterialZone)
    surveyed = set(connection.scalars(select(table.c.id).where(table.c.geometry_source == ZoneGeometrySource.SURVEYED)))
    drawn = [line for line in lines if line.row.id not in surveyed]
    named, precisions, values = [], [], []
    for line in drawn:
        match = geocoder.resolve_units(line.row.commune_or_district or "", line.row.name)
        named += [{"zone_id": line.row.id, "code": code} for code in match.communes]
        precisions.append({"zone_id": line.row.id, "precision": match.precision})
        values.append(_zone_values(line.row, match.unresolved, found=bool(match.communes)))
    written = upsert(connection, table, values)
    written.same |= {line.row.id for line in lines} & surveyed
    zones = [line.row.id for line in drawn]
    for statement, given in (
        (_UNLINK, {"named": Jsonb(named), "zones": zones}),
        (_LINK, {"named": Jsonb(named)}),
        (_UNITE, {"precisions": Jsonb(precisions), "source": ZoneGeometrySource.COMMUNE_UNION}),
    ):
        written.touch(connection.scalars(statement, given).all())
    return written


def _zone_values(row: ZoneRow, unresolved: Sequence[str], *, found: bool) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "commodity": row.commodity,
        "named_units": row.commune_or_district,
        "declared_ha": row.area_ha,
        "standards": row.certification,
        "year": row.year,
        "explanation": _explanation(row.commune_or_district, unresolved, found=found),
        "source_url": row.source_url,
        "source_date": row.source_date,
    }


def _explanation(named_units: str | None, unresolved: Sequence[str], *, found: bool) -> str:
    if not named_units:
        return "Nguồn không ghi xã hay huyện nào, nên chưa vẽ được vùng"
    missing = f"không xác định được: {', '.join(unresolved)}" if unresolved else ""
    if not found:
        return f"Chưa vẽ được vùng, {missing}"
    drawn = f"Vẽ theo ranh giới các xã, phường hiện nay của: {named_units}"
    return f"{drawn}; {missing}" if missing else drawn
