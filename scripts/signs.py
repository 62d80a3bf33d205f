"""Draw ``web/src/styles/signs.woff2``: the few signs that the site's typeface lacks.

A browser that lacks a sign asks the device for it, typeface after typeface, before it shows the page at all.
``python -m scripts.signs`` writes the file anew; it is kept, so that building needs no more than Node.
"""

from math import cos, pi, sin
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

FONT = Path(__file__).parents[1] / "web" / "src" / "styles" / "signs.woff2"
_EM, _ASCENT, _DESCENT = 1_000, 1_000, -265
"""As Be Vietnam Pro has them, so that a line with a sign is as high as one without."""
_DRAWN = 3_850_000_000
"""In seconds since 1904: the same program writes the same bytes."""
_MIDDLE = 370
"""Half the height of its capitals."""

Point = tuple[float, float]
Outline = list[Point]


def _star(radius: float, x: float) -> Outline:
    corners = [(radius if at % 2 == 0 else 0.4 * radius, pi / 2 - at * pi / 5) for at in range(10)]
    return [(x + far * cos(angle), _MIDDLE - 20 + far * sin(angle)) for far, angle in corners]


def _triangle(half: float, depth: float, x: float, turn: int) -> Outline:
    """Return a triangle whose tip points right (0), up (1) or down (-1)."""
    flat = [(-depth, half), (depth, 0.0), (-depth, -half)]
    turned = flat if turn == 0 else [(-turn * y, turn * along) for along, y in flat]
    return [(x + dx, _MIDDLE + dy) for dx, dy in turned]


def _circle(radius: float, x: float) -> Outline:
    return [(x + radius * cos(-at * pi / 8), _MIDDLE + radius * sin(-at * pi / 8)) for at in range(16)]


def _square(half: float, x: float) -> Outline:
    return [(x + half * dx, _MIDDLE + half * dy) for dx, dy in ((-1, 1), (1, 1), (1, -1), (-1, -1))]


SIGNS: dict[str, tuple[int, list[Outline]]] = {
    "★": (900, [_star(450, 450)]),
    "▸": (520, [_triangle(230, 190, 260, 0)]),
    "▾": (600, [_triangle(230, 190, 300, -1)]),
    "▴": (600, [_triangle(230, 190, 300, 1)]),
    "▶": (800, [_triangle(360, 310, 400, 0)]),
    "▲": (800, [_triangle(360, 310, 400, 1)]),
    "▼": (800, [_triangle(360, 310, 400, -1)]),
    "■": (800, [_square(310, 400)]),
    "◎": (900, [_circle(380, 450), _circle(300, 450)[::-1], _circle(170, 450)]),
    "✓": (800, [[(90, 400), (310, 180), (720, 640), (640, 720), (305, 350), (165, 485)]]),
    "≤": (
        700,
        [
            [(600, 720), (600, 625), (215, 460), (600, 295), (600, 200), (100, 420), (100, 500)],
            [(100, 140), (600, 140), (600, 60), (100, 60)],
        ],
    ),
    "⋯": (900, [_square(65, 180), _square(65, 450), _square(65, 720)]),
}
"""Width and outlines, in units of which 1,000 make the height of the type."""


def draw(path: Path = FONT) -> None:
    """Write the font."""
    names = {sign: f"uni{ord(sign):04X}" for sign in SIGNS}
    glyphs = {".notdef": _glyph([]), **{names[sign]: _glyph(outlines) for sign, (_, outlines) in SIGNS.items()}}
    widths = {".notdef": (_EM, 0), **{names[sign]: (width, 0) for sign, (width, _) in SIGNS.items()}}
    font = FontBuilder(_EM, isTTF=True)
    font.setupGlyphOrder(list(glyphs))
    font.setupCharacterMap({ord(sign): name for sign, name in names.items()})
    font.setupGlyf(glyphs)
    font.setupHorizontalMetrics(widths)
    font.setupHorizontalHeader(ascent=_ASCENT, descent=_DESCENT)
    font.setupNameTable({"familyName": "Signs", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=_ASCENT, sTypoDescender=_DESCENT, usWinAscent=_ASCENT, usWinDescent=-_DESCENT)
    font.setupPost()
    font.updateHead(created=_DRAWN, modified=_DRAWN)
    font.font.recalcTimestamp = False
    font.font.flavor = "woff2"
    font.save(path)


def _glyph(outlines: list[Outline]) -> object:
    pen = TTGlyphPen(None)
    for (x, y), *rest in outlines:
        pen.moveTo((round(x), round(y)))
        for across, up in rest:
            pen.lineTo((round(across), round(up)))
        pen.closePath()
    return pen.glyph()


if __name__ == "__main__":
    draw()
