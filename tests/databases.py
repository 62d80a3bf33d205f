"""Databases of the tests' own server: copied from a template, opened as owner or as the public, dropped again."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError

from ocopmap.database.cluster import Cluster
from ocopmap.database.engine import owner_engine, reader_engine

STATEMENT_TIMEOUT_MS = 5_000
_numbers = count(1)


@contextmanager
def owner_of(cluster: Cluster, name: str) -> Iterator[Engine]:
    engine = owner_engine(cluster.url(name))
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def reader_of(cluster: Cluster, engine: Engine) -> Iterator[Engine]:
    """Give the public's engine on the database of ``engine``."""
    public = reader_engine(cluster.reader_url(str(engine.url.database)), STATEMENT_TIMEOUT_MS)
    try:
        yield public
    finally:
        public.dispose()


@contextmanager
def copied(cluster: Cluster, template: str) -> Iterator[Engine]:
    """Give the owner's engine on a copy of ``template`` that is dropped on leaving."""
    name = copy(cluster, template)
    try:
        with owner_of(cluster, name) as engine:
            yield engine
    finally:
        _drop(cluster, name)


def copy(cluster: Cluster, template: str) -> str:
    name = f"copy_{next(_numbers)}"
    _administer(cluster, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def _drop(cluster: Cluster, name: str) -> None:
    """Drop a database: by force, or where autovacuum is at work, which only a superuser may force, by waiting."""
    try:
        _administer(cluster, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    except ProgrammingError:
        _administer(cluster, f'DROP DATABASE IF EXISTS "{name}"')


def waiting_for_a_lock(connection: Connection, patience_s: float = 20) -> None:
    """Return once some other connection of this database waits for a lock."""
    query = """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
    """
    deadline = time.monotonic() + patience_s
    while not connection.scalar(text(query)):
        assert time.monotonic() < deadline, "nobody waits"
        connection.execute(text("SELECT pg_stat_clear_snapshot(), pg_sleep(0.02)"))


def _administer(cluster: Cluster, statement: str) -> None:
    """Run a statement from a database that is nobody's template."""
    engine = create_engine(cluster.url("postgres"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()
