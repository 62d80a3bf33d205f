"""An extract cut to an area: every road that touches it, whole, with all that it refers to.

Three readings: which nodes lie inside, which ways and relations to keep, and the writing. Only numbers are held in
memory, a bit for each.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import batched
from pathlib import Path
from typing import Final

import numpy as np
import osmium
import shapely
from osmium._osmium import BaseFilter
from osmium.osm import NODE, RELATION, WAY, osm_entity_bits
from osmium.osm.types import Node, Relation, Way
from shapely import MultiPolygon, Polygon

from ocopmap.touring.roads.blobs import Extract
from ocopmap.touring.roads.errors import RoadsError

Area = Polygon | MultiPolygon
StageTold = Callable[[str, int, int], None]
"""Hears which stage is how far: done of total."""

EVERYTHING: Final = NODE | WAY | RELATION
_NOT_BUILT: Final = frozenset({"proposed", "construction", "abandoned", "razed", "platform"})
_COUNTRY: Final = "2"
_AT_ONCE: Final = 2**15


@dataclass
class Found:
    """What was kept."""

    roads: int = 0
    ferries: int = 0
    west: float = 180
    south: float = 90
    east: float = -180
    north: float = -90

    def widen(self, longitude: float, latitude: float) -> None:
        """Take a place in."""
        self.west, self.east = min(self.west, longitude), max(self.east, longitude)
        self.south, self.north = min(self.south, latitude), max(self.north, latitude)


class Crop:
    """One cutting of an extract to an area.

    Args:
        extract: where from.
        area: WGS 84 degrees; None keeps all roads.
        named: keys and values of points of interest to keep when they have a name.
        told: hears of the stages.
    """

    def __init__(
        self, extract: Extract, area: Area | None, named: Mapping[str, frozenset[str]], told: StageTold
    ) -> None:
        self._extract = extract
        self._area = area
        self._named = named
        self._told = told
        self._kept = osmium.IdTracker()
        self._ways: set[int] = set()
        self._borders: set[int] = set()
        """Ways of countries' borders, which tell on which side one drives."""
        self._found = Found()

    def write(self, target: Path) -> Found:
        """Write every road that touches the area, whole, as a PBF.

        Raises:
            RoadsError: the extract lies elsewhere, or has no roads there.
        """
        self._choose(None if self._area is None else self._inside(self._area))
        if not self._found.roads:
            raise RoadsError(f"{self._extract.path.name} không có đường đi nào trong phạm vi cần dựng.")
        if self._borders:
            self._add_borders()
        with osmium.SimpleWriter(str(target), overwrite=True) as writer:
            for each in self._extract.objects(EVERYTHING, partial(self._told, "write"), self._kept.id_filter()):
                if isinstance(each, Node) and each.location.valid():
                    self._found.widen(each.location.lon, each.location.lat)
                writer.add(each)
        return self._found

    def _inside(self, area: Area) -> osmium.IdTracker:
        """Return the nodes inside an area."""
        bounds = self._extract.bounds()
        if bounds and not shapely.intersects(shapely.box(*bounds), area):
            raise self._elsewhere()
        inside, any_found = osmium.IdTracker(), False
        shapely.prepare(area)
        for some in batched(self._near(area), _AT_ONCE):
            table = np.array(some)
            within = table[shapely.intersects_xy(area, table[:, 1], table[:, 2]), 0]
            any_found |= bool(len(within))
            for number in within:
                inside.add_node(int(number))
        if not any_found:
            raise self._elsewhere()
        return inside

    def _near(self, area: Area) -> Iterator[tuple[int, float, float]]:
        west, south, east, north = area.bounds
        for each in self._extract.objects(NODE, partial(self._told, "inside")):
            if isinstance(each, Node):
                place = each.location
                longitude, latitude = place.lon, place.lat
                if west <= longitude <= east and south <= latitude <= north:
                    yield each.id, longitude, latitude

    def _choose(self, inside: osmium.IdTracker | None) -> None:
        filters: list[BaseFilter] = [
            _only(osmium.filter.KeyFilter("highway", "route", "place", *self._named), NODE | WAY)
        ]
        if inside is not None:
            filters += [_only(inside.id_filter(), NODE), _only(inside.contains_filter(), WAY)]
        for each in self._extract.objects(EVERYTHING, partial(self._told, "choose"), *filters):
            if isinstance(each, Relation):
                self._choose_relation(each)
            elif isinstance(each, Way):
                self._choose_way(each)
            elif isinstance(each, Node) and "name" in each.tags and ("place" in each.tags or self._is_named(each)):
                self._kept.add_node(each.id)

    def _choose_way(self, way: Way) -> None:
        is_road = way.tags.get("highway", "proposed") not in _NOT_BUILT
        is_ferry = way.tags.get("route") == "ferry"
        if not (is_road or is_ferry or ("name" in way.tags and self._is_named(way))):
            return
        self._found.roads += is_road
        self._found.ferries += is_ferry and not is_road
        self._ways.add(way.id)
        self._kept.add_way(way.id)
        self._kept.add_references(way)

    def _choose_relation(self, relation: Relation) -> None:
        """Keep turn restrictions none of whose ways was cut off, and countries' borders."""
        kind = relation.tags.get("type") or ""
        ways = {member.ref for member in relation.members if member.type == "w"}
        if kind.startswith("restriction") and ways and ways <= self._ways:
            self._kept.add_relation(relation.id)
            self._kept.add_references(relation)
        elif kind == "boundary" and relation.tags.get("admin_level") == _COUNTRY:
            self._kept.add_relation(relation.id)
            self._borders |= ways

    def _add_borders(self) -> None:
        wanted = _only(osmium.filter.IdFilter(self._borders), WAY)
        for way in self._extract.objects(WAY, partial(self._told, "borders"), wanted):
            self._kept.add_way(way.id)
            self._kept.add_references(way)

    def _is_named(self, each: Node | Way) -> bool:
        return any(each.tags.get(key) in values for key, values in self._named.items())

    def _elsewhere(self) -> RoadsError:
        return RoadsError(
            f"{self._extract.path.name} là bản đồ của nơi khác, không có gì trong phạm vi cần dựng. Hãy tải tệp của "
            "Việt Nam, hoặc dùng --area, --whole nếu muốn dựng nơi khác."
        )


def _only(chosen: BaseFilter, kinds: osm_entity_bits) -> BaseFilter:
    """Let a filter judge some kinds of objects and pass the others."""
    chosen.enable_for(kinds)
    return chosen
