"""Write a checked dataset: rows to tables, in the caller's transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, select, text

from ocopmap.catalogue.places import Placement, SiteKind
from ocopmap.catalogue.products import only_set_of
from ocopmap.database import models
from ocopmap.database.models.base import table_of
from ocopmap.geocoding import Geocoder
from ocopmap.ingest import rows
from ocopmap.ingest.csvfile import Line
from ocopmap.ingest.dataset import Dataset
from ocopmap.ingest.placing import POINT_COLUMNS, Placer, published_point
from ocopmap.ingest.recognitions import recognition_values, stated_recognitions
from ocopmap.ingest.records import DatasetRow, settle
from ocopmap.ingest.report import Counts, LoadReport
from ocopmap.ingest.review.items import Decision
from ocopmap.ingest.upsert import Written, upsert
from ocopmap.ingest.zones import write_zones

Values = dict[str, Any]

DATASET: Final = "geodata"

_PRODUCT: Final = table_of(models.Product)
_RECOGNITION: Final = table_of(models.Recognition)
_SITE: Final = table_of(models.Site)


@dataclass
class _Ledger:
    """What became of the records of each file, and every row written with the file that it came from."""

    files: dict[str, Written] = field(default_factory=dict)
    rows: list[DatasetRow] = field(default_factory=list)

    def note(self, file: str, table: str, written: Written) -> None:
        """Note the rows that a file has, one each record."""
        self.files[file] = written
        self.note_rows(file, table, written.new | written.changed | written.same)

    def note_rows(self, file: str, table: str, keys: Iterable[str]) -> None:
        """Note rows that a file's records brought along."""
        self.rows += [DatasetRow(table, key, file) for key in sorted(keys)]


def write_dataset(connection: Connection, data: Dataset, placer: Placer, geocoder: Geocoder) -> LoadReport:
    """Write every file, take out what none has any more, and report.

    The report has the counts of each file, the records without a point, contradictions, and what stays all the same.
    """
    ledger = _Ledger()
    _write_sites(connection, data, placer, ledger)
    _write_products(connection, data, ledger)
    ledger.note("raw_material_zones.csv", "raw_material_zone", write_zones(connection, data.zones, geocoder))
    _write_seasons(connection, data, ledger)
    _write_figures(connection, data, ledger)
    report = LoadReport()
    _settle(connection, ledger, report)
    _list_findings(connection, report)
    return report


def _settle(connection: Connection, ledger: _Ledger, report: LoadReport) -> None:
    settled = settle(connection, DATASET, ledger.rows)
    for row in settled.restored:
        ledger.files[row.file].touch([row.row_key])
    removed: dict[str, int] = {}
    for row in settled.removed:
        product = row.row_key.rpartition(":")[0]
        if row.table_name == _RECOGNITION.name and row.file != "recognitions.csv":
            ledger.files[row.file].touch([product])  # a rank that the product's own row no longer states
        else:
            removed[row.file] = removed.get(row.file, 0) + 1
    for file, written in ledger.files.items():
        counts = written.counts
        report.files[file] = Counts(counts.new, counts.changed, counts.same, removed.get(file, 0))
    report.kept = settled.kept


def _write_sites(connection: Connection, data: Dataset, placer: Placer, ledger: _Ledger) -> None:
    groups: tuple[tuple[SiteKind, str, Sequence[Line[Any]], type[models.Base]], ...] = (
        (SiteKind.PRODUCER, "producers.csv", data.producers, models.Producer),
        (SiteKind.CRAFT_VILLAGE, "craft_villages.csv", data.craft_villages, models.CraftVillage),
        (SiteKind.TOURISM_POINT, "tourism_points.csv", data.tourism_points, models.TourismPoint),
        (SiteKind.SALES_POINT, "sales_points.csv", data.sales_points, models.SalesPoint),
    )
    moved = _SITE.c.placed_by.in_((Placement.MOVED, Placement.SURVEYED))
    for kind, file, lines, model in groups:
        values = [_site_values(kind, line.row, placer) for line in lines]
        sites = upsert(connection, _SITE, values, keep=POINT_COLUMNS, keep_where=moved)
        details = upsert(connection, table_of(model), [_detail_values(kind, line.row) for line in lines])
        sites.touch(details.new | details.changed)
        ledger.note(file, _SITE.name, sites)
    visits = upsert(connection, table_of(models.SiteVisit), [line.row.model_dump() for line in data.visits])
    ledger.note("visits.csv", "site_visit", visits)


def _site_values(kind: SiteKind, row: rows.ProducerRow | rows.PlaceRow, placer: Placer) -> Values:
    published = published_point(row) if isinstance(row, rows.PlaceRow) else None
    return {
        "id": f"{kind}:{row.key}",
        "kind": kind,
        "name": row.name,
        "source_url": row.source_url,
        "source_date": row.source_date,
        **placer.place(row.address, published),
    }


_DETAIL_COLUMNS: dict[SiteKind, dict[str, str]] = {
    SiteKind.PRODUCER: {
        "legal_form": "legal_form",
        "woman_led": "woman_led",
        "phone": "phone",
        "phone_released": "phone_released",
        "website": "website",
    },
    SiteKind.CRAFT_VILLAGE: {"craft": "craft", "recognised_year": "recognised_year"},
    SiteKind.TOURISM_POINT: {"tourism_kind": "kind", "ocop_stars": "ocop_stars"},
    SiteKind.SALES_POINT: {"sales_point_kind": "kind"},
}
"""Column of the table to column of the file."""


def _detail_values(kind: SiteKind, row: rows.KeyedRow) -> Values:
    values = {column: getattr(row, source) for column, source in _DETAIL_COLUMNS[kind].items()}
    if "phone_released" in values:
        values["phone_released"] = bool(values["phone_released"])
    return {"site_id": f"{kind}:{row.key}", **values}


def _write_products(connection: Connection, data: Dataset, ledger: _Ledger) -> None:
    by_a_person = _assigned_by_a_person()
    for file, lines in (("products.csv", data.products), ("products_unattributed.csv", data.unattributed)):
        values = [_product_values(line.row) for line in lines]
        keep_where = by_a_person if lines is data.unattributed else None
        ledger.note(
            file, _PRODUCT.name, upsert(connection, _PRODUCT, values, keep=("producer_id",), keep_where=keep_where)
        )
    events = [line.row for line in data.recognitions]
    recognitions = upsert(connection, _RECOGNITION, [recognition_values(row) for row in events])
    ledger.note("recognitions.csv", _RECOGNITION.name, recognitions)
    for file, lines in (("products.csv", data.products), ("products_unattributed.csv", data.unattributed)):
        stated = stated_recognitions([line.row for line in lines], events)
        written = upsert(connection, _RECOGNITION, stated)
        product_of = {values["id"]: values["product_id"] for values in stated}
        ledger.files[file].touch([product_of[key] for key in written.new | written.changed])
        ledger.note_rows(file, _RECOGNITION.name, product_of)
    channels = upsert(connection, table_of(models.SalesChannel), [_with_key(line.row) for line in data.channels])
    ledger.note("sales_channels.csv", "sales_channel", channels)


def _assigned_by_a_person() -> ColumnElement[bool]:
    answer = table_of(models.ReviewDecision)
    assigned = select(answer.c.record_id).where(answer.c.layer == "product", answer.c.decision == Decision.ASSIGN)
    return _PRODUCT.c.producer_id.is_not(None) & _PRODUCT.c.id.in_(assigned)


def _product_values(row: rows.ProductRow) -> Values:
    return {
        "id": row.product_id,
        "name": row.name,
        "producer_id": row.producer_id and f"{SiteKind.PRODUCER}:{row.producer_id}",
        "product_group": row.product_group,
        "product_set": only_set_of(row.product_group),
        "commodity": row.commodity,
        "potential_five_star": bool(row.potential_5_star),
        "source_url": row.source_url,
        "source_date": row.source_date,
    }


def _write_seasons(connection: Connection, data: Dataset, ledger: _Ledger) -> None:
    season, vocabulary = table_of(models.HarvestSeason), table_of(models.VocabularyEntry)
    seasons = upsert(connection, season, [_with_key(line.row) for line in data.seasons])
    ledger.note("harvest_seasons.csv", season.name, seasons)
    words = [
        {"id": row.key, "kind": row.kind, "code": row.code, "words": " ".join(filter(None, (row.vi, row.en)))}
        for row in (line.row for line in data.vocabulary)
    ]
    ledger.note("vocabulary.csv", vocabulary.name, upsert(connection, vocabulary, words))


def _write_figures(connection: Connection, data: Dataset, ledger: _Ledger) -> None:
    observed = table_of(models.IndicatorObservation)
    ledger.note(
        "indicators_history.csv",
        observed.name,
        upsert(connection, observed, [_with_key(line.row) for line in data.indicators]),
    )
    target = table_of(models.IndicatorTarget)
    ledger.note(
        "indicator_targets.csv", target.name, upsert(connection, target, [_with_key(line.row) for line in data.targets])
    )


def _with_key(row: rows.KeyedRow) -> Values:
    return {"id": row.key, **row.model_dump()}


def _list_findings(connection: Connection, report: LoadReport) -> None:
    told = "SELECT kind || ' «' || name || '»: ' || {} FROM site WHERE {} AND published ORDER BY id"
    zones = """
        SELECT 'zone «' || name || '»: ' || explanation FROM raw_material_zone
        WHERE geom IS NULL AND published ORDER BY id
    """
    without_point = _sentences(connection, told.format("explanation", "geom IS NULL"))
    report.without_point = without_point + _sentences(connection, zones)
    report.contradictions = _sentences(connection, told.format("contradiction", "contradiction IS NOT NULL"))


def _sentences(connection: Connection, query: str) -> list[str]:
    return list(connection.scalars(text(query)))
