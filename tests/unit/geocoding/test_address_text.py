import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocopmap.geocoding.text import accented, fold, words_of

VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹýỳỷỹỵ ,.-/0123456789ĐÁỸ", max_size=60)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_case_and_composition_do_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoà", "Hòa"), ("Thuỷ", "Thủy"), ("Mỹ Quí", "Mỹ Quý"), ("MỸ THO", "mĩ tho"), ("Tân Quy", "Tân Qui")],
)
def test_two_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert accented(one) == accented(other)


def test_tones_tell_names_apart_that_fold_alike() -> None:
    assert fold("Tân Thạnh") == fold("Tân Thành")
    assert accented("Tân Thạnh") != accented("Tân Thành")


def test_letters_and_digits_part_but_house_numbers_stay_whole() -> None:
    assert [word.folded for word in words_of("P4, số 40/1, ấp 04")] == ["p", "4", "so", "40/1", "ap", "4"]


def test_words_know_where_they_stand() -> None:
    text = "Xã Mỹ Xương, huyện Cao Lãnh"
    words = words_of(text)
    assert [text[word.start : word.end] for word in words] == ["Xã", "Mỹ", "Xương", "huyện", "Cao", "Lãnh"]
    assert [word.after_break for word in words] == [False, False, False, True, False, False]
