"""The map page in two languages, and the files it needs."""

from fastapi import APIRouter, HTTPException, Request, Response

from ocopmap.server.context import Shared
from ocopmap.server.responses import IMMUTABLE, send

router = APIRouter(include_in_schema=False)
_HTML = "text/html; charset=utf-8"


@router.api_route("/", methods=["GET", "HEAD"])
def vietnamese_page(request: Request, shared: Shared) -> Response:
    """Return the map in Vietnamese; its state is in the query string, read by the browser."""
    return send(request, shared.site.page("vi"), _HTML)


@router.api_route("/en/", methods=["GET", "HEAD"])
def english_page(request: Request, shared: Shared) -> Response:
    """Return the map in English."""
    return send(request, shared.site.page("en"), _HTML)


@router.get("/assets/{name}")
def asset(request: Request, shared: Shared, name: str) -> Response:
    """Return a file of the front end."""
    found = shared.site.assets.get(name)
    if found is None:
        raise HTTPException(404)
    return send(request, found.content, found.media_type, IMMUTABLE)
