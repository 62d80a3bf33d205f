"""From a feature's attributes to a zone's values, or to the reasons why it is refused."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, Final

from shapely import MultiPolygon, Polygon

from ocopmap.catalogue.phones import without_phone
from ocopmap.geocoding import Geocoder
from ocopmap.geocoding.text import fold
from ocopmap.ingest.months import parse_months
from ocopmap.ingest.zonefiles.reading import Feature
from ocopmap.ingest.zonefiles.report import Refused
from ocopmap.ingest.zonefiles.rules import Columns, ZoneRules

MOST_HECTARES: Final = 500_000
"""More than the whole province; a larger figure is in another unit."""

_LONGEST_NAME: Final = 200
_UNNAMED: Final = "Vùng chưa đặt tên"
_YEAR: Final = re.compile(r"\b(19|20)\d{2}\b")
_NUMBER: Final = re.compile(r"\d+(?:[.,\s]\d+)*")
_SEPARATOR: Final = re.compile(r"\s*[;,/+\n]\s*")


@dataclass(frozen=True)
class ZoneValues:
    """What a feature says of its zone; codes of communes are of today."""

    name: str
    commodity: str
    named_units: str | None
    communes: tuple[str, ...]
    unresolved: tuple[str, ...]
    declared_ha: float | None
    standards: tuple[str, ...]
    growing_area_code: str | None
    year: int | None
    harvest_months: tuple[int, ...]
    """Empty where the file does not tell, or not in a way that is understood."""
    source_url: str | None
    """None where only the file itself vouches for the zone."""

    @property
    def id(self) -> str:
        """Stable across imports: the growing-area code where there is one, else commodity, name and communes."""
        if self.growing_area_code:
            return f"mavung-{slug(self.growing_area_code)}"
        return "-".join(filter(None, ("vung", slug(self.commodity), slug(self.name), *self.communes[:3])))


def slug(text: str) -> str:
    """Return letters and digits without accents, hyphens between words, as the keys of records are written."""
    return fold(text).replace(" ", "-").replace("/", "-")


@dataclass
class FeatureReader:
    """Reads features by one set of columns; refusals collect in ``refused``."""

    columns: Columns
    constants: dict[str, str]
    rules: ZoneRules
    geocoder: Geocoder
    source: str | None
    refused: list[Refused] = field(default_factory=list)

    def read(self, feature: Feature) -> ZoneValues | None:
        """Return the values of a feature; None when it is refused, with every reason noted."""
        given = self.columns.values(feature.attributes, self.constants)
        before = len(self.refused)
        self._check_shape(feature)
        name = without_phone(self._text(feature, given, "name", "thiếu tên vùng")) or _UNNAMED
        commodity = self._commodity(feature, given)
        declared = self._hectares(feature, given)
        self._check_lengths(feature, given)
        if len(self.refused) > before:
            return None
        units = _optional(given, "communes")
        found = self._communes(units, given, name)
        return ZoneValues(
            name=name,
            commodity=commodity,
            named_units=", ".join(filter(None, (units, _optional(given, "district")))) or None,
            communes=found[0],
            unresolved=found[1],
            declared_ha=declared,
            standards=self._standards(given),
            growing_area_code=_optional(given, "growing_area_code"),
            year=_year(given),
            harvest_months=_months(given),
            source_url=_optional(given, "source_url") or self.source,
        )

    def _refuse(self, feature: Feature, field_name: str, value: object, reason: str) -> None:
        column = self.columns.by_field.get(field_name, "")
        self.refused.append(Refused(feature.number, column, "" if value is None else str(value)[:200], reason))

    def _check_shape(self, feature: Feature) -> None:
        shape = feature.shape
        if shape is None or shape.is_empty:
            self._refuse(feature, "", None, "không có hình")
        elif not isinstance(shape, Polygon | MultiPolygon):
            self._refuse(feature, "", shape.geom_type, "hình không phải là vùng (polygon)")
        elif feature.misplaced:
            self._refuse(feature, "", None, feature.misplaced)

    def _check_lengths(self, feature: Feature, given: dict[str, Any]) -> None:
        """Refuse a name or code too long to be one: keys of records are made of them."""
        for name in ("name", "growing_area_code"):
            text = _optional(given, name)
            if text and len(text) > _LONGEST_NAME:
                self._refuse(feature, name, text, f"dài quá {_LONGEST_NAME} ký tự")

    def _text(self, feature: Feature, given: dict[str, Any], name: str, missing: str) -> str:
        text = _optional(given, name)
        if not text:
            known = "" if name in self.columns.by_field else "; chưa cột nào mang nghĩa này, hãy dùng --mapping"
            self._refuse(feature, name, None, missing + known)
        return text or ""

    def _commodity(self, feature: Feature, given: dict[str, Any]) -> str:
        text = self._text(feature, given, "commodity", "thiếu nông sản")
        codes = self.rules.commodity(text) if text else []
        if text and len(codes) != 1:
            reason = f"hợp với nhiều nông sản: {', '.join(codes)}" if codes else "không phải nông sản đã biết"
            self._refuse(feature, "commodity", text, f"{reason}; hãy ghi rõ hoặc thêm vào zones.yaml")
        return codes[0] if len(codes) == 1 else ""

    def _hectares(self, feature: Feature, given: dict[str, Any]) -> float | None:
        for name, scale in (("declared_ha", 1.0), ("declared_m2", 1 / 10_000)):
            if name not in given:
                continue
            number = number_in(given[name])
            area = None if number is None else number * scale
            if area is not None and 0 < area <= MOST_HECTARES:
                return round(area, 4)
            if area != 0:
                self._refuse(feature, name, given[name], "không phải là diện tích")
        return None

    def _communes(self, units: str | None, given: dict[str, Any], name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return codes of today and what could not be resolved; the district only settles repeated names."""
        known = self.geocoder.units
        codes = _SEPARATOR.split(units) if units else []
        if codes and all(code.isdigit() for code in codes):
            padded = [code.zfill(5) for code in codes]
            found = tuple(sorted({code for code in padded if code in known.communes}))
            return found, tuple(code for code in padded if code not in known.communes)
        match = self.geocoder.resolve_units(units or "", _optional(given, "district") or name)
        return match.communes, match.unresolved

    def _standards(self, given: dict[str, Any]) -> tuple[str, ...]:
        parts = _SEPARATOR.split(_optional(given, "standards") or "")
        return tuple(dict.fromkeys(self.rules.standard(part) for part in parts if part))


def number_in(value: object) -> float | None:
    """Return the one number in a cell: ``12,5 ha``, ``1.234,5``, ``1,234.5``, 12.5; None when there is not just one."""
    if isinstance(value, int | float):
        return float(value)
    found = _NUMBER.findall(str(value).replace("m2", "").replace("m²", ""))
    if len(found) != 1 or str(value).strip().startswith("-"):
        return None
    return _parsed("".join(found[0].split()))


def _parsed(digits: str) -> float | None:
    """Read digits with points and commas as they are written in Vietnamese: 3.000 is three thousand, 3,125 is not."""
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return float(digits)
    last = marks[-1]
    whole, _, rest = digits.rpartition(last)
    if len(set(marks)) == 1 and len(rest) == 3 and (last == "." or len(marks) > 1):
        return float(re.sub(r"[.,]", "", digits))
    if marks.count(last) > 1:
        return None
    return float(f"{re.sub(r'[.,]', '', whole)}.{rest}")


def _optional(given: dict[str, Any], name: str) -> str | None:
    value = given.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else unicodedata.normalize("NFC", str(value))
    kept = "".join(letter for letter in text if letter.isspace() or letter.isprintable())
    return " ".join(kept.split()) or None


def _year(given: dict[str, Any]) -> int | None:
    match = _YEAR.search(_optional(given, "year") or "")
    return int(match.group()) if match else None


def _months(given: dict[str, Any]) -> tuple[int, ...]:
    try:
        return parse_months(_optional(given, "harvest_months") or "")
    except ValueError:
        return ()
