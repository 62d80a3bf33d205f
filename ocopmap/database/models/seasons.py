"""When things are harvested, and the words by which visitors look for them."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from ocopmap.database.models.base import Base, Sourced, TextKey, one_of, sourced_checks


class HarvestSeason(Base, Sourced):
    """The months (1 to 12) of the main harvest of a commodity, or of one zone or product apart from it.

    Several sources may speak of one subject, each in a row of its own: the months that any of them names count. What
    no source tells has no row.
    """

    __tablename__ = "harvest_season"
    __table_args__ = (
        *sourced_checks(),
        CheckConstraint(
            "months <@ '{1,2,3,4,5,6,7,8,9,10,11,12}' AND cardinality(months) BETWEEN 1 AND 12", name="months_of_a_year"
        ),
        CheckConstraint("num_nonnulls(commodity, zone_id, product_id) = 1", name="of_one_subject"),
    )

    id: Mapped[TextKey]
    commodity: Mapped[str | None] = mapped_column(index=True)
    zone_id: Mapped[str | None] = mapped_column(ForeignKey("raw_material_zone.id", ondelete="CASCADE"), index=True)
    product_id: Mapped[str | None] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    months: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))


class Named(StrEnum):
    """What the vocabulary has words for."""

    COMMODITY = "commodity"
    GROUP = "group"


class VocabularyEntry(Base):
    """The words, in Vietnamese and English, that find what is of a commodity or group."""

    __tablename__ = "vocabulary"
    __table_args__ = (one_of("kind", Named), UniqueConstraint("kind", "code"))

    id: Mapped[TextKey]
    kind: Mapped[str]
    code: Mapped[str]
    words: Mapped[str]
