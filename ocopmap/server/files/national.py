"""The ministry's tables as files: what each holds, and in words what was left out on either side."""

import csv
from collections.abc import Callable, Mapping
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import orjson

from ocopmap.layers.downloads.formats import MEDIA, Format
from ocopmap.layers.downloads.text import harmless
from ocopmap.layers.downloads.workbook import write_sheets
from ocopmap.planning.national import NationalExport, Sheet, column_mapping
from ocopmap.server.wording import Wording


class NationalFormat(StrEnum):
    """What the tables can be had as; the value ends the file's name."""

    XLSX = "xlsx"
    JSON = "json"
    CSV = "csv.zip"


NATIONAL_MEDIA: Final[Mapping[NationalFormat, str]] = {
    NationalFormat.XLSX: MEDIA[Format.XLSX],
    NationalFormat.JSON: "application/json",
    NationalFormat.CSV: "application/zip",
}


def write_national(path: Path, kind: NationalFormat, made: NationalExport, words: Wording) -> None:
    """Write the tables and the sheet of what is empty and what has no place."""
    tables = {**made.tables, words.t("national.sheet"): _notes(made, words)}
    _WRITERS[kind](path, tables)


def _notes(made: NationalExport, words: Wording) -> Sheet:
    columns = tuple(words.t(key) for key in ("national.theirs", "national.ours", "national.empty", "national.note"))
    theirs = [
        (column, ", ".join(sources), empty, words.t(f"national.about.{column}"))
        for column, sources, empty in column_mapping(made)
    ]
    ours = [(words.t("national.no_place"), each, None, words.t(f"column.{each}")) for each in made.without_place]
    return Sheet(columns, [*theirs, *ours])


def _write_workbook(path: Path, tables: Mapping[str, Sheet]) -> None:
    write_sheets(path, {name: (sheet.columns, sheet.rows) for name, sheet in tables.items()})


def _write_json(path: Path, tables: Mapping[str, Sheet]) -> None:
    found = {name: [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows] for name, sheet in tables.items()}
    path.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2))


def _write_csv(path: Path, tables: Mapping[str, Sheet]) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, sheet in tables.items():
            archive.writestr(f"{name}.csv", _csv(sheet).encode("utf-8-sig"))


def _csv(sheet: Sheet) -> str:
    written = StringIO()
    rows: list[tuple[Any, ...]] = [sheet.columns, *sheet.rows]
    csv.writer(written).writerows([[harmless(value) for value in row] for row in rows])
    return written.getvalue()


_WRITERS: Final[Mapping[NationalFormat, Callable[[Path, Mapping[str, Sheet]], None]]] = {
    NationalFormat.XLSX: _write_workbook,
    NationalFormat.JSON: _write_json,
    NationalFormat.CSV: _write_csv,
}
