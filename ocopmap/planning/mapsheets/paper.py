"""Sheets of paper, and the ground that fits on them at a round scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import ceil
from typing import Final

from pyproj import Proj

SRID: Final = 3405
"""VN-2000 / UTM zone 48N: within 0.05 % of the ground's lengths all over the Delta."""
UNITS_PER_MM: Final = 10
"""Drawings count in tenths of a millimetre."""
_EDGE_MM, _TITLE_MM, _NOTES_MM, _GAP_MM = 10, 21, 17, 4
_ROUND: Final = 25_000
"""Scales are multiples of it."""
_ROOM: Final = 0.94
"""Share of the frame that the province takes at most."""
_BARS_M: Final = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000)


class Paper(StrEnum):
    """Sizes of paper."""

    A4 = "a4"
    A3 = "a3"


class Orientation(StrEnum):
    """Which way a sheet is held."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"


_SIDES_MM: Final = {Paper.A4: (210, 297), Paper.A3: (297, 420)}
_PANEL_MM: Final = {Paper.A4: 62, Paper.A3: 82}


@dataclass(frozen=True)
class Sheet:
    """A sheet: its sides, the map's, and the thickness of the panel with legend and inset, all in millimetres."""

    paper: Paper
    orientation: Orientation

    @property
    def is_landscape(self) -> bool:
        """Whether the panel stands beside the map, not under it."""
        return self.orientation is Orientation.LANDSCAPE

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the paper."""
        short, long = _SIDES_MM[self.paper]
        return (long, short) if self.is_landscape else (short, long)

    @property
    def panel(self) -> int:
        """Width of the panel beside the map, or its height under it."""
        return _PANEL_MM[self.paper]

    @property
    def frame(self) -> tuple[int, int]:
        """Width and height of the map."""
        width, height = self.size
        beside = self.panel + _GAP_MM
        across, down = (beside, 0) if self.is_landscape else (0, beside)
        return width - 2 * _EDGE_MM - across, height - 2 * _EDGE_MM - _TITLE_MM - _NOTES_MM - down


@dataclass(frozen=True)
class Frame:
    """Where ground in metres of :data:`SRID` lies in a map, x to the right and y down."""

    width_mm: float
    height_mm: float
    denominator: int
    middle: tuple[float, float]
    """Easting and northing in the middle of the map."""

    @property
    def metres(self) -> float:
        """Metres of the projection in a unit of the drawing."""
        return self.denominator / 1000 / UNITS_PER_MM

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in units of the drawing."""
        return self.width_mm * UNITS_PER_MM, self.height_mm * UNITS_PER_MM

    @property
    def corner(self) -> tuple[float, float]:
        """Easting and northing of the upper left corner."""
        width, height = self.size
        return self.middle[0] - width * self.metres / 2, self.middle[1] + height * self.metres / 2


@dataclass(frozen=True)
class Bar:
    """A scale bar: so many metres of ground are so many millimetres of paper."""

    metres: int
    mm: float


def framed(sheet: Sheet, bounds: Sequence[float]) -> Frame:
    """Return the frame of a sheet that shows bounds (west, south, east, north in metres) at a round scale."""
    west, south, east, north = bounds
    width, height = sheet.frame
    needed = max((east - west) / width, (north - south) / height) * 1000 / _ROOM
    middle = ((west + east) / 2, (south + north) / 2)
    return Frame(width, height, max(_ROUND, ceil(needed / _ROUND) * _ROUND), middle)


def scale_bar(frame: Frame, longest_mm: float) -> Bar:
    """Return the longest round bar within ``longest_mm``, true to the ground in the middle of the map."""
    scale = _grid_scale(*frame.middle)
    bars = [Bar(metres, metres * scale * 1000 / frame.denominator) for metres in _BARS_M]
    return max((bar for bar in bars if bar.mm <= longest_mm), key=lambda bar: bar.metres, default=bars[0])


@cache
def _projection() -> Proj:
    return Proj(f"EPSG:{SRID}")


def _grid_scale(easting: float, northing: float) -> float:
    """Return how many metres of the projection a metre of ground takes there."""
    longitude, latitude = _projection()(easting, northing, inverse=True)
    return float(_projection().get_factors(longitude, latitude).meridional_scale)
