"""Where each page is, in each language: the one table for routes, links, the sitemap and the browser."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final
from urllib.parse import quote

from ocopmap.catalogue.places import Layer
from ocopmap.catalogue.slugs import slug_of
from ocopmap.server.messages import Locale

ROOTS: Final[Mapping[Locale, str]] = {"vi": "/", "en": "/en/"}
"""The map page."""

RECORD_FOLDERS: Final[Mapping[Locale, Mapping[Layer, str]]] = {
    "vi": {
        Layer.PRODUCT: "/san-pham/",
        Layer.PRODUCER: "/co-so/",
        Layer.CRAFT_VILLAGE: "/lang-nghe/",
        Layer.TOURISM_POINT: "/diem-du-lich/",
        Layer.SALES_POINT: "/diem-ban/",
        Layer.ZONE: "/vung-nguyen-lieu/",
        Layer.COMMUNE: "/xa-phuong/",
    },
    "en": {
        Layer.PRODUCT: "/en/products/",
        Layer.PRODUCER: "/en/producers/",
        Layer.CRAFT_VILLAGE: "/en/craft-villages/",
        Layer.TOURISM_POINT: "/en/tourism-points/",
        Layer.SALES_POINT: "/en/sales-points/",
        Layer.ZONE: "/en/raw-material-zones/",
        Layer.COMMUNE: "/en/communes/",
    },
}
"""What stands before the readable part of a record's address; the bare folder is the list of its layer."""

SHORT_LINK: Final = "/q/"
"""What stands before the short code of a record, as QR codes carry it."""

LISTS: Final[Mapping[Locale, str]] = {"vi": "/danh-sach", "en": "/en/list"}
"""The list of records with its search, which needs no script."""

EMBEDS: Final[Mapping[Locale, str]] = {"vi": "/nhung", "en": "/en/embed"}
"""The map for other web sites' frames."""

TOURS: Final[Mapping[Locale, str]] = {"vi": "/hanh-trinh", "en": "/en/tours"}
"""The page on which tours are put together; the whole tour is in the query string."""

TOUR_EMBEDS: Final[Mapping[Locale, str]] = {"vi": "/nhung/hanh-trinh", "en": "/en/embed/tours"}
"""A tour for other web sites' frames."""

FRAMED: Final = frozenset({*EMBEDS.values(), *TOUR_EMBEDS.values()})
"""The only pages that may be framed."""

CATALOGUE: Final = "/catalog.jsonld"
"""What can be had as data, in the terms of DCAT."""

TOUR_FILES: Final = ("pdf", "gpx", "kml", "geojson", "ics")
"""What a tour is handed over as; the query string is that of its page."""

TRAVEL_MATRIX: Final = "/api/v1/travel/matrix"
"""The table of times and lengths between places; with ``.csv`` or ``.xlsx`` as a file."""

OGC: Final = "/ogc"
"""OGC API Features and Tiles, for programs."""


class PlannerPage(StrEnum):
    """Pages for planners, in the order of their navigation."""

    BOARD = "board"
    MAP = "map"
    ZONES = "zones"
    GAPS = "gaps"
    COMMUNES = "communes"
    EXPIRING = "expiring"
    REPORTS = "reports"
    DATA = "data"


PLANNER_PAGES: Final[Mapping[Locale, Mapping[PlannerPage, str]]] = {
    "vi": {
        PlannerPage.BOARD: "/quy-hoach",
        PlannerPage.MAP: "/quy-hoach/ban-do",
        PlannerPage.ZONES: "/quy-hoach/vung-nguyen-lieu",
        PlannerPage.GAPS: "/quy-hoach/khoang-trong",
        PlannerPage.COMMUNES: "/quy-hoach/xa-phuong",
        PlannerPage.EXPIRING: "/quy-hoach/het-han",
        PlannerPage.REPORTS: "/quy-hoach/bao-cao",
        PlannerPage.DATA: "/du-lieu",
    },
    "en": {
        PlannerPage.BOARD: "/en/planning",
        PlannerPage.MAP: "/en/planning/map",
        PlannerPage.ZONES: "/en/planning/zones",
        PlannerPage.GAPS: "/en/planning/gaps",
        PlannerPage.COMMUNES: "/en/planning/communes",
        PlannerPage.EXPIRING: "/en/planning/expiring",
        PlannerPage.REPORTS: "/en/planning/reports",
        PlannerPage.DATA: "/en/data",
    },
}

DATA: Final[Mapping[Locale, str]] = {locale: pages[PlannerPage.DATA] for locale, pages in PLANNER_PAGES.items()}
"""What can be had as data, and how."""

INDICATOR_PAGES: Final[Mapping[Locale, str]] = {
    "vi": "/quy-hoach/chi-tieu/{number}",
    "en": "/en/planning/indicators/{number}",
}
"""The page of a KPI, by its number in the plan."""

OFFLINE_PAGES: Final[Mapping[Locale, str]] = {"vi": "/ngoai-tuyen", "en": "/en/offline"}
"""What the worker shows instead of a page that cannot be had: what the device keeps."""

REPORT_FILE: Final = "/quy-hoach/bao-cao/bao-cao.{form}"
"""The report as an office file, in Vietnamese whoever asks."""


MAP_SHEETS: Final[Mapping[Locale, str]] = {
    "vi": "/quy-hoach/bao-cao/to-ban-do.pdf",
    "en": "/en/planning/reports/map-sheet.pdf",
}
"""The map sheet of the province, to print."""


PRINTED: Final = (Layer.PRODUCT, Layer.SALES_POINT)
"""The layers whose records have a leaflet and QR codes."""

LEAFLETS: Final[Mapping[Locale, str]] = {"vi": "to-roi.pdf", "en": "leaflet.pdf"}
"""The leaflet's name beneath the address of its record's page."""

CARDS: Final[Mapping[Locale, str]] = {"vi": "the.png", "en": "preview.png"}
"""The name of the picture that stands for a page in others' posts, beneath the page's address."""


def record_address(locale: Locale, layer: Layer, record_id: str, name: str = "") -> str:
    """Return the path of a record's page; ids of sites lose their kind, those of communes gain the commune's name."""
    return RECORD_FOLDERS[locale][layer] + quote(_slug(layer, record_id, name), safe="")


def stop_key(layer: Layer, record_id: str) -> str:
    """Return the key by which a tour names a record: ``layer:slug``."""
    return record_id if record_id.startswith(f"{layer}:") else f"{layer}:{record_id}"


def tour_of(locale: Locale, layer: Layer, record_id: str) -> str:
    """Return the path of the page of tours with one that visits a record."""
    return f"{TOURS[locale]}?s={quote(stop_key(layer, record_id), safe=':')}&t=1"


def tour_file_address(locale: Locale, kind: str) -> str:
    """Return the path of a file of :data:`TOUR_FILES`: the link of the tour is its query string."""
    return f"{TOURS[locale]}/{'hanh-trinh' if locale == 'vi' else 'tour'}.{kind}"


def leaflet_address(locale: Locale, layer: Layer, record_id: str) -> str:
    """Return the path of the leaflet of a record of :data:`PRINTED`."""
    return f"{record_address(locale, layer, record_id)}/{LEAFLETS[locale]}"


def qr_address(locale: Locale, layer: Layer, record_id: str, kind: str = "svg") -> str:
    """Return the path of the QR code of a record of :data:`PRINTED`: ``svg``, or ``pdf`` for a sheet of them."""
    return f"{record_address(locale, layer, record_id)}/qr.{kind}"


def card_address(locale: Locale, layer: Layer, record_id: str, name: str = "") -> str:
    """Return the path of the picture that stands for a record's page."""
    return f"{record_address(locale, layer, record_id, name)}/{CARDS[locale]}"


def record_id_of(layer: Layer, slug: str) -> str:
    """Return the id that the last part of a record's address stands for, whether or not there is such a record."""
    if layer is Layer.COMMUNE:
        return slug.partition("-")[0]
    return slug if layer in (Layer.PRODUCT, Layer.ZONE) else f"{layer}:{slug}"


def _slug(layer: Layer, record_id: str, name: str) -> str:
    if layer is Layer.COMMUNE:
        return f"{record_id}-{slug_of(name)}".rstrip("-")
    return record_id.partition(":")[2] if record_id.startswith(f"{layer}:") else record_id
