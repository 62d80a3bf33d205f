"""Whether the process is up, and whether it can serve."""

from fastapi import APIRouter, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ocopmap.database.migrate import fingerprint
from ocopmap.layers.reading import reading
from ocopmap.server.context import Shared
from ocopmap.server.responses import OrjsonResponse

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz() -> Response:
    """Answer as long as the process lives."""
    return OrjsonResponse({"status": "ok"})


@router.get("/readyz", responses={503: {"description": "database out of reach, or its schema not current"}})
def readyz(shared: Shared) -> Response:
    """Answer 200 when the database is reachable and its schema is this program's."""
    try:
        with reading(shared.engine) as connection:
            current = connection.scalar(text("SELECT published.schema_fingerprint()")) == fingerprint()
    except SQLAlchemyError:
        return OrjsonResponse({"status": "database unreachable"}, status_code=503)
    if not current:
        return OrjsonResponse({"status": "schema out of date"}, status_code=503)
    return OrjsonResponse({"status": "ready"})
