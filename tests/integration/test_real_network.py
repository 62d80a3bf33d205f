"""Thousands of ways on a real extract: no crash, no hanging, every answer of a kind that is expected.

``OCOPMAP_TEST_PBF`` names the extract; without it one beside the checkout is taken, and without that the hand-written
network scaled up to a city, so that the test is never passed over.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from ocopmap.settings import PROJECT_ROOT
from ocopmap.touring.roads.network import Network, roads_folder
from ocopmap.touring.routing.along_roads import ValhallaRouter
from ocopmap.touring.routing.valhalla_local import ValhallaChildren
from ocopmap.touring.travel import Mode, NoWayError, OffRoadError, Position
from tests.networks import WAYS, build, order, rules, write_network

PAIRS = 2_000
ROUTES = 200
PLACES = 20


def extract(folder: Path) -> Path:
    named = os.environ.get("OCOPMAP_TEST_PBF")
    found = [Path(named)] if named else sorted((PROJECT_ROOT.parent / "shared" / "osm").glob("*.osm.pbf"))
    return found[0] if found else _city(folder / "city.osm.pbf")


def _city(path: Path) -> Path:
    """Write the hand-written network in the middle of sixty streets each way, every third of them one-way."""
    span = [float(step) for step in range(-30, 30)]
    streets = []
    for number, at in enumerate(span):
        tags = {"highway": "residential", "name": f"Đường Số {number}"} | ({} if number % 3 else {"oneway": "yes"})
        streets += [
            (tags, [(step / 2, at / 2 + 20) for step in span]),
            (tags, [(at / 2, step / 2 + 20) for step in span]),
        ]
    return write_network(path, [*WAYS, *streets], named=())


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    folder = tmp_path_factory.mktemp("real")
    return build(roads_folder(folder), order(extract(folder), whole=True))


@pytest.fixture(scope="module")
def children(network: Network) -> Iterator[ValhallaChildren]:
    found = ValhallaChildren(network.folder.parent.parent, at_once=1, limit_s=30)
    yield found
    found.close()


@pytest.fixture(scope="module")
def router(children: ValhallaChildren) -> ValhallaRouter:
    return ValhallaRouter(children, rules(), reach_m=2_000)


@pytest.fixture
def places(network: Network) -> list[Position]:
    west, south, east, north = network.about.bounds
    chance = random.Random(20251126)  # noqa: S311
    return [Position(chance.uniform(south, north), chance.uniform(west, east)) for _ in range(PAIRS)]


def test_thousands_of_random_pairs(router: ValhallaRouter, children: ValhallaChildren, places: list[Position]) -> None:
    """Pairs are asked for as matrices of every mode: each of twenty places to each other one."""
    answered = known = 0
    for number, (mode, avoid) in enumerate(product(Mode, (False, True))):
        some = places[number * PLACES : (number + 1) * PLACES]
        found = router.matrix(some, mode, avoid_ferries=avoid)
        pid = children._idle[0].pid
        for here, there in product(range(PLACES), repeat=2):
            seconds, meters = found.seconds[here][there], found.meters[here][there]
            assert (seconds is None) == (meters is None)
            answered += 1
            known += seconds is not None and here != there
    assert answered >= PAIRS
    assert known > PAIRS / 4
    assert children._idle[0].pid == pid  # never replaced, so never crashed


def test_random_ways_are_ways(router: ValhallaRouter, children: ValhallaChildren, places: list[Position]) -> None:
    found: Counter[str] = Counter()
    modes = list(Mode)
    for number in range(ROUTES):
        pair = places[2 * number : 2 * number + 2]
        try:
            (leg,) = router.route(pair, modes[number % len(modes)], avoid_ferries=number % 2 == 0, language="vi")
        except (NoWayError, OffRoadError) as error:
            found[type(error).__name__] += 1
            continue
        found["way"] += 1
        assert leg.seconds is not None
        assert leg.seconds >= 0
        assert leg.manoeuvres
        assert (
            0 <= min(each.at for each in leg.manoeuvres) <= max(each.at for each in leg.manoeuvres) < len(leg.geometry)
        )
        assert sum(each.meters for each in leg.manoeuvres) == pytest.approx(leg.meters, abs=50)
        assert sum(each.seconds for each in leg.manoeuvres) == pytest.approx(leg.seconds, abs=5)
    assert found["way"] > ROUTES / 10
    assert len(children._idle) == 1


def test_a_detour_is_not_shorter_than_the_way(router: ValhallaRouter, places: list[Position]) -> None:
    """Times obey the triangle as far as rounding to seconds and the choice of a bank of the road let them."""
    found = router.matrix(places[:PLACES], Mode.CAR, avoid_ferries=False).seconds
    wrong = tried = 0
    for a, b, c in product(range(PLACES), repeat=3):
        straight, first, second = found[a][c], found[a][b], found[b][c]
        if straight is not None and first is not None and second is not None:
            tried += 1
            wrong += straight > 1.05 * (first + second) + 60
    assert tried
    assert wrong <= tried / 100


def test_the_matrix_says_what_the_ways_say(router: ValhallaRouter, places: list[Position]) -> None:
    some = places[:12]
    found = router.matrix(some, Mode.CAR, avoid_ferries=False)
    compared = 0
    for here, there in product(range(12), repeat=2):
        seconds = found.seconds[here][there]
        if here != there and seconds is not None:
            (leg,) = router.route([some[here], some[there]], Mode.CAR, avoid_ferries=False, language="en")
            assert leg.seconds == pytest.approx(seconds, rel=0.1, abs=30)
            compared += 1
    assert compared


def test_reach_from_anywhere(router: ValhallaRouter, places: list[Position]) -> None:
    reached = 0
    for number, place in enumerate(places[:30]):
        try:
            found = router.isochrones(place, [15, 30, 60], list(Mode)[number % 6], avoid_ferries=False)
        except OffRoadError:
            continue
        reached += 1
        assert [each.minutes for each in found] == [15, 30, 60]
        assert all(each.coordinates for each in found)
    assert reached
