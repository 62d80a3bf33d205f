"""The board of the plan's 17 KPIs as of a day."""

from collections import Counter

from sqlalchemy import Connection

from ocopmap.catalogue.indicators import Progress
from ocopmap.planning.indicators import indicators
from ocopmap.server.context import Context
from ocopmap.server.planning_pages.asked import AskedPage, chosen_variants
from ocopmap.server.planning_pages.figures import figure
from ocopmap.server.planning_pages.page import Values, View


def _board(connection: Connection, shared: Context, asked: AskedPage) -> Values:
    choice = chosen_variants(shared.definitions, asked.values("variant"))
    found = indicators(connection, shared.definitions, asked.day, choice)
    standing = Counter(each.progress for each in found)
    return {
        "figures": [figure(each, asked) for each in found],
        "standing_counts": [(progress, standing[progress]) for progress in Progress],
    }


BOARD = View("planning/board.html", ("variant",), _board)
