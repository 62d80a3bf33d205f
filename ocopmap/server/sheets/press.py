"""The one press of a process, and what a reader is told when it is busy or fails."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import structlog
from fastapi import HTTPException

from ocopmap.printing.press import Form, Press, PressBusyError, PrintingError
from ocopmap.server.context import Context

_log = structlog.get_logger()
_RETRY_S = "10"


@cache
def _press(fonts: Path) -> Press:
    return Press(fonts)


def printed(
    shared: Context, template: str, data: Mapping[str, object], drawings: Mapping[str, str], form: Form = "pdf"
) -> bytes:
    """Return a template of ``printing`` set with its data and SVG drawings.

    Raises:
        HTTPException: 503 when too much is asked for just now, 500 when it cannot be set.
    """
    try:
        return _press(shared.settings.web_dist_dir / "print").print(template, data, drawings, form)
    except PressBusyError as error:
        raise HTTPException(503, headers={"Retry-After": _RETRY_S}) from error
    except PrintingError as error:
        _log.exception("sheet not printed", template=template)
        raise HTTPException(500) from error
