"""No text of the site has to be looked for among the device's own typefaces."""

import re

from fontTools.ttLib import TTFont

from ocopmap.settings import PROJECT_ROOT
from scripts.signs import FONT, SIGNS

_STYLES = PROJECT_ROOT / "web" / "src"
_SERVER = PROJECT_ROOT / "ocopmap" / "server"
_LEFT_TO_THE_DEVICE = {"☕"}
"""A picture rather than a sign, on one line of a tour."""


def _ranges(family: str) -> set[int]:
    faces = re.findall(r"@font-face \{.*?\}", (_STYLES / "styles" / "fonts.css").read_text(), re.DOTALL)
    found: set[int] = set()
    for face in faces:
        if f'"{family}"' not in face:
            continue
        for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face):
            found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def test_the_font_of_signs_has_what_the_style_sheet_takes_from_it() -> None:
    assert set(TTFont(FONT).getBestCmap()) == set(map(ord, SIGNS)) == _ranges("Signs")


def test_every_character_of_the_site_is_in_its_own_fonts() -> None:
    files = [path for kind in ("*.ts", "*.css") for path in _STYLES.rglob(kind)]
    files += [*_SERVER.glob("templates/**/*.html"), *_SERVER.glob("locale/*.po")]
    used = {letter for path in files for letter in path.read_text(encoding="utf-8") if letter.isprintable()}
    own = _ranges("Be Vietnam Pro") | _ranges("Signs")
    assert {letter for letter in used if ord(letter) not in own} <= _LEFT_TO_THE_DEVICE
