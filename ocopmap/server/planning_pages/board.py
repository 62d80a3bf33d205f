"""The board of the plan's 17 KPIs as of a day, and how they stand by body, by year and by commune."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection

from ocopmap.catalogue.indicators import Indicator
from ocopmap.catalogue.places import Layer
from ocopmap.layers.reading import speak_as_of
from ocopmap.planning.communes import commune_products
from ocopmap.planning.history import first_decision, yearly
from ocopmap.planning.indicators import IndicatorValue, indicators, published_figures
from ocopmap.server.addresses import record_address
from ocopmap.server.context import Context
from ocopmap.server.planning_pages.asked import AskedPage, chosen_variants, past_day
from ocopmap.server.planning_pages.charts import columns
from ocopmap.server.planning_pages.figures import STATUSES, Figure, by_owner, figure
from ocopmap.server.planning_pages.page import Values, View
from ocopmap.server.wording import wording

_MOST_COMMUNES: Final = 12
_STARS: Final = ("three_star", "four_star", "five_star")


def _board(connection: Connection, shared: Context, asked: AskedPage) -> Values:
    choice = chosen_variants(shared.definitions, asked.values("variant"))
    compared = past_day(asked.value("compare"), "compare") if asked.value("compare") else None
    found = indicators(connection, shared.definitions, asked.day, choice)
    begun, communes = first_decision(connection), commune_products(connection, shared.settings.province)
    published = published_by_year(connection, found, asked)
    before: Mapping[Indicator, IndicatorValue] = {}
    if compared:
        speak_as_of(connection, compared)
        before = {each.indicator: each for each in indicators(connection, shared.definitions, compared, choice)}
    figures = [figure(each, asked, before.get(each.indicator)) for each in found]
    words = wording(asked.locale)
    return {
        "title": words.t("planning.board_title", n=len(figures)),
        "figures": figures,
        "standing_counts": _counts(figures),
        "owners": [(owner, each, _counts(each)) for owner, each in by_owner(figures).items()],
        "status_names": [(status, words.t(f"progress.{status}")) for status in STATUSES],
        "compared": compared,
        "begun": begun,
        "is_empty": begun is None or asked.day < begun,
        "communes": _communes(communes, asked),
        "commune_count": len(communes),
        "published_rows": published,
        **_years(connection, asked),
    }


def _years(connection: Connection, asked: AskedPage) -> Values:
    rows = yearly(connection, asked.day)
    return {
        "years": rows,
        "years_chart": columns([str(row["day"].year) for row in rows], [_stack(row) for row in rows]),
    }


def _stack(row: Mapping[str, Any]) -> list[int]:
    """Return a year's valid products by stars, at the end those of unknown stars."""
    known = [row[name] for name in _STARS]
    return [*known, row["valid"] - sum(known)]


def _counts(figures: Sequence[Figure]) -> list[tuple[str, int]]:
    """Return how many stand how, in the order of ``STATUSES``."""
    counted = Counter(each.status for each in figures)
    return [(status, counted[status]) for status in STATUSES]


def _communes(rows: Sequence[Mapping[str, Any]], asked: AskedPage) -> list[dict[str, Any]]:
    """Return the communes with most valid products, each with its stars."""
    most = sorted(rows, key=lambda row: (-row["valid_products"], row["name"]))[:_MOST_COMMUNES]
    return [
        {
            "name": row["name"],
            "address": record_address(asked.locale, Layer.COMMUNE, row["id"], row["name"]),
            "total": row["valid_products"],
            "stars": [row[name] for name in _STARS],
            "unknown_stars": row["valid_products"] - sum(row[name] for name in _STARS),
        }
        for row in most
        if row["valid_products"]
    ]


def published_by_year(
    connection: Connection, found: Sequence[IndicatorValue], asked: AskedPage
) -> list[dict[str, Any]]:
    """Return the published figures that tell of KPIs, as rows: what, year, value, area, source, and the KPI."""
    named = {name.key: (each, name) for each in found for name in each.definition.published}
    rows = published_figures(connection, named)
    shown = []
    for row in sorted(rows, key=lambda row: (named[row["indicator"]][0].number, row["indicator"], row["year"])):
        of, name = named[row["indicator"]]
        note = getattr(name.note, asked.locale) if name.note else None
        shown.append({**row, "label": getattr(name.label, asked.locale), "note": note, "of": of})
    return shown


BOARD = View("planning/board.html", ("variant", "compare"), _board)
