"""``ocopmap report``: the plan's half-year and yearly reports as office files."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ocopmap.catalogue.indicators import PROGRAMME_START
from ocopmap.cli import console
from ocopmap.cli.told import UsageError, told, units_for
from ocopmap.database.access import open_database
from ocopmap.database.engine import today
from ocopmap.geocoding.units import split_name
from ocopmap.layers.reading import reading
from ocopmap.planning.definitions import read_definitions
from ocopmap.planning.reports.outline import report_docx, report_xlsx
from ocopmap.planning.reports.periods import Kind
from ocopmap.planning.reports.report import Asked, make_report
from ocopmap.planning.reports.rules import PROVINCE, read_report_rules
from ocopmap.server.wording import wording
from ocopmap.settings import Settings


class Format(StrEnum):
    """What a report is written as."""

    DOCX = "docx"
    XLSX = "xlsx"


def report(
    out: Annotated[Path, typer.Argument(help="Tệp để ghi, .docx hoặc .xlsx.")],
    *,
    kind: Annotated[Kind, typer.Option(help="half-year: 6 tháng (trước 15/6); year: năm (trước 15/12).")],
    as_of: Annotated[str | None, typer.Option(help="Ngày tính, như 2026-06-15; mặc định hôm nay.")] = None,
    owner: Annotated[str, typer.Option(help="Mã cơ quan trong reports.yaml; mặc định toàn tỉnh.")] = PROVINCE,
    form: Annotated[Format | None, typer.Option("--format", help="Mặc định theo đuôi tên tệp.")] = None,
) -> None:
    """Lập báo cáo 6 tháng hoặc báo cáo năm về các chỉ tiêu, tính đến một ngày."""
    settings = Settings()
    with told():
        rules = read_report_rules(settings.rules_dir / "reports.yaml")
        definitions = read_definitions(settings.rules_dir / "indicators.yaml")
        if owner not in rules.bodies:
            raise UsageError(f"--owner: không có cơ quan «{owner}»; chọn một trong {', '.join(rules.bodies)}.")
        asked = Asked(kind, past_day(as_of), owner)
        write = report_xlsx if _form(form, out) is Format.XLSX else report_docx
        _, province = split_name(units_for(settings).provinces[settings.province].name)
        with open_database(settings) as database, reading(database.reader, asked.day) as connection:
            made = make_report(connection, definitions, rules, asked)
        out.write_bytes(write(made, rules, wording("vi").name, province))
    console.tell(f"Đã ghi {out} ({out.stat().st_size / 1024:.0f} KiB)")
    if not made.has_data:
        console.tell(f"Lưu ý: không có số liệu nào tính đến ngày {asked.day:%d/%m/%Y}; báo cáo chỉ nói điều ấy.")


def past_day(text: str | None) -> date:
    """Return the day asked for.

    Raises:
        UsageError: it is no date, before the programme, or yet to come.
    """
    try:
        day = date.fromisoformat(text) if text else today()
    except ValueError:
        raise UsageError(f"--as-of: «{text}» không phải ngày viết như 2026-06-15.") from None
    if not PROGRAMME_START <= day <= today():
        raise UsageError(f"--as-of: {day:%d/%m/%Y} không nằm giữa {PROGRAMME_START:%d/%m/%Y} và hôm nay.")
    return day


def _form(form: Format | None, out: Path) -> Format:
    """Return the format asked for, else that of the file's name.

    Raises:
        UsageError: neither tells.
    """
    if form:
        return form
    suffix = out.suffix.lower().removeprefix(".")
    if suffix not in list(Format):
        raise UsageError(f"«{out.name}»: tên tệp phải có đuôi .docx hoặc .xlsx, hoặc thêm --format.")
    return Format(suffix)
