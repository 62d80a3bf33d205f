import random

from hypothesis import given, settings
from hypothesis import strategies as st

from ocopmap.catalogue.places import Precision
from ocopmap.geocoding import Geocoder
from tests.bench.geocoding_set import DETAILS, Unit, new_units, old_units, unaccented

OLD = st.sampled_from(old_units())
NEW = st.sampled_from(new_units())
CALM = settings(deadline=None)
FINE = {Precision.EXACT, Precision.STREET, Precision.HAMLET}


def written(unit: Unit, detail: str = "") -> str:
    return ", ".join(filter(None, (detail, unit.name, unit.district, unit.province)))


@CALM
@given(OLD, st.sampled_from(DETAILS))
def test_accents_case_and_commas_do_not_matter(geocoder: Geocoder, unit: Unit, detail: str) -> None:
    text = written(unit, detail)
    for form in (text, unaccented(text), text.upper(), text.lower(), text.replace(",", " "), f"  {text} . "):
        codes = {candidate.commune_code for candidate in geocoder.geocode(form) if candidate.confidence > 0.1}
        assert codes == set(unit.answers), form


@CALM
@given(OLD, st.sampled_from(DETAILS))
def test_precision_is_never_finer_than_what_is_known(geocoder: Geocoder, unit: Unit, detail: str) -> None:
    assert not any(candidate.precision in FINE for candidate in geocoder.geocode(written(unit, detail)))


@CALM
@given(NEW)
def test_an_address_of_today_comes_back_as_itself(geocoder: Geocoder, unit: Unit) -> None:
    (best, *_) = geocoder.geocode(written(unit))
    assert {best.commune_code} == set(unit.answers)
    again = geocoder.geocode(best.current_address)[0]
    assert again.commune_code == best.commune_code


@CALM
@given(OLD, st.sampled_from(DETAILS))
def test_the_rebuilt_address_leads_to_the_same_commune(geocoder: Geocoder, unit: Unit, detail: str) -> None:
    for candidate in geocoder.geocode(written(unit, detail)):
        assert geocoder.geocode(candidate.current_address)[0].commune_code == candidate.commune_code


@CALM
@given(OLD, st.sampled_from(["tỉnh An Giang", "tỉnh Lâm Đồng", "thành phố Hà Nội", "Cần Thơ", "tỉnh Bến Tre"]))
def test_a_province_named_is_never_left(geocoder: Geocoder, unit: Unit, province: str) -> None:
    found = geocoder.geocode(f"{unit.name}, {province}")
    assert len({candidate.province_code for candidate in found}) == 1
    assert found[0].province_code != "82"


@CALM
@given(st.text(max_size=120))
def test_no_text_breaks_the_geocoder(geocoder: Geocoder, text: str) -> None:
    for candidate in geocoder.geocode(text):
        assert 0 <= candidate.confidence <= 1
        assert 6 <= candidate.latitude <= 24


@CALM
@given(st.lists(st.sampled_from(written(old_units()[7], DETAILS[4]).split()), max_size=14), st.randoms())
def test_shuffled_words_do_not_break_it(geocoder: Geocoder, words: list[str], dice: random.Random) -> None:
    dice.shuffle(words)
    assert all(0 <= candidate.confidence <= 1 for candidate in geocoder.geocode(" ".join(words)))
