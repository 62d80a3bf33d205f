"""The list of records that need a person, and the words that people know its reasons and answers by."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, text


class ReviewError(Exception):
    """The answers cannot be taken; the message is Vietnamese and says what and where. Nothing was written."""


class Reason(StrEnum):
    """Why a record needs a person."""

    NO_ADDRESS = "no_address"
    NO_PLACE = "no_place"
    DIVIDED = "divided"
    LOW_CONFIDENCE = "low_confidence"
    OUT_OF_COMMUNE = "out_of_commune"
    DUPLICATE = "duplicate"
    NO_PRODUCER = "no_producer"


class Decision(StrEnum):
    """What a person decided about an item."""

    MOVE = "move"
    ASSIGN = "assign"
    KEEP = "keep"
    HIDE = "hide"


REASONS: Final = {
    Reason.NO_ADDRESS: "Không có địa chỉ",
    Reason.NO_PLACE: "Địa chỉ chưa rõ nơi nào",
    Reason.DIVIDED: "Xã cũ đã chia",
    Reason.LOW_CONFIDENCE: "Vị trí kém tin cậy",
    Reason.OUT_OF_COMMUNE: "Nằm ngoài xã đã ghi",
    Reason.DUPLICATE: "Có thể trùng",
    Reason.NO_PRODUCER: "Sản phẩm chưa có chủ thể",
}

LAYERS: Final = {
    "product": "Sản phẩm",
    "producer": "Chủ thể",
    "craft_village": "Làng nghề",
    "tourism_point": "Điểm du lịch",
    "sales_point": "Điểm bán",
    "zone": "Vùng nguyên liệu",
}

Key = tuple[str, str, str, str]
"""Layer, record, reason, and what the item is about."""


@dataclass(frozen=True)
class ReviewItem:
    """One record and one reason to look at it; degrees are WGS 84.

    ``about`` tells one cause of a reason from another: the other record of a pair, else the digest of the sentence.
    """

    layer: str
    record_id: str
    name: str
    reason: Reason
    detail: str
    about: str
    address: str | None
    commune_code: str | None
    commune_name: str | None
    latitude: float | None
    longitude: float | None
    precision: str | None
    confidence: float | None
    province_code: str | None

    @property
    def key(self) -> Key:
        """What an answer is kept by."""
        return self.layer, self.record_id, self.reason, self.about


def review_items(connection: Connection) -> list[ReviewItem]:
    """Return the whole list, by reason, then by layer and name; needs the owner's rights."""
    rows = connection.execute(text("SELECT * FROM office.review_item")).mappings()
    items = [ReviewItem(**{**row, "reason": Reason(row["reason"])}) for row in rows]
    order = list(Reason)
    return sorted(items, key=lambda item: (order.index(item.reason), item.layer, item.name, item.record_id))


@dataclass(frozen=True)
class Producer:
    """A producer that a product can be given to."""

    id: str
    name: str
    address: str | None


def producers(connection: Connection) -> list[Producer]:
    """Return the published producers by name."""
    query = """
        SELECT id, name, coalesce(current_address, original_address) AS address
        FROM site WHERE kind = 'producer' AND published ORDER BY name, id
    """
    return [Producer(**row) for row in connection.execute(text(query)).mappings()]
