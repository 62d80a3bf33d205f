"""What people filled in, checked: a commune that exists, a point inside it, an answer that fits the record."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ocopmap.catalogue.places import SiteKind
from ocopmap.database.communemap import CommuneMap
from ocopmap.geocoding import Cause, Geocoder, check_position
from ocopmap.geocoding.text import fold
from ocopmap.ingest.review.items import Decision, Key, Producer, Reason, ReviewItem
from ocopmap.ingest.review.workbook import AnswerRow

_SOUTH, _NORTH, _WEST, _EAST = 6.0, 24.0, 102.0, 118.0
_SURE: Final = frozenset({Cause.SWAPPED, Cause.WRONG_ZONE})
_MAX_NOTE: Final = 1_000


_WORDS: Final = {
    "doi": Decision.MOVE,
    "chuyen": Decision.MOVE,
    "gan": Decision.ASSIGN,
    "giu": Decision.KEEP,
    "dung": Decision.KEEP,
    "an": Decision.HIDE,
    "trung": Decision.HIDE,
}
"""First words of a decision, without accents."""


@dataclass(frozen=True)
class Answer:
    """A checked answer; latitude and longitude (WGS 84 degrees) are both given or both None."""

    item: ReviewItem
    decision: Decision
    commune_code: str | None
    latitude: float | None
    longitude: float | None
    producer_id: str | None
    note: str | None


@dataclass(frozen=True)
class BadAnswer:
    """An answer that cannot be taken: row of the sheet, column, what stands there, and why."""

    row: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        return f"dòng {self.row}, cột {self.column} «{self.value}»: {self.reason}"


class _Unfit(Exception):  # noqa: N818 (a reason on its way to a BadAnswer)
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


@dataclass(frozen=True)
class AnswerReader:
    """Checks answers against the present list, the communes, the producers and the geocoder's units."""

    items: Mapping[Key, ReviewItem]
    communes: CommuneMap
    geocoder: Geocoder
    producers: Sequence[Producer]

    def read(self, row: AnswerRow) -> Answer | BadAnswer:
        """Return the answer that a row gives, or why it cannot be taken."""
        try:
            return self._read(row)
        except _Unfit as unfit:
            return BadAnswer(row.number, unfit.column, row.cells.get(unfit.column, row.key[1])[:200], unfit.reason)

    def _read(self, row: AnswerRow) -> Answer:
        item = self.items.get(row.key)
        if item is None:
            raise _Unfit("Mã bản ghi", "không còn trong danh sách rà soát; hãy xuất lại danh sách")
        code = self._commune(row.cells["Mã xã"])
        point = _point(row.cells)
        producer_id = self._producer(item, row.cells["Mã chủ thể"])
        decision = _decision(row.cells["Quyết định"], placed=bool(code or point), assigned=bool(producer_id))
        if decision is Decision.MOVE:
            code = self._checked_place(item, code, point)
        elif code or point:
            raise _Unfit("Quyết định", "đã ghi vị trí mới thì quyết định phải là «dời»")
        if (decision is Decision.ASSIGN) != bool(producer_id):
            raise _Unfit("Mã chủ thể", "mã chủ thể và quyết định «gán» phải đi cùng nhau")
        latitude, longitude = point or (None, None)
        note = row.cells["Ghi chú"][:_MAX_NOTE] or None
        return Answer(item, decision, code, latitude, longitude, producer_id, note)

    def _producer(self, item: ReviewItem, text: str) -> str | None:
        """Return the producer that a cell names by its key, with or without its kind, or by its name."""
        if not text:
            return None
        if item.reason is not Reason.NO_PRODUCER:
            raise _Unfit("Mã chủ thể", "chỉ ghi cho sản phẩm chưa có chủ thể")
        keys = {text, f"{SiteKind.PRODUCER}:{text}"}
        found = [one.id for one in self.producers if one.id in keys]
        found = found or [one.id for one in self.producers if fold(one.name) == fold(text)]
        if len(found) == 1:
            return found[0]
        several = (
            f"có {len(found)} chủ thể cùng tên, hãy ghi mã" if found else "không có chủ thể nào mang mã hay tên này"
        )
        raise _Unfit("Mã chủ thể", f"{several}; xem trang Chủ thể")

    def _commune(self, text: str) -> str | None:
        if not text:
            return None
        code = text.zfill(5)
        if code in self.communes.ids:
            return code
        old = self.geocoder.units.legacy_communes.get(code)
        now = ", ".join(f"{heir} {self.communes.names.get(heir, '')}".strip() for heir in old.successors) if old else ""
        hint = f"; đó là mã cũ của {old.title}, nay thuộc {now}" if old else ""
        raise _Unfit("Mã xã", f"không có xã, phường hiện nay nào của tỉnh mang mã này{hint}")

    def _checked_place(self, item: ReviewItem, code: str | None, point: tuple[float, float] | None) -> str | None:
        """Return the commune of the place answered.

        Raises:
            _Unfit: the record has no place of its own, nothing says where, or point and commune do not agree.
        """
        if item.layer == "product":
            raise _Unfit("Quyết định", "sản phẩm đứng ở nơi của chủ thể, không dời riêng được")
        if item.layer not in set(SiteKind):
            raise _Unfit("Quyết định", "chỉ dời được nơi có một điểm; vùng thì nạp bằng ocopmap import zones")
        if point is None:
            if code is None:
                raise _Unfit("Quyết định", "muốn dời thì phải ghi mã xã, hoặc vĩ độ và kinh độ")
            return code
        found = self.communes.locate(*point)
        if code is None:
            if found is None and item.layer != SiteKind.SALES_POINT:
                raise _Unfit("Vĩ độ", "điểm nằm ngoài các xã, phường của tỉnh")
            return found
        self._require_inside(point, code)
        return code

    def _require_inside(self, point: tuple[float, float], code: str) -> None:
        meridians = self.geocoder.meridians
        mismatch = check_position(point, code, self.communes.locate, self.geocoder.units, meridians)
        if mismatch and (mismatch.cause in _SURE or not self.communes.approximate):
            raise _Unfit("Vĩ độ", mismatch.explanation)


def _decision(text: str, *, placed: bool, assigned: bool) -> Decision:
    words = fold(text).split()
    if not words:
        if placed or assigned:
            return Decision.MOVE if placed else Decision.ASSIGN
        raise _Unfit("Quyết định", "còn trống; hãy ghi dời, gán, giữ hoặc ẩn")
    if words[0] not in _WORDS:
        raise _Unfit("Quyết định", "phải là dời, gán, giữ hoặc ẩn")
    return _WORDS[words[0]]


def _point(cells: Mapping[str, str]) -> tuple[float, float] | None:
    """Return latitude and longitude; degrees that are turned round are refused, not turned back."""
    if not cells["Vĩ độ"] and not cells["Kinh độ"]:
        return None
    latitude, longitude = _degrees(cells, "Vĩ độ"), _degrees(cells, "Kinh độ")
    if _SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST:
        return latitude, longitude
    if _SOUTH <= longitude <= _NORTH and _WEST <= latitude <= _EAST:
        raise _Unfit("Vĩ độ", "vĩ độ và kinh độ bị đổi chỗ")
    raise _Unfit("Vĩ độ", "điểm nằm ngoài Việt Nam; cần độ thập phân WGS 84")


def _degrees(cells: Mapping[str, str], column: str) -> float:
    text = cells[column].replace(",", ".").strip().rstrip("°")
    if not re.fullmatch(r"-?\d{1,3}(\.\d+)?", text) or not math.isfinite(float(text)):
        raise _Unfit(column, "không phải là độ thập phân, chẳng hạn 10,45")
    return float(text)
