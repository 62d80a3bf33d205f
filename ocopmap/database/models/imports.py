"""Imports that people ran: who, when, which file, and what every row was before."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKey, Identity, Index, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ocopmap.database.models.base import Base


class ImportBatch(Base):
    """One applied import of one file; counts are of the file's rows."""

    __tablename__ = "import_batch"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    kind: Mapped[str]
    """What was imported: ``register`` and whatever other importers write."""
    imported_by: Mapped[str]
    imported_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    counts: Mapped[dict[str, int]] = mapped_column(JSONB)
    undone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    undone_by: Mapped[str | None]


class ImportChange(Base):
    """One row that an import wrote: its image before (none when new) and after (none when deleted).

    Geometries are hexadecimal EWKB.
    """

    __tablename__ = "import_change"
    __table_args__ = (
        Index("ix_import_change_batch_id", "batch_id"),
        Index("ix_import_change_table_name_row_key", "table_name", "row_key"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    table_name: Mapped[str]
    row_key: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
