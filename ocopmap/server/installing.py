"""What makes the site an application that can be installed and opened without a network: manifest and worker."""

from collections.abc import Mapping
from typing import Any, Final

import orjson

from ocopmap.catalogue.places import Layer
from ocopmap.layers.revisions import Rendered
from ocopmap.server.addresses import OFFLINE_PAGES, RECORD_FOLDERS, ROOTS, TOURS
from ocopmap.server.frame import Head, render_page
from ocopmap.server.messages import LOCALES, Locale, messages
from ocopmap.server.pages import Site
from ocopmap.server.tours.page import bare_tour_page
from ocopmap.server.wording import wording

MANIFESTS: Final[Mapping[Locale, str]] = {"vi": "/manifest.webmanifest", "en": "/en/manifest.webmanifest"}
WORKER: Final = "/sw.js"
ICONS: Final = "/icons/"
TOUCH_ICON: Final = "/apple-touch-icon.png"
TEXTS: Final[Mapping[Locale, str]] = {"vi": "/offline/vi.json", "en": "/offline/en.json"}

_PAPER = "#fdf9f2"
_RIVER_DEEP = "#084a43"
_SIZES = (192, 512)


def manifest(site: Site, locale: Locale) -> bytes:
    """Return the web application manifest of a language as JSON."""
    words = wording(locale)
    listing = RECORD_FOLDERS[locale][Layer.PRODUCT]
    icons = [
        {"src": f"{ICONS}{name}-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, purpose in (("icon", "any"), ("maskable", "maskable"))
        for size in _SIZES
    ]
    root = ROOTS[locale]
    shortcuts = [("offline.shortcut_near", f"{root}?sort=distance"), ("offline.shortcut_list", listing)]
    return orjson.dumps(
        {
            "id": root,
            "name": words.t("frame.site", province=site.province.name),
            "short_name": words.t("offline.short_name"),
            "description": words.t("page.description"),
            "lang": locale,
            "dir": "ltr",
            "start_url": root,
            "scope": "/",
            "display": "standalone",
            "background_color": _PAPER,
            "theme_color": _RIVER_DEEP,
            "categories": ["travel", "food", "shopping"],
            "icons": icons,
            "shortcuts": [{"name": words.t(key), "url": url} for key, url in shortcuts],
        }
    )


def offline_page(site: Site, locale: Locale) -> bytes:
    """Return the page for what cannot be had without a network."""
    head = Head(wording(locale).t("offline.page_title"))
    return render_page(site, "", "offline/offline.html", locale, head, map_address=ROOTS[locale])


def offline_texts(locale: Locale) -> bytes:
    """Return as JSON what pages say of being offline; fetched only when there is something to say."""
    return orjson.dumps({key: text for key, text in messages(locale).items() if key.startswith("offline.")})


def worker(site: Site) -> bytes:
    """Return the service worker's script: what to keep from the start, then the bundle that does the work.

    A new version of any page or file is a new script to the browser, which then installs it.
    """
    shell = [asset for asset in site.assets.values() if asset is not site.front_end.basemap]
    files: list[dict[str, Any]] = [{"url": asset.address, "revision": None} for asset in shell]
    texts = {TEXTS[locale]: offline_texts(locale) for locale in LOCALES}
    pages = {OFFLINE_PAGES[locale]: offline_page(site, locale) for locale in LOCALES}
    maps = {ROOTS[locale]: site.page(locale).body for locale in LOCALES}
    tours = {TOURS[locale]: bare_tour_page(site, locale) for locale in LOCALES}
    bodies = texts | pages | maps | tours
    told = {
        "precache": files + [{"url": url, "revision": Rendered(body).etag} for url, body in sorted(bodies.items())],
        "maps": list(ROOTS.values()),
        "offline": OFFLINE_PAGES,
        "tours": TOURS,
        "folders": [folder for folders in RECORD_FOLDERS.values() for folder in folders.values()],
    }
    return b"self.ocopmap=" + orjson.dumps(told) + b";\n" + site.front_end.worker.content.body
