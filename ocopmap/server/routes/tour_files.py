"""Tours handed over: files for other programs and a sheet to print, each at an address that carries the tour's link."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter, HTTPException, Request, Response

from ocopmap.database.engine import today
from ocopmap.layers.filters import FilterError
from ocopmap.layers.reading import reading
from ocopmap.printing.qr import qr_drawing
from ocopmap.server.addresses import TOURS, tour_file_address
from ocopmap.server.context import Context, Shared
from ocopmap.server.frame import site_root
from ocopmap.server.messages import LOCALES, Locale
from ocopmap.server.responses import GEOJSON, json_bytes
from ocopmap.server.sheets.press import printed
from ocopmap.server.tours.itineraries import itinerary
from ocopmap.server.tours.planning import PlannedTour, planned
from ocopmap.server.tours.sheets import TourSheet, coded_link, tour_sheet
from ocopmap.server.tours.telling import answer
from ocopmap.server.tours.travelling import turn
from ocopmap.server.wording import wording
from ocopmap.touring.files import calendar, gpx, kml
from ocopmap.touring.files.geojson import geojson
from ocopmap.touring.files.itinerary import Itinerary
from ocopmap.touring.links import parse_link, write_link
from ocopmap.touring.roads.network import ATTRIBUTION

router = APIRouter(include_in_schema=False)

_PDF: Final = "application/pdf"


class _Handed:
    """A tour as a request asks for it, planned and ready to be written."""

    def __init__(self, request: Request, shared: Context, locale: Locale) -> None:
        """Plan the tour of a request's query.

        Raises:
            FilterError: it is no tour, or nothing of it can be visited.
            HTTPException: 400 without a host to link to, 429 or 503 when too much is asked for.
        """
        self.shared, self.words = shared, wording(locale)
        root = site_root(request, shared.site)
        if not root:
            raise HTTPException(400)
        tour = parse_link(pair for pair in request.query_params.multi_items() if pair[1])
        with turn(request):
            self.planned: PlannedTour = planned(shared, tour, locale)
        if not self.planned.plan.table.order:
            raise FilterError.of("s", "problem.tour_nothing")
        self.page = root + TOURS[locale]
        link = f"{self.page}?{write_link(tour)}"
        self.tour: Itinerary = itinerary(self.planned, self.words, root, link, ATTRIBUTION)


def _gpx(handed: _Handed) -> tuple[bytes, str]:
    return gpx.gpx(handed.tour), gpx.MEDIA_TYPE


def _kml(handed: _Handed) -> tuple[bytes, str]:
    return kml.kml(handed.tour), kml.MEDIA_TYPE


def _geojson(handed: _Handed) -> tuple[bytes, str]:
    return json_bytes(geojson(handed.tour)), GEOJSON


def _ics(handed: _Handed) -> tuple[bytes, str]:
    if handed.planned.tour.date is None:
        raise FilterError.of("d", "problem.tour_needs_date")
    return calendar.calendar(handed.tour, datetime.now(UTC)), calendar.MEDIA_TYPE


def _pdf(handed: _Handed) -> tuple[bytes, str]:
    shared, words = handed.shared, handed.words
    sheet = TourSheet(
        words,
        answer(handed.planned, words),
        handed.tour,
        handed.page,
        words.t("frame.site", province=shared.site.province.name),
        today(),
        is_public=bool(shared.settings.public_url),
    )
    with reading(shared.engine) as connection:
        data, drawings = tour_sheet(connection, sheet)
    code = qr_drawing(coded_link(handed.planned, handed.page))
    return printed(shared, "tour", data, drawings | {"qr.svg": code}), _PDF


_WRITERS: Final[dict[str, Callable[[_Handed], tuple[bytes, str]]]] = {
    "pdf": _pdf,
    "gpx": _gpx,
    "kml": _kml,
    "geojson": _geojson,
    "ics": _ics,
}


def _add(locale: Locale, kind: str) -> None:
    address = tour_file_address(locale, kind)

    @router.get(address)
    def file(request: Request, shared: Shared) -> Response:
        body, media_type = _WRITERS[kind](_Handed(request, shared, locale))
        shown = "inline" if kind == "pdf" else "attachment"
        name = address.rpartition("/")[2]
        headers = {"Content-Disposition": f'{shown}; filename="{name}"', "Cache-Control": "private, no-cache"}
        return Response(body, media_type=media_type, headers=headers)


for each in LOCALES:
    for kind in _WRITERS:
        _add(each, kind)
