"""The page of a record, put together: what its template shows, in the reader's language."""

from typing import Final
from urllib.parse import quote, urlencode

from sqlalchemy import Connection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.neighbours import Spot
from ocopmap.layers.pages import successors, withdrawn
from ocopmap.layers.records import Record
from ocopmap.server.addresses import (
    PRINTED,
    RECORD_FOLDERS,
    ROOTS,
    card_address,
    leaflet_address,
    qr_address,
    record_address,
    stop_key,
    tour_of,
)
from ocopmap.server.frame import Head, contact_link, render_page
from ocopmap.server.messages import LOCALES, Locale
from ocopmap.server.pages import Site
from ocopmap.server.record_pages import sentences
from ocopmap.server.record_pages.drawing import mini_map
from ocopmap.server.record_pages.structured import breadcrumbs, described
from ocopmap.server.record_pages.tiles import Shown, motif, tile
from ocopmap.server.wording import Wording, wording

_TEMPLATES: Final = {
    Layer.PRODUCT: "pages/product.html",
    Layer.ZONE: "pages/zone.html",
    Layer.COMMUNE: "pages/commune.html",
}
_SITE_TEMPLATE: Final = "pages/site.html"
_DESCRIPTION_LENGTH: Final = 300
_MOST_PRODUCTS: Final = 24
"""What a commune's page lists itself; the list of its products has all."""


def record_page(connection: Connection, site: Site, root: str, locale: Locale, record: Record) -> bytes:
    """Return the page of a record from :func:`ocopmap.layers.pages.page_record`."""
    layer = Layer(record["layer"])
    words = wording(locale)
    addresses = {each: record_address(each, layer, record["id"], record["name"]) for each in LOCALES}
    crumbs = _crumbs(words, layer, record)
    province = site.province.name
    head = Head(
        title=record["name"],
        description=_shortened(sentences.description(words, record)),
        addresses=addresses,
        data=[described(words, root, record, province), breadcrumbs(root, crumbs)],
        picture=card_address(locale, layer, record["id"], record["name"]),
    )
    show = Shown(words, record)
    zones = [zone["id"] for zone in (*record.get("zones_near", []), *record.get("links", {}).get("zones", []))]
    drawn = mini_map(connection, words, record, show.tied, show.nearby, zones=zones)
    show.numbers = drawn.numbers if drawn else {}
    return render_page(
        site,
        root,
        _TEMPLATES.get(layer, _SITE_TEMPLATE),
        locale,
        head,
        record=record,
        layer=layer,
        crumbs=crumbs,
        show=show,
        sentences=sentences,
        most_products=_MOST_PRODUCTS,
        motif_name=motif(layer, record),
        map=drawn,
        map_address=f"{ROOTS[locale]}?{urlencode({'id': f'{layer}/{record["id"]}'}, safe='/:')}",
        own_address=root + addresses[locale],
        mistake=_mistake_link(site, words, root + addresses[locale], record["name"]),
        directions=_directions(words, record),
        sheets=_sheets(locale, layer, record["id"]),
        tour=_tour(locale, layer, record),
    )


def gone_page(connection: Connection, site: Site, root: str, locale: Locale, *, layer: Layer, key: str) -> bytes | None:
    """Return a page about what is no longer shown, an old commune or a record taken off; None for what never was."""
    words = wording(locale)
    if layer is Layer.COMMUNE:
        now = successors(connection, key)
        if not now:
            return None
        told, name = words.t("read.gone.commune", name=now[0]["label"]), now[0]["label"]
    else:
        found, now = withdrawn(connection, layer, key), []
        if found is None:
            return None
        name = words.t(f"layer.one.{layer}")
        group = words.name("group", found["product_group"]) if found["product_group"] else None
        told = words.t("read.gone.record", kind=f"{name} ({group})" if group else name)
    return render_page(
        site,
        root,
        "pages/gone.html",
        locale,
        Head(title=words.t("read.gone.title")),
        layer=layer,
        name=name,
        told=told,
        tiles_now=[tile(words, Layer.COMMUNE, each) for each in now],
    )


def _crumbs(words: Wording, layer: Layer, record: Record) -> list[dict[str, str]]:
    folder = RECORD_FOLDERS[words.locale][layer]
    return [
        {"name": words.t("frame.map"), "address": ROOTS[words.locale]},
        {"name": words.t(f"layer.{layer}"), "address": folder},
        {"name": record["name"], "address": ""},
    ]


def _shortened(text: str) -> str:
    if len(text) <= _DESCRIPTION_LENGTH:
        return text
    return text[:_DESCRIPTION_LENGTH].rpartition(" ")[0].rstrip(",;:") + "…"


def _mistake_link(site: Site, words: Wording, address: str, name: str) -> str | None:
    return contact_link(
        site,
        words.t("read.mistake.subject", name=name),
        words.t("read.mistake.body", name=name, address=address),
    )


def _sheets(locale: Locale, layer: Layer, record_id: str) -> dict[str, str] | None:
    """Return what of a record can be printed, by kind; None of a layer without."""
    if layer not in PRINTED:
        return None
    return {
        "leaflet": leaflet_address(locale, layer, record_id),
        "qr_sheet": qr_address(locale, layer, record_id, "pdf"),
        "qr": qr_address(locale, layer, record_id),
    }


def _tour(locale: Locale, layer: Layer, record: Record) -> dict[str, str] | None:
    """Return how a tour names a record, and the page of a tour to it; None for what has no place to stop at."""
    if layer is Layer.COMMUNE or Spot.of(record) is None:
        return None
    return {"key": stop_key(layer, record["id"]), "address": tour_of(locale, layer, record["id"])}


def _directions(words: Wording, record: Record) -> list[dict[str, str]]:
    """Return the ways to a record's place by map apps; none where only the province or nothing is known."""
    if Spot.of(record) is None or record["layer"] == Layer.COMMUNE:
        return []
    place = f"{record['latitude']:.6f},{record['longitude']:.6f}"
    links = {
        "google": f"https://www.google.com/maps/dir/?api=1&destination={quote(place)}",
        "apple": f"https://maps.apple.com/?daddr={quote(place)}",
        "osm": f"https://www.openstreetmap.org/directions?to={quote(place)}",
        "geo": f"geo:{place}?q={quote(f'{place}({record["name"]})')}",
    }
    return [{"name": words.t(f"go.app.{app}"), "address": address} for app, address in links.items()]
