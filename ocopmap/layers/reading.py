"""Reading as the public may: one transaction, one day that validity is judged by."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection, Engine, text


@contextmanager
def reading(engine: Engine, as_of: date | None = None) -> Iterator[Connection]:
    """Give a read-only connection whose published views speak as of a day (default: the database's today)."""
    with engine.begin() as connection:
        if as_of is not None:
            connection.execute(text("SELECT set_config('ocopmap.as_of', :day, true)"), {"day": as_of.isoformat()})
        yield connection
