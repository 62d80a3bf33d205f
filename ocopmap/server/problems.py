"""Errors in the reader's language, never an internal message: RFC 9457 problems, or pages for whoever reads pages."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnectionError
from starlette.exceptions import HTTPException

from ocopmap.layers.filters import FilterError, Problem
from ocopmap.server.addresses import LISTS
from ocopmap.server.frame import HTML, Head, render_page, site_root
from ocopmap.server.messages import Locale, messages, preferred_locale
from ocopmap.server.preferences import accepts_html
from ocopmap.server.responses import OrjsonResponse
from ocopmap.server.variants import canonical_path
from ocopmap.touring.tour import problems_of, shown_value
from ocopmap.touring.travel import RouterDownError

_log = structlog.get_logger()
_KEYS = {"extra_forbidden": "problem.unknown_parameter", "missing": "problem.empty_value"}
_FOR_PROGRAMS: Final = ("/api/", "/tiles/", "/ogc/", "/assets/", "/healthz", "/readyz")
"""What stands under these is read by programs, whatever they say that they accept."""
_EXPLAINED: Final = frozenset({400, 404, 405, 410, 413, 414, 429, 500, 503})
_SAID: Final[dict[int, str]] = {429: "travel.too_many"}
RETRY_SECONDS: Final = 5


class ProblemResponse(OrjsonResponse):
    """A body of type application/problem+json."""

    media_type = "application/problem+json"


def refusal(
    request: Request, status: int, key: str | None = None, problems: Sequence[Problem] = (), **shown: object
) -> Response:
    """Return the answer to what cannot be done, as a page or as a problem; both say the same."""
    if accepts_html(request.headers.get("accept")) and not request.url.path.startswith(_FOR_PROGRAMS):
        return _page(request, status, problems)
    return problem(preferred_locale(request.headers.get("accept-language")), status, key, problems, **shown)


def problem(
    locale: Locale, status: int, key: str | None = None, problems: Sequence[Problem] = (), **shown: object
) -> ProblemResponse:
    """Return a problem response: title by status, detail by message key, one entry for each bad parameter."""
    texts = messages(locale)
    body: dict[str, Any] = {"type": "about:blank", "title": texts[f"status.{_explained(status)}"], "status": status}
    if key:
        body["detail"] = texts[key].format(**shown)
    if problems:
        body["errors"] = _told(problems, locale)
        body.setdefault("detail", "; ".join(f"{entry['parameter']}: {entry['detail']}" for entry in body["errors"]))
    return ProblemResponse(body, status_code=status, headers={"Vary": "Accept-Language"})


def _told(problems: Sequence[Problem], locale: Locale) -> list[dict[str, str]]:
    texts = messages(locale)
    return [{"parameter": found.parameter, "detail": texts[found.key].format(**found.shown)} for found in problems]


def _explained(status: int) -> int:
    """Return the status whose words serve: its own, or that of its class."""
    if status in _EXPLAINED:
        return status
    return HTTPStatus.BAD_REQUEST if status < HTTPStatus.INTERNAL_SERVER_ERROR else HTTPStatus.INTERNAL_SERVER_ERROR


def _page(request: Request, status: int, problems: Sequence[Problem]) -> Response:
    """Return a page that says what is wrong and where to go from here; it needs no database."""
    site = request.app.state.context.site
    locale = page_locale(request)
    key = f"status.{_explained(status)}"
    body = render_page(
        site,
        site_root(request, site),
        "errors/error.html",
        locale,
        Head(title=messages(locale)[key]),
        explanation=messages(locale)[f"error.page.{_explained(status)}"],
        problems=_told(problems, locale),
        list_address=LISTS[locale],
        without=_without(request, problems) if problems and status != HTTPStatus.NOT_FOUND else None,
        again=str(request.url.path) if status >= HTTPStatus.INTERNAL_SERVER_ERROR else None,
    )
    headers = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-store"}
    return Response(body, status_code=status, media_type=HTML, headers=headers)


def page_locale(request: Request) -> Locale:
    """Return the language of a page: that of its address when it is an English one, else the reader's."""
    if request.url.path.startswith("/en/"):
        return "en"
    return preferred_locale(request.headers.get("accept-language"))


def _without(request: Request, problems: Sequence[Problem]) -> str:
    """Return the address asked for without the parameters that are wrong."""
    wrong = {found.parameter for found in problems}
    kept = [pair for pair in parse_qsl(request.url.query) if pair[0] not in wrong]
    # One slash: two would name another site.
    return "/" + request.url.path.lstrip("/") + (f"?{urlencode(kept)}" if kept else "")


def install(app: FastAPI) -> None:
    """Register the answer to every class of error that is expected; the guard around the app answers the others."""
    app.add_exception_handler(FilterError, _bad_filter)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RouterDownError, _router_down)
    app.add_exception_handler(OperationalError, database_error)
    app.add_exception_handler(NoFreeConnectionError, database_error)
    app.add_exception_handler(DBAPIError, unexpected)


def _bad_filter(request: Request, error: Exception) -> Response:
    problems = error.problems if isinstance(error, FilterError) else ()
    return refusal(request, HTTPStatus.BAD_REQUEST, problems=problems)


def _bad_request(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    if found and found[0]["type"] == "json_invalid":
        broken = Problem("body", "problem.not_json", {"n": found[0]["loc"][-1]})
        return refusal(request, HTTPStatus.BAD_REQUEST, problems=[broken])
    if found and found[0]["loc"][0] == "body":
        return refusal(request, HTTPStatus.BAD_REQUEST, problems=problems_of(found, _path))
    problems = [
        Problem(shown_value(entry["loc"][-1]), _KEYS.get(entry["type"], "problem.not_valid"), {}) for entry in found
    ]
    return refusal(request, HTTPStatus.BAD_REQUEST, problems=problems)


def _path(steps: Sequence[Any]) -> str:
    """Return where in a body something is: ``stops.3.key``."""
    return ".".join(map(shown_value, steps[1:] or steps))[:80]


def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
    if status == HTTPStatus.NOT_FOUND and (path := canonical_path(request)):
        query = f"?{request.url.query}" if request.url.query else ""
        return Response(status_code=HTTPStatus.PERMANENT_REDIRECT, headers={"Location": path + query})
    answer = refusal(request, status, _SAID.get(status))
    if isinstance(error, HTTPException) and error.headers:
        answer.headers.update(error.headers)
    if answer.headers.get("allow") == "GET":
        answer.headers["allow"] = "GET, HEAD"
    return answer


def database_error(request: Request, error: Exception) -> Response:
    """Return the answer to what could not be read now and may be in a while."""
    _log.error("database unavailable or statement cancelled", path=request.url.path, error=str(error))
    answer = refusal(request, HTTPStatus.SERVICE_UNAVAILABLE, "error.database")
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _router_down(request: Request, error: Exception) -> Response:
    _log.error("no answer from the router", path=request.url.path, error=str(error))
    answer = refusal(request, HTTPStatus.SERVICE_UNAVAILABLE, "travel.router_down")
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def unexpected(request: Request, error: Exception) -> Response:
    """Write an error down and return an answer that tells nothing of it."""
    _log.error("unexpected error", path=request.url.path, exc_info=error)
    return refusal(request, HTTPStatus.INTERNAL_SERVER_ERROR, "error.unexpected")
