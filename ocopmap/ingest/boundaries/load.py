"""Write the polygons of a province's communes to the database: all of them or none."""

import shapely
from sqlalchemy import Connection, text

from ocopmap.catalogue.places import BoundarySource
from ocopmap.ingest.boundaries.clean import CleanBoundaries
from ocopmap.ingest.boundaries.common import BoundaryError, listed

_STATE = text("""
    SELECT code, full_name, boundary_source FROM commune
    WHERE valid_to IS NULL AND province_code IN (
        SELECT province_code FROM commune WHERE valid_to IS NULL AND code = ANY(:codes)
    )
    FOR UPDATE
""")

# The centre stays where it was known to be, unless the polygon says that this is another commune.
_UPDATE = text("""
    UPDATE commune SET
        geom = given.geom,
        outline = given.outline,
        boundary_source = :source,
        centre = CASE
            WHEN ST_Covers(given.geom, centre) THEN centre
            ELSE (ST_MaximumInscribedCircle(given.geom)).center
        END
    FROM (
        SELECT code, ST_GeomFromWKB(geom, 4326) AS geom, ST_GeomFromWKB(outline, 4326) AS outline
        FROM unnest(CAST(:codes AS text[]), CAST(:geoms AS bytea[]), CAST(:outlines AS bytea[]))
            AS arrays (code, geom, outline)
    ) AS given
    WHERE commune.code = given.code AND commune.valid_to IS NULL
""")


def load_boundaries(
    connection: Connection,
    boundaries: CleanBoundaries,
    source: BoundarySource,
    *,
    replace_official: bool = False,
) -> int:
    """Set polygon, outline and a centre inside for every commune of a province, in the caller's transaction.

    Args:
        connection: of the owner; the communes are loaded already.
        boundaries: polygons of exactly the communes of one province.
        source: where they came from.
        replace_official: let approximate polygons take the place of official ones.

    Returns:
        Number of communes written.

    Raises:
        BoundaryError: a commune is missing or unknown, or approximate polygons would replace official ones;
            nothing was written.
    """
    codes = sorted(boundaries.geom)
    present = {row.code: row for row in connection.execute(_STATE, {"codes": codes})}
    if unknown := [code for code in codes if code not in present]:
        raise BoundaryError(f"Cơ sở dữ liệu không có xã, phường mang mã {listed(unknown)}.")
    if missing := [row.full_name for code, row in present.items() if code not in boundaries.geom]:
        raise BoundaryError(f"Thiếu ranh giới của {listed(missing)}; không nạp xã, phường nào.")
    official = any(row.boundary_source == BoundarySource.OFFICIAL for row in present.values())
    if official and source is BoundarySource.APPROXIMATE and not replace_official:
        raise BoundaryError("Đã có ranh giới chính thức; ranh giới gần đúng không được thay vào.")
    values = {
        "codes": codes,
        "source": source,
        "geoms": [shapely.to_wkb(boundaries.geom[code]) for code in codes],
        "outlines": [shapely.to_wkb(boundaries.outline[code]) for code in codes],
    }
    return connection.execute(_UPDATE, values).rowcount
