"""What the geocoder learns from the database: points inside communes, and places somebody located."""

from sqlalchemy import Connection, text

_CENTRES = text("""
    SELECT 'commune', code, ST_Y(centre), ST_X(centre) FROM commune WHERE valid_to IS NULL
    UNION ALL
    SELECT 'legacy_commune', l.code,
           ST_Y(CASE WHEN inside THEN l.centre ELSE successor.centre END),
           ST_X(CASE WHEN inside THEN l.centre ELSE successor.centre END)
    FROM legacy_commune AS l
    CROSS JOIN LATERAL (
        SELECT c.centre, bool_or(coalesce(ST_Covers(c.geom, l.centre), true)) OVER () AS inside
        FROM succession AS s JOIN commune AS c ON c.id = s.commune_id
        WHERE s.legacy_commune_code = l.code
        ORDER BY c.centre <-> l.centre LIMIT 1
    ) AS successor
""")

_PLACES = text("""
    SELECT s.name, ST_Y(s.geom), ST_X(s.geom), s.precision, c.code
    FROM site AS s LEFT JOIN commune AS c ON c.id = s.commune_id
    WHERE s.published AND s.placed_by IN ('surveyed', 'published', 'moved')
    ORDER BY s.id
""")

Centres = dict[tuple[str, str], tuple[float, float]]


def commune_centres(connection: Connection) -> Centres:
    """Return (latitude, longitude) by kind of unit and code, moved into the commune where the source's lies outside."""
    return {(kind, code): (latitude, longitude) for kind, code, latitude, longitude in connection.execute(_CENTRES)}
