"""Files to take away, written whole before they are sent."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore

from fastapi import HTTPException
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

_AT_ONCE = BoundedSemaphore(2)
"""A slow reader holds no transaction, and few files are written at once."""
_PATIENCE_S = 2


@contextmanager
def writing_turn() -> Iterator[None]:
    """Let few files be written at once.

    Raises:
        HTTPException: 503, too many are.
    """
    if not _AT_ONCE.acquire(timeout=_PATIENCE_S):
        raise HTTPException(503, headers={"Retry-After": "10"})
    try:
        yield
    finally:
        _AT_ONCE.release()


def send_file(name: str, media_type: str, write: Callable[[Path], None]) -> FileResponse:
    """Send a file under a name, written by ``write`` to the path that it is given.

    Raises:
        HTTPException: 503, too many files are being written.
    """
    with writing_turn():
        folder = TemporaryDirectory(prefix="ocopmap-")
        try:
            path = Path(folder.name) / name
            write(path)
        except BaseException:
            folder.cleanup()
            raise
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return FileResponse(path, media_type=media_type, headers=headers, background=BackgroundTask(folder.cleanup))
