"""Marking what was asked for in a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocopmap.layers.matching import matched_ranges


def marked(name: str, *words: str) -> list[str]:
    units = name.encode("utf-16-le")
    return [units[2 * start : 2 * end].decode("utf-16-le") for start, end in matched_ranges(name, words)]


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        ("Xoài cát Hòa Lộc", ("xoai", "hoa"), ["Xoài", "Hòa"]),
        ("Xoa\u0300i", ("xoai",), ["Xoa\u0300i"]),
        ("Xoa\u0300i", ("xoa",), ["Xoa\u0300"]),
        ("Đá Đỏ", ("d",), ["Đ", "Đ"]),
        ("Bánh phồng", ("anh",), ["ánh"]),
        ("Sa Đéc", ("sadec",), ["Sa Đéc"]),
        ("🍚 gạo 🍚 nếp", ("gao", "nep"), ["gạo", "nếp"]),
        ("Nem", ("nem", "nem"), ["Nem"]),
        ("Nem", ("xoai",), []),
        ("", ("x",), []),
    ],
)
def test_marks(name: str, words: tuple[str, ...], expected: list[str]) -> None:
    assert marked(name, *words) == expected


@given(st.text(max_size=40), st.lists(st.text(st.characters(categories=["Ll", "Nd"]), max_size=6), max_size=4))
def test_ranges_lie_within_the_name_and_apart(name: str, words: list[str]) -> None:
    ranges = matched_ranges(name, words)
    ends = [0, *(place for each in ranges for place in each), len(name.encode("utf-16-le", "surrogatepass")) // 2]
    assert ends == sorted(ends)
