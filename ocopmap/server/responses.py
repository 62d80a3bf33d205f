"""Bodies as they leave: JSON by orjson; rendered bytes with validator and compression already done."""

from typing import Any

import orjson
from fastapi import Request, Response

from ocopmap.layers.revisions import Rendered

GEOJSON = "application/geo+json"
REVALIDATED = "public, max-age=60, stale-while-revalidate=600"
IMMUTABLE = "public, max-age=31536000, immutable"


class OrjsonResponse(Response):
    """JSON written by orjson."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:  # noqa: ANN401 - whatever JSON can hold
        """Return the content as UTF-8 JSON."""
        return orjson.dumps(content)


def send(request: Request, rendered: Rendered, media_type: str, cache_control: str = REVALIDATED) -> Response:
    """Send a rendered body, compressed where the client takes gzip, or 304 when it already has it."""
    etag = f'"{rendered.etag}"'
    headers = {"ETag": etag, "Cache-Control": cache_control, "Vary": "Accept-Encoding"}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(rendered.compressed, media_type=media_type, headers=headers)
    return Response(rendered.body, media_type=media_type, headers=headers)
