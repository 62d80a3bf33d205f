"""Alembic's entry: runs on the connection that ``ocopmap.database.migrate`` hands over."""

from alembic import context
from geoalchemy2 import alembic_helpers

from ocopmap.database.models import Base


def _include_object(obj: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    if kind == "table" and reflected and compare_to is None:
        return False
    return bool(alembic_helpers.include_object(obj, name, kind, reflected, compare_to))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_object=_include_object,
    process_revision_directives=alembic_helpers.writer,
    render_item=alembic_helpers.render_item,
)
with context.begin_transaction():
    context.run_migrations()
