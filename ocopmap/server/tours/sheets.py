"""What the printed sheet of a tour says: map, timetable, addresses, phones that may be known, the code of its link."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.shortlinks import short_code
from ocopmap.printing.qr import readable
from ocopmap.server.record_pages.drawing import MiniMap, tour_map
from ocopmap.server.sheets.record_map import drawing
from ocopmap.server.tours.answers import Node, TourAnswer, VisitAnswer
from ocopmap.server.tours.planning import PlannedTour
from ocopmap.server.wording import Wording
from ocopmap.touring.files.itinerary import Halt, Itinerary, Kind, Line
from ocopmap.touring.links import write_link
from ocopmap.touring.tour import Place

_READABLE_CODE: Final = 380
"""Letters of a link that a phone still reads from a small code; longer ones name records by short codes."""


@dataclass(frozen=True)
class TourSheet:
    """A tour to print; ``page`` is the address of the page of tours, ``is_public`` whether it is the site's own."""

    words: Wording
    answer: TourAnswer
    tour: Itinerary
    page: str
    brand: str
    today: date
    is_public: bool


def tour_sheet(connection: Connection, sheet: TourSheet) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the data of a tour's sheet, and its drawings by file name."""
    words, tour = sheet.words, sheet.tour
    drawn = tour_map(connection, words, tour)
    data = {
        "locale": words.locale,
        "title": tour.title,
        "brand": sheet.brand,
        "tagline": words.t("print.tagline"),
        "name": tour.title,
        "about": tour.about,
        "warnings": [notice.message for notice in sheet.answer.notices],
        "map": drawn and {"alt": drawn.described, "legend": _legend(words, drawn)},
        "heads": [words.t(key) for key in ("tour.file.time", "tour.file.stop", "tour.file.note")],
        "days": [{"name": day.name, "rows": list(_rows(sheet, number))} for number, day in enumerate(tour.days)],
        "unfit_title": words.t("tour.file.unfit"),
        "unfit": [f"{_name(sheet.answer, each.place)}: {each.message}" for each in sheet.answer.unfit],
        "qr": {
            "title": words.t("tour.file.scan"),
            "link": readable(sheet.page),
            "alt": words.t("print.qr_alt", link=readable(sheet.page)),
        },
        "footer": _footer(sheet),
    }
    return data, {"map.svg": drawing(drawn, Layer.TOURISM_POINT)} if drawn else {}


def _legend(words: Wording, drawn: MiniMap) -> list[dict[str, str]]:
    """Return what the lines of the map mean; nothing where all are roads."""
    kinds = {way.kind for way in drawn.ways}
    names: dict[Kind, str] = {"road": "tour.file.road", "ferry": "tour.ferry_unnamed", "straight": "tour.file.straight"}
    return [{"kind": kind, "text": words.t(names[kind])} for kind in names if kind in kinds and kinds != {"road"}]


def coded_link(planned: PlannedTour, page: str) -> str:
    """Return the address of a tour as its code carries it.

    Where it would be too long records are named by their short codes, and points by nothing.
    """
    whole = f"{page}?{write_link(planned.tour)}"
    if len(whole) <= _READABLE_CODE:
        return whole

    def short[P: Place](place: P) -> P:
        record = planned.record(place)
        changed = {"key": f"q:{short_code(record.layer, record.id)}"} if record else {"name": ""}
        return place.model_copy(update=changed)

    tour = planned.tour
    ends = {name: short(place) for name, place in (("start", tour.start), ("end", tour.end)) if place}
    return f"{page}?{write_link(tour.model_copy(update={'stops': tuple(map(short, tour.stops)), **ends}))}"


def _rows(sheet: TourSheet, day: int) -> Iterator[dict[str, Any]]:
    """Give the lines of a day's timetable: the way to a halt, the halt, what is to be known there."""
    halts, lines = sheet.tour.of_day(day)
    shown = [halt for halt in halts if halt.day == day]
    ways: Sequence[Line | None] = [None] * (len(shown) - len(lines)) + list(lines)
    visits = {halt.number: visit for halt, visit in zip(_numbered(shown), sheet.answer.days[day].visits, strict=True)}
    for halt, way in zip(shown, ways, strict=True):
        yield _row(sheet, halt, way, list(_times(sheet, day, visits.get(halt.number))))


def _numbered(halts: Sequence[Halt]) -> list[Halt]:
    return [halt for halt in halts if halt.number]


def _row(sheet: TourSheet, halt: Halt, way: Line | None, times: list[str]) -> dict[str, Any]:
    moments = dict.fromkeys(f"{moment:%H:%M}" for moment in (halt.arrive, halt.leave) if moment)
    return {
        "time": "–".join(moments),
        "number": halt.number,
        "name": halt.name,
        "details": [each for each in (halt.address, halt.phone) if each],
        "notes": [*times, *(line for line in halt.note.split("\n") if line)],
        "way": way and _way(sheet.words, way),
    }


def _times(sheet: TourSheet, day: int, visit: VisitAnswer | None) -> Iterator[str]:
    """Give what happens at a halt besides the visit: lunch, waiting for a door to open."""
    lunch = sheet.answer.days[day].lunch
    at = "start" if visit is None else visit.stop
    if lunch and lunch.at == at:
        yield sheet.words.t("tour.file.lunch", begin=lunch.begin, end=lunch.end)
    if visit and visit.wait_minutes:
        yield sheet.words.t("tour.file.wait", n=visit.wait_minutes, begin=visit.begin)


def _way(words: Wording, way: Line) -> str:
    if way.seconds is None:
        return way.name
    return f"{way.name}, {words.t('tour.file.minutes', n=round(way.seconds / 60))}"


def _name(answer: TourAnswer, place: Node) -> str:
    if isinstance(place, int):
        return answer.stops[place].name
    found = answer.start if place == "start" else answer.end
    return found.name if found else place


def _footer(sheet: TourSheet) -> list[str]:
    words = sheet.words
    roads = [words.t("tour.file.roads", source=sheet.tour.attribution)] if sheet.tour.attribution else []
    trial = [] if sheet.is_public else [words.t("print.trial")]
    return [*roads, words.t("tour.file.printed", date=words.date(sheet.today)), *trial]
