"""How one travels: modes, legs, matrices and the port that every router stands behind.

Positions are WGS 84 degrees (SRID 4326), latitude first; lengths are metres, times are seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol


class Mode(StrEnum):
    """What one travels by."""

    CAR = "car"
    COACH_16 = "coach_16"
    COACH_45 = "coach_45"
    MOTORBIKE = "motorbike"
    BICYCLE = "bicycle"
    FOOT = "foot"


class Position(NamedTuple):
    """A place on the ground."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Ferry:
    """The part of a leg that is spent on a ferry."""

    name: str | None
    meters: float
    seconds: float
    first: int
    """Index of its first position in the leg's geometry."""
    last: int
    """Index of its last position in the leg's geometry."""


@dataclass(frozen=True)
class Manoeuvre:
    """One instruction to the driver, in the language that was asked for."""

    text: str
    meters: float
    seconds: float
    at: int
    """Index of its position in the leg's geometry."""


@dataclass(frozen=True)
class Leg:
    """The way from one stop to the next."""

    meters: float
    seconds: float | None
    """None for a straight line: its time is never presented as road time."""
    geometry: Sequence[Position]
    ferries: Sequence[Ferry] = ()
    manoeuvres: Sequence[Manoeuvre] = ()

    @property
    def is_straight(self) -> bool:
        """Whether it is "đường chim bay", not a way along roads."""
        return self.seconds is None


@dataclass(frozen=True)
class Matrix:
    """Ways between all pairs of places, ``[from][to]``; None where there is no way."""

    seconds: Sequence[Sequence[float | None]]
    """For straight lines the cost that stops are ordered by, which is no road time."""
    meters: Sequence[Sequence[float | None]]


@dataclass(frozen=True)
class Isochrone:
    """What can be reached within a time: rings of a MultiPolygon as GeoJSON coordinates (longitude first)."""

    minutes: int
    coordinates: Sequence[Sequence[Sequence[tuple[float, float]]]]


class NoWayError(Exception):
    """There is no way between two of the places asked for."""

    def __init__(self, start: int, end: int) -> None:
        super().__init__(f"no way from place {start} to place {end}")
        self.start, self.end = start, end


class OffRoadError(Exception):
    """A place is too far from every road that the mode may use."""

    def __init__(self, place: int) -> None:
        super().__init__(f"place {place} is far from any road")
        self.place = place


class RouterDownError(Exception):
    """The router does not answer: its tiles are gone, it crashed or took too long."""


class Router(Protocol):
    """Finds ways. Every method raises ``RouterDownError``; ``route`` also ``NoWayError`` and ``OffRoadError``."""

    @property
    def follows_roads(self) -> bool:
        """Whether its ways follow roads; else they are straight lines."""
        ...

    def matrix(self, places: Sequence[Position], mode: Mode, *, avoid_ferries: bool) -> Matrix:
        """Return times and lengths between all places.

        Those off every road have no way to anywhere, not even to themselves.
        """
        ...

    def route(self, places: Sequence[Position], mode: Mode, *, avoid_ferries: bool, language: str) -> list[Leg]:
        """Return the legs of a drive through the places in their order; ``language`` is ``vi`` or ``en``."""
        ...

    def isochrones(
        self, place: Position, minutes: Sequence[int], mode: Mode, *, avoid_ferries: bool
    ) -> list[Isochrone]:
        """Return what can be reached from a place; straight-line routers return nothing."""
        ...
