"""Products, the history of their recognition, and where they are sold."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ocopmap.catalogue.products import MAX_STARS, MIN_STARS, PRODUCT_SETS, Channel, ProductGroup
from ocopmap.catalogue.recognition import DatePrecision, RecognitionEvent, Scheme
from ocopmap.database.models.base import Base, Sourced, TextKey, one_of, sourced_checks

_LAST_SET = max(numbers[-1] for numbers in PRODUCT_SETS.values())


class Product(Base, Sourced):
    """A product; its rank is not here: it follows from its recognitions as of a date."""

    __tablename__ = "product"
    __table_args__ = (
        *sourced_checks(),
        one_of("product_group", ProductGroup),
        CheckConstraint(f"product_set BETWEEN 1 AND {_LAST_SET}", name="product_set_range"),
    )

    id: Mapped[TextKey]
    name: Mapped[str]
    producer_id: Mapped[str | None] = mapped_column(ForeignKey("producer.site_id"), index=True)
    product_group: Mapped[str]
    product_set: Mapped[int | None]
    commodity: Mapped[str | None]
    national_code: Mapped[str | None] = mapped_column(unique=True)
    story: Mapped[str | None]
    potential_five_star: Mapped[bool] = mapped_column(server_default="false")
    published: Mapped[bool] = mapped_column(server_default="true")


class Recognition(Base, Sourced):
    """One event of recognition. ``decided_on`` is the first day of the period that its precision names."""

    __tablename__ = "recognition"
    __table_args__ = (
        *sourced_checks(),
        one_of("event", RecognitionEvent),
        one_of("scheme", Scheme),
        one_of("decided_on_precision", DatePrecision),
        CheckConstraint(f"stars BETWEEN {MIN_STARS} AND {MAX_STARS}", name="stars_range"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score_range"),
        CheckConstraint("decided_on >= DATE '2018-01-01'", name="decided_since_programme"),
        CheckConstraint("expires_on > decided_on", name="dates_in_order"),
        CheckConstraint("(decided_on IS NULL) = (decided_on_precision = 'unknown')", name="precision_given"),
        CheckConstraint(
            "decided_on_precision <> 'year' OR decided_on = date_trunc('year', decided_on::timestamp)::date",
            name="year_begins_in_january",
        ),
        CheckConstraint(
            "decided_on_precision <> 'month' OR decided_on = date_trunc('month', decided_on::timestamp)::date",
            name="month_begins_on_the_first",
        ),
        Index(
            "ix_recognition_latest",
            "product_id",
            text("coalesce(decided_on, '-infinity'::date) DESC"),
            text("stars DESC NULLS LAST"),
            "id",
        ),
    )

    id: Mapped[TextKey]
    product_id: Mapped[str] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"))
    event: Mapped[str]
    scheme: Mapped[str | None]
    stars: Mapped[int | None]
    score: Mapped[float | None]
    decision_no: Mapped[str | None]
    authority: Mapped[str | None]
    decided_on: Mapped[date | None]
    decided_on_precision: Mapped[str]
    expires_on: Mapped[date | None]
    """Only where a source states it; otherwise 36 months after the decision."""


class Revocation(Base, Sourced):
    """The end of a recognition by decision; at most one a recognition, never before it (trigger)."""

    __tablename__ = "revocation"
    __table_args__ = sourced_checks()

    recognition_id: Mapped[str] = mapped_column(ForeignKey("recognition.id", ondelete="CASCADE"), primary_key=True)
    revoked_on: Mapped[date]
    decision_no: Mapped[str | None]
    reason: Mapped[str | None]


class SalesChannel(Base, Sourced):
    """Where a product is sold: shop chain, online floor, export market (``channel`` = ``export``)."""

    __tablename__ = "sales_channel"
    __table_args__ = (
        *sourced_checks(),
        one_of("channel", Channel),
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="country_form"),
        CheckConstraint("url ~ '^https?://'", name="url_form"),
    )

    id: Mapped[TextKey]
    product_id: Mapped[str] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str]
    name: Mapped[str]
    url: Mapped[str | None]
    country: Mapped[str | None]
    """ISO 3166-1 alpha-2 code of an export market, where the source names one country."""
