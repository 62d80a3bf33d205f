"""Telephone numbers inside names."""

import pytest

from ocopmap.catalogue.phones import without_phone


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Hộ kinh doanh Út Lê - ĐT: 0912 345 678", "Hộ kinh doanh Út Lê"),
        ("Cơ sở Sáu Thừa (0939.123.456)", "Cơ sở Sáu Thừa"),
        ("Công ty X +84 912345678, Sa Đéc", "Công ty X, Sa Đéc"),
        ("Bánh phồng 02773 851234", "Bánh phồng"),
        ("0912345678", ""),
        ("Gạo VD20 Gò Công", "Gạo VD20 Gò Công"),
        ("Rượu sen 2018-2025", "Rượu sen 2018-2025"),
        ("Mã 83-829-28780-3-2022", "Mã 83-829-28780-3-2022"),
    ],
)
def test_a_number_is_taken_out_and_nothing_else(name: str, kept: str) -> None:
    assert without_phone(name) == kept
