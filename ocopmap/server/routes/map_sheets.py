"""The map sheet of the province as PDF."""

from collections.abc import Callable
from typing import Final

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.filters import FilterError
from ocopmap.layers.reading import reading
from ocopmap.layers.revisions import revisions
from ocopmap.planning.mapsheets.ground import drawable_commodities
from ocopmap.planning.mapsheets.paper import Orientation, Paper, Sheet
from ocopmap.planning.mapsheets.themes import Theme
from ocopmap.server.addresses import MAP_SHEETS, PlannerPage
from ocopmap.server.context import Context, Shared
from ocopmap.server.messages import LOCALES, Locale
from ocopmap.server.planning_pages.asked import AskedPage, asked_page
from ocopmap.server.responses import send
from ocopmap.server.sheets.map_sheets import AskedSheet, NoGroundError, map_sheet
from ocopmap.server.sheets.press import printed
from ocopmap.server.wording import wording

router = APIRouter(include_in_schema=False)
_PARAMETERS: Final = ("theme", "commodity", "paper")
_PAPERS: Final = {f"{paper}-{orientation}": Sheet(paper, orientation) for paper in Paper for orientation in Orientation}


def _sheet(request: Request, shared: Context, locale: Locale) -> Response:
    page = asked_page(locale, PlannerPage.REPORTS, request.query_params, _PARAMETERS)
    with reading(shared.engine, page.day) as connection:
        asked = _asked(connection, page)
        key = ("map sheet", locale, asked, revisions(connection, Layer))
        rendered = shared.cache.get_or_render(key, lambda: _printed(connection, shared, locale, asked))
    answer = send(request, rendered, "application/pdf")
    commodity = f"-{asked.commodity}" if asked.commodity else ""
    name = f"ocop-{asked.theme}{commodity}-{asked.sheet.paper}-{asked.day.isoformat()}.pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def _asked(connection: Connection, page: AskedPage) -> AskedSheet:
    """Return the sheet that an address asks for; a commodity counts for zones alone.

    Raises:
        FilterError: there is no such theme, paper or drawn commodity.
    """
    theme = Theme(_chosen(page, "theme", list(Theme), Theme.PRODUCTS))
    sheet = _PAPERS[_chosen(page, "paper", list(_PAPERS), f"{Paper.A4}-{Orientation.LANDSCAPE}")]
    if theme is not Theme.ZONES:
        return AskedSheet(sheet, theme, page.day)
    commodities = drawable_commodities(connection)
    return AskedSheet(sheet, theme, page.day, _chosen(page, "commodity", commodities, None))


def _chosen(page: AskedPage, name: str, choices: list[str], usual: str | None) -> str:
    value = page.value(name) or usual
    if value is None:
        raise FilterError.of(name, "problem.empty_value")
    if value not in choices:
        raise FilterError.not_a_choice(name, value, choices)
    return value


def _printed(connection: Connection, shared: Context, locale: Locale, asked: AskedSheet) -> bytes:
    try:
        data, drawings = map_sheet(connection, wording(locale), asked, shared.around)
    except NoGroundError as error:
        raise HTTPException(404) from error
    return printed(shared, "map_sheet", data, drawings)


def _endpoint(locale: Locale) -> Callable[..., Response]:
    def serve(request: Request, shared: Shared) -> Response:
        return _sheet(request, shared, locale)

    return serve


for _locale in LOCALES:
    router.add_api_route(MAP_SHEETS[_locale], _endpoint(_locale))
