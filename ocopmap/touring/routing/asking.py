"""The wire to a Valhalla, wherever it runs: what is asked, and what it may answer."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol

Answer = Mapping[str, Any]


class Action(StrEnum):
    """What Valhalla is asked for, by the name of its address."""

    LOCATE = "locate"
    ROUTE = "route"
    MATRIX = "sources_to_targets"
    ISOCHRONE = "isochrone"
    STATUS = "status"


class ValhallaRefusal(Exception):  # noqa: N818 - an answer, not a failure
    """Valhalla understood and says no; ``code`` is from its table of errors."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class Valhalla(Protocol):
    """Answers one question at a time; safe for threads."""

    def ask(self, action: Action, request: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """Return the answer as JSON.

        Raises:
            ValhallaRefusal: the question has no answer.
            RouterDownError: Valhalla is gone, too slow, or asked by too many at once.
        """
        ...
