"""Compose the map with Folium: which layers, from which addresses, in which colours; markup and script apart."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ocopmap.catalogue.places import Layer
from ocopmap.layers.filters import Bbox
from ocopmap.server.maps.elements import (
    FrontEndCall,
    LayerPanel,
    OcopMap,
    PlannerPanel,
    Sovereignty,
    TourPlanner,
    UrlPoints,
    UrlPolygons,
)

_MIN_ZOOM = 5
_MAX_ZOOM = 18
_EAST_SEA = (4.0, 98.0, 26.0, 122.0)
"""South, west, north, east: all of Việt Nam with both archipelagos stays within reach of the view."""


@dataclass(frozen=True)
class Style:
    """What kind of element a layer is, and whether it starts visible; colours and shapes are the style sheet's."""

    element: Callable[..., FrontEndCall]
    default_on: bool


_BEGIN = """ocopmap.begin(() => {{
{script}
window.{map} = {map};
}});"""
"""The front end chooses when Folium's script runs; the map stays a global, as Folium has it."""

STYLES: dict[Layer, Style] = {
    Layer.COMMUNE: Style(UrlPolygons, default_on=True),
    Layer.ZONE: Style(UrlPolygons, default_on=False),
    Layer.PRODUCT: Style(UrlPoints, default_on=True),
    Layer.PRODUCER: Style(UrlPoints, default_on=False),
    Layer.CRAFT_VILLAGE: Style(UrlPoints, default_on=True),
    Layer.TOURISM_POINT: Style(UrlPoints, default_on=True),
    Layer.SALES_POINT: Style(UrlPoints, default_on=True),
}


TOURED = (Layer.COMMUNE, Layer.PRODUCT, Layer.CRAFT_VILLAGE, Layer.TOURISM_POINT, Layer.SALES_POINT)
"""The layers of the map of tours."""


@dataclass(frozen=True)
class ComposedMap:
    """Folium's output: the markup of the map and the script that builds it."""

    html: str
    script: str


def compose(bbox: Bbox, basemap: FrontEndCall | None = None) -> ComposedMap:
    """Return the map of a province whose extent is ``bbox``; the same arguments give the same bytes."""
    page = _ground(bbox, basemap)
    for layer, style in STYLES.items():
        _layer(style.element, layer, style.default_on).add_to(page)
    LayerPanel().add_to(page)
    return _composed(page)


def compose_planner(bbox: Bbox, basemap: FrontEndCall | None = None) -> ComposedMap:
    """Return the planners' map: the communes, and what is asked of them."""
    page = _ground(bbox, basemap)
    _layer(UrlPolygons, Layer.COMMUNE, default_on=True).add_to(page)
    PlannerPanel().add_to(page)
    return _composed(page)


def compose_tour(bbox: Bbox, basemap: FrontEndCall | None = None) -> ComposedMap:
    """Return the map on which tours are put together: the places that can be visited, over the communes."""
    page = _ground(bbox, basemap)
    for layer in TOURED:
        _layer(STYLES[layer].element, layer, STYLES[layer].default_on).add_to(page)
    TourPlanner().add_to(page)
    return _composed(page)


def _ground(bbox: Bbox, basemap: FrontEndCall | None) -> OcopMap:
    west, south, east, north = bbox
    south_limit, west_limit, north_limit, east_limit = _EAST_SEA
    page = OcopMap(
        location=((south + north) / 2, (west + east) / 2),
        zoom_start=9,
        minZoom=_MIN_ZOOM,
        maxZoom=_MAX_ZOOM,
        max_bounds=True,
        min_lat=south_limit,
        min_lon=west_limit,
        max_lat=north_limit,
        max_lon=east_limit,
        zoom_control=False,  # the front end adds its own, in the visitor's language
    )
    if basemap:
        basemap.add_to(page)
    Sovereignty().add_to(page)
    return page


def _layer(element: Callable[..., FrontEndCall], layer: Layer, default_on: bool) -> FrontEndCall:
    return element(str(layer), layer=str(layer), url=f"/api/v1/features.geojson?layer={layer}", defaultOn=default_on)


def _composed(page: OcopMap) -> ComposedMap:
    figure: Any = page.get_root()  # a Figure, which branca's types do not say
    figure.render()
    script = _BEGIN.format(script=figure.script.render(), map=page.get_name())
    return ComposedMap(html=figure.html.render(), script=script)
