"""Migrations up and down, and that tables are what the models say."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection, Engine, text

from ocopmap.database import migrate
from ocopmap.database.models import Base
from tests.databases import waiting_for_a_lock
from tests.integration.sample_rows import product, recognition, site

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


OLDER = "CREATE OR REPLACE FUNCTION published.schema_fingerprint() RETURNS text LANGUAGE sql AS $$ SELECT 'older' $$"
FOREIGN = {
    "bao_cao.san_pham": "CREATE SCHEMA bao_cao CREATE VIEW san_pham AS SELECT name FROM published.product",
    "bao_cao.xem": "CREATE SCHEMA bao_cao; CREATE MATERIALIZED VIEW bao_cao.xem AS SELECT * FROM office.review_item",
    "published.rieng": "CREATE VIEW published.rieng AS SELECT 1 AS one",
    "published.tinh(n integer)": "CREATE FUNCTION published.tinh(n int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_an_office_built_on_the_views_is_never_dropped(engine: Engine, name: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(OLDER))
        connection.exec_driver_sql(FOREIGN[name])
    before = catalogue(engine)
    for change in (migrate.upgrade, lambda one: migrate.downgrade(one, "base")):
        with pytest.raises(migrate.SchemaError) as refused:
            change(engine)
        assert f" {name}." in str(refused.value)
        assert "published.product" not in str(refused.value)
    assert catalogue(engine) == before


def test_views_of_an_older_program_are_its_own(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP FUNCTION published.own_objects()"))
        connection.execute(text("CREATE VIEW published.no_longer_made AS SELECT 1 AS one"))
        connection.execute(text(OLDER))
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT to_regclass('published.no_longer_made')")) is None
        assert migrate.is_current(connection)


def test_a_database_of_a_newer_program_is_refused_in_words(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text(OLDER))
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrate.SchemaError, match="mới hơn"):
        migrate.upgrade(engine)
    with pytest.raises(migrate.SchemaError, match="mới hơn"):
        migrate.downgrade(engine, "base")


def test_programs_migrate_one_after_another(engine: Engine) -> None:
    with ThreadPoolExecutor(1) as beside, engine.connect() as first:
        first.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": migrate.MIGRATION_LOCK})
        second = beside.submit(migrate.downgrade, engine, "base")
        waiting_for_a_lock(first)
        assert not second.done()
        first.rollback()
        second.result(timeout=30)


def test_rows_loaded_before_records_were_kept_are_known_as_the_datasets(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO dataset_load (dataset, fingerprint) VALUES ('geodata', 'x')"))
        site(connection, "loaded")
        site(connection, "village", kind="craft_village")
        site(connection, "imported")
        recognition(connection, product(connection, "p"), "2024")
        connection.execute(
            text("""
                WITH batch AS (
                    INSERT INTO import_batch (kind, imported_by, file_name, file_sha256, counts)
                    VALUES ('register', 'a', 'b', 'c', '{}') RETURNING id
                )
                INSERT INTO import_change (batch_id, table_name, row_key, after)
                SELECT id, 'site', 'producer:imported', '{}' FROM batch
            """)
        )
    migrate.downgrade(engine, "0003")
    migrate.upgrade(engine)
    with engine.connect() as connection:
        known = connection.execute(text("SELECT table_name, row_key, file FROM dataset_record ORDER BY row_key")).all()
    assert [tuple(row) for row in known] == [
        ("site", "craft_village:village", "craft_villages.csv"),
        ("product", "p", "products_unattributed.csv"),
        ("recognition", "p:first:2024", "recognitions.csv"),
        ("site", "producer:loaded", "producers.csv"),
    ]
