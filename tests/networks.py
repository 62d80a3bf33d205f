"""Small road networks, written as PBF.

``WAYS`` and ``GRID`` lie in the middle of the province and have ways that can be computed by hand: places are
kilometres east and north of a point in Cao Lãnh. From west to east: a grid of streets (x -8 to -1), a road with a weak
bridge (x 3 to 4, 8 t), a low bridge beside a motorway (x 5 to 11), and behind a ferry an island.

``SA_DEC`` joins records of Sa Đéc, Lai Vung and Mỹ Hiệp: places are degrees.
"""

from collections.abc import Callable, Mapping, Sequence
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

Pair = tuple[float, float]
Kilometers = Pair
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

FLOWERS, HOUSE, GARDEN = (10.31547, 105.74992), (10.29392, 105.7683), (10.28466, 105.62366)
SAUSAGES, CAJUPUT, TEMPLE = (10.26406, 105.6002), (10.39943, 105.80161), (10.24626, 105.74098)
"""Where the geocoder puts the flower village, Huỳnh Thủy Lê's house, a mandarin garden, nem makers,
Xẻo Quýt and the temple of Tân Phú Trung."""
_CROSSING, _LAI_VUNG, _SOUTH_BANK, _NORTH_BANK = (
    (10.2945, 105.76),
    (10.262, 105.656),
    (10.328, 105.744),
    (10.344, 105.75),
)
SA_DEC: Sequence[tuple[Mapping[str, str], Sequence[Pair]]] = (
    (ROAD | {"name": "Đường Nguyễn Huệ"}, (_CROSSING, HOUSE)),
    (
        {"highway": "residential", "name": "Đường Trần Hưng Đạo", "maxspeed": "40", "oneway": "yes"},
        (HOUSE, (10.298, 105.768), (10.2985, 105.76), _CROSSING),
    ),
    (
        ROAD | {"name": "Quốc lộ 80"},
        (_CROSSING, (10.283, 105.728), (10.27, 105.69), _LAI_VUNG, (10.2635, 105.62), SAUSAGES),
    ),
    (ROAD | {"name": "Đường tỉnh 853"}, ((10.283, 105.728), TEMPLE)),
    (ROAD | {"name": "Đường tỉnh 851"}, ((10.2635, 105.62), GARDEN)),
    (ROAD | {"name": "Đường tỉnh 848"}, (_CROSSING, (10.305, 105.755), FLOWERS, _SOUTH_BANK)),
    (FERRY | {"name": "Phà Sa Đéc – Miễu Trắng", "duration": "00:15"}, (_SOUTH_BANK, _NORTH_BANK)),
    (ROAD | {"name": "Đường tỉnh 850"}, (_NORTH_BANK, (10.37, 105.77), CAJUPUT)),
    (ROAD | {"name": "Cầu Cao Lãnh", "bridge": "yes", "layer": "1"}, (_LAI_VUNG, (10.42, 105.645))),
    (ROAD | {"name": "Quốc lộ 30"}, ((10.42, 105.645), (10.43, 105.68), (10.42, 105.74), CAJUPUT)),
)
"""A ferry or a long way over a bridge to Xẻo Quýt; out of Sa Đéc by a street that is one-way."""


def at(east: float, north: float) -> Position:
    """Return a place so many kilometres from the corner of the network."""
    return Position(SOUTH_WEST.latitude + north / _LATITUDE_KM, SOUTH_WEST.longitude + east / _LONGITUDE_KM)


def write_network(
    path: Path,
    ways: Sequence[tuple[Mapping[str, str], Sequence[Pair]]] = (*WAYS, *GRID),
    named: Sequence[tuple[Mapping[str, str], Pair]] = NAMED,
    where: Callable[[float, float], Position] = at,
) -> Path:
    """Write the network; ways that share a place share a node."""
    numbers: dict[Pair, int] = {}
    for _, line in ways:
        for place in line:
            numbers.setdefault(place, len(numbers) + 1)
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for place, number in numbers.items():
            writer.add_node(_node(number, where(*place), {}))
        for number, (tags, place) in enumerate(named, 100_000):
            writer.add_node(_node(number, where(*place), tags))
        for number, (tags, line) in enumerate(ways, 1):
            writer.add_way(Way(id=number, version=1, tags=dict(tags), nodes=[numbers[place] for place in line]))
        writer.add_relation(Relation(id=1, version=1, tags={"type": "route"}, members=[("w", 1, "")]))
    return path


def _node(number: int, place: Position, tags: Mapping[str, str]) -> Node:
    return Node(id=number, version=1, tags=dict(tags), location=(place.longitude, place.latitude))


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
