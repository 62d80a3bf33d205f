"""Groups, sets and schemes as the decisions list them."""

from datetime import date

import pytest

from ocopmap.catalogue.products import PRODUCT_SETS, ProductGroup, group_of_set, only_set_of
from ocopmap.catalogue.recognition import Scheme, scheme_between


def test_twenty_six_sets_each_in_one_group() -> None:
    numbers = [number for numbers in PRODUCT_SETS.values() for number in numbers]
    assert numbers == list(range(1, 27))
    assert set(PRODUCT_SETS) == set(ProductGroup)
    assert all(number in PRODUCT_SETS[group_of_set(number)] for number in numbers)


@pytest.mark.parametrize("number", [0, 27, -1])
def test_other_sets_do_not_exist(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        group_of_set(number)


def test_a_group_tells_its_set_only_where_it_has_one() -> None:
    assert {group: only_set_of(group) for group in ProductGroup if only_set_of(group)} == {ProductGroup.TOURISM: 26}


@pytest.mark.parametrize(
    ("earliest", "latest", "scheme"),
    [
        (date(2019, 8, 20), date(2019, 8, 20), None),
        (date(2019, 8, 21), date(2023, 2, 23), Scheme.QD1048),
        (date(2023, 2, 24), date(2026, 5, 21), Scheme.QD148),
        (date(2026, 5, 22), date(2030, 1, 1), Scheme.QD26),
        (date(2023, 1, 1), date(2023, 12, 31), None),
        (date(2024, 1, 1), date(2024, 12, 31), Scheme.QD148),
    ],
)
def test_a_scheme_is_named_only_if_it_was_in_force_all_the_time(
    earliest: date, latest: date, scheme: Scheme | None
) -> None:
    assert scheme_between(earliest, latest) == scheme
