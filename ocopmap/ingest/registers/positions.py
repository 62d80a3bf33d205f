"""Where a register says its subjects are: coordinates read, checked against the commune named, else the address."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import shapely

from ocopmap.database.communemap import CommuneMap
from ocopmap.geocoding import Cause, Geocoder, Position, check_position, read_positions
from ocopmap.geocoding.coordinates import Form
from ocopmap.ingest.placing import CommuneIndex, LatLon, Placer, PublishedPoint
from ocopmap.ingest.registers.cells import CellError, parse_meridian
from ocopmap.ingest.registers.entries import Coordinates, Subject
from ocopmap.ingest.registers.rules import RegisterRules

_SURE: Final = frozenset({Cause.SWAPPED, Cause.WRONG_ZONE})
"""Causes that show the point itself to be wrong, however rough the borders are."""
_BORDER_DEGREES: Final = 0.02
"""How far (some 2 km) an approximate border may be wrong."""
_ERROR_M: Final = 20.0
"""Error of a point given in full: a hand-held receiver, a pin on a map."""
_MINUTE_M: Final = 930.0
_COARSEST_M: Final = 1_000.0
"""What is rounded more than this is no point of a workshop."""
_DECIMALS: Final = re.compile(r"\d+[.,](\d+)")
_SECONDS: Final = re.compile(r"\d\s*(?:\"|″|”|''|′′|s\b)|\d+\s+\d+\s+\d+", re.IGNORECASE)
_ZONE: Final = re.compile(r"[(\[,;]?\s*(?:ktt|kinh tuyến(?: trục)?)[^\d]{0,6}(10\d[^,;)\]]{0,8})[)\]]?", re.IGNORECASE)
_DATUM_NAME: Final = re.compile(r"vn\s*-?\s*2000\s*:?", re.IGNORECASE)
_READ: Final = {
    Form.DECIMAL: "độ thập phân",
    Form.DEGREES: "độ, phút, giây",
    Form.LINK: "liên kết bản đồ",
    Form.PLUS_CODE: "Plus Code",
    Form.VN2000: "VN-2000",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """Place columns of a subject, and what a person should know of its coordinates."""

    columns: dict[str, Any]
    remark: str | None = None


@dataclass
class SubjectPlacer:
    """Places subjects; ``communes`` gives the polygons, asked for only when a register has coordinates."""

    geocoder: Geocoder
    rules: RegisterRules
    index: CommuneIndex
    communes: Callable[[], CommuneMap]
    source: str
    _around: dict[LatLon, str] = field(default_factory=dict)

    @cached_property
    def _map(self) -> CommuneMap:
        return self.communes()

    @cached_property
    def _placer(self) -> Placer:
        return Placer(self.geocoder, self.index, self._around)

    def place(self, subject: Subject) -> Placed:
        """Return where a subject is: a point that its register gives and its commune does not contradict comes first.

        A point that is not used is told in the column ``contradiction``, for the list of what needs a person.
        """
        by_address = self._placer.place(subject.address, None)
        if subject.coordinates is None:
            return Placed(by_address)
        if not self._map.shapes:
            return Placed(by_address, "chưa có ranh giới xã để kiểm tra tọa độ; đặt theo địa chỉ")
        positions = self._read(subject.coordinates)
        if not positions:
            return Placed(by_address, "không đọc ra tọa độ; đặt theo địa chỉ")
        error_m = stated_error_m(subject.coordinates.text, positions[0].form)
        if error_m > _COARSEST_M:
            return Placed(by_address, "tọa độ làm tròn quá thô (cần ít nhất 2 số lẻ); đặt theo địa chỉ")
        return self._by_position(subject, positions, error_m, by_address)

    def _read(self, coordinates: Coordinates) -> list[Position]:
        text, meridian = coordinates.text, coordinates.meridian
        if match := _ZONE.search(text):
            text = text.replace(match[0], " ")
            try:
                meridian = parse_meridian(match[1], self.rules) or meridian
            except CellError:
                return []
        text = _DATUM_NAME.sub(" ", text).strip()
        centre = self.geocoder.units.provinces[self.geocoder.province_code]
        meridians = self.geocoder.meridians if meridian is None else (meridian,)
        return read_positions(text, meridians, (centre.latitude, centre.longitude))

    def _by_position(
        self, subject: Subject, positions: Sequence[Position], error_m: float, by_address: dict[str, Any]
    ) -> Placed:
        named = self._named(subject.address, by_address)
        inside = [one for one in positions if self._locate(one) in named] if named else positions
        if len(inside) == 1 and (named or self._locate(inside[0])):
            position = inside[0]
            turned = "kinh độ ghi trước vĩ độ nên đã đổi lại" if position.swapped else None
            return Placed(self._published(subject, position, error_m), turned)
        words, near = self._objection(positions, named)
        if near:
            return Placed(self._published(subject, positions[0], error_m) | {"contradiction": words}, words)
        unused = f"Tọa độ «{subject.coordinates.text if subject.coordinates else ''}» trong sổ chưa dùng: {words}"
        return Placed(by_address | {"contradiction": unused}, f"{words}; chưa dùng, đặt theo địa chỉ")

    def _named(self, address: str | None, by_address: dict[str, Any]) -> tuple[str, ...]:
        codes = tuple(code for code, key in self.index.ids.items() if key == by_address["commune_id"])
        return codes or (self.geocoder.resolve_units(address).communes if address else ())

    def _objection(self, positions: Sequence[Position], named: Sequence[str]) -> tuple[str, bool]:
        """Return what speaks against a point, and whether it may still be right: beside a border only guessed."""
        if not named and len(positions) > 1:
            return "không rõ kinh tuyến trục của tọa độ VN-2000; hãy thêm cột «Kinh tuyến trục»", False
        point = (positions[0].latitude, positions[0].longitude)
        units = self.geocoder.units
        if len(named) == 1:
            mismatch = check_position(point, named[0], self._map.locate, units, self.geocoder.meridians)
            words = mismatch.explanation if mismatch else ""
            sure = mismatch is not None and mismatch.cause in _SURE
            return words, len(positions) == 1 and not sure and self._beside(point, named[0])
        found = self._map.locate(*point)
        if found is None:
            return "điểm không nằm trong xã, phường nào của tỉnh", False
        return f"điểm nằm ở {self._map.names[found]}, ngoài nơi mà địa chỉ nêu", False

    def _beside(self, point: LatLon, code: str) -> bool:
        shape = self._map.shapes.get(code)
        if shape is None or not self._map.approximate:
            return False
        return bool(shape.distance(shapely.Point(point[1], point[0])) <= _BORDER_DEGREES)

    def _locate(self, position: Position) -> str | None:
        return self._map.locate(position.latitude, position.longitude)

    def _published(self, subject: Subject, position: Position, error_m: float) -> dict[str, Any]:
        point = round(position.latitude, 7), round(position.longitude, 7)
        self._around.clear()
        if code := self._map.locate(*point):
            self._around[point] = code
        method = f"Ghi trong sổ đăng ký: {_READ[position.form]}"
        if position.meridian is not None:
            method += f", kinh tuyến trục {int(position.meridian)}°{round(position.meridian % 1 * 60):02d}'"
        published = PublishedPoint(*point, error_m, self.source, method)
        columns = self._placer.place(subject.address, published)
        return columns | {"explanation": f"Tọa độ ghi trong sổ đăng ký, sai số khoảng {error_m:.0f} m"}


def stated_error_m(text: str, form: Form) -> float:
    """Return how far (metres) rounding may have put a point, never less than that of a pin set by hand."""
    if form is Form.DECIMAL:
        digits = max((len(part) for part in _DECIMALS.findall(text)), default=0)
        return max(_ERROR_M, 55_500 / 10.0**digits)
    if form is Form.DEGREES and not _SECONDS.search(text) and not _DECIMALS.search(text):
        return _MINUTE_M
    return _ERROR_M
