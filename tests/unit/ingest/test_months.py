"""Months of a harvest as offices write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocopmap.ingest.months import parse_months


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("", ()),
        ("3; 4; 5", (3, 4, 5)),
        ("Tháng 3 - 5", (3, 4, 5)),
        ("tháng 12 đến tháng 2", (1, 2, 12)),
        ("T11–T1 dương lịch", (1, 11, 12)),
        ("3, 4 và 5", (3, 4, 5)),
        ("tháng 3, tháng 6-7", (3, 6, 7)),
        ("Quanh năm", tuple(range(1, 13))),
    ],
)
def test_months_are_understood(text: str, months: tuple[int, ...]) -> None:
    assert parse_months(text) == months


@pytest.mark.parametrize("text", ["mùa hè", "13", "0", "3 năm", "tháng ba", "2024"])
def test_what_is_no_list_of_months_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="tháng"):
        parse_months(text)


@given(st.sets(st.integers(1, 12), min_size=1))
def test_months_written_are_months_read(months: set[int]) -> None:
    assert parse_months("; ".join(map(str, months))) == tuple(sorted(months))
