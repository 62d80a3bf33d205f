"""Columns that say nearly the same: dates of decision and of certificate, ends of validity, terms."""

from datetime import date

import pytest

from ocopmap.ingest.registers.errors import RegisterError
from tests.unit.registers.samples import read, write_xlsx

BEFORE = ("Tên sản phẩm", "Tên chủ thể", "Nhóm", "Hạng sao")
VALUES = ("Nem", "Cơ sở Lan", "Thực phẩm", 3)
TWO_PAIRS = (
    ("Ngày cấp", "1/2/2020"), ("Ngày hết hạn", "1/2/2023"), ("Ngày cấp", "1/3/2023"), ("Ngày hết hạn", "1/3/2026"),
)  # fmt: skip


def read_columns(tmp_path, columns, header_above=None):
    rows = [[*BEFORE, *(title for title, _ in columns)], [*VALUES, *(value for _, value in columns)]]
    if header_above:
        rows.insert(0, [*[None] * len(BEFORE), *header_above])
    return read(write_xlsx(tmp_path / "a.xlsx", rows))


@pytest.mark.parametrize(
    "columns",
    [
        [("Ngày cấp", "12/5/2024"), ("Ngày hết hạn", "12/5/2027")],
        [("Hiệu lực từ", date(2024, 5, 12)), ("Hiệu lực đến", date(2027, 5, 12))],
        [("Ngày cấp", "12/5/2024"), ("Thời hạn", "36 tháng")],
        [("Ngày quyết định", "12/5/2024"), ("Thời hạn hiệu lực", "3 năm")],
        [("Ngày cấp - ngày hết hạn", "từ 12/5/2024 đến 12/5/2027")],
        [("Thời hạn", "12/05/2024 - 12/05/2027")],
    ],
)
def test_a_pair_of_dates_is_one_recognition(tmp_path, columns):
    (entry,) = read_columns(tmp_path, columns).entries
    (one,) = entry.rounds
    assert (one.decided, one.expires_on) == ("2024-05-12", date(2027, 5, 12))


def test_two_pairs_are_two_rounds(tmp_path):
    (entry,) = read_columns(tmp_path, TWO_PAIRS).entries
    assert [(one.decided, one.expires_on) for one in entry.rounds] == [
        ("2020-02-01", date(2023, 2, 1)),
        ("2023-03-01", date(2026, 3, 1)),
    ]


def test_each_round_has_its_own_end(tmp_path):
    (entry,) = read_columns(tmp_path, TWO_PAIRS, ("Lần 1", None, "Lần 2", None)).entries
    assert [one.expires_on for one in entry.rounds] == [date(2023, 2, 1), date(2026, 3, 1)]


def test_of_two_ends_the_clearer_title_wins_and_the_other_is_told(tmp_path):
    columns = [("Ngày cấp", "12/5/2024"), ("Hiệu lực đến", "1/1/2026"), ("Ngày hết hạn", "12/5/2027")]
    register = read_columns(tmp_path, columns)
    (one,) = register.entries[0].rounds
    assert one.expires_on == date(2027, 5, 12)
    assert any("Hiệu lực đến" in note and "Ngày hết hạn" in note for note in register.notes)
    (warning,) = register.warnings
    assert (warning.row, warning.title, warning.value) == (2, "Hiệu lực đến", "1/1/2026")


def test_decision_and_certificate_dates_are_no_second_round(tmp_path):
    columns = [("Ngày cấp giấy chứng nhận", "20/5/2024"), ("Ngày quyết định", "12/5/2024")]
    register = read_columns(tmp_path, columns)
    (one,) = register.entries[0].rounds
    assert one.decided == "2024-05-12"
    assert any("Ngày cấp giấy chứng nhận" in note for note in register.notes)


def test_an_end_before_the_decision_refuses_the_row(tmp_path):
    (problem,) = read_columns(tmp_path, [("Ngày cấp", "12/5/2024"), ("Ngày hết hạn", "12/5/2021")]).rejected
    assert problem.title == "Ngày hết hạn"


def test_a_mapping_says_which_end_counts(tmp_path):
    path = write_xlsx(
        tmp_path / "a.xlsx",
        [[*BEFORE, "Ngày cấp", "Hiệu lực đến", "Ngày hết hạn"], [*VALUES, "1/1/2024", "1/1/2026", "1/1/2027"]],
    )
    mapping = tmp_path / "cot.yaml"
    mapping.write_text("Hiệu lực đến: expires_on\nNgày hết hạn: bỏ qua\n", encoding="utf-8")
    (entry,) = read(path, mapping=mapping).entries
    assert entry.rounds[0].expires_on == date(2026, 1, 1)


def test_a_two_row_header_is_read_by_its_lower_row(tmp_path):
    columns = [("Vĩ độ", 10.4483), ("Kinh độ", 105.7012), ("Điện thoại", "0918123456")]
    (entry,) = read_columns(tmp_path, columns, ("Tọa độ (WGS84)", None, "Chủ thể")).entries
    assert entry.subject.coordinates.text == "10.4483; 105.7012"
    assert entry.subject.phone == "0918123456"


def test_columns_with_the_same_right_ask_for_a_mapping(tmp_path):
    with pytest.raises(RegisterError, match="ánh xạ"):
        read_columns(tmp_path, [("Điện thoại", "1"), ("SĐT", "2")])
