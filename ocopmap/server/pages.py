"""The map page in each language, put together once and kept as ready bytes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ocopmap.catalogue.places import Layer
from ocopmap.catalogue.products import MAX_STARS, MIN_STARS, PRODUCT_SETS, ProductGroup
from ocopmap.catalogue.recognition import Validity
from ocopmap.layers.filters import Bbox
from ocopmap.layers.revisions import Rendered
from ocopmap.server.assets import Asset, FrontEnd, named_by_content
from ocopmap.server.composition import ComposedMap, compose
from ocopmap.server.messages import Locale, messages
from ocopmap.settings import Settings

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ROOTS: Mapping[Locale, str] = {"vi": "/", "en": "/en/"}


@dataclass(frozen=True)
class Province:
    """The province served: its code, name, and extent (west, south, east, north in degrees)."""

    code: str
    name: str
    bbox: Bbox


@dataclass
class Site:
    """What pages are made of; pages change with the day, since validity does."""

    settings: Settings
    province: Province
    front_end: FrontEnd
    _pages: dict[tuple[Locale, date], Rendered] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.composed: ComposedMap = compose(self.settings, self.province.bbox)
        self.map_script: Asset = named_by_content("map", ".js", self.composed.script.encode())
        served = [self.front_end.script, self.front_end.style, self.map_script]
        self.assets: Mapping[str, Asset] = {asset.name: asset for asset in served}

    def page(self, locale: Locale, day: date) -> Rendered:
        """Return the map page of a language on a day."""
        if (locale, day) not in self._pages:
            self._pages = {key: page for key, page in self._pages.items() if key[1] == day}
            self._pages[locale, day] = Rendered.of(self.render(locale, day).encode())
        return self._pages[locale, day]

    def render(self, locale: Locale, day: date, snapshot: Mapping[str, Any] | None = None) -> str:
        """Return the page's HTML; with a snapshot, one that carries its data, script and style in itself."""
        texts = messages(locale)
        template = _TEMPLATES.get_template("map.html")
        return template.render(
            locale=locale,
            other_locale_url=_ROOTS["en" if locale == "vi" else "vi"],
            page_url=_ROOTS[locale],
            canonical_url=(self.settings.public_url or "").rstrip("/") + _ROOTS[locale],
            t=texts.__getitem__,
            province_name=self.province.name,
            groups=list(ProductGroup),
            sets={str(group): list(numbers) for group, numbers in PRODUCT_SETS.items()},
            stars=[*map(str, range(MAX_STARS, MIN_STARS - 1, -1)), "unknown"],
            validities=list(Validity),
            layers=list(Layer),
            config_json=_script_json(self._config(locale, day, snapshot)),
            assets=self._assets(inline=snapshot is not None),
            map_html=Markup(self.composed.html),  # noqa: S704 - made by Folium from settings alone, no record in it
            inline=snapshot is not None,
        )

    def _config(self, locale: Locale, day: date, snapshot: Mapping[str, Any] | None) -> dict[str, Any]:
        return {
            "locale": locale,
            "messages": dict(messages(locale)),
            "api": "/api/v1",
            "province": {"code": self.province.code, "name": self.province.name, "bbox": self.province.bbox},
            "today": day.isoformat(),
            "layers": list(Layer),
            "groups": list(ProductGroup),
            "sets": {str(group): list(numbers) for group, numbers in PRODUCT_SETS.items()},
            "snapshot": snapshot,
        }

    def _assets(self, *, inline: bool) -> dict[str, Any]:
        named = {"js": self.front_end.script, "css": self.front_end.style, "map_js": self.map_script}
        if inline:
            return {name: _inline(asset) for name, asset in named.items()}
        return {name: asset.address for name, asset in named.items()}


def _script_json(value: Mapping[str, Any]) -> Markup:
    """Return JSON that may stand inside a script element: no character of it can end or begin a tag."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - escaped above


def _inline(asset: Asset) -> Markup:
    """Return a script or style as it may stand inside its element."""
    text = asset.content.body.decode()
    return Markup(text.replace("</script", "<\\/script").replace("</style", "<\\/style"))  # noqa: S704 - own code
