"""Where sheets are set: a few at once, each within a time, templates and data apart."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final, Literal

_FOLDER: Final = Path(__file__).parent
_TEMPLATES: Final = _FOLDER / "templates"
_SHARED: Final = {path.name: path.read_text(encoding="utf-8") for path in sorted(_TEMPLATES.iterdir())}


Form = Literal["pdf", "png"]


class PressBusyError(Exception):
    """More sheets are asked for than can be set just now."""


class PrintingError(Exception):
    """A sheet could not be set, or not in time."""


class Press:
    """Sets sheets in processes of their own; safe for threads.

    ``fonts`` is the folder of the typeface; a sheet waits ``patience_s`` seconds for its turn and may take ``limit_s``.
    """

    def __init__(self, fonts: Path, at_once: int = 2, patience_s: float = 4, limit_s: float = 15) -> None:
        self._fonts = fonts
        self._turns = BoundedSemaphore(at_once)
        self._patience_s = patience_s
        self._limit_s = limit_s

    def print(self, template: str, data: Mapping[str, Any], drawings: Mapping[str, str], form: Form = "pdf") -> bytes:
        """Return a template with its data and SVG drawings by file name.

        A PDF is tagged (PDF/UA-1); a PNG has a pixel for a point.

        Raises:
            PressBusyError: no turn came in time.
            PrintingError: the sheet failed or took too long.
        """
        if not self._turns.acquire(timeout=self._patience_s):
            raise PressBusyError
        try:
            return self._run(template, data, drawings, form)
        finally:
            self._turns.release()

    def _run(self, template: str, data: Mapping[str, Any], drawings: Mapping[str, str], form: Form) -> bytes:
        job = {
            "files": _SHARED | dict(drawings) | {"main": _SHARED[f"{template}.typ"]},
            "data": json.dumps(data, ensure_ascii=False),
            "fonts": str(self._fonts.resolve()),
            "form": form,
        }
        command = [sys.executable, "-P", str(_FOLDER / "worker.py")]
        try:
            done = subprocess.run(  # noqa: S603 - our own program
                command, input=json.dumps(job).encode(), capture_output=True, check=True, timeout=self._limit_s
            )
        except subprocess.TimeoutExpired as error:
            raise PrintingError(f"{template}: not set within {self._limit_s} s") from error
        except subprocess.CalledProcessError as error:
            raise PrintingError(f"{template}: {error.stderr.decode(errors='replace')[-2000:]}") from error
        return done.stdout
