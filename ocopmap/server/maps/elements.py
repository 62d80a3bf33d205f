"""The map's parts as Folium elements. Each only calls one function of the front end with JSON arguments.

No record's text ever enters a Folium constructor: text in Folium's templates would run as script. What stands here
are addresses, keys and numbers from this code and its settings; records arrive by URL.
"""

from typing import Any, ClassVar

import folium
from branca.element import MacroElement
from folium.template import Template


class OcopMap(folium.Map):
    """Folium's map without its assets from elsewhere, with a fixed id so that every render is the same."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - declared so by Folium
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - handed on to Folium
        super().__init__(tiles=None, **options)
        self._id = "ocop"


class FrontEndCall(MacroElement):
    """One call ``ocopmap.<function>(map, {…})``; Folium's filter writes the options as JSON safe inside a script."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            ocopmap.{{ this.function }}({{ this._parent.get_name() }}, {{ this.options|tojson }});
        {% endmacro %}
        """
    )
    function: ClassVar[str]

    def __init__(self, key: str = "", **options: str | float | bool | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = type(self).__name__
        self._id = key
        self.options = options


class RasterBasemap(FrontEndCall):
    """Raster tiles under everything."""

    function = "rasterBasemap"


class VectorBasemap(FrontEndCall):
    """Vector tiles of one PMTiles file under everything, drawn by a script that is loaded for them alone."""

    function = "vectorBasemap"


class Sovereignty(FrontEndCall):
    """Quần đảo Hoàng Sa and quần đảo Trường Sa, drawn and named at every zoom whatever the basemap."""

    function = "sovereignty"


class UrlPolygons(FrontEndCall):
    """A layer of polygons that the page fetches."""

    function = "polygons"


class UrlPoints(FrontEndCall):
    """A layer of points that the page fetches."""

    function = "points"


class PlannerPanel(FrontEndCall):
    """Measures, legend, days, area and table over the communes declared before it."""

    function = "planner"


class LayerPanel(FrontEndCall):
    """Filters, list, card and address state over the layers declared before it."""

    function = "panel"


class TourPlanner(FrontEndCall):
    """The tour of the address: its list, its way on the map, over the layers declared before it."""

    function = "tour"
