"""What the geocoder learned from a map: places with the extract that they came from."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Identity, func
from sqlalchemy.orm import Mapped, mapped_column

from ocopmap.database.models.base import Base, geometry


class MapExtract(Base):
    """The OpenStreetMap extract in use, one row."""

    __tablename__ = "map_extract"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    source: Mapped[str]
    extract_date: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    loaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class MapPlace(Base):
    """A street, hamlet or point of interest in a commune; a street has a row in each that it runs through."""

    __tablename__ = "map_place"
    __table_args__ = (CheckConstraint("precision IN ('exact', 'street', 'hamlet')", name="precision"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    extract_id: Mapped[int] = mapped_column(ForeignKey("map_extract.id", ondelete="CASCADE"), index=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    precision: Mapped[str]
    geom: Mapped[Any] = mapped_column(geometry("POINT"), nullable=False)
