"""Bring the schema to its current form: Alembic for tables, then the ordered SQL objects."""

import hashlib
from functools import cache
from pathlib import Path
from string import Template

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from ocopmap.catalogue.distances import FINE_M, FINE_SHARE
from ocopmap.catalogue.indicators import PLAN_START
from ocopmap.catalogue.phones import PHONE_IN_NAME
from ocopmap.catalogue.products import AGRICULTURAL_SETS, ENTERPRISE_FORMS, PERSONAL_FORMS
from ocopmap.catalogue.recognition import EXPIRING_MONTHS, VALIDITY_MONTHS
from ocopmap.catalogue.review import LIKE_NAMES, LIKE_SITES_METRES, LOW_CONFIDENCE
from ocopmap.database.engine import READER_ROLE

_HERE = Path(__file__).parent
_OWN_OBJECTS_FUNCTION = """
CREATE FUNCTION published.own_objects() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ SELECT ARRAY[{names}] $$
"""
_FINGERPRINT_FUNCTION = """
CREATE FUNCTION published.schema_fingerprint() RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT '{fingerprint}' $$
"""
_SCHEMAS = ("published.", "office.")
_NEEDED_RIGHTS = f"""Tài khoản cơ sở dữ liệu chưa đủ quyền. Nhờ quản trị viên chạy một lần trong cơ sở dữ liệu ấy:
    CREATE EXTENSION IF NOT EXISTS postgis;
    CREATE ROLE {READER_ROLE} LOGIN;
    GRANT {READER_ROLE} TO <tài khoản trong OCOPMAP_DATABASE_URL>;
    GRANT CREATE ON SCHEMA public TO <tài khoản trong OCOPMAP_DATABASE_URL>;"""
MIGRATION_LOCK = 8_200_251  # any constant: keeps two starting programs from migrating at once
_WRITERS_LOCK = 8_200_252  # any other: held by the transaction that writes layers

# Relations and routines by name, but for those of extensions and of the system.
_OBJECTS = text("""
    WITH place AS (
        SELECT oid, quote_ident(nspname) AS name FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)'
    )
    SELECT place.name || '.' || quote_ident(c.relname)
    FROM pg_class AS c JOIN place ON place.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
    UNION ALL
    SELECT format('%s.%I(%s)', place.name, p.proname, pg_get_function_identity_arguments(p.oid))
    FROM pg_proc AS p JOIN place ON place.oid = p.pronamespace
    WHERE NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')
""")

_NEWER = (
    "Cơ sở dữ liệu đã được một bản mới hơn của chương trình đưa lên phiên bản mà bản này không biết. "
    "Hãy dùng bản mới ấy, hoặc một cơ sở dữ liệu khác."
)


class SchemaError(Exception):
    """The database cannot be brought to the schema this program needs."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate to ``revision`` and rebuild views, functions and triggers, in one transaction.

    Raises:
        SchemaError: PostGIS is not there, the owner may not do what is needed, a newer program has migrated the
            database, or somebody else's objects stand on the views.
    """
    try:
        with engine.begin() as connection:
            _upgrade(connection, revision)
    except CommandError as error:
        raise SchemaError(_NEWER) from error
    except (ProgrammingError, InsufficientPrivilege) as error:
        # The SQL objects go by the driver's own cursor, so its error may come unwrapped.
        if not isinstance(getattr(error, "orig", error), InsufficientPrivilege):
            raise
        raise SchemaError(_NEEDED_RIGHTS) from error


def _upgrade(connection: Connection, revision: str) -> None:
    _alone(connection)
    if revision == "head" and is_current(connection):
        return
    _require_extensions(connection)
    _drop_objects(connection)
    command.upgrade(_config(connection), revision)
    if revision == "head":
        _create_objects(connection)


def downgrade(engine: Engine, revision: str) -> None:
    """Go back to ``revision`` (``base`` for an empty database).

    Raises:
        SchemaError: a newer program has migrated the database, or somebody else's objects stand on the views.
    """
    try:
        with engine.begin() as connection:
            _alone(connection)
            _drop_objects(connection)
            command.downgrade(_config(connection), revision)
    except CommandError as error:
        raise SchemaError(_NEWER) from error


def _alone(connection: Connection) -> None:
    """Wait until no other program migrates this database."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})


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
    return hashlib.sha256("\n".join([str(head), *_objects(), _OWN_OBJECTS_FUNCTION]).encode()).hexdigest()


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
    """Drop both schemas of views, unless that takes something with it that is not the program's."""
    before = _objects_there(connection) - _own_objects(connection)
    connection.execute(text("DROP SCHEMA IF EXISTS published, office CASCADE"))
    if lost := before - _objects_there(connection):
        raise SchemaError(
            "Trong cơ sở dữ liệu có đối tượng không phải của chương trình nằm trong, hoặc dựa vào, lược đồ published "
            f"hay office: {', '.join(sorted(lost))}. Chương trình phải dựng lại hai lược đồ ấy và sẽ làm mất chúng, "
            "nên chưa đổi gì. Hãy lưu định nghĩa của chúng, xóa chúng, chạy lại rồi tạo lại (trong lược đồ riêng)."
        )


def _objects_there(connection: Connection) -> set[str]:
    return set(connection.scalars(_OBJECTS))


def _own_objects(connection: Connection) -> set[str]:
    """Return what the program made in its schemas; programs before this was noted had them to themselves."""
    if connection.scalar(text("SELECT to_regprocedure('published.own_objects()')")):
        return set(connection.scalars(text("SELECT unnest(published.own_objects())")))
    return {name for name in _objects_there(connection) if name.startswith(_SCHEMAS)}


def _create_objects(connection: Connection) -> None:
    cursor = connection.connection.cursor()
    for statements in _objects():
        cursor.execute(statements)  # by the driver's cursor: no parameters, so "%" in the text means itself
    cursor.execute(_FINGERPRINT_FUNCTION.format(fingerprint=fingerprint()))
    made = [name for name in _objects_there(connection) if name.startswith(_SCHEMAS)]
    names = ", ".join(f"'{name}'" for name in sorted([*made, "published.own_objects()"]))
    cursor.execute(_OWN_OBJECTS_FUNCTION.format(names=names))


def _objects() -> list[str]:
    constants = {
        "validity_months": VALIDITY_MONTHS,
        "expiring_months": EXPIRING_MONTHS,
        "personal_forms": ", ".join(f"'{form}'" for form in sorted(PERSONAL_FORMS)),
        "enterprise_forms": ", ".join(f"'{form}'" for form in sorted(ENTERPRISE_FORMS)),
        "agricultural_sets": ", ".join(map(str, sorted(AGRICULTURAL_SETS))),
        "fine_m": FINE_M,
        "fine_share": FINE_SHARE,
        "phone_in_name": PHONE_IN_NAME,
        "plan_start": PLAN_START.isoformat(),
        "reader": READER_ROLE,
        "low_confidence": LOW_CONFIDENCE,
        "like_names": LIKE_NAMES,
        "like_sites_metres": LIKE_SITES_METRES,
        "writers_lock": _WRITERS_LOCK,
    }
    files = sorted((_HERE / "sql").glob("*.sql"))
    return [_SqlTemplate(path.read_text(encoding="utf-8")).substitute(constants) for path in files]


class _SqlTemplate(Template):
    """Templates whose mark is ``@``, since ``$$`` quotes the bodies of SQL functions."""

    delimiter = "@"
