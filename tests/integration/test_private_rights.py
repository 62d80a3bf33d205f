"""What the public's role may not do in the private cluster, where every right is the program's to give."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from ocopmap.database.cluster import Cluster
from ocopmap.database.engine import READER_ROLE
from ocopmap.database.postgres import DATABASE
from tests.databases import owner_of

SLEEP_AND_LOCKS = (
    "SELECT pg_sleep(0)",
    "SELECT pg_sleep_for('0 s')",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_try_advisory_lock_shared(1)",
    "SELECT pg_advisory_xact_lock(1)",
)
LARGE_OBJECTS = (
    "SELECT lo_creat(-1)",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, '\\x00')",
    "SELECT lo_put(1, 0, '\\x00')",
    "SELECT lo_unlink(1)",
    "SELECT lowrite(0, '\\x00')",
)


@pytest.mark.parametrize("statement", LARGE_OBJECTS)
def test_the_reader_makes_no_large_objects(loaded_reader: Engine, statement: str) -> None:
    with loaded_reader.connect() as connection:
        connection.execute(text("SET default_transaction_read_only = off"))
        try:
            with pytest.raises(ProgrammingError, match="permission denied"):
                connection.execute(text(statement))
        finally:
            connection.execute(text("RESET default_transaction_read_only"))


@pytest.mark.parametrize("statement", SLEEP_AND_LOCKS)
def test_the_reader_neither_sleeps_nor_locks(loaded_reader: Engine, statement: str) -> None:
    with loaded_reader.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text(statement))


def may_make_temporary_tables(cluster: Cluster, role: str) -> bool:
    with owner_of(cluster, "postgres") as engine, engine.connect() as connection:
        query = text("SELECT has_database_privilege(:role, :database, 'TEMPORARY')")
        return bool(connection.scalar(query, {"role": role, "database": DATABASE}))


def test_only_the_owner_makes_temporary_tables(cluster: Cluster, template: str) -> None:
    assert template == DATABASE
    assert not may_make_temporary_tables(cluster, READER_ROLE)
    assert may_make_temporary_tables(cluster, "ocopmap")


def test_a_cluster_made_before_is_closed_at_the_next_start(cluster: Cluster, template: str) -> None:
    with owner_of(cluster, template) as engine, engine.begin() as connection:
        connection.execute(text(f'GRANT TEMPORARY ON DATABASE "{DATABASE}" TO PUBLIC'))
    assert may_make_temporary_tables(cluster, READER_ROLE)
    cluster.start()
    assert not may_make_temporary_tables(cluster, READER_ROLE)
