"""Addresses with commas, spaces and keys in the wrong place; and names that are no slip of the keyboard."""

import unicodedata
from collections import defaultdict

import pytest

from ocopmap.geocoding import Geocoder
from ocopmap.geocoding.keys import from_telex, from_vni
from ocopmap.geocoding.text import accented, fold
from ocopmap.geocoding.units import split_name
from tests.bench.geocoding_set import CONFIDENT, old_units


@pytest.mark.parametrize(
    ("word", "letters"),
    [("myx", "mỹ"), ("xuwowng", "xương"), ("xuowng", "xương"), ("ddoongf", "đồng"), ("thanhj", "thạnh")],
)
def test_telex_keys_are_read(word: str, letters: str) -> None:
    assert _same(from_telex(word), letters)


@pytest.mark.parametrize(
    ("word", "letters"),
    [("my4", "mỹ"), ("xu7o7ng", "xương"), ("d9o62ng", "đồng"), ("tha5nh", "thạnh"), ("tan6", "tân")],
)
def test_vni_keys_are_read(word: str, letters: str) -> None:
    assert _same(from_vni(word), letters)


@pytest.mark.parametrize("word", ["", "4", "p4", "thanh", "mỹ", "đ9"])
def test_what_holds_no_keys_is_left_alone(word: str) -> None:
    assert from_vni(word) is None
    assert from_telex("thanh") is None


def _same(found: str | None, letters: str) -> bool:
    """Compare letters and marks; where in the word the tone mark stands does not matter."""
    return sorted(unicodedata.normalize("NFD", found or "")) == sorted(unicodedata.normalize("NFD", letters))


@pytest.mark.parametrize(
    "address",
    [
        "xã Mỹ X,ương, huyện Cao Lãnh",
        "xã Mỹ Xươn,g huyện Cao Lãnh, Đồng Tháp",
        "xã Mỹ Xươnghuyện Cao Lãnh",
        "xã MỹXương,huyệnCaoLãnh",
        "xãMỹ Xương huyệnCao Lãnh tỉnhĐồng Tháp",
        "xã Myx Xuwowng, huyện Cao Lãnh",
        "xa My4 Xu7o7ng, huye65n Cao La4nh",
        "ấp4, xã Mỹ Xuowng, h. Cao Lãnh",
        "xã Mỹ Xương, huyện Cao Laxnh",
    ],
)
def test_a_mended_address_is_placed_and_less_sure(geocoder: Geocoder, address: str) -> None:
    clean = geocoder.geocode("xã Mỹ Xương, huyện Cao Lãnh")[0]
    found = geocoder.geocode(address)[0]
    assert (found.commune_name, found.needs_person) == ("Xã Mỹ Thọ", False)
    assert found.confidence <= clean.confidence


def test_the_explanation_tells_what_was_mended(geocoder: Geocoder) -> None:
    found = geocoder.geocode("xã Mỹ X,ương, huyện Cao Lãnh")[0]
    assert "“xã Mỹ X,ương” được hiểu là xã Mỹ Xương" in found.explanation
    assert found.confidence < geocoder.geocode("xã Mỹ Xương, huyện Cao Lãnh")[0].confidence


@pytest.mark.parametrize(
    "address",
    [
        "xã Tân Phước4, huyện Gò Công Đông",
        "xã Vân Dương, huyện Lai Vung",
        "xã An Hà, huyện Tam Nông, tỉnh Đồng Tháp",
        "xã Thanh Lộc, huyện Cai Lậy, tỉnh Tiền Giang",
        "xa My Huong, huyen Cao Lanh",
        "xã Hội Xuân Trung, huyện Cai Lậy",
        "xã Phú Thọ C, huyện Tam Nông",
        "xã Long Thành, tỉnh Đồng Tháp",
        "xã Phương Thịnh, thành phố Cao Lãnh",
        "xã Hậu Mỹ hgPú, huyện Cái Bè",
    ],
)
def test_a_commune_that_is_not_there_is_never_believed(geocoder: Geocoder, address: str) -> None:
    for found in geocoder.geocode(address):
        assert found.needs_person
        assert found.confidence <= 0.5


def test_a_person_is_told_that_the_name_may_be_of_another_commune(geocoder: Geocoder) -> None:
    assert "xã khác" in geocoder.geocode("xã Vân Dương, huyện Lai Vung")[0].explanation
    assert "không thuộc" in geocoder.geocode("xã Phương Thịnh, thành phố Cao Lãnh")[0].explanation


def test_a_town_named_like_its_province_is_the_town(geocoder: Geocoder) -> None:
    found = geocoder.geocode("xã Hưng Đạo, thành phố Cao Bằng")[0]
    assert found.commune_name == "Phường Thục Phán"


def test_a_district_never_moves_an_address_out_of_the_province_it_names(geocoder: Geocoder) -> None:
    found = geocoder.geocode("xã Tân Phú, huyện Tân Phú D9o6ng, tỉnh Tiền Giang")
    assert {candidate.province_code for candidate in found} == {"82"}


def test_a_commune_elsewhere_that_differs_by_its_accents_alone_is_asked_about(geocoder: Geocoder) -> None:
    """Every name of a commune of Vietnam that is one of ours but for accents, put into our commune's old district."""
    named: dict[str, dict[str, str]] = defaultdict(dict)
    for unit in (*geocoder.units.legacy_communes.values(), *geocoder.units.communes.values()):
        name = split_name(unit.name)[1]
        named[fold(name)][accented(name)] = name
    asked = [
        f"xã {other}, {ours.district}, {ours.province}"
        for ours in old_units()
        for bare in [split_name(ours.name)[1]]
        for spelt, other in named[fold(bare)].items()
        if spelt != accented(bare) and not bare.isdigit()
    ]
    assert len(asked) > 100
    assert not [
        address for address in asked if any(found.confidence >= CONFIDENT for found in geocoder.geocode(address))
    ]
