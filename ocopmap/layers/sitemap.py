"""Which records have a page, and when they last changed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from ocopmap.catalogue.places import Layer

_PAGES = text("""
    SELECT e.layer, e.id, e.name, coalesce(s.updated_at, r.changed_at)::date AS changed_on
    FROM published.search_entry AS e
    LEFT JOIN published.site AS s ON s.id = e.id AND s.layer = e.layer
    LEFT JOIN published.layer_revision AS r ON r.layer = e.layer
    WHERE e.formerly = '' AND (e.layer <> 'commune' OR e.province_code = :province)
    ORDER BY e.layer, e.id
""")


@dataclass(frozen=True)
class PublicPage:
    """A record with a page; the day is that of the layer where the record's own is not kept."""

    layer: Layer
    id: str
    name: str
    changed_on: date | None


def public_pages(connection: Connection, province: str) -> list[PublicPage]:
    """Return every record that has a page of its own, in order of layer and id."""
    rows = connection.execute(_PAGES, {"province": province})
    return [PublicPage(Layer(row.layer), row.id, row.name, row.changed_on) for row in rows]
