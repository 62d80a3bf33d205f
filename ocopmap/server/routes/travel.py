"""What can be reached from a place, how far places are from one another, and by which road network that is known."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from ocopmap.layers.downloads.formats import MEDIA, Format, TableFormat
from ocopmap.layers.downloads.metadata import Metadata
from ocopmap.layers.downloads.table import unplaced
from ocopmap.layers.filters import FilterError
from ocopmap.server.context import Context, ReaderLocale, Shared
from ocopmap.server.files.sending import send_file
from ocopmap.server.files.tables import metadata_of, write_table
from ocopmap.server.messages import Locale, messages
from ocopmap.server.responses import GEOJSON, OrjsonResponse, json_bytes, send
from ocopmap.server.tours.travelling import Named, network_key, placed, roads, turn
from ocopmap.server.wording import wording
from ocopmap.touring.links import parse_place
from ocopmap.touring.routing.choosing import answers
from ocopmap.touring.tour import Place
from ocopmap.touring.travel import Matrix, Mode, OffRoadError, Position, Router

router = APIRouter(prefix="/api/v1", tags=["travel"])

MAX_PLACES: Final = 50
_MAX_MINUTES: Final = 120
_MAX_RINGS: Final = 4
_NUMBER = re.compile(r"\d{1,3}", re.ASCII)
_COLUMNS: Final = ("from_name", "from_key", "to_name", "to_key", "minutes", "kilometers")
_REFUSED: dict[int | str, dict[str, Any]] = {
    400: {"description": "a parameter is unknown or impossible"},
    429: {"description": "too many questions of this visitor are not answered yet"},
    503: {"description": "the router is down or busy"},
}


_MEDIA: Final = {kind: MEDIA[Format(kind)] for kind in TableFormat}


class TravelQuery(BaseModel):
    """How one travels."""

    model_config = ConfigDict(extra="forbid")
    mode: Mode = Mode.CAR
    ferries: bool = True
    """Whether ferries may be taken."""


class ReachQuery(TravelQuery):
    """Where from: a record, or a point (WGS 84 degrees); and within how many minutes."""

    key: str | None = None
    lat: float | None = None
    lon: float | None = None
    minutes: str = "15,30,60"


class MatrixQuery(TravelQuery):
    """Between which places: each a record's key, or ``@latitude,longitude:name``."""

    place: list[str] = []


@router.get("/roads")
def about_roads(request: Request, shared: Shared) -> Response:
    """Return whether there is a road network, of what day its data are, whose they are; `answers`: its router works."""
    with turn(request):
        working = answers(shared.settings)
    told = {} if working is None else {"answers": working}
    return OrjsonResponse(roads(shared.settings) | told, headers={"Cache-Control": "no-cache"})


@router.get("/travel/isochrones", responses=_REFUSED)
def isochrones(
    request: Request, shared: Shared, locale: ReaderLocale, query: Annotated[ReachQuery, Query()]
) -> Response:
    """Return what can be reached within some minutes as GeoJSON, a MultiPolygon each, the nearest first."""
    minutes = _minutes(query.minutes)
    (here,) = placed(shared, "key" if query.key else "lat", [_origin(query)])
    spot = Position(round(here.position.latitude, 5), round(here.position.longitude, 5))
    network = network_key(shared.settings, datetime.now(UTC))
    key = ("isochrones", network, here.key, here.name, spot, minutes, query.mode, query.ferries, locale)
    with turn(request):
        rendered = shared.cache.get_or_render(key, lambda: json_bytes(_reach(shared, here, minutes, query, locale)))
    answer = send(request, rendered, GEOJSON)
    answer.headers["Vary"] = "Accept-Encoding, Accept-Language"
    return answer


@router.get("/travel/matrix", responses=_REFUSED)
def matrix(request: Request, shared: Shared, locale: ReaderLocale, query: Annotated[MatrixQuery, Query()]) -> Response:
    """Return seconds and metres between all pairs of places, ``[from][to]``; null where there is no way."""
    places, found, follows_roads = _asked_matrix(request, shared, query)
    body = {
        "mode": query.mode,
        "ferries": query.ferries,
        "follows_roads": follows_roads,
        "notice": None if follows_roads else messages(locale)["travel.no_network"],
        "places": [
            {"key": each.key, "name": each.name, "latitude": each.position[0], "longitude": each.position[1]}
            for each in places
        ],
        "seconds": found.seconds if follows_roads else None,
        "meters": found.meters,
        "roads": roads(shared.settings),
    }
    return OrjsonResponse(body, headers={"Vary": "Accept-Language", "Cache-Control": "no-store"})


@router.get(
    "/travel/matrix.{kind}",
    responses=_REFUSED | {200: {"content": {media.split(";")[0]: {} for media in _MEDIA.values()}}},
)
def matrix_file(
    request: Request, shared: Shared, locale: ReaderLocale, kind: TableFormat, query: Annotated[MatrixQuery, Query()]
) -> Response:
    """Return the same as a file, a row for each pair."""
    places, found, follows_roads = _asked_matrix(request, shared, query)
    table = unplaced("matrix", _COLUMNS, _rows(places, found, follows_roads=follows_roads))
    metadata = _metadata(shared, query, locale, follows_roads=follows_roads)
    name = f"ocop-travel-times.{kind}"
    return send_file(name, _MEDIA[kind], lambda path: write_table(path, Format(kind), table, metadata))


def _minutes(text: str) -> tuple[int, ...]:
    given = text.split(",")
    found = {int(each) for each in given if _NUMBER.fullmatch(each)}
    if len(found) != len(given) or len(found) > _MAX_RINGS or not all(0 < each <= _MAX_MINUTES for each in found):
        raise FilterError.of("minutes", "problem.minutes", value=text[:40], most=_MAX_MINUTES, count=_MAX_RINGS)
    return tuple(sorted(found))


def _origin(query: ReachQuery) -> Place:
    if query.key is not None and query.lat is None and query.lon is None:
        return parse_place("key", query.key)
    if query.key is None and query.lat is not None and query.lon is not None:
        return parse_place("lat", f"@{query.lat:.6f},{query.lon:.6f}")
    raise FilterError.of("key", "problem.one_place")


def _reach(shared: Context, here: Named, minutes: Sequence[int], query: ReachQuery, locale: Locale) -> dict[str, Any]:
    finder = shared.router
    try:
        found = finder.isochrones(here.position, minutes, query.mode, avoid_ferries=not query.ferries)
    except OffRoadError as error:
        far = round(shared.settings.stop_reach_m)
        raise FilterError.of("key" if query.key else "lat", "problem.off_road", meters=far) from error
    latitude, longitude = here.position
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": each.minutes,
                "geometry": {"type": "MultiPolygon", "coordinates": each.coordinates},
                "properties": {"minutes": each.minutes, "mode": query.mode, "ferries": query.ferries},
            }
            for each in found
        ],
        "origin": {"key": here.key, "name": here.name, "latitude": latitude, "longitude": longitude},
        "follows_roads": finder.follows_roads,
        "notice": None if finder.follows_roads else messages(locale)["travel.no_network"],
        "roads": roads(shared.settings),
    }


def _asked_matrix(request: Request, shared: Context, query: MatrixQuery) -> tuple[list[Named], Matrix, bool]:
    if not 2 <= len(query.place) <= MAX_PLACES:
        raise FilterError.of("place", "problem.many_places", n=len(query.place), most=MAX_PLACES)
    places = placed(shared, "place", [parse_place("place", text) for text in query.place])
    finder: Router = shared.router
    with turn(request):
        found = finder.matrix([each.position for each in places], query.mode, avoid_ferries=not query.ferries)
    return places, found, finder.follows_roads


def _rows(places: Sequence[Named], found: Matrix, *, follows_roads: bool) -> Iterator[dict[str, Any]]:
    for here, start in enumerate(places):
        for there, end in enumerate(places):
            seconds, meters = found.seconds[here][there], found.meters[here][there]
            if here != there:
                yield {
                    "from_name": start.name,
                    "from_key": start.key,
                    "to_name": end.name,
                    "to_key": end.key,
                    "minutes": round(seconds / 60, 1) if follows_roads and seconds is not None else None,
                    "kilometers": None if meters is None else round(meters / 1_000, 2),
                }


def _metadata(shared: Context, query: MatrixQuery, locale: Locale, *, follows_roads: bool) -> Metadata:
    texts, known = messages(locale), roads(shared.settings)
    of_roads = texts["travel.roads_of"].format(attribution=known["attribution"], date=known.get("extract_date", "?"))
    facts = {
        texts["download.title"]: texts["travel.matrix"],
        texts["travel.mode"]: texts[f"tour.mode.{query.mode}"],
        texts["travel.ferries"]: texts[f"travel.ferries.{'used' if query.ferries else 'avoided'}"],
        texts["travel.roads"]: of_roads if follows_roads else texts["travel.no_network"],
    }
    return metadata_of(wording(locale), facts, {name: texts[f"travel.column.{name}"] for name in _COLUMNS})
