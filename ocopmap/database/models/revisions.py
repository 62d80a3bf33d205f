"""What caches and start-up compare: the revision of each layer and the fingerprint of what was loaded."""

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, func
from sqlalchemy.orm import Mapped, mapped_column

from ocopmap.catalogue.places import Layer
from ocopmap.database.models.base import Base, TextKey, one_of


class LayerRevision(Base):
    """Counts the writes that changed a layer; triggers bump it in the writer's transaction."""

    __tablename__ = "layer_revision"
    __table_args__ = (one_of("layer", Layer),)

    layer: Mapped[TextKey]
    revision: Mapped[int] = mapped_column(BigInteger, server_default="1")
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class DatasetLoad(Base):
    """Fingerprint of a dataset as it was last loaded, so that a start with nothing new loads nothing."""

    __tablename__ = "dataset_load"

    dataset: Mapped[TextKey]
    fingerprint: Mapped[str]
    loaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class DatasetRecord(Base):
    """A row that a dataset's files wrote when they were last loaded, and the file that it came from."""

    __tablename__ = "dataset_record"

    dataset: Mapped[TextKey]
    table_name: Mapped[TextKey]
    row_key: Mapped[TextKey]
    file: Mapped[str]
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """When the row was unpublished because its file no longer has it."""
