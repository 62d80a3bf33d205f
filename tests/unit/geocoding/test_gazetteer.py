"""Places that the geocoder was taught: records, and streets, hamlets and points of interest of a map."""

import pytest

from ocopmap.catalogue.places import Precision
from ocopmap.geocoding import AddressRules, Candidate, Geocoder, Place, Units

PARK = "Khu du lịch Vườn quốc gia Tràm Chim"


def best(geocoder: Geocoder, address: str) -> Candidate:
    return geocoder.geocode(address)[0]


def code(units: Units, name: str) -> str:
    return next(commune.code for commune in units.province_communes["82"] if commune.name == name)


@pytest.fixture(scope="module")
def taught(units: Units, rules: AddressRules) -> Geocoder:
    tram_chim, my_tho, cao_lanh = (code(units, name) for name in ("Xã Tràm Chim", "Xã Mỹ Thọ", "Phường Cao Lãnh"))
    old = {old.title: old.code for old in units.legacy_communes.values() if old.province.successor == "82"}
    my_xuong, my_hoi = old["Xã Mỹ Xương, huyện Cao Lãnh"], old["Xã Mỹ Hội, huyện Cao Lãnh"]
    places = [
        Place(PARK, 10.725419, 105.53617, Precision.EXACT, tram_chim),
        Place("Cơ sở Vườn quốc gia Tràm Chim", 10.7, 105.5, Precision.LEGACY_COMMUNE, tram_chim, confirmed=False),
        Place("Ấp Mỹ Thới", 10.41, 105.76, Precision.HAMLET, my_tho),
        Place("Ấp 4", 10.42, 105.77, Precision.HAMLET, my_tho, my_xuong),
        Place("Ấp 4", 10.45, 105.70, Precision.HAMLET, my_tho, my_hoi),
        Place("Đường Nguyễn Huệ", 10.4581, 105.6331, Precision.STREET, cao_lanh),
        Place("Đường Nguyễn Huệ", 10.4591, 105.6341, Precision.STREET, cao_lanh),
        Place("Đường Tân Phú", 10.46, 105.64, Precision.STREET, cao_lanh),
        Place("Bến xe Cao Lãnh", 10.4585, 105.6335, Precision.EXACT, cao_lanh),
    ]
    return Geocoder(units, rules, province_code="82", places=places, centres={("commune", my_tho): (10.4, 105.75)})


def test_a_known_place_gives_its_point(taught: Geocoder) -> None:
    found = best(taught, "Quầy bán sản phẩm tại Vườn quốc gia Tràm Chim, huyện Tam Nông")
    assert (found.latitude, found.precision, found.commune_name) == (10.725419, Precision.EXACT, "Xã Tràm Chim")


def test_a_place_without_any_unit_needs_a_person(taught: Geocoder) -> None:
    found = best(taught, "quầy trong vườn quốc gia Tràm Chim")
    assert (found.commune_name, found.latitude) == ("Xã Tràm Chim", 10.725419)
    assert found.needs_person


def test_a_guessed_point_never_beats_a_confirmed_one(taught: Geocoder) -> None:
    for address in ("Cơ sở Vườn quốc gia Tràm Chim", "Cơ sở Vườn quốc gia Tràm Chim, huyện Tam Nông"):
        assert best(taught, address).latitude == 10.725419


def test_a_guessed_point_alone_is_offered_to_a_person(units: Units, rules: AddressRules) -> None:
    place = Place("HTX Sao Mai Xanh", 10.4, 105.7, Precision.COMMUNE, code(units, "Xã Mỹ Thọ"), confirmed=False)
    found = best(Geocoder(units, rules, province_code="82", places=[place]), "kho của HTX Sao Mai Xanh")
    assert (found.commune_name, found.precision) == ("Xã Mỹ Thọ", Precision.COMMUNE)
    assert found.needs_person
    assert found.confidence < 0.5


def test_a_hamlet_of_the_same_name_elsewhere_is_not_taken(taught: Geocoder) -> None:
    assert best(taught, "ấp Mỹ Thới, xã Mỹ Xương, huyện Cao Lãnh").precision is Precision.HAMLET
    elsewhere = best(taught, "ấp Mỹ Thới, xã An Thái Trung, huyện Cái Bè")
    assert elsewhere.precision is Precision.LEGACY_COMMUNE
    assert "chưa có tọa độ" in elsewhere.explanation


@pytest.mark.parametrize(
    ("address", "latitude"),
    [
        ("ấp 4, xã Mỹ Xương, huyện Cao Lãnh", 10.42),
        ("ấp 4, xã Mỹ Hội, huyện Cao Lãnh", 10.45),
        ("tổ 3, ap 4, xa My Hoi, huyen Cao Lanh", 10.45),
    ],
)
def test_the_old_commune_tells_hamlets_of_one_number_apart(taught: Geocoder, address: str, latitude: float) -> None:
    found = best(taught, address)
    assert (found.latitude, found.precision) == (latitude, Precision.HAMLET)


def test_a_hamlet_that_the_new_commune_has_twice_is_not_guessed(taught: Geocoder) -> None:
    assert best(taught, "ấp 4, xã Mỹ Thọ, tỉnh Đồng Tháp").precision is Precision.COMMUNE


@pytest.mark.parametrize(
    "address",
    [
        "12 đường Nguyễn Huệ, phường Cao Lãnh, tỉnh Đồng Tháp",
        "40/1 Nguyễn Huệ, khóm 2, phường Cao Lãnh, tỉnh Đồng Tháp",
        "số 7 Đ. Nguyễn Huệ, phường 1, thành phố Cao Lãnh",
    ],
)
def test_a_street_is_found_inside_its_commune(taught: Geocoder, address: str) -> None:
    found = best(taught, address)
    assert (found.precision, found.latitude) == (Precision.STREET, 10.4581)


@pytest.mark.parametrize(
    "address", ["đường Nguyễn Huệ, phường Sa Đéc, tỉnh Đồng Tháp", "xã Tân Phú, huyện Thanh Bình, tỉnh Đồng Tháp"]
)
def test_a_street_of_another_commune_or_a_commune_of_that_name_is_not_taken(taught: Geocoder, address: str) -> None:
    assert best(taught, address).precision in {Precision.COMMUNE, Precision.LEGACY_COMMUNE}


def test_a_point_of_interest_goes_before_its_street(taught: Geocoder) -> None:
    found = best(taught, "Bến xe Cao Lãnh, đường Nguyễn Huệ, phường Cao Lãnh, tỉnh Đồng Tháp")
    assert (found.precision, found.latitude) == (Precision.EXACT, 10.4585)


def test_other_places_leave_everything_else_as_it_was(taught: Geocoder) -> None:
    bare = taught.with_places([])
    assert bare.geocode("đường Nguyễn Huệ, phường Cao Lãnh, Đồng Tháp")[0].precision is Precision.COMMUNE
    assert taught.geocode("đường Nguyễn Huệ, phường Cao Lãnh, Đồng Tháp")[0].precision is Precision.STREET


def test_centres_handed_in_go_before_the_packages(taught: Geocoder) -> None:
    found = best(taught, "xã Mỹ Thọ, tỉnh Đồng Tháp")
    assert (found.latitude, found.longitude) == (10.4, 105.75)
