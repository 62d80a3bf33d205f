"""Questions to Valhalla as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ocopmap.touring.routing.rules import RoadRules
from ocopmap.touring.travel import Mode, Position

Request = dict[str, Any]
LANGUAGES: Final[Mapping[str, str]] = {"vi": "vi-VN", "en": "en-US"}
_WELL_CONNECTED: Final = 50
"""Junctions that must be within reach of a road, or it is taken for an island: Valhalla's own default."""


@dataclass(frozen=True)
class Snapped:
    """A place with what was found out about it."""

    place: Position
    island: bool
    """Whether it stays on the small piece of network beside it."""


@dataclass(frozen=True)
class Travel:
    """How one travels, and within how many metres a road must be."""

    rules: RoadRules
    mode: Mode
    avoid_ferries: bool
    reach_m: float

    def costed(self) -> Request:
        """Return the part of every question that says how one travels."""
        found = self.rules.modes[self.mode]
        ferries: Request = {"ferry_cost": self.rules.ferry_wait_s}
        if self.avoid_ferries:
            ferries |= {"use_ferry": 0, "exclude_ferries": True}
        return {"costing": found.costing, "costing_options": {found.costing: {**found.options, **ferries}}}

    def locate(self, places: Sequence[Position]) -> Request:
        """Ask for the roads that each place may stand on."""
        return {**self.costed(), "locations": [self._location(place, _WELL_CONNECTED) for place in places]}

    def route(self, places: Iterable[Snapped], language: str) -> Request:
        """Ask for the way through places."""
        directions = {"language": LANGUAGES[language], "units": "kilometers"}
        return {**self.costed(), "locations": self._snapped(places), "directions_options": directions}

    def matrix(self, sources: Iterable[Snapped], targets: Iterable[Snapped]) -> Request:
        """Ask for times and lengths from each source to each target."""
        places = {"sources": self._snapped(sources), "targets": self._snapped(targets)}
        return {**self.costed(), **places, "verbose": False, "units": "kilometers"}

    def isochrone(self, place: Snapped, minutes: Sequence[int]) -> Request:
        """Ask for what is within reach, islands behind a ferry too."""
        contours = [{"time": each} for each in sorted(minutes)]
        shape = {"contours": contours, "polygons": True, "denoise": 0, "generalize": 40}
        return {**self.costed(), "locations": self._snapped([place]), **shape}

    def _snapped(self, places: Iterable[Snapped]) -> list[Request]:
        return [self._location(each.place, 0 if each.island else _WELL_CONNECTED) for each in places]

    def _location(self, place: Position, reachability: int) -> Request:
        return {
            "lat": place.latitude,
            "lon": place.longitude,
            "minimum_reachability": reachability,
            "search_cutoff": round(self.reach_m),
        }
