"""What readers take along: leaflets and QR codes to print, and the site itself, installed and without a network."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request, Response

from ocopmap.catalogue.places import Layer
from ocopmap.catalogue.slugs import slug_of
from ocopmap.database.engine import today
from ocopmap.layers.pages import page_record
from ocopmap.layers.reading import reading
from ocopmap.layers.revisions import Rendered, revisions
from ocopmap.layers.shortlinks import short_code
from ocopmap.printing.qr import qr_drawing, qr_with_link
from ocopmap.server.addresses import LEAFLETS, OFFLINE_PAGES, PRINTED, RECORD_FOLDERS, SHORT_LINK, record_id_of
from ocopmap.server.context import Context, Shared
from ocopmap.server.frame import HTML, naming_us, site_root
from ocopmap.server.installing import (
    ICONS,
    MANIFESTS,
    TEXTS,
    TOUCH_ICON,
    WORKER,
    manifest,
    offline_page,
    offline_texts,
    worker,
)
from ocopmap.server.messages import LOCALES, Locale
from ocopmap.server.responses import send
from ocopmap.server.sheets.leaflets import Sheet, leaflet, qr_sheet
from ocopmap.server.sheets.press import printed
from ocopmap.server.wording import wording

router = APIRouter(include_in_schema=False)
_PDF = "application/pdf"
_SVG = "image/svg+xml"


@dataclass(frozen=True)
class _Asked:
    """Whose sheet is asked for, in which language."""

    request: Request
    shared: Context
    layer: Layer
    locale: Locale
    slug: str


def _leaflet(asked: _Asked) -> Response:
    def render(sheet: Sheet) -> bytes:
        with reading(asked.shared.engine) as connection:
            data, drawings = leaflet(connection, sheet)
        return printed(asked.shared, "leaflet", data, drawings | {"qr.svg": qr_drawing(sheet.link)})

    return _sheet(asked, render, LEAFLETS[asked.locale], _PDF)


def _qr_sheet(asked: _Asked) -> Response:
    def render(sheet: Sheet) -> bytes:
        return printed(asked.shared, "qr_sheet", qr_sheet(sheet), {"qr.svg": qr_drawing(sheet.link)})

    return _sheet(asked, render, "qr.pdf", _PDF)


def _qr(asked: _Asked) -> Response:
    def render(sheet: Sheet) -> bytes:
        return qr_with_link(sheet.link).encode()

    return _sheet(asked, render, "qr.svg", _SVG)


def _sheet(asked: _Asked, render: Callable[[Sheet], bytes], file_name: str, media_type: str) -> Response:
    request, shared, layer, locale = asked.request, asked.shared, asked.layer, asked.locale
    root = site_root(request, shared.site)
    key = record_id_of(layer, asked.slug)
    if "\x00" in key:
        raise HTTPException(404)
    if not root:
        raise HTTPException(400)
    with reading(shared.engine) as connection:
        found = page_record(connection, layer, key)
        state = revisions(connection, Layer)
    if found is None:
        raise HTTPException(404)
    link = f"{root}{SHORT_LINK}{short_code(layer, key)}"
    is_public = bool(shared.settings.public_url)
    sheet = Sheet(wording(locale), found, link, today(), shared.site.province.name, is_public)
    rendered = shared.cache.get_or_render((file_name, locale, link, sheet.today, state), lambda: render(sheet))
    answer = send(request, rendered, media_type, naming_us(shared.site))
    answer.headers["Content-Disposition"] = f'inline; filename="{slug_of(found["name"])[:60] or "ocop"}-{file_name}"'
    return answer


def _add_sheets(locale: Locale, layer: Layer) -> None:
    """Add the sheets of a layer's records beside their pages."""
    page = f"{RECORD_FOLDERS[locale][layer]}{{slug}}"

    @router.get(f"{page}/{LEAFLETS[locale]}")
    def leaflet_pdf(request: Request, shared: Shared, slug: str) -> Response:
        return _leaflet(_Asked(request, shared, layer, locale, slug))

    @router.get(f"{page}/qr.pdf")
    def qr_pdf(request: Request, shared: Shared, slug: str) -> Response:
        return _qr_sheet(_Asked(request, shared, layer, locale, slug))

    @router.get(f"{page}/qr.svg")
    def qr_svg(request: Request, shared: Shared, slug: str) -> Response:
        return _qr(_Asked(request, shared, layer, locale, slug))


def _add_application(locale: Locale) -> None:
    """Add what the installed application needs in a language."""

    @router.get(MANIFESTS[locale])
    def web_manifest(request: Request, shared: Shared) -> Response:
        body = _kept(shared, MANIFESTS[locale], lambda: manifest(shared.site, locale))
        return send(request, body, "application/manifest+json")

    @router.get(OFFLINE_PAGES[locale])
    def without_network(request: Request, shared: Shared) -> Response:
        return send(request, _kept(shared, OFFLINE_PAGES[locale], lambda: offline_page(shared.site, locale)), HTML)

    @router.get(TEXTS[locale])
    def texts(request: Request, shared: Shared) -> Response:
        body = _kept(shared, TEXTS[locale], lambda: offline_texts(locale))
        return send(request, body, "application/json")


for each in LOCALES:
    _add_application(each)
    for layer in PRINTED:
        _add_sheets(each, layer)


@router.get(WORKER)
def service_worker(request: Request, shared: Shared) -> Response:
    """Return the service worker, asked anew each time so that a new version is met at once."""
    body = _kept(shared, WORKER, lambda: worker(shared.site))
    return send(request, body, "text/javascript; charset=utf-8", "no-cache")


@router.get(TOUCH_ICON)
def touch_icon(request: Request, shared: Shared) -> Response:
    """Return the icon that Apple's devices look for by its name alone."""
    return icon(request, shared, "touch-180.png")


@router.get(ICONS + "{name}")
def icon(request: Request, shared: Shared, name: str) -> Response:
    """Return an icon of the installed application."""
    found = shared.site.front_end.icons.get(name)
    if found is None:
        raise HTTPException(404)
    return send(request, found.content, found.media_type)


def _kept(shared: Context, key: str, render: Callable[[], bytes]) -> Rendered:
    return shared.cache.get_or_render(key, render)
