"""Damaged and hostile files: each ends in a register read, or in one clear sentence; memory and time stay bounded."""

import subprocess
import sys
from pathlib import Path

import pytest

from ocopmap.ingest.registers import workbooks
from ocopmap.ingest.registers.errors import RegisterError
from tests.unit.registers.damage import damaged, with_far_font, with_part, with_sheet
from tests.unit.registers.samples import read

FILES = 90
"""Of the 500 that the bench reads."""


def test_damaged_files_are_read_or_refused_in_a_sentence(tmp_path):
    path, refused = tmp_path / "hỏng", 0
    for _, content in damaged(tmp_path, FILES):
        path.write_bytes(content)
        try:
            read(path)
        except RegisterError as error:
            refused += bool(error.reason)
    assert refused > FILES / 4


def sheet_xml(body: str) -> str:
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>'


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path):
    with pytest.raises(RegisterError, match="quá lớn"):
        read(with_part(tmp_path / "a.xlsx", "xl/media/a.bin", bytes(64 * 2**20)))


def test_macros_archives_and_entities_are_refused(tmp_path):
    for name, content, reason in (
        ("xl/vbaProject.bin", b"x", "macro"),
        ("inner.zip", b"PK", "tệp nén"),
        ("xl/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "ENTITY"),
    ):
        with pytest.raises(RegisterError, match=reason):
            read(with_part(tmp_path / "a.xlsx", name, content))


def test_external_links_are_told_and_not_followed(tmp_path):
    register = read(with_part(tmp_path / "a.xlsx", "xl/externalLinks/externalLink1.xml", b"<externalLink/>"))
    assert len(register.entries) == 4
    assert any("liên kết" in note for note in register.notes)


def test_a_million_empty_rows_cost_nothing(tmp_path):
    path = with_far_font(tmp_path / "a.xlsx")
    assert len(read(path).entries) == 4


@pytest.mark.parametrize("far", ["A1048576", "XFD1048576", "XFD5"])
def test_a_sheet_far_too_large_is_refused(tmp_path, far):
    row = far.lstrip("AXFD")
    body = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{far}"><v>1</v></c></row>'
    with pytest.raises(RegisterError, match=r"lớn|bộ nhớ"):
        read(with_sheet(tmp_path / "a.xlsx", sheet_xml(body)))


def test_what_is_no_register_is_refused(tmp_path):
    for name, content in (
        ("a.pdf", b"%PDF-1.7"),
        ("a.csv", b""),
        ("a.csv", bytes(range(256)) * 10),
        ("a.csv", b"a,b\n1,2\n"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(RegisterError):
            read(path)
    with pytest.raises(RegisterError):
        read(tmp_path / "không có.xlsx")


def test_the_reader_runs_within_its_memory(tmp_path):
    """A sheet of two million cells is refused or read within the limit set on the reader's address space."""
    limits = "import resource, runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    row = "".join(f'<c r="{letter}{{0}}"><v>1</v></c>' for letter in "ABCDEFGHIJKLMNOPQRSTU")
    body = "".join(f'<row r="{number}">{row.format(number)}</row>' for number in range(1, 20_001))
    path = with_sheet(tmp_path / "a.xlsx", sheet_xml(body))
    worker = str(Path(workbooks.__file__).with_name("worker.py"))
    run = subprocess.run(
        [sys.executable, "-c", limits, worker, str(path), "", "200000", "200"], capture_output=True, check=True
    )
    assert run.stdout.count(b"\n") == 20_001


def test_cells_that_never_end_do_not_stall_the_reading(tmp_path):
    body = '<row r="1"><c r="A1" t="e"><f>' * 60_000
    with pytest.raises(RegisterError):
        read(with_sheet(tmp_path / "a.xlsx", sheet_xml(body)))
