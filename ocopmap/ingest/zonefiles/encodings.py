"""Texts of files that were written in the fonts and code pages that came before Unicode.

GDAL reads a Shapefile's texts by the code page that the file names, or by the one tried in its place. Those typed in
ABC (".VnTime") or VNI fonts name whatever Windows used, mostly 1252. Here the bytes are taken back and read again, by
the encoding that gives most Vietnamese words.
"""

import unicodedata
from collections.abc import Callable, Collection, Iterator
from itertools import islice
from typing import Any, Final

from ocopmap.ingest.registers.encodings import FONTS, words_known
from ocopmap.ingest.vectorfiles import Table

_READ_AS: Final = ("cp1258", "cp1252", "latin-1")
_SAMPLE: Final = 20_000
_AS_READ: Final = ""


def readable(table: Table, vocabulary: Collection[str]) -> tuple[Table, str | None]:
    """Return a table with its texts and column names in Unicode (NFC), and the encoding if it was not as read.

    Args:
        table: as GDAL gives it.
        vocabulary: Vietnamese words in lower case with their accents, some of which any zone file has.
    """
    sample = " ".join(islice(_texts(table), _SAMPLE))
    known = {name: words_known(read(sample), vocabulary) for name, read in _READERS.items()}
    best = max(known, key=lambda name: known[name])  # the first of equals: as it was read
    read = _READERS[best]
    columns = {read(name): [_cell(value, read) for value in values] for name, values in table.columns.items()}
    if len(columns) < len(table.columns):
        return table, None
    return table._replace(columns=columns), best or None


def _texts(table: Table) -> Iterator[str]:
    yield from table.columns
    for values in table.columns.values():
        yield from (value for value in values if isinstance(value, str))


def _cell(value: Any, read: Callable[[str], str]) -> Any:  # noqa: ANN401 (a cell of any kind)
    return read(value) if isinstance(value, str) else value


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _again(text: str, convert: Callable[[bytes], str]) -> str:
    """Return a text read again from its bytes; one that cannot have come from any stays as it is."""
    for codec in _READ_AS:
        try:
            content = text.encode(codec)
        except UnicodeEncodeError:
            continue
        return _composed(convert(content))
    return _composed(text)


def _by_font(convert: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: _again(text, lambda content: convert(content.decode("latin-1")))


_READERS: Final[dict[str, Callable[[str], str]]] = {
    _AS_READ: _composed,
    "Windows-1258": lambda text: _again(text, lambda content: content.decode("cp1258", errors="replace")),
    **{name.upper(): _by_font(convert) for name, convert in FONTS.items()},
}
