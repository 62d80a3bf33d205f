"""Tours: planned by what their link or request tells."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response
from pydantic import BaseModel, Field

from ocopmap.server.context import Context, ReaderLocale, Shared
from ocopmap.server.messages import LOCALES, Locale
from ocopmap.server.responses import OrjsonResponse, send
from ocopmap.server.tours.answers import CircuitsAnswer, SuggestionsAnswer, TourAnswer
from ocopmap.server.tours.suggesting import Wish, circuits, planned_answer, suggestions
from ocopmap.server.tours.travelling import turn
from ocopmap.server.wording import wording
from ocopmap.touring.links import parse_link
from ocopmap.touring.tour import Tour

router = APIRouter(prefix="/api/v1/tours", tags=["tours"])
_REFUSED: dict[int | str, dict[str, Any]] = {
    400: {"description": "a part of the tour is unknown or impossible"},
    413: {"description": "the request is too large"},
    429: {"description": "too many questions of this visitor are not answered yet"},
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


class WishQuery(BaseModel):
    """How much of a detour is worth it; the rest of the address is the tour's link."""

    minutes: int = Field(15, ge=1, le=120, description="along roads")
    km: float = Field(5, gt=0, le=50, description="along straight lines")


@router.post("/plan", responses=_REFUSED, response_model=TourAnswer)
def plan(
    request: Request,
    shared: Shared,
    locale: ReaderLocale,
    tour: Annotated[Tour, Body(openapi_examples={"day": {"value": _EXAMPLE}})],
) -> Response:
    """Return the stops in order, the ways between them, the timetable, and what does not fit."""
    return _planned(request, shared, tour, locale)


@router.get("/plan", responses=_REFUSED, response_model=TourAnswer)
def plan_of_link(request: Request, shared: Shared, locale: ReaderLocale) -> Response:
    """Return the same for a tour's link: its parameters as they stand there; `lang` is `vi` or `en`."""
    return _planned(request, shared, parse_link(request.query_params.multi_items()), asked_language(request, locale))


@router.get("/suggestions", responses=_REFUSED, response_model=SuggestionsAnswer)
def suggested(request: Request, shared: Shared, locale: ReaderLocale, query: Annotated[WishQuery, Query()]) -> Response:
    """Return OCOP places within a detour of the tour whose link stands in the address besides `minutes` and `km`."""
    tour = parse_link(request.query_params.multi_items())
    words = wording(asked_language(request, locale))
    with turn(request):
        found = suggestions(shared, tour, Wish(query.minutes, query.km), words)
    return OrjsonResponse(
        found.model_dump(mode="json"), headers={"Vary": "Accept-Language", "Cache-Control": "no-store"}
    )


@router.get("/circuits", response_model=CircuitsAnswer)
def ready_made(request: Request, shared: Shared, locale: ReaderLocale) -> Response:
    """Return ready-made tours by theme, grown from what is made, grown, sold and to be seen near one another."""
    language = asked_language(request, locale)
    answer = send(request, circuits(shared, language), "application/json")
    answer.headers["Vary"] = "Accept-Encoding, Accept-Language"
    return answer


def asked_language(request: Request, preferred: Locale) -> Locale:
    """Return the language that an address names, else the reader's."""
    named = request.query_params.get("lang")
    return next((locale for locale in LOCALES if locale == named), preferred)


def _planned(request: Request, shared: Context, tour: Tour, locale: Locale) -> Response:
    with turn(request):
        told = planned_answer(shared, tour, wording(locale))
    body = told.model_dump(mode="json", by_alias=True)
    return OrjsonResponse(body, headers={"Vary": "Accept-Language", "Cache-Control": "no-store"})
