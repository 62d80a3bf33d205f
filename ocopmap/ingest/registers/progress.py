"""Telling a person how far a long import is, also while one step of it is silent."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is, and of how much (0 where that is not known)."""

_SILENCE_S: Final = 0.1


@contextmanager
def told_often(progress: Progress) -> Iterator[Progress]:
    """Give a progress that repeats what it was last told whenever nothing has been told for a tenth of a second.

    Opening a large workbook, building the geocoder and committing cannot say how far they are; who waits shall see
    that the program is alive. The repetition comes from another thread, never at the same time.
    """
    repeater = _Repeater(progress)
    repeater.start()
    try:
        yield repeater.tell
    finally:
        repeater.stop()


class _Repeater(threading.Thread):
    def __init__(self, progress: Progress) -> None:
        super().__init__(daemon=True)
        self._progress = progress
        self._told_since = threading.Event()
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._last: tuple[str, int, int] | None = None

    def tell(self, what: str, done: int, total: int) -> None:
        with self._lock:
            self._last = (what, done, total)
            self._progress(what, done, total)
        self._told_since.set()

    def run(self) -> None:
        while not self._ended.wait(_SILENCE_S):
            if self._told_since.is_set():
                self._told_since.clear()
                continue
            with self._lock:
                if self._last:
                    self._progress(*self._last)

    def stop(self) -> None:
        self._ended.set()
        self.join()
