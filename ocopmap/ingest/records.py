"""Which rows a dataset wrote, and what becomes of those that its files no longer have.

A fact of its own, such as a recognition, is deleted. What other records may point to, a site, a product or a zone, is
unpublished, and published again when its row comes back. What an import or a person has edited since stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

_EDITED: Final = """
    EXISTS (
        SELECT FROM import_change AS c JOIN import_batch AS b ON b.id = c.batch_id
        WHERE c.table_name = ANY('{tables}') AND c.row_key = t.id AND b.undone_at IS NULL
    )
"""
_REVIEWED: Final = "EXISTS (SELECT FROM review_decision AS d WHERE d.layer = {layer} AND d.record_id = t.id)"

_FACTS: Final = {
    "recognition": "EXISTS (SELECT FROM revocation AS v WHERE v.recognition_id = t.id)",
    "sales_channel": "false",
    "site_visit": "false",
    "harvest_season": "false",
    "vocabulary": "false",
    "indicator_observation": "false",
    "indicator_target": "false",
}
"""Tables whose rows are deleted, and when one stays though nobody edited it: a revocation would go with it."""

_RECORDS: Final = {
    "product": (
        "{product}",
        """EXISTS (
            SELECT FROM recognition AS r
            JOIN import_change AS c ON c.table_name = 'recognition' AND c.row_key = r.id
            JOIN import_batch AS b ON b.id = c.batch_id AND b.undone_at IS NULL
            WHERE r.product_id = t.id
        ) OR """
        + _REVIEWED.format(layer="'product'"),
    ),
    "site": (
        "{site,producer}",
        "EXISTS (SELECT FROM product AS p WHERE p.producer_id = t.id AND p.published)"
        " OR coalesce(t.placed_by IN ('moved', 'surveyed'), false) OR " + _REVIEWED.format(layer="t.kind"),
    ),
    "raw_material_zone": (
        "{raw_material_zone}",
        "coalesce(t.geometry_source = 'surveyed', false) OR " + _REVIEWED.format(layer="'zone'"),
    ),
}
"""Tables whose rows are unpublished, in this order: tables of images that tell of edits, and other reasons to stay."""

_WRITTEN: Final = "jsonb_to_recordset(CAST(:written AS jsonb)) AS w (table_name text, row_key text, file text)"


class DatasetRow(NamedTuple):
    """A row of a table and the file that it came from."""

    table_name: str
    row_key: str
    file: str


@dataclass
class Settled:
    """Rows that went, rows that came back, and sentences on those that stay though no file has them."""

    removed: list[DatasetRow] = field(default_factory=list)
    restored: list[DatasetRow] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def settle(connection: Connection, dataset: str, written: Iterable[DatasetRow]) -> Settled:
    """Take out what the dataset wrote earlier and has not written now; remember what it wrote now."""
    given = {"dataset": dataset, "written": Jsonb([row._asdict() for row in written])}
    done = Settled()
    for table, reason in _FACTS.items():
        stays = f"{_EDITED.format(tables='{' + table + '}')} OR {reason}"
        done.removed += _rows(connection, _delete(table, stays), given)
        done.kept += _kept(connection, table, "t.id", stays, given)
    for table, (edited, reason) in _RECORDS.items():
        stays = f"{_EDITED.format(tables=edited)} OR {reason}"
        done.removed += _rows(connection, _unpublish(table, stays), given)
        done.restored += _rows(connection, _republish(table), given)
        done.kept += _kept(connection, table, "t.name", f"t.published AND ({stays})", given)
    _remember(connection, given)
    return done


def _stale(table: str) -> str:
    """Return the condition that row ``t`` was written by the dataset as record ``r``, and not now."""
    return f"""
        r.dataset = :dataset AND r.table_name = '{table}' AND r.row_key = t.id AND r.withdrawn_at IS NULL
        AND NOT EXISTS (SELECT FROM {_WRITTEN} WHERE w.table_name = r.table_name AND w.row_key = r.row_key)
    """


def _delete(table: str, stays: str) -> str:
    return f"""
        DELETE FROM {table} AS t USING dataset_record AS r WHERE {_stale(table)} AND NOT ({stays})
        RETURNING r.table_name, r.row_key, r.file
    """  # noqa: S608 - names of this module


def _unpublish(table: str, stays: str) -> str:
    return f"""
        WITH gone AS (
            UPDATE {table} AS t SET published = false FROM dataset_record AS r
            WHERE {_stale(table)} AND t.published AND NOT ({stays})
            RETURNING r.table_name, r.row_key, r.file
        )
        UPDATE dataset_record AS r SET withdrawn_at = now() FROM gone
        WHERE r.dataset = :dataset AND r.table_name = gone.table_name AND r.row_key = gone.row_key
        RETURNING gone.table_name, gone.row_key, gone.file
    """  # noqa: S608 - names of this module


def _republish(table: str) -> str:
    return f"""
        UPDATE {table} AS t SET published = true
        FROM dataset_record AS r JOIN {_WRITTEN} ON w.table_name = r.table_name AND w.row_key = r.row_key
        WHERE r.dataset = :dataset AND r.table_name = '{table}' AND r.row_key = t.id AND r.withdrawn_at IS NOT NULL
        RETURNING w.table_name, w.row_key, w.file
    """  # noqa: S608 - names of this module


def _kept(connection: Connection, table: str, name: str, stays: str, given: dict[str, object]) -> list[str]:
    query = (
        f"SELECT {name}, r.file FROM {table} AS t, dataset_record AS r WHERE {_stale(table)} AND ({stays}) ORDER BY 1"  # noqa: S608
    )
    return [
        f"«{shown}» không còn trong {file}, nhưng được giữ vì có dữ liệu khác dựa vào hoặc đã có người sửa"
        for shown, file in connection.execute(text(query), given)
    ]


def _rows(connection: Connection, statement: str, given: dict[str, object]) -> list[DatasetRow]:
    return [DatasetRow(*row) for row in connection.execute(text(statement), given)]


def _remember(connection: Connection, given: dict[str, object]) -> None:
    """Record what was written; forget rows that are no more."""
    connection.execute(
        text(f"""
            INSERT INTO dataset_record (dataset, table_name, row_key, file)
            SELECT :dataset, w.table_name, w.row_key, w.file FROM {_WRITTEN}
            ON CONFLICT (dataset, table_name, row_key) DO UPDATE SET file = excluded.file, withdrawn_at = NULL
        """),  # noqa: S608 - names of this module
        given,
    )
    for table in (*_FACTS, *_RECORDS):
        gone = f"""
            DELETE FROM dataset_record AS r WHERE r.dataset = :dataset AND r.table_name = '{table}'
            AND NOT EXISTS (SELECT FROM {table} AS t WHERE t.id = r.row_key)
        """  # noqa: S608 - names of this module
        connection.execute(text(gone), given)
