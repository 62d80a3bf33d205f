"""Bring the schema to its current form: Alembic for tables, then the ordered SQL objects."""

import hashlib
from functools import cache
from pathlib import Path
from string import Template

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from ocopmap.catalogue.products import PERSONAL_FORMS
from ocopmap.catalogue.recognition import EXPIRING_MONTHS, VALIDITY_MONTHS
from ocopmap.database.engine import READER_ROLE

_HERE = Path(__file__).parent
_FINGERPRINT_FUNCTION = """
CREATE FUNCTION published.schema_fingerprint() RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT '{fingerprint}' $$
"""
_NEEDED_RIGHTS = f"""Tài khoản cơ sở dữ liệu chưa đủ quyền. Nhờ quản trị viên chạy một lần trong cơ sở dữ liệu ấy:
    CREATE EXTENSION IF NOT EXISTS postgis;
    CREATE ROLE {READER_ROLE} LOGIN;
    GRANT {READER_ROLE} TO <tài khoản trong OCOPMAP_DATABASE_URL>;
    GRANT CREATE ON SCHEMA public TO <tài khoản trong OCOPMAP_DATABASE_URL>;"""
_LOCK = 8_200_251  # any constant: keeps two starting programs from migrating at once


class SchemaError(Exception):
    """The database cannot be brought to the schema this program needs."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate to ``revision`` and rebuild views, functions and triggers, in one transaction.

    Raises:
        SchemaError: PostGIS is not there, or the owner may not do what is needed.
    """
    try:
        with engine.begin() as connection:
            _upgrade(connection, revision)
    except (ProgrammingError, InsufficientPrivilege) as error:
        # The SQL objects go by the driver's own cursor, so its error may come unwrapped.
        if not isinstance(getattr(error, "orig", error), InsufficientPrivilege):
            raise
        raise SchemaError(_NEEDED_RIGHTS) from error


def _upgrade(connection: Connection, revision: str) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    if revision == "head" and is_current(connection):
        return
    _require_extensions(connection)
    _drop_objects(connection)
    command.upgrade(_config(connection), revision)
    if revision == "head":
        _create_objects(connection)


def downgrade(engine: Engine, revision: str) -> None:
    """Go back to ``revision`` (``base`` for an empty database)."""
    with engine.begin() as connection:
        _drop_objects(connection)
        command.downgrade(_config(connection), revision)


def is_current(connection: Connection) -> bool:
    """Tell whether tables and SQL objects are those of this program."""
    known = connection.scalar(text("SELECT to_regprocedure('published.schema_fingerprint()')"))
    return known is not None and connection.scalar(text("SELECT published.schema_fingerprint()")) == fingerprint()


def current_revision(connection: Connection) -> str | None:
    """Return the revision that the database is at."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def fingerprint() -> str:
    """Return a digest of the newest migration and of every SQL object."""
    head = ScriptDirectory.from_config(_config(None)).get_current_head()
    return hashlib.sha256("\n".join([str(head), *_objects()]).encode()).hexdigest()


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE / "migrations"))
    config.attributes["connection"] = connection
    return config


def _require_extensions(connection: Connection) -> None:
    wanted = ("postgis", "unaccent", "pg_trgm")
    present = set(connection.scalars(text("SELECT extname FROM pg_extension")))
    available = set(connection.scalars(text("SELECT name FROM pg_available_extensions")))
    for name in wanted:
        if name in present:
            continue
        if name not in available:
            raise SchemaError(f"Máy chủ PostgreSQL chưa cài phần mở rộng {name}; hãy cài rồi chạy lại.")
        connection.execute(text(f"CREATE EXTENSION {name}"))


def _drop_objects(connection: Connection) -> None:
    connection.execute(text("DROP SCHEMA IF EXISTS published, office CASCADE"))


def _create_objects(connection: Connection) -> None:
    cursor = connection.connection.cursor()
    for statements in _objects():
        cursor.execute(statements)  # by the driver's cursor: no parameters, so "%" in the text means itself
    cursor.execute(_FINGERPRINT_FUNCTION.format(fingerprint=fingerprint()))


def _objects() -> list[str]:
    constants = {
        "validity_months": VALIDITY_MONTHS,
        "expiring_months": EXPIRING_MONTHS,
        "personal_forms": ", ".join(f"'{form}'" for form in sorted(PERSONAL_FORMS)),
        "reader": READER_ROLE,
    }
    files = sorted((_HERE / "sql").glob("*.sql"))
    return [_SqlTemplate(path.read_text(encoding="utf-8")).substitute(constants) for path in files]


class _SqlTemplate(Template):
    """Templates whose mark is ``@``, since ``$$`` quotes the bodies of SQL functions."""

    delimiter = "@"
