"""The frame of every page that stands by itself: header, footer, what search engines and networks read of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ocopmap.catalogue.places import Layer
from ocopmap.server.addresses import RECORD_FOLDERS, ROOTS
from ocopmap.server.messages import LOCALES, Locale
from ocopmap.server.pages import Site
from ocopmap.server.wording import wording

HTML: Final = "text/html; charset=utf-8"

_HOST = re.compile(r"[\w.-]+(:\d+)?|\[[0-9a-f:]+\](:\d+)?", re.ASCII | re.IGNORECASE)
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}


@dataclass(frozen=True)
class Head:
    """What a page says of itself.

    ``addresses`` are its paths by language; without them (an error) the language switch leads to the map and no
    search engine keeps the page. ``data`` are schema.org descriptions, written as JSON-LD.
    """

    title: str
    description: str = ""
    addresses: Mapping[Locale, str] | None = None
    data: Sequence[Mapping[str, Any]] = ()


def site_root(request: Request, site: Site) -> str:
    """Return the address of this site without a slash at its end: the setting, else where the request came to."""
    if site.settings.public_url:
        return site.settings.public_url.rstrip("/")
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host}" if _HOST.fullmatch(host) else ""


def render_page(site: Site, root: str, template: str, locale: Locale, head: Head, **values: object) -> bytes:
    """Return a page in UTF-8 from a template that extends ``pages/page.html``; ``root`` is from :func:`site_root`."""
    words = wording(locale)
    other: Locale = "en" if locale == "vi" else "vi"
    page = _TEMPLATES.get_template(template).render(
        locale=locale,
        other=other,
        locales=LOCALES,
        w=words,
        t=words.t,
        head=head,
        root=root,
        roots=ROOTS,
        folders=RECORD_FOLDERS[locale],
        Layer=Layer,
        province_name=site.province.name,
        contact=contact_link(site, words.t("frame.contact_subject", province=site.province.name)),
        assets={
            "js": site.front_end.pages.script.address,
            "css": site.front_end.pages.style.address,
            "favicon": site.front_end.favicon.address,
        },
        **values,
    )
    return page.encode()


def contact_link(site: Site, subject: str, body: str = "") -> str:
    """Return a mailto link to who keeps this map; without an address the reader's mail program asks for one."""
    to = quote(site.settings.contact_email or "", safe="@")
    return f"mailto:{to}?subject={quote(subject)}" + (f"&body={quote(body)}" if body else "")
