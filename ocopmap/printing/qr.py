"""QR codes as drawings: scalable, with their quiet zone, level M or better."""

import io
from xml.sax.saxutils import escape

import segno

_QUIET = 4
"""Modules of white around the code (ISO/IEC 18004)."""
_LINE = 5
"""Height in modules of the line of text under the code."""


def qr_drawing(link: str) -> str:
    """Return the code of a link as SVG, quiet zone included, one unit a module."""
    return _drawing(link)[0]


def qr_with_link(link: str) -> str:
    """Return the code as SVG with the link under it in letters that people can type."""
    drawing, side = _drawing(link)
    shown = readable(link)
    size = min(_LINE * 0.6, 1.6 * (side - 2 * _QUIET) / len(shown))
    middle, baseline, height = side / 2, side + _LINE * 0.3, side + _LINE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {height}" role="img">'
        f"<title>{escape(link)}</title>"
        f'<path fill="#fff" d="M0 0h{side}v{height}H0z"/>{drawing}'
        f'<text x="{middle:g}" y="{baseline:g}" font-family="sans-serif" font-size="{size:.2f}" text-anchor="middle">'
        f"{escape(shown)}</text></svg>"
    )


def readable(link: str) -> str:
    """Return a link as people type it: without the scheme."""
    return link.removeprefix("https://").removeprefix("http://")


def _drawing(link: str) -> tuple[str, int]:
    code = segno.make_qr(link, error="m")
    svg = io.BytesIO()
    code.save(svg, kind="svg", border=_QUIET, light="#fff", xmldecl=False, svgclass=None, lineclass=None, nl=False)
    return svg.getvalue().decode(), int(code.symbol_size(border=_QUIET)[0])
