"""A small road network in the middle of the province, written as a PBF, whose ways can be computed by hand.

Places are kilometres east and north of a point in Cao Lãnh. From west to east: a grid of streets (x -8 to -1),
a road with a weak bridge (x 3 to 4, 8 t), a low bridge beside a motorway (x 5 to 11), and behind a ferry an island.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Relation, Way
from shapely import box

from ocopmap.geocoding import AddressRules
from ocopmap.settings import PROJECT_ROOT
from ocopmap.touring.roads.building import Order, building
from ocopmap.touring.roads.network import Network
from ocopmap.touring.roads.tiles import Means
from ocopmap.touring.routing.rules import RoadRules, read_rules
from ocopmap.touring.travel import Position

Kilometers = tuple[float, float]
RULES_DIR = PROJECT_ROOT / "geodata" / "rules"
SOUTH_WEST = Position(10.45, 105.60)
_LATITUDE_KM, _LONGITUDE_KM = 110.614, 109.475

ROAD, FERRY = {"highway": "primary", "maxspeed": "60"}, {"route": "ferry", "motor_vehicle": "yes", "motorcycle": "yes"}
WAYS: Sequence[tuple[Mapping[str, str], Sequence[Kilometers]]] = (
    (ROAD | {"name": "Nguyễn Huệ"}, ((-1, 0), (0, 0), (1, 0), (2, 0), (3, 0))),
    ({"highway": "residential", "name": "Đường Lê Lợi", "maxspeed": "30", "oneway": "yes"}, ((0, 1), (1, 1), (3, 1))),
    ({"highway": "residential"}, ((0, 0), (0, 1))),
    ({"highway": "residential"}, ((3, 0), (3, 1))),
    (ROAD | {"name": "Cầu Yếu", "bridge": "yes", "layer": "1", "maxweight": "8"}, ((3, 0), (4, 0))),
    (ROAD | {"name": "Đường Vòng"}, ((3, 1), (3, 3), (4, 3), (4, 0))),
    (ROAD, ((4, 0), (5, 0), (5, 2))),
    ({"highway": "motorway", "oneway": "no", "maxspeed": "100"}, ((5, 0), (11, 0))),
    (ROAD | {"bridge": "yes", "layer": "1", "maxheight": "3"}, ((5, 0), (5, -1))),
    (ROAD, ((5, -1), (11, -1), (11, 0))),
    (FERRY | {"name": "Phà Cao Lãnh", "duration": "00:10"}, ((5, 2), (7.1, 2))),
    ({"highway": "residential", "name": "Đường Cù Lao", "maxspeed": "30"}, ((7.1, 2), (8, 2), (8, 3))),
    ({"highway": "residential", "name": "Đường Cồn"}, ((-4.5, 7.6), (-4, 7.6))),
    ({"highway": "residential"}, ((20, 20), (21, 20))),
    ({"highway": "path", "motorcycle": "yes"}, ((0, 0), (0, -3), (2, -3))),
    ({"highway": "proposed", "proposed": "motorway"}, ((0, 0), (20, 20))),
)
GRID = [
    ({"highway": "residential", "maxspeed": "30"}, line)
    for at in range(8)
    for line in (
        tuple((float(x), float(at)) for x in range(-8, 0)),
        tuple((float(at - 8), float(y)) for y in range(8)),
    )
]
NAMED: Sequence[tuple[Mapping[str, str], Kilometers]] = (
    ({"place": "hamlet", "name": "Ấp Cồn Sen"}, (-4.2, 7.6)),
    ({"place": "hamlet", "name": "Mỹ Thới Thượng"}, (2, 1.2)),
    ({"amenity": "marketplace", "name": "Chợ Ngã Năm Sen"}, (1, 0.1)),
    ({"tourism": "hotel", "name": "Cao Lãnh"}, (1, 0.2)),
    ({"amenity": "marketplace", "name": "Chợ ngoài tỉnh"}, (900, 0)),
)


def at(east: float, north: float) -> Position:
    """Return a place so many kilometres from the corner of the network."""
    return Position(SOUTH_WEST.latitude + north / _LATITUDE_KM, SOUTH_WEST.longitude + east / _LONGITUDE_KM)


def write_network(
    path: Path,
    ways: Sequence[tuple[Mapping[str, str], Sequence[Kilometers]]] = (*WAYS, *GRID),
    named: Sequence[tuple[Mapping[str, str], Kilometers]] = NAMED,
) -> Path:
    """Write the network; ways that share a place share a node."""
    numbers: dict[Kilometers, int] = {}
    for _, line in ways:
        for place in line:
            numbers.setdefault(place, len(numbers) + 1)
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for place, number in numbers.items():
            writer.add_node(_node(number, place, {}))
        for number, (tags, place) in enumerate(named, 100_000):
            writer.add_node(_node(number, place, tags))
        for number, (tags, line) in enumerate(ways, 1):
            writer.add_way(Way(id=number, version=1, tags=dict(tags), nodes=[numbers[place] for place in line]))
        writer.add_relation(Relation(id=1, version=1, tags={"type": "route"}, members=[("w", 1, "")]))
    return path


def _node(number: int, place: Kilometers, tags: Mapping[str, str]) -> Node:
    found = at(*place)
    return Node(id=number, version=1, tags=dict(tags), location=(found.longitude, found.latitude))


def order(file: Path, *, whole: bool = False) -> Order:
    """Return the order to build a file, cropped to 100 km around the network or whole."""
    west, south, east, north = 104.7, 9.6, 106.5, 11.4
    return Order(file, None if whole else box(west, south, east, north), "test", Means(threads=1, cache_mb=200))


def rules() -> RoadRules:
    """Return the rules of roads."""
    return read_rules(RULES_DIR)


def build(roads: Path, asked: Order) -> Network:
    """Build a network and put it in use."""
    words = AddressRules.load(RULES_DIR / "addresses.yaml")
    with building(roads, asked, rules(), words, lambda _stage, _done, _total: None) as begun:
        begun.make()
        return begun.switch()
