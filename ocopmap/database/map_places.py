"""Places of a map into the gazetteer: all of an extract in one transaction, in place of those of the one before."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, text

from ocopmap.catalogue.places import Precision

MapPlaceRow = tuple[str, Precision, str]
"""Name, precision, and geometry as WKB in hexadecimal (EPSG:4326)."""

_FOUND = text("""
    CREATE TEMPORARY TABLE found_place (name text, precision text, geom geometry(GEOMETRY, 4326)) ON COMMIT DROP
""")
_INDEX = text("CREATE INDEX ON found_place USING gist (geom)")

# A street is the middle of what lies in the commune, on the street itself; anything else lies in one commune.
_STREETS = text("""
    INSERT INTO map_place (extract_id, commune_id, name, precision, geom)
    SELECT :extract, commune_id, min(name), 'street',
           ST_ClosestPoint(ST_Collect(part), ST_Centroid(ST_Collect(part)))
    FROM (
        SELECT c.id AS commune_id, f.name,
               CASE WHEN ST_Covers(c.geom, f.geom) THEN f.geom ELSE ST_Intersection(f.geom, c.geom) END AS part
        FROM found_place AS f JOIN commune AS c ON c.valid_to IS NULL AND ST_Intersects(f.geom, c.geom)
        WHERE f.precision = 'street'
    ) AS piece
    WHERE NOT ST_IsEmpty(part)
    GROUP BY commune_id, lower(name)
""")
_OTHERS = text("""
    INSERT INTO map_place (extract_id, commune_id, name, precision, geom)
    SELECT DISTINCT ON (c.id, lower(f.name), f.precision, ST_SnapToGrid(f.point, 0.001))
           :extract, c.id, f.name, f.precision, f.point
    FROM (SELECT name, precision, ST_Centroid(geom) AS point FROM found_place WHERE precision <> 'street') AS f
    JOIN commune AS c ON c.valid_to IS NULL AND ST_Intersects(f.point, c.geom)
    ORDER BY c.id, lower(f.name), f.precision, ST_SnapToGrid(f.point, 0.001)
""")
_AREA = text("""
    SELECT ST_AsBinary(ST_Buffer(ST_Union(coalesce(geom, centre))::geography, :margin_m)::geometry)
    FROM commune WHERE valid_to IS NULL AND province_code = :province
""")


def load_map_places(
    connection: Connection, places: Iterable[MapPlaceRow], *, source: str, extract_date: datetime
) -> int:
    """Replace the places of the map within the caller's transaction; return how many lie in communes.

    Args:
        connection: to a migrated database, as its owner.
        places: of the whole extract; those outside all communes are left out.
        source: name of the extract.
        extract_date: when its data were current.
    """
    connection.execute(_FOUND)
    driver = connection.connection.cursor()
    with driver.copy("COPY found_place (name, precision, geom) FROM STDIN") as copy:
        for name, precision, wkb in places:
            copy.write_row((name, str(precision), f"SRID=4326;{wkb}"))
    connection.execute(_INDEX)
    connection.execute(text("DELETE FROM map_extract"))
    extract = connection.scalar(
        text("INSERT INTO map_extract (source, extract_date) VALUES (:source, :day) RETURNING id"),
        {"source": source, "day": extract_date},
    )
    streets = connection.execute(_STREETS, {"extract": extract}).rowcount
    return streets + connection.execute(_OTHERS, {"extract": extract}).rowcount


def province_area(connection: Connection, province: str, margin_m: float) -> bytes:
    """Return a province's ground with a margin around it, as WKB (EPSG:4326)."""
    found: bytes = bytes(connection.execute(_AREA, {"province": province, "margin_m": margin_m}).scalar_one())
    return found
