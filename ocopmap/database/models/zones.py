"""Raw-material zones and what ties products to zones, villages, tourism points and sales points."""

from typing import Any

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Identity, Index
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from ocopmap.catalogue.places import Precision, ZoneGeometrySource
from ocopmap.database.models.base import DERIVED, Base, Sourced, TextKey, geometry, one_of, sourced_checks


class RawMaterialZone(Base, Sourced):
    """A raw-material zone. Zones overlap (whole, district, certified part): areas are never summed."""

    __tablename__ = "raw_material_zone"
    __table_args__ = (
        *sourced_checks(),
        one_of("geometry_source", ZoneGeometrySource),
        one_of("precision", Precision),
        CheckConstraint("declared_ha > 0", name="declared_ha_positive"),
        CheckConstraint("ST_IsValid(geom) AND NOT ST_IsEmpty(geom)", name="geom_valid"),
        CheckConstraint("num_nonnulls(geom, outline, geometry_source, precision) IN (0, 4)", name="geometry_complete"),
        Index("ix_raw_material_zone_geom", "geom", postgresql_using="gist"),
    )

    id: Mapped[TextKey]
    name: Mapped[str]
    commodity: Mapped[str]
    named_units: Mapped[str | None]
    """Communes and districts as the source names them."""
    geom: Mapped[Any | None] = mapped_column(geometry("MULTIPOLYGON"))
    outline: Mapped[Any | None] = mapped_column(geometry("MULTIPOLYGON"))
    """``geom`` simplified for the map."""
    geometry_source: Mapped[str | None]
    precision: Mapped[str | None]
    explanation: Mapped[str | None]
    declared_ha: Mapped[float | None]
    computed_ha: Mapped[float | None] = mapped_column(Computed("ST_Area(geom::geography) / 10000", persisted=True))
    """Area of the polygon on the ellipsoid, in hectares; of whole communes when it is their union."""
    standards: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default="{}")
    growing_area_code: Mapped[str | None]
    year: Mapped[int | None]
    published: Mapped[bool] = mapped_column(server_default="true")


class ZoneCommune(Base):
    """A commune that a zone's source names, directly or by its old name."""

    __tablename__ = "zone_commune"

    zone_id: Mapped[str] = mapped_column(ForeignKey("raw_material_zone.id", ondelete="CASCADE"), primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id", ondelete="CASCADE"), primary_key=True, index=True)


class ZonePart(Base):
    """The part of a zone that lies in one commune (or in none); kept by triggers.

    ``geom`` is empty for a zone that is the union of whole communes: its part is the commune.
    """

    __tablename__ = "zone_part"
    __table_args__ = {"info": {DERIVED: True}}  # noqa: RUF012 - declared so by SQLAlchemy

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    zone_id: Mapped[str] = mapped_column(ForeignKey("raw_material_zone.id", ondelete="CASCADE"), index=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("commune.id", ondelete="CASCADE"), index=True)
    geom: Mapped[Any | None] = mapped_column(geometry("MULTIPOLYGON"))
    ha: Mapped[float]
    """Area on the ellipsoid, in hectares."""


class ZoneOverlap(Base):
    """Ground that two zones of one commodity share, once for each of them; kept by triggers (``82_zone_parts.sql``)."""

    __tablename__ = "zone_overlap"
    __table_args__ = {"info": {DERIVED: True}}  # noqa: RUF012 - declared so by SQLAlchemy

    zone_id: Mapped[str] = mapped_column(ForeignKey("raw_material_zone.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[str] = mapped_column(
        ForeignKey("raw_material_zone.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    ha: Mapped[float]
    """Area on the ellipsoid, in hectares."""


def _product_key() -> Mapped[str]:
    return mapped_column(ForeignKey("product.id", ondelete="CASCADE"), primary_key=True)


class ProductZone(Base, Sourced):
    """A product whose raw material grows in a zone."""

    __tablename__ = "product_zone"
    __table_args__ = sourced_checks()

    product_id: Mapped[str] = _product_key()
    zone_id: Mapped[str] = mapped_column(
        ForeignKey("raw_material_zone.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ProductCraftVillage(Base, Sourced):
    """A product made in a craft village."""

    __tablename__ = "product_craft_village"
    __table_args__ = sourced_checks()

    product_id: Mapped[str] = _product_key()
    craft_village_id: Mapped[str] = mapped_column(
        ForeignKey("craft_village.site_id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ProductSalesPoint(Base, Sourced):
    """A product sold at a sales point."""

    __tablename__ = "product_sales_point"
    __table_args__ = sourced_checks()

    product_id: Mapped[str] = _product_key()
    sales_point_id: Mapped[str] = mapped_column(
        ForeignKey("sales_point.site_id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ProductTourismPoint(Base, Sourced):
    """A product that visitors of a tourism point see or taste."""

    __tablename__ = "product_tourism_point"
    __table_args__ = sourced_checks()

    product_id: Mapped[str] = _product_key()
    tourism_point_id: Mapped[str] = mapped_column(
        ForeignKey("tourism_point.site_id", ondelete="CASCADE"), primary_key=True, index=True
    )
