"""The review list as a page for the office: only on the machine itself, only when it was asked for."""

from itertools import groupby
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from sqlalchemy import Engine

from ocopmap.ingest.review.items import LAYERS, REASONS, ReviewItem, review_items
from ocopmap.layers.reading import reading
from ocopmap.server.context import Shared

router = APIRouter(include_in_schema=False)
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""Headers that a proxy adds: whoever stands behind one is not on this machine."""


def _office(request: Request, shared: Shared) -> Engine:
    """Return the office's engine; to anyone else there is no such page.

    The name asked for is looked at too, since a hostile page may point its own name at this machine.
    """
    client = request.client.host if request.client else ""
    near = client in _LOOPBACK and request.url.hostname in _LOOPBACK
    if shared.office is None or not near or any(header in request.headers for header in _PASSED_ON):
        raise HTTPException(404)
    return shared.office


@router.get("/ra-soat")
def review_page(shared: Shared, office: Annotated[Engine, Depends(_office)]) -> Response:
    """Return the records that need a person, by reason, each with a link to the map."""
    with reading(office) as connection:
        items = review_items(connection)
    groups = [
        {"reason": reason, "title": REASONS[reason], "entries": [_entry(item) for item in found]}
        for reason, found in groupby(items, key=lambda item: item.reason)
    ]
    html = shared.site.review_page(groups, len(items))
    return Response(html, media_type="text/html", headers={"Cache-Control": "no-store"})


def _entry(item: ReviewItem) -> dict[str, Any]:
    link = "/?" + urlencode({"id": f"{item.layer}/{item.record_id}"})
    return {"item": item, "layer": LAYERS[item.layer], "link": link}
