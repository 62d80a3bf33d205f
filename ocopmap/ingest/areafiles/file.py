"""The area in a file of any format that zone intake reads."""

from pathlib import Path
from typing import Final

from pyproj import CRS

from ocopmap.ingest.areafiles.area import Area, AreaError, area_of
from ocopmap.ingest.systems import CoordinateSystemError, is_vn2000, named_system
from ocopmap.ingest.zonefiles.reading import METRES, SWAPPED, UnknownSystemError, ZoneFile, read_zone_file

MAX_BYTES: Final = 32 * 1024 * 1024
MAX_UNPACKED: Final = 128 * 1024 * 1024
_LONGEST_NAME: Final = 40


def area_in(path: Path, crs: str | None) -> Area:
    """Return the ground under all polygons of a file.

    Args:
        path: GPKG, GeoJSON, KML, KMZ, zipped Shapefile, GeoParquet or DXF.
        crs: coordinate system that a person names (``EPSG:5897``); goes before the file's own.

    Raises:
        AreaError: the file has no usable area, or its coordinate system is not known or does not fit.
        VectorFileError: the file cannot be read.
    """
    _require_known(crs)
    try:
        file = read_zone_file(path, crs, most=MAX_UNPACKED)
    except UnknownSystemError as error:
        raise AreaError("problem.area_no_crs") from error
    _require_fitting(file)
    area = area_of((feature.shape for feature in file.features), most_crossing=None)
    return Area(area.shape, area.given, area.mended, area.overlap_ha, file.system_names, _meridian(file))


def _require_known(crs: str | None) -> None:
    try:
        if crs:
            named_system(crs)
    except CoordinateSystemError as error:
        raise AreaError("problem.area_crs", value=crs[:_LONGEST_NAME] if crs else "") from error


def _require_fitting(file: ZoneFile) -> None:
    """Refuse a file of which any shape lies outside Vietnam, with the likely cause."""
    wrong = next((feature.misplaced for feature in file.features if feature.misplaced), None)
    if wrong is None:
        return
    if wrong == SWAPPED:
        raise AreaError("problem.area_swapped")
    if wrong == METRES:
        raise AreaError("problem.area_metres")
    raise AreaError("problem.area_crs_unfit", system=file.system_names)


def _meridian(file: ZoneFile) -> float | None:
    zones = [system for system in file.systems if system.is_projected and is_vn2000(system)]
    return _central(zones[0]) if zones else None


def _central(system: CRS) -> float | None:
    operation = system.coordinate_operation
    parameters = operation.params if operation else []
    found = (float(each.value) for each in parameters if each.name == "Longitude of natural origin")
    return next(found, None)
