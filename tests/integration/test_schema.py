"""Migrations up and down, and that tables are what the models say."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection, Engine, text

from ocopmap.database import migrate
from ocopmap.database.models import Base

CATALOGUE = """
    SELECT 'column', table_schema || '.' || table_name || '.' || column_name,
           concat_ws(' ', udt_name, is_nullable, column_default, generation_expression)
    FROM information_schema.columns WHERE table_schema IN ('public', 'published')
    UNION ALL
    SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
    UNION ALL
    SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)
    FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT 'function', oid::regprocedure::text, prosrc
    FROM pg_proc WHERE proowner = current_user::regrole
    UNION ALL
    SELECT 'grant', table_schema || '.' || table_name, grantee || ' ' || privilege_type
    FROM information_schema.table_privileges WHERE grantee = 'ocopmap_reader'
"""
OWN_TABLES = """
    SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user
    AND tablename <> 'alembic_version'
"""


def catalogue(engine: Engine) -> set[tuple[str, str, str]]:
    with engine.connect() as connection:
        return {tuple(row) for row in connection.execute(text(CATALOGUE))}


def test_down_and_up_again_gives_the_same_schema(engine: Engine) -> None:
    before = catalogue(engine)
    migrate.downgrade(engine, "base")
    with engine.connect() as connection:
        assert connection.scalar(text(OWN_TABLES)) == 0
        assert not migrate.is_current(connection)
        assert connection.scalar(text("SELECT to_regnamespace('published')")) is None
    migrate.upgrade(engine)
    assert catalogue(engine) == before
    with engine.connect() as connection:
        assert migrate.is_current(connection)


def test_models_and_migrations_say_the_same(shared_engine: Engine) -> None:
    with shared_engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": _ours,
                "compare_type": True,
                "compare_server_default": True,
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def _ours(obj: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    if kind == "table" and name in {"alembic_version", "spatial_ref_sys"}:
        return False
    return bool(alembic_helpers.include_object(obj, name, kind, reflected, compare_to))


def test_every_check_of_the_models_is_in_the_database(shared_engine: Engine) -> None:
    """Alembic does not compare checks."""
    declared = {
        (table.name, str(constraint.name))
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name and str(constraint.name).startswith("ck_")
    }
    query = "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND conname LIKE 'ck_%'"
    with shared_engine.connect() as connection:
        present = {tuple(row) for row in connection.execute(text(query))}
    assert declared
    assert present == declared


def test_checks_of_codes_follow_the_catalogue(shared_engine: Engine) -> None:
    """A code added to an enumeration without a migration is found here."""
    checks = {
        f"{table.name}.{constraint.name}": _codes(str(constraint.sqltext))
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if str(constraint.name).endswith("_known") and hasattr(constraint, "sqltext")
    }
    query = """
        SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE contype = 'c' AND conname LIKE 'ck_%_known'
    """
    with shared_engine.connect() as connection:
        stored = {name: _codes(definition) for name, definition in connection.execute(text(query))}
    assert stored == checks


def _codes(expression: str) -> set[str]:
    return {part for part in expression.split("'")[1::2] if part}


def test_upgrading_a_current_schema_changes_nothing(engine: Engine) -> None:
    with engine.connect() as connection:
        before = _views(connection)
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert _views(connection) == before


def _views(connection: Connection) -> list[tuple[object, ...]]:
    query = "SELECT oid, relname FROM pg_class WHERE relnamespace = 'published'::regnamespace ORDER BY oid"
    return [tuple(row) for row in connection.execute(text(query))]


def test_every_geometry_declares_wgs84_or_web_mercator(connection: Connection) -> None:
    declared = connection.execute(text("SELECT f_geometry_column, srid FROM geometry_columns WHERE srid <> 0")).all()
    assert {(column.endswith("_3857"), srid) for column, srid in declared} == {(False, 4326), (True, 3857)}
    assert (
        connection.scalar(text("SELECT count(*) FROM geometry_columns WHERE srid = 0 AND f_table_schema = 'public'"))
        == 0
    )
