"""Product groups and sets, stars and legal forms of producers."""

from enum import StrEnum
from typing import Final

MIN_STARS: Final = 3
MAX_STARS: Final = 5
"""Only three to five stars carry a certificate (decision 26/2026/QĐ-TTg; the same bands since 1048/QĐ-TTg)."""


class ProductGroup(StrEnum):
    """The six ngành of decisions 148/QĐ-TTg and 26/2026/QĐ-TTg, in their order."""

    FOOD = "food"
    BEVERAGE = "beverage"
    HERBAL = "herbal"
    HANDICRAFT = "handicraft"
    ORNAMENTAL = "ornamental"
    TOURISM = "tourism"


PRODUCT_SETS: Final[dict[ProductGroup, range]] = {
    ProductGroup.FOOD: range(1, 14),
    ProductGroup.BEVERAGE: range(14, 18),
    ProductGroup.HERBAL: range(18, 21),
    ProductGroup.HANDICRAFT: range(21, 23),
    ProductGroup.ORNAMENTAL: range(23, 26),
    ProductGroup.TOURISM: range(26, 27),
}
"""Numbers of the 26 bộ sản phẩm of decision 26/2026/QĐ-TTg, by group."""


def group_of_set(product_set: int) -> ProductGroup:
    """Return the group that a product set (1 to 26) belongs to.

    Raises:
        ValueError: there is no such set.
    """
    for group, numbers in PRODUCT_SETS.items():
        if product_set in numbers:
            return group
    raise ValueError(f"Bộ sản phẩm {product_set} không có trong Quyết định 26/2026/QĐ-TTg (1 đến 26).")


def only_set_of(group: ProductGroup) -> int | None:
    """Return the set of a group that has just one (tourism: 26), None where the group alone does not tell."""
    numbers = PRODUCT_SETS[group]
    return numbers[0] if len(numbers) == 1 else None


AGRICULTURAL_SETS: Final = frozenset({*range(1, 5), *range(6, 14), 21, *range(23, 26)})
"""Sets for which the ministry of agriculture is a managing body (domain rule B.1): the plan's "lĩnh vực nông nghiệp".

Set 26 (tourism) is left out, as the plan's text on traceability speaks of goods.
"""


class LegalForm(StrEnum):
    """Legal form of a producer (chủ thể)."""

    LLC = "llc"
    JOINT_STOCK = "joint_stock"
    PRIVATE_ENTERPRISE = "private_enterprise"
    COOPERATIVE = "cooperative"
    COOPERATIVE_GROUP = "cooperative_group"
    HOUSEHOLD = "household"
    PRODUCTION_FACILITY = "production_facility"
    OTHER = "other"


ENTERPRISE_FORMS: Final = frozenset({LegalForm.LLC, LegalForm.JOINT_STOCK, LegalForm.PRIVATE_ENTERPRISE})
"""Forms of the enterprise law; a business household is none (KPI 8)."""


class EnterpriseSize(StrEnum):
    """Size of an enterprise by decree 80/2021/NĐ-CP; the first three are small and medium enterprises."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


PERSONAL_FORMS: Final = frozenset({LegalForm.HOUSEHOLD, LegalForm.PRODUCTION_FACILITY, LegalForm.OTHER})
"""Forms whose address may be somebody's home: personal data by law 91/2025/QH15 unless released.

A form that no source tells is among them: many such names are a person's.
"""


class Channel(StrEnum):
    """Ways a product reaches its buyers, as KPI 13 to 15 of the plan tell them apart."""

    SUPERMARKET = "supermarket"
    SPECIALTY_SHOP = "specialty_shop"
    CONVENIENCE_CHAIN = "convenience_chain"
    OCOP_POINT = "ocop_point"
    E_COMMERCE = "e_commerce"
    EXPORT = "export"
    EXPORT_CONNECTION = "export_connection"
    """Buyers abroad have been found, nothing has been exported yet: only one of the plan's two texts counts it."""
