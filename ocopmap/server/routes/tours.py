"""Tours: planned by what their link or request tells."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response

from ocopmap.server.context import Context, ReaderLocale, Shared
from ocopmap.server.messages import LOCALES, Locale
from ocopmap.server.responses import OrjsonResponse
from ocopmap.server.tours.answers import TourAnswer
from ocopmap.server.tours.planning import planned
from ocopmap.server.tours.telling import answer
from ocopmap.server.wording import wording
from ocopmap.touring.links import parse_link
from ocopmap.touring.tour import Tour

router = APIRouter(prefix="/api/v1/tours", tags=["tours"])
_REFUSED: dict[int | str, dict[str, Any]] = {
    400: {"description": "a part of the tour is unknown or impossible"},
    413: {"description": "the request is too large"},
    503: {"description": "too many tours are asked for just now"},
}
_EXAMPLE = {
    "stops": [
        {"key": "tourism_point:lang-hoa-sa-dec", "visit_minutes": 60, "locked": True},
        {"key": "tourism_point:nha-co-huynh-thuy-le"},
        {"latitude": 10.29, "longitude": 105.75, "name": "Bữa trưa"},
    ],
    "order": "best",
    "date": "2026-12-01",
}


@router.post("/plan", responses=_REFUSED, response_model=TourAnswer)
def plan(
    shared: Shared, locale: ReaderLocale, tour: Annotated[Tour, Body(openapi_examples={"day": {"value": _EXAMPLE}})]
) -> Response:
    """Return the stops in order, the ways between them, the timetable, and what does not fit."""
    return _planned(shared, tour, locale)


@router.get("/plan", responses=_REFUSED, response_model=TourAnswer)
def plan_of_link(request: Request, shared: Shared, locale: ReaderLocale) -> Response:
    """Return the same for a tour's link: its parameters as they stand there; `lang` is `vi` or `en`."""
    return _planned(shared, parse_link(request.query_params.multi_items()), asked_language(request, locale))


def asked_language(request: Request, preferred: Locale) -> Locale:
    """Return the language that an address names, else the reader's."""
    named = request.query_params.get("lang")
    return next((locale for locale in LOCALES if locale == named), preferred)


def _planned(shared: Context, tour: Tour, locale: Locale) -> Response:
    body = answer(planned(shared, tour, locale), wording(locale)).model_dump(mode="json", by_alias=True)
    return OrjsonResponse(body, headers={"Vary": "Accept-Language", "Cache-Control": "no-store"})
