"""The map page in each language, put together once for each address of the site and kept as ready bytes."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from ocopmap.catalogue.places import Layer
from ocopmap.catalogue.products import MAX_STARS, MIN_STARS, PRODUCT_SETS, ProductGroup
from ocopmap.catalogue.recognition import Validity
from ocopmap.layers.filters import UNKNOWN, Bbox
from ocopmap.layers.revisions import Rendered
from ocopmap.server.addresses import (
    DATA,
    EMBEDS,
    LISTS,
    OFFLINE_PAGES,
    PLANNER_PAGES,
    RECORD_FOLDERS,
    ROOTS,
    TOUR_EMBEDS,
    TOURS,
    PlannerPage,
)
from ocopmap.server.assets import Asset, FrontEnd
from ocopmap.server.maps.basemap import chosen_basemap
from ocopmap.server.maps.composition import compose, compose_planner, compose_tour
from ocopmap.server.maps.program import Program
from ocopmap.server.messages import Locale
from ocopmap.server.templating import TEMPLATES
from ocopmap.server.wording import wording
from ocopmap.settings import Settings

_ROOTS_KEPT = 16
"""A site is reached under few addresses; made-up ones may not fill the memory."""


@dataclass(frozen=True)
class Province:
    """The province served: its code, name, and extent (west, south, east, north in degrees)."""

    code: str
    name: str
    bbox: Bbox


@dataclass
class Site:
    """What pages are made of; the map pages are put together once and hold no record."""

    settings: Settings
    province: Province
    front_end: FrontEnd

    def __post_init__(self) -> None:
        self.basemap = chosen_basemap(self.settings)
        bbox, bundles = self.province.bbox, self.front_end
        # Each map has a basemap of its own: Folium's elements know one parent.
        basemaps = [self.basemap.element(bundles.basemap.address) for _ in range(3)]
        self._map = Program.of("map", bundles.map, compose(bbox, basemaps[0]))
        self._tour = Program.of("tour", bundles.tour, compose_tour(bbox, basemaps[1]))
        self.planner = Program.of("planner", bundles.planner, compose_planner(bbox, basemaps[2]))
        served = [*self.front_end.served(), *self._map.made(), *self._tour.made(), *self.planner.made()]
        self.assets: Mapping[str, Asset] = {asset.name: asset for asset in served}
        self._rendered = lru_cache(_ROOTS_KEPT)(self._render)

    def page(self, locale: Locale, root: str = "") -> Rendered:
        """Return the map page of a language; ``root`` is where the site is, as links in its head name it in full."""
        return self._rendered(locale, "map.html", root)

    def embed(self, locale: Locale, root: str = "") -> Rendered:
        """Return the map for frames on other web sites."""
        return self._rendered(locale, "embed.html", root)

    def _render(self, locale: Locale, template: str, root: str) -> Rendered:
        shown = {
            "embed": EMBEDS[locale],
            "offline": OFFLINE_PAGES[locale] if template == "map.html" else None,
            "tours": TOURS[locale],
            "isEmbedded": template == "embed.html",
        }
        return Rendered(self._run_by(self._map, locale, template, root, shown))

    def tour_page(
        self, locale: Locale, root: str, config: Mapping[str, Any], is_embedded: bool, **values: object
    ) -> bytes:
        """Return the page of a tour; ``config`` is what its script is told, ``values`` what its template shows."""
        template = "tours/embed.html" if is_embedded else "tours/tour.html"
        shown = {"embed": TOUR_EMBEDS[locale], "isEmbedded": is_embedded, "tours": TOURS[locale], **config}
        return self._run_by(self._tour, locale, template, root, shown, **values)

    def _run_by(
        self,
        program: Program,
        locale: Locale,
        template: str,
        root: str,
        config: Mapping[str, Any],
        **values: object,
    ) -> bytes:
        assets = {
            "leaflet_js": self.front_end.leaflet.address,
            "js": program.bundle.script.address,
            "css": program.bundle.style.address,
            "favicon": self.front_end.favicon.address,
            "fonts": self.front_end.fonts,
            "map_js": program.script.address,
            "rescue_js": self.front_end.rescue.address,
            "messages_js": program.messages[locale].address,
        }
        page = TEMPLATES.get_template(template).render(
            **self._texts(locale, {"pages": RECORD_FOLDERS[locale], **config}),
            **values,
            assets=assets,
            map_html=program.html,
            site_root=root,
        )
        return page.encode()

    def snapshot(self, locale: Locale, data: Mapping[str, Any]) -> str:
        """Return a page that carries script, style and ``data`` in itself and asks the network for nothing."""
        composed = compose(self.province.bbox)
        own = {"leaflet_js": self.front_end.leaflet, "js": self.front_end.map.script}
        scripts = {name: asset.content.body.decode() for name, asset in own.items()} | {"map_js": composed.script}
        inline = {name: _inline(text) for name, text in scripts.items()}
        inline["css"] = _inline(self.front_end.map.style.content.body.decode(), self.front_end.files)
        return TEMPLATES.get_template("snapshot.html").render(
            **self._texts(locale, {"snapshot": data, "messages": self._map.said(locale)}),
            assets={**inline, "favicon": self.front_end.favicon.data_address},
            policy=_policy([inline[name] for name in scripts], inline["css"]),
            map_html=Markup(composed.html),  # noqa: S704 - made by Folium from settings alone
            site_root=None,
        )

    def review_page(self, groups: Sequence[Mapping[str, Any]], total: int) -> str:
        """Return the office's page of records that need a person, ``total`` of them grouped by reason."""
        return TEMPLATES.get_template("review.html").render(
            province_name=self.province.name,
            css=self.front_end.map.style.address,
            favicon=self.front_end.favicon.address,
            groups=groups,
            total=total,
        )

    def _texts(self, locale: Locale, config: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "locale": locale,
            "other": "en" if locale == "vi" else "vi",
            "roots": ROOTS,
            "list_url": LISTS[locale],
            "data_url": DATA[locale],
            "planning_url": PLANNER_PAGES[locale][PlannerPage.BOARD],
            "tours_url": TOURS[locale],
            "folders": RECORD_FOLDERS[locale],
            "t": wording(locale).t,
            "province_name": self.province.name,
            "groups": list(ProductGroup),
            "sets": {str(group): list(numbers) for group, numbers in PRODUCT_SETS.items()},
            "stars": [*map(str, range(MAX_STARS, MIN_STARS - 1, -1)), UNKNOWN],
            "validities": list(Validity),
            "seasons": [*map(str, range(1, 13)), UNKNOWN],
            "layers": list(Layer),
            "config_json": {
                "locale": locale,
                "api": "/api/v1",
                "province": {"code": self.province.code, "name": self.province.name, "bbox": self.province.bbox},
                "pages": None,
                "embed": None,
                "offline": None,
                "tours": None,
                "isEmbedded": False,
                "snapshot": None,
                **config,
            },
        }


def _inline(text: str, files: Iterable[Asset] = ()) -> Markup:
    """Return own script or style as it may stand inside its element: nothing ends the element, files are inside."""
    for file in files:
        text = text.replace(file.address, file.data_address)
    return Markup(text.replace("</script", "<\\/script").replace("</style", "<\\/style"))  # noqa: S704 - own code


def _policy(scripts: Sequence[str], style: str) -> str:
    """Return the policy of a page whose only code is what it carries, each piece named by its digest."""
    hashed = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in (*scripts, style)]
    return (
        f"default-src 'none'; script-src {' '.join(hashed[:-1])}; style-src {hashed[-1]}; img-src data:; font-src data:"
    )
