"""Communes since July 2025, the old communes they were formed from, and which became which."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ocopmap.catalogue.places import BoundarySource, CommuneKind
from ocopmap.database.models.base import Base, geometry, one_of


class Commune(Base):
    """A commune-level unit in force since ``valid_from``.

    The code alone is no key: all 102 codes of the province were reused in 2025, 76 of them by a unit of another name.
    """

    __tablename__ = "commune"
    __table_args__ = (
        UniqueConstraint("code", "valid_from"),
        CheckConstraint(r"code ~ '^\d{5}$'", name="code_form"),
        CheckConstraint("valid_to > valid_from", name="dates_in_order"),
        CheckConstraint("ST_IsValid(geom) AND NOT ST_IsEmpty(geom)", name="geom_valid"),
        CheckConstraint("(geom IS NULL) = (boundary_source IS NULL)", name="boundary_source_given"),
        one_of("kind", CommuneKind),
        one_of("boundary_source", BoundarySource),
        Index("ix_commune_geom", "geom", postgresql_using="gist"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    code: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    name: Mapped[str]
    kind: Mapped[str]
    full_name: Mapped[str]
    province_code: Mapped[str]
    official_area_km2: Mapped[float | None]
    geom: Mapped[Any | None] = mapped_column(geometry("MULTIPOLYGON"))
    outline: Mapped[Any | None] = mapped_column(geometry("MULTIPOLYGON"))
    """``geom`` simplified for the map, edges between neighbours still shared."""
    centre: Mapped[Any] = mapped_column(geometry("POINT"), nullable=False)
    """A point inside the polygon."""
    boundary_source: Mapped[str | None]


class LegacyCommune(Base):
    """A commune-level unit as it was until 30 June 2025, with its district."""

    __tablename__ = "legacy_commune"
    __table_args__ = (
        CheckConstraint(r"code ~ '^\d{5}$'", name="code_form"),
        one_of("kind", CommuneKind),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    full_name: Mapped[str]
    district: Mapped[str]
    district_code: Mapped[str]
    province: Mapped[str]
    province_code: Mapped[str]
    centre: Mapped[Any] = mapped_column(geometry("POINT"), nullable=False)


class Succession(Base):
    """Which commune an old commune went to; a divided one has several rows."""

    __tablename__ = "succession"

    legacy_commune_code: Mapped[str] = mapped_column(
        ForeignKey("legacy_commune.code", ondelete="CASCADE"), primary_key=True
    )
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id", ondelete="CASCADE"), primary_key=True, index=True)
