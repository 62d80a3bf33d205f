"""The pictures that stand for records' pages in others' posts, each beneath the address of its page."""

from collections.abc import Callable

from fastapi import APIRouter, HTTPException, Request, Response

from ocopmap.catalogue.places import Layer
from ocopmap.database.engine import today
from ocopmap.layers.reading import reading
from ocopmap.layers.records import record
from ocopmap.layers.revisions import revisions
from ocopmap.server.addresses import CARDS, RECORD_FOLDERS, record_id_of
from ocopmap.server.cards import card
from ocopmap.server.context import Context, Shared
from ocopmap.server.messages import Locale
from ocopmap.server.responses import send
from ocopmap.server.sheets.press import printed
from ocopmap.server.wording import wording

router = APIRouter(include_in_schema=False)


def _serve_cards() -> None:
    """Register the cards of each layer in each language."""
    for locale, folders in RECORD_FOLDERS.items():
        for layer, folder in folders.items():
            router.add_api_route(f"{folder}{{slug}}/{CARDS[locale]}", _endpoint(locale, layer))


def _endpoint(locale: Locale, layer: Layer) -> Callable[..., Response]:
    def picture(request: Request, shared: Shared, slug: str) -> Response:
        return _card(request, shared, locale, layer, record_id_of(layer, slug))

    return picture


_serve_cards()


def _card(request: Request, shared: Context, locale: Locale, layer: Layer, key: str) -> Response:
    if "\x00" in key:
        raise HTTPException(404)
    with reading(shared.engine) as connection:
        found = record(connection, layer, key)
        state = revisions(connection, Layer)
    if found is None:
        raise HTTPException(404)

    def render() -> bytes:
        data, drawings = card(wording(locale), found, shared.site.province.name)
        return printed(shared, "card", data, drawings, "png")

    kept = shared.cache.get_or_render(("card", locale, layer, key, today(), state), render)
    return send(request, kept, "image/png")
