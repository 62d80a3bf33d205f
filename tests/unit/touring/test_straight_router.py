"""Straight lines: lengths on the ground, no times."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocopmap.touring.routing.straight import StraightRouter
from ocopmap.touring.travel import Mode, Position, Router

MY_THO, SA_DEC, CAO_LANH = Position(10.3600, 106.3597), Position(10.2900, 105.7550), Position(10.4600, 105.6330)
ROUTER: Router = StraightRouter()

places = st.builds(Position, st.floats(-85, 85), st.floats(-180, 180))


def test_legs_are_straight_and_have_no_time() -> None:
    legs = ROUTER.route([MY_THO, SA_DEC, CAO_LANH], Mode.CAR, avoid_ferries=False, language="vi")
    assert [leg.is_straight for leg in legs] == [True, True]
    assert [list(leg.geometry) for leg in legs] == [[MY_THO, SA_DEC], [SA_DEC, CAO_LANH]]
    assert legs[0].meters == pytest.approx(66_700, rel=0.01)  # 0.6047° of longitude at 10.3° N, 0.07° of latitude
    assert legs[0].seconds is None


@pytest.mark.parametrize("stops", [[], [MY_THO]])
def test_fewer_than_two_stops_make_no_leg(stops: list[Position]) -> None:
    assert ROUTER.route(stops, Mode.FOOT, avoid_ferries=True, language="en") == []
    assert len(ROUTER.matrix(stops, Mode.FOOT, avoid_ferries=True).meters) == len(stops)


@given(st.lists(places, min_size=1, max_size=6))
def test_the_matrix_is_square_symmetric_and_costs_are_lengths(stops: list[Position]) -> None:
    found = ROUTER.matrix(stops, Mode.CAR, avoid_ferries=False)
    assert found.seconds == found.meters
    for here, row in enumerate(found.meters):
        assert row[here] == pytest.approx(0, abs=1e-6)
        assert row == pytest.approx([line[here] for line in found.meters], abs=1e-3)


def test_a_circle_is_no_reach() -> None:
    assert not ROUTER.isochrones(MY_THO, [15], Mode.CAR, avoid_ferries=False)
    assert not ROUTER.follows_roads
