"""The map as one file that opens without a network: page, script, style and every record in it."""

from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.features import feature_collection
from ocopmap.layers.filters import FeatureFilter
from ocopmap.layers.records import record
from ocopmap.server.messages import Locale
from ocopmap.server.pages import Site


def render_snapshot(connection: Connection, site: Site, locale: Locale, day: date) -> str:
    """Return the HTML of a self-contained map as of a day; the connection must read as of the same day."""
    features: dict[str, Any] = {}
    records: dict[str, Any] = {}
    for layer in Layer:
        body = feature_collection(connection, FeatureFilter(layers=(layer,)), site.province.code)
        features[layer] = orjson.loads(body)
        for feature in features[layer]["features"]:
            records[f"{layer}/{feature['id']}"] = record(connection, layer, feature["id"])
    return site.snapshot(locale, {"generated_on": day.isoformat(), "features": features, "records": records})
