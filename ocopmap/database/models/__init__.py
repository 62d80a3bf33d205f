"""Tables of the store. Every geometry is in EPSG:4326; every fact carries its source."""

from ocopmap.database.models.base import Base
from ocopmap.database.models.communes import Commune, LegacyCommune, Succession
from ocopmap.database.models.imports import ImportBatch, ImportChange
from ocopmap.database.models.indicators import (
    IndicatorObservation,
    IndicatorTarget,
    StaffMember,
    TrainingAttendance,
    TrainingClass,
)
from ocopmap.database.models.map_places import MapExtract, MapPlace
from ocopmap.database.models.practices import ChainContract, ProducerPractice, ProductTraceability
from ocopmap.database.models.products import (
    Product,
    Recognition,
    Revocation,
    SalesChannel,
)
from ocopmap.database.models.review import ReviewDecision
from ocopmap.database.models.revisions import DatasetLoad, DatasetRecord, LayerRevision
from ocopmap.database.models.seasons import HarvestSeason, VocabularyEntry
from ocopmap.database.models.sites import CraftVillage, Producer, SalesPoint, Site, TourismPoint
from ocopmap.database.models.visits import SiteVisit
from ocopmap.database.models.zones import (
    ProductCraftVillage,
    ProductSalesPoint,
    ProductTourismPoint,
    ProductZone,
    RawMaterialZone,
    ZoneCommune,
    ZoneOverlap,
    ZonePart,
)

__all__ = [
    "Base",
    "ChainContract",
    "Commune",
    "CraftVillage",
    "DatasetLoad",
    "DatasetRecord",
    "HarvestSeason",
    "ImportBatch",
    "ImportChange",
    "IndicatorObservation",
    "IndicatorTarget",
    "LayerRevision",
    "LegacyCommune",
    "MapExtract",
    "MapPlace",
    "Producer",
    "ProducerPractice",
    "Product",
    "ProductCraftVillage",
    "ProductSalesPoint",
    "ProductTourismPoint",
    "ProductTraceability",
    "ProductZone",
    "RawMaterialZone",
    "Recognition",
    "ReviewDecision",
    "Revocation",
    "SalesChannel",
    "SalesPoint",
    "Site",
    "SiteVisit",
    "StaffMember",
    "Succession",
    "TourismPoint",
    "TrainingAttendance",
    "TrainingClass",
    "VocabularyEntry",
    "ZoneCommune",
    "ZoneOverlap",
    "ZonePart",
]
