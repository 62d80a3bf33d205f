"""Layers as tables that other programs query: the SQL of each, the types of its columns, where its records are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql.elements import Null

from ocopmap.catalogue.places import Layer
from ocopmap.layers.downloads.table import columns
from ocopmap.layers.filters import Bbox
from ocopmap.layers.views import LayerView, layer_view

GEOMETRY = "geom"
"""Name of the geometry's column (EPSG:4326)."""

_POLYGONS = frozenset({Layer.ZONE, Layer.COMMUNE})


@dataclass(frozen=True)
class LayerTable:
    """A layer as the public may query it."""

    layer: Layer
    sql: str
    """A SELECT without blanks to fill: the layer's rows and columns, the geometry last."""
    types: Mapping[str, str]
    """PostgreSQL's name of each column's type, without the geometry."""
    extent: Bbox | None

    @property
    def geometry_type(self) -> str:
        """Name of the geometry as GeoJSON has it."""
        return "MultiPolygon" if self.layer in _POLYGONS else "Point"


def layer_table(connection: Connection, layer: Layer, province: str) -> LayerTable:
    """Return a layer of the province served as a table; columns that other layers alone fill are left out."""
    view = layer_view(layer, province)
    sql = _sql(view)
    return LayerTable(layer, sql, _types(connection, sql), layer_extent(connection, view))


def _sql(view: LayerView) -> str:
    own = [each for each in columns(view) if not isinstance(each.element, Null)]
    query = select(*own, view.source.c.geom.label(GEOMETRY)).where(*_rows(view))
    return str(query.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))  # type: ignore[no-untyped-call]


def _rows(view: LayerView) -> list[ColumnElement[bool]]:
    return [] if view.restriction is None else [view.restriction]


def _types(connection: Connection, sql: str) -> dict[str, str]:
    cursor: Any = connection.exec_driver_sql(f"{sql} LIMIT 0").cursor
    return {each.name: each.type_display for each in cursor.description if each.name != GEOMETRY}


def layer_extent(connection: Connection, view: LayerView) -> Bbox | None:
    """Return the degrees between which a layer's records lie; None where none has a place."""
    box = select(func.ST_Extent(view.source.c.geom).label("box")).where(*_rows(view)).subquery()
    sides = select(*(side(box.c.box) for side in (func.ST_XMin, func.ST_YMin, func.ST_XMax, func.ST_YMax)))
    west, south, east, north = connection.execute(sides).one()
    return None if west is None else (west, south, east, north)
