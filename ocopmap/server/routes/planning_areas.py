"""The analysis of an area that a planner draws, names or hands in. Nothing of it is kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, HTTPException, Query, Request, Response
from shapely.geometry import mapping
from starlette.concurrency import run_in_threadpool

from ocopmap.ingest.areafiles.area import Area
from ocopmap.layers.filters import Problem
from ocopmap.layers.reading import reading
from ocopmap.planning.area import Row, area_analysis
from ocopmap.planning.arearecords import records_csv, records_geojson
from ocopmap.server.areas.notes import area_notes, require_inside
from ocopmap.server.areas.receiving import TooLargeError, area_handed_in
from ocopmap.server.context import Context, ReaderLocale, Shared
from ocopmap.server.planning_pages.asked import past_day
from ocopmap.server.problems import refusal
from ocopmap.server.responses import GEOJSON, OrjsonResponse
from ocopmap.server.routes.planning import AsOf

router = APIRouter(prefix="/api/v1/planning", tags=["planning"])

_RESPONSES: dict[int | str, dict[str, Any]] = {
    400: {"description": "the area or a parameter is impossible"},
    413: {"description": "the file is too large"},
    503: {"description": "too many files at once"},
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "GeoJSON (WGS 84) as `geometry`, or codes as `communes`; any other type of content is a file",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "geometry": {"type": "object"},
                        "communes": {"type": "array", "items": {"type": "string"}},
                    },
                }
            },
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}
_MIB = 2**20
_PATIENCE_S: Final = 8

_analyses = BoundedSemaphore(3)
"""Cutting along many corners takes seconds: the other connections stay for everybody else."""

Answer = Callable[[Area, Row], Response]


class AreaQuery(AsOf):
    """The day; and of a file, its name and the coordinate system that a person names (``EPSG:5897``)."""

    name: str = ""
    crs: str | None = None


@router.post("/area", responses=_RESPONSES, openapi_extra=_BODY)
async def area(
    request: Request, shared: Shared, locale: ReaderLocale, query: Annotated[AreaQuery, Query()]
) -> Response:
    """Return what lies inside an area: ground by commune, raw material, records and what they count to."""

    def answer(found: Area, analysis: Row) -> Response:
        geometry, notes = mapping(found.shape), area_notes(found, analysis, locale)
        body = {"as_of": past_day(query.as_of), "geometry": geometry, "notes": notes, **analysis}
        return OrjsonResponse(body, headers={"Vary": "Accept-Language", "Cache-Control": "no-store"})

    return await _analysed(request, shared, query, answer)


@router.post("/area/records.{kind}", responses=_RESPONSES, openapi_extra=_BODY)
async def area_records(
    request: Request, shared: Shared, kind: Literal["csv", "geojson"], query: Annotated[AreaQuery, Query()]
) -> Response:
    """Return the records inside an area as a file."""

    def answer(found: Area, analysis: Row) -> Response:
        day = past_day(query.as_of)
        headers = {"Content-Disposition": f'attachment; filename="ocop-vung-{day}.{kind}"', "Cache-Control": "no-store"}
        if kind == "csv":
            return Response(records_csv(analysis), media_type="text/csv; charset=utf-8", headers=headers)
        return Response(records_geojson(analysis, mapping(found.shape)), media_type=GEOJSON, headers=headers)

    return await _analysed(request, shared, query, answer, with_shapes=kind == "geojson")


async def _analysed(
    request: Request, shared: Context, query: AreaQuery, answer: Answer, *, with_shapes: bool = False
) -> Response:
    day = past_day(query.as_of)

    def analyse(found: Area) -> Response:
        with _turn(), reading(shared.engine, day) as connection:
            analysis = area_analysis(connection, found.shape, shared.settings.province, with_shapes=with_shapes)
            meridians = shared.geocoder.at(connection).meridians
            require_inside(connection, found, analysis, shared.site.province, meridians)
        return answer(found, analysis)

    try:
        found = await area_handed_in(request, shared, query.name, query.crs)
    except TooLargeError as error:
        problem = Problem("area", "problem.area_too_large", {"most": error.most // _MIB})
        too_large = refusal(request, 413, problems=[problem])
        too_large.headers["Connection"] = "close"  # else the server would read the rest of the body
        return too_large
    return await run_in_threadpool(analyse, found)


@contextmanager
def _turn() -> Iterator[None]:
    """Let one area be looked into.

    Raises:
        HTTPException: 503, no turn came in time.
    """
    if not _analyses.acquire(timeout=_PATIENCE_S):
        raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "10"})
    try:
        yield
    finally:
        _analyses.release()
