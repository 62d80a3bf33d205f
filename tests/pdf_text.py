"""The text that a reader can select in a PDF, by its fonts' own tables: enough of the format for tests and no more."""

import re
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PAGE = re.compile(rb"/Type\s*/Page[^s]")
_FONT = re.compile(rb"/([Ff]\d+) (\d+) 0 R")
_CHARACTER = re.compile(rb"^<(\w+)>\s*<(\w{4,})>$", re.MULTILINE)
_CHARACTERS = re.compile(rb"^<(\w+)>\s*<(\w+)>\s*<(\w{4})>$", re.MULTILINE)
_PIECE = re.compile(
    rb"/([Ff]\d+) [\d.]+ Tf|<(?!FEFF|feff)([0-9A-Fa-f]+)>|(?<!Lang)(?<!Text)(?<!Alt)(\()|\b(T[dm])\b", re.DOTALL
)
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

Objects = dict[bytes, bytes]
Font = dict[bytes, str]
"""Letters by the code of a glyph."""


def converted(document: Path, profile: Path) -> bytes:
    """Return an office document as the PDF that LibreOffice makes of it, with a profile of its own."""
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", document.parent, document], check=True, capture_output=True, timeout=120)
    return document.with_suffix(".pdf").read_bytes()


def pages(pdf: bytes) -> int:
    return len(_PAGE.findall(pdf))


def text_of(pdf: bytes) -> str:
    """Return the text of all pages as drawn, nothing between its pieces; text inside drawings is left out."""
    return "".join("".join(filter(None, pieces)) for pieces in _pages(pdf))


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of every page, a space wherever the pen was moved."""
    return [
        re.sub(" +", " ", "".join(" " if each is None else each for each in pieces)).strip() for pieces in _pages(pdf)
    ]


def _pages(pdf: bytes) -> Iterator[Iterator[str | None]]:
    objects = {found[1]: found[2] for found in _OBJECT.finditer(pdf)}
    for page in filter(_PAGE.search, objects.values()):
        yield _drawn(_body(objects[_reference(page, b"Contents")]), _fonts(objects, page))


def _fonts(objects: Objects, page: bytes) -> dict[bytes, Font]:
    resources = objects[_reference(page, b"Resources")]
    if apart := re.search(rb"/Font (\d+) 0 R", resources):
        resources += objects[apart[1]]
    return {
        name: _letters(_body(objects[_reference(objects[number], b"ToUnicode")]))
        for name, number in _FONT.findall(resources)
    }


def _letters(table: bytes) -> Font:
    letters = {_bytes(code): _bytes(text).decode("utf-16-be") for code, text in _CHARACTER.findall(table)}
    for first, last, text in _CHARACTERS.findall(table):
        for step in range(int(last, 16) - int(first, 16) + 1):
            letters[(int(first, 16) + step).to_bytes(len(first) // 2)] = chr(int(text, 16) + step)
    return letters


def _drawn(content: bytes, fonts: dict[bytes, Font]) -> Iterator[str | None]:
    """Give the pieces of text of a page in the order of drawing; None where the pen is moved."""
    font: Font = {}
    at = 0
    while found := _PIECE.search(content, at):
        name, code, opened, _ = found.groups()
        at = found.end()
        if name:
            font = fonts[name]
        elif code:
            yield _said(_bytes(code), font)
        elif opened:
            end = _end_of_string(content, at)
            yield _said(_ESCAPE.sub(_unescaped, content[at:end]), font)
            at = end
        else:
            yield None


def _said(glyphs: bytes, font: Font) -> str:
    width = len(next(iter(font)))
    return "".join(font[glyphs[n : n + width]] for n in range(0, len(glyphs), width))


def _end_of_string(content: bytes, start: int) -> int:
    """Return where the bracket closes that was opened before ``start``; pairs inside stand for themselves."""
    depth = 1
    for found in _IN_STRING.finditer(content, start):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if depth == 0:
            return found.start()
    raise AssertionError("a string without end")


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes([int(code, 8)]) if code.isdigit() else _CONTROLS.get(code, code)


def _bytes(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode())


def _reference(thing: bytes, key: bytes) -> bytes:
    found = re.search(rb"/" + key + rb" (\d+) 0 R", thing)
    assert found
    return found[1]


def _body(thing: bytes) -> bytes:
    found = _STREAM.search(thing)
    assert found
    # An incomplete end is no harm: the last byte of compressed data may look like the end of a line.
    return zlib.decompressobj().decompress(found[1]) if b"FlateDecode" in thing[: found.start()] else found[1]
