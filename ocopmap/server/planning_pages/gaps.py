"""What is missing, as lists: products without a zone, zones without a product, places far away, communes."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.communelist import commune_names
from ocopmap.planning.zones import Gap, gap
from ocopmap.server.addresses import record_address
from ocopmap.server.context import Context
from ocopmap.server.planning_pages.asked import AskedPage
from ocopmap.server.planning_pages.choosing import MAX_KM, chunk, commune_asked, far_km, within
from ocopmap.server.planning_pages.page import Values, View

_LAYERS: Final[Mapping[Gap, Layer]] = {
    Gap.PRODUCTS_WITHOUT_ZONE: Layer.PRODUCT,
    Gap.ZONES_WITHOUT_PRODUCT: Layer.ZONE,
    Gap.PRODUCERS_FAR_FROM_ZONE: Layer.PRODUCER,
    Gap.PRODUCTS_FAR_FROM_SALES_POINT: Layer.PRODUCT,
    Gap.COMMUNES_WITH_POTENTIAL: Layer.COMMUNE,
    Gap.COMMUNES_WITH_NOTHING: Layer.COMMUNE,
}
"""What each question lists."""


def _gaps(connection: Connection, shared: Context, asked: AskedPage) -> Values:
    province, km = shared.settings.province, far_km(asked)
    commune = commune_asked(connection, asked, province)
    chosen = asked.choice("gap", Gap, Gap.PRODUCTS_WITHOUT_ZONE)
    found = {each: within(asked, gap(connection, each, province=province, km=km)) for each in Gap}
    rows = [_shown(row, chosen, asked) for row in found[chosen]]
    return {
        "commune": commune,
        "communes": commune_names(connection, province),
        "km": km,
        "most_km": MAX_KM,
        "chosen": chosen,
        "questions": [(each, len(found[each]), asked.with_(gap=each)) for each in Gap],
        "page": chunk(asked, rows),
    }


def _shown(row: Mapping[str, Any], chosen: Gap, asked: AskedPage) -> dict[str, Any]:
    return {**row, "address": record_address(asked.locale, _LAYERS[chosen], row["id"], row["name"])}


GAPS = View("planning/gaps.html", ("gap", "km", "commune", "page"), _gaps)
