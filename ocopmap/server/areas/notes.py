"""What a planner must know of an area's figures, in sentences; and areas whose figures would say nothing."""

from typing import Final

from sqlalchemy import Connection

from ocopmap.geocoding.vn2000 import from_plane, to_plane
from ocopmap.ingest.areafiles.area import Area
from ocopmap.layers.filters import FilterError
from ocopmap.planning.area import Row, holds
from ocopmap.server.messages import Locale
from ocopmap.server.pages import Province
from ocopmap.server.wording import Wording, wording

_SEEN_HECTARES: Final = 0.05
"""Less than this outside the province, or twice in a file, is the thickness of a line."""


def require_inside(
    connection: Connection, area: Area, analysis: Row, province: Province, meridians: tuple[float, ...]
) -> None:
    """Refuse an area that shares no ground with the province.

    Args:
        connection: reads the published views.
        area: as read.
        analysis: of that area.
        province: the one served.
        meridians: central meridians (degrees) of VN-2000 that its files may be drawn in.

    Raises:
        FilterError: nothing of it lies in the province; where another meridian would bring it there, that is said.
    """
    if analysis["communes"]:
        return
    for right in meridians if area.meridian is not None else ():
        if right != area.meridian and _would_lie_in(connection, area, right, province.code):
            used, better = _degrees(area.meridian or 0), _degrees(right)
            raise FilterError.of("crs", "problem.area_wrong_meridian", used=used, right=better)
    raise FilterError.of("area", "problem.area_outside", province=province.name)


def _would_lie_in(connection: Connection, area: Area, meridian: float, province: str) -> bool:
    middle = area.shape.representative_point()
    plane = to_plane((middle.y, middle.x), area.meridian or 0)
    latitude, longitude = from_plane(*plane, meridian)
    return holds(connection, province, latitude, longitude)


def _degrees(meridian: float) -> str:
    return f"{int(meridian)}°{round(meridian % 1 * 60):02d}′"


def area_notes(area: Area, analysis: Row, locale: Locale) -> list[str]:
    """Return what was done to an area and what its figures leave out."""
    words = wording(locale)
    return [*_on_shape(area, words), *_on_figures(analysis, words)]


def _on_shape(area: Area, words: Wording) -> list[str]:
    found = []
    if area.system:
        found.append(words.t("area.read_by", system=area.system))
    if area.given > 1:
        found.append(words.t("area.given", n=area.given))
    if area.mended:
        found.append(words.t("area.mended", n=area.mended))
    if area.overlap_ha > _SEEN_HECTARES:
        found.append(words.t("area.overlap", ha=area.overlap_ha))
    return found


def _on_figures(analysis: Row, words: Wording) -> list[str]:
    found = []
    if analysis["outside_ha"] > _SEEN_HECTARES:
        found.append(words.t("area.outside", ha=analysis["outside_ha"]))
    if analysis["is_approximate"]:
        found.append(words.t("area.borders"))
    if analysis["counts"]["approximate"]:
        found.append(words.t("area.approximate", n=analysis["counts"]["approximate"]))
    if analysis["not_located"]:
        found.append(words.t("area.not_located", n=analysis["not_located"]))
    return found
