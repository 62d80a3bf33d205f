"""Insert or update rows by key in one statement, and tell new from changed from same."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, case, literal_column, or_
from sqlalchemy.dialects.postgresql import insert

from ocopmap.ingest.report import Counts

_BATCH = 1_000

Key = Any
"""Value of a primary key of one column, else a tuple of values."""


@dataclass
class Written:
    """Keys of rows by what became of them."""

    new: set[Key] = field(default_factory=set)
    changed: set[Key] = field(default_factory=set)
    same: set[Key] = field(default_factory=set)

    @property
    def counts(self) -> Counts:
        """How many there are of each."""
        return Counts(len(self.new), len(self.changed), len(self.same))

    def touch(self, keys: Collection[Key]) -> None:
        """Note that something else of these rows has changed."""
        moved = self.same & set(keys)
        self.same -= moved
        self.changed |= moved


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    keep: Collection[str] = (),
    keep_where: ColumnElement[bool] | None = None,
    unremarkable: Collection[str] = (),
) -> Written:
    """Write rows whose keys are all alike; a row equal to the stored one is left untouched.

    Args:
        connection: within the caller's transaction.
        table: the table written; its primary key tells rows apart.
        rows: same keys in every row.
        keep: columns to leave as stored in rows where ``keep_where`` holds.
        keep_where: condition on the stored row.
        unremarkable: columns that alone do not make a row differ from the stored one.
    """
    written = Written()
    keys = [column.name for column in table.primary_key]
    for start in range(0, len(rows), _BATCH):
        batch = list(rows[start : start + _BATCH])
        statement = insert(table).values(batch)
        values: dict[str, Any] = {name: statement.excluded[name] for name in batch[0] if name not in keys}
        if keep_where is not None:
            values |= {name: case((keep_where, table.c[name]), else_=values[name]) for name in keep}
        differs = [table.c[name].is_distinct_from(value) for name, value in values.items() if name not in unremarkable]
        if differs:
            statement = statement.on_conflict_do_update(index_elements=keys, set_=values, where=or_(*differs))
        else:
            statement = statement.on_conflict_do_nothing()
        inserted: ColumnElement[bool] = literal_column("xmax = 0")
        returned = connection.execute(statement.returning(inserted, *(table.c[name] for name in keys))).all()
        for is_new, *key in returned:
            (written.new if is_new else written.changed).add(_key(key))
        written.same |= {_key([row[name] for name in keys]) for row in batch} - written.new - written.changed
    return written


def _key(values: Sequence[Any]) -> Key:
    return values[0] if len(values) == 1 else tuple(values)
