"""A page for each record, in each language; wrong spellings of its address lead to the right one."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.catalogue.slugs import slug_of
from ocopmap.database.engine import today
from ocopmap.layers.pages import page_record
from ocopmap.layers.reading import reading
from ocopmap.layers.revisions import revisions
from ocopmap.server.addresses import RECORD_FOLDERS, record_address, record_id_of
from ocopmap.server.context import Context, Shared
from ocopmap.server.frame import HTML, naming_us, site_root
from ocopmap.server.messages import Locale
from ocopmap.server.record_pages.page import gone_page, record_page
from ocopmap.server.responses import send

router = APIRouter(include_in_schema=False)
_LONGEST = 250


@dataclass(frozen=True)
class _Asked:
    """A page as it was asked for: ``root`` is the address of the site."""

    locale: Locale
    layer: Layer
    slug: str
    root: str


def _serve_records() -> None:
    """Register the pages of each layer in each language."""
    for locale, folders in RECORD_FOLDERS.items():
        for layer, folder in folders.items():
            router.add_api_route(folder + "{slug}", _endpoint(locale, layer), methods=["GET", "HEAD"])


def _endpoint(locale: Locale, layer: Layer) -> Callable[..., Response]:
    def page(request: Request, shared: Shared, slug: str) -> Response:
        return _record(request, shared, locale, layer, slug)

    return page


_serve_records()


class _Instead(Exception):  # noqa: N818 - no error: another answer than a record's page
    """What is answered where the address is not that of a published record."""

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.answer = answer


def _record(request: Request, shared: Context, locale: Locale, layer: Layer, slug: str) -> Response:
    if "\x00" in slug or len(slug) > _LONGEST:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    asked = _Asked(locale, layer, slug, site_root(request, shared.site))
    try:
        with reading(shared.engine) as connection:
            key = ("page", asked, today(), revisions(connection, Layer))
            rendered = shared.cache.get_or_render(key, lambda: _render(connection, shared, asked))
    except _Instead as instead:
        return instead.answer
    return send(request, rendered, HTML, naming_us(shared.site))


def _render(connection: Connection, shared: Context, asked: _Asked) -> bytes:
    """Return the page of a record.

    Raises:
        _Instead: the address has another spelling, or the record is no longer shown.
        HTTPException: there never was such a record.
    """
    record_id = record_id_of(asked.layer, asked.slug.lower())
    found = page_record(connection, asked.layer, record_id) or page_record(
        connection, asked.layer, record_id_of(asked.layer, slug_of(asked.slug))
    )
    if found is None:
        body = gone_page(connection, shared.site, asked.root, asked.locale, layer=asked.layer, key=record_id)
        if body is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        raise _Instead(Response(body, HTTPStatus.GONE, media_type=HTML, headers={"Cache-Control": "no-cache"}))
    right = record_address(asked.locale, asked.layer, found["id"], found["name"])
    if right != RECORD_FOLDERS[asked.locale][asked.layer] + quote(asked.slug, safe=""):
        raise _Instead(Response(status_code=HTTPStatus.MOVED_PERMANENTLY, headers={"Location": right}))
    return record_page(connection, shared.site, asked.root, asked.locale, found)
