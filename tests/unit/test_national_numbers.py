"""Whole numbers for ids: all different, the same whatever else is exported."""

from hypothesis import given
from hypothesis import strategies as st

from ocopmap.catalogue.national import national_numbers

IDS = st.lists(st.text(min_size=1, max_size=30), max_size=200, unique=True)


@given(IDS, st.randoms())
def test_numbers_differ_fit_and_do_not_depend_on_order(ids: list[str], chance: object) -> None:
    found = national_numbers(ids)
    assert len(set(found.values())) == len(ids)
    assert all(1 <= number < 2**31 for number in found.values())
    chance.shuffle(ids)  # type: ignore[attr-defined]
    assert national_numbers(ids) == found


def test_a_number_never_changes() -> None:
    """These are in other systems' hands: a change here breaks their keys."""
    assert national_numbers(["xoai-cat-hoa-loc"]) == {"xoai-cat-hoa-loc": 262543391}
