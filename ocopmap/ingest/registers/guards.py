"""What a file is, and whether it is safe to parse; decided from its first bytes and its list of parts."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Final

from ocopmap.ingest.registers.errors import RegisterError

MAX_BYTES: Final = 64 * 2**20
MAX_UNPACKED: Final = 400 * 2**20
MAX_PART_RATIO: Final = 150
MAX_PARTS: Final = 2_000
_SMALL_PART: Final = 2 * 2**20
"""A part this small may be as repetitive as it likes."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NESTED = (".zip", ".xlsx", ".xlsm", ".xls", ".ods", ".docx", ".rar", ".7z", ".gz")


class FileKind(StrEnum):
    """Kinds of files that a register comes in, by their content and never by their name."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


def check_file(path: Path) -> tuple[FileKind, list[str]]:
    """Return the kind of a file that is safe to parse, and what a person should know about it.

    Raises:
        RegisterError: missing, empty, too large, locked by a password, with macros, a bomb, damaged, or no register.
    """
    if not path.is_file():
        raise RegisterError(path.name, "không tìm thấy tệp")
    size = path.stat().st_size
    if size == 0:
        raise RegisterError(path.name, "tệp rỗng")
    if size > MAX_BYTES:
        raise RegisterError(path.name, f"tệp lớn hơn {MAX_BYTES // 2**20} MiB")
    with path.open("rb") as stream:
        head = stream.read(16)
    if head.startswith(_OLE):
        _check_ole(path)
        return FileKind.XLS, []
    if head.startswith(b"PK"):
        return _check_zip(path)
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"{\\rtf", b"\x1f\x8b", b"<")):
        raise RegisterError(path.name, "không phải bảng tính; cần tệp xlsx, xls, ods hoặc csv")
    return FileKind.CSV, []


def _check_ole(path: Path) -> None:
    content = path.read_bytes()
    if _utf16("EncryptedPackage") in content or _utf16("EncryptionInfo") in content:
        raise RegisterError(path.name, "tệp có mật khẩu; hãy bỏ mật khẩu rồi lưu lại")
    if _utf16("_VBA_PROJECT") in content:
        raise RegisterError(path.name, _MACRO)
    if _utf16("WordDocument") in content:
        raise RegisterError(path.name, "là văn bản Word; cần tệp xlsx, xls, ods hoặc csv")


_MACRO = "tệp có macro; hãy lưu lại thành .xlsx (không macro) rồi nạp"
_DAMAGED = "tệp hỏng hoặc bị cắt cụt, không mở được; hãy xuất lại từ chương trình bảng tính"


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _check_zip(path: Path) -> tuple[FileKind, list[str]]:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_parts(path.name, parts)
            kind = _kind_of(path.name, archive, {part.filename for part in parts})
            if kind is FileKind.ODS and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise RegisterError(path.name, "tệp có mật khẩu; hãy bỏ mật khẩu rồi lưu lại")
            _measure(path.name, archive, parts)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, KeyError, ValueError) as error:
        raise RegisterError(path.name, _DAMAGED) from error
    except NotImplementedError as error:
        raise RegisterError(path.name, "tệp nén theo cách không đọc được; hãy lưu lại thành .xlsx") from error
    return kind, _warnings(part.filename for part in parts)


def _check_parts(name: str, parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise RegisterError(name, _bomb())
    for part in parts:
        lower = part.filename.lower()
        if part.flag_bits & 1:
            raise RegisterError(name, "tệp có mật khẩu; hãy bỏ mật khẩu rồi lưu lại")
        if lower.endswith("vbaproject.bin") or lower.startswith(("basic/", "scripts/")):
            raise RegisterError(name, _MACRO)
        if lower.endswith(_NESTED) and not lower.startswith("xl/embeddings/"):
            raise RegisterError(name, f"có tệp nén «{part.filename}» bên trong; hãy giải nén rồi nạp từng tệp")
        if part.file_size > _SMALL_PART and part.file_size > MAX_PART_RATIO * max(part.compress_size, 1):
            raise RegisterError(name, _bomb())


def _bomb() -> str:
    return f"tệp nở ra quá lớn khi giải nén (giới hạn {MAX_UNPACKED // 2**20} MiB), có thể là tệp phá hoại"


def _kind_of(name: str, archive: zipfile.ZipFile, parts: set[str]) -> FileKind:
    if "xl/workbook.xml" in parts or any(re.fullmatch(r"xl/workbook\d*\.xml", part) for part in parts):
        return FileKind.XLSX
    if "content.xml" in parts and "mimetype" in parts and b"spreadsheet" in archive.read("mimetype"):
        return FileKind.ODS
    raise RegisterError(name, "không phải bảng tính; cần tệp xlsx, xls, ods hoặc csv")


def _measure(name: str, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Unpack every part once: the sizes that an archive states may be lies, and a damaged part shows here."""
    total = 0
    for part in parts:
        with archive.open(part) as stream:
            while block := stream.read(2**20):
                total += len(block)
                if total > MAX_UNPACKED:
                    raise RegisterError(name, _bomb())
                _refuse_entities(name, block)


def _refuse_entities(name: str, block: bytes) -> None:
    if b"<!ENTITY" in block:
        raise RegisterError(name, "tệp khai báo thực thể XML (ENTITY), có thể là tệp phá hoại")


def _warnings(names: Iterable[str]) -> list[str]:
    if any(name.startswith("xl/externalLinks/") for name in names):
        return ["Tệp có liên kết ra tệp khác: không mở các tệp ấy, chỉ dùng giá trị đã lưu."]
    return []
