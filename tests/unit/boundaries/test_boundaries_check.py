import pytest
import shapely
from shapely import LineString, MultiPolygon, Polygon
from shapely.affinity import scale, translate

from ocopmap.ingest.boundaries.approximate import approximate
from ocopmap.ingest.boundaries.check import checked
from ocopmap.ingest.boundaries.common import BoundaryError

FIRST, SECOND = "28249", "28261"


def refusal(found, communes):
    with pytest.raises(BoundaryError) as caught:
        checked(found.items() if isinstance(found, dict) else found, communes)
    return str(caught.value)


def test_good_polygons_pass_unchanged(polygons, communes):
    result = checked(polygons.items(), communes)
    assert all(result[code].equals(polygons[code]) for code in polygons)


def test_units_of_other_provinces_are_left_out(units, synthetic, communes):
    assert checked((synthetic | approximate(units, "91")).items(), communes).keys() == synthetic.keys()


def test_missing_communes_are_named(synthetic, communes):
    message = refusal({code: shape for code, shape in synthetic.items() if code != FIRST}, communes)
    assert FIRST in message
    assert "Đạo Thạnh" in message


def test_another_province_is_refused(units, communes):
    assert "tỉnh khác" in refusal(approximate(units, "91"), communes)


def test_repeated_code_is_named(synthetic, communes):
    assert FIRST in refusal([*synthetic.items(), (FIRST, synthetic[FIRST])], communes)


@pytest.mark.parametrize(
    "shape", [None, MultiPolygon(), LineString([(106, 10), (106.1, 10)]), Polygon([(106, 10)] * 4)]
)
def test_what_is_no_area_is_refused(synthetic, communes, shape):
    assert FIRST in refusal(synthetic | {FIRST: shape}, communes)


def test_every_problem_is_told_at_once(synthetic, communes):
    found = {code: shape for code, shape in synthetic.items() if code != FIRST} | {SECOND: None}
    message = refusal(found, communes)
    assert FIRST in message
    assert SECOND in message


def test_latitude_before_longitude_is_recognised(synthetic, communes):
    swapped = {code: shapely.transform(shape, lambda xy: xy[:, ::-1]) for code, shape in synthetic.items()}
    assert "vĩ độ đứng trước" in refusal(swapped, communes)


def test_metres_taken_for_degrees_are_refused(synthetic, communes):
    far = {code: scale(shape, 5_000, 5_000, origin=(0, 0)) for code, shape in synthetic.items()}
    assert "ngoài Việt Nam" in refusal(far, communes)


def test_wrong_central_meridian_is_recognised(synthetic, communes):
    """Old Đồng Tháp's and old Tiền Giang's meridians differ by 45 minutes: all stays in Vietnam, 82 km off."""
    assert "kinh tuyến trục" in refusal({code: translate(s, 0.75) for code, s in synthetic.items()}, communes)


def test_communes_of_before_july_2025_are_recognised(synthetic, communes):
    """Their codes are the same ones, their polygons about a third as large."""
    old = {code: scale(shape, 0.55, 0.55) for code, shape in synthetic.items()}
    assert "xã cũ" in refusal(old, communes)
