"""GeoJSON features of the filtered layers, in pages."""

import base64
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Select, Text, cast, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import JSON

from ocopmap.catalogue.places import Layer
from ocopmap.layers.conditions import conditions
from ocopmap.layers.filters import MAX_LIMIT, FeatureFilter, FilterError
from ocopmap.layers.views import LayerView, in_dictionary_order, layer_view

_DECIMALS = 5  # about a metre: finer than any point here is known


@dataclass(frozen=True)
class Cursor:
    """Where a page ended: features are ordered by layer, then by name as in a dictionary, then by id."""

    layer: Layer
    name: str
    id: str

    def encode(self) -> str:
        """Return the form used in addresses."""
        return base64.urlsafe_b64encode(orjson.dumps([self.layer, self.name, self.id])).decode().rstrip("=")

    @classmethod
    def decode(cls, value: str) -> "Cursor":
        """Read an encoded cursor.

        Raises:
            FilterError: it is none of ours.
        """
        try:
            layer, name, key = orjson.loads(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))
            return cls(Layer(layer), name.replace("\x00", ""), key.replace("\x00", ""))
        except (ValueError, TypeError, AttributeError) as error:
            raise FilterError.of("cursor", "problem.not_a_cursor") from error


def parse_limit(value: str | None) -> int:
    """Return how many features a page holds.

    Raises:
        FilterError: not a whole number from 1 to 10,000.
    """
    if value is None:
        return MAX_LIMIT
    if not (value.isascii() and value.isdigit() and len(value) < 10 and 1 <= int(value) <= MAX_LIMIT):
        raise FilterError.of("limit", "problem.limit", most=MAX_LIMIT)
    return int(value)


def feature_collection(
    connection: Connection, chosen: FeatureFilter, province: str, limit: int = MAX_LIMIT, after: Cursor | None = None
) -> bytes:
    """Return a FeatureCollection in EPSG:4326 as UTF-8 JSON.

    They stand as the map's list shows them, so that no browser has to put a thousand names in order.
    ``numberMatched`` counts all that the filter finds, ``numberReturned`` this page; ``nextCursor`` stands there
    while more is to come. A record without a place has a null geometry.
    """
    views = [layer_view(layer, province) for layer in chosen.layers]
    matched = sum(_count(connection, view, chosen) for view in views)
    found = _page(connection, views, chosen, limit + 1, after)
    page, more = found[:limit], len(found) > limit
    tail: dict[str, Any] = {"numberMatched": matched, "numberReturned": len(page)}
    if more:
        tail["nextCursor"] = page[-1][0].encode()
    features = ",".join(feature for _, feature in page)
    return b'{"type":"FeatureCollection","features":[' + features.encode() + b"]," + orjson.dumps(tail)[1:]


def _count(connection: Connection, view: LayerView, chosen: FeatureFilter) -> int:
    counted = select(func.count()).select_from(view.source).where(*conditions(view, chosen))
    return connection.scalar(counted) or 0


def _page(
    connection: Connection, views: list[LayerView], chosen: FeatureFilter, limit: int, after: Cursor | None
) -> list[tuple[Cursor, str]]:
    found: list[tuple[Cursor, str]] = []
    order = list(Layer)
    for view in views:
        if after and order.index(view.layer) < order.index(after.layer):
            continue
        query = _features(view, chosen).limit(limit - len(found))
        if after and view.layer is after.layer:
            place = tuple_(in_dictionary_order(view.source.c.name), view.source.c.id)
            query = query.where(place > tuple_(after.name, after.id))
        found += [(Cursor(view.layer, name, key), feature) for name, key, feature in connection.execute(query)]
        if len(found) >= limit:
            break
    return found


def _features(view: LayerView, chosen: FeatureFilter) -> Select[str, str, str]:
    properties = [part for name, value in view.properties.items() for part in (literal(name), value)]
    feature = func.json_build_object(
        "type",
        "Feature",
        "id",
        view.source.c.id,
        "geometry",
        cast(func.ST_AsGeoJSON(view.source.c.geom, _DECIMALS), JSON),
        "properties",
        func.json_build_object(*properties),
    )
    found = select(view.source.c.name, view.source.c.id, cast(feature, Text)).where(*conditions(view, chosen))
    return found.order_by(in_dictionary_order(view.source.c.name), view.source.c.id)
