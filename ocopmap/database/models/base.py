"""What the tables share: naming of constraints, columns of provenance, checks of coded values."""

from enum import StrEnum
from typing import Annotated, Any

from geoalchemy2 import Geometry
from sqlalchemy import CheckConstraint, MetaData, Table, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SRID = 4326
WEB_MERCATOR = 3857
DERIVED = "derived"
"""Mark (in a table's ``info``) of rows that triggers make of other rows: nobody's data, never in the way of an undo."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

TextKey = Annotated[str, mapped_column(Text, primary_key=True)]


class Base(DeclarativeBase):
    """Parent of every model."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: Text}  # noqa: RUF012 - SQLAlchemy reads it as a plain class attribute


def table_of(model: type[Base]) -> Table:
    """Return the table of a model, which the ORM's types call any selectable."""
    return Base.metadata.tables[model.__tablename__]


class Sourced:
    """A row that says where its facts were published."""

    source_url: Mapped[str]
    source_date: Mapped[str | None]
    """As the source gives it: ``2024``, ``2024-10`` or ``2024-10-14``."""


def sourced_checks() -> tuple[CheckConstraint, ...]:
    """Return the checks that every sourced table carries."""
    return (
        CheckConstraint("source_url <> ''", name="source_url_given"),
        CheckConstraint(r"source_date ~ '^\d{4}(-\d{2}(-\d{2})?)?$'", name="source_date_form"),
    )


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """Return the check that ``column`` is one of the codes of an enumeration of the catalogue."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def geometry(kind: str, srid: int = SRID) -> Any:  # noqa: ANN401 - GeoAlchemy2 has no types
    """Return a geometry column type; its index is declared by the table, by name."""
    return Geometry(kind, srid=srid, spatial_index=False)
