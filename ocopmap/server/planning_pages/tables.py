"""What the planners' pages show as tables to take away: their columns, and where their rows come from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection

from ocopmap.catalogue.indicators import Indicator, Subject
from ocopmap.planning.communes import commune_analysis
from ocopmap.planning.history import expiry_watch, lapsed_lately, yearly
from ocopmap.planning.indicators import SHOWN, Part, indicators, members, published_figures
from ocopmap.planning.zones import Gap, commodity_areas, gap, product_analysis, zone_analysis
from ocopmap.server.context import Context
from ocopmap.server.planning_pages.asked import AskedPage, chosen_variants
from ocopmap.server.planning_pages.choosing import far_km, within

Rows = Iterable[Mapping[str, Any]]


class PlanningTable(StrEnum):
    """Tables of the planners' pages."""

    INDICATORS = "indicators"
    RECORDS = "records"
    """Those behind a part of a KPI."""
    PUBLISHED = "published"
    YEARS = "years"
    EXPIRING = "expiring"
    LAPSED = "lapsed"
    ZONES = "zones"
    COMMODITIES = "commodities"
    ZONE_PRODUCTS = "zone_products"
    GAPS = "gaps"
    COMMUNES = "communes"


@dataclass(frozen=True)
class Choice:
    """What a table is asked for beside its day."""

    asked: AskedPage
    indicator: Indicator | None = None
    part: Part = Part.COUNTED
    gap: Gap = Gap.PRODUCTS_WITHOUT_ZONE


_PLACE: Final = ("commune_code", "commune_name")
_CERTIFICATE: Final = ("id", "name", "stars", "group", "producer_id", "producer_name", *_PLACE, "recognised_on")
_GAP_COLUMNS: Final[Mapping[Gap, tuple[str, ...]]] = {
    Gap.PRODUCTS_WITHOUT_ZONE: ("id", "name", "commodity", "producer_name", *_PLACE),
    Gap.ZONES_WITHOUT_PRODUCT: ("id", "name", "commodity", "declared_ha", *_PLACE),
    Gap.PRODUCERS_FAR_FROM_ZONE: ("id", "name", "commodity", *_PLACE, "precision", "uncertainty_m", "km"),
    Gap.PRODUCTS_FAR_FROM_SALES_POINT: (
        *("id", "name", "producer_name", *_PLACE),
        *("precision", "uncertainty_m", "km"),
    ),
    Gap.COMMUNES_WITH_POTENTIAL: ("id", "name", "commodities"),
    Gap.COMMUNES_WITH_NOTHING: ("id", "name"),
}
_COLUMNS: Final[Mapping[PlanningTable, tuple[str, ...]]] = {
    PlanningTable.INDICATORS: (
        *("number", "indicator", "name", "variant", "value", "at_most", "numerator", "denominator", "unknown"),
        *("base_unknown", "target", "due", "progress", "owner", "definition", "decided", "missing"),
    ),
    PlanningTable.PUBLISHED: ("number", "indicator", "label", "year", "value", "unit", "scope", "source_url"),
    PlanningTable.YEARS: (
        *("day", "valid", "three_star", "four_star", "five_star", "expired", "revoked", "unknown_validity"),
        "decided_in_year",
    ),
    PlanningTable.EXPIRING: (*_CERTIFICATE, "expires_earliest", "within_months"),
    PlanningTable.LAPSED: (*_CERTIFICATE, "expires_latest"),
    PlanningTable.ZONES: (
        *("id", "name", "commodity", "declared_ha", "computed_ha", "ha_by_commune", "standards", "growing_area_code"),
        *(
            "harvest_months",
            "year",
            "geometry_source",
            "precision",
            "products",
            "producers",
            "overlapping_ha",
            "overlapping_zones",
        ),
    ),
    PlanningTable.COMMODITIES: ("commodity", "zones", "declared_ha", "summed_ha", "union_ha"),
    PlanningTable.ZONE_PRODUCTS: (
        *("id", "name", "commodity", "stars", "validity", "producer_id", "producer_name", *_PLACE, "precision"),
        *("uncertainty_m", "nearest_zone_id", "nearest_zone_name", "nearest_zone_km", "linked_zones"),
        "has_stable_zone",
    ),
    PlanningTable.COMMUNES: (
        *("id", "name", "products", "valid_products", "three_star", "four_star", "five_star", "unknown_products"),
        *("producers", "craft_villages", "tourism_points", "sales_points", "hectares", "sales_point_km"),
    ),
}


def columns_of(table: PlanningTable, shared: Context, choice: Choice) -> tuple[str, ...]:
    """Return the names of a table's columns."""
    if table is PlanningTable.GAPS:
        return _GAP_COLUMNS[choice.gap]
    if table is PlanningTable.RECORDS and choice.indicator:
        return SHOWN[shared.definitions[choice.indicator].subject]
    return _COLUMNS[table]


def every_column() -> set[str]:
    """Return the name of every column that a table may have."""
    several = (*_COLUMNS.values(), *_GAP_COLUMNS.values(), *SHOWN.values())
    return {name for columns in several for name in columns}


def rows_of(table: PlanningTable, connection: Connection, shared: Context, choice: Choice) -> Rows:
    """Return the rows of a table as of the day that the connection speaks of."""
    return _ROWS[table](connection, shared, choice)


def _indicators(connection: Connection, shared: Context, choice: Choice) -> Rows:
    asked = choice.asked
    chosen = chosen_variants(shared.definitions, asked.values("variant"))
    for each in indicators(connection, shared.definitions, asked.day, chosen):
        words = each.definition
        yield {
            **{name: getattr(each, name) for name in ("number", "indicator", "name", "value", "at_most", "target")},
            **{name: getattr(each, name) for name in ("due", "progress", "owner")},
            "variant": each.variant.key,
            "numerator": each.tally.counted,
            "denominator": each.tally.base,
            "unknown": each.tally.unknown,
            "base_unknown": each.tally.base_unknown,
            "definition": getattr(words.definition, asked.locale),
            "decided": getattr(words.decided, asked.locale) if words.decided else None,
            "missing": getattr(words.needs, asked.locale) if each.value is None else None,
        }


def _records(connection: Connection, shared: Context, choice: Choice) -> Rows:
    if choice.indicator is None:
        return []
    definition = shared.definitions[choice.indicator]
    if definition.subject is Subject.PERSON:
        return []
    chosen = chosen_variants(shared.definitions, choice.asked.values("variant"))
    variant = definition.variant(chosen.get(choice.indicator))
    return within(choice.asked, members(connection, definition, variant, choice.part))


def _published(connection: Connection, shared: Context, choice: Choice) -> Rows:
    numbers = {key: number for number, key in enumerate(Indicator, start=1)}
    named = {name.key: (key, name.label) for key, each in shared.definitions.items() for name in each.published}
    for row in published_figures(connection, named):
        key, label = named[row["indicator"]]
        yield {**row, "number": numbers[key], "label": getattr(label, choice.asked.locale)}


def _years(connection: Connection, shared: Context, choice: Choice) -> Rows:
    for row in yearly(connection, choice.asked.day):
        yield {**row, "unknown_validity": row["unknown"], "decided_in_year": sum(row["events"].values())}


def _certificates(read: Callable[[Connection], list[dict[str, Any]]], connection: Connection, choice: Choice) -> Rows:
    return ({**row, "group": row["product_group"]} for row in within(choice.asked, read(connection)))


def _zones(connection: Connection, shared: Context, choice: Choice) -> Rows:
    commodity = choice.asked.value("commodity")
    for row in zone_analysis(connection):
        if commodity in (None, row["commodity"]):
            parts = row["communes"] or []
            by_commune = "; ".join(f"{part['commune_name'] or '?'}: {part['ha']}" for part in parts)
            yield {**row, "ha_by_commune": by_commune, "overlapping_zones": [o["id"] for o in row["overlapping_zones"]]}


def _zone_products(connection: Connection, shared: Context, choice: Choice) -> Rows:
    commodity = choice.asked.value("commodity")
    return [row for row in product_analysis(connection) if commodity in (None, row["commodity"])]


def _gaps(connection: Connection, shared: Context, choice: Choice) -> Rows:
    asked = choice.asked
    return within(asked, gap(connection, choice.gap, province=shared.settings.province, km=far_km(asked)))


_ROWS: Final[Mapping[PlanningTable, Callable[[Connection, Context, Choice], Rows]]] = {
    PlanningTable.INDICATORS: _indicators,
    PlanningTable.RECORDS: _records,
    PlanningTable.PUBLISHED: _published,
    PlanningTable.YEARS: _years,
    PlanningTable.EXPIRING: lambda connection, _, choice: _certificates(expiry_watch, connection, choice),
    PlanningTable.LAPSED: lambda connection, _, choice: _certificates(lapsed_lately, connection, choice),
    PlanningTable.ZONES: _zones,
    PlanningTable.COMMODITIES: lambda connection, _, __: commodity_areas(connection),
    PlanningTable.ZONE_PRODUCTS: _zone_products,
    PlanningTable.GAPS: _gaps,
    PlanningTable.COMMUNES: lambda connection, shared, choice: within(
        choice.asked, commune_analysis(connection, shared.settings.province)
    ),
}
