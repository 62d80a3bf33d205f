from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocopmap.catalogue.codes import CodeForm, parse_product_code
from ocopmap.catalogue.products import LegalForm, ProductGroup
from ocopmap.ingest.registers import cells
from ocopmap.ingest.registers.cells import CellError
from ocopmap.ingest.registers.likeness import accents_disagree, nearly_same
from ocopmap.ingest.registers.sheet import BadCell, column_letter, fold_once
from ocopmap.ingest.registers.xlsxcells import place_of
from tests.unit.registers.samples import RULES

ANY_CELL = st.one_of(
    st.none(), st.booleans(), st.floats(allow_nan=True, allow_infinity=True), st.dates(), st.text(max_size=60),
    st.text("0123456789/-.* ★saoSAO:đĐngàytháng năm", max_size=30), st.just(BadCell("#REF!")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "stars"),
    [("4 sao", 4), ("★★★★", 4), ("OCOP 4*", 4), (4.0, 4), ("4", 4), ("Hạng 3 sao", 3), ("5★", 5), ("bốn sao", 4),
     ("⭐⭐⭐", 3), ("3 SAO", 3), ("***", 3), ("OCOP 2023 4 sao", 4), ("-", None), (None, None), ("  ", None)],
)  # fmt: skip
def test_stars(cell, stars):
    assert cells.parse_stars(cell, RULES) == stars


@pytest.mark.parametrize("cell", ["2 sao", "6 sao", "tiềm năng 5 sao", "không đạt", "3 hoặc 4 sao", "đẹp", 7.0])
def test_stars_that_no_certificate_carries(cell):
    with pytest.raises(CellError):
        cells.parse_stars(cell, RULES)


@pytest.mark.parametrize(
    ("cell", "partial"),
    [("12/5/2024", "2024-05-12"), ("12-05-24", "2024-05-12"), ("12.5.2024", "2024-05-12"), (45424.0, "2024-05-12"),
     ("2024-05-12", "2024-05-12"), ("2024-05-12 00:00:00", "2024-05-12"), (date(2024, 5, 12), "2024-05-12"),
     ("2024", "2024"), (2024.0, "2024"), ("năm 2024", "2024"), ("5/2024", "2024-05"), ("tháng 5/2024", "2024-05"),
     ("ngày 12 tháng 5 năm 2024", "2024-05-12"), ("ngày 12/5/2024", "2024-05-12"), ("29/2/2024", "2024-02-29"),
     ("", None), ("…", None)],
)  # fmt: skip
def test_dates(cell, partial):
    assert cells.parse_date(cell, RULES) == partial


@pytest.mark.parametrize(
    "cell", ["31/2/2024", "5/13/2024", "29/2/2023", "1999", "hôm qua", 12.0, "12/5/1024", "0/0/2024"]
)
def test_dates_that_do_not_exist(cell):
    with pytest.raises(CellError):
        cells.parse_date(cell, RULES)


@given(st.dates(date(2018, 1, 1), date(2099, 12, 31)))
def test_every_writing_of_a_date_is_that_date(day):
    serial = float((day - date(1899, 12, 30)).days)
    writings = [f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d-%m-%Y}", day.isoformat(), serial, day]
    assert {cells.parse_date(writing, RULES) for writing in writings} == {day.isoformat()}


@given(ANY_CELL)
def test_no_cell_breaks_a_parser(cell):
    parsers = (
        cells.parse_stars,
        cells.parse_date,
        cells.parse_group,
        cells.parse_set,
        cells.parse_phone,
        cells.parse_yes,
    )
    for parse in parsers:
        with suppress(CellError):
            parse(cell, RULES)


@pytest.mark.parametrize(
    ("name", "group"),
    [("Thực phẩm", "food"), ("I. Nhóm thực phẩm", "food"), ("THUC PHAM", "food"), ("Đồ uống", "beverage"),
     ("Thảo dược", "herbal"), ("Dược liệu và sản phẩm từ dược liệu", "herbal"), ("Vải và may mặc", "handicraft"),
     ("Lưu niệm - nội thất - trang trí", "handicraft"), ("Hàng thủ công mỹ nghệ", "handicraft"),
     ("Sinh vật cảnh", "ornamental"), ("Dịch vụ du lịch nông thôn, bán hàng", "tourism"),
     ("VI. Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch", "tourism")],
)  # fmt: skip
def test_groups_of_the_three_schemes(name, group):
    assert cells.parse_group(name, RULES) == ProductGroup(group)


@pytest.mark.parametrize(
    ("written", "name", "form"),
    [("HTX", "X", "cooperative"), ("Công ty TNHH MTV", "X", "llc"), ("CTCP", "X", "joint_stock"),
     ("Doanh nghiệp", "Cty TNHH An", "llc"), (None, "Hộ kinh doanh Lan", "household"),
     ("THT", "X", "cooperative_group"),
     ("Doanh nghiệp tư nhân", "X", "private_enterprise"), (None, "Út Lan", "other"),
     ("CSSX", "X", "production_facility")],
)  # fmt: skip
def test_legal_forms(written, name, form):
    assert cells.parse_legal_form(written, name, RULES) == LegalForm(form)


@pytest.mark.parametrize(
    ("cell", "phone"),
    [("0918 123 456", "0918123456"), (918123456.0, "0918123456"), ("+84 918.123.456", "0918123456"),
     ("0918123456; 02773847111", "0918123456; 02773847111"), (None, None)],
)  # fmt: skip
def test_phones(cell, phone):
    assert cells.parse_phone(cell, RULES) == phone


@pytest.mark.parametrize(
    ("code", "form", "district", "commune"),
    [("83-829-28780-3-2022", CodeForm.DISTRICT_COMMUNE, "829", "28780"),
     ("87-877-3-2023", CodeForm.DISTRICT, "877", None),
     ("82 – 28249 – 12 – 2026", CodeForm.COMMUNE, None, "28249")],
)  # fmt: skip
def test_product_codes_of_three_forms(code, form, district, commune):
    parsed = parse_product_code(code)
    assert (parsed.form, parsed.district, parsed.commune) == (form, district, commune)
    assert parse_product_code(str(parsed)) == parsed


@pytest.mark.parametrize(
    "code", ["", "82", "82-28-1-2022", "829-28780-3-2022", "82-829-28780-3", "82-829-28780-x-2022"]
)
def test_what_is_no_product_code(code):
    with pytest.raises(ValueError, match="mã sản phẩm"):
        parse_product_code(code)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("Mắm cá sặc", "Mắm cá sặt", False), ("Xoài sấy Hòa Lộc", "Xoài sây Hoà Lộc", True),
     ("Gạo ST24", "Gạo ST25", False),
     ("Bánh phồng tôm Sa Giang", "Bánh phòng tôm Sa Giamg", True), ("Nguyễn Thị Lan", "Nguyễn Thị Lam", False),
     ("Trà sen", "Trà sen túi lọc", False)],
)  # fmt: skip
def test_nearly_the_same_name(one, other, alike):
    assert nearly_same(fold_once(one), fold_once(other)) is alike


def test_coconut_is_not_pineapple():
    assert accents_disagree("Kẹo dừa", "Kẹo dứa")
    assert not accents_disagree("Kẹo dừa", "KEO DUA")
    assert not accents_disagree("Hòa Lộc", "Hoà Lộc")


@given(st.integers(0, 16_383), st.integers(0, 1_048_575))
def test_cell_references_round_trip(column, row):
    assert place_of(f"${column_letter(column)}${row + 1}") == (row, column)
