"""The map page and the map for frames, in two languages, and the files they need."""

from fastapi import APIRouter, HTTPException, Request, Response

from ocopmap.server.addresses import EMBEDS
from ocopmap.server.context import Shared
from ocopmap.server.frame import HTML, naming_us, site_root
from ocopmap.server.responses import IMMUTABLE, send

router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=["GET", "HEAD"])
def vietnamese_page(request: Request, shared: Shared) -> Response:
    """Return the map in Vietnamese; its state is in the query string, read by the browser."""
    return send(request, shared.site.page("vi", site_root(request, shared.site)), HTML, naming_us(shared.site))


@router.api_route("/en/", methods=["GET", "HEAD"])
def english_page(request: Request, shared: Shared) -> Response:
    """Return the map in English."""
    return send(request, shared.site.page("en", site_root(request, shared.site)), HTML, naming_us(shared.site))


@router.api_route(EMBEDS["vi"], methods=["GET", "HEAD"])
def vietnamese_embed(request: Request, shared: Shared) -> Response:
    """Return the map in Vietnamese for frames on other web sites."""
    return send(request, shared.site.embed("vi", site_root(request, shared.site)), HTML, naming_us(shared.site))


@router.api_route(EMBEDS["en"], methods=["GET", "HEAD"])
def english_embed(request: Request, shared: Shared) -> Response:
    """Return the map in English for frames on other web sites."""
    return send(request, shared.site.embed("en", site_root(request, shared.site)), HTML, naming_us(shared.site))


@router.get("/assets/{name}")
def asset(request: Request, shared: Shared, name: str) -> Response:
    """Return a file of the front end."""
    found = shared.site.assets.get(name)
    if found is None:
        raise HTTPException(404)
    return send(request, found.content, found.media_type, IMMUTABLE)
