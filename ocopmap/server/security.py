"""Headers that every response carries, and the limit on what is asked."""

from typing import Final
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ocopmap.layers.filters import Problem
from ocopmap.server.addresses import CATALOGUE, FRAMED, OGC
from ocopmap.server.problems import refusal, unexpected
from ocopmap.settings import Settings

MAX_QUERY_BYTES = 8_192
MAX_BODY_BYTES = 65_536
"""Forty stops with names are a tenth of it."""
_TAKE_FILES = ("/api/v1/planning/area",)
"""What stands under these takes files, as large as it says itself."""


def content_security_policy(settings: Settings, frame_ancestors: str = "'none'") -> str:
    """Return the policy: everything from this site alone, images also from the chosen basemap, in no foreign frame."""
    images = " ".join(["'self'", "data:", *_origin(settings.basemap_url)])
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src {images}",
            f"connect-src {' '.join(["'self'", *_origin(settings.basemap_pmtiles)])}",
            "font-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {frame_ancestors}",
        ]
    )


def _origin(url: str | None) -> list[str]:
    if not url or "://" not in url:
        return []
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"]


class Guard:
    """Sets the security headers on every response, errors included; refuses addresses longer than any honest filter."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._embed_policy = content_security_policy(settings, frame_ancestors="*")
        self._headers = {
            "Content-Security-Policy": content_security_policy(settings),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
            "Cross-Origin-Opener-Policy": "same-origin",
        }

    def _headers_of(self, path: str) -> dict[str, str]:
        """Only what is made for frames may be framed."""
        if path not in FRAMED:
            return self._headers
        return self._headers | {"Content-Security-Policy": self._embed_policy}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 414 naming the longest parameter; whatever goes wrong becomes a plain 500."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message).update(self._headers_of(scope["path"]))
            await send(message)

        answer = _too_long(scope) or self._app
        try:
            await answer(scope, receive if scope["path"].startswith(_TAKE_FILES) else _limited(receive), guarded)
        except Exception as error:
            if started:
                raise
            # The framework would answer outside of this guard, without its headers.
            await unexpected(Request(scope), error)(scope, receive, guarded)


def _limited(receive: Receive) -> Receive:
    """Return ``receive`` that refuses a request of which too much has come."""
    left = MAX_BODY_BYTES

    async def limited() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(413)
        return message

    return limited


_OPEN: Final = ("/api/", f"{OGC}/", CATALOGUE)
"""What the pages of other web sites may read: public, and the same for everybody."""
_READING: Final = ("GET", "HEAD")
_TOLD: Final = ("Content-Crs", "Content-Disposition", "ETag", "Link")


class PublicReads:
    """Lets scripts of other web sites read public data, without credentials, and nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._shared = CORSMiddleware(
            app, allow_origins=["*"], allow_methods=_READING, allow_headers=["If-None-Match"], expose_headers=_TOLD
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        is_read = scope["type"] == "http" and scope["method"] in (*_READING, "OPTIONS")
        is_open = is_read and scope["path"].startswith(_OPEN)
        await (self._shared if is_open else self._app)(scope, receive, send)


def _too_long(scope: Scope) -> ASGIApp | None:
    query: bytes = scope["query_string"]
    if len(query) <= MAX_QUERY_BYTES:
        return None
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=MAX_QUERY_BYTES * 16)
    longest = max(pairs, key=lambda pair: len(pair[1]), default=("", ""))[0][:40]
    found = Problem(longest, "problem.query_too_long", {"most": MAX_QUERY_BYTES})
    return refusal(Request(scope), 414, problems=[found])
