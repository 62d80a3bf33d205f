"""Errors as RFC 9457 problems, in the reader's language, never an internal message."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from ocopmap.layers.filters import FilterError, Problem
from ocopmap.server.messages import Locale, messages, preferred_locale
from ocopmap.server.responses import OrjsonResponse

_log = structlog.get_logger()
_KEYS = {"extra_forbidden": "problem.unknown_parameter", "missing": "problem.empty_value"}


class ProblemResponse(OrjsonResponse):
    """A body of type application/problem+json."""

    media_type = "application/problem+json"


def problem(
    locale: Locale, status: int, key: str | None = None, problems: Sequence[Problem] = (), **shown: object
) -> ProblemResponse:
    """Return a problem response: title by status, detail by message key, one entry for each bad parameter."""
    texts = messages(locale)
    body: dict[str, Any] = {"type": "about:blank", "title": texts[f"status.{status}"], "status": status}
    if key:
        body["detail"] = texts[key].format(**shown)
    if problems:
        body["errors"] = [
            {"parameter": found.parameter, "detail": texts[found.key].format(**found.shown)} for found in problems
        ]
        body.setdefault("detail", "; ".join(f"{entry['parameter']}: {entry['detail']}" for entry in body["errors"]))
    return ProblemResponse(body, status_code=status, headers={"Vary": "Accept-Language"})


def install(app: FastAPI) -> None:
    """Register the answer to every class of error that is expected; the guard around the app answers the others."""
    app.add_exception_handler(FilterError, _bad_filter)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(OperationalError, _database_error)
    app.add_exception_handler(NoFreeConnectionError, _database_error)
    app.add_exception_handler(PoolTimeoutError, _database_error)
    app.add_exception_handler(DBAPIError, unexpected)


def _locale(request: Request) -> Locale:
    return preferred_locale(request.headers.get("accept-language"))


def _bad_filter(request: Request, error: Exception) -> Response:
    problems = error.problems if isinstance(error, FilterError) else ()
    return problem(_locale(request), HTTPStatus.BAD_REQUEST, problems=problems)


def _bad_request(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    problems = [
        Problem(str(entry["loc"][-1])[:40], _KEYS.get(entry["type"], "problem.not_valid"), {}) for entry in found
    ]
    return problem(_locale(request), HTTPStatus.BAD_REQUEST, problems=problems)


def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
    answer = problem(_locale(request), status)
    if isinstance(error, HTTPException) and error.headers:
        answer.headers.update(error.headers)
    return answer


def _database_error(request: Request, error: Exception) -> Response:
    _log.error("database unavailable or statement cancelled", path=request.url.path, error=str(error))
    answer = problem(_locale(request), HTTPStatus.SERVICE_UNAVAILABLE, "error.database")
    answer.headers["Retry-After"] = "5"
    return answer


def unexpected(request: Request, error: Exception) -> Response:
    """Write an error down and return a problem that tells nothing of it."""
    _log.error("unexpected error", path=request.url.path, exc_info=error)
    return problem(_locale(request), HTTPStatus.INTERNAL_SERVER_ERROR, "error.unexpected")
