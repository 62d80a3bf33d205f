"""VN-2000 plane coordinates to WGS 84, with the seven parameters published in decision 05/2007/QĐ-BTNMT."""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from ocopmap.geocoding.centres import Point

Degrees = NDArray[np.float64]

_SHIFT: Final = (
    "+x=-191.90441429 +y=-39.30318279 +z=-111.45032835 "
    "+rx=-0.00928836 +ry=0.01975479 +rz=-0.00427372 +s=0.252906278 +convention=coordinate_frame"
)
"""VN-2000 to WGS 84 (EPSG:6960). The published rotations belong to the coordinate-frame convention; read as a
position vector they would put every point half a metre off."""

_CENTRAL: Final = "+proj=tmerc +lat_0=0 +lon_0={meridian} +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84"
_DATUM: Final = (
    "+step +proj=cart +ellps=WGS84 +step +proj=helmert {shift} +step +inv +proj=cart +ellps=WGS84 "
    "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
)


def from_plane(northing: float, easting: float, meridian: float) -> Point:
    """Return latitude and longitude (WGS 84) of a point in the 3° zone with that central meridian, metres in."""
    longitude, latitude = _to_wgs84(meridian).transform(easting, northing)
    return latitude, longitude


def to_plane(point: Point, meridian: float) -> tuple[float, float]:
    """Return northing and easting in metres of a WGS 84 point in the 3° zone with that central meridian."""
    easting, northing = _to_wgs84(meridian).transform(point[1], point[0], direction="INVERSE")
    return northing, easting


def project(longitudes: Degrees, latitudes: Degrees, meridian: float) -> tuple[Degrees, Degrees]:
    """Return eastings and northings in metres of many WGS 84 points in the 3° zone with that central meridian."""
    projected: tuple[Degrees, Degrees] = _to_wgs84(meridian).transform(longitudes, latitudes, direction="INVERSE")
    return projected


def unproject(eastings: Degrees, northings: Degrees, meridian: float) -> tuple[Degrees, Degrees]:
    """Return WGS 84 longitudes and latitudes of many points in the 3° zone with that central meridian, metres in."""
    found: tuple[Degrees, Degrees] = _to_wgs84(meridian).transform(eastings, northings)
    return found


def datum_shifted(point: Point) -> Point:
    """Return WGS 84 degrees of a point whose degrees are VN-2000: some 225 m away in Đồng Tháp."""
    longitude, latitude = _datum().transform(point[1], point[0])
    return latitude, longitude


def shift_datum(longitudes: Degrees, latitudes: Degrees) -> tuple[Degrees, Degrees]:
    """Return WGS 84 longitudes and latitudes of many points whose degrees are VN-2000."""
    shifted: tuple[Degrees, Degrees] = _datum().transform(longitudes, latitudes)
    return shifted


@lru_cache(maxsize=32)
def _to_wgs84(meridian: float) -> Transformer:
    plane = _CENTRAL.format(meridian=meridian)
    return Transformer.from_pipeline(f"+proj=pipeline +step +inv {plane} {_DATUM.format(shift=_SHIFT)}")


@lru_cache(maxsize=1)
def _datum() -> Transformer:
    degrees = "+step +proj=unitconvert +xy_in=deg +xy_out=rad"
    return Transformer.from_pipeline(f"+proj=pipeline {degrees} {_DATUM.format(shift=_SHIFT)}")
