"""Sheets of paper: what fits, how long a kilometre is, how values are put into classes, that marks tell ranks apart."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from ocopmap.planning.mapsheets.drawing import inset_drawing, mark
from ocopmap.planning.mapsheets.paper import SRID, Orientation, Paper, Sheet, framed, scale_bar
from ocopmap.planning.mapsheets.themes import class_of, classes

DONG_THAP = (519_744.0, 1_121_874.0, 698_363.0, 1_214_520.0)
SHEETS = [Sheet(paper, orientation) for paper in Paper for orientation in Orientation]


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_province_fits_at_a_round_scale(sheet: Sheet) -> None:
    frame = framed(sheet, DONG_THAP)
    assert frame.denominator % 25_000 == 0
    width, height = frame.size
    west, north = frame.corner
    for easting, northing in ((DONG_THAP[0], DONG_THAP[3]), (DONG_THAP[2], DONG_THAP[1])):
        assert 0 < (easting - west) / frame.metres < width
        assert 0 < (north - northing) / frame.metres < height
    across, down = sheet.size
    assert frame.width_mm < across
    assert frame.height_mm < down


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_bar_is_as_long_as_its_metres_on_the_ground(sheet: Sheet) -> None:
    frame = framed(sheet, DONG_THAP)
    bar = scale_bar(frame, 50)
    to_degrees = Transformer.from_crs(SRID, 4326, always_xy=True)
    half = bar.mm * frame.denominator / 1000 / 2
    (x, y) = frame.middle
    ends = [to_degrees.transform(x + step, y) for step in (-half, half)]
    _, _, ground = Geod(ellps="WGS84").inv(*ends[0], *ends[1])
    assert ground == pytest.approx(bar.metres, rel=1e-4)
    assert bar.mm <= 50


@given(st.lists(st.integers(0, 60), max_size=120))
def test_every_value_has_one_class_and_zero_has_none(values: list[int]) -> None:
    found = classes(values)
    assert len(found) <= 5
    assert all(one.most < other.least for one, other in pairwise(found))
    assert len({each.colour for each in found}) == len(found)
    for value in values:
        if value:
            held = class_of(value, found)
            assert held.least <= value <= held.most
    assert bool(found) == any(values)


def test_ranks_differ_by_shape_and_not_by_colour_alone() -> None:
    drawn = [mark(0, 0, stars, filled=True) for stars in (3, 4, 5)]
    shapes = {(element[:5], element.count("L")) for element in drawn}
    assert len(shapes) == 3
    assert mark(0, 0, 3, filled=True) != mark(0, 0, 3, filled=False)


def test_both_archipelagos_are_drawn_and_named() -> None:
    island = {"type": "Point", "coordinates": [111.6, 16.5]}
    features = [
        {"properties": {"kind": "label", "archipelago": "hoang_sa"}, "geometry": island},
        {"properties": {"kind": "island", "archipelago": "hoang_sa"}, "geometry": island},
        {
            "properties": {"kind": "label", "archipelago": "truong_sa"},
            "geometry": {"type": "Point", "coordinates": [114.2, 9.6]},
        },
    ]
    names = {"hoang_sa": "Quần đảo Hoàng Sa (Việt Nam)", "truong_sa": "Quần đảo Trường Sa (Việt Nam)"}
    svg = inset_drawing({"features": features}, [(105.8, 21.0)], (105.2, 10.1, 106.8, 11.0), names)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    texts = [each for each in root.iter() if each.tag.endswith("}text")]
    assert {"Quần đảo Hoàng Sa", "Quần đảo Trường Sa", "(Việt Nam)"} <= {each.text for each in texts}
    for each in texts:
        half = len(each.text or "") * float(each.attrib["font-size"]) * 0.28
        assert half < float(each.attrib["x"]) < width - half
        assert 15 < float(each.attrib["y"]) < height
