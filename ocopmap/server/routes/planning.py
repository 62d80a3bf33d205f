"""The plan's KPIs and zones against products, for planners."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from ocopmap.catalogue.indicators import Indicator, Subject
from ocopmap.catalogue.places import Layer
from ocopmap.layers.reading import reading
from ocopmap.layers.revisions import revisions
from ocopmap.planning.choropleth import measured_communes
from ocopmap.planning.definitions import Wording
from ocopmap.planning.history import expiry_watch, yearly
from ocopmap.planning.indicators import IndicatorValue, Part, indicators, members
from ocopmap.planning.zones import Gap, commodity_areas, gap, product_analysis, zone_analysis
from ocopmap.server.context import ReaderLocale, Shared
from ocopmap.server.messages import Locale
from ocopmap.server.planning_pages.asked import chosen_variants, past_day
from ocopmap.server.planning_pages.choosing import FAR_KM, possible_km
from ocopmap.server.responses import REFUSED, OrjsonResponse, json_bytes, send

router = APIRouter(prefix="/api/v1", tags=["planning"])


class AsOf(BaseModel):
    """The day of the count."""

    model_config = ConfigDict(extra="forbid")
    as_of: str | None = None


class IndicatorQuery(AsOf):
    """The day, and other ways to count as ``indicator:variant``."""

    variant: list[str] = []


class MembersQuery(AsOf):
    """Which records of a KPI."""

    variant: str | None = None
    part: Part = Part.COUNTED


class GapQuery(AsOf):
    """What counts as far."""

    km: float = FAR_KM


@router.get("/indicators", responses=REFUSED)
def all_indicators(shared: Shared, locale: ReaderLocale, query: Annotated[IndicatorQuery, Query()]) -> Response:
    """Return the 17 KPIs as of a day: value, numerator, denominator, target, owner, how computed, what is missing."""
    day, choice = past_day(query.as_of), chosen_variants(shared.definitions, query.variant)
    with reading(shared.engine, day) as connection:
        found = indicators(connection, shared.definitions, day, choice)
    body = {"as_of": day, "indicators": [indicator_json(each, locale) for each in found]}
    return OrjsonResponse(body, headers={"Vary": "Accept-Language"})


@router.get("/indicators/{indicator}/records", responses=REFUSED | {404: {"description": "nothing to list"}})
def indicator_records(shared: Shared, indicator: Indicator, query: Annotated[MembersQuery, Query()]) -> Response:
    """Return the records behind a part of a KPI; persons are counted and never listed."""
    day, definition = past_day(query.as_of), shared.definitions[indicator]
    if definition.subject is Subject.PERSON:
        raise HTTPException(404)
    choice = chosen_variants(shared.definitions, [f"{indicator}:{query.variant}"] if query.variant else [])
    with reading(shared.engine, day) as connection:
        found = members(connection, definition, definition.variant(choice.get(indicator)), query.part)
    return OrjsonResponse({"as_of": day, "indicator": indicator, "part": query.part, "records": found})


@router.get("/planning/zones", responses=REFUSED)
def zones(request: Request, shared: Shared, query: Annotated[AsOf, Query()]) -> Response:
    """Return every zone with its hectares by commune and what it feeds, and each commodity's ground counted once."""
    return kept(
        request,
        shared,
        past_day(query.as_of),
        ("zones",),
        lambda found: {"zones": zone_analysis(found), "commodities": commodity_areas(found)},
    )


@router.get("/planning/products", responses=REFUSED)
def products(request: Request, shared: Shared, query: Annotated[AsOf, Query()]) -> Response:
    """Return every product with its nearest zone, its linked zones, and whether one of them is stable."""
    day = past_day(query.as_of)
    return kept(request, shared, day, ("products",), lambda found: {"products": product_analysis(found)})


@router.get("/planning/gaps/{asked}", responses=REFUSED)
def gaps(request: Request, shared: Shared, asked: Gap, query: Annotated[GapQuery, Query()]) -> Response:
    """Return the records that a question of what is missing finds."""
    province, km = shared.settings.province, possible_km(query.km)
    return kept(
        request,
        shared,
        past_day(query.as_of),
        ("gap", asked, km),
        lambda found: {"gap": asked, "km": km, "records": gap(found, asked, province=province, km=km)},
    )


@router.get("/planning/communes", responses=REFUSED)
def communes(request: Request, shared: Shared, query: Annotated[AsOf, Query()]) -> Response:
    """Return what each commune has: products by stars, sites, hectares by commodity, way to a sales point."""
    day, province = past_day(query.as_of), shared.settings.province
    return kept(request, shared, day, ("communes",), lambda found: {"communes": measured_communes(found, province)})


@router.get("/planning/history", responses=REFUSED)
def history(request: Request, shared: Shared, query: Annotated[AsOf, Query()]) -> Response:
    """Return the products' state at every year's end up to a day, and what lapses within six months of it."""
    day = past_day(query.as_of)
    return kept(
        request,
        shared,
        day,
        ("history",),
        lambda found: {"years": yearly(found, day), "expiring": expiry_watch(found)},
    )


def kept(
    request: Request, shared: Shared, day: date, key: tuple[object, ...], make: Callable[[Connection], object]
) -> Response:
    """Send an analysis as of a day, made once for every state of the layers."""
    with reading(shared.engine, day) as connection:
        whole = ("planning", *key, day, revisions(connection, Layer))
        rendered = shared.cache.get_or_render(whole, lambda: json_bytes(make(connection)))
    return send(request, rendered, "application/json")


def indicator_json(found: IndicatorValue, locale: Locale) -> dict[str, Any]:
    """Return a KPI as the contract names its parts, its words in the reader's language."""
    definition = found.definition
    return {
        "indicator": found.indicator,
        "number": found.number,
        "name": found.name,
        "unit": found.unit,
        "owner": found.owner,
        "value": found.value,
        "at_most": found.at_most,
        "numerator": found.tally.counted,
        "denominator": found.tally.base,
        "unknown": found.tally.unknown,
        "base_unknown": found.tally.base_unknown,
        "target": found.target,
        "target_year": found.target_year,
        "due": found.due,
        "progress": found.progress,
        "definition": said(definition.definition, locale),
        "decided": said(definition.decided, locale),
        "missing": said(definition.needs, locale) if found.value is None else None,
        "variant": found.variant.key,
        "variants": [{"key": each.key, "label": said(each.label, locale)} for each in definition.variants],
        "source_url": found.target_source,
    }


def said(wording: Wording | None, locale: Locale) -> str | None:
    """Return a sentence in the reader's language."""
    return None if wording is None else getattr(wording, locale)
