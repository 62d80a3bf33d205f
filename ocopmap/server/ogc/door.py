"""The way into ``/ogc/``, opened by its first visitor: starting waits for nothing, and the map never hangs on it."""

import asyncio
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request
from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ocopmap.server.addresses import DATA, OGC
from ocopmap.server.context import Context
from ocopmap.server.messages import preferred_locale
from ocopmap.server.preferences import accepts_html
from ocopmap.server.problems import database_error
from ocopmap.server.responses import ONE_HOST_ONLY

_FRESH: Final = "public, max-age=60"


class OgcDoor:
    """Sends browsers that ask for the bare address to the page about the data, everything else to the application."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._application: FastAPI | None = None
        self._opening = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request under ``/ogc/``."""
        request = Request(scope)
        if _wants_the_page(request):
            locale = preferred_locale(request.headers.get("accept-language"))
            page = RedirectResponse(DATA[locale], HTTPStatus.SEE_OTHER, headers={"Vary": "Accept, Accept-Language"})
            await page(scope, receive, send)
            return
        try:
            application = await self._opened()
        except Exception as error:
            await database_error(request, error)(scope, receive, send)
            return
        fresh = _FRESH if self._context.settings.public_url else ONE_HOST_ONLY
        await _answer(application, scope, receive, send, fresh)

    async def _opened(self) -> FastAPI:
        async with self._opening:
            if self._application is None:
                options = await asyncio.to_thread(self._options)
                self._application = await _open(self._context, options)
            return self._application

    def _options(self) -> str:
        """Load the library, and return the settings that a connection of the public has been given."""
        import ocopmap.server.ogc.application  # noqa: F401, PLC0415 - a second's work, away from the loop

        with self._context.engine.connect() as connection:
            return str(connection.connection.driver_connection.info.options)  # type: ignore[union-attr]

    async def close(self) -> None:
        """Close the connections."""
        if self._application is not None:
            await self._application.state.pool.close()
            self._application = None


async def _open(context: Context, options: str) -> FastAPI:
    from ocopmap.server.ogc.application import open_application  # noqa: PLC0415 - loaded by now

    return await open_application(context, options)


def _wants_the_page(request: Request) -> bool:
    return (
        request.scope["path"] == f"{OGC}/"
        and "f" not in request.query_params
        and accepts_html(request.headers.get("accept"))
    )


async def _answer(application: ASGIApp, scope: Scope, receive: Receive, send: Send, fresh: str) -> None:
    """Pass on, adding what every answer carries; ``fresh`` says who may keep it."""
    scope = {**scope, "state": dict(scope.get("state", {}))}

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            _add_headers(MutableHeaders(scope=message), message["status"], scope["state"].get("content_crs"), fresh)
        await send(message)

    await application(scope, receive, told)


def _add_headers(headers: MutableHeaders, status: int, content_crs: str | None, fresh: str) -> None:
    headers.add_vary_header("Accept, Accept-Language")
    if status < HTTPStatus.MULTIPLE_CHOICES:
        headers.setdefault("Cache-Control", fresh)
        if content_crs:
            headers["Content-Crs"] = f"<{content_crs}>"
