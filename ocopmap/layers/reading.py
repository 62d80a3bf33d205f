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
            speak_as_of(session, as_of)
        yield session


def speak_as_of(connection: Connection, day: date) -> None:
    """Let the published views speak as of a day, until the connection's transaction ends."""
    connection.execute(text("SELECT set_config('ocopmap.as_of', :day, true)"), {"day": day.isoformat()})
