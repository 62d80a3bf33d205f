"""The text of a PDF that LibreOffice wrote, page by page, by its fonts' own tables: enough of the format for tests."""

import re
import subprocess
import zlib
from pathlib import Path

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PAGE = re.compile(rb"/Type\s*/Page[^s]")
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|\bT[dm]\b")

Font = dict[str, str]


def converted(document: Path, profile: Path) -> bytes:
    """Return an office document as the PDF that LibreOffice makes of it, with a profile of its own."""
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", document.parent, document], check=True, capture_output=True, timeout=120)
    return document.with_suffix(".pdf").read_bytes()


def page_texts(pdf: bytes) -> list[str]:
    objects = {found[1]: found[2] for found in _OBJECT.finditer(pdf)}
    fonts = _fonts(objects)
    pages = [body for body in objects.values() if _PAGE.search(body)]
    return [_text(_stream(objects[_reference(page, b"Contents")]), fonts) for page in pages]


def _fonts(objects: dict[bytes, bytes]) -> dict[bytes, Font]:
    found = {}
    for body in objects.values():
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", body):
            table = _stream(objects[_reference(objects[number], b"ToUnicode")]).decode()
            found[name] = _letters(table)
    return found


def _letters(table: str) -> Font:
    letters = {code.upper(): _said(text) for code, text in re.findall(r"^<(\w\w)>\s*<(\w{4,})>$", table, re.MULTILINE)}
    for first, last, text in re.findall(r"^<(\w\w)>\s*<(\w\w)>\s*<(\w{4})>$", table, re.MULTILINE):
        for step in range(int(last, 16) - int(first, 16) + 1):
            letters[f"{int(first, 16) + step:02X}"] = chr(int(text, 16) + step)
    return letters


def _said(text: str) -> str:
    return bytes.fromhex(text).decode("utf-16-be")


def _text(content: bytes, fonts: dict[bytes, Font]) -> str:
    font: Font = {}
    text = ""
    for found in _SHOWN.finditer(content):
        if found[1]:
            font = fonts[found[1]]
        elif found[2]:
            codes = found[2].decode().upper()
            text += "".join(font[codes[n : n + 2]] for n in range(0, len(codes), 2))
        elif text and not text.endswith(" "):
            text += " "
    return text


def _reference(thing: bytes, key: bytes) -> bytes:
    found = re.search(rb"/" + key + rb" (\d+) 0 R", thing)
    assert found
    return found[1]


def _stream(thing: bytes) -> bytes:
    found = _STREAM.search(thing)
    assert found
    return zlib.decompressobj().decompress(found[1]) if b"FlateDecode" in thing[: found.start()] else found[1]
