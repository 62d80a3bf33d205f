"""QR codes: large enough a margin, strong enough, the link beneath, nothing of it read as markup."""

import re
from xml.etree import ElementTree

import pytest
import segno

from ocopmap.printing.qr import qr_drawing, qr_with_link

LINK = "https://ocop.dongthap.gov.vn/q/5kenj72bpr"
_RUN = re.compile(r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?")


def dark(svg: str) -> set[tuple[int, int]]:
    """Return the dark modules (x, y) of a drawing, by walking its path."""
    path = re.findall(r'stroke="#000" d="([^"]+)"', svg)[0]
    found, x, y = set(), 0.0, 0.0
    for command, first, second in _RUN.findall(path):
        if command == "h":
            found |= {(int(x) + step, int(y)) for step in range(int(first))}
            x += float(first)
        else:
            x, y = (float(first), float(second)) if command == "M" else (x + float(first), y + float(second))
    return found


def test_the_drawing_is_the_code_with_its_quiet_zone() -> None:
    code = segno.make_qr(LINK, error="m")
    wanted = {(x + 4, y + 4) for y, row in enumerate(code.matrix) for x, module in enumerate(row) if module}
    assert dark(qr_drawing(LINK)) == wanted
    width = re.findall(r'width="(\d+)"', qr_drawing(LINK))[0]
    assert int(width) == len(code.matrix) + 8
    assert code.error in {"M", "Q", "H"}


@pytest.mark.parametrize("link", [LINK, "http://[::1]:8080/q/5kenj72bpr", 'https://a.vn/<script>&"'])
def test_the_link_stands_under_the_code_as_text(link: str) -> None:
    tree = ElementTree.fromstring(qr_with_link(link))  # noqa: S314 - our own drawing
    texts = [element.text for element in tree.iter() if element.tag.endswith("}text")]
    assert texts == [link.partition("://")[2]]
    assert not [element for element in tree.iter() if element.tag.endswith("script")]
