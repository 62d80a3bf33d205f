"""``ocopmap export ptnt``: our products as the ministry's tables."""

from pathlib import Path
from typing import Annotated

import typer

from ocopmap.cli import console
from ocopmap.cli.reports import past_day
from ocopmap.cli.told import UsageError, told
from ocopmap.database.access import open_database
from ocopmap.layers.reading import reading
from ocopmap.planning.national import national_export
from ocopmap.server.files.national import NationalFormat, write_national
from ocopmap.server.wording import wording
from ocopmap.settings import Settings


def export_ptnt(
    out: Annotated[Path, typer.Argument(help="Tệp để ghi: .xlsx, .json hoặc .csv.zip.")],
    as_of: Annotated[str | None, typer.Option(help="Ngày tính, như 2026-06-15; mặc định hôm nay.")] = None,
) -> None:
    """Ghi bảng PTNT_OCOP và các danh mục theo Quyết định 5277/QĐ-BNNMT."""
    settings = Settings()
    words = wording("vi")
    with told():
        kind, day = _kind(out), past_day(as_of)
        with open_database(settings) as database, reading(database.reader, day) as connection:
            made = national_export(connection, day, settings.province, words.name)
        write_national(out, kind, made, words)
    console.tell(f"Đã ghi {out}: {len(made.tables['PTNT_OCOP'].rows)} sản phẩm tính đến {day:%d/%m/%Y}.")
    for column, missing in made.empty.items():
        if missing:
            console.tell(f"  - {column}: {missing} dòng chưa có giá trị")
    console.tell(f"Cột của bản đồ mà các bảng này không có chỗ: {', '.join(made.without_place)}")


def _kind(out: Path) -> NationalFormat:
    """Return the form that the file's name asks for.

    Raises:
        UsageError: it names none.
    """
    for kind in NationalFormat:
        if out.name.lower().endswith(f".{kind}"):
            return kind
    raise UsageError(f"«{out.name}»: tên tệp phải có đuôi {', '.join(f'.{kind}' for kind in NationalFormat)}.")
