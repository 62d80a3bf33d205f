"""One Valhalla in a process of its own, over one network."""

import os
import selectors
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import orjson

from ocopmap.touring.roads.network import LOCK, TILES
from ocopmap.touring.routing.asking import Action, ValhallaRefusal
from ocopmap.touring.travel import RouterDownError

_WORKER: Final = Path(__file__).parent / "worker.py"
_AT_ONCE: Final = 2**20
_MOST_BYTES: Final = 64 * 2**20
"""Of one answer: forty stops across a province make less than one."""
_FAREWELL_S: Final = 2


class Child:
    """Asked by one thread at a time; after a ``RouterDownError`` it is dead."""

    def __init__(self, network: Path) -> None:
        """Start a process over the network in a folder.

        Raises:
            RouterDownError: its tiles are gone.
        """
        self.network = network
        self._tiles = _identity(network)
        command = [sys.executable, "-P", str(_WORKER), str(network / TILES), str(network / LOCK)]
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def is_usable(self) -> bool:
        """Tell whether the process lives."""
        return self._process.poll() is None

    def ask(self, action: Action, request: Mapping[str, Any], limit_s: float) -> Any:  # noqa: ANN401 - JSON
        """Return an answer within a time.

        Raises:
            ValhallaRefusal: the question has no answer.
            RouterDownError: the process died, took too long, or its tiles are gone.
        """
        try:
            self._check_tiles()
            self._send(orjson.dumps([action, request]) + b"\n")
            found = orjson.loads(self._line(time.monotonic() + limit_s))
        except (RouterDownError, OSError, orjson.JSONDecodeError) as error:
            self.end()
            raise error if isinstance(error, RouterDownError) else RouterDownError("the router broke off") from error
        if "answer" in found:
            return found["answer"]
        raise ValhallaRefusal(found["code"], found["message"])

    def end(self) -> None:
        """Stop the process, whatever it does."""
        self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=_FAREWELL_S)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()

    def _check_tiles(self) -> None:
        if _identity(self.network) != self._tiles:
            raise RouterDownError("the tiles were replaced under the router")

    def _send(self, line: bytes) -> None:
        assert self._process.stdin  # noqa: S101 - opened above
        self._process.stdin.write(line)

    def _line(self, deadline: float) -> bytes:
        """Read up to the end of the line."""
        assert self._process.stdout  # noqa: S101 - opened above
        pipe, pieces, size = self._process.stdout.fileno(), [], 0
        with selectors.DefaultSelector() as waiting:
            waiting.register(pipe, selectors.EVENT_READ)
            while size < _MOST_BYTES:
                if not waiting.select(max(0.0, deadline - time.monotonic())):
                    raise RouterDownError("the router took too long")
                piece = os.read(pipe, _AT_ONCE)
                if not piece:
                    raise RouterDownError("the router ended")
                pieces.append(piece)
                size += len(piece)
                if piece.endswith(b"\n"):
                    return b"".join(pieces)
        raise RouterDownError("the router's answer has no end")


def _identity(network: Path) -> tuple[int, int, int]:
    """Return what changes when the tiles are deleted, replaced or cut.

    Raises:
        RouterDownError: there are none.
    """
    try:
        found = (network / TILES).stat()
    except OSError as error:
        raise RouterDownError("the tiles are gone") from error
    return found.st_ino, found.st_size, found.st_mtime_ns
