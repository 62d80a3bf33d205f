"""Files of strangers: a few at once, each read in a limited process and within a time."""

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

import shapely

from ocopmap.ingest.areafiles.area import Area, AreaError

_MODULE: Final = "ocopmap.ingest.areafiles.worker"


class ReaderBusyError(Exception):
    """More files are handed in than can be read just now."""


class AreaReader:
    """Reads files in processes of their own; safe for threads.

    A file waits ``patience_s`` seconds for its turn and may take ``limit_s`` to be read.
    """

    def __init__(self, at_once: int = 2, patience_s: float = 4, limit_s: float = 40) -> None:
        self._turns = BoundedSemaphore(at_once)
        self._patience_s = patience_s
        self._limit_s = limit_s

    def read(self, path: Path, crs: str | None) -> Area:
        """Return the area of a file; ``crs`` is the coordinate system that a person names.

        Raises:
            ReaderBusyError: no turn came in time.
            AreaError: the file has no usable area, or needs more time or memory than there is.
        """
        if not self._turns.acquire(timeout=self._patience_s):
            raise ReaderBusyError
        try:
            return _area(self._answer(path, crs or ""))
        finally:
            self._turns.release()

    def _answer(self, path: Path, crs: str) -> dict[str, Any]:
        command = [sys.executable, "-P", "-m", _MODULE, str(path), crs]
        try:
            done = subprocess.run(command, capture_output=True, check=True, timeout=self._limit_s)  # noqa: S603
            answer: dict[str, Any] = json.loads(done.stdout)
        except (subprocess.SubprocessError, ValueError) as error:
            raise AreaError("problem.area_too_heavy") from error
        return answer


def _area(answer: dict[str, Any]) -> Area:
    if "key" in answer:
        raise AreaError(answer["key"], **answer["shown"])
    shape = shapely.from_wkb(answer.pop("wkb"))
    return Area(shape, **answer)
