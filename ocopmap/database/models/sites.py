"""Sites: whatever has one point on the map, and what each kind adds."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Computed, DateTime, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from ocopmap.catalogue.places import Placement, Precision, SalesPointKind, SiteKind, TourismKind
from ocopmap.catalogue.products import MAX_STARS, MIN_STARS, EnterpriseSize, LegalForm
from ocopmap.database.models.base import (
    WEB_MERCATOR,
    Base,
    Sourced,
    TextKey,
    geometry,
    one_of,
    sourced_checks,
)


class Site(Base, Sourced):
    """Producer, craft village, tourism point or sales point, with where it is and how well that is known."""

    __tablename__ = "site"
    __table_args__ = (
        *sourced_checks(),
        one_of("kind", SiteKind),
        one_of("precision", Precision),
        one_of("placed_by", Placement),
        CheckConstraint("id LIKE kind || ':%'", name="id_begins_with_kind"),
        CheckConstraint(
            "num_nonnulls(geom, precision, placed_by, confidence, uncertainty_m) IN (0, 5)",
            name="point_complete",
        ),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence_range"),
        CheckConstraint("uncertainty_m >= 0", name="uncertainty_positive"),
        CheckConstraint(
            "ST_X(geom) BETWEEN 102 AND 118 AND ST_Y(geom) BETWEEN 6 AND 24",
            name="geom_in_vietnam",
        ),
        Index("ix_site_geom", "geom", postgresql_using="gist"),
        Index("ix_site_geom_3857", "geom_3857", postgresql_using="gist"),
        Index("ix_site_kind", "kind"),
    )

    id: Mapped[TextKey]
    """``kind:slug``, stable across loads."""
    kind: Mapped[str]
    name: Mapped[str]
    original_address: Mapped[str | None]
    current_address: Mapped[str | None]
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("commune.id"), index=True)
    legacy_commune_code: Mapped[str | None] = mapped_column(ForeignKey("legacy_commune.code"), index=True)
    province_code: Mapped[str | None]
    geom: Mapped[Any | None] = mapped_column(geometry("POINT"))
    geom_3857: Mapped[Any | None] = mapped_column(
        geometry("POINT", srid=WEB_MERCATOR), Computed("ST_Transform(geom, 3857)", persisted=True)
    )
    precision: Mapped[str | None]
    placed_by: Mapped[str | None]
    confidence: Mapped[float | None]
    uncertainty_m: Mapped[float | None]
    explanation: Mapped[str | None]
    """How the address became the point, for a clerk."""
    contradiction: Mapped[str | None]
    """Where the point and the address do not agree."""
    coordinate_source: Mapped[str | None]
    coordinate_method: Mapped[str | None]
    published: Mapped[bool] = mapped_column(server_default="true")
    location_released: Mapped[bool] = mapped_column(server_default="false")
    """Whether a household's exact place may be shown (law 91/2025/QH15)."""
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


def _site_key() -> Mapped[str]:
    return mapped_column(ForeignKey("site.id", ondelete="CASCADE"), primary_key=True)


class Producer(Base):
    """A subject (chủ thể) of OCOP products."""

    __tablename__ = "producer"
    __table_args__ = (one_of("legal_form", LegalForm), one_of("enterprise_size", EnterpriseSize))

    site_id: Mapped[str] = _site_key()
    legal_form: Mapped[str]
    enterprise_size: Mapped[str | None]
    woman_led: Mapped[bool | None]
    phone: Mapped[str | None]
    phone_released: Mapped[bool] = mapped_column(server_default="false")
    website: Mapped[str | None]


class CraftVillage(Base):
    """A craft village (làng nghề)."""

    __tablename__ = "craft_village"

    site_id: Mapped[str] = _site_key()
    craft: Mapped[str]
    recognised_year: Mapped[int | None]


class TourismPoint(Base):
    """A rural tourism point."""

    __tablename__ = "tourism_point"
    __table_args__ = (
        one_of("tourism_kind", TourismKind),
        CheckConstraint(f"ocop_stars BETWEEN {MIN_STARS} AND {MAX_STARS}", name="ocop_stars_range"),
    )

    site_id: Mapped[str] = _site_key()
    tourism_kind: Mapped[str]
    ocop_stars: Mapped[int | None]


class SalesPoint(Base):
    """A place where OCOP products are shown or sold."""

    __tablename__ = "sales_point"
    __table_args__ = (one_of("sales_point_kind", SalesPointKind),)

    site_id: Mapped[str] = _site_key()
    sales_point_kind: Mapped[str]
