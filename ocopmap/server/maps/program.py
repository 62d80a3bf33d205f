"""What runs a page with a map: a bundle of the front end, the map that Folium composed for it, its messages."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from ocopmap.server.assets import Asset, Bundle, named_by_content
from ocopmap.server.browser_messages import browser_messages, messages_script
from ocopmap.server.maps.composition import ComposedMap
from ocopmap.server.messages import LOCALES, Locale


@dataclass(frozen=True)
class Program:
    """A bundle, markup and script of its map, and the messages that the bundle names."""

    bundle: Bundle
    html: Markup
    script: Asset
    messages: Mapping[Locale, Asset]

    @classmethod
    def of(cls, name: str, bundle: Bundle, composed: ComposedMap) -> "Program":
        """Return the program of a map; ``name`` begins the names of the files made here."""
        code = bundle.script.content.body.decode()
        scripts = {locale: messages_script(browser_messages(locale, code)).encode() for locale in LOCALES}
        return cls(
            bundle,
            Markup(composed.html),  # noqa: S704 - made by Folium from settings alone
            named_by_content(f"{name}-parts", ".js", composed.script.encode()),
            {locale: named_by_content(f"{name}-messages-{locale}", ".js", body) for locale, body in scripts.items()},
        )

    def made(self) -> list[Asset]:
        """Return the files that were made here."""
        return [self.script, *self.messages.values()]

    def said(self, locale: Locale) -> Mapping[str, str]:
        """Return the messages that the bundle names."""
        return browser_messages(locale, self.bundle.script.content.body.decode())
