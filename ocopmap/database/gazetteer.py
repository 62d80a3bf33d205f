"""The geocoder as this database makes it: points inside communes, and places that records and people taught it."""

from collections.abc import Iterable
from threading import Lock

from sqlalchemy import Connection, text

from ocopmap.catalogue.places import Precision
from ocopmap.database.communemap import CommuneMap
from ocopmap.geocoding import AddressRules, Geocoder, Place, Units
from ocopmap.geocoding.text import joined
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
    SELECT name, ST_Y(geom) AS latitude, ST_X(geom) AS longitude, precision, commune_code, legacy_commune_code,
           placed_by <> 'geocoded' AS confirmed
    FROM published.site
    WHERE geom IS NOT NULL AND NOT is_withheld
    ORDER BY id
""")
_MAP_PLACES = text("""
    SELECT name, ST_Y(geom) AS latitude, ST_X(geom) AS longitude, precision, commune_code
    FROM published.map_place ORDER BY id
""")
_REVISION = text("""
    SELECT concat_ws(', ', string_agg(layer || ' ' || revision, ', ' ORDER BY layer),
                     (SELECT 'map ' || max(loaded_at) FROM published.map_extract))
    FROM published.layer_revision WHERE layer IN ('producer', 'craft_village', 'tourism_point', 'sales_point')
""")


def build_geocoder(
    connection: Connection, settings: Settings, units: Units, places: Iterable[Place] | None = None
) -> Geocoder:
    """Return the geocoder that loader, command line and API share.

    Args:
        connection: to a migrated database, as its owner.
        settings: the province served and the folder of the rule tables.
        units: administrative units of the country.
        places: the gazetteer; without it, the published sites that have a point, and the places of the map.
    """
    rules = AddressRules.load(settings.rules_dir / "addresses.yaml")
    centres = {(kind, code): (latitude, longitude) for kind, code, latitude, longitude in connection.execute(_CENTRES)}
    known = known_places(connection) if places is None else places
    locate = CommuneMap(connection).locate
    return Geocoder(units, rules, province_code=settings.province, places=known, centres=centres, locate=locate)


def located_places(connection: Connection) -> list[Place]:
    """Return the names and points of published sites, but of no household that keeps its place to itself.

    A point that somebody surveyed, published or set by hand is confirmed; one derived from an address is not.
    """
    return [
        Place(
            row.name,
            row.latitude,
            row.longitude,
            Precision(row.precision),
            row.commune_code,
            row.legacy_commune_code,
            confirmed=row.confirmed,
        )
        for row in connection.execute(_PLACES)
    ]


def known_places(connection: Connection) -> list[Place]:
    """Return the places of records and, where no record of the commune bears their name, those of the map."""
    located = located_places(connection)
    taken = {(place.commune_code, joined(place.name)) for place in located}
    mapped = (
        Place(row.name, row.latitude, row.longitude, Precision(row.precision), row.commune_code)
        for row in connection.execute(_MAP_PLACES)
    )
    return [*located, *(place for place in mapped if (place.commune_code, joined(place.name)) not in taken)]


def places_revision(connection: Connection) -> str:
    """Return what differs once a site was added, moved, released or withdrawn, or the map; the public may ask."""
    return str(connection.scalar(_REVISION))


class LivingGeocoder:
    """A geocoder that outlives changes: its places are read again when a site changed. Safe for threads."""

    def __init__(self, geocoder: Geocoder, revision: str) -> None:
        self._geocoder = geocoder
        self._revision = revision
        self._lock = Lock()

    def at(self, connection: Connection) -> Geocoder:
        """Return the geocoder as the database now makes it; the connection may be the public's."""
        revision = places_revision(connection)
        with self._lock:
            if revision != self._revision:
                self._geocoder = self._geocoder.with_places(known_places(connection))
                self._revision = revision
            return self._geocoder
