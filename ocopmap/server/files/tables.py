"""Tables as files: written in the form asked for, with what goes with each in the reader's language."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from ocopmap.layers.downloads.formats import Format
from ocopmap.layers.downloads.metadata import Metadata
from ocopmap.layers.downloads.table import Table
from ocopmap.layers.downloads.text import csv_pieces, geojson_pieces
from ocopmap.layers.downloads.workbook import write_workbook
from ocopmap.layers.systems import WGS84
from ocopmap.server.wording import Wording


def write_table(path: Path, kind: Format, table: Table, metadata: Metadata, srid: int = WGS84) -> None:
    """Write a table in a form; geometry, where the form has any, in the system ``srid``."""
    if kind is Format.CSV:
        _write_pieces(path, csv_pieces(table))
    elif kind is Format.GEOJSON:
        _write_pieces(path, geojson_pieces(table, metadata))
    elif kind is Format.XLSX:
        write_workbook(path, table, metadata)
    else:
        # Loaded with the first such file: a server need not hold the libraries that nobody asked for.
        from ocopmap.layers.downloads.geographic import write_geographic  # noqa: PLC0415

        write_geographic(path, kind, table, srid, metadata)


def _write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(pieces)


def metadata_of(words: Wording, facts: Mapping[str, str], columns: Mapping[str, str]) -> Metadata:
    """Return what goes with a file, its headings in the reader's language."""
    return Metadata(
        facts=facts,
        columns=columns,
        data_title=words.t("download.data_sheet"),
        metadata_title=words.t("download.metadata_sheet"),
        column_heading=(words.t("download.column"), words.t("download.meaning")),
    )
