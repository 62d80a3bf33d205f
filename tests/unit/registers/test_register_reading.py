from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from ocopmap.ingest.registers.errors import RegisterError
from tests.unit.registers import samples
from tests.unit.registers.samples import FLAT, ROWS, csv_text, read, table, write_ods, write_xls, write_xlsx


def entries(register):
    return [replace(entry, row=0) for entry in register.entries]


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    return entries(read(write_xlsx(tmp_path_factory.mktemp("sample") / "a.xlsx", table(), samples.header_merges())))


def test_the_register_of_21_columns(expected):
    mango, tea, nem, scarf = expected
    assert (mango.product_name, mango.subject.phone) == (ROWS[0][1], "0918123456")
    assert mango.rounds[-1].expires_on == date(2027, 5, 12)
    assert [(one.stars, one.decided, one.decision_no) for one in mango.rounds] == [
        (3, "2021-06-15", "120/QĐ-UBND"),
        (4, "2024-05-12", "455/QĐ-UBND"),
    ]
    assert tea.rounds[0].decided == "2024-05-01"
    assert (nem.rounds[0].stars, nem.rounds[0].decided, nem.rounds[0].decision_no) == (4, "2023-12-20", "12/QĐ-UBND")
    assert nem.subject.address == "Thị trấn Lai Vung, huyện Lai Vung"
    assert (scarf.group, scarf.rounds) == ("handicraft", ())


ENCODINGS = {
    "utf8.csv": lambda text: text.encode(),
    "utf8-mark.csv": lambda text: text.encode("utf-8-sig"),
    "utf16.csv": lambda text: text.encode("utf-16"),
    "utf16-no-mark.csv": lambda text: text.encode("utf-16-le"),
    "windows-1258.csv": samples.as_windows1258,
    "tcvn3.csv": samples.as_tcvn3,
    "vni.csv": samples.as_vni,
}


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_reads_the_same(tmp_path, expected, name, delimiter):
    text = csv_text(table(header=(FLAT,)), delimiter).replace("★★★★", "4 sao")
    path = tmp_path / name
    path.write_bytes(ENCODINGS[name](text))
    assert entries(read(path)) == expected


@pytest.mark.parametrize("write", [write_xlsx, write_xls, write_ods])
@pytest.mark.parametrize("header", [(samples.UPPER, samples.LOWER), (FLAT,)])
def test_every_format_reads_the_same(tmp_path, expected, write, header):
    assert entries(read(write(tmp_path / "a", table(header=header)))) == expected


@pytest.mark.parametrize("as_typed", [samples.as_tcvn3, samples.as_vni])
def test_text_typed_in_a_font_of_before_unicode_is_understood(tmp_path, expected, as_typed):
    typed = [
        [as_typed(cell.replace("★★★★", "4 sao")).decode("latin-1") if isinstance(cell, str) else cell for cell in row]
        for row in table()
    ]
    assert entries(read(write_xls(tmp_path / "abc.xls", typed))) == expected


def merged_subject(rows):
    second = list(ROWS[0])
    second[0:2], second[3:7] = [2, "Bánh xoài"], [None] * 4
    return [rows[0], second, *rows[1:]]


def test_cells_merged_over_several_products_hold_for_each(tmp_path):
    rows = table(merged_subject(ROWS))
    merges = [f"{letter}5:{letter}6" for letter in "DEFG"]
    spans = {(4, column): 2 for column in (3, 4, 5, 6)}
    for path in (write_xlsx(tmp_path / "a.xlsx", rows, merges), write_ods(tmp_path / "a.ods", rows, spans)):
        first, second = read(path).entries[:2]
        assert second.product_name == "Bánh xoài"
        assert second.subject == first.subject


def test_formulas(tmp_path):
    rows = table()
    rows[5][8], rows[5][16] = "=I5", "=L5+1"
    register = read(write_xlsx(tmp_path / "a.xlsx", rows))
    problems = [(problem.row, problem.title) for problem in register.rejected]
    assert problems == [(6, "Lần 2 Sao")]
    rows[5][16] = None
    assert read(write_xlsx(tmp_path / "b.xlsx", rows)).entries[1].subject.phone == "0918123456"


def test_a_formula_error_is_refused_by_cell(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", table())
    book = openpyxl.load_workbook(path)
    book.active["L6"] = "#REF!"
    book.active["L6"].data_type = "e"
    book.save(path)
    (problem,) = read(path).rejected
    assert (problem.row, problem.title, problem.value) == (6, "Lần 1 Sao", "#REF!")


@pytest.mark.parametrize("sheet_rows", [0, 400], ids=["small", "large"])
def test_a_formula_error_of_an_xls_is_refused_by_cell(tmp_path, sheet_rows):
    """Small workbooks lie in another part of an xls than large ones."""
    filler = [["", *["x"] * 20]] * sheet_rows
    path = write_xls(tmp_path / "a.xls", [*table(), *filler], errors={(5, 11): "#REF!", (6, 10): "#DIV/0!"})
    problems = {(problem.row, problem.title): problem.value for problem in read(path).rejected}
    assert problems[6, "Lần 1 Sao"] == "#REF!"
    assert problems[7, "Ngày hết hạn"] == "#DIV/0!"


def test_headings_of_groups_stand_in_for_a_missing_column(tmp_path):
    rows = [["Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Hạng sao"], ["I. NHÓM ĐỒ UỐNG"],
            ["Rượu sen", "Cơ sở Lan", "Cao Lãnh", 3],
            ["II. NHÓM THỰC PHẨM"], ["Nem", "Cơ sở Lan", "Cao Lãnh", 4], ["Tổng cộng: 2"]]  # fmt: skip
    register = read(write_xlsx(tmp_path / "a.xlsx", rows))
    assert [entry.group for entry in register.entries] == ["beverage", "food"]
    assert not register.rejected


@pytest.mark.parametrize(
    ("column", "value", "title"),
    [(1, None, "Tên sản phẩm"), (4, None, "Tên chủ thể"), (2, "Đồ chơi", "Nhóm"), (11, "8 sao", "Lần 1 Sao"),
     (12, "31/2/2021", "Lần 1 Ngày"), (12, "1/1/2030", "Lần 1 Ngày"), (9, "5 sao", "Hạng hiện tại"),
     (10, "1/1/2020", "Ngày hết hạn"), (13, 2019, "Lần 1 Năm")],
)  # fmt: skip
def test_a_bad_cell_refuses_its_row_and_is_named(tmp_path, column, value, title):
    rows = [list(row) for row in ROWS]
    rows[0][column] = value
    register = read(write_xlsx(tmp_path / "a.xlsx", table(rows)))
    assert {problem.row for problem in register.rejected} == {5}
    assert title in {problem.title for problem in register.rejected}
    assert len(register.entries) == 3


def test_a_wrong_phone_is_left_out_and_told(tmp_path):
    rows = [list(row) for row in ROWS]
    rows[0][8] = "12345"
    register = read(write_xlsx(tmp_path / "a.xlsx", table(rows)))
    assert register.entries[0].subject.phone is None
    assert [(warning.row, warning.value) for warning in register.warnings] == [(5, "12345")]


def test_a_kind_of_producer_not_known_is_told_and_left_open(tmp_path):
    rows = [list(row) for row in ROWS]
    rows[3][3] = "Trang trại"
    register = read(write_xlsx(tmp_path / "a.xlsx", table(rows)))
    assert register.entries[3].subject.form == "other"
    assert [warning.row for warning in register.warnings] == [8]


def test_unknown_columns_are_told_and_a_mapping_explains_them(tmp_path):
    rows = [
        ["Tên hàng OCOP được công nhận", "Người làm ra", "Nhóm", "Hạng sao", "Mùi vị"],
        ["Nem", "Cơ sở Lan", "Thực phẩm", 3, "chua"],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    with pytest.raises(RegisterError, match=r"tiêu đề|chủ thể"):
        read(path)
    mapping = tmp_path / "cot.yaml"
    mapping.write_text("Tên hàng OCOP được công nhận: product_name\nNgười làm ra: subject_name\n", encoding="utf-8")
    register = read(path, mapping=mapping)
    assert register.entries[0].subject.name == "Cơ sở Lan"
    assert any("Mùi vị" in note for note in register.notes)


def test_two_columns_for_one_field_ask_for_a_mapping(tmp_path):
    rows = [
        ["Tên sản phẩm", "Tên SP", "Tên chủ thể", "Nhóm", "Hạng sao"],
        ["Nem", "Nem chua", "Cơ sở Lan", "Thực phẩm", 3],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    with pytest.raises(RegisterError, match="ánh xạ"):
        read(path)
    mapping = tmp_path / "cot.yaml"
    mapping.write_text("Tên SP: bỏ qua\n", encoding="utf-8")
    assert read(path, mapping=mapping).entries[0].product_name == "Nem"


def test_the_sheet_with_the_register_is_found_or_named(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", [["Hướng dẫn"], ["Đọc kỹ"]])
    book = openpyxl.load_workbook(path)
    page = book.create_sheet("Sổ 2026")
    for row in table():
        page.append(row)
    book.save(path)
    assert read(path).sheet == "Sổ 2026"
    with pytest.raises(RegisterError):
        read(path, sheet="Sheet")
    with pytest.raises(RegisterError):
        read(path, sheet="Không có")
