"""Coordinate systems of the OGC addresses: their names, the order of their axes, the way to and from WGS 84."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import orjson
import shapely
from pyproj import CRS

from ocopmap.layers.filters import Bbox, FilterError
from ocopmap.layers.systems import WGS84, in_degrees, placed, vn2000_zones

CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG: Final = "http://www.opengis.net/def/crs/EPSG/0/"
_PARTS_OF_A_SIDE: Final = 16
"""How finely the sides of a box are followed from one system to another."""


@dataclass(frozen=True)
class System:
    """A coordinate system by its address."""

    uri: str
    srid: int
    is_north_first: bool

    def place(self, geometry: Any) -> Any:  # noqa: ANN401 - GeoJSON or EWKT, as tipg hands it over
        """Return a geometry of WGS 84 in this system, in the form it came in."""
        if geometry is None or self.uri == CRS84:
            return geometry
        if isinstance(geometry, str):
            return f"SRID={self.srid};{shapely.to_wkt(self._moved(shapely.from_wkt(geometry.partition(';')[2])))}"
        return orjson.loads(shapely.to_geojson(self._moved(shapely.from_geojson(orjson.dumps(geometry)))))

    def _moved(self, geometry: shapely.Geometry) -> shapely.Geometry:
        found: shapely.Geometry = placed(np.array([geometry], dtype=object), self.srid)[0]
        return shapely.transform(found, lambda positions: positions[:, ::-1]) if self.is_north_first else found

    def degrees(self, box: Sequence[float]) -> Bbox:
        """Return the box in WGS 84 around a box of this system, its numbers in the order of the system's axes."""
        south, west, north, east = box if self.is_north_first else (box[1], box[0], box[3], box[2])
        if self.srid == WGS84 or not (west < east and south < north):
            return west, south, east, north
        sides = shapely.segmentize(
            shapely.box(west, south, east, north), max(east - west, north - south) / _PARTS_OF_A_SIDE
        )
        found: Bbox = in_degrees(np.array([sides], dtype=object), self.srid)[0].bounds
        return found


@cache
def systems() -> dict[str, System]:
    """Return every system that can be asked for, the usual one first."""
    found = {CRS84: System(CRS84, WGS84, is_north_first=False)}
    for srid in (WGS84, *sorted(vn2000_zones())):
        uri = f"{_EPSG}{srid}"
        found[uri] = System(uri, srid, CRS.from_epsg(srid).axis_info[0].direction == "north")
    return found


def system(parameter: str, uri: str) -> System:
    """Return a system by its address.

    Raises:
        FilterError: it is not offered.
    """
    found = systems().get(uri.strip("[]<>"))
    if found is None:
        raise FilterError.of(parameter, "problem.not_a_choice", value=uri[:80], choices=", ".join(systems()))
    return found
