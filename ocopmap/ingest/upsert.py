"""Insert or update rows by key in one statement, and tell new from changed from same."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, case, literal_column, or_
from sqlalchemy.dialects.postgresql import insert

from ocopmap.ingest.report import Counts

_BATCH = 1_000


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    keep: Collection[str] = (),
    keep_where: ColumnElement[bool] | None = None,
) -> Counts:
    """Write rows whose keys are all alike; a row equal to the stored one is left untouched.

    Args:
        connection: within the caller's transaction.
        table: the table written; its primary key tells rows apart.
        rows: same keys in every row.
        keep: columns to leave as stored in rows where ``keep_where`` holds.
        keep_where: condition on the stored row.
    """
    counts = Counts()
    for start in range(0, len(rows), _BATCH):
        batch = list(rows[start : start + _BATCH])
        statement = insert(table).values(batch)
        keys = {column.name for column in table.primary_key}
        changing = [name for name in batch[0] if name not in keys]
        values: dict[str, Any] = {name: statement.excluded[name] for name in changing}
        if keep_where is not None:
            values |= {name: case((keep_where, table.c[name]), else_=values[name]) for name in keep}
        inserted: ColumnElement[bool] = literal_column("xmax = 0")
        if changing:
            differs = or_(*(table.c[name].is_distinct_from(value) for name, value in values.items()))
            written = statement.on_conflict_do_update(index_elements=list(keys), set_=values, where=differs)
        else:
            written = statement.on_conflict_do_nothing()
        flags = connection.execute(written.returning(inserted)).scalars().all()
        counts.new += sum(flags)
        counts.changed += len(flags) - sum(flags)
        counts.same += len(batch) - len(flags)
    return counts
