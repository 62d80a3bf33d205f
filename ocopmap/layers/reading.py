"""Reading as the public may: one transaction, one day that validity is judged by."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection, Engine, text


@contextmanager
def reading(engine: Engine, as_of: date | None = None) -> Iterator[Connection]:
    """Give a read-only connection whose published views speak as of a day (default: the database's today).

    All that is read through it is one state of the database: a count, its page and the revision they are cached by.
    """
    with engine.connect() as session, session.execution_options(isolation_level="REPEATABLE READ").begin():
        if as_of is not None:
            session.execute(text("SELECT set_config('ocopmap.as_of', :day, true)"), {"day": as_of.isoformat()})
        yield session
