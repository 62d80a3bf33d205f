"""National product codes, in the three forms that certificates carry."""

import re
from dataclasses import dataclass
from enum import StrEnum


class CodeForm(StrEnum):
    """Forms of a code, by the units that it names (domain rule B.3)."""

    DISTRICT_COMMUNE = "district_commune"
    """``83-829-28780-3-2022``: province, district, commune, serial, year; on certificates of before 2025."""
    DISTRICT = "district"
    """``87-877-3-2023``: province, district, serial, year; of the later national software."""
    COMMUNE = "commune"
    """``82-28249-3-2026``: province, commune, serial, year; decision 26/2026/QĐ-TTg."""


@dataclass(frozen=True, slots=True)
class ProductCode:
    """A code taken apart.

    ``province`` is of the year of the code: 82 meant Tiền Giang before 1 July 2025 and means Đồng Tháp since, so it
    says nothing about where the product is today. ``serial`` is a running number, never the stars.
    """

    form: CodeForm
    province: str
    district: str | None
    commune: str | None
    serial: int
    year: int

    def __str__(self) -> str:
        units = [unit for unit in (self.province, self.district, self.commune) if unit]
        return "-".join([*units, str(self.serial), str(self.year)])


_DASHES = re.compile(r"\s*[-–—‐]\s*")
_FORMS = (
    (re.compile(r"(\d{2})-(?P<district>\d{3})-(?P<commune>\d{5})-(\d{1,6})-(\d{4})"), CodeForm.DISTRICT_COMMUNE),
    (re.compile(r"(\d{2})-(?P<district>\d{3})-(\d{1,6})-(\d{4})"), CodeForm.DISTRICT),
    (re.compile(r"(\d{2})-(?P<commune>\d{5})-(\d{1,6})-(\d{4})"), CodeForm.COMMUNE),
)


def parse_product_code(text: str) -> ProductCode:
    """Return the parts of a code; the two forms of four parts differ by the length of the second.

    Raises:
        ValueError: it is none of the three forms.
    """
    written = _DASHES.sub("-", text.strip())
    for pattern, form in _FORMS:
        if match := pattern.fullmatch(written):
            units = match.groupdict()
            serial, year = match.groups()[-2:]
            return ProductCode(form, match[1], units.get("district"), units.get("commune"), int(serial), int(year))
    raise ValueError(
        "không phải mã sản phẩm OCOP (tỉnh-huyện-xã-số-năm, tỉnh-huyện-số-năm hoặc tỉnh-xã-số-năm, "
        "như 87-877-30277-1-2021)"
    )
