"""Targets and published figures of the plan, and the people and classes that two of its KPIs count."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ocopmap.database.models.base import Base, Sourced, TextKey, sourced_checks


class IndicatorTarget(Base, Sourced):
    """What the plan asks for by a year."""

    __tablename__ = "indicator_target"
    __table_args__ = (
        *sourced_checks(),
        UniqueConstraint("indicator", "year"),
        CheckConstraint("comparison IN ('at_least', 'exactly')", name="comparison_known"),
    )

    id: Mapped[TextKey]
    number: Mapped[int]
    """Number of the KPI in the plan, 1 to 17."""
    indicator: Mapped[str]
    name: Mapped[str]
    year: Mapped[int]
    value: Mapped[float]
    unit: Mapped[str]
    comparison: Mapped[str]
    owner: Mapped[str | None]


class IndicatorObservation(Base, Sourced):
    """A figure as somebody published it; never mixed with computed values."""

    __tablename__ = "indicator_observation"
    __table_args__ = (
        *sourced_checks(),
        UniqueConstraint("year", "indicator", "scope"),
        CheckConstraint("year BETWEEN 2018 AND 2100", name="year_range"),
    )

    id: Mapped[TextKey]
    year: Mapped[int]
    indicator: Mapped[str]
    value: Mapped[float]
    unit: Mapped[str]
    scope: Mapped[str]
    """The territory counted: ``old_dong_thap``, ``old_tien_giang`` or ``dong_thap_2025``."""


class StaffMember(Base, Sourced):
    """A manager or a producer's staff member who should be trained (KPI 11). Never published."""

    __tablename__ = "staff_member"
    __table_args__ = sourced_checks()

    id: Mapped[TextKey]
    name: Mapped[str]
    role: Mapped[str]
    body: Mapped[str | None]
    producer_id: Mapped[str | None] = mapped_column(ForeignKey("producer.site_id", ondelete="CASCADE"), index=True)


class TrainingClass(Base, Sourced):
    """A class held for managers or producers (KPI 11 and 12)."""

    __tablename__ = "training_class"
    __table_args__ = sourced_checks()

    id: Mapped[TextKey]
    name: Mapped[str]
    topic: Mapped[str]
    organiser: Mapped[str]
    held_on: Mapped[date]


class TrainingAttendance(Base):
    """Who sat in which class."""

    __tablename__ = "training_attendance"

    class_id: Mapped[str] = mapped_column(ForeignKey("training_class.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(
        ForeignKey("staff_member.id", ondelete="CASCADE"), primary_key=True, index=True
    )
