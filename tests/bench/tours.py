"""Tours on a road network as large as a province: how long planning takes, and how long the planned tours are.

The yardsticks, in the same run: pyvalhalla's own ``optimized_route`` (which keeps the first and the last stop, so ours
does too), and going to the nearest stop each time. ``OCOPMAP_TEST_PBF`` takes a real extract instead of the streets
written here. By itself: ``python -m tests.bench.tours``.
"""

import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import batched
from pathlib import Path

import numpy as np
import valhalla
from rich.console import Console
from rich.table import Table

from ocopmap.touring.order import best_order, length, nearest_first
from ocopmap.touring.roads.network import Network, roads_folder
from ocopmap.touring.routing.along_roads import ValhallaRouter
from ocopmap.touring.routing.valhalla_local import ValhallaChildren
from ocopmap.touring.routing.worker import configured
from ocopmap.touring.travel import Mode, Position
from tests.networks import Kilometers, build, order, rules, write_network

Street = tuple[dict[str, str], list[Kilometers]]

_ACROSS, _ALONG = 200, 160
_STEP_KM = 0.5
_RUNS = 3
_MOST = 40
_CLASSES = ((20, "primary", "80"), (10, "secondary", "60"), (5, "tertiary", "50"))
_MISSING = 0.25
"""Share of small streets' pieces that are not there."""


def province(path: Path) -> Path:
    """Write 32,000 junctions on 100 by 80 km: main roads every 10 km, canals' lanes every half, with gaps."""
    chance = random.Random(82)  # noqa: S311
    places = {
        (x, y): (x * _STEP_KM - 50 + chance.uniform(-0.15, 0.15), y * _STEP_KM - 40 + chance.uniform(-0.15, 0.15))
        for x in range(_ACROSS)
        for y in range(_ALONG)
    }
    rows = [(y, [places[x, y] for x in range(_ACROSS)]) for y in range(_ALONG)]
    columns = [(x, [places[x, y] for y in range(_ALONG)]) for x in range(_ACROSS)]
    streets = [street for number, line in rows + columns for street in _streets(number, line, chance)]
    return write_network(path, streets, named=())


def _streets(number: int, line: list[Kilometers], chance: random.Random) -> Iterator[Street]:
    for every, name, speed in _CLASSES:
        if number % every == 0:
            yield {"highway": name, "maxspeed": speed, "name": f"Đường {number}"}, line
            return
    piece: list[Kilometers] = []
    for place in line:
        if chance.random() < _MISSING:
            if len(piece) > 1:
                yield {"highway": "residential", "maxspeed": "30"}, piece
            piece = []
        piece.append(place)
    if len(piece) > 1:
        yield {"highway": "residential", "maxspeed": "30"}, piece


class TourBench:
    """Measures over one network; a row is a name, ours, and its budget in the same unit."""

    def __init__(self, network: Network, router: ValhallaRouter) -> None:
        self._network, self._router = network, router
        west, south, east, north = network.about.bounds
        chance = random.Random(7)  # noqa: S311
        tried = [Position(chance.uniform(south, north), chance.uniform(west, east)) for _ in range(600)]
        self._stops = self._connected(tried)
        self.table = Table("Phép đo", "Kết quả", "Ngân sách", "Đạt", title="Chuyến đi trên mạng đường")

    def run(self) -> None:
        """Measure everything."""
        self._measure(10, 300)
        self._measure(40, 2_000)
        reach = _median_ms(lambda: self._router.isochrones(self._stops[0], [15, 30, 60], Mode.CAR, avoid_ferries=False))
        self._row("Vùng tới được 15, 30, 60 phút", reach, "ms", 500)

    def _measure(self, count: int, budget_ms: float) -> None:
        stops = self._stops[:count]
        ours = _median_ms(lambda: self._planned(stops))
        self._row(f"{count} điểm: xếp thứ tự và vẽ đường", ours, "ms", budget_ms)
        costs = self._costs(stops)
        self._row(f"{count} điểm: riêng bảng thời gian", _median_ms(lambda: self._costs(stops)), "ms")
        solving = _median_ms(lambda: best_order(costs, range(count), ()))
        self._row(f"{count} điểm: riêng xếp thứ tự", solving, "ms")
        ends = (0, count - 1)
        fixed = best_order(costs, range(count), ends)
        theirs_ms, theirs = self._optimized(stops)
        self._row(f"{count} điểm: optimized_route của pyvalhalla", theirs_ms, "ms")
        self._row(f"{count} điểm: đường của ta", length(costs, fixed) / 60, "phút")
        self._row(f"{count} điểm: đường của optimized_route", length(costs, theirs) / 60, "phút")
        nearest = nearest_first(costs, range(count), ends)
        self._row(f"{count} điểm: luôn tới điểm gần nhất", length(costs, nearest) / 60, "phút")

    def _planned(self, stops: Sequence[Position]) -> None:
        found = best_order(self._costs(stops), range(len(stops)), ())
        self._router.route([stops[stop] for stop in found], Mode.CAR, avoid_ferries=False, language="vi")

    def _costs(self, stops: Sequence[Position]) -> np.ndarray:
        return np.array(self._router.matrix(stops, Mode.CAR, avoid_ferries=False).seconds, dtype=float)

    def _optimized(self, stops: Sequence[Position]) -> tuple[float, list[int]]:
        """Return the milliseconds and the order of Valhalla's own optimizer, in this process."""
        config = configured(valhalla.get_config(tile_extract=str(self._network.tiles), tile_dir=""))
        config["service_limits"]["auto"]["max_locations"] = len(stops)
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(config, file)
            file.flush()
            actor = valhalla.Actor(Path(file.name))
        asked = {"locations": [{"lat": each.latitude, "lon": each.longitude} for each in stops], "costing": "auto"}
        found = actor.optimized_route(asked)
        passed = [each["original_index"] for each in found["trip"]["locations"]]
        return _median_ms(lambda: actor.optimized_route(asked)), passed

    def _connected(self, places: Sequence[Position]) -> list[Position]:
        """Return places each of which reaches each other."""
        kept: list[Position] = []
        for some in batched(places, 20):
            if len(kept) >= _MOST:
                break
            asked = [*kept, *some][:49]
            known = np.isfinite(self._costs(asked))
            both = known & known.T
            left = list(range(len(asked)))
            while not both[np.ix_(left, left)].all():
                left.remove(min(left, key=lambda place: int(both[place, left].sum())))
            kept = [asked[place] for place in left]
        return kept

    def _row(self, name: str, value: float, unit: str, budget: float | None = None) -> None:
        kept = "" if budget is None else ("✓" if value <= budget else "✗")
        self.table.add_row(name, f"{value:,.1f} {unit}", "" if budget is None else f"≤ {budget:g} {unit}", kept)


def _median_ms(work: Callable[[], object]) -> float:
    work()
    found = []
    for _ in range(_RUNS):
        begin = time.perf_counter()
        work()
        found.append((time.perf_counter() - begin) * 1000)
    return sorted(found)[_RUNS // 2]


@contextmanager
def _network() -> Iterator[tuple[Network, ValhallaRouter]]:
    with tempfile.TemporaryDirectory(prefix="ocopmap-bench-") as name:
        folder = Path(name)
        named = os.environ.get("OCOPMAP_TEST_PBF")
        file = Path(named) if named else province(folder / "province.osm.pbf")
        network = build(roads_folder(folder), order(file, whole=True))
        children = ValhallaChildren(roads_folder(folder), at_once=2, limit_s=120)
        try:
            yield network, ValhallaRouter(children, rules(), reach_m=2_000)
        finally:
            children.close()


def main() -> None:
    """Measure and print."""
    with _network() as (network, router):
        bench = TourBench(network, router)
        bench.run()
        Console(width=110).print(bench.table)


if __name__ == "__main__":
    main()
