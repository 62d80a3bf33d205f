"""Pages for planners: the KPIs of the plan, zones against products, what is missing, what will lapse."""

from collections.abc import Callable
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from ocopmap.catalogue.indicators import Indicator
from ocopmap.layers.filters import Problem
from ocopmap.server.addresses import INDICATOR_PAGES, PLANNER_PAGES, PlannerPage
from ocopmap.server.context import Shared
from ocopmap.server.messages import LOCALES, Locale
from ocopmap.server.planning_pages.asked import asked_page
from ocopmap.server.planning_pages.board import BOARD
from ocopmap.server.planning_pages.communes import COMMUNES
from ocopmap.server.planning_pages.data import DATA_PAGE
from ocopmap.server.planning_pages.expiring import EXPIRING
from ocopmap.server.planning_pages.gaps import GAPS
from ocopmap.server.planning_pages.indicator import INDICATOR
from ocopmap.server.planning_pages.map import MAP
from ocopmap.server.planning_pages.page import View, send_view
from ocopmap.server.planning_pages.reports import REPORTS
from ocopmap.server.planning_pages.zones import ZONES
from ocopmap.server.problems import refusal

router = APIRouter(include_in_schema=False)
_NUMBERS = {str(number) for number in range(1, len(Indicator) + 1)}

_VIEWS = {
    PlannerPage.BOARD: BOARD,
    PlannerPage.MAP: MAP,
    PlannerPage.ZONES: ZONES,
    PlannerPage.GAPS: GAPS,
    PlannerPage.COMMUNES: COMMUNES,
    PlannerPage.EXPIRING: EXPIRING,
    PlannerPage.REPORTS: REPORTS,
    PlannerPage.DATA: DATA_PAGE,
}


def _endpoint(locale: Locale, page: PlannerPage, view: View) -> Callable[..., Response]:
    def serve(request: Request, shared: Shared) -> Response:
        return send_view(request, shared, asked_page(locale, page, request.query_params, view.parameters), view)

    return serve


def _indicator_endpoint(locale: Locale) -> Callable[..., Response]:
    def serve(request: Request, shared: Shared, number: str) -> Response:
        if number not in _NUMBERS:
            problem = Problem("number", "problem.indicator_number", {"value": number[:40], "most": len(Indicator)})
            return refusal(request, HTTPStatus.NOT_FOUND, problems=[problem])
        parameters = request.query_params
        asked = asked_page(locale, PlannerPage.BOARD, parameters, INDICATOR.parameters, int(number))
        return send_view(request, shared, asked, INDICATOR)

    return serve


for _locale in LOCALES:
    router.add_api_route(INDICATOR_PAGES[_locale], _indicator_endpoint(_locale))
    for _page, _view in _VIEWS.items():
        router.add_api_route(PLANNER_PAGES[_locale][_page], _endpoint(_locale, _page, _view))
