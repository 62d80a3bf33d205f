"""The planners' analyses as GeoDataFrames: each row of an analysis with the shape of its record."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.frames import layer_frame
from ocopmap.layers.systems import WGS84
from ocopmap.planning.communes import commune_analysis
from ocopmap.planning.zones import product_analysis, zone_analysis

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def zone_frame(connection: Connection, province: str, srid: int = WGS84) -> "GeoDataFrame":
    """Return :func:`zone_analysis` with the outlines of the zones in a coordinate system, hectares by commune included.

    Raises:
        KeyError: the system is neither WGS 84 nor a 3° zone of VN-2000.
    """
    return _shaped(connection, Layer.ZONE, province, srid, zone_analysis(connection))


def product_frame(connection: Connection, province: str, srid: int = WGS84) -> "GeoDataFrame":
    """Return :func:`product_analysis` with the places of the products in a coordinate system.

    Raises:
        KeyError: the system is neither WGS 84 nor a 3° zone of VN-2000.
    """
    return _shaped(connection, Layer.PRODUCT, province, srid, product_analysis(connection))


def commune_frame(connection: Connection, province: str, srid: int = WGS84) -> "GeoDataFrame":
    """Return :func:`commune_analysis` with the outlines of the communes in a coordinate system.

    Raises:
        KeyError: the system is neither WGS 84 nor a 3° zone of VN-2000.
    """
    return _shaped(connection, Layer.COMMUNE, province, srid, commune_analysis(connection, province))


def _shaped(
    connection: Connection, layer: Layer, province: str, srid: int, rows: Sequence[dict[str, Any]]
) -> "GeoDataFrame":
    import pandas as pd  # noqa: PLC0415 - as in layers/frames.py

    shapes = layer_frame(connection, layer, province, srid=srid)[["id", "geometry"]]
    return shapes.merge(pd.DataFrame(rows), on="id", validate="one_to_one")
