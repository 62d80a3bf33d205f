"""Take one import back: every row it wrote becomes what it was, unless something has touched it since."""

from sqlalchemy import Connection, Engine, Table, text
from sqlalchemy.exc import IntegrityError

from ocopmap.database.models import Base
from ocopmap.ingest.registers.batches import image, key_column, lock_imports, stored_columns
from ocopmap.ingest.registers.errors import RegisterError


def undo_import(engine: Engine, batch_id: int, by: str) -> int:
    """Restore all rows of an import and return how many.

    Raises:
        RegisterError: there is no such import, it was taken back already, or later changes touched its rows.
    """
    name = f"lần nhập {batch_id}"
    try:
        with engine.begin() as connection:
            lock_imports(connection)
            _check_open(connection, name, batch_id)
            restored = sum(_restore(connection, name, batch_id, table) for table in _tables(connection, batch_id))
            connection.execute(
                text("UPDATE import_batch SET undone_at = now(), undone_by = :by WHERE id = :batch"),
                {"by": by, "batch": batch_id},
            )
    except IntegrityError as error:
        raise RegisterError(
            name, "không lấy lại được: bản ghi khác đang dùng đến bản ghi do lần nhập này tạo"
        ) from error
    return restored


def _check_open(connection: Connection, name: str, batch_id: int) -> None:
    row = connection.execute(text("SELECT undone_at FROM import_batch WHERE id = :id"), {"id": batch_id}).one_or_none()
    if row is None:
        raise RegisterError(name, "không có lần nhập này; xem “ocopmap import list”")
    if row.undone_at is not None:
        raise RegisterError(name, "đã được lấy lại trước đây")


def _tables(connection: Connection, batch_id: int) -> list[Table]:
    """Return the tables that an import wrote, the last written first."""
    names = connection.scalars(
        text("SELECT table_name FROM import_change WHERE batch_id = :id GROUP BY table_name ORDER BY max(id) DESC"),
        {"id": batch_id},
    )
    return [Base.metadata.tables[name] for name in names]


def _restore(connection: Connection, name: str, batch_id: int, table: Table) -> int:
    about = {"batch": batch_id, "table": table.name}
    touched = connection.scalar(text(_touched(table)), about)
    if touched is not None:
        raise RegisterError(name, f"không lấy lại được: {table.name} «{touched}» đã đổi sau lần nhập này")
    _check_nothing_refers(connection, name, batch_id, table)
    key = key_column(table)
    deleted = connection.execute(
        text(f"""
            DELETE FROM {table.name} AS t USING import_change AS c
            WHERE c.batch_id = :batch AND c.table_name = :table AND c.before IS NULL AND t.{key} = c.row_key
        """),  # noqa: S608 - names of the model's own tables and columns
        about,
    ).rowcount
    return deleted + connection.execute(text(_put_back(table)), about).rowcount


def _touched(table: Table) -> str:
    key = key_column(table)
    return f"""
        SELECT c.row_key FROM import_change AS c LEFT JOIN {table.name} AS t ON t.{key} = c.row_key
        WHERE c.batch_id = :batch AND c.table_name = :table AND (t.{key} IS NULL OR {image(table, "t")} <> c.after)
        ORDER BY c.row_key LIMIT 1
    """  # noqa: S608 - names of the model's own tables and columns


def _put_back(table: Table) -> str:
    key = key_column(table)
    columns = [column.name for column in stored_columns(table) if column.name != key]
    updates = ", ".join(f"{name} = was.{name}" for name in columns)
    return f"""
        UPDATE {table.name} AS t SET {updates}
        FROM import_change AS c CROSS JOIN LATERAL jsonb_populate_record(NULL::{table.name}, c.before) AS was
        WHERE c.batch_id = :batch AND c.table_name = :table AND c.before IS NOT NULL AND t.{key} = c.row_key
    """  # noqa: S608 - names of the model's own tables and columns


def _check_nothing_refers(connection: Connection, name: str, batch_id: int, table: Table) -> None:
    """Refuse where a row to delete has since got rows of other tables, which would silently go with it."""
    for other in Base.metadata.tables.values():
        for column in other.columns:
            if any(key.column.table is table for key in column.foreign_keys):
                query = f"""
                    SELECT c.row_key FROM import_change AS c JOIN {other.name} AS o ON o.{column.name} = c.row_key
                    WHERE c.batch_id = :batch AND c.table_name = :table AND c.before IS NULL LIMIT 1
                """  # noqa: S608 - names of the model's own tables and columns
                key = connection.scalar(text(query), {"batch": batch_id, "table": table.name})
                if key is not None:
                    reason = f"không lấy lại được: {table.name} «{key}» nay có dữ liệu khác ({other.name}) dùng đến"
                    raise RegisterError(name, reason)
