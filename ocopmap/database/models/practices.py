"""What KPIs of the plan ask of products and producers and no register of recognitions tells."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ocopmap.database.models.base import Base, Sourced, TextKey, one_of, sourced_checks


class Practice(StrEnum):
    """A way of producing that KPI 10 asks for."""

    CIRCULAR = "circular"
    GREEN = "green"


class ProductTraceability(Base, Sourced):
    """Where a product's origin can be looked up (KPI 6), and whether the address worked when it was last tried."""

    __tablename__ = "product_traceability"
    __table_args__ = (*sourced_checks(), CheckConstraint("url ~ '^https?://'", name="url_form"))

    product_id: Mapped[str] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), primary_key=True)
    url: Mapped[str]
    tested_on: Mapped[date | None]
    works: Mapped[bool | None]


class ChainContract(Base, Sourced):
    """A contract that ties a producer into a value chain (KPI 10)."""

    __tablename__ = "chain_contract"
    __table_args__ = (*sourced_checks(), CheckConstraint("ends_on >= begins_on", name="dates_in_order"))

    id: Mapped[TextKey]
    producer_id: Mapped[str] = mapped_column(ForeignKey("producer.site_id", ondelete="CASCADE"), index=True)
    partner: Mapped[str]
    begins_on: Mapped[date]
    ends_on: Mapped[date | None]


class ProducerPractice(Base, Sourced):
    """A producer who works in a circular or green way, as a source attests (KPI 10)."""

    __tablename__ = "producer_practice"
    __table_args__ = (*sourced_checks(), one_of("practice", Practice))

    producer_id: Mapped[str] = mapped_column(ForeignKey("producer.site_id", ondelete="CASCADE"), primary_key=True)
    practice: Mapped[str] = mapped_column(primary_key=True)
