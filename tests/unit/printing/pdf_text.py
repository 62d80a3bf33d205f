"""The text that a reader can select in a PDF of ours, by its fonts' own tables: enough of the format and no more."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"/Length (\d+).*?stream\r?\n", re.DOTALL)
_PAGE = re.compile(rb"/Type\s*/Page[^s]")
_PIECE = re.compile(rb"/(f\d+) [\d.]+ Tf|(?<!Lang)(?<!Text)(?<!Alt)\(")
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages(pdf: bytes) -> int:
    return len(_PAGE.findall(pdf))


def text_of(pdf: bytes) -> str:
    """Return the text of all pages in the order of drawing; text inside drawings is left out."""
    objects = {found[1]: found[2] for found in _OBJECT.finditer(pdf)}
    text = ""
    for page in filter(_PAGE.search, objects.values()):
        resources = objects[_reference(page, b"Resources")]
        fonts = {
            name: _letters(_body(objects[_reference(objects[number], b"ToUnicode")]))
            for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
        }
        text += _drawn(_body(objects[_reference(page, b"Contents")]), fonts)
    return text


def _reference(thing: bytes, key: bytes) -> bytes:
    found = re.search(rb"/" + key + rb" (\d+) 0 R", thing)
    assert found
    return found[1]


def _body(thing: bytes) -> bytes:
    found = _STREAM.search(thing)
    assert found
    # By its length: the last byte of compressed data may look like the end of a line.
    body = thing[found.end() : found.end() + int(found[1])]
    return zlib.decompress(body) if b"FlateDecode" in thing[: found.end()] else body


def _letters(table: bytes) -> dict[bytes, str]:
    """Return letters by glyph, from lines such as ``<0001> <0051>``."""
    pairs = re.findall(rb"<([0-9a-f]{4})>\s*<([0-9a-f]{4,})>", table, re.IGNORECASE)
    return {
        bytes.fromhex(glyph.decode()): bytes.fromhex(letters.decode()).decode("utf-16-be") for glyph, letters in pairs
    }


def _drawn(content: bytes, fonts: dict[bytes, dict[bytes, str]]) -> str:
    font: dict[bytes, str] = {}
    text = ""
    at = 0
    while found := _PIECE.search(content, at):
        at = found.end()
        if found[1]:
            font = fonts[found[1]]
            continue
        end = _end_of_string(content, at)
        glyphs = _ESCAPE.sub(_unescaped, content[at:end])
        text += "".join(font[glyphs[n : n + 2]] for n in range(0, len(glyphs), 2))
        at = end
    return text


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
