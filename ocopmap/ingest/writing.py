"""Write a checked dataset: rows to tables, in the caller's transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, text

from ocopmap.catalogue.places import Placement, SiteKind
from ocopmap.catalogue.products import only_set_of
from ocopmap.catalogue.recognition import RecognitionEvent
from ocopmap.database import models
from ocopmap.geocoding import Geocoder
from ocopmap.ingest import rows
from ocopmap.ingest.csvfile import Line
from ocopmap.ingest.dataset import Dataset
from ocopmap.ingest.placing import POINT_COLUMNS, Placer, published_point
from ocopmap.ingest.recognitions import recognition_values, stated_recognitions
from ocopmap.ingest.report import Counts, LoadReport
from ocopmap.ingest.upsert import upsert
from ocopmap.ingest.zones import write_zones

Values = dict[str, Any]


def write_dataset(connection: Connection, data: Dataset, placer: Placer, geocoder: Geocoder) -> LoadReport:
    """Write every file and report its counts, the records without a point and the contradictions."""
    report = LoadReport()
    _write_sites(connection, data, placer, report)
    _write_products(connection, data, report)
    report.files["raw_material_zones.csv"] = write_zones(connection, data.zones, geocoder)
    _write_figures(connection, data, report)
    _list_findings(connection, report)
    return report


def _write_sites(connection: Connection, data: Dataset, placer: Placer, report: LoadReport) -> None:
    groups: tuple[tuple[SiteKind, str, Sequence[Line[Any]], type[models.Base]], ...] = (
        (SiteKind.PRODUCER, "producers.csv", data.producers, models.Producer),
        (SiteKind.CRAFT_VILLAGE, "craft_villages.csv", data.craft_villages, models.CraftVillage),
        (SiteKind.TOURISM_POINT, "tourism_points.csv", data.tourism_points, models.TourismPoint),
        (SiteKind.SALES_POINT, "sales_points.csv", data.sales_points, models.SalesPoint),
    )
    site = _table(models.Site)
    moved = site.c.placed_by.in_((Placement.MOVED, Placement.SURVEYED))
    for kind, file, lines, model in groups:
        sites = upsert(
            connection,
            site,
            [_site_values(kind, line.row, placer) for line in lines],
            keep=POINT_COLUMNS,
            keep_where=moved,
        )
        details = upsert(connection, _table(model), [_detail_values(kind, line.row) for line in lines])
        changed = max(sites.changed, details.changed)
        report.files[file] = Counts(sites.new, changed, len(lines) - sites.new - changed)


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


def _write_products(connection: Connection, data: Dataset, report: LoadReport) -> None:
    for file, lines in (("products.csv", data.products), ("products_unattributed.csv", data.unattributed)):
        report.files[file] = upsert(connection, _table(models.Product), [_product_values(line.row) for line in lines])
    recognition = _table(models.Recognition)
    report.files["recognitions.csv"] = upsert(
        connection, recognition, [recognition_values(line.row) for line in data.recognitions]
    )
    products = [line.row for line in [*data.products, *data.unattributed]]
    stated = stated_recognitions(products, [line.row for line in data.recognitions])
    upsert(connection, recognition, stated)
    connection.execute(
        delete(recognition)
        .where(recognition.c.id == recognition.c.product_id + f":{RecognitionEvent.STATED}")
        .where(recognition.c.product_id.in_([row.product_id for row in products]))
        .where(recognition.c.id.not_in([values["id"] for values in stated]))
    )
    report.files["sales_channels.csv"] = upsert(
        connection, _table(models.SalesChannel), [_with_key(line.row) for line in data.channels]
    )


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


def _write_figures(connection: Connection, data: Dataset, report: LoadReport) -> None:
    report.files["indicators_history.csv"] = upsert(
        connection, _table(models.IndicatorObservation), [_with_key(line.row) for line in data.indicators]
    )
    report.files["indicator_targets.csv"] = upsert(
        connection, _table(models.IndicatorTarget), [_with_key(line.row) for line in data.targets]
    )


def _with_key(row: rows.KeyedRow) -> Values:
    return {"id": row.key, **row.model_dump()}


def _list_findings(connection: Connection, report: LoadReport) -> None:
    report.without_point = _sentences(
        connection, "SELECT kind || ' «' || name || '»: ' || explanation FROM site WHERE geom IS NULL ORDER BY id"
    )
    report.without_point += _sentences(
        connection,
        "SELECT 'zone «' || name || '»: ' || explanation FROM raw_material_zone WHERE geom IS NULL ORDER BY id",
    )
    report.contradictions = _sentences(
        connection,
        "SELECT kind || ' «' || name || '»: ' || contradiction FROM site WHERE contradiction IS NOT NULL ORDER BY id",
    )


def _sentences(connection: Connection, query: str) -> list[str]:
    return list(connection.scalars(text(query)))


def _table(model: type[models.Base]) -> Table:
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model} is not mapped to a table")
    return table
