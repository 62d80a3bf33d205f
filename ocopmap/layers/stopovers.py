"""Records as places to stop at: where they are, how to reach them, and what is known of a visit."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, text

from ocopmap.catalogue.places import Layer
from ocopmap.layers.shortlinks import records_of

_STOPOVERS = text("""
    WITH asked AS (SELECT * FROM unnest(cast(:layers AS text[]), cast(:ids AS text[])) AS asked (layer, id))
    SELECT found.*, ST_Y(place) AS latitude, ST_X(place) AS longitude, v.opening_hours, v.visit_minutes,
           coalesce(v.season_months, harvest.months) AS season_months
    FROM (
        SELECT s.layer, s.id, s.name, s.geom AS place, s.precision, s.uncertainty_m, s.commune_name,
               coalesce(s.current_address, s.original_address) AS address, s.phone, s.website,
               coalesce(s.tourism_kind, s.sales_point_kind, s.craft, s.legal_form) AS kind, NULL AS commodity,
               s.id AS visited
        FROM asked JOIN published.site AS s USING (layer, id)
        UNION ALL
        SELECT 'product', p.id, p.name, p.geom, p.precision, p.uncertainty_m, p.commune_name,
               coalesce(p.current_address, p.original_address), s.phone, s.website, p.product_group, p.commodity, s.id
        FROM asked JOIN published.product AS p ON asked.layer = 'product' AND p.id = asked.id
        LEFT JOIN published.site AS s ON s.id = p.producer_id
        UNION ALL
        SELECT 'zone', z.id, z.name, ST_PointOnSurface(z.geom), z.precision, NULL, z.commune_name, z.named_units,
               NULL, NULL, NULL, z.commodity, NULL
        FROM asked JOIN published.zone AS z ON asked.layer = 'zone' AND z.id = asked.id
        UNION ALL
        SELECT 'commune', c.id, c.name, c.centre, 'commune', NULL, c.name, NULL, NULL, NULL, c.kind, NULL, NULL
        FROM asked JOIN published.commune AS c ON asked.layer = 'commune' AND c.id = asked.id
    ) AS found LEFT JOIN published.site_visit AS v ON v.id = found.visited
    LEFT JOIN published.season_months AS harvest ON harvest.layer = found.layer AND harvest.id = found.id
""")
_SITES = frozenset({Layer.PRODUCER, Layer.CRAFT_VILLAGE, Layer.TOURISM_POINT, Layer.SALES_POINT})
_SHORT = "q"


@dataclass(frozen=True)
class Stopover:
    """A record as a stop, as the public may know it; coordinates in degrees (EPSG:4326), None where not known."""

    layer: Layer
    id: str
    name: str
    latitude: float | None
    longitude: float | None
    precision: str | None
    uncertainty_m: float | None
    address: str | None
    commune_name: str | None
    phone: str | None
    website: str | None
    kind: str | None
    commodity: str | None
    opening_hours: str | None
    """In OpenStreetMap's syntax; of a product, its maker's."""
    visit_minutes: int | None
    season_months: tuple[int, ...] | None
    """The months worth a visit: as sources say of the site, else those of the harvest."""

    @property
    def key(self) -> str:
        """The key that links and requests name the record by: ``layer:slug``."""
        return self.id if self.layer in _SITES else f"{self.layer}:{self.id}"


def stopovers(connection: Connection, keys: Collection[str]) -> dict[str, Stopover]:
    """Return the published records among keys (``layer:slug`` or ``q:`` and a short code), by those keys."""
    meant = {key: _record_of(connection, key) for key in dict.fromkeys(keys)}
    named = {record for record in meant.values() if record}
    if not named:
        return {}
    values = {"layers": [layer for layer, _ in named], "ids": [key for _, key in named]}
    found = {
        (row["layer"], row["id"]): _stopover(dict(row)) for row in connection.execute(_STOPOVERS, values).mappings()
    }
    return {key: found[record] for key, record in meant.items() if record in found}


def _record_of(connection: Connection, key: str) -> tuple[str, str] | None:
    """Return layer and id that a key names; None for a short code that stands for none."""
    layer, _, slug = key.partition(":")
    if layer == _SHORT:
        found = next(iter(records_of(connection, slug)), None)
        return (str(found.layer), found.id) if found else None
    return (layer, key if layer in _SITES else slug)


def _stopover(row: dict[str, object]) -> Stopover:
    kept = {name: value for name, value in row.items() if name in Stopover.__dataclass_fields__}
    if row["precision"] == "province":
        kept |= {"latitude": None, "longitude": None}
    if kept["season_months"] is not None:
        kept["season_months"] = tuple(kept["season_months"])  # type: ignore[arg-type]
    return Stopover(**kept | {"layer": Layer(str(row["layer"]))})  # type: ignore[arg-type]
