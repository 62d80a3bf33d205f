"""The three classifications that live certificates carry, and the one display group behind each name."""

from typing import Final

from ocopmap.catalogue.products import ProductGroup
from ocopmap.catalogue.recognition import Scheme

SCHEME_GROUPS: Final[dict[Scheme, dict[str, ProductGroup]]] = {
    Scheme.QD1048: {
        "thực phẩm": ProductGroup.FOOD,
        "đồ uống": ProductGroup.BEVERAGE,
        "thảo dược": ProductGroup.HERBAL,
        "vải và may mặc": ProductGroup.HANDICRAFT,
        "lưu niệm - nội thất - trang trí": ProductGroup.HANDICRAFT,
        "dịch vụ du lịch nông thôn, bán hàng": ProductGroup.TOURISM,
    },
    Scheme.QD148: {
        "thực phẩm": ProductGroup.FOOD,
        "đồ uống": ProductGroup.BEVERAGE,
        "dược liệu và sản phẩm từ dược liệu": ProductGroup.HERBAL,
        "hàng thủ công mỹ nghệ": ProductGroup.HANDICRAFT,
        "sinh vật cảnh": ProductGroup.ORNAMENTAL,
        "dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch": ProductGroup.TOURISM,
    },
    Scheme.QD26: {
        "thực phẩm": ProductGroup.FOOD,
        "đồ uống": ProductGroup.BEVERAGE,
        "dược liệu và sản phẩm từ dược liệu": ProductGroup.HERBAL,
        "thủ công mỹ nghệ": ProductGroup.HANDICRAFT,
        "sinh vật cảnh": ProductGroup.ORNAMENTAL,
        "dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch": ProductGroup.TOURISM,
    },
}
"""Official names of the ngành in decisions 1048/QĐ-TTg, 148/QĐ-TTg and 26/2026/QĐ-TTg (domain rule B.1).

Cloth and souvenirs of 2019 are handicraft since 2023: sets 22 and 21 of 2026.
"""

OFFICIAL_GROUPS: Final[dict[str, ProductGroup]] = {
    name: group for groups in SCHEME_GROUPS.values() for name, group in groups.items()
}
"""Display group by official name, whichever scheme it is from; no name means two groups."""
