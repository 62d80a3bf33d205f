"""Valhalla behind an address: a server that somebody else runs."""

import time
from collections.abc import Mapping
from typing import Any, Final

import httpx
import orjson

from ocopmap.touring.routing.asking import Action, ValhallaRefusal
from ocopmap.touring.travel import RouterDownError

_MOST_BYTES: Final = 64 * 2**20
_CONNECT_S: Final = 2.0


class ValhallaServer:
    """Asks over HTTP; follows no redirect, waits ``limit_s`` seconds at most for the whole answer."""

    def __init__(self, url: str, limit_s: float) -> None:
        self._url = url.rstrip("/")
        self._limit_s = limit_s
        self._client = httpx.Client(
            timeout=httpx.Timeout(limit_s, connect=_CONNECT_S), follow_redirects=False, trust_env=False
        )

    def ask(self, action: Action, request: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """Return Valhalla's answer.

        Raises:
            ValhallaRefusal: the question has no answer.
            RouterDownError: the server does not answer, or not as Valhalla does.
        """
        deadline = time.monotonic() + self._limit_s
        try:
            with self._client.stream("POST", f"{self._url}/{action}", content=orjson.dumps(request)) as response:
                status, body = response.status_code, _read(response, deadline)
        except httpx.HTTPError as error:
            raise RouterDownError("the router's server does not answer") from error
        try:
            found = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise RouterDownError(f"the router's server answered {status} without JSON") from error
        if status == httpx.codes.OK:
            return found
        if isinstance(found, dict) and isinstance(code := found.get("error_code"), int):
            raise ValhallaRefusal(code, str(found.get("error")))
        raise RouterDownError(f"the router's server answered {status}")


def _read(response: httpx.Response, deadline: float) -> bytes:
    pieces, size = [], 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > _MOST_BYTES or time.monotonic() > deadline:
            raise RouterDownError("the router's answer has no end")
        pieces.append(piece)
    return b"".join(pieces)
