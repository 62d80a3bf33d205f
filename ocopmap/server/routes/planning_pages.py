"""Pages for planners: the KPIs of the plan, zones against products, what is missing, what will lapse."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from ocopmap.server.addresses import PLANNER_PAGES, PlannerPage
from ocopmap.server.context import Shared
from ocopmap.server.messages import LOCALES, Locale
from ocopmap.server.planning_pages.asked import asked_page
from ocopmap.server.planning_pages.board import BOARD
from ocopmap.server.planning_pages.data import DATA_PAGE
from ocopmap.server.planning_pages.map import MAP
from ocopmap.server.planning_pages.page import View, send_view
from ocopmap.server.planning_pages.reports import REPORTS

router = APIRouter(include_in_schema=False)

_VIEWS = {PlannerPage.BOARD: BOARD, PlannerPage.MAP: MAP, PlannerPage.REPORTS: REPORTS, PlannerPage.DATA: DATA_PAGE}


def _endpoint(locale: Locale, page: PlannerPage, view: View) -> Callable[..., Response]:
    def serve(request: Request, shared: Shared) -> Response:
        return send_view(request, shared, asked_page(locale, page, request.query_params, view.parameters), view)

    return serve


for _locale in LOCALES:
    for _page, _view in _VIEWS.items():
        router.add_api_route(PLANNER_PAGES[_locale][_page], _endpoint(_locale, _page, _view))
