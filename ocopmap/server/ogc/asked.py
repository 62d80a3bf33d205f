"""What a request to the OGC addresses asks for: checked here, in the words of this site, before tipg sees it."""

from collections.abc import Sequence
from math import isfinite
from typing import Annotated, Final

from cql2 import Expr
from fastapi import Depends, HTTPException, Query, Request
from morecantile import Tile
from tipg.collections import CollectionList
from tipg.dependencies import accept_media_type
from tipg.resources.enums import MediaType

from ocopmap.layers.filters import Bbox, FilterError, Problem
from ocopmap.server.context import ReaderLocale
from ocopmap.server.ogc.collections import Catalogue, LayerCollection
from ocopmap.server.ogc.cql2 import parsed
from ocopmap.server.ogc.systems import CRS84, system

MOST_ZOOM: Final = 22
_PARAMETERS: Final = frozenset(
    {"f", "ids", "bbox", "bbox-crs", "crs", "datetime", "properties", "filter", "filter-lang", "filter-crs", "sortby"}
    | {"geom-column", "datetime-column", "limit", "offset", "bbox-only", "simplify", "type", "minzoom", "maxzoom"}
)


def catalogue(request: Request) -> Catalogue:
    """Return the catalogue of the application."""
    found: Catalogue = request.app.state.catalogue
    return found


def all_collections(
    request: Request, locale: ReaderLocale, held: Annotated[Catalogue, Depends(catalogue)]
) -> CollectionList:
    """Return every collection."""
    _refuse_unknown(request, _PARAMETERS)
    found = list(held.collections(locale).values())
    return CollectionList(collections=list(found), matched=len(found), next=None, prev=None)


def collection(
    request: Request,
    locale: ReaderLocale,
    held: Annotated[Catalogue, Depends(catalogue)],
    collectionId: str,  # noqa: N803 - the standard's name
    crs: Annotated[str, Query(description="Coordinate reference system of the answer.")] = CRS84,
) -> LayerCollection:
    """Return the collection of an address, for an answer in the system asked for."""
    found = held.collections(locale).get(collectionId)
    if found is None:
        raise HTTPException(404)
    _refuse_unknown(request, _PARAMETERS | {each.name for each in found.properties})
    chosen = system("crs", crs)
    if "/items" in request.url.path:
        request.state.content_crs = chosen.uri
    return found.asked_in(chosen)


def _refuse_unknown(request: Request, known: frozenset[str]) -> None:
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        raise FilterError([Problem(name[:40], "problem.unknown_parameter", {}) for name in unknown])


def box(
    bbox: Annotated[str | None, Query(description="Four numbers in the order of the axes of bbox-crs.")] = None,
    bbox_crs: Annotated[str, Query(alias="bbox-crs")] = CRS84,
) -> list[float] | None:
    """Return the box asked for in degrees: west, south, east, north; heights are left aside."""
    chosen = system("bbox-crs", bbox_crs)
    if not bbox:
        return None
    try:
        numbers = [float(each) for each in bbox.split(",")]
    except ValueError as error:
        raise FilterError.of("bbox", "problem.bbox_numbers") from error
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4 or not all(map(isfinite, numbers)):
        raise FilterError.of("bbox", "problem.bbox_numbers")
    return list(_possible(chosen.degrees(numbers)))


def _possible(found: Bbox) -> Bbox:
    west, south, east, north = found
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= 90 and -90 <= north <= 90):
        raise FilterError.of("bbox", "problem.bbox_range")
    if west > east or south > north:
        raise FilterError.of("bbox", "problem.bbox_order")
    return found


def filter_of(
    found: Annotated[LayerCollection, Depends(collection)],
    query: Annotated[str | None, Query(alias="filter", description="CQL2 text or JSON.")] = None,
    filter_lang: Annotated[str, Query(alias="filter-lang")] = "cql2-text",
    filter_crs: Annotated[str, Query(alias="filter-crs")] = CRS84,
) -> Expr | None:
    """Return the CQL2 filter asked for."""
    _choice("filter-lang", filter_lang, ("cql2-text", "cql2-json"))
    _choice("filter-crs", filter_crs, (CRS84,))
    return parsed(query, [each.name for each in found.properties]) if query else None


def tile(z: int, x: int, y: int) -> Tile:
    """Return the tile of an address."""
    if not (0 <= z <= MOST_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z):
        raise HTTPException(404)
    return Tile(x, y, z)


def json_only(request: Request, f: str | None = None) -> MediaType | None:
    """Return the form of an answer that there is only one of."""
    return _form(request, f, (MediaType.json,))


def schema_only(request: Request, f: str | None = None) -> MediaType | None:
    """Return the form of a description of columns."""
    return _form(request, f, (MediaType.schemajson,))


def items_form(request: Request, f: str | None = None) -> MediaType | None:
    """Return the form of features."""
    return _form(request, f, (MediaType.geojson, MediaType.json, MediaType.ndjson, MediaType.geojsonseq))


def _form(request: Request, asked: str | None, offered: Sequence[MediaType]) -> MediaType | None:
    if asked:
        _choice("f", asked, [each.name for each in offered])
        return MediaType[asked]
    return accept_media_type(request.headers.get("accept", ""), list(offered))


def _choice(parameter: str, value: str, offered: Sequence[str]) -> None:
    if value not in offered:
        raise FilterError.of(parameter, "problem.not_a_choice", value=value[:80], choices=", ".join(offered))
