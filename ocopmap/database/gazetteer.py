"""The geocoder as this database makes it: points inside communes, and places that somebody located."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from ocopmap.catalogue.places import Precision
from ocopmap.geocoding import AddressRules, Geocoder, Place, Units
from ocopmap.settings import Settings

_CENTRES = text("""
    SELECT 'commune', code, ST_Y(centre), ST_X(centre) FROM commune WHERE valid_to IS NULL
    UNION ALL
    SELECT 'legacy_commune', l.code, ST_Y(nearest.point), ST_X(nearest.point)
    FROM legacy_commune AS l
    CROSS JOIN LATERAL (
        SELECT CASE WHEN bool_or(ST_Covers(c.geom, l.centre)) IS FALSE
                    THEN (array_agg(c.centre ORDER BY c.centre <-> l.centre))[1] ELSE l.centre END AS point
        FROM succession AS s JOIN commune AS c ON c.id = s.commune_id
        WHERE s.legacy_commune_code = l.code
    ) AS nearest
""")

# From the published view: asking for a household by its name must not tell more than the map does.
_PLACES = text("""
    SELECT name, ST_Y(geom) AS latitude, ST_X(geom) AS longitude, precision, commune_code
    FROM published.site
    WHERE placed_by IN ('surveyed', 'published', 'moved') AND NOT is_withheld
    ORDER BY id
""")


def build_geocoder(
    connection: Connection, settings: Settings, units: Units, places: Iterable[Place] | None = None
) -> Geocoder:
    """Return the geocoder that loader, command line and API share.

    Args:
        connection: to a migrated database.
        settings: the province served and the folder of the rule tables.
        units: administrative units of the country.
        places: the gazetteer; without it, the sites whose point somebody published, surveyed or set by hand.
    """
    rules = AddressRules.load(settings.rules_dir / "addresses.yaml")
    centres = {(kind, code): (latitude, longitude) for kind, code, latitude, longitude in connection.execute(_CENTRES)}
    known = located_places(connection) if places is None else places
    return Geocoder(units, rules, province_code=settings.province, places=known, centres=centres)


def located_places(connection: Connection) -> list[Place]:
    """Return the names and points of sites that were located by other means than their address."""
    return [
        Place(row.name, row.latitude, row.longitude, Precision(row.precision), row.commune_code)
        for row in connection.execute(_PLACES)
    ]
