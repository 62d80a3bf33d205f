"""Our products in the ministry's shape: PTNT_OCOP and its code lists, and what either side has no place for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, text

from ocopmap.catalogue.national import national_numbers
from ocopmap.catalogue.places import Layer
from ocopmap.catalogue.products import PRODUCT_SETS
from ocopmap.layers.downloads.table import columns_of
from ocopmap.layers.views import layer_view

Name = Callable[[str, object], str]
"""A code's name under a heading, in the language of the export."""

SOURCES: Final[Mapping[str, tuple[str, ...]]] = {
    "MA_OCOP": ("id",),
    "Ma_DonViHanhChinh": ("commune_code",),
    "Ma_ThoiGian": (),
    "Ma_SanPham": ("set",),
    "TenSanPham": ("name",),
    "XepHang": ("stars",),
    "ChuTheSXKD": ("producer_name",),
    "DoanhThuNam": (),
    "TrangThai": ("validity",),
}
"""Columns of PTNT_OCOP in its order, and which of our columns each is made of."""
_IN_LISTS: Final = frozenset({"producer_id", "commune_name"})
"""Our columns that the code lists carry."""
_LONGEST: Final = 255

_PRODUCTS: Final = text("""
    SELECT p.id, p.name, p.stars, p.validity, p.product_set, p.producer_id, p.producer_name, p.producer_legal_form,
           p.commune_code, p.commune_name, s.commune_code AS producer_commune_code
    FROM published.product AS p LEFT JOIN published.site AS s ON s.id = p.producer_id
    ORDER BY p.id
""")


@dataclass(frozen=True)
class Sheet:
    """A table: names of its columns and its rows."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


@dataclass(frozen=True)
class NationalExport:
    """The tables by their names, and what could not be told."""

    day: date
    tables: Mapping[str, Sheet]
    empty: Mapping[str, int]
    """Rows of PTNT_OCOP without a value, by column."""
    without_place: tuple[str, ...]
    """Columns of our products that the ministry's tables have no place for."""


def national_export(connection: Connection, day: date, province: str, name: Name) -> NationalExport:
    """Return every published product as of the connection's day, which is ``day``, in the ministry's shape.

    Args:
        connection: reads the published views as of the day.
        day: its month is the period that the rows are of.
        province: code of the province served.
        name: names the product sets and legal forms.
    """
    found = [row._asdict() for row in connection.execute(_PRODUCTS)]
    numbers = national_numbers(row["id"] for row in found)
    period = f"{day:%Y%m}"
    products = Sheet(tuple(SOURCES), [_product(row, numbers[row["id"]], period) for row in found])
    communes = {row["commune_code"]: row["commune_name"] for row in found if row["commune_code"]}
    tables = {
        "PTNT_OCOP": products,
        "DM_DonViHanhChinh": Sheet(("Ma_DonViHanhChinh", "TenDonViHanhChinh"), sorted(communes.items())),
        "DM_KhoangThoiGian": Sheet(("Ma_ThoiGian", "Nam", "Thang", "VuMua"), [(period, day.year, day.month, None)]),
        "DM_SanPham": Sheet(("Ma_SanPham", "TenSanPham"), _product_sets(name)),
        "DM_CoSo": Sheet(("Ma_CoSo", "TenCoSo", "LoaiHinh", "Ma_DonViHanhChinh"), _producers(found, name)),
    }
    empty = {
        column: sum(row[position] is None for row in products.rows) for position, column in enumerate(products.columns)
    }
    return NationalExport(day, tables, empty, _without_place(province))


def _product(row: Mapping[str, Any], number: int, period: str) -> tuple[Any, ...]:
    return (
        number,
        row["commune_code"],
        period,
        None if row["product_set"] is None else _set_code(row["product_set"]),
        row["name"][:_LONGEST],
        None if row["stars"] is None else f"{row['stars']}*",
        row["producer_name"] and row["producer_name"][:_LONGEST],
        None,
        row["validity"],
    )


def _set_code(number: int) -> str:
    return f"{number:02}"


def _product_sets(name: Name) -> list[tuple[str, str]]:
    return [(_set_code(number), name("set", number)) for numbers in PRODUCT_SETS.values() for number in numbers]


def _producers(found: Sequence[Mapping[str, Any]], name: Name) -> list[tuple[Any, ...]]:
    producers = {
        row["producer_id"]: (
            row["producer_id"],
            row["producer_name"],
            name("legal_form", row["producer_legal_form"]) if row["producer_legal_form"] else None,
            row["producer_commune_code"],
        )
        for row in found
        if row["producer_id"]
    }
    return [producers[key] for key in sorted(producers)]


def _without_place(province: str) -> tuple[str, ...]:
    placed = {ours for sources in SOURCES.values() for ours in sources} | _IN_LISTS
    ours = columns_of(layer_view(Layer.PRODUCT, province))
    return tuple(each for each in ours if each not in placed and each != "layer")


def column_mapping(made: NationalExport) -> list[tuple[str, tuple[str, ...], int]]:
    """Return each column of PTNT_OCOP with ours that it is made of and its rows without a value."""
    return [(column, sources, made.empty[column]) for column, sources in SOURCES.items()]
