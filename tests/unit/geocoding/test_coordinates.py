import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from ocopmap.catalogue.places import Precision
from ocopmap.geocoding import AddressRules, Geocoder, Units, read_positions
from ocopmap.geocoding.centres import metres_between
from ocopmap.geocoding.coordinates import Form
from ocopmap.geocoding.vn2000 import datum_shifted, from_plane, to_plane

MERIDIANS = (105.0, 105.75)
NEAR = (10.45, 105.63)
POINT = (10.4512, 105.6399)
POINTS = st.tuples(st.floats(9.5, 11.5), st.floats(105.0, 107.0))


@pytest.mark.parametrize(
    "text",
    [
        "10.4512, 105.6399",
        "10.4512 105.6399",
        "10,4512; 105,6399",
        "10,4512 105,6399",
        "Vĩ độ 10.4512, kinh độ 105.6399",
        "10.4512° N, 105.6399° E",
        "lat 10.4512 lon 105.6399",
        "10°27'4.32\"N 105°38'23.64\"E",
        "10°27′4.32″B, 105°38′23.64″Đ",
        "105°38'23.64\"E 10°27'4.32\"N",
        "N10°27'4.32\" E105°38'23.64\"",
        "10 27 4.32 N 105 38 23.64 E",
        "10°27.072'N 105°38.394'E",
        "https://www.google.com/maps/place/X/@10.4,105.6,17z/data=!4m5!3m4!1s0x0:0x0!8m2!3d10.4512!4d105.6399",
        "https://maps.google.com/?q=10.4512,105.6399",
        "https://www.google.com/maps?q=10.4512%2C105.6399&z=12",
        "https://www.google.com/maps/search/?api=1&query=10.4512%2C105.6399",
        "https://www.google.com/maps/search/10.4512,+105.6399?entry=tts",
        "https://www.google.com/maps/dir//10.4512,105.6399/@10.4,105.6,13z",
        "https://www.google.com/maps/@10.4512,105.6399,15z",
        "https://maps.apple.com/?ll=10.4512,105.6399",
        "https://www.openstreetmap.org/?mlat=10.4512&mlon=105.6399#map=15/10.4/105.6",
        "https://www.openstreetmap.org/#map=15/10.4512/105.6399",
        "geo:10.4512,105.6399?z=17",
        "google.navigation:q=10.4512,105.6399",
        "https://www.google.com/maps/place/10%C2%B027'04.32%22N+105%C2%B038'23.64%22E",
        "https://www.google.com/maps/place/10%C2%B027'04.3%22N+105%C2%B038'23.6%22E/@10.4512,105.6399,17z",
        "https://www.google.com/maps/dir/?api=1&destination=10.4512,105.6399",
        "https://www.google.com/maps/dir/Cao+Lanh/10.4512,105.6399/@10.4,105.6,13z/data=!4m2!4m1!3e0",
        "https://www.google.com/maps/dir/A/B/@10.4,105.6,13z/data=!4m8!4m7!1m0!1m5!1m1!1s0x0!2m2!1d105.6399!2d10.4512",
        "https://www.google.com/maps/embed?pb=!1m18!1m12!1m3!1d3925.1!2d105.6399!3d10.4512!2m3!1f0!2f0!3f0",
        "https://www.google.com/maps/@?api=1&map_action=pano&viewpoint=10.4512%2C105.6399",
        "https://maps.google.com/maps?q=loc:10.4512+105.6399",
        "https://maps.google.com/maps?saddr=&daddr=10.4512,105.6399",
        "www.google.com.vn/maps/@10.4512,105.6399,3a,75y,90t/data=!3m6",
    ],
)
def test_every_form_gives_the_point(text: str) -> None:
    (found,) = read_positions(text, MERIDIANS, NEAR)
    assert (found.latitude, found.longitude) == pytest.approx(POINT, abs=1e-6)


def test_swapped_axes_are_put_right_and_told() -> None:
    (found,) = read_positions("105.6399, 10.4512", MERIDIANS, NEAR)
    assert (found.latitude, found.longitude, found.swapped) == (*POINT, True)


@pytest.mark.parametrize("code", ["7P37FJ2R+XX", "FJ2R+XX Cao Lãnh, Đồng Tháp", "7p37fj2r+xx"])
def test_plus_codes_full_and_short(code: str) -> None:
    (found,) = read_positions(code, MERIDIANS, (11.45, 105.63))
    assert found.form is Form.PLUS_CODE
    assert (found.latitude, found.longitude) == pytest.approx((11.452438, 105.642437), abs=1e-5)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("https://www.google.com/maps/place/FJ2R%2BXX+Cao+L%C3%A3nh", (10.452438, 105.642437)),
        ("FJ2R+XX Cao Lãnh, Đồng Tháp", (10.452438, 105.642437)),
        ("WFR5+58 phường 1, Đà Lạt, Lâm Đồng", (11.9404, 108.4583)),
        ("2QMQ+J2 quận Ninh Kiều, thành phố Cần Thơ", (10.0341, 105.7876)),
    ],
)
def test_a_short_plus_code_is_completed_by_its_locality(
    geocoder: Geocoder, text: str, point: tuple[float, float]
) -> None:
    (found,) = geocoder.geocode(text)
    assert (found.latitude, found.longitude) == pytest.approx(point, abs=1e-4)


@pytest.mark.parametrize(
    "link", ["https://maps.app.goo.gl/Ab3dEf", "maps.app.goo.gl/Ab3dEf?g_st=ic", "https://goo.gl/maps/xYz12"]
)
def test_a_shortened_link_is_answered_with_what_to_do(geocoder: Geocoder, link: str) -> None:
    assert geocoder.geocode(link) == []
    assert "rút gọn" in (geocoder.advice(link) or "")
    assert geocoder.advice("https://www.google.com/maps/@10.4512,105.6399,15z") is None


@pytest.mark.parametrize(
    "text",
    [
        "X=1155822.1; Y=568773.2",
        "568773.2 1155822.1",
        "1.155.822,1 568.773,2",
        "1,155,822.1 568,773.2",
        "X: 1155822.1m, Y: 568773.2m",
    ],
)
def test_vn2000_gives_one_point_for_each_meridian(text: str) -> None:
    found = read_positions(text, MERIDIANS, NEAR)
    assert [position.meridian for position in found] == list(MERIDIANS)
    assert found[0].longitude == pytest.approx(105.629993, abs=1e-6)
    assert found[1].longitude - found[0].longitude == pytest.approx(0.75, abs=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "ấp 4, xã Mỹ Xương",
        "số 12.5 và 7.3",
        "0919.123.456",
        "1155822",
        "48.8566, 2.3522",
        "https://maps.app.goo.gl/abc",
        "1155822.1 568773.2 77",
        "",
    ],
)
def test_what_is_no_coordinate_of_vietnam_is_left_alone(text: str) -> None:
    assert read_positions(text, MERIDIANS, NEAR) == []


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    for position in read_positions(text, MERIDIANS, NEAR):
        assert 6 <= position.latitude <= 24


@pytest.mark.parametrize(("meridian", "code"), [(105.0, 5897), (105.75, 9210)])
def test_the_plane_is_that_of_the_register(meridian: float, code: int) -> None:
    degrees = Transformer.from_crs("EPSG:4756", f"EPSG:{code}", always_xy=True)
    shifted = datum_shifted(POINT)
    easting, northing = degrees.transform(POINT[1], POINT[0])
    assert from_plane(northing, easting, meridian) == pytest.approx(shifted, abs=1e-9)


def test_the_datum_is_the_published_one_with_the_right_signs() -> None:
    published = Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=cart +ellps=WGS84 "
        "+step +proj=helmert +x=-191.90441429 +y=-39.30318279 +z=-111.45032835 +rx=0.00928836 +ry=-0.01975479 "
        "+rz=0.00427372 +s=0.252906278 +convention=position_vector +step +inv +proj=cart +ellps=WGS84 "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
    longitude, latitude = published.transform(POINT[1], POINT[0])
    assert metres_between(datum_shifted(POINT), (latitude, longitude)) < 0.01
    assert metres_between(datum_shifted(POINT), POINT) == pytest.approx(225, abs=60)


@given(POINTS, st.sampled_from(MERIDIANS))
def test_to_the_plane_and_back(point: tuple[float, float], meridian: float) -> None:
    assert metres_between(from_plane(*to_plane(point, meridian), meridian), point) < 0.01


def test_pasted_coordinates_find_their_commune(units: Units, rules: AddressRules) -> None:
    def locate(latitude: float, longitude: float) -> str | None:
        return "30076" if abs(latitude - 10.45) < 0.01 and abs(longitude - 105.63) < 0.01 else None

    geocoder = Geocoder(units, rules, province_code="82", locate=locate)
    (found,) = geocoder.geocode("X=1155822.1; Y=568773.2")
    assert (found.precision, found.commune_code, found.needs_person) == (Precision.EXACT, "30076", False)
    assert "105°00'" in found.explanation
    (lost,) = geocoder.geocode("10.9, 105.2")
    assert lost.needs_person
