"""What the list is asked for: the one filter, an order, a place to measure from and a page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import isfinite

from ocopmap.catalogue.places import Layer
from ocopmap.layers.filters import FILTER_PARAMETERS, FeatureFilter, FilterError, Problem, parse_filter

_LAST_PAGE = 2_000

Point = tuple[float, float]
"""Latitude and longitude in degrees (EPSG:4326)."""


class Sort(StrEnum):
    """Orders of the list."""

    NAME = "name"
    STARS = "stars"
    DISTANCE = "distance"


@dataclass(frozen=True)
class ListQuery:
    """What a page of the list shows."""

    chosen: FeatureFilter
    sort: Sort = Sort.NAME
    near: Point | None = None
    page: int = 1


def parse_list_query(parameters: Mapping[str, Sequence[str]], *, today: date) -> ListQuery:
    """Return what address parameters ask for: those of the filter, ``sort``, ``near=lat,lon`` and ``page``.

    A parameter without a value, as forms send it, is not asked. Without a layer, a filter that chooses products asks
    for products and their producers alone.

    Raises:
        FilterError: naming every parameter that is unknown or impossible.
    """
    given = {name: kept for name, values in parameters.items() if (kept := [value for value in values if value])}
    problems = [
        Problem(name[:40], "problem.unknown_parameter", {})
        for name in parameters
        if name not in (*FILTER_PARAMETERS, *_READ)
    ]
    chosen = FeatureFilter()
    try:
        chosen = parse_filter({name: given[name] for name in FILTER_PARAMETERS if name in given}, today=today)
    except FilterError as error:
        problems += error.problems
    query = ListQuery(_spoken_of(chosen, given))
    for name, read in _READ.items():
        if name in given:
            try:
                query = read(query, given[name])
            except FilterError as error:
                problems += error.problems
    if problems:
        raise FilterError(problems)
    return replace(query, sort=Sort.DISTANCE) if query.near and "sort" not in given else query


def _spoken_of(chosen: FeatureFilter, given: Mapping[str, Sequence[str]]) -> FeatureFilter:
    if "layer" in given or not chosen.chooses_products:
        return chosen
    return replace(chosen, layers=(Layer.PRODUCT, Layer.PRODUCER))


def _near(query: ListQuery, values: Sequence[str]) -> ListQuery:
    try:
        latitude, longitude = (float(value) for value in ",".join(values).split(","))
    except ValueError as error:
        raise FilterError.of("near", "problem.near") from error
    if not (isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise FilterError.of("near", "problem.near")
    return replace(query, near=(latitude, longitude))


def _page(query: ListQuery, values: Sequence[str]) -> ListQuery:
    value = values[0] if len(values) == 1 else ""
    if not (value.isascii() and value.isdigit() and len(value) < 6 and 1 <= int(value) <= _LAST_PAGE):
        raise FilterError.of("page", "problem.limit", most=_LAST_PAGE)
    return replace(query, page=int(value))


def _sort(query: ListQuery, values: Sequence[str]) -> ListQuery:
    if len(values) > 1 or values[0] not in set(Sort):
        raise FilterError.not_a_choice("sort", values[0], Sort)
    if values[0] == Sort.DISTANCE and not (query.near or query.chosen.communes):
        raise FilterError.of("sort", "problem.no_origin")
    return replace(query, sort=Sort(values[0]))


_READ: Mapping[str, Callable[[ListQuery, Sequence[str]], ListQuery]] = {"near": _near, "page": _page, "sort": _sort}
"""What reads each parameter of the list's own; the order asks where distances are measured from."""
