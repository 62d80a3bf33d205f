"""The rows of a layer as the filter chooses them, from a cursor on the server."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Any

import numpy as np
import shapely
from sqlalchemy import ColumnElement, Connection, Label, column, func, select

from ocopmap.catalogue.places import Layer
from ocopmap.layers.conditions import conditions
from ocopmap.layers.filters import FeatureFilter
from ocopmap.layers.systems import Shapes
from ocopmap.layers.views import LayerView

_SOURCE = ("source_url", "source_date")
_PLACE = ("original_address", "current_address", "placed_by", "confidence", "coordinate_source")
_SITE = (*_PLACE, *_SOURCE)
_MORE: Mapping[Layer, tuple[str, ...]] = {
    Layer.PRODUCT: ("national_code", "recognised_on", "expires_earliest", "expires_latest", *_SITE),
    Layer.PRODUCER: ("woman_led", "website", *_SITE),
    Layer.CRAFT_VILLAGE: ("recognised_year", *_SITE),
    Layer.TOURISM_POINT: _SITE,
    Layer.SALES_POINT: _SITE,
    Layer.ZONE: ("computed_ha", "geometry_source", "growing_area_code", "year", *_SOURCE),
    Layer.COMMUNE: ("official_area_km2",),
}
"""Columns of the published views that a file carries beside a feature's properties."""

MAX_ROWS = 200_000
_AT_ONCE = 2_000


@dataclass(frozen=True)
class Batch:
    """Some rows: values in the order of the columns, and the geometry of each (EPSG:4326), None where unknown."""

    rows: list[tuple[Any, ...]]
    geometries: Shapes


@dataclass(frozen=True)
class Table:
    """A layer's rows, to be read once."""

    name: str
    columns: tuple[str, ...]
    batches: Iterator[Batch]
    is_placed: bool = True
    """Whether the rows have places; those of an analysis have none."""


def unplaced(name: str, columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> Table:
    """Return rows without geometry as a table of the columns named."""
    batches = (
        Batch([tuple(row[column] for column in columns) for row in some], np.full(len(some), None))
        for some in batched(rows, _AT_ONCE)
    )
    return Table(name, columns, batches, is_placed=False)


def columns_of(view: LayerView) -> tuple[str, ...]:
    """Return the names of a layer's columns, without its geometry."""
    return (*view.properties, *_MORE[view.layer])


def columns(view: LayerView) -> list[Label[Any]]:
    """Return a layer's columns under their names, without its geometry."""
    more: dict[str, ColumnElement[Any]] = {name: column(name) for name in _MORE[view.layer]}
    return [found.label(name) for name, found in {**view.properties, **more}.items()]


def count_rows(connection: Connection, view: LayerView, chosen: FeatureFilter) -> int:
    """Return how many rows the filter finds."""
    return connection.scalar(select(func.count()).select_from(view.source).where(*conditions(view, chosen))) or 0


def read_table(connection: Connection, view: LayerView, chosen: FeatureFilter) -> Table:
    """Return the rows of a layer that the filter chooses, ordered by id, never more than ``MAX_ROWS``."""
    query = (
        select(*columns(view), func.ST_AsBinary(view.source.c.geom))
        .where(*conditions(view, chosen))
        .order_by(view.source.c.id)
        .limit(MAX_ROWS)
    )
    found = connection.execute(query, execution_options={"yield_per": _AT_ONCE})
    return Table(str(view.layer), columns_of(view), (_batch(rows) for rows in batched(found, _AT_ONCE)))


def _batch(rows: tuple[Any, ...]) -> Batch:
    geometries = shapely.from_wkb([None if row[-1] is None else bytes(row[-1]) for row in rows])
    return Batch([tuple(row[:-1]) for row in rows], geometries)
