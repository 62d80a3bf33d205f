"""The filter: what addresses may ask for, and that nothing else than a told refusal comes of the rest."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocopmap.catalogue.places import Layer
from ocopmap.catalogue.products import ProductGroup
from ocopmap.catalogue.recognition import Validity
from ocopmap.layers.features import Cursor, parse_limit
from ocopmap.layers.filters import FeatureFilter, FilterError, parse_filter

TODAY = date(2026, 11, 22)
NAMES = (
    *("layer", "stars", "group", "set", "commodity", "validity", "commune", "legacy_commune"),
    *("q", "bbox", "as_of"),
)
VALUES = st.text() | st.sampled_from(
    ["3", "5", "unknown", "food", "26", "mango", "valid", "30001", "nan", "inf", "1e999", "٣", "-0", "2026-02-30", "w"]
)


def parse(**parameters: str | list[str]) -> FeatureFilter:
    given = {name: value if isinstance(value, list) else [value] for name, value in parameters.items()}
    return parse_filter(given, today=TODAY)


def test_nothing_asked_is_everything_today() -> None:
    assert parse_filter({}, today=TODAY) == FeatureFilter(as_of=TODAY)
    assert FeatureFilter().layers == tuple(Layer)


def test_values_may_be_listed_or_repeated_in_any_order() -> None:
    assert parse(stars="3,4") == parse(stars=["4", "3"]) == parse(stars=["4", "3,4"])
    assert parse(layer="zone,product").layers == (Layer.PRODUCT, Layer.ZONE)
    assert parse(layer="zone,product").key() == parse(layer=["product", "zone"]).key()


def test_every_parameter_reaches_the_filter() -> None:
    chosen = parse(
        layer="product",
        stars="3,unknown",
        group="food",
        set="26,unknown",
        commodity="mango",
        validity="expiring",
        commune="30076",
        legacy_commune="30115",
        q="xoài  cát",
        bbox="105,9.5,106.5,11",
        as_of="2025-01-31",
    )
    assert chosen == FeatureFilter(
        layers=(Layer.PRODUCT,),
        stars=frozenset({3, None}),
        groups=frozenset({ProductGroup.FOOD}),
        sets=frozenset({26, None}),
        commodities=frozenset({"mango"}),
        validities=frozenset({Validity.EXPIRING}),
        communes=frozenset({"30076"}),
        legacy_communes=frozenset({"30115"}),
        words=("xoài", "cát"),
        bbox=(105, 9.5, 106.5, 11),
        as_of=date(2025, 1, 31),
    )


def test_different_filters_have_different_keys() -> None:
    asked = ({"stars": "3"}, {"set": "3"}, {"commune": "30076"}, {"legacy_commune": "30076"}, {"q": "3"}, {})
    assert len({parse(**parameters).key() for parameters in asked}) == len(asked)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("layer", "products"),
        ("layer", ""),
        ("stars", "2"),
        ("stars", "6"),
        ("stars", "3.5"),
        ("stars", "٣"),
        ("stars", "3,,4"),
        ("group", "arms"),
        ("set", "0"),
        ("set", "27"),
        ("commodity", "mango; DROP"),
        ("validity", "maybe"),
        ("commune", "3007"),
        ("commune", "30076x"),
        ("commune", ",".join(["30076"] * 201)),
        ("legacy_commune", "３００７６"),
        ("q", "x" * 101),
        ("q", "xo\x00ai"),
        ("bbox", "1,2,3"),
        ("bbox", "106,9,105,11"),
        ("bbox", "105,11,106,9"),
        ("bbox", "105,9,105,11"),
        ("bbox", "105,9,181,11"),
        ("bbox", "105,-91,106,11"),
        ("bbox", "a,b,c,d"),
        ("bbox", "nan,9,106,11"),
        ("bbox", "105,9,inf,11"),
        ("as_of", "hôm nay"),
        ("as_of", "2026-02-30"),
        ("as_of", "2017-12-31"),
        ("as_of", "2101-01-01"),
        ("as_of", "2026-11-22,2026-11-23"),
    ],
)
def test_the_impossible_is_refused_by_the_name_of_its_parameter(name: str, value: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse(**{name: value})
    assert [problem.parameter for problem in caught.value.problems] == [name]


def test_all_bad_parameters_are_told_at_once() -> None:
    with pytest.raises(FilterError) as caught:
        parse(stars="7", bbox="x", q="fine", as_of="never")
    assert {problem.parameter for problem in caught.value.problems} == {"stars", "bbox", "as_of"}


def refused_by[T](parse: Callable[[], T]) -> tuple[T | None, set[str]]:
    """Return what a parser gives, or the parameters that it refuses; any other error is the test's failure."""
    try:
        return parse(), set()
    except FilterError as error:
        return None, {problem.parameter for problem in error.problems}


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(VALUES, max_size=4)))
def test_any_text_gives_a_filter_or_a_told_refusal(parameters: dict[str, list[str]]) -> None:
    chosen, refused = refused_by(lambda: parse_filter(parameters, today=TODAY))
    assert refused <= set(parameters)
    if chosen:
        hash(chosen.key())
        assert chosen.as_of
        assert chosen.bbox is None or all(-180 <= degree <= 180 for degree in chosen.bbox)


@given(st.text())
def test_any_text_is_a_limit_or_refused(value: str) -> None:
    limit, refused = refused_by(lambda: parse_limit(value))
    assert refused == {"limit"} if limit is None else 1 <= limit <= 10_000


@pytest.mark.parametrize("value", ["0", "-1", "10001", "1000000", "9" * 30, "1.5", "", "ten"])
def test_limits_out_of_range(value: str) -> None:
    with pytest.raises(FilterError):
        parse_limit(value)


@given(st.text())
def test_any_text_is_a_cursor_or_refused(value: str) -> None:
    cursor, refused = refused_by(lambda: Cursor.decode(value))
    assert refused == (set() if cursor else {"cursor"})


_STORED = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


@given(st.builds(Cursor, st.sampled_from(Layer), _STORED, _STORED))
def test_a_cursor_comes_back_as_it_went(cursor: Cursor) -> None:
    assert Cursor.decode(cursor.encode()) == cursor
