"""Valhalla in a few processes: a crash, an endless question or deleted tiles cost an answer, never the server."""

import atexit
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any, Final

from ocopmap.touring.roads.network import current_folder, remove_unused
from ocopmap.touring.routing.asking import Action
from ocopmap.touring.routing.child import Child
from ocopmap.touring.travel import RouterDownError

_WAITING: Final = 16
"""Threads that may wait for their turn: the server's other pages need theirs."""


class ValhallaChildren:
    """Processes over the network in use, started when first asked; a new network is taken up with the next question.

    Args:
        roads: the folder of networks.
        at_once: processes.
        limit_s: seconds that one question may take.
        patience_s: seconds that a question waits for its turn.
    """

    def __init__(self, roads: Path, at_once: int, limit_s: float, patience_s: float = 4) -> None:
        self._roads = roads
        self._limit_s = limit_s
        self._patience_s = patience_s
        self._turns = BoundedSemaphore(at_once)
        self._queue = BoundedSemaphore(at_once + _WAITING)
        self._idle: list[Child] = []
        self._lock = Lock()
        atexit.register(self.close)

    def ask(self, action: Action, request: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """Return Valhalla's answer.

        Raises:
            ValhallaRefusal: the question has no answer.
            RouterDownError: there is no network, its tiles are gone, Valhalla crashed, took too long, or is too busy.
        """
        if not self._queue.acquire(blocking=False):
            raise RouterDownError("too many wait for the router")
        try:
            if not self._turns.acquire(timeout=self._patience_s):
                raise RouterDownError("the router is busy")
            try:
                return self._answer(action, request)
            finally:
                self._turns.release()
        finally:
            self._queue.release()

    def close(self) -> None:
        """End the processes that nobody asks just now."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def _answer(self, action: Action, request: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        child = self._child()
        try:
            return child.ask(action, request, self._limit_s)
        finally:
            if child.is_usable():
                with self._lock:
                    self._idle.append(child)

    def _child(self) -> Child:
        network = current_folder(self._roads)
        if network is None:
            self.close()
            raise RouterDownError("there is no network")
        with self._lock:
            stale = [child for child in self._idle if child.network != network or not child.is_usable()]
            self._idle = [child for child in self._idle if child not in stale]
            found = self._idle.pop() if self._idle else None
        for child in stale:
            child.end()
        if any(child.network != network for child in stale):
            remove_unused(self._roads)
        return found or Child(network)
