"""The filtered records as a list: in pages, by name, by stars or by distance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Integer,
    RowMapping,
    Select,
    Text,
    cast,
    func,
    null,
    select,
    text,
    union_all,
)

from ocopmap.catalogue.places import Layer
from ocopmap.database.models.base import SRID
from ocopmap.layers.conditions import conditions
from ocopmap.layers.filters import FeatureFilter
from ocopmap.layers.listquery import ListQuery, Point, Sort
from ocopmap.layers.views import LayerView, in_dictionary_order, layer_view

PAGE_SIZE = 50


@dataclass(frozen=True)
class ListPage:
    """Rows of one page, how many records there are in each layer asked for, and how many pages."""

    rows: Sequence[RowMapping]
    counts: Mapping[Layer, int]
    pages: int

    @property
    def total(self) -> int:
        """How many records the filter finds."""
        return sum(self.counts.values())


def list_page(connection: Connection, query: ListQuery, province: str) -> ListPage:
    """Return a page of the list, each row with id, layer, name, what tells it apart, and metres from the origin."""
    views = [layer_view(layer, province) for layer in query.chosen.layers]
    origin = _origin(connection, query)
    counts = {view.layer: _count(connection, view, query.chosen) for view in views}
    found = union_all(*(_rows(view, query.chosen, origin) for view in views)).subquery()
    page = select(found).order_by(*_order(found.c, query.sort)).limit(PAGE_SIZE).offset((query.page - 1) * PAGE_SIZE)
    rows = connection.execute(page).mappings().all()
    return ListPage(rows, counts, max(1, ceil(sum(counts.values()) / PAGE_SIZE)))


def count(connection: Connection, chosen: FeatureFilter, province: str) -> int:
    """Return how many records a filter finds."""
    return sum(_count(connection, layer_view(layer, province), chosen) for layer in chosen.layers)


def _count(connection: Connection, view: LayerView, chosen: FeatureFilter) -> int:
    counted = select(func.count()).select_from(view.source).where(*conditions(view, chosen))
    return connection.scalar(counted) or 0


def _origin(connection: Connection, query: ListQuery) -> Point | None:
    """Return where distances are measured from: the point given, else the middle of the communes."""
    if query.near or query.sort is not Sort.DISTANCE:
        return query.near
    middle = text("""
        SELECT ST_Y(centre), ST_X(centre)
        FROM (SELECT ST_Centroid(ST_Collect(centre)) AS centre FROM published.commune WHERE id = ANY(:codes)) AS named
        WHERE centre IS NOT NULL
    """)
    found = connection.execute(middle, {"codes": sorted(query.chosen.communes)}).one_or_none()
    return (found[0], found[1]) if found else None


def _rows(view: LayerView, chosen: FeatureFilter, origin: Point | None) -> Select[*tuple[Any, ...]]:
    texts = ("id", "layer", "name", "group", "validity", "precision", "kind", "commodity", "producer_name")
    shown = [cast(view.properties.get(name, null()), Text).label(name) for name in (*texts, "commune_name")]
    stars = cast(view.properties["stars"], Integer).label("stars")
    vagueness = cast(view.properties.get("uncertainty_m", null()), Float).label("uncertainty_m")
    return select(*shown, stars, _metres(view, origin).label("metres"), vagueness).where(*conditions(view, chosen))


def _metres(view: LayerView, origin: Point | None) -> ColumnElement[Any]:
    if origin is None:
        return cast(null(), Float)
    latitude, longitude = origin
    point = func.ST_SetSRID(func.ST_MakePoint(longitude, latitude), SRID)
    return cast(func.ST_Distance(func.geography(view.source.c.geom), func.geography(point)), Float)


def _reach(row: Any) -> ColumnElement[Any]:  # noqa: ANN401 - the columns of a subquery
    return func.reach(row.metres, func.coalesce(row.uncertainty_m, 0))


def _order(row: Any, sort: Sort) -> list[Any]:  # noqa: ANN401 - the columns of a subquery
    first = {Sort.STARS: [row.stars.desc().nulls_last()], Sort.DISTANCE: [_reach(row).asc().nulls_last()]}
    return [*first.get(sort, []), in_dictionary_order(row.name), row.layer, row.id]
