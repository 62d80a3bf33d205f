"""The database as a program uses it: private cluster or the office's server, as owner and as reader."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

from ocopmap.database.cluster import cluster_running
from ocopmap.database.engine import owner_engine, reader_engine
from ocopmap.settings import Settings


@dataclass(frozen=True)
class Database:
    """Engines on one database.

    ``owner`` writes, ``reader`` sees what is published and cannot write, ``office`` sees everything and cannot write.
    """

    owner: Engine
    reader: Engine
    office: Engine | None = None


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """Give the database, starting the private cluster when no server is named; close and stop on leaving.

    Raises:
        ClusterError: the private cluster cannot be started.
    """
    if settings.database_url:
        yield from _engines(settings, settings.database_url, settings.database_reader_url)
    else:
        with cluster_running(settings.state_dir) as cluster:
            yield from _engines(settings, cluster.url(), cluster.reader_url())


def _engines(settings: Settings, owner_url: str, reader_url: str | None) -> Iterator[Database]:
    timeout = settings.statement_timeout_ms
    owner = owner_engine(owner_url)
    reader = reader_engine(reader_url or owner_url, timeout, switch_role=reader_url is None)
    office = reader_engine(owner_url, timeout)
    try:
        yield Database(owner, reader, office)
    finally:
        for engine in (office, reader, owner):
            engine.dispose()
