"""Which producer a row of a register means: one that is stored, a new one, or one that a person must tell apart."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from geoalchemy2.shape import to_shape

from ocopmap.catalogue.places import Placement, SiteKind
from ocopmap.ingest.placing import LatLon
from ocopmap.ingest.registers.entries import Coordinates, Subject
from ocopmap.ingest.registers.existing import KnownSubject, position_text
from ocopmap.ingest.registers.likeness import accents_disagree, nearly_same
from ocopmap.ingest.registers.positions import Placed
from ocopmap.ingest.registers.slugs import Slugs

NEAR_M: Final = 200.0
"""Like-named producers nearer than this may be one (domain: duplicate warning within 200 m)."""
_CELL: Final = 0.002  # degrees: a square of about 220 m, so that all within NEAR_M are in it or beside it

Place = Callable[[Subject], Placed]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer for one subject: who it is, or which other it may be the same as."""

    subject: KnownSubject
    like: KnownSubject | None = None
    placed: Placed | None = None
    """Where it is, when its address or coordinates were looked at for this import."""


@dataclass
class Subjects:
    """Every producer by name, commune and place; grows as an import adds new ones."""

    place: Place
    slugs: Slugs
    by_core: dict[str, list[KnownSubject]] = field(default_factory=dict)
    by_cell: dict[tuple[int, int], list[KnownSubject]] = field(default_factory=dict)
    _answers: dict[tuple[str, str | None, Coordinates | None], Found] = field(default_factory=dict)

    def add(self, known: Iterable[KnownSubject]) -> None:
        """Let these be found."""
        for one in known:
            self.by_core.setdefault(one.core, []).append(one)
            if one.point:
                self.by_cell.setdefault(_cell(one.point), []).append(one)

    def find(self, subject: Subject, row: int, *, distinct: bool) -> Found:
        """Return whom a subject means; asked again for the same name and place, the answer is the same.

        Args:
            subject: as the register writes it.
            row: where it stands, from 1.
            distinct: a person said that it is none of those it resembles.
        """
        key = (subject.name, subject.address, subject.coordinates)
        if key not in self._answers or distinct:
            self._answers[key] = self._find(subject, row, distinct)
        return self._answers[key]

    def settle(self, subject: Subject) -> None:
        """Forget where a subject was placed: it has been written, and a large register has many."""
        key = (subject.name, subject.address, subject.coordinates)
        if self._answers[key].placed:
            self._answers[key] = Found(self._answers[key].subject)

    def _find(self, subject: Subject, row: int, distinct: bool) -> Found:
        namesakes = self.by_core.get(subject.core, [])
        for known in namesakes:
            if known.values["original_address"] == subject.address and _same_name(known, subject):
                return Found(known, placed=self.place(subject) if subject.coordinates else None)
        placed = self.place(subject)
        match = None if distinct else self._match(namesakes, subject, placed.columns["commune_id"])
        if match:
            return Found(match, placed=placed)
        known = _new(subject, placed.columns, self.slugs, row)
        like = None if distinct else self._like(known, subject)
        if like is None:
            self.add([known])
        return Found(known, like, placed)

    def _match(self, namesakes: list[KnownSubject], subject: Subject, commune_id: int | None) -> KnownSubject | None:
        """Return the one of the same name in the same commune, or the only one where a commune is not known."""
        same = [known for known in namesakes if _same_name(known, subject)]
        here = [known for known in same if commune_id is not None and known.commune_id == commune_id]
        if here:
            return here[0]
        open_ones = [known for known in same if commune_id is None or known.commune_id is None]
        return open_ones[0] if len(same) == 1 and open_ones else None

    def _like(self, new: KnownSubject, subject: Subject) -> KnownSubject | None:
        if new.point is None:
            return None
        for known in self._around(new.point):
            if known.point and nearly_same(known.core, subject.core) and _metres(known.point, new.point) <= NEAR_M:
                return known
        return None

    def _around(self, point: LatLon) -> Iterable[KnownSubject]:
        row, column = _cell(point)
        for down in (-1, 0, 1):
            for right in (-1, 0, 1):
                yield from self.by_cell.get((row + down, column + right), ())


def _same_name(known: KnownSubject, subject: Subject) -> bool:
    """Tell whether names agree in accents, and legal forms unless one is not told."""
    forms = {str(known.values["legal_form"]), str(subject.form)}
    return (len(forms) == 1 or "other" in forms) and not accents_disagree(str(known.values["name"]), subject.name)


def _new(subject: Subject, place: dict[str, Any], slugs: Slugs, row: int) -> KnownSubject:
    return KnownSubject(
        id=slugs.new(f"{SiteKind.PRODUCER}:", subject.name),
        core=subject.core,
        commune_id=place["commune_id"],
        point=point_of(place),
        values={
            "name": subject.name,
            "legal_form": str(subject.form),
            "woman_led": subject.woman_led,
            "phone": subject.phone,
            "original_address": subject.address,
            "position": published_position(place),
            "contradiction": place["contradiction"],
        },
        row=row,
        unwritten=True,
    )


def published_position(place: dict[str, Any]) -> str | None:
    """Return the point that a register gives, None for one that its address gives."""
    point = point_of(place) if place["placed_by"] == Placement.PUBLISHED else None
    return point and position_text(point)


def point_of(place: dict[str, Any]) -> LatLon | None:
    """Return latitude and longitude of place columns."""
    if place["geom"] is None:
        return None
    longitude, latitude = to_shape(place["geom"]).coords[0]
    return latitude, longitude


def _cell(point: LatLon) -> tuple[int, int]:
    return math.floor(point[0] / _CELL), math.floor(point[1] / _CELL)


def _metres(one: LatLon, other: LatLon) -> float:
    """Return the distance between two near points of WGS 84 degrees."""
    north = math.radians(one[0] - other[0])
    east = math.radians(one[1] - other[1]) * math.cos(math.radians(one[0]))
    return 6_371_000 * math.hypot(north, east)
