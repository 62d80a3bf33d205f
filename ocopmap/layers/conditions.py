"""The filter as SQL: one small function per clause, each binding its values."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import SMALLINT, ColumnElement, TableClause, cast, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, TEXT

from ocopmap.catalogue.places import Layer
from ocopmap.database.models.base import SRID
from ocopmap.layers.filters import FeatureFilter
from ocopmap.layers.views import COMMUNE, PRODUCT, ZONE, LayerView

Condition = ColumnElement[bool]


def conditions(view: LayerView, chosen: FeatureFilter) -> list[Condition]:
    """Return what a row of the layer must meet.

    Stars, group, set, commodity, validity and season choose products; a producer is shown with any of its chosen
    products, a zone obeys commodity and season, other layers ignore them. Commune, text and bbox hold for every layer.
    """
    found = [] if view.restriction is None else [view.restriction]
    if view.layer is Layer.PRODUCT:
        found += _product(chosen)
    elif view.layer is Layer.PRODUCER and chosen.chooses_products:
        found.append(exists(select(1).where(PRODUCT.c.producer_id == view.source.c.id, *_product(chosen))))
    elif view.layer is Layer.ZONE:
        found += _zone(chosen)
    return [*found, *_place(view, chosen), *_text(view.source, chosen), *_bbox(view.source, chosen)]


def _product(chosen: FeatureFilter) -> list[Condition]:
    found = []
    if chosen.stars:
        found.append(_in_or_unknown(PRODUCT.c.stars, chosen.stars))
    if chosen.groups:
        found.append(PRODUCT.c.product_group.in_(chosen.groups))
    if chosen.sets:
        found.append(_in_or_unknown(PRODUCT.c.product_set, chosen.sets))
    if chosen.commodities:
        found.append(PRODUCT.c.commodity.in_(chosen.commodities))
    if chosen.validities:
        found.append(PRODUCT.c.validity.in_(chosen.validities))
    return [*found, *_harvested(PRODUCT, chosen)]


def _zone(chosen: FeatureFilter) -> list[Condition]:
    found = [ZONE.c.commodity.in_(chosen.commodities)] if chosen.commodities else []
    return [*found, *_harvested(ZONE, chosen)]


def _harvested(source: TableClause, chosen: FeatureFilter) -> list[Condition]:
    """Return what a source must meet to be harvested in one of the months; None among them means not known when."""
    if not chosen.seasons:
        return []
    months = sorted(month for month in chosen.seasons if month is not None)
    found = source.c.harvest_months.op("&&")(cast(months, ARRAY(SMALLINT)))
    return [or_(found, source.c.harvest_months.is_(None)) if None in chosen.seasons else found]


def _in_or_unknown(value: ColumnElement[Any], wanted: Collection[int | None]) -> Condition:
    known = [number for number in wanted if number is not None]
    return or_(value.in_(known), value.is_(None)) if None in wanted else value.in_(known)


def _place(view: LayerView, chosen: FeatureFilter) -> list[Condition]:
    found = []
    if chosen.communes:
        found.append(_in_communes(view, chosen.communes))
    if chosen.legacy_communes:
        found.append(_in_legacy_communes(view, chosen.legacy_communes))
    return found


def _in_communes(view: LayerView, codes: Collection[str]) -> Condition:
    if view.layer is Layer.ZONE:
        return ZONE.c.commune_codes.op("&&")(cast(sorted(codes), ARRAY(TEXT)))
    return view.source.c.commune_code.in_(codes)


def _in_legacy_communes(view: LayerView, codes: Collection[str]) -> Condition:
    if view.layer is Layer.COMMUNE:
        return _formed_from(codes)
    if view.layer is Layer.ZONE:
        return exists(select(1).where(COMMUNE.c.id == func.any(ZONE.c.commune_codes), _formed_from(codes)))
    return view.source.c.legacy_commune_code.in_(codes)


def _formed_from(codes: Collection[str]) -> Condition:
    old = func.jsonb_array_elements(COMMUNE.c.legacy_communes).table_valued("value")
    return exists(select(1).select_from(old).where(old.c.value.op("->>")("code").in_(codes)))


def _text(source: TableClause, chosen: FeatureFilter) -> list[Condition]:
    return [func.strpos(source.c.search_text, func.fold(word)) > 0 for word in chosen.words]


def _bbox(source: TableClause, chosen: FeatureFilter) -> list[Condition]:
    if chosen.bbox is None:
        return []
    # The constant side is built in the column's SRID, so that the index on the column serves.
    return [func.ST_Intersects(source.c.geom, func.ST_MakeEnvelope(*chosen.bbox, SRID))]
