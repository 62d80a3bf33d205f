"""Ways along the hand-written network: lengths and times computed by hand from its kilometres and speeds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from shapely import MultiPolygon, Point, Polygon

from ocopmap.settings import PROJECT_ROOT, Settings
from ocopmap.touring.detours import nearest
from ocopmap.touring.roads.network import roads_folder
from ocopmap.touring.routing.along_roads import ValhallaRouter
from ocopmap.touring.routing.choosing import router
from ocopmap.touring.routing.valhalla_local import ValhallaChildren
from ocopmap.touring.travel import Leg, Mode, NoWayError, OffRoadError, Position, Router
from tests.networks import at, rules

WAIT_S = 300
NEAR = 0.008
"""Valhalla takes the earth for a ball."""
AFLOAT_S = 10 * 60


@pytest.fixture(scope="module")
def roads(road_state: Path) -> Iterator[Router]:
    children = ValhallaChildren(roads_folder(road_state), at_once=1, limit_s=20)
    yield ValhallaRouter(children, rules(), reach_m=2_000)
    children.close()


def go(roads: Router, *stops: Position, mode: Mode = Mode.CAR, avoid: bool = False, language: str = "vi") -> list[Leg]:
    return roads.route(stops, mode, avoid_ferries=avoid, language=language)


def test_a_road_has_its_length_and_the_time_of_its_speed(roads: Router) -> None:
    (leg,) = go(roads, at(0, 0), at(3, 0))
    assert leg.meters == pytest.approx(3_000, rel=NEAR)
    assert leg.seconds == pytest.approx(3 * 60, rel=0.02)
    assert not leg.is_straight
    assert leg.geometry[0] == pytest.approx(at(0, 0), abs=2e-6)
    assert leg.geometry[-1] == pytest.approx(at(3, 0), abs=2e-6)


def test_a_one_way_street_is_not_driven_back(roads: Router) -> None:
    (there,) = go(roads, at(0, 1), at(3, 1))
    (back,) = go(roads, at(3, 1), at(0, 1))
    assert there.meters == pytest.approx(3_000, rel=NEAR)
    assert back.meters == pytest.approx(5_000, rel=NEAR)
    found = roads.matrix([at(0, 1), at(3, 1)], Mode.CAR, avoid_ferries=False)
    assert found.meters[0][1] == pytest.approx(3_000, rel=NEAR)
    assert found.meters[1][0] == pytest.approx(5_000, rel=NEAR)


@pytest.mark.parametrize(
    ("mode", "kilometers"), [(Mode.CAR, 4), (Mode.COACH_16, 4), (Mode.COACH_45, 10), (Mode.MOTORBIKE, 4)]
)
def test_a_heavy_coach_goes_round_a_weak_bridge(roads: Router, mode: Mode, kilometers: float) -> None:
    (leg,) = go(roads, at(0, 0), at(4, 0), mode=mode)
    assert leg.meters == pytest.approx(kilometers * 1_000, rel=NEAR)


@pytest.mark.parametrize(("mode", "kilometers"), [(Mode.CAR, 4), (Mode.COACH_16, 4), (Mode.COACH_45, 14)])
def test_a_high_coach_goes_round_a_low_bridge(roads: Router, mode: Mode, kilometers: float) -> None:
    (leg,) = go(roads, at(5, 2), at(6, -1), mode=mode)
    assert leg.meters == pytest.approx(kilometers * 1_000, rel=NEAR)


@pytest.mark.parametrize(
    ("mode", "kilometers"), [(Mode.CAR, 7.5), (Mode.COACH_16, 7.5), (Mode.MOTORBIKE, 8.5), (Mode.BICYCLE, 8.5)]
)
def test_motorbikes_keep_off_motorways(roads: Router, mode: Mode, kilometers: float) -> None:
    (leg,) = go(roads, at(5, 1), at(11, -0.5), mode=mode)
    assert leg.meters == pytest.approx(kilometers * 1_000, rel=NEAR)


def test_a_lane_for_motorbikes_is_no_road_for_cars(roads: Router) -> None:
    (leg,) = go(roads, at(0, 0), at(2, -3), mode=Mode.MOTORBIKE)
    assert leg.meters == pytest.approx(5_000, rel=NEAR)
    with pytest.raises(OffRoadError) as refused:
        go(roads, at(0, 0), at(2, -3), mode=Mode.CAR)
    assert refused.value.place == 1


@pytest.mark.parametrize("mode", list(Mode))
def test_a_ferry_is_marked_named_timed_and_avoidable(roads: Router, mode: Mode) -> None:
    (leg,) = go(roads, at(5, 0), at(8, 3), mode=mode)
    (ferry,) = leg.ferries
    assert ferry.name == "Phà Cao Lãnh"
    assert ferry.meters == pytest.approx(2_100, rel=NEAR)
    # Valhalla keeps whole kilometres an hour: 12.6 becomes 12.
    assert AFLOAT_S <= ferry.seconds - WAIT_S <= AFLOAT_S * 12.6 / 12 + 2
    assert leg.geometry[ferry.first] == pytest.approx(at(5, 2), abs=2e-6)
    assert leg.geometry[ferry.last] == pytest.approx(at(7.1, 2), abs=2e-6)
    with pytest.raises(NoWayError) as refused:
        go(roads, at(0, 0), at(5, 0), at(8, 3), mode=mode, avoid=True)
    assert (refused.value.start, refused.value.end) == (1, 2)
    found = roads.matrix([at(5, 0), at(8, 3)], mode, avoid_ferries=True)
    assert found.seconds == [[0, None], [None, 0]]


def test_two_islands_without_a_ferry_have_no_way(roads: Router) -> None:
    with pytest.raises(NoWayError) as refused:
        go(roads, at(0, 0), at(1, 0), at(20, 20))
    assert (refused.value.start, refused.value.end) == (1, 2)


def test_a_stop_on_an_islet_is_not_moved_across_the_water(roads: Router) -> None:
    with pytest.raises(NoWayError):
        go(roads, at(-4, 6), at(-4.2, 7.6))
    assert go(roads, at(-4.5, 7.6), at(-4, 7.6))[0].meters == pytest.approx(500, rel=0.01)


def test_a_stop_in_the_river_begins_at_the_bank(roads: Router) -> None:
    (leg,) = go(roads, at(-4, 7.2), at(-4, 5))
    assert leg.meters == pytest.approx(2_000, rel=NEAR)


def test_a_stop_far_from_any_road_is_named(roads: Router) -> None:
    with pytest.raises(OffRoadError) as refused:
        go(roads, at(0, 0), at(3, 0), at(0, 55))
    assert refused.value.place == 2


def test_identical_stops_are_no_way_apart(roads: Router) -> None:
    legs = go(roads, at(0, 0), at(0, 0), at(3, 0), at(3, 0), at(3, 0), at(0, 0))
    assert [round(leg.meters / 1_000) for leg in legs] == [0, 3, 0, 0, 3]
    assert [leg.seconds for leg in legs if not leg.meters] == [0, 0, 0]


def test_forty_stops_and_their_matrix_agree(roads: Router) -> None:
    stops = [at(-8 + number % 8, number // 8) for number in range(40)]
    legs = go(roads, *stops)
    found = roads.matrix(stops, Mode.CAR, avoid_ferries=False)
    assert len(legs) == 39
    for number, leg in enumerate(legs):
        assert leg.meters == pytest.approx(found.meters[number][number + 1], abs=20)


def test_a_matrix_says_where_there_is_no_way(roads: Router) -> None:
    found = roads.matrix([at(0, 0), at(20, 20), at(0, 55), at(3, 0)], Mode.CAR, avoid_ferries=False)
    assert [[value is None for value in row] for row in found.seconds] == [
        [False, True, True, False],
        [True, False, True, True],
        [True, True, True, True],
        [False, True, True, False],
    ]
    assert roads.matrix([at(0, 55)], Mode.CAR, avoid_ferries=False).seconds == [[None]]


def test_what_is_near_has_a_way_to_it_and_back_the_soonest_first(roads: Router) -> None:
    """Places: over the ferry, on a dead island, off every road, the far end of the road, its middle."""
    places = [at(8, 3), at(20.5, 20), at(0, 55), at(3, 0), at(1, 0)]
    found = nearest(roads, at(0, 0), places, Mode.CAR, avoid_ferries=False)
    assert [each.place for each in found] == [4, 3, 0]
    assert [each.seconds for each in found[:2]] == pytest.approx([60, 180], rel=0.05)
    without = nearest(roads, at(0, 0), places, Mode.CAR, avoid_ferries=True)
    assert [each.place for each in without] == [4, 3]


def test_instructions_in_both_languages(roads: Router) -> None:
    vietnamese = [each.text for each in go(roads, at(4, 0), at(8, 3))[0].manoeuvres]
    english = [each.text for each in go(roads, at(4, 0), at(8, 3), language="en")[0].manoeuvres]
    assert "Lên phà Cao Lãnh." in vietnamese
    assert vietnamese[-1].startswith("Bạn đã tới nơi")
    assert "Take the Cao Lãnh ferry." in english
    assert english[-1].startswith("You have arrived")


def test_reach_grows_with_time_and_crosses_by_ferry(roads: Router) -> None:
    found = roads.isochrones(at(0, 0), [30, 5, 15], Mode.CAR, avoid_ferries=False)
    assert [each.minutes for each in found] == [5, 15, 30]
    shapes = [MultiPolygon([Polygon(part[0], part[1:]) for part in each.coordinates]).buffer(0) for each in found]
    assert shapes[0].area < shapes[1].area < shapes[2].area
    road, island = (Point(place.longitude, place.latitude) for place in (at(3, 0), at(8, 2)))
    assert shapes[0].distance(road) < 0.001
    assert not shapes[1].intersects(island)
    assert shapes[2].intersects(island)
    with pytest.raises(OffRoadError):
        roads.isochrones(at(0, 55), [15], Mode.CAR, avoid_ferries=False)


def test_the_router_of_a_machine_is_the_best_it_has(road_state: Path, tmp_path: Path) -> None:
    folder = PROJECT_ROOT / "geodata"
    assert not router(Settings(state_dir=tmp_path, geodata_dir=folder)).follows_roads
    assert router(Settings(state_dir=road_state, geodata_dir=folder)).follows_roads
    assert router(Settings(state_dir=tmp_path, geodata_dir=folder, valhalla_url="http://127.0.0.1:1")).follows_roads
