"""The records inside an area as files."""

import csv
from io import StringIO
from typing import Any, Final

import orjson

from ocopmap.catalogue.places import Layer
from ocopmap.layers.downloads.text import harmless

Row = dict[str, Any]

_COLUMNS: Final = (
    *("layer", "id", "name", "commune_name", "stars", "validity", "commodity", "ha_inside", "precision"),
    *("latitude", "longitude"),
)
_BYTE_ORDER_MARK: Final = "\ufeff"


def records_csv(analysis: Row) -> bytes:
    """Return products, sites and zones inside as CSV in UTF-8; no text in it runs as a formula."""
    lines = StringIO()
    writer = csv.writer(lines)
    writer.writerow(_COLUMNS)
    for row in _rows(analysis):
        writer.writerow([harmless(row.get(name)) for name in _COLUMNS])
    return (_BYTE_ORDER_MARK + lines.getvalue()).encode()


def records_geojson(analysis: Row, area: Row) -> bytes:
    """Return the same as GeoJSON (WGS 84), zones cut along the area, and the area itself as the first feature."""
    frame = {"layer": "area", "ha": analysis["ha"]}
    features = [{"type": "Feature", "geometry": area, "properties": frame}, *map(_feature, _rows(analysis))]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def _rows(analysis: Row) -> list[Row]:
    zones = [{**zone, "layer": str(Layer.ZONE), "ha_inside": round(zone["ha"], 4)} for zone in analysis["zones"]]
    return [*analysis["records"], *zones]


def _feature(row: Row) -> Row:
    is_zone = row["layer"] == Layer.ZONE
    point = {"type": "Point", "coordinates": [row.get("longitude"), row.get("latitude")]}
    known = {name: row[name] for name in _COLUMNS[:-2] if row.get(name) is not None}
    return {
        "type": "Feature",
        "id": f"{row['layer']}/{row['id']}",
        "geometry": row["geometry"] if is_zone else point,
        "properties": known,
    }
