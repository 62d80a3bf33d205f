"""What people answered to the review list."""

from datetime import datetime

from sqlalchemy import DateTime, Identity, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from ocopmap.database.models.base import Base


class ReviewDecision(Base):
    """An answer to one item of the review list; the item stays away as long as it is ``about`` the same thing."""

    __tablename__ = "review_decision"
    __table_args__ = (UniqueConstraint("layer", "record_id", "reason", "about"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    layer: Mapped[str]
    record_id: Mapped[str]
    reason: Mapped[str]
    about: Mapped[str]
    """What was told to the person: the other record of a pair, else the digest of the sentence."""
    decision: Mapped[str]
    note: Mapped[str | None]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
