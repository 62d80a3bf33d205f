"""Take one import back: every row it wrote becomes what it was, unless something has touched it since."""

from sqlalchemy import Connection, Engine, Table, text
from sqlalchemy.exc import IntegrityError

from ocopmap.database.models import Base
from ocopmap.database.models.base import DERIVED
from ocopmap.ingest.batches import image, key_of, lock_imports, stored_columns
from ocopmap.ingest.report import LoadError, Rejection


def undo_import(engine: Engine, batch_id: int, by: str) -> int:
    """Restore all rows of an import and return how many.

    Raises:
        LoadError: there is no such import, it was taken back already, or later changes touched its rows.
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
        raise _refused(name, "không lấy lại được: bản ghi khác đang dùng đến bản ghi do lần nhập này tạo") from error
    return restored


def _refused(name: str, reason: str) -> LoadError:
    return LoadError([Rejection(name, 0, reason)])


def _check_open(connection: Connection, name: str, batch_id: int) -> None:
    row = connection.execute(text("SELECT undone_at FROM import_batch WHERE id = :id"), {"id": batch_id}).one_or_none()
    if row is None:
        raise _refused(name, "không có lần nhập này; xem “ocopmap import list”")
    if row.undone_at is not None:
        raise _refused(name, "đã được lấy lại trước đây")


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
        raise _refused(name, f"không lấy lại được: {table.name} «{touched}» đã đổi sau lần nhập này")
    _check_nothing_refers(connection, name, batch_id, table)
    return sum(connection.execute(text(statement), about).rowcount for statement in _back(table))


def _touched(table: Table) -> str:
    """Return the query for a row that is not as the import left it."""
    there = f"t.{next(iter(table.primary_key)).name} IS NOT NULL"
    return f"""
        SELECT c.row_key FROM import_change AS c LEFT JOIN {table.name} AS t ON {key_of(table, "t")} = c.row_key
        WHERE c.batch_id = :batch AND c.table_name = :table
          AND CASE WHEN c.after IS NULL THEN {there} ELSE NOT ({there}) OR {image(table, "t")} <> c.after END
        ORDER BY c.row_key LIMIT 1
    """  # noqa: S608 - names of the model's own tables and columns


def _back(table: Table) -> tuple[str, ...]:
    """Return statements that delete what the import made, put back what it changed, and make what it deleted."""
    columns = [column.name for column in stored_columns(table)]
    changeable = [name for name in columns if name not in table.primary_key.columns]
    noted = f"c.batch_id = :batch AND c.table_name = :table AND {key_of(table, 't')} = c.row_key"
    was = f"import_change AS c CROSS JOIN LATERAL jsonb_populate_record(NULL::{table.name}, c.before) AS was"
    made = f"DELETE FROM {table.name} AS t USING import_change AS c WHERE {noted} AND c.before IS NULL"  # noqa: S608
    changed = f"""
        UPDATE {table.name} AS t SET {", ".join(f"{name} = was.{name}" for name in changeable)}
        FROM {was} WHERE {noted} AND c.before IS NOT NULL
    """  # noqa: S608 - names of the model's own tables and columns
    deleted = f"""
        INSERT INTO {table.name} ({", ".join(columns)}) SELECT {", ".join(f"was.{name}" for name in columns)}
        FROM {was} WHERE c.batch_id = :batch AND c.table_name = :table AND c.after IS NULL
    """  # noqa: S608 - names of the model's own tables and columns
    return (made, changed, deleted) if changeable else (made, deleted)


def _check_nothing_refers(connection: Connection, name: str, batch_id: int, table: Table) -> None:
    """Refuse where a row to delete has since got rows of other tables, which would silently go with it."""
    for other in Base.metadata.tables.values():
        if other.info.get(DERIVED):
            continue
        for column in other.columns:
            if any(key.column.table is table for key in column.foreign_keys):
                query = f"""
                    SELECT c.row_key FROM import_change AS c JOIN {other.name} AS o ON o.{column.name} = c.row_key
                    WHERE c.batch_id = :batch AND c.table_name = :table AND c.before IS NULL LIMIT 1
                """  # noqa: S608 - names of the model's own tables and columns
                key = connection.scalar(text(query), {"batch": batch_id, "table": table.name})
                if key is not None:
                    reason = f"không lấy lại được: {table.name} «{key}» nay có dữ liệu khác ({other.name}) dùng đến"
                    raise _refused(name, reason)
