import pytest

from ocopmap.catalogue.places import Precision
from ocopmap.geocoding import AddressRules, Candidate, Geocoder, Units


def best(geocoder: Geocoder, address: str) -> Candidate:
    return geocoder.geocode(address)[0]


@pytest.mark.parametrize(
    ("address", "old", "new"),
    [
        ("ấp 04, xã An Thái Trung, huyện Cái Bè", "An Thái Trung", "Xã Thanh Hưng"),
        ("637, ấp Mỹ Thới, xã Mỹ Xương, huyện Cao Lãnh, tỉnh Đồng Tháp", "Mỹ Xương", "Xã Mỹ Thọ"),
        ("số 80 đường Ấp Bắc, phường 4, TP Mỹ Tho", "Phường 4", "Phường Đạo Thạnh"),
        ("Ấp Ông Non Xã Tân Trung, Thị xã Gò Công", "Tân Trung", "Phường Sơn Qui"),
        ("xã Tân Qui Đông, TP Sa Đéc", "Tân Quy Đông", "Phường Sa Đéc"),
        ("P4, TPCL", "Phường 4, thành phố Cao Lãnh", "Phường Cao Lãnh"),
        ("ap 2 xa tan hoi trung h cao lanh dt", "Tân Hội Trung", "Xã Bình Hàng Trung"),
        ("XÃ MỸ XƯƠNG HUYỆN CAO LÃNH", "Mỹ Xương", "Xã Mỹ Thọ"),
        ("xã Mỹ Xươgn, hyện Cao Lãnh", "Mỹ Xương", "Xã Mỹ Thọ"),
        ("Đồng Tháp - huyện Cao Lãnh - xã Mỹ Xương", "Mỹ Xương", "Xã Mỹ Thọ"),
        ("xã Mỹ Xương (nay là xã Mỹ Thọ), huyện Cao Lãnh", "Mỹ Xương", "Xã Mỹ Thọ"),
    ],
)
def test_old_addresses_lead_to_the_commune_of_today(geocoder: Geocoder, address: str, old: str, new: str) -> None:
    found = best(geocoder, address)
    assert old in (found.legacy_commune or "")
    assert found.commune_name == new
    assert found.precision is Precision.LEGACY_COMMUNE
    assert not found.needs_person


@pytest.mark.parametrize(
    ("address", "new"),
    [
        ("phường Mỹ Phong, tỉnh Đồng Tháp", "Phường Mỹ Phong"),
        ("xã Thanh Bình, tỉnh Đồng Tháp", "Xã Thanh Bình"),
        ("My Loi Hamlet, Tan Phuoc 3 Commune", "Xã Tân Phước 3"),
    ],
)
def test_addresses_of_today_are_read_as_they_stand(geocoder: Geocoder, address: str, new: str) -> None:
    found = best(geocoder, address)
    assert (found.commune_name, found.precision) == (new, Precision.COMMUNE)


def test_the_explanation_names_old_and_new(geocoder: Geocoder) -> None:
    found = best(geocoder, "xã Mỹ Xương, huyện Cao Lãnh")
    assert found.explanation == "xã cũ Mỹ Xương, huyện Cao Lãnh → xã Mỹ Thọ"
    assert found.legacy_commune == "Xã Mỹ Xương, huyện Cao Lãnh"


def test_the_current_address_keeps_house_and_hamlet(geocoder: Geocoder) -> None:
    found = best(geocoder, "số 123, tổ 4, ấp 6, xã Tam Hiệp, huyện Châu Thành, tỉnh Tiền Giang")
    assert found.current_address == "số 123, tổ 4, ấp 6, xã Long Hưng, tỉnh Đồng Tháp"


@pytest.mark.parametrize(
    "address", ["huyện Tháp Mười", "TX. Gò Công", "ấp Lương Nhơn, huyện Cái Bè", "Làng hoa Sa Đéc, thành phố Sa Đéc"]
)
def test_a_district_alone_gives_no_commune(geocoder: Geocoder, address: str) -> None:
    found = best(geocoder, address)
    assert (found.precision, found.commune_code) == (Precision.DISTRICT, None)


def test_a_town_that_is_also_a_ward_stays_coarse_without_its_kind(geocoder: Geocoder) -> None:
    assert best(geocoder, "Sa Đéc, tỉnh Đồng Tháp").precision is Precision.DISTRICT
    assert best(geocoder, "phường Sa Đéc, tỉnh Đồng Tháp").commune_name == "Phường Sa Đéc"


def test_a_province_alone_stays_a_province(geocoder: Geocoder) -> None:
    found = best(geocoder, "Tòa nhà Khối cơ quan đơn vị sự nghiệp tỉnh Đồng Tháp")
    assert (found.precision, found.commune_code, found.province_code) == (Precision.PROVINCE, None, "82")


@pytest.mark.parametrize("address", ["xã Tân Phú", "Tân Phú", "phường 4", "xã Thanh Bình", "huyện Châu Thành"])
def test_repeated_names_are_never_guessed(geocoder: Geocoder, address: str) -> None:
    found = geocoder.geocode(address)
    assert len(found) > 1
    assert all(candidate.needs_person and candidate.confidence <= 0.5 for candidate in found)


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("xã Phú Thuận B, huyện Hồng Ngự", {"Xã Long Phú Thuận", "Xã Tân Long"}),
        ("xã Gáo Giồng, huyện Cao Lãnh", {"Xã Phú Cường", "Xã Phong Mỹ"}),
        ("xã Tân Thạnh, huyện Thanh Bình", {"Xã Thanh Bình", "Xã Tân Thạnh"}),
    ],
)
def test_divided_communes_go_to_a_person(geocoder: Geocoder, address: str, parts: set[str]) -> None:
    found = geocoder.geocode(address)
    assert {candidate.commune_name for candidate in found} == parts
    assert all(candidate.needs_person for candidate in found)


@pytest.mark.parametrize(
    ("address", "province", "commune"),
    [
        ("Hà Nội", "Thành phố Hà Nội", None),
        ("thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh", None),
        ("phường Châu Đốc, tỉnh An Giang", "Tỉnh An Giang", "Phường Châu Đốc"),
        ("phường Thới Bình, quận Ninh Kiều, thành phố Cần Thơ", "Thành phố Cần Thơ", "Phường Ninh Kiều"),
        ("phường Thới Bình, quận Ninh Kiều", "Thành phố Cần Thơ", "Phường Ninh Kiều"),
        ("Grand World Phú Quốc, tỉnh Kiên Giang", "Tỉnh An Giang", None),
        ("quần đảo Hoàng Sa, Đà Nẵng", "Thành phố Đà Nẵng", "Đặc khu Hoàng Sa"),
        ("Tam Nông, Phú Thọ", "Tỉnh Phú Thọ", "Xã Tam Nông"),
    ],
)
def test_places_outside_are_left_outside(geocoder: Geocoder, address: str, province: str, commune: str | None) -> None:
    found = best(geocoder, address)
    assert (found.province_name, found.commune_name) == (province, commune)


def test_a_street_named_after_a_city_stays_a_street(geocoder: Geocoder) -> None:
    assert best(geocoder, "123 Hà Nội, Phường 1, Mỹ Tho").commune_name == "Phường Mỹ Tho"


def test_a_wrong_district_is_said_and_sent_to_a_person(geocoder: Geocoder) -> None:
    found = best(geocoder, "ấp Ông Non, xã Tân Trung, huyện Gò Công Đông")
    assert found.commune_name == "Phường Sơn Qui"
    assert found.needs_person
    assert "huyện Gò Công Đông" in found.explanation
    assert "thành phố Gò Công" in found.explanation


def test_a_name_of_before_an_earlier_merger_is_known(geocoder: Geocoder) -> None:
    found = best(geocoder, "xã Tân Lý Tây, huyện Châu Thành, tỉnh Tiền Giang")
    assert found.legacy_commune == "Thị trấn Tân Hiệp, huyện Châu Thành"


def test_a_letter_gone_astray_is_not_ignored(geocoder: Geocoder) -> None:
    assert best(geocoder, "xã Tân Thành ,B huyện Tân Hồng, tỉnh Đồng Tháp").needs_person


@pytest.mark.parametrize("address", ["", "   ", "!!!", "xyz abc", "Việt Nam", "0919123456", "12345"])
def test_what_names_no_place_gets_no_pin(geocoder: Geocoder, address: str) -> None:
    assert geocoder.geocode(address) == []


def test_columns_are_read_like_text(geocoder: Geocoder) -> None:
    found = geocoder.geocode_fields(hamlet="ấp 4", commune="Mỹ Xương", district="Cao Lãnh", province="Đồng Tháp")
    assert found[0].commune_name == "Xã Mỹ Thọ"


def test_any_province_can_be_served(units: Units, rules: AddressRules) -> None:
    lam_dong = Geocoder(units, rules, province_code="68")
    assert best(lam_dong, "phường 1, Đà Lạt").commune_name == "Phường Xuân Hương - Đà Lạt"
    assert best(lam_dong, "xã Thiện Nghiệp, TP. Phan Thiết, Bình Thuận").commune_name == "Phường Mũi Né"
    assert best(lam_dong, "Phường Nghĩa Thành, Gia Nghĩa, Đắk Nông").commune_name == "Phường Bắc Gia Nghĩa"


def test_an_unknown_province_code_is_refused(units: Units, rules: AddressRules) -> None:
    with pytest.raises(ValueError, match="87"):
        Geocoder(units, rules, province_code="87")


@pytest.mark.parametrize(
    "address",
    [
        "xã Tân Thành, huyện Không Có, tỉnh Đồng Tháp",
        "xã Không Có Đâu, huyện Cái Bè",
        "Công ty Tân Phú Đông",
        "xã Tân Mỹ Chánh, Cần Thơ",
        "xã Tân Sỏi, thành phố Hồng Ngự",
        "xã Yên Thành, huyện Hồng Ngự, tỉnh Đồng Tháp",
        "xa Minh Tan, tinh Dong Thap",
    ],
)
def test_what_is_left_open_goes_to_a_person(geocoder: Geocoder, address: str) -> None:
    found = best(geocoder, address)
    assert found.needs_person
    assert found.confidence < 0.8
