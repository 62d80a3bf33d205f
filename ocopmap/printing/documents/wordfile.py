"""Documents as DOCX in the form of decree 30/2020/NĐ-CP: A4, its margins, Times New Roman 13 and 14 point."""

import io
from collections.abc import Sequence
from datetime import date
from functools import singledispatch
from typing import Any, Final

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from ocopmap.printing.documents import ooxml
from ocopmap.printing.documents.blocks import (
    Annex,
    Cell,
    Document,
    Figure,
    Heading,
    Letterhead,
    Paragraph,
    Source,
    Table,
)
from ocopmap.printing.documents.grid import Row, grid

_FONT: Final = "Times New Roman"
_BODY, _SMALL, _TABLE = Pt(14), Pt(12), Pt(11)
_PORTRAIT_MM, _LANDSCAPE_MM = 165, 247
_INDENT: Final = Mm(10)
_ALIGN: Final = {"left": "left", "centre": "center", "right": "right"}
_HEADINGS: Final = (("Heading 1", True, False), ("Heading 2", True, False), ("Heading 3", True, True))
"""Style, bold, italic."""


def word_file(document: Document) -> bytes:
    """Return a document as DOCX; the same document gives the same bytes."""
    made: Any = docx.Document()
    _set_metadata(made, document)
    _set_styles(made)
    _set_page(made.sections[0])
    _head(made, document.letterhead)
    for block in document.blocks:
        _add(block, made)
    _close(made, document.letterhead)
    if document.annex:
        _annex(made, document.annex)
    written = io.BytesIO()
    made.save(written)
    return ooxml.stable(written.getvalue())


def shown(cell: Cell) -> str:
    """Return a cell as people read it."""
    if isinstance(cell, Figure | Source):
        return cell.text
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


def _set_metadata(made: Any, document: Document) -> None:
    facts = made.core_properties
    facts.title, facts.author, facts.last_modified_by = document.title, document.author, document.author
    facts.language, facts.comments = "vi-VN", ""


def _set_styles(made: Any) -> None:
    ooxml.set_language(made.styles, "vi-VN")
    normal = made.styles["Normal"]
    normal.font.size = _BODY
    normal.paragraph_format.space_after = Pt(6)
    for name in ("Normal", "Title", "Subtitle", "Caption", *(style for style, _, _ in _HEADINGS)):
        style = made.styles[name]
        ooxml.set_font(style.element.get_or_add_rPr(), _FONT)
        style.font.color.rgb = RGBColor(0, 0, 0)
    for name, bold, italic in _HEADINGS:
        _set_look(made.styles[name], bold=bold, italic=italic)
    for name in ("Title", "Subtitle"):
        _set_look(made.styles[name], bold=True, italic=False)
        made.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        ooxml.strip(made.styles[name].element, "w:pBdr", "w:spacing", "w:kern")
    _set_look(made.styles["Caption"], bold=True, italic=False, size=_SMALL)


def _set_look(style: Any, *, bold: bool, italic: bool, size: Any = _BODY) -> None:
    style.font.size, style.font.bold, style.font.italic = size, bold, italic
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6), Pt(4)
    style.paragraph_format.keep_with_next = True


def _set_page(section: Any, *, landscape: bool = False) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20) if landscape else Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = not landscape
    section.header.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    ooxml.page_number(number)


def _head(made: Any, head: Letterhead) -> None:
    left, right = _two_columns(made, 68, 97)
    _lines(left, [(head.over, False, False, _SMALL), (head.body, True, False, _SMALL)], rule_mm=25, width_mm=68)
    _lines(right, [(head.country, True, False, _SMALL), (head.motto, True, False, Pt(13))], rule_mm=50, width_mm=97)
    _lines(left, [(head.number, False, False, Pt(13))])
    _lines(right, [(head.place_and_date, False, True, Pt(13))])
    title = made.add_paragraph(head.name, style="Title")
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(18), Pt(0)
    subject = made.add_paragraph(head.subject, style="Subtitle")
    subject.paragraph_format.space_after = Pt(0)
    _ruled(made.add_paragraph(), rule_mm=50, width_mm=_PORTRAIT_MM)


def _two_columns(made: Any, left_mm: int, right_mm: int) -> tuple[Any, Any]:
    table = made.add_table(1, 2)
    table.autofit = False
    ooxml.drop_cell_margins(table)
    ooxml.keep_whole(table.rows[0])
    left, right = table.rows[0].cells
    left.width, right.width = Mm(left_mm), Mm(right_mm)
    return left, right


def _lines(cell: Any, lines: list[tuple[str, bool, bool, Any]], rule_mm: int = 0, width_mm: int = 0) -> None:
    for text, bold, italic, size in lines:
        first = cell.paragraphs[0]
        paragraph = first if not first.text and len(cell.paragraphs) == 1 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, size
    if rule_mm:
        _ruled(cell.add_paragraph(), rule_mm, width_mm)


def _ruled(paragraph: Any, rule_mm: int, width_mm: int) -> None:
    """Make a paragraph a line of ``rule_mm`` in the middle of ``width_mm``."""
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm((width_mm - rule_mm) / 2)
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(6), Pt(4)
    ooxml.rule(paragraph, "top")


@singledispatch
def _add(block: Any, made: Any) -> None:
    raise TypeError(block)


@_add.register
def _(block: Heading, made: Any) -> None:
    heading = made.add_paragraph(block.text, style=_HEADINGS[block.level - 1][0])
    heading.paragraph_format.first_line_indent = _INDENT


@_add.register
def _(block: Paragraph, made: Any) -> None:
    paragraph = made.add_paragraph(block.text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = _INDENT


@_add.register
def _(block: Table, made: Any) -> None:
    _table(made, block, _PORTRAIT_MM)


def _table(made: Any, block: Table, width_mm: float) -> None:
    caption = made.add_paragraph(block.caption, style="Caption")
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    total = sum(column.weight for column in block.columns)
    rows = [_row(cells) for cells in block.rows[: block.most]]
    table = grid(
        block.caption,
        [column.title for column in block.columns],
        rows,
        [width_mm * column.weight / total for column in block.columns],
        [_ALIGN[column.align] for column in block.columns],
    )
    left_out = len(block.rows) - len(rows)
    after = made.add_paragraph(block.rest.format(n=left_out) if left_out else "")
    after.paragraph_format.space_after = Pt(0)
    after._p.addprevious(table)


def _row(cells: Sequence[Cell]) -> Row:
    """Return a row as it is shown; one that has nothing beside its number and name leads those after it."""
    leads = len(cells) > 2 and all(cell is None for cell in cells[2:])
    return Row([shown(cell) for cell in cells], leads)


def _close(made: Any, head: Letterhead) -> None:
    left, right = _two_columns(made, 80, 85)
    _lines(right, [(line, True, False, _BODY) for line in head.signs])
    title = left.paragraphs[0]
    run = title.add_run(head.sent_to_title)
    run.bold, run.italic, run.font.size = True, True, _SMALL
    title.paragraph_format.space_after = Pt(0)
    for name in head.sent_to:
        line = left.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        line.add_run(f"- {name}").font.size = _TABLE


def _annex(made: Any, annex: Annex) -> None:
    _set_page(made.add_section(WD_SECTION.NEW_PAGE), landscape=True)
    name = made.add_paragraph(annex.name, style="Heading 1")
    title = made.add_paragraph(annex.title, style="Subtitle")
    title.paragraph_format.space_after = Pt(0)
    attached = made.add_paragraph()
    attached.add_run(annex.attached).italic = True
    for paragraph in (name, attached):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _table(made, annex.table, _LANDSCAPE_MM)
