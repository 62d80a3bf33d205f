"""Plots of one growing area: features that carry the same growing-area code become one zone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

import shapely

from ocopmap.geocoding.text import fold
from ocopmap.ingest.boundaries.common import as_multipolygon
from ocopmap.ingest.zonefiles.report import Finding, FindingKind, Refused
from ocopmap.ingest.zonefiles.shapes import hectares
from ocopmap.ingest.zonefiles.zone import Zone

_SEEN_HECTARES = 0.05
"""Plots share less than this where their borders were drawn twice."""


def merged(zones: Sequence[Zone], personal_words: Sequence[str]) -> tuple[list[Zone], list[Finding], list[Refused]]:
    """Return zones with a key of their own, what was put together, and what cannot be one zone with the others.

    Plots with one growing-area code and one crop are one zone. Any other two features of one key are refused: a name
    given twice may be a mistake. A zone with a growing-area code whose name holds a word of people's names
    (``personal_words``) is called by its code: plots are often named after households, whose names are their own.
    """
    groups: dict[str, list[Zone]] = {}
    for zone in zones:
        groups.setdefault(zone.id, []).append(zone)
    whole: list[Zone] = []
    findings: list[Finding] = []
    refused: list[Refused] = []
    for plots in groups.values():
        first, rest = plots[0], plots[1:]
        apart = [plot for plot in rest if not _is_plot_of(plot, first)]
        refused += [_not_one(plot, first) for plot in apart]
        together = [plot for plot in plots if plot not in apart]
        if len(together) > 1:
            first, told = _united(together)
            findings += told
        whole.append(_named_by_code(first, personal_words))
    return whole, findings, refused


def _named_by_code(zone: Zone, personal_words: Sequence[str]) -> Zone:
    code = zone.values.growing_area_code
    words = set(fold(zone.values.name).split())
    if not code or words.isdisjoint(map(fold, personal_words)):
        return zone
    return replace(zone, values=replace(zone.values, name=f"Vùng trồng {code}"))


def _is_plot_of(plot: Zone, first: Zone) -> bool:
    code = plot.values.growing_area_code
    same_code = bool(code) and fold(code or "") == fold(first.values.growing_area_code or "")
    return same_code and plot.values.commodity == first.values.commodity


def _not_one(plot: Zone, first: Zone) -> Refused:
    code = plot.values.growing_area_code
    if code:
        reason = f"mã số vùng trồng này ở hình thứ {first.number} là của nông sản khác"
        return Refused(plot.number, "growing_area_code", code, reason)
    reason = f"trùng tên với hình thứ {first.number}: một vùng nhiều thửa phải gộp thành một hình hoặc ghi cùng một mã"
    return Refused(plot.number, "name", plot.values.name, reason)


def _united(plots: Sequence[Zone]) -> tuple[Zone, list[Finding]]:
    first = plots[0]
    geom = as_multipolygon(shapely.union_all([plot.geom for plot in plots]))
    area = hectares(geom)
    declared = _declared(plots, area)
    names = _distinct(plot.values.name for plot in plots)
    values = replace(
        first.values,
        name=names[0] if len(names) == 1 else f"Vùng trồng {first.values.growing_area_code}",
        named_units=", ".join(_distinct(plot.values.named_units for plot in plots)) or None,
        communes=_distinct(chain.from_iterable(plot.values.communes for plot in plots)),
        unresolved=_distinct(chain.from_iterable(plot.values.unresolved for plot in plots)),
        declared_ha=declared,
        standards=_distinct(chain.from_iterable(plot.values.standards for plot in plots)),
        year=max((plot.values.year for plot in plots if plot.values.year), default=None),
    )
    shown = "không ghi" if declared is None else f"{declared:.2f} ha"
    message = f"gộp {len(plots)} thửa cùng mã {first.values.growing_area_code}; diện tích khai báo: {shown}"
    findings = [Finding(first.number, values.name, FindingKind.MERGED, message, {"plots": float(len(plots))})]
    shared = sum(plot.computed_ha for plot in plots) - area
    if shared > _SEEN_HECTARES:
        message = f"các thửa của vùng chồng lên nhau {shared:.2f} ha"
        findings.append(
            Finding(first.number, values.name, FindingKind.OVERLAP, message, {"shared_ha": round(shared, 4)})
        )
    return Zone(first.number, first.id, values, geom), findings


def _declared(plots: Sequence[Zone], computed_ha: float) -> float | None:
    """Return the declared hectares of the whole.

    Some files repeat the whole's figure beside every plot, others give each plot its own: where all figures are one,
    whichever of the two lies nearer to the polygons.
    """
    given = [plot.values.declared_ha for plot in plots if plot.values.declared_ha]
    if not given:
        return None
    total = round(sum(given), 4)
    if len(set(given)) == 1 and len(given) > 1 and abs(given[0] - computed_ha) < abs(total - computed_ha):
        return given[0]
    return total


def _distinct(items: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for item in items if item))
