"""The application: routers, errors and guards around one context."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ocopmap.server import problems
from ocopmap.server.addresses import OGC
from ocopmap.server.context import Context
from ocopmap.server.logs import configure_logs
from ocopmap.server.ogc.door import OgcDoor
from ocopmap.server.responses import OrjsonResponse
from ocopmap.server.routes import (
    basemap,
    cards,
    discovery,
    downloads,
    features,
    health,
    lists,
    map_sheets,
    national,
    opendata,
    pages,
    places,
    planning,
    planning_areas,
    planning_downloads,
    planning_map,
    planning_pages,
    planning_reports,
    record_pages,
    records,
    review,
    search,
    takealong,
    tour_files,
    tour_pages,
    tours,
    travel,
)
from ocopmap.server.security import Guard, PublicReads

_ROUTERS = (
    features,  # first: each address is tried in turn, and every visit of the map asks seven times
    takealong,
    pages,
    tour_pages,
    basemap,
    lists,
    map_sheets,
    record_pages,
    cards,
    downloads,
    national,
    opendata,
    search,
    records,
    places,
    planning,
    planning_downloads,
    planning_areas,
    planning_map,
    planning_pages,
    planning_reports,
    tour_files,
    tours,
    travel,
    health,
    discovery,
    review,
)


def create_app(context: Context) -> FastAPI:
    """Return the app that serves ``context``; starting and stopping its database is the caller's."""
    configure_logs()
    ogc = OgcDoor(context)

    @asynccontextmanager
    async def open_until_left(_: FastAPI) -> AsyncIterator[None]:
        yield
        await ogc.close()

    app = _Api(
        title="Bản đồ số OCOP",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        default_response_class=OrjsonResponse,
        redirect_slashes=False,  # it would send readers to whatever host the request names
        lifespan=open_until_left,
    )
    app.state.context = context
    for module in _ROUTERS:
        app.include_router(module.router)
    app.mount(OGC, ogc)
    problems.install(app)
    app.add_middleware(PublicReads)
    app.add_middleware(Guard, settings=context.settings)
    app.add_middleware(_HeadAsGet)
    return app


class _Api(FastAPI):
    """FastAPI whose description tells of the refusals that there are."""

    def openapi(self) -> dict[str, Any]:
        """Return the description; impossible parameters are answered by 400, not by the framework's 422."""
        description = super().openapi()
        for operation in (each for path in description["paths"].values() for each in path.values()):
            operation["responses"].pop("422", None)
            for status, response in operation["responses"].items():
                if status[0] in "45":
                    response["content"] = {"application/problem+json": {"schema": _PROBLEM}}
        schemas = description.get("components", {}).get("schemas", {})
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        return description


_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["parameter", "detail"],
                "properties": {"parameter": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
"""RFC 9457, with one entry for each parameter that is wrong."""


class _HeadSent(Exception):  # noqa: N818 - no error: the rest of the body is not wanted
    """The head of the answer has gone out."""


class _HeadAsGet:
    """Answers HEAD wherever GET does: the same headers and nothing after them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass HEAD on as GET and drop the body."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def head_alone(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body", "body": b""})
            else:
                raise _HeadSent

        with suppress(_HeadSent):
            await self._app({**scope, "method": "GET"}, receive, head_alone)
