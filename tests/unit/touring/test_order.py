"""The order of stops: exact for few, against every order there is; never worse than going to the nearest."""

from itertools import permutations
from math import inf, isfinite

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocopmap.touring.order import EXACT_STOPS, Costs, best_order, length, nearest_first


@st.composite
def tours(draw: st.DrawFn) -> tuple[Costs, list[int], set[int], int | None, int | None]:
    """Costs that differ by direction and may be infinite, up to eight stops, locks, start and end or none."""
    count = draw(st.integers(1, 8))
    cells = st.one_of(st.integers(0, 1000), st.just(inf))
    rows = st.lists(cells, min_size=count + 2, max_size=count + 2)
    costs = np.array(draw(st.lists(rows, min_size=count + 2, max_size=count + 2)), dtype=float)
    start = draw(st.sampled_from([None, count]))
    end = draw(st.sampled_from([None, count, count + 1]))
    return costs, list(range(count)), draw(st.sets(st.integers(0, count - 1))), start, end


def least(costs: Costs, stops: list[int], locked: set[int], start: int | None, end: int | None) -> float:
    allowed = (order for order in permutations(stops) if all(order[stops.index(stop)] == stop for stop in locked))
    return min(length(costs, order, start, end) for order in allowed)


@settings(max_examples=60, deadline=None)
@given(tours())
def test_no_order_is_shorter(tour: tuple[Costs, list[int], set[int], int | None, int | None]) -> None:
    costs, stops, locked, start, end = tour
    order = best_order(costs, stops, locked, start, end)
    assert sorted(order) == stops
    assert all(order[stop] == stop for stop in locked)
    best = least(costs, stops, locked, start, end)
    if isfinite(best):
        assert length(costs, order, start, end) == pytest.approx(best)


def test_a_round_does_not_turn_about_each_time_it_is_asked_for() -> None:
    angles = np.linspace(0, 2 * np.pi, 7)[:6]
    points = np.column_stack([np.cos(angles), np.sin(angles)])
    costs = np.linalg.norm(points[:, None] - points[None, :], axis=2) * 1000
    for order in ([0, 1, 2, 3, 4], [4, 3, 2, 1, 0]):
        assert best_order(costs, order, set(), 5, 5) == order


def scattered(count: int, seed: int) -> Costs:
    """Return seconds between places on a plain, longer one way than the other."""
    random = np.random.default_rng(seed)
    places = random.random((count, 2)) * 7200
    apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    return np.asarray(apart * random.uniform(1, 1.4, (count, count)))


@pytest.mark.parametrize("locked", [set(), {0}, {3, 17, 39}, set(range(0, 40, 2)), set(range(40))])
def test_many_stops_are_put_in_a_good_order_with_locks_kept(locked: set[int]) -> None:
    costs, stops = scattered(40, 1), list(range(40))
    order = best_order(costs, stops, locked)
    assert sorted(order) == stops
    assert all(order[stop] == stop for stop in locked)
    assert length(costs, order) <= length(costs, nearest_first(costs, stops, locked))
    assert order == best_order(costs, stops, locked)


def test_the_search_finds_what_is_known_to_be_best() -> None:
    count = EXACT_STOPS + 12
    ring = np.exp(2j * np.pi * np.arange(count) / count)
    shuffled = np.random.default_rng(7).permutation(count)
    costs = np.asarray(np.abs(ring[shuffled][:, None] - ring[shuffled][None]) * 1000)
    best = (count - 1) * abs(ring[0] - ring[1]) * 1000
    assert length(costs, best_order(costs, list(range(count)), set())) == pytest.approx(best)


def test_a_missing_way_is_passed_over_where_it_can_be() -> None:
    costs = scattered(20, 3)
    costs[np.arange(19), np.arange(1, 20)] = inf
    assert isfinite(length(costs, best_order(costs, list(range(20)), set())))


def test_stops_at_one_place_cost_nothing_between_them() -> None:
    costs = np.zeros((40, 40))
    assert sorted(best_order(costs, list(range(40)), {5})) == list(range(40))
