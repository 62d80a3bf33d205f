"""The sitemap: every page in both languages, told apart as translations of one another (sitemaps.org)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from typing import Final

from ocopmap.layers.sitemap import PublicPage
from ocopmap.server.addresses import (
    LISTS,
    PLANNER_PAGES,
    RECORD_FOLDERS,
    ROOTS,
    TOURS,
    PlannerPage,
    record_address,
)
from ocopmap.server.messages import LOCALES, Locale

MOST_ADDRESSES: Final = 50_000
"""How many addresses one file may hold, by the protocol."""
PART: Final = "/sitemap-{number}.xml"

_START = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"

_Page = tuple[Mapping[Locale, str], date | None]


def sitemap_files(root: str, records: Sequence[PublicPage], most: int = MOST_ADDRESSES) -> list[str]:
    """Return the sitemap as XML files: one of addresses, or an index and the parts that it names."""
    pages = list(_pages(records))
    size = most // len(LOCALES)
    parts = [_part(root, pages[start : start + size]) for start in range(0, len(pages), size)]
    return parts if len(parts) == 1 else [_index(root, len(parts)), *parts]


def _pages(records: Iterable[PublicPage]) -> Iterator[_Page]:
    records = list(records)
    newest = max((record.changed_on for record in records if record.changed_on), default=None)
    yield ROOTS, newest
    yield LISTS, newest
    yield TOURS, newest
    for page in PlannerPage:
        yield {locale: PLANNER_PAGES[locale][page] for locale in LOCALES}, newest
    for layer in RECORD_FOLDERS["vi"]:
        changes = [record.changed_on for record in records if record.layer is layer and record.changed_on]
        yield {locale: RECORD_FOLDERS[locale][layer] for locale in LOCALES}, max(changes, default=None)
    for record in records:
        yield (
            {locale: record_address(locale, record.layer, record.id, record.name) for locale in LOCALES},
            record.changed_on,
        )


def _part(root: str, pages: Sequence[_Page]) -> str:
    entries = "".join(_entry(root, addresses, locale, day) for addresses, day in pages for locale in LOCALES)
    return f'{_START}<urlset xmlns="{_SITEMAPS}" xmlns:xhtml="{_XHTML}">\n{entries}</urlset>\n'


def _entry(root: str, addresses: Mapping[Locale, str], locale: Locale, day: date | None) -> str:
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{other}" href="{escape(root + addresses[other])}"/>'
        for other in LOCALES
    )
    changed = f"<lastmod>{day.isoformat()}</lastmod>" if day else ""
    return f"<url><loc>{escape(root + addresses[locale])}</loc>{changed}{alternates}</url>\n"


def _index(root: str, parts: int) -> str:
    entries = "".join(
        f"<sitemap><loc>{escape(root + PART.format(number=number))}</loc></sitemap>\n" for number in range(1, parts + 1)
    )
    return f'{_START}<sitemapindex xmlns="{_SITEMAPS}">\n{entries}</sitemapindex>\n'
