"""Coordinate systems that layers can be had in: WGS 84 and the 3° zones of VN-2000."""

from collections.abc import Callable
from functools import cache, partial
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.database import query_crs_info
from pyproj.enums import PJType

from ocopmap.geocoding.vn2000 import Degrees, project, unproject

WGS84: Final = 4326
_ZONE_NAME: Final = "VN-2000 / TM-3 "

Shapes = NDArray[np.object_]


@cache
def vn2000_zones() -> dict[int, float]:
    """Return the central meridian of each 3° zone of VN-2000 by its EPSG code."""
    known = query_crs_info(auth_name="EPSG", pj_types=PJType.PROJECTED_CRS)
    codes = [int(each.code) for each in known if each.name.startswith(_ZONE_NAME)]
    return {code: _meridian(CRS.from_epsg(code)) for code in codes}


def _meridian(system: CRS) -> float:
    operation = system.coordinate_operation
    parameters = operation.params if operation else []
    return next(float(each.value) for each in parameters if each.name == "Longitude of natural origin")


def placed(shapes: Shapes, srid: int) -> Shapes:
    """Return shapes of WGS 84 (longitude first) in a system (easting first).

    Raises:
        KeyError: the system is neither WGS 84 nor a 3° zone of VN-2000.
    """
    return shapes if srid == WGS84 else _transformed(shapes, project, srid)


def in_degrees(shapes: Shapes, srid: int) -> Shapes:
    """Return shapes of a system (easting first) in WGS 84 (longitude first).

    Raises:
        KeyError: the system is neither WGS 84 nor a 3° zone of VN-2000.
    """
    return shapes if srid == WGS84 else _transformed(shapes, unproject, srid)


def _transformed(
    shapes: Shapes, way: Callable[[Degrees, Degrees, float], tuple[Degrees, Degrees]], srid: int
) -> Shapes:
    def move(positions: Degrees, meridian: float) -> Degrees:
        return np.column_stack(way(positions[:, 0], positions[:, 1], meridian))

    moved: Shapes = shapely.transform(shapes, partial(move, meridian=vn2000_zones()[srid]))
    return moved
