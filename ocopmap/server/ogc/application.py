"""The application behind ``/ogc/``: tipg's routes over our collections, read as the public may read."""

from typing import Any, Final

import asyncpg
import orjson
import structlog
from asyncpg.pool import Pool
from fastapi import FastAPI, Request, Response
from sqlalchemy import Engine
from starlette.middleware.gzip import GZipMiddleware
from tipg import collections as tipg_collections
from tipg import dependencies, errors
from tipg import factory as tipg_factory
from tipg.openapi import _update_openapi

from ocopmap.layers.filters import Problem
from ocopmap.server import problems
from ocopmap.server.context import Context
from ocopmap.server.ogc import asked
from ocopmap.server.ogc.collections import Catalogue
from ocopmap.server.ogc.endpoints import LayerEndpoints
from ocopmap.server.responses import OrjsonResponse
from ocopmap.server.security import Guard

_log = structlog.get_logger()
_CONNECTIONS: Final = 4
_IDLE_S: Final = 60
_WORTH_COMPRESSING: Final = 1_000
_LEVEL: Final = 6
_ASKED_WRONGLY: Final = (
    errors.InvalidBBox,
    errors.InvalidDatetime,
    errors.InvalidDatetimeColumnName,
    errors.InvalidGeometryColumnName,
    errors.InvalidLimit,
    errors.InvalidPropertyName,
    errors.MissingDatetimeColumn,
    asyncpg.exceptions.DataError,
    asyncpg.exceptions.SyntaxOrAccessError,
    asyncpg.exceptions.InternalServerError,
)
"""What a well-meant request is answered by where its values do not fit the columns; PostGIS tells by the last."""
_BLAMED: Final = ("filter", "sortby", "limit", "datetime", "geom-column", "simplify", "properties")
_OUT_OF_REACH: Final = (
    asyncpg.exceptions.QueryCanceledError,
    asyncpg.exceptions.PostgresConnectionError,
    asyncpg.exceptions.OperatorInterventionError,
    asyncpg.exceptions.InsufficientResourcesError,
    asyncpg.exceptions.UndefinedTableError,
    asyncpg.InterfaceError,
    OSError,
    TimeoutError,
)


async def open_application(context: Context, options: str) -> FastAPI:
    """Return the application; its connections log in and are bound as those of the reader's engine.

    Args:
        context: what requests share.
        options: PostgreSQL's settings of a reader's connection, as they are sent on connecting.
    """
    for module in (tipg_collections, tipg_factory):
        module.mvt_settings.set_mvt_layername = True
    app = FastAPI(
        title=context.site.province.name,
        version="1",
        openapi_url="/api",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        default_response_class=OrjsonResponse,
    )
    app.state.context = context
    app.state.catalogue = Catalogue(context.engine, context.settings.province)
    app.state.pool = await _pool(context.engine, options, context.settings.statement_timeout_ms)
    app.include_router(LayerEndpoints().router)
    _update_openapi(app)
    app.dependency_overrides = {
        dependencies.OutputType: asked.json_only,
        dependencies.ItemsOutputType: asked.items_form,
        dependencies.bbox_query: asked.box,
        dependencies.filter_query: asked.filter_of,
        dependencies.TileParams: asked.tile,
    }
    _install_answers(app)
    app.add_middleware(GZipMiddleware, minimum_size=_WORTH_COMPRESSING, compresslevel=_LEVEL)
    app.add_middleware(Guard, settings=context.settings)
    return app


async def _pool(engine: Engine, options: str, statement_timeout_ms: int) -> "Pool[Any]":
    return await asyncpg.create_pool(
        engine.url.set(drivername="postgresql").render_as_string(hide_password=False),
        min_size=0,
        max_size=_CONNECTIONS,
        max_inactive_connection_lifetime=_IDLE_S,
        # Each filter makes a statement of its own, and the views are rebuilt under a running server.
        statement_cache_size=0,
        command_timeout=2 * statement_timeout_ms / 1000,
        timeout=statement_timeout_ms / 1000,
        server_settings={"options": options, "application_name": "ocopmap-ogc"},
        init=_speak_json,
        reset=_leave_as_it_was,
    )


async def _speak_json(connection: "asyncpg.Connection[Any]") -> None:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(kind, encoder=orjson.dumps, decoder=orjson.loads, schema="pg_catalog")


async def _leave_as_it_was(connection: "asyncpg.Connection[Any]") -> None:
    """Make a connection ready for the next; the library's own way calls functions that the public may not."""
    await connection.execute("RESET ALL")


def _install_answers(app: FastAPI) -> None:
    problems.install(app)
    for wrong in _ASKED_WRONGLY:
        app.add_exception_handler(wrong, _bad_values)
    for failure in _OUT_OF_REACH:
        app.add_exception_handler(failure, problems.database_error)
    app.add_exception_handler(asyncpg.exceptions.InsufficientPrivilegeError, problems.unexpected)
    app.add_exception_handler(errors.NotFound, _nothing_there)
    app.add_exception_handler(errors.NoPrimaryKey, _nothing_there)


def _bad_values(request: Request, error: Exception) -> Response:
    _log.info("ogc request does not fit", path=request.url.path, error=str(error))
    blamed = next((name for name in _BLAMED if name in request.query_params), None)
    own = blamed or next(iter(request.query_params), "properties")
    return problems.refusal(request, 400, problems=[Problem(own[:40], "problem.filter_does_not_fit", {})])


def _nothing_there(request: Request, _: Exception) -> Response:
    return problems.refusal(request, 404)
