import pytest

from ocopmap.catalogue.places import Precision
from ocopmap.geocoding import Geocoder, UnitMatch, Units


def names(units: Units, match: UnitMatch) -> set[str]:
    return {units.communes[code].name for code in match.communes}


def test_a_district_is_all_that_took_its_land(geocoder: Geocoder, units: Units) -> None:
    match = geocoder.resolve_units("huyện Lấp Vò; xã Lai Vung")
    assert names(units, match) == {"Xã Lấp Vò", "Xã Mỹ An Hưng", "Xã Tân Khánh Trung", "Xã Lai Vung"}
    assert (match.precision, match.unresolved) == (Precision.DISTRICT, ())


def test_kind_tells_city_and_district_apart(geocoder: Geocoder, units: Units) -> None:
    assert "Phường Cao Lãnh" not in names(units, geocoder.resolve_units("huyện Cao Lãnh"))
    assert "Phường Cao Lãnh" in names(units, geocoder.resolve_units("thành phố Cao Lãnh"))


def test_neighbours_settle_a_repeated_name(geocoder: Geocoder, units: Units) -> None:
    match = geocoder.resolve_units("xã Tân Phú; xã Phú Long; xã Hòa Tân")
    assert {units.legacy_communes[code].district.name for code in match.legacy} == {"Huyện Châu Thành"}
    assert names(units, match) == {"Xã Tân Phú Trung", "Xã Tân Nhuận Đông"}


def test_names_of_today_are_not_taken_for_old_ones(geocoder: Geocoder, units: Units) -> None:
    match = geocoder.resolve_units("xã Lai Vung; xã Hòa Long")
    assert (names(units, match), match.legacy) == ({"Xã Lai Vung", "Xã Hòa Long"}, ())


def test_the_context_settles_what_stands_alone(geocoder: Geocoder, units: Units) -> None:
    assert geocoder.resolve_units("xã Tân Thành").unresolved == ("xã Tân Thành",)
    match = geocoder.resolve_units("xã Tân Thành", context="Vùng nghêu Gò Công Đông")
    assert names(units, match) == {"Xã Gò Công Đông"}
    match = geocoder.resolve_units("huyện Châu Thành", context="Vùng nhãn Châu Thành (Đồng Tháp)")
    assert names(units, match) == {"Xã Phú Hựu", "Xã Tân Nhuận Đông", "Xã Tân Phú Trung"}


@pytest.mark.parametrize("text", ["vùng ngọt hóa Gò Công", "huyện Châu Thành", "đâu đó"])
def test_what_is_no_unit_or_more_than_one_is_handed_back(geocoder: Geocoder, text: str) -> None:
    match = geocoder.resolve_units(text)
    assert (match.communes, match.unresolved) == ((), (text,))


def test_nothing_named_is_nothing_found(geocoder: Geocoder) -> None:
    assert geocoder.resolve_units("") == UnitMatch((), (), Precision.PROVINCE, ())
