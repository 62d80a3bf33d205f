"""The planners' map as a page needs it: markup made by Folium, and the files that bring it to life."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from ocopmap.layers.filters import Bbox
from ocopmap.server.assets import Asset, Bundle, named_by_content
from ocopmap.server.browser_messages import browser_messages, messages_script
from ocopmap.server.composition import compose_planner
from ocopmap.server.elements import FrontEndCall
from ocopmap.server.messages import LOCALES, Locale


@dataclass(frozen=True)
class PlannerMap:
    """Markup of the map, the script that builds it, the bundle that it calls, and the bundle's messages."""

    html: Markup
    script: Asset
    bundle: Bundle
    messages: Mapping[Locale, Asset]

    def served(self) -> Iterator[Asset]:
        """Yield the files that are not the front end's own."""
        yield self.script
        yield from self.messages.values()


def planner_map(bundle: Bundle, bbox: Bbox, basemap: FrontEndCall | None) -> PlannerMap:
    """Return the planners' map of a province whose extent is ``bbox``."""
    composed = compose_planner(bbox, basemap)
    calls = bundle.script.content.body.decode()
    return PlannerMap(
        html=Markup(composed.html),  # noqa: S704 - made by Folium from settings alone
        script=named_by_content("planner-map", ".js", composed.script.encode()),
        bundle=bundle,
        messages={locale: _messages(locale, calls) for locale in LOCALES},
    )


def _messages(locale: Locale, calls: str) -> Asset:
    script = messages_script(browser_messages(locale, calls))
    return named_by_content(f"messages.planner.{locale}", ".js", script.encode())
