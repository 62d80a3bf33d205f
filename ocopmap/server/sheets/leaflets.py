"""What a record's printed sheets say, in words; how they look is ``printing``'s."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.records import Record, record
from ocopmap.printing.qr import readable
from ocopmap.server.record_pages.drawing import MiniMap, mini_map
from ocopmap.server.record_pages.tiles import Shown
from ocopmap.server.sheets.record_map import drawing
from ocopmap.server.wording import Wording

_LONGEST_STORY = 700
_LONGEST_NAME = 200
_LONGEST_LINE = 160
_MOST_ITEMS = 6
_MOST_NEAR = 3


@dataclass(frozen=True)
class Sheet:
    """A record to print, with what its page tells besides: language, short link, day of printing, province of the map.

    ``is_public`` says whether the link is under the site's own address, not under one that a request happened to use.
    """

    words: Wording
    record: Record
    link: str
    today: date
    province: str
    is_public: bool


class _Item(NamedTuple):
    """A line of a list; ``number`` is that of its place on the leaflet's map."""

    name: str
    note: str | None
    number: int | None = None


def leaflet(connection: Connection, sheet: Sheet) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the data of a leaflet on a product or a sales point, and its drawings by file name.

    What is not known is left out or said to be so.
    """
    words, found = sheet.words, sheet.record
    is_product = found["layer"] == Layer.PRODUCT
    shown = Shown(words, found)
    near = [] if not is_product or _is_sold(found) else found["near"].get(Layer.SALES_POINT, [])[:_MOST_NEAR]
    drawn = mini_map(connection, words, found, shown.tied, near)
    shown.numbers = drawn.numbers if drawn else {}
    parts = _product_parts(connection, sheet, shown) if is_product else _sales_parts(sheet)
    data = _frame(sheet, "print.leaflet_title") | {
        "kicker": _kicker(sheet),
        "stars": found["stars"],
        "stars_words": words.name("stars", found["stars"] or "unknown") if is_product else None,
        "certificate": _certificate(sheet) if is_product else None,
        "parts": [part for part in parts if part["text"] or part["facts"] or part["items"]],
        "map": drawn and {"alt": drawn.described, "note": _map_note(words, drawn)},
    }
    return data, {"map.svg": drawing(drawn, Layer(found["layer"]))} if drawn else {}


def _is_sold(product: Record) -> bool:
    """Whether sources name a place or channel that sells a product."""
    return bool(product["links"]["sales_points"] or product["sales_channels"])


def _map_note(words: Wording, drawn: MiniMap) -> str:
    is_area = drawn.subject is not None and drawn.subject.radius > 0
    return words.t("print.map_area" if is_area else "print.map")


def qr_sheet(sheet: Sheet) -> dict[str, Any]:
    """Return the data of a sheet of QR codes."""
    name = textwrap.shorten(sheet.record["name"], 60, placeholder="…")
    return _frame(sheet, "print.qr_title") | {"cut": sheet.words.t("print.cut"), "short_name": name}


def _frame(sheet: Sheet, title: str) -> dict[str, Any]:
    words, found = sheet.words, sheet.record
    shown = readable(sheet.link)
    source = urlsplit(found["source_url"] or "").hostname or words.t("card.not_known")
    dated = f" ({words.date(found['source_date'])})" if found["source_date"] else ""
    name = textwrap.shorten(found["name"], _LONGEST_NAME, placeholder="…")
    return {
        "locale": words.locale,
        "title": words.t(title, name=name),
        "brand": words.t("frame.site", province=sheet.province),
        "tagline": words.t("print.tagline"),
        "name": name,
        "qr": {"title": words.t("print.scan"), "link": shown, "alt": words.t("print.qr_alt", link=shown)},
        "footer": [
            words.t("print.source", source=source + dated),
            words.t("print.printed", date=words.date(sheet.today)),
            *([] if sheet.is_public else [words.t("print.trial")]),
        ],
    }


def _kicker(sheet: Sheet) -> str:
    words, found = sheet.words, sheet.record
    detail = (
        found.get("group") and words.name("group", found["group"])
        if found["layer"] == Layer.PRODUCT
        else found.get("kind") and words.name("sales_point_kind", found["kind"])
    )
    return " · ".join(filter(None, [words.name("layer.one", found["layer"]), detail]))


def _certificate(sheet: Sheet) -> dict[str, Any]:
    words, found = sheet.words, sheet.record
    unknown = words.t("card.not_known")
    first, last = found["expires_earliest"], found["expires_latest"]
    expiry = unknown
    if first and last:
        span = words.t("card.expiry_span", **{"from": words.date(first), "to": words.date(last)})
        expiry = words.date(first) if first == last else span
    recognised = words.date(found["recognised_on"]) if found["recognised_on"] else unknown
    return {
        "validity": found["validity"],
        "words": words.name("validity", found["validity"]),
        "dates": words.t("print.certificate_dates", recognised=recognised, expires=expiry),
    }


def _product_parts(connection: Connection, sheet: Sheet, shown: Shown) -> Sequence[dict[str, Any]]:
    words, found = sheet.words, sheet.record
    return [
        _part(words.t("card.story"), text=textwrap.shorten(found["story"] or "", _LONGEST_STORY, placeholder=" …")),
        _producer(connection, sheet),
        _growing(sheet),
        _where_to_buy(connection, sheet, shown),
    ]


def _producer(connection: Connection, sheet: Sheet) -> dict[str, Any]:
    words, owner = sheet.words, sheet.record["producer"]
    title = words.t("card.producer")
    if not owner:
        return _part(title, text=words.t("card.no_producer"), lang=words.locale)
    # The published record: phone and address of a household stand in it only when released.
    site = record(connection, Layer.PRODUCER, owner["id"]) or {}
    facts = [
        (words.name("legal_form", owner["legal_form"] or "other"), owner["name"]),
        *_reaching(words, site),
    ]
    return _part(title, facts=facts, rest=words.t("card.withheld") if site.get("is_withheld") else None)


def _reaching(words: Wording, site: Record) -> list[tuple[str, str]]:
    known = [
        ("print.address", site.get("current_address") or site.get("original_address")),
        ("card.phone", site.get("phone")),
        ("card.website", site.get("website")),
    ]
    return [(words.t(key), textwrap.shorten(value, _LONGEST_LINE, placeholder="…")) for key, value in known if value]


def _growing(sheet: Sheet) -> dict[str, Any]:
    words, links = sheet.words, sheet.record["links"]
    kinds = ("zones", "craft_villages", "tourism_points")
    facts = [(words.t(f"link.{kind}"), _listing(words, [each["name"] for each in links[kind]])) for kind in kinds]
    return _part(words.t("print.around"), facts=[fact for fact in facts if fact[1]])


def _where_to_buy(connection: Connection, sheet: Sheet, shown: Shown) -> dict[str, Any]:
    """Return the places that sources name, or else the nearest sales points with their numbers on the map."""
    words, found = sheet.words, sheet.record
    title = words.t("read.buy")
    points = [record(connection, Layer.SALES_POINT, each["id"]) for each in found["links"]["sales_points"]]
    items = [_Item(point["name"], point["current_address"] or point["original_address"]) for point in points if point]
    items += [_Item(each["name"], words.name("channel", each["channel"])) for each in found["sales_channels"]]
    if items:
        return _part(title, items=items, words=words)
    nearest = shown.near(Layer.SALES_POINT)[:_MOST_NEAR]
    told = words.t("read.buy_unknown") + (f" {words.t('read.buy_nearest')}" if nearest else "")
    return _part(
        title, text=told, lang=words.locale, items=[_Item(each.name, each.note, each.number) for each in nearest]
    )


def _sales_parts(sheet: Sheet) -> Sequence[dict[str, Any]]:
    words, found = sheet.words, sheet.record
    sold = [
        _Item(each["name"], words.name("stars", each["stars"]) if each["stars"] else None) for each in found["products"]
    ]
    selling = _part(words.t("card.products"), items=sold, words=words)
    return [
        _part(words.t("print.there"), facts=_reaching(words, found)),
        selling if sold else selling | {"text": words.t("print.sold_unknown"), "lang": words.locale},
    ]


def _listing(words: Wording, names: list[str]) -> str:
    return words.listing([textwrap.shorten(name, _LONGEST_LINE, placeholder="…") for name in names])


def _part(  # what a template expects of every part
    title: str,
    *,
    text: str | None = None,
    lang: str = "vi",
    facts: Sequence[tuple[str, str]] = (),
    items: Sequence[_Item] = (),
    rest: str | None = None,
    words: Wording | None = None,
) -> dict[str, Any]:
    shown = [
        {
            "name": textwrap.shorten(item.name, _LONGEST_LINE, placeholder="…"),
            "note": item.note and textwrap.shorten(item.note, _LONGEST_LINE, placeholder="…"),
            "number": item.number,
        }
        for item in items[:_MOST_ITEMS]
    ]
    if words and len(items) > _MOST_ITEMS:
        rest = words.t("print.more", n=len(items) - _MOST_ITEMS)
    return {"title": title, "text": text, "lang": lang, "facts": facts, "items": shown, "rest": rest}
