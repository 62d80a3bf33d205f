"""What every command shares: expected errors become a sentence and exit code 1."""

import csv
import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import typer
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError
from typer.core import TyperGroup

from ocopmap.cli import console
from ocopmap.database.cluster import ClusterError
from ocopmap.database.migrate import SchemaError
from ocopmap.geocoding import Units, load_units
from ocopmap.ingest.boundaries.common import BoundaryError
from ocopmap.ingest.report import LoadError
from ocopmap.ingest.review.items import ReviewError
from ocopmap.ingest.vectorfiles import VectorFileError
from ocopmap.server.assets import AssetsMissingError
from ocopmap.settings import SettingError, Settings
from ocopmap.touring.roads.errors import RoadsError


class UsageError(Exception):
    """A setting or an option of the command cannot be used as given."""


KNOWN_ERRORS = (
    ClusterError,
    SchemaError,
    LoadError,
    BoundaryError,
    VectorFileError,
    ReviewError,
    AssetsMissingError,
    RoadsError,
    SettingError,
    UsageError,
)

_FILE_REASONS: Final[Mapping[int | None, str]] = {
    errno.ENOENT: "không có tệp hoặc thư mục ấy",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "nơi ấy chỉ cho đọc",
    errno.EISDIR: "đó là thư mục, không phải tệp",
    errno.ENOTDIR: "một phần của đường dẫn không phải là thư mục",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ENOSPC: "đĩa đã đầy",
}


@contextmanager
def told() -> Iterator[None]:
    """Turn an expected error into its sentence and exit code 1."""
    try:
        yield
    except (*KNOWN_ERRORS, OperationalError, ValidationError, csv.Error, OSError) as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        console.fail(sentence)
        raise typer.Exit(1) from error


class ToldGroup(TyperGroup):
    """All commands: what goes wrong before a command's own ``told`` is told as well."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - the framework's own types
        """Run the command that was asked for."""
        with told():
            return super().invoke(ctx)


def units_for(settings: Settings) -> Units:
    """Return the country's units.

    Raises:
        UsageError: the province of the settings is none of them.
    """
    units = load_units()
    if settings.province not in units.provinces:
        raise UsageError(
            f"OCOPMAP_PROVINCE: không có tỉnh nào mang mã «{settings.province}» (Quyết định 19/2025/QĐ-TTg)."
        )
    return units


def _sentence(error: Exception) -> str | None:
    """Return what to tell of an error, or None for one that nobody expected."""
    if isinstance(error, OperationalError):
        return "Không kết nối được máy chủ PostgreSQL; hãy xem lại OCOPMAP_DATABASE_URL."
    if isinstance(error, ValidationError):
        return "\n".join(map(_wrong_setting, error.errors())) if error.title == Settings.__name__ else None
    if isinstance(error, csv.Error):
        return "Tệp CSV viết sai: dấu ngoặc kép đặt sai hoặc có ô quá dài."
    if isinstance(error, OSError):
        return _wrong_file(error)
    return str(error)


def _wrong_setting(problem: Any) -> str:  # noqa: ANN401 - pydantic's own record of an error
    name = f"OCOPMAP_{problem['loc'][0]}".upper()
    if problem["type"] == "value_error":
        return f"{name} {problem['ctx']['error']}."
    return f"{name} không nhận giá trị «{problem['input']}»."


def _wrong_file(error: OSError) -> str | None:
    name, reason = error.filename2 or error.filename, _FILE_REASONS.get(error.errno)
    return f"Không dùng được {name}: {reason}." if name and reason else None
