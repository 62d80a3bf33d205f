"""Two languages that say the same things, and whom each is shown to."""

import csv
import re
from collections.abc import Iterable
from functools import cache

import pytest

from ocopmap.catalogue.indicators import Indicator, Subject
from ocopmap.catalogue.places import (
    BoundarySource,
    CommuneKind,
    Layer,
    Placement,
    Precision,
    SalesPointKind,
    TourismKind,
    ZoneGeometrySource,
)
from ocopmap.catalogue.products import PRODUCT_SETS, Channel, LegalForm, ProductGroup
from ocopmap.catalogue.recognition import RecognitionEvent, Validity
from ocopmap.layers.downloads.formats import Format
from ocopmap.layers.downloads.table import columns_of
from ocopmap.layers.listquery import Sort
from ocopmap.layers.views import layer_view
from ocopmap.planning import choropleth
from ocopmap.planning.indicators import Part
from ocopmap.planning.mapsheets.paper import Orientation
from ocopmap.planning.mapsheets.themes import Theme
from ocopmap.planning.national import SOURCES as NATIONAL_COLUMNS
from ocopmap.planning.reports.changes import Movement
from ocopmap.planning.reports.periods import Kind
from ocopmap.planning.zones import Gap
from ocopmap.server.addresses import TOUR_FILES, PlannerPage
from ocopmap.server.files.national import NationalFormat
from ocopmap.server.messages import messages, preferred_locale
from ocopmap.server.planning_pages.communes import State
from ocopmap.server.planning_pages.expiring import BANDS
from ocopmap.server.planning_pages.figures import STATUSES
from ocopmap.server.planning_pages.map import METHODS, SYSTEMS
from ocopmap.server.planning_pages.tables import PlanningTable, every_column
from ocopmap.server.planning_pages.zones import Side
from ocopmap.settings import PROJECT_ROOT
from ocopmap.touring.circuits import Why
from ocopmap.touring.notes import Notice, Reason, Remark
from ocopmap.touring.travel import Mode


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        (None, "vi"),
        ("", "vi"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("en; q=0.9, vi; q=0.5", "en"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en;q=0.4,vi;q=0.7", "vi"),
        ("fr-FR,fr;q=0.9,en;q=0.3", "en"),
        ("fr", "vi"),
        ("en;q=0", "vi"),
        ("*", "vi"),
        (";;q=;,,q=1.2.3", "vi"),
    ],
)
def test_english_only_for_those_who_prefer_it(header: str | None, locale: str) -> None:
    assert preferred_locale(header) == locale


def test_both_languages_have_every_message_with_the_same_blanks() -> None:
    vietnamese, english = messages("vi"), messages("en")
    assert set(vietnamese) == set(english)
    for key, sentence in vietnamese.items():
        assert sentence
        assert english[key]
        assert set(re.findall(r"{\w+}", sentence)) == set(re.findall(r"{\w+}", english[key])), key


KEY = re.compile(r"""(?<=["'`])[a-z]\w*(?:\.\w+)+(?=["'`])""", re.ASCII)
"""A string that may be a key. The word before its first dot tells: headings of the catalogue are no file suffixes."""
HEADED = re.compile(r"""["'`]([a-z]\w*(?:\.\w+)*?[._])(?:["'`]\s*~|\{|\$\{)""", re.ASCII)
"""What stands before a code in a key put together: "layer." ~ x, f"status.{x}", `near.${x}`."""
NAMED = re.compile(r"""\bname\(["']([a-z][\w.]*)["'],""", re.ASCII)
"""The heading of a code's name: w.name("validity", x), texts.name("part", x)."""
SOURCES = ("ocopmap/**/*.py", "ocopmap/server/templates/**/*.html", "web/src/**/*.ts")


def _csv_codes(file: str, column: str) -> set[str]:
    with (PROJECT_ROOT / "geodata" / file).open(encoding="utf-8", newline="") as rows:
        return {row[column] for row in csv.DictReader(rows) if row[column]}


NO_KEYS = {"commune.id", "embed.html", "map.html", "map.svg", "reports.yaml", "sovereignty.geojson", "stars.1"}
"""Strings of the sources that only look like keys."""
STARS = {"3", "4", "5", "unknown"}
VISITED = (Layer.CRAFT_VILLAGE, Layer.TOURISM_POINT, Layer.SALES_POINT)
CODES: dict[str, Iterable[str]] = {
    "layer.": Layer,
    "layer.one.": Layer,
    "stars.": STARS,
    "stars.short.": STARS,
    "group.": [*ProductGroup, "unknown"],
    "set.": [*(str(number) for numbers in PRODUCT_SETS.values() for number in numbers), "unknown"],
    "national.about.": NATIONAL_COLUMNS,
    "opendata.form.": Format,
    "opendata.national.": NationalFormat,
    "validity.": Validity,
    "validity.short.": Validity,
    "precision.": Precision,
    "placed_by.": Placement,
    "boundary_source.": BoundarySource,
    "geometry_source.": ZoneGeometrySource,
    "commune_kind.": CommuneKind,
    "legal_form.": LegalForm,
    "tourism_kind.": TourismKind,
    "sales_point_kind.": SalesPointKind,
    "event.": RecognitionEvent,
    "channel.": Channel,
    "commodity.": {
        *_csv_codes("products.csv", "commodity"),
        *_csv_codes("raw_material_zones.csv", "commodity"),
        *_csv_codes("products_unattributed.csv", "commodity"),
        "unknown",
    },
    "column.": {name for layer in Layer for name in columns_of(layer_view(layer, "82"))} | every_column(),
    "status.": ("400", "404", "405", "410", "413", "414", "429", "500", "503"),
    "error.page.": ("400", "404", "405", "410", "413", "414", "429", "500", "503"),
    "lists.about.": ["all", *Layer],
    "lists.sort.": Sort,
    "season.": [*map(str, range(1, 13)), "unknown"],
    "lists.condition.": ("q", "near", "bbox", "as_of", "legacy_commune"),
    "lists.holds_": set(Layer) - {Layer.PRODUCT, Layer.COMMUNE},
    "filter.": ("stars", "group", "validity"),
    "embed.size.": ("small", "medium", "wide"),
    "go.app.": ("apple", "geo", "google", "osm"),
    "link.": ("zones", *(f"{layer}s" for layer in VISITED)),
    "near.": ("refused", "absent", "insecure", "timeout", "outside"),
    "offline.failed.": ("busy", "full", "network", "server", "stopped"),
    "part.": (
        *("layer", "stars", "group", "set", "commodity", "validity", "season", "commune", "legacy_commune", "q"),
        *("bbox", "as_of"),
        *("id", "view"),
    ),
    "indicator.": Indicator,
    "commune_state.": State,
    "gap.": Gap,
    "gap.about.": Gap,
    "planning.about.": PlannerPage,
    "planning.band.": [str(months) for months in BANDS],
    "planning.band_short.": [str(months) for months in BANDS],
    "planning.counted.": Subject,
    "planning.file.": PlanningTable,
    "planning.page.": PlannerPage,
    "map_sheet.orientation.": Orientation,
    "map_sheet.theme.": Theme,
    "map_sheet.title.": Theme,
    "reports.kind.": Kind,
    "reports.movement.": Movement,
    "planning.part.": Part,
    "planning.part_about.": Part,
    "planning.side.": Side,
    "scope.": _csv_codes("indicators_history.csv", "scope"),
    "progress.": STATUSES,
    "planmap.column.": ("name", "change", *choropleth.Measure),
    "planmap.draw.": ("communes", "hexagons"),
    "planmap.flow.": ("producer", "products", "zone", "km", "kind"),
    "planmap.flow_": ("linked", "nearest"),
    "planmap.measure.": choropleth.Measure,
    "planmap.method.": METHODS,
    "planmap.part.": ("name", "ha", "share", "commodity", "zones", "union_ha", "summed_ha"),
    "planmap.system.": [system.partition(":")[2] for system in SYSTEMS],
    "read.certificate.": [f"{state}.{span}" for state in set(Validity) - {"revoked"} for span in ("day", "span")],
    "read.commune.": VISITED,
    "read.count.": VISITED,
    "read.here.": VISITED,
    "read.near.": VISITED,
    "read.no_link.": VISITED,
    "read.place.": Precision,
    "read.tally.": set(Layer) - {Layer.COMMUNE},
    "read.when.": ("day", "month", "year"),
    "read.zone.": ZoneGeometrySource,
    "sales.": ("named", "near_maker", "near_you"),
    "sovereignty.": ("hoang_sa", "truong_sa"),
    "sovereignty.short.": ("hoang_sa", "truong_sa"),
    "tour.reason.": ("detour", "detour_straight", "open_near", "perhaps_open_near"),
    "tour.why.": Why,
    "tour.note.": Remark,
    "travel.column.": ("from_name", "from_key", "to_name", "to_key", "minutes", "kilometers"),
    "travel.ferries.": ("used", "avoided"),
    "tour.notice.": Notice,
    "tour.unfit.": Reason,
    "tour.app.": ("google", "google_phone", "apple", "osm"),
    "tour.file.": TOUR_FILES,
    "tour.mode.": Mode,
    "tour.part.": ("t", "s", "start", "end", "mode", "order", "ferries", "d", "day", "lunch", "days", "speed"),
    "standard.": ("growing_area_code", "GI", "VietGAP", "GlobalGAP", "organic"),
}
"""Beginnings of keys that are put together with a code, and every code there is: whoever adds one lists it here."""


@cache
def _sources() -> str:
    files = [path for pattern in SOURCES for path in PROJECT_ROOT.glob(pattern) if "node_modules" not in path.parts]
    return "\n".join(path.read_text(encoding="utf-8") for path in files if not path.name.endswith(".test.ts"))


def _base(key: str) -> str:
    """Return a key without its form of number."""
    return re.sub(r"\.(one|other)$", "", key)


def _begun() -> set[str]:
    """Return the beginnings of keys that the sources put together."""
    begun = {*HEADED.findall(_sources()), *(f"{heading}." for heading in NAMED.findall(_sources()))}
    return {each for each in begun if any(key.startswith(each) for key in messages("vi"))}


def test_every_key_put_together_has_its_codes_listed() -> None:
    assert _begun() - set(CODES) == set()


def test_every_code_has_a_message() -> None:
    known = {form for key in messages("vi") for form in (key, _base(key))}
    assert {f"{begun}{code}" for begun, codes in CODES.items() for code in codes} - known == set()


def test_every_key_named_in_the_sources_has_a_message() -> None:
    known = {form for key in messages("vi") for form in (key, _base(key))}
    headings = {begun.rstrip(".") for begun in CODES}
    first_words = {key.split(".")[0] for key in known}
    named = {key for key in KEY.findall(_sources()) if key.split(".")[0] in first_words}
    assert named - known - headings - NO_KEYS == set()


def test_every_message_is_used() -> None:
    named = {*KEY.findall(_sources()), *(f"{begun}{code}" for begun, codes in CODES.items() for code in codes)}
    assert {key for key in messages("vi") if not {key, _base(key)} & named} == set()
