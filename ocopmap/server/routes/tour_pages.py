"""The page on which tours are put together, and a tour for frames on other web sites, in each language."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response

from ocopmap.layers.revisions import Rendered
from ocopmap.server.addresses import TOUR_EMBEDS, TOURS
from ocopmap.server.context import Shared
from ocopmap.server.frame import HTML
from ocopmap.server.messages import LOCALES, Locale
from ocopmap.server.responses import send
from ocopmap.server.tours.page import tour_page

router = APIRouter(include_in_schema=False)
_OF_THIS_MOMENT = "no-cache"
"""The browser asks again: roads and records may have changed."""


def _endpoint(locale: Locale, *, is_embedded: bool) -> Callable[..., Response]:
    def page(request: Request, shared: Shared) -> Response:
        body = tour_page(request, shared, locale, is_embedded=is_embedded)
        return send(request, Rendered(body), HTML, _OF_THIS_MOMENT)

    return page


for _locale in LOCALES:
    router.add_api_route(TOURS[_locale], _endpoint(_locale, is_embedded=False), methods=["GET", "HEAD"])
    router.add_api_route(TOUR_EMBEDS[_locale], _endpoint(_locale, is_embedded=True), methods=["GET", "HEAD"])
