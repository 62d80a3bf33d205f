"""How this site is found: sitemap, robots.txt, short links, who to write to, the icon at its old address."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Request, Response

from ocopmap.catalogue.places import Layer
from ocopmap.layers.reading import reading
from ocopmap.layers.revisions import revisions
from ocopmap.layers.shortlinks import records_of
from ocopmap.layers.sitemap import public_pages
from ocopmap.server.addresses import SHORT_LINK, record_address
from ocopmap.server.context import Context, ReaderLocale, Shared
from ocopmap.server.frame import HTML, Head, naming_us, render_page, site_root
from ocopmap.server.messages import messages
from ocopmap.server.responses import send
from ocopmap.server.sitemap import PART, sitemap_files

router = APIRouter(include_in_schema=False)
_TEXT = "text/plain; charset=utf-8"
_XML = "application/xml"
_DAY = "public, max-age=86400"
_SECURITY_DAYS = 180


@router.get("/sitemap.xml")
def sitemap(request: Request, shared: Shared) -> Response:
    """Return the sitemap, or the index of its parts."""
    return _sitemap_file(request, shared, 0)


@router.get(PART.replace("{number}", "{number:int}"))
def sitemap_part(request: Request, shared: Shared, number: int) -> Response:
    """Return a part of a sitemap too long for one file."""
    return _sitemap_file(request, shared, number)


def _sitemap_file(request: Request, shared: Context, number: int) -> Response:
    root = site_root(request, shared.site)
    with reading(shared.engine) as connection:
        key = ("sitemap", root, number, revisions(connection, Layer))
        rendered = shared.cache.get_or_render(
            key, lambda: _numbered(sitemap_files(root, public_pages(connection, shared.settings.province)), number)
        )
    return send(request, rendered, _XML, naming_us(shared.site))


def _numbered(files: list[str], number: int) -> bytes:
    if number >= len(files):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return files[number].encode()


@router.get("/robots.txt")
def robots(shared: Shared) -> Response:
    """Return what crawlers may read: every page, not the data behind them."""
    lines = ["User-agent: *", "Disallow: /api/", "Disallow: /tiles/"]
    if shared.settings.public_url:
        lines += ["", f"Sitemap: {shared.settings.public_url.rstrip('/')}/sitemap.xml"]
    return Response("\n".join(lines) + "\n", media_type=_TEXT, headers={"Cache-Control": _DAY})


@router.get("/.well-known/security.txt")
def security_contact(shared: Shared) -> Response:
    """Return whom to tell of a weakness (RFC 9116), where the office has named somebody."""
    if not shared.settings.contact_email:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    until = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=_SECURITY_DAYS)
    lines = [
        f"Contact: mailto:{shared.settings.contact_email}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: vi, en",
    ]
    return Response("\n".join(lines) + "\n", media_type=_TEXT, headers={"Cache-Control": _DAY})


@router.get("/favicon.ico")
def favicon(request: Request, shared: Shared) -> Response:
    """Return the icon to whoever looks for it where icons used to be."""
    icon = shared.site.front_end.favicon
    return send(request, icon.content, icon.media_type, _DAY)


@router.get(SHORT_LINK + "{code}")
def short_link(request: Request, shared: Shared, locale: ReaderLocale, code: str) -> Response:
    """Lead to the record of a short code, in the reader's language; where two have the same, let the reader choose."""
    with reading(shared.engine) as connection:
        found = records_of(connection, code)
    if not found:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    pages = [(each.name, each.layer, record_address(locale, each.layer, each.id, each.name)) for each in found]
    headers = {"Vary": "Accept-Language", "Cache-Control": "public, max-age=3600"}
    if len(pages) == 1:
        return Response(status_code=HTTPStatus.FOUND, headers=headers | {"Location": pages[0][2]})
    head = Head(title=messages(locale)["short.choose"])
    headers["Cache-Control"] = naming_us(shared.site)
    body = render_page(shared.site, site_root(request, shared.site), "errors/choice.html", locale, head, pages=pages)
    return Response(body, status_code=HTTPStatus.MULTIPLE_CHOICES, media_type=HTML, headers=headers)
