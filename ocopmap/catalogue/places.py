"""Layers of the map, kinds of sites, and how well and by what means a place is located."""

from enum import StrEnum


class Layer(StrEnum):
    """The seven layers of the map, as the address parameter ``layer`` names them."""

    PRODUCT = "product"
    PRODUCER = "producer"
    ZONE = "zone"
    CRAFT_VILLAGE = "craft_village"
    TOURISM_POINT = "tourism_point"
    SALES_POINT = "sales_point"
    COMMUNE = "commune"


class SiteKind(StrEnum):
    """Anything with one point on the map."""

    PRODUCER = "producer"
    CRAFT_VILLAGE = "craft_village"
    TOURISM_POINT = "tourism_point"
    SALES_POINT = "sales_point"


class Precision(StrEnum):
    """What a point stands for, from the finest to the coarsest; never finer than its text supports."""

    EXACT = "exact"
    STREET = "street"
    HAMLET = "hamlet"
    LEGACY_COMMUNE = "legacy_commune"
    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"


class Placement(StrEnum):
    """How a point came to be."""

    SURVEYED = "surveyed"
    PUBLISHED = "published"
    GEOCODED = "geocoded"
    MOVED = "moved"


class BoundarySource(StrEnum):
    """Where a commune's polygon came from."""

    OFFICIAL = "official"
    APPROXIMATE = "approximate"


class ZoneGeometrySource(StrEnum):
    """Where a raw-material zone's polygon came from."""

    SURVEYED = "surveyed"
    COMMUNE_UNION = "commune_union"


class CommuneKind(StrEnum):
    """Kinds of commune-level units; ``township`` (thị trấn) only before July 2025."""

    WARD = "ward"
    COMMUNE = "commune"
    TOWNSHIP = "township"
    SPECIAL_ZONE = "special_zone"


class TourismKind(StrEnum):
    """Kinds of rural tourism points."""

    ECOTOURISM = "ecotourism"
    HERITAGE = "heritage"
    PILGRIMAGE = "pilgrimage"
    CRAFT_VILLAGE_VISIT = "craft_village_visit"
    COMMUNITY_TOURISM = "community_tourism"
    FARM_STAY = "farm_stay"
    THEME = "theme"


class SalesPointKind(StrEnum):
    """Kinds of introduction and sales points."""

    OCOP_SHOP = "ocop_shop"
    TOURISM_SITE_COUNTER = "tourism_site_counter"
    SHOWROOM_OUTSIDE_PROVINCE = "showroom_outside_province"
    SPECIALTY_SHOP = "specialty_shop"
    SUPERMARKET = "supermarket"
