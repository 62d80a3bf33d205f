"""Bodies as they leave: JSON by orjson; rendered bytes with validator and compression already done."""

from typing import Any

import orjson
from fastapi import Request, Response
from fastapi.responses import JSONResponse

from ocopmap.layers.revisions import Rendered
from ocopmap.server.preferences import weights

GEOJSON = "application/geo+json"
REVALIDATED = "public, max-age=60, stale-while-revalidate=600"
ONE_HOST_ONLY = "private, max-age=60"
"""For what names the host that this very request came to: no shared cache may hand it to others."""
IMMUTABLE = "public, max-age=31536000, immutable"
REFUSED: dict[int | str, dict[str, Any]] = {400: {"description": "a parameter is unknown or impossible"}}
"""What the description of an address says of its refusals."""


class OrjsonResponse(JSONResponse):
    """JSON written by orjson."""

    def render(self, content: Any) -> bytes:  # noqa: ANN401 - whatever JSON can hold
        """Return the content as UTF-8 JSON."""
        return json_bytes(content)


def send(request: Request, rendered: Rendered, media_type: str, cache_control: str = REVALIDATED) -> Response:
    """Send a rendered body, compressed as the client takes it, or 304 when it already has it."""
    etag = f'"{rendered.etag}"'
    headers = {"ETag": etag, "Cache-Control": cache_control, "Vary": "Accept-Encoding"}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    encoding, body = _encoded(request.headers.get("accept-encoding", ""), rendered)
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(body, media_type=media_type, headers=headers)


def json_bytes(content: object) -> bytes:
    """Return content as UTF-8 JSON."""
    return orjson.dumps(content)


def send_json(request: Request, content: object, cache_control: str = REVALIDATED) -> Response:
    """Send a body made for this request, with validator and compression."""
    return send(request, Rendered(json_bytes(content)), "application/json", cache_control)


def _encoded(accepted: str, rendered: Rendered) -> tuple[str | None, bytes]:
    taken = weights(accepted)
    if taken.get("br", 0) > 0:
        return "br", rendered.br
    if taken.get("gzip", 0) > 0:
        return "gzip", rendered.gzip
    return None, rendered.body
