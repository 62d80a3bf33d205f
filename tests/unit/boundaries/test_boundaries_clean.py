import gzip
import json
from itertools import pairwise

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Polygon, box

from ocopmap.ingest.boundaries.clean import MOST_CHANGE, clean
from ocopmap.ingest.boundaries.common import BoundaryError, to_degrees, to_metres

X, Y = 600_000, 1_150_000  # metres of UTM 48N, within Đồng Tháp


def placed(**shapes):
    """Return shapes drawn in metres from a corner of the province, in degrees, by code."""
    moved = [shapely.transform(shape, lambda xy: xy + np.array([X, Y])) for shape in shapes.values()]
    return {
        code: MultiPolygon(shapely.get_parts([shape]).tolist())
        for code, shape in zip(shapes, to_degrees(moved), strict=True)
    }


def metric(polygons):
    return dict(zip(polygons, to_metres(list(polygons.values())), strict=True))


def neighbours_on_a_winding_border():
    border = [(2_000 + 4 * np.sin(step), 20 * step) for step in range(101)]
    west = Polygon([(0, 0), *border, (0, 2_000)])
    east = Polygon([(4_000, 2_000), *reversed(border), (4_000, 0)])
    return placed(west=west, east=east)


def test_result_is_a_coverage_of_valid_multipolygons(polygons):
    cleaned = clean(polygons)
    for result in (cleaned.geom, cleaned.outline):
        shapes = list(result.values())
        assert result.keys() == polygons.keys()
        assert {shape.geom_type for shape in shapes} == {"MultiPolygon"}
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)


def test_area_and_islands_are_kept(polygons):
    cleaned = clean(polygons)
    for result in (cleaned.geom, cleaned.outline):
        given, got = metric(polygons), metric(result)
        assert all(abs(got[code].area / given[code].area - 1) < MOST_CHANGE for code in polygons)
        assert all(len(got[code].geoms) >= len(given[code].geoms) for code in polygons)
    assert max(cleaned.area_change.values()) < MOST_CHANGE


def test_outline_of_the_province_is_light(polygons):
    outline = clean(polygons).outline
    features = [{"type": "Feature", "geometry": shape.__geo_interface__} for shape in outline.values()]
    assert len(gzip.compress(json.dumps(features).encode())) <= 60 * 1024


def test_shared_border_is_simplified_alike_on_both_sides():
    given = neighbours_on_a_winding_border()
    cleaned = clean(given)
    for result in (cleaned.geom, cleaned.outline):
        west, east = result["west"], result["east"]
        assert shapely.get_num_coordinates(west) < shapely.get_num_coordinates(given["west"]) / 2
        border = to_metres(west.intersection(east))[0]
        assert border.length == pytest.approx(2_000, rel=0.02)


def test_slivers_between_neighbours_vanish():
    gap = clean(
        placed(
            a=Polygon([(0, 0), (0, 4_000), (2_000, 4_000), (1_992, 2_000), (2_000, 0)]), b=box(2_000, 0, 4_000, 4_000)
        )
    )
    overlap = clean(placed(a=box(0, 0, 2_006, 4_000), b=box(2_000, 0, 4_000, 4_000)))
    for cleaned in (gap, overlap):
        a, b = metric(cleaned.geom).values()
        assert a.intersection(b).area < 10
        assert len(a.union(b).interiors) == 0


def test_hole_that_is_another_units_land_stays():
    enclave = Polygon(box(0, 0, 4_000, 4_000).exterior, [box(1_000, 1_000, 1_400, 1_400).exterior])
    assert len(clean(placed(a=enclave)).outline["a"].geoms[0].interiors) == 1


def test_small_island_stays():
    shape = MultiPolygon([box(0, 0, 4_000, 4_000), box(5_000, 0, 5_060, 60)])
    cleaned = clean(placed(a=shape))
    assert [len(result["a"].geoms) for result in (cleaned.geom, cleaned.outline)] == [2, 2]


def test_self_crossing_ring_is_repaired():
    ring = [(0, 0), (0, 4_000), (4_000, 4_000), (4_000, 0), (1_990, 0), (2_010, -20), (1_990, -20), (2_010, 0)]
    assert clean(placed(a=Polygon(ring))).geom["a"].is_valid


def test_overlap_too_large_to_be_an_artefact_is_refused():
    with pytest.raises(BoundaryError, match="chồng lấn"):
        clean(placed(a=box(0, 0, 2_500, 4_000), b=box(2_000, 0, 4_000, 4_000), c=box(4_000, 0, 6_000, 4_000)))


def test_small_commune_is_not_simplified_away():
    """A ward 120 m across would lose its shape at the tolerance of the map."""
    angles = np.linspace(0, 2 * np.pi, 90, endpoint=False)
    ward = Polygon([(60 * np.cos(angle), 60 * np.sin(angle)) for angle in angles])
    cleaned = clean(placed(ward=ward, far=box(1_000, 0, 5_000, 4_000)))
    assert metric(cleaned.outline)["ward"].area == pytest.approx(ward.area, rel=0.015)


def test_equal_vertices_after_rounding_lie_on_one_grid(polygons):
    for shape in clean(polygons).outline.values():
        for (x1, y1), (x2, y2) in pairwise(shapely.get_coordinates(shape).tolist()):
            assert (round(x1, 5), round(y1, 5)) == (x1, y1)
            assert (round(x2, 5), round(y2, 5)) == (x2, y2)
