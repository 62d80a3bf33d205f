from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely import Point

from ocopmap.ingest.boundaries.approximate import approximate
from ocopmap.ingest.boundaries.common import to_metres


@pytest.mark.parametrize("province", ["01", "48", "68", "82", "91"])
def test_every_commune_has_a_polygon_around_its_centre(units, province):
    polygons = approximate(units, province)
    communes = units.province_communes[province]
    assert polygons.keys() == {commune.code for commune in communes}
    assert all(polygons[c.code].covers(Point(c.longitude, c.latitude)) for c in communes)
    assert shapely.coverage_is_valid(list(polygons.values()))


def test_most_land_goes_to_its_own_commune(polygons, synthetic):
    codes = sorted(polygons)
    real, guessed = (to_metres([shapes[code] for code in codes]) for shapes in (polygons, synthetic))
    common = shapely.area(shapely.intersection(real, guessed))
    assert common.sum() / shapely.area(real).sum() > 0.8
    assert np.mean(common / shapely.area(shapely.union(real, guessed))) > 0.65


def test_old_centres_fall_into_a_successor(units, synthetic):
    old = [c for c in units.legacy_communes.values() if c.latitude is not None and set(c.successors) & synthetic.keys()]
    right = [any(synthetic[s].covers(Point(c.longitude, c.latitude)) for s in c.successors) for c in old]
    assert len(old) > 290
    assert np.mean(right) == 1


def test_land_of_a_divided_commune_goes_to_the_nearer_successor(units, synthetic):
    divided = [c for c in units.legacy_communes.values() if len(c.successors) > 1 and c.successors[0] in synthetic]
    for old in divided:
        place = Point(old.longitude, old.latitude)
        centres = {s: Point(units.communes[s].longitude, units.communes[s].latitude) for s in old.successors}
        nearest = min(old.successors, key=lambda code: centres[code].distance(place))
        assert synthetic[nearest].covers(place)


def test_centres_that_coincide_do_not_break_it(units):
    twins = [c for c in units.legacy_communes.values() if c.successors == ("28249",)]
    same = {c.code: replace(c, latitude=twins[0].latitude, longitude=twins[0].longitude) for c in twins}
    polygons = approximate(replace(units, legacy_communes=units.legacy_communes | same), "82")
    assert len(polygons) == 102


def test_communes_without_any_old_centre_keep_their_own(units):
    unknown = {code: replace(c, latitude=None, longitude=None) for code, c in units.legacy_communes.items()}
    polygons = approximate(replace(units, legacy_communes=unknown), "82")
    assert len(polygons) == 102
