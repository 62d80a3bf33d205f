"""Addresses as people mistype them: in capitals, with a slash too many or too few."""

from urllib.parse import quote

from fastapi import Request
from starlette.routing import Match

_EXACT = ("/assets/", "/api/", "/tiles/", "/ogc/")
"""Here capitals mean something, or programs ask: only the slash is mended."""


def canonical_path(request: Request) -> str | None:
    """Return the path that serves what was asked for, None when there is none other than that asked for.

    It begins with one slash: a path of this site alone, whatever the request calls the host.
    """
    asked: str = request.scope["path"]
    plain = "/" + (asked if asked.startswith(_EXACT) else asked.lower()).lstrip("/")
    bare = plain.rstrip("/")
    others = [path for path in (plain, bare, f"{bare}/") if path not in (asked, "")]
    found = next((path for path in others if is_served(request, path)), None)
    return None if found is None else quote(found)


def is_served(request: Request, path: str) -> bool:
    """Tell whether this server answers under a path."""
    scope = {**request.scope, "path": path, "method": "GET"}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes)
