"""The page about the data: what can be had, in which form, and what each column means; narrowed as a list or map is."""

from sqlalchemy import Connection
from starlette.datastructures import QueryParams

from ocopmap.database.engine import today
from ocopmap.layers.communelist import commune_names
from ocopmap.layers.downloads.table import MAX_ROWS
from ocopmap.layers.filters import FILTER_PARAMETERS, parse_filter
from ocopmap.server.asked_list import AskedList
from ocopmap.server.context import Context
from ocopmap.server.files.national import NationalFormat
from ocopmap.server.files.opendata import offers
from ocopmap.server.planning_pages.asked import AS_OF, AskedPage, query
from ocopmap.server.planning_pages.page import Values, View


def _data(connection: Connection, shared: Context, asked: AskedPage) -> Values:
    given = asked.but("layer")
    province = shared.settings.province
    chosen = parse_filter({name: asked.values(name) for name, _ in asked.given}, today=today())
    narrowed = AskedList(asked.locale, None, QueryParams([pair for pair in asked.given if pair[0] != AS_OF]))
    return {
        "offers": offers(connection, province, chosen),
        "conditions": [each.text for each in narrowed.conditions(commune_names(connection, province))],
        "narrowed": query(given),
        "dated": query([pair for pair in asked.given if pair[0] == AS_OF]),
        "national": list(NationalFormat),
        "most_rows": MAX_ROWS,
    }


DATA_PAGE = View("planning/data.html", tuple(name for name in FILTER_PARAMETERS if name != AS_OF), _data)
