"""The small map of a page: what is drawn where, in the units of its frame; the template writes it as SVG."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import hypot

from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.minimap import HEIGHT, WIDTH, Ground, Piece, Spread, ground
from ocopmap.layers.neighbours import Spot
from ocopmap.layers.records import Record
from ocopmap.server.wording import Wording
from ocopmap.touring.files.itinerary import Halt, Itinerary, Kind
from ocopmap.touring.travel import Position

_POINT_M = 300
"""A place known better than this is drawn as a pin, any other as the area that it lies in."""
_NAME_UNITS = 10.0
_NAME_HEIGHT = 22
"""Room for a letter and a line as phones show them: larger within the frame than on wide screens."""
_SMALLEST_NAMED = 2_500
_COVERS = 16
_BARS_M = (500, 1_000, 2_000, 5_000, 10_000, 20_000)
_LARGEST_TOUR_M = 400_000
_MOST_TOLD = 12


@dataclass(frozen=True)
class Mark:
    """A place: as a pin where ``radius`` is 0, else as a circle of so many units. ``tied`` is linked to the subject."""

    id: str
    layer: str
    name: str
    x: float
    y: float
    radius: float
    tied: bool = False
    number: int | None = None
    """How the map and the lists of the page count it."""


@dataclass(frozen=True)
class Name:
    """A commune's name where there is room for it."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class DrawnWay:
    """A way of a tour, or a part of it, as a path; roads, ferries and straight lines are drawn apart."""

    path: str
    kind: Kind
    middle: tuple[int, int]


@dataclass(frozen=True)
class MiniMap:
    """All that is drawn: from the ground up communes, zones, links, places, names, scale."""

    communes: Sequence[Piece]
    home: str | None
    zones: Sequence[Piece]
    subject: Mark | None
    others: Sequence[Mark]
    names: Sequence[Name]
    bar: float
    bar_text: str
    described: str
    leaves_out: bool = False
    """Whether a place nearby lies outside of the frame, and so has no number."""
    width: int = WIDTH
    height: int = HEIGHT
    ways: Sequence["DrawnWay"] = ()
    """Of a tour."""

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers of places on the map by their ids."""
        return {mark.id: mark.number for mark in self.others if mark.number}


def mini_map(
    connection: Connection,
    words: Wording,
    record: Record,
    tied: Iterable[Record] = (),
    nearby: Iterable[Record] = (),
    *,
    zones: Iterable[str] = (),
) -> MiniMap | None:
    """Return the map of a record; ``tied`` places are linked to it by lines, ``nearby`` ones shown if in the frame.

    None where there is nothing to draw: no place, no polygon.
    """
    layer = Layer(record["layer"])
    home = record.get("commune_code") if layer is not Layer.ZONE else None
    spot = Spot.of(record) if layer is not Layer.COMMUNE else None
    tied = [each for each in tied if Spot.of(each)]
    shown = [_spread(each) for each in ([record] if spot else []) + tied]
    drawn = ground(
        connection,
        shown,
        [home] if home and (spot or layer is Layer.COMMUNE) else [],
        [record["id"]] if layer is Layer.ZONE else list(zones),
        zones_decide=layer is Layer.ZONE,
    )
    if drawn is None:
        return None
    subject = _mark(drawn, record) if spot else None
    others = [_mark(drawn, each, tied=True) for each in tied]
    around = [_mark(drawn, each) for each in nearby if Spot.of(each)]
    others += _numbered(mark for mark in around if _inside(mark))
    communes = [piece for piece in drawn.pieces if piece.kind == "commune"]
    metres, bar = _bar(drawn, spot.latitude if spot else 10.4)
    return MiniMap(
        communes=communes,
        home=home,
        zones=[piece for piece in drawn.pieces if piece.kind == "zone"],
        subject=subject,
        others=others,
        names=_names(communes, [*others, *([subject] if subject else [])]),
        bar=bar,
        bar_text=words.distance(metres),
        described=_described(words, record, others, communes),
        leaves_out=not all(_inside(mark) for mark in around),
    )


def tour_map(connection: Connection, words: Wording, tour: Itinerary) -> MiniMap | None:
    """Return the map of a tour with its halts numbered; None where no polygon is known around them."""
    shown = [Spread(*halt.position) for halt in tour.halts]
    shown += [Spread(*position) for line in tour.lines for position in line.positions]
    drawn = ground(connection, shown, largest_m=_LARGEST_TOUR_M)
    if drawn is None:
        return None
    marks = [_halt(drawn, halt) for halt in reversed(tour.halts)]
    communes = [piece for piece in drawn.pieces if piece.kind == "commune"]
    metres, bar = _bar(drawn, tour.halts[0].position.latitude)
    return MiniMap(
        communes=communes,
        home=None,
        zones=(),
        subject=None,
        others=marks,
        names=_names(communes, marks),
        bar=bar,
        bar_text=words.distance(metres),
        described=words.t("tour.file.map", stops=words.listing([halt.name for halt in tour.halts], most=_MOST_TOLD)),
        ways=[_way(drawn, kind, part) for line in tour.lines for kind, part in line.stretches],
    )


def _halt(drawn: Ground, halt: Halt) -> Mark:
    x, y = drawn.place(Spread(*halt.position))
    layer = Layer.TOURISM_POINT if halt.number else Layer.SALES_POINT
    return Mark("", layer, halt.name, round(x), round(y), 0, number=halt.number)


def _way(drawn: Ground, kind: Kind, positions: Sequence[Position]) -> DrawnWay:
    """Return a way as a path, without the points that fall on the unit of the one before."""
    spots = [drawn.place(Spread(*position)) for position in positions]
    places = [(round(x), round(y)) for x, y in spots]
    path = "M" + "L".join(f"{x} {y}" for (x, y), _ in groupby(places))
    (west, south), (east, north) = places[0], places[-1]
    return DrawnWay(path, kind, ((west + east) // 2, (south + north) // 2))


def _spread(record: Record) -> Spread:
    return Spread(record["latitude"], record["longitude"], record.get("uncertainty_m") or 0)


def _mark(drawn: Ground, record: Record, *, tied: bool = False) -> Mark:
    spread = _spread(record)
    x, y = drawn.place(spread)
    radius = drawn.length(spread.radius_m, spread.latitude) if spread.radius_m > _POINT_M else 0
    layer = record.get("layer") or Layer.PRODUCT
    return Mark(record["id"], str(layer), record["name"], round(x), round(y), round(radius), tied)


def _numbered(marks: Iterable[Mark]) -> list[Mark]:
    """Return marks counted; those that would cover one another share a number."""
    found: list[Mark] = []
    for mark in marks:
        beneath = next((each for each in found if hypot(each.x - mark.x, each.y - mark.y) < _COVERS), None)
        number = beneath.number if beneath else max((each.number or 0 for each in found), default=0) + 1
        found.append(replace(mark, number=number))
    return found


def _inside(mark: Mark) -> bool:
    return 12 < mark.x < WIDTH - 12 and 16 < mark.y < HEIGHT - 16


def _bar(drawn: Ground, latitude: float) -> tuple[int, float]:
    lengths = [(metres, drawn.length(metres, latitude)) for metres in _BARS_M]
    metres, length = next((each for each in lengths if each[1] >= WIDTH / 8), lengths[-1])
    return metres, round(length)


def _names(communes: Sequence[Piece], marks: Sequence[Mark]) -> list[Name]:
    """Return names for pieces large enough, the larger first, none over another or over a place."""
    taken = [(mark.x - 14, mark.y - 16, mark.x + 14, mark.y + 14) for mark in marks]
    taken.append((0, HEIGHT - 40, 190, HEIGHT))
    found = []
    for piece in communes:
        text = piece.name.removeprefix("Xã ").removeprefix("Phường ")
        half = len(text) * _NAME_UNITS / 2
        for x, y in _tries(piece):
            box = (x - half, y - _NAME_HEIGHT, x + half, y + _NAME_HEIGHT / 3)
            fits = box[0] > 2 and box[2] < WIDTH - 2 and box[1] > 0 and box[3] < HEIGHT
            if fits and piece.area > _SMALLEST_NAMED and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                found.append(Name(text, round(x), round(y)))
                break
    return found


def _tries(piece: Piece) -> Iterable[tuple[float, float]]:
    x, y = piece.label
    return ((x, y), (x, y + 30), (x, y - 30))


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _described(words: Wording, record: Record, others: Sequence[Mark], communes: Sequence[Piece]) -> str:
    """Return the map in words, for whoever does not see it."""
    told = [words.t("read.map.of", name=record["name"])]
    tied = [mark.name for mark in others if mark.tied]
    if tied:
        told.append(words.t("read.map.tied", list=words.listing(tied)))
    seen = [mark.name for mark in others if not mark.tied]
    if seen:
        told.append(words.t("read.map.near", list=words.listing(seen)))
    around = [piece.name for piece in communes if piece.id != record.get("commune_code")]
    if around:
        told.append(words.t("read.map.communes", list=words.listing(around, most=6)))
    return " ".join(told)
