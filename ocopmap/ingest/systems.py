"""Coordinate systems of files: which one is meant, and from it to WGS 84, VN-2000 by the published parameters."""

from typing import Final

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from ocopmap.geocoding.vn2000 import shift_datum
from ocopmap.ingest.vectorfiles import Shapes

SRID: Final = 4326
_VN2000: Final = 4756
_VN2000_NAMES: Final = frozenset({"vietnam2000", "vn2000", "dvietnam2000", "dvn2000"})
"""Names of the datum VN-2000 in files, lower case, letters and digits only."""


class CoordinateSystemError(ValueError):
    """The coordinate system is unknown, or no way from it to WGS 84 is known; the message is Vietnamese."""


def named_system(name: str) -> CRS:
    """Return the coordinate system that a file or a person names: ``EPSG:5897``, ``5897``, WKT.

    Raises:
        CoordinateSystemError: nothing is known by that name.
    """
    try:
        return CRS.from_user_input(f"EPSG:{name.strip()}" if name.strip().isdigit() else name)
    except CRSError as error:
        shown = name if len(name) < 40 else f"{name[:40]}…"
        raise CoordinateSystemError(f"không có hệ toạ độ nào mang tên «{shown}».") from error


def is_vn2000(system: CRS) -> bool:
    """Tell whether a system stands on the datum VN-2000."""
    geodetic = system.geodetic_crs
    if geodetic is None or system.is_bound:
        return False
    name = geodetic.datum.name if geodetic.datum else ""
    return geodetic.to_epsg() == _VN2000 or "".join(filter(str.isalnum, name)).lower() in _VN2000_NAMES


def to_wgs84(shapes: Shapes, system: CRS) -> Shapes:
    """Return geometries in WGS 84 degrees, longitude before latitude; heights are not carried.

    From VN-2000 by the seven parameters of decision 05/2007/QĐ-BTNMT, whichever older set PROJ would choose.

    Raises:
        CoordinateSystemError: no way to WGS 84 is known, or a vertex lies where the system has no meaning.
    """
    try:
        if is_vn2000(system):
            plain = _moved(shapes, Transformer.from_crs(system, system.geodetic_crs, always_xy=True))
            moved = shapely.transform(plain, lambda xy: np.column_stack(shift_datum(xy[:, 0], xy[:, 1])))
        else:
            moved = _moved(shapes, Transformer.from_crs(system, SRID, always_xy=True, allow_ballpark=False))
    except (CRSError, ProjError) as error:
        raise CoordinateSystemError(
            "không rõ cách chuyển hệ toạ độ của tệp sang WGS 84; hãy ghi rõ VN-2000 bằng mã EPSG "
            "(5897: kinh tuyến trục 105°00′; 9210: 105°45′)."
        ) from error
    if not np.isfinite(shapely.get_coordinates(moved)).all():
        raise CoordinateSystemError("có điểm nằm ngoài vùng dùng được của hệ toạ độ; hãy xem lại hệ toạ độ.")
    return moved


def _moved(shapes: Shapes, transformer: Transformer) -> Shapes:
    moved: Shapes = shapely.transform(shapes, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))
    return moved
