"""What python-docx has no words for: language, repeated header rows, page numbers, borders, stable bytes."""

import io
import zipfile
from typing import Any, Final, Literal

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP file can say."""

_AFTER_BORDERS: Final = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
"""What stands behind a paragraph's borders, by the schema's order."""

Edge = Literal["top", "bottom"]


def child(parent: Any, name: str, **attributes: str) -> Any:
    """Append an element such as ``w:tblHeader`` with attributes of the same namespace, and return it."""
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    parent.append(element)
    return element


def set_font(properties: Any, family: str) -> None:
    """Use one family for every script, in place of the theme's."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), family)


def set_language(styles: Any, language: str) -> None:
    """Say in which language all text is, for those who listen and for spelling."""
    properties = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for former in properties.findall(qn("w:lang")):
        properties.remove(former)
    child(properties, "w:lang", val=language, eastAsia=language, bidi=language)


def keep_whole(row: Any) -> None:
    """Never break a row over two pages."""
    child(row._tr.get_or_add_trPr(), "w:cantSplit", val="true")


def drop_cell_margins(table: Any) -> None:
    """Let a table's text begin at the edges of its cells."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        child(margins, f"w:{side}", w="0", type="dxa")
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def strip(element: Any, *names: str) -> None:
    """Remove properties such as ``w:kern`` from a style, wherever they stand in it."""
    for name in names:
        for found in list(element.iter(qn(name))):
            found.getparent().remove(found)


def rule(paragraph: Any, edge: Edge = "bottom") -> None:
    """Draw a line along a paragraph, as wide as its indents leave it."""
    borders = OxmlElement("w:pBdr")
    child(borders, f"w:{edge}", val="single", sz="6", space="1", color="auto")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def page_number(paragraph: Any) -> None:
    """Append the number of the page as a field."""
    for kind, instruction in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()._r
        if kind:
            child(run, "w:fldChar", fldCharType=kind)
        else:
            child(run, "w:instrText").text = instruction


def stable(package: bytes) -> bytes:
    """Return a package with no time of its making, so that the same content is the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as given, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in given.infolist():
            made.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), given.read(entry), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
