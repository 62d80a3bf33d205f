"""Imports of any kind: who, when, which file, and the image of every row before and after."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched, groupby
from typing import Any, Final

from geoalchemy2 import Geometry, WKBElement
from geoalchemy2.shape import to_shape
from sqlalchemy import Column, Connection, Engine, Table, delete, insert, text, update

from ocopmap.database.engine import TIMEZONE
from ocopmap.database.models import Base, ImportBatch

_CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Origin:
    """Who imports what: account, kind of import, name and SHA-256 of the file."""

    by: str
    kind: str
    file_name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One import as a list shows it."""

    id: int
    kind: str
    by: str
    at: datetime
    file_name: str
    sha256: str
    counts: Mapping[str, int]
    undone_at: datetime | None
    undone_by: str | None


def lock_imports(connection: Connection) -> None:
    """Let no other import write until the transaction ends."""
    connection.execute(text("LOCK TABLE import_batch IN SHARE ROW EXCLUSIVE MODE"))


def open_batch(connection: Connection, origin: Origin, counts: Mapping[str, int]) -> int:
    """Record an import and return its number."""
    statement = (
        insert(ImportBatch)
        .values(
            kind=origin.kind,
            imported_by=origin.by,
            file_name=origin.file_name,
            file_sha256=origin.sha256,
            counts=dict(counts),
        )
        .returning(ImportBatch.id)
    )
    return connection.execute(statement).scalar_one()


def close_batch(connection: Connection, batch_id: int, counts: Mapping[str, int]) -> int | None:
    """Give an import its counts; one that changed no row is forgotten, and None returned."""
    changed = text("SELECT EXISTS (SELECT FROM import_change WHERE batch_id = :batch)")
    if connection.scalar(changed, {"batch": batch_id}):
        connection.execute(update(ImportBatch).where(ImportBatch.id == batch_id).values(counts=dict(counts)))
        return batch_id
    connection.execute(delete(ImportBatch).where(ImportBatch.id == batch_id))
    return None


@contextmanager
def recorded(
    connection: Connection, batch_id: int, parts: Sequence[tuple[Table, str]], keys: Sequence[str]
) -> Iterator[None]:
    """Record under an import whatever the block does to some records: rows inserted, updated, deleted.

    Args:
        connection: within the caller's transaction.
        batch_id: the import.
        parts: tables that make up a record, those referred to first, each with the column that names the record.
        keys: the records.
    """
    about = {"batch": batch_id, "keys": list(keys)}
    for table, column in parts:
        connection.execute(text(_note_before(table, column)), about)
    yield
    for table, column in parts:
        for statement in _note_after(table, column):
            connection.execute(text(statement), about)


def _note_before(table: Table, column: str) -> str:
    return f"""
        INSERT INTO import_change (batch_id, table_name, row_key, before)
        SELECT :batch, '{table.name}', {key_of(table, "t")}, {image(table, "t")}
        FROM {table.name} AS t WHERE t.{column} = ANY(:keys)
    """  # noqa: S608 - names of the model's own tables and columns


def _note_after(table: Table, column: str) -> tuple[str, ...]:
    """Return statements that complete the rows noted, add new ones, and drop those that are as before."""
    noted = f"c.batch_id = :batch AND c.table_name = '{table.name}'"
    this = f"{noted} AND c.row_key = {key_of(table, 't')}"
    return (
        f"UPDATE import_change AS c SET after = {image(table, 't')} FROM {table.name} AS t WHERE {this}",  # noqa: S608
        f"""
        INSERT INTO import_change (batch_id, table_name, row_key, after)
        SELECT :batch, '{table.name}', {key_of(table, "t")}, {image(table, "t")} FROM {table.name} AS t
        WHERE t.{column} = ANY(:keys) AND NOT EXISTS (SELECT FROM import_change AS c WHERE {this})
        """,  # noqa: S608 - names of the model's own tables and columns
        f"DELETE FROM import_change AS c WHERE {noted} AND c.before = c.after",  # noqa: S608
    )


def write_rows(
    connection: Connection,
    batch_id: int,
    table_name: str,
    rows: Iterable[Mapping[str, Any]],
    common: Mapping[str, Any],
) -> Iterator[int]:
    """Insert or update rows by primary key, yielding how many after each chunk; used to its end, it has written all.

    ``common`` are columns with one value for all rows. Only the columns given are touched, and every row touched is
    recorded.
    """
    table = Base.metadata.tables[table_name]
    by_columns = sorted(rows, key=sorted)
    for columns, alike in groupby(by_columns, key=sorted):
        statement = text(_upsert(table, [*columns, *common]))
        for chunk in batched(alike, _CHUNK):
            payload = json.dumps([{**row, **common} for row in chunk], default=_as_json, ensure_ascii=False)
            connection.execute(statement, {"rows": payload, "batch": batch_id, "table": table_name})
            yield len(chunk)


def _upsert(table: Table, columns: Sequence[str]) -> str:
    key = key_column(table)
    listed = ", ".join(columns)
    updates = ", ".join(f"{name} = excluded.{name}" for name in columns if name != key)
    return f"""
        WITH incoming AS (SELECT {listed} FROM jsonb_populate_recordset(NULL::{table.name}, CAST(:rows AS jsonb))),
        before AS (
            SELECT t.{key} AS key, {image(table, "t")} AS image FROM {table.name} AS t JOIN incoming USING ({key})
        ),
        written AS (
            INSERT INTO {table.name} ({listed}) SELECT {listed} FROM incoming
            ON CONFLICT ({key}) DO UPDATE SET {updates} RETURNING *
        )
        INSERT INTO import_change (batch_id, table_name, row_key, before, after)
        SELECT :batch, :table, w.{key}, b.image, {image(table, "w")}
        FROM written AS w LEFT JOIN before AS b ON b.key = w.{key}
    """  # noqa: S608 - names of the model's own tables and columns


def key_of(table: Table, alias: str) -> str:
    """Return the SQL of a row's key as text: of several columns, joined by bars."""
    columns = [f"{alias}.{column.name}" for column in table.primary_key]
    return columns[0] if len(columns) == 1 else f"concat_ws('|', {', '.join(columns)})"


def key_column(table: Table) -> str:
    """Return the one column of a table's primary key."""
    (column,) = table.primary_key
    return str(column.name)


def stored_columns(table: Table) -> list[Column[Any]]:
    """Return the columns that are written, not computed."""
    return [column for column in table.columns if column.computed is None]


def image(table: Table, alias: str) -> str:
    """Return the SQL of a row as jsonb: geometry as hexadecimal EWKB, so that it comes back bit by bit."""
    dropped = [column.name for column in table.columns if column.computed is not None]
    shapes = [column.name for column in stored_columns(table) if isinstance(column.type, Geometry)]
    whole = f"to_jsonb({alias})" + "".join(f" - '{name}'" for name in [*dropped, *shapes])
    pairs = ", ".join(f"'{name}', {alias}.{name}::text" for name in shapes)
    return f"(({whole}) || jsonb_build_object({pairs}))" if pairs else f"({whole})"


def _as_json(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, WKBElement):
        return f"SRID={value.srid};{to_shape(value).wkt}"
    raise TypeError(f"{type(value)} cannot be written")


def list_batches(engine: Engine) -> list[BatchLine]:
    """Return every import, the latest first."""
    query = """
        SELECT id, kind, imported_by, imported_at, file_name, file_sha256, counts, undone_at, undone_by
        FROM import_batch ORDER BY id DESC
    """
    with engine.connect() as connection:
        rows = connection.execute(text(query)).all()
    return [
        BatchLine(
            row.id,
            row.kind,
            row.imported_by,
            row.imported_at.astimezone(TIMEZONE),
            row.file_name,
            row.file_sha256,
            row.counts,
            row.undone_at,
            row.undone_by,
        )
        for row in rows
    ]
