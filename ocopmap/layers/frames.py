"""Layers as GeoDataFrames, for whoever works with the records in Python."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.downloads.table import read_table
from ocopmap.layers.filters import FeatureFilter
from ocopmap.layers.systems import WGS84
from ocopmap.layers.views import layer_view

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def layer_frame(
    connection: Connection, layer: Layer, province: str, chosen: FeatureFilter | None = None, srid: int = WGS84
) -> "GeoDataFrame":
    """Return the records of a layer that a filter chooses, all by None; a record without a place has no geometry.

    Args:
        connection: reads the published views as of its day, see :func:`ocopmap.layers.reading.reading`.
        layer: the layer.
        province: code of the province served.
        chosen: the filter, as :func:`ocopmap.layers.filters.parse_filter` reads it.
        srid: EPSG code of the coordinate system, WGS 84 or a 3° zone of VN-2000.

    Raises:
        KeyError: the system is neither.
    """
    # Loaded where it is used: a second's work that a server does not start with.
    from ocopmap.layers.downloads.geographic import frame  # noqa: PLC0415

    return frame(read_table(connection, layer_view(layer, province), chosen or FeatureFilter()), srid)
