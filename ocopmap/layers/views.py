"""The published views as SQLAlchemy sees them, and what each layer's features carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, TableClause, and_, case, column, func, literal, literal_column, null, table

from ocopmap.catalogue.places import Layer

_PLACED = ("geom", "precision", "uncertainty_m", "province_code", "commune_code", "commune_name", "search_text")

PRODUCT = table(
    "product",
    *map(column, ("id", "name", "stars", "validity", "product_group", "product_set", "commodity")),
    *map(column, ("harvest_months", "words")),
    *map(column, ("producer_id", "producer_name", "legacy_commune_code", *_PLACED)),
    schema="published",
)
SITE = table(
    "site",
    *map(column, ("id", "layer", "name", "legal_form", "craft", "tourism_kind", "ocop_stars", "sales_point_kind")),
    *map(column, ("legacy_commune_code", *_PLACED)),
    schema="published",
)
ZONE = table(
    "zone",
    *map(column, ("id", "name", "geom", "precision", "commodity", "declared_ha", "standards", "named_units")),
    *map(column, ("harvest_months", "words", "commune_codes", "commune_code", "commune_name", "search_text")),
    schema="published",
)
COMMUNE = table(
    "commune",
    *map(column, ("id", "name", "kind", "boundary_source", "geom", "legacy_communes", "province_code")),
    *map(column, ("commune_code", "commune_name", "search_text")),
    schema="published",
)

Properties = Mapping[str, ColumnElement[Any]]


@dataclass(frozen=True)
class LayerView:
    """A layer: the view it is read from, which rows of it, and the properties of its features."""

    layer: Layer
    source: TableClause
    properties: Properties
    restriction: ColumnElement[bool] | None = None


def in_dictionary_order(name: ColumnElement[str]) -> ColumnElement[str]:
    """Return a name as it is sorted and compared: as in a Vietnamese dictionary."""
    return name.op("COLLATE")(literal_column("published.vietnamese"))


def _common(source: TableClause, layer: Layer, **own: ColumnElement[Any]) -> Properties:
    """Return the properties of the public contract, those that a layer lacks as null."""
    blank: ColumnElement[Any] = null()
    return {
        "id": source.c.id,
        "layer": literal(str(layer)),
        "name": source.c.name,
        "stars": own.pop("stars", blank),
        "group": own.pop("group", blank),
        "validity": own.pop("validity", blank),
        "precision": own.pop("precision", blank),
        "commune_code": source.c.commune_code,
        "commune_name": source.c.commune_name,
        **own,
    }


def _placed(source: TableClause, province: str) -> dict[str, ColumnElement[Any]]:
    return {
        "precision": source.c.precision,
        "uncertainty_m": source.c.uncertainty_m,
        "legacy_commune_code": source.c.legacy_commune_code,
        "outside": and_(source.c.province_code.is_not(None), source.c.province_code != province),
    }


def layer_view(layer: Layer, province: str) -> LayerView:
    """Return the view of a layer for the province served."""
    if layer is Layer.PRODUCT:
        return LayerView(layer, PRODUCT, _product_properties(province))
    if layer is Layer.ZONE:
        return LayerView(layer, ZONE, _zone_properties())
    if layer is Layer.COMMUNE:
        return LayerView(layer, COMMUNE, _commune_properties(), COMMUNE.c.province_code == province)
    return LayerView(layer, SITE, _site_properties(layer, province), SITE.c.layer == str(layer))


def _product_properties(province: str) -> Properties:
    return _common(
        PRODUCT,
        Layer.PRODUCT,
        stars=PRODUCT.c.stars,
        group=PRODUCT.c.product_group,
        validity=PRODUCT.c.validity,
        set=PRODUCT.c.product_set,
        commodity=PRODUCT.c.commodity,
        harvest_months=func.to_json(PRODUCT.c.harvest_months),
        words=PRODUCT.c.words,
        producer_id=PRODUCT.c.producer_id,
        producer_name=PRODUCT.c.producer_name,
        **_placed(PRODUCT, province),
    )


def _site_properties(layer: Layer, province: str) -> Properties:
    kind = case(
        (SITE.c.layer == "producer", SITE.c.legal_form),
        (SITE.c.layer == "craft_village", SITE.c.craft),
        (SITE.c.layer == "tourism_point", SITE.c.tourism_kind),
        else_=SITE.c.sales_point_kind,
    )
    return _common(SITE, layer, stars=SITE.c.ocop_stars, kind=kind, **_placed(SITE, province))


def _zone_properties() -> Properties:
    return _common(
        ZONE,
        Layer.ZONE,
        precision=ZONE.c.precision,
        commodity=ZONE.c.commodity,
        harvest_months=func.to_json(ZONE.c.harvest_months),
        words=ZONE.c.words,
        declared_ha=ZONE.c.declared_ha,
        standards=func.to_json(ZONE.c.standards),
        named_units=ZONE.c.named_units,
        commune_codes=func.to_json(ZONE.c.commune_codes),
    )


def _commune_properties() -> Properties:
    return _common(
        COMMUNE,
        Layer.COMMUNE,
        kind=COMMUNE.c.kind,
        boundary_source=COMMUNE.c.boundary_source,
        legacy_communes=COMMUNE.c.legacy_communes,
    )
