"""The application: routers, errors and guards around one context."""

from fastapi import FastAPI

from ocopmap.server import problems
from ocopmap.server.context import Context
from ocopmap.server.logs import configure_logs
from ocopmap.server.responses import OrjsonResponse
from ocopmap.server.routes import features, health, pages, places, records, review
from ocopmap.server.security import Guard


def create_app(context: Context) -> FastAPI:
    """Return the app that serves ``context``; starting and stopping its database is the caller's."""
    configure_logs()
    app = FastAPI(
        title="Bản đồ số OCOP",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        default_response_class=OrjsonResponse,
    )
    app.state.context = context
    for router in (pages.router, features.router, records.router, places.router, health.router, review.router):
        app.include_router(router)
    problems.install(app)
    app.add_middleware(Guard, settings=context.settings)
    return app
