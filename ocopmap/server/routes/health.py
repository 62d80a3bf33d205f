"""Whether the process is up, and whether it can serve."""

from http import HTTPStatus

from fastapi import APIRouter, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ocopmap.database.migrate import fingerprint
from ocopmap.layers.reading import reading
from ocopmap.server.context import ReaderLocale, Shared
from ocopmap.server.messages import Locale
from ocopmap.server.problems import RETRY_SECONDS, problem
from ocopmap.server.responses import OrjsonResponse

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def healthz() -> Response:
    """Answer as long as the process lives, ahead of whatever waits for a thread."""
    return OrjsonResponse({"status": "ok"})


@router.get("/readyz", responses={503: {"description": "database out of reach, or its schema not current"}})
def readyz(shared: Shared, locale: ReaderLocale) -> Response:
    """Answer 200 when the database is reachable and its schema is this program's."""
    try:
        with reading(shared.engine) as connection:
            current = connection.scalar(text("SELECT published.schema_fingerprint()")) == fingerprint()
    except SQLAlchemyError:
        return _not_ready(locale, "ready.database")
    return OrjsonResponse({"status": "ready"}) if current else _not_ready(locale, "ready.schema")


def _not_ready(locale: Locale, key: str) -> Response:
    answer = problem(locale, HTTPStatus.SERVICE_UNAVAILABLE, key)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer
