"""What is known of visiting a site."""

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from ocopmap.database.models.base import Base, Sourced, sourced_checks


class SiteVisit(Base, Sourced):
    """When a site is open, how long a visit takes, in which months it is worth one; what is not known is null."""

    __tablename__ = "site_visit"
    __table_args__ = (
        *sourced_checks(),
        CheckConstraint("num_nonnulls(opening_hours, visit_minutes, season_months) > 0", name="something_known"),
        CheckConstraint("visit_minutes BETWEEN 5 AND 720", name="visit_minutes_range"),
        CheckConstraint(
            "season_months <@ '{1,2,3,4,5,6,7,8,9,10,11,12}' AND cardinality(season_months) BETWEEN 1 AND 12",
            name="months_of_a_year",
        ),
    )

    id: Mapped[str] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"), primary_key=True)
    opening_hours: Mapped[str | None]
    """OpenStreetMap's ``opening_hours``; ``PH`` are the holidays of ``holidays.yaml``."""
    visit_minutes: Mapped[int | None]
    season_months: Mapped[list[int] | None] = mapped_column(ARRAY(SmallInteger))
