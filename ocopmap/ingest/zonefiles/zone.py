"""A zone ready to be checked and written."""

from dataclasses import dataclass
from functools import cached_property

from shapely import MultiPolygon

from ocopmap.ingest.zonefiles.shapes import hectares
from ocopmap.ingest.zonefiles.values import ZoneValues


@dataclass(frozen=True)
class Zone:
    """A feature's number in the file, the record that it is, what it says, and its repaired polygon (WGS 84)."""

    number: int
    id: str
    values: ZoneValues
    geom: MultiPolygon

    @cached_property
    def computed_ha(self) -> float:
        """Area on the ellipsoid, in hectares."""
        return hectares(self.geom)
