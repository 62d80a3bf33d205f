"""Areas drawn on the map: GeoJSON in, a checked area out."""

from typing import Any

import orjson
import shapely

from ocopmap.ingest.areafiles.area import Area, AreaError, area_of


def read_drawn(found: Any) -> Area:  # noqa: ANN401 - whatever JSON can hold
    """Return the area of a GeoJSON geometry, feature or collection (RFC 7946: WGS 84 degrees, longitude first).

    Raises:
        AreaError: it is no GeoJSON, or its area cannot be used.
    """
    try:
        shape = shapely.from_geojson(orjson.dumps(found))
    except (shapely.errors.GEOSException, orjson.JSONEncodeError) as error:
        raise AreaError("problem.area_not_geojson") from error
    return area_of([shape])
