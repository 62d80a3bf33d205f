"""The frame of every page that stands by itself: header, footer, what search engines and networks read of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from fastapi import Request

from ocopmap.catalogue.places import Layer
from ocopmap.server.addresses import DATA, LISTS, PLANNER_PAGES, RECORD_FOLDERS, ROOTS, TOURS, PlannerPage
from ocopmap.server.messages import LOCALES, Locale
from ocopmap.server.pages import Site
from ocopmap.server.responses import ONE_HOST_ONLY, REVALIDATED
from ocopmap.server.templating import TEMPLATES
from ocopmap.server.wording import wording

HTML: Final = "text/html; charset=utf-8"

_READING_FONT: Final = "-400-normal."
"""In the names of the typeface's files that every page needs at once."""

_LONGEST_HOST = 255
_HOST = re.compile(r"[\w.-]+(:\d+)?|\[[0-9a-f:]+\](:\d+)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Head:
    """What a page says of itself.

    ``addresses`` are its paths by language; without them (an error) the language switch leads to the map and no
    search engine keeps the page. ``data`` are schema.org descriptions, written as JSON-LD. ``picture`` is the
    path of the card that stands for the page in others' posts.
    """

    title: str
    description: str = ""
    addresses: Mapping[Locale, str] | None = None
    data: Sequence[Mapping[str, Any]] = ()
    picture: str | None = None


def site_root(request: Request, site: Site) -> str:
    """Return the address of this site without a slash at its end: the setting, else where the request came to."""
    if site.settings.public_url:
        return site.settings.public_url.rstrip("/")
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host}" if len(host) <= _LONGEST_HOST and _HOST.fullmatch(host) else ""


def naming_us(site: Site) -> str:
    """Return who may cache what names this site: anybody where its address is a setting, else this visitor alone."""
    return REVALIDATED if site.settings.public_url else ONE_HOST_ONLY


def render_page(site: Site, root: str, template: str, locale: Locale, head: Head, **values: object) -> bytes:
    """Return a page in UTF-8 from a template that extends ``pages/page.html``; ``root`` is from :func:`site_root`."""
    words = wording(locale)
    other: Locale = "en" if locale == "vi" else "vi"
    page = TEMPLATES.get_template(template).render(
        locale=locale,
        other=other,
        locales=LOCALES,
        w=words,
        t=words.t,
        head=head,
        root=root,
        roots=ROOTS,
        list_url=LISTS[locale],
        planning_url=PLANNER_PAGES[locale][PlannerPage.BOARD],
        tours_url=TOURS[locale],
        data_url=DATA[locale],
        folders=RECORD_FOLDERS[locale],
        Layer=Layer,
        province_name=site.province.name,
        office=site.settings.contact_office,
        contact=contact_link(site, words.t("frame.contact_subject", province=site.province.name)),
        assets={
            "js": site.front_end.pages.script.address,
            "css": site.front_end.pages.style.address,
            "favicon": site.front_end.favicon.address,
            "fonts": [font for font in site.front_end.fonts if _READING_FONT in font],
        },
        **values,
    )
    return page.encode()


def drawn_motif(name: str, colour: str) -> str:
    """Return the line drawing of that name from ``pages/motifs.html`` as an SVG file."""
    svg = str(TEMPLATES.get_template("pages/motifs.html").module.motif(name))  # type: ignore[attr-defined]
    look = f'fill="none" stroke="{colour}" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"'
    return svg.strip().replace("<svg", f'<svg xmlns="http://www.w3.org/2000/svg" {look}', 1)


def contact_link(site: Site, subject: str, body: str = "") -> str | None:
    """Return a mailto link to who keeps this map; None where no address is set: a mail to nobody helps no reader."""
    if not site.settings.contact_email:
        return None
    to = quote(site.settings.contact_email, safe="@")
    return f"mailto:{to}?subject={quote(subject)}" + (f"&body={quote(body)}" if body else "")
