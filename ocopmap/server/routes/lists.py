"""Records as lists that need no script: all of them, those of a layer, the communes by letter."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy import Connection, RowMapping

from ocopmap.catalogue.places import Layer
from ocopmap.catalogue.products import MAX_STARS, MIN_STARS, ProductGroup
from ocopmap.catalogue.recognition import Validity
from ocopmap.layers.communelist import CommuneRow, commune_names, communes_by_letter
from ocopmap.layers.filters import UNKNOWN
from ocopmap.layers.listing import PAGE_SIZE, count, list_page
from ocopmap.layers.listquery import Sort
from ocopmap.layers.reading import reading
from ocopmap.layers.revisions import revisions
from ocopmap.layers.search import folded_words, search
from ocopmap.server.addresses import LISTS, RECORD_FOLDERS, record_address, stop_key, tour_of
from ocopmap.server.asked_list import AskedList, Condition
from ocopmap.server.context import Context, Shared
from ocopmap.server.frame import HTML, Head, naming_us, render_page, site_root
from ocopmap.server.messages import LOCALES, Locale
from ocopmap.server.responses import send
from ocopmap.server.wording import Wording

router = APIRouter(include_in_schema=False)

_FACETS = (
    ("stars", "stars", [*map(str, range(MAX_STARS, MIN_STARS - 1, -1)), UNKNOWN]),
    ("group", "group", list(ProductGroup)),
    ("validity", "validity.short", list(Validity)),
    ("season", "season", [*map(str, range(1, 13)), UNKNOWN]),
)
"""Parameter, heading of its messages, values."""
_MOST_ALIKE = 5


def _endpoint(locale: Locale, layer: Layer | None) -> Callable[..., Response]:
    def page(request: Request, shared: Shared) -> Response:
        return _list(request, shared, AskedList(locale, layer, request.query_params))

    return page


for _locale in LOCALES:
    router.add_api_route(LISTS[_locale], _endpoint(_locale, None))
    for _layer, _folder in RECORD_FOLDERS[_locale].items():
        router.add_api_route(_folder, _endpoint(_locale, _layer))


def _list(request: Request, shared: Context, asked: AskedList) -> Response:
    root = site_root(request, shared.site)
    render = _communes if asked.layer is Layer.COMMUNE else _records
    with reading(shared.engine, asked.query.chosen.as_of) as connection:
        key = ("list", root, asked.in_language(asked.locale), asked.query, revisions(connection, Layer))
        rendered = shared.cache.get_or_render(key, lambda: render(connection, shared, asked, root))
    return send(request, rendered, HTML, naming_us(shared.site))


def _records(connection: Connection, shared: Context, asked: AskedList, root: str) -> bytes:
    province = shared.settings.province
    page = list_page(connection, asked.query, province)
    if asked.query.page > page.pages:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    communes = commune_names(connection, province)
    conditions = asked.conditions(communes)
    has_origin = asked.query.near or asked.query.chosen.communes
    return render_page(
        shared.site,
        root,
        "lists/records.html",
        asked.locale,
        _head(asked),
        asked=asked,
        query=asked.query,
        page=page,
        rows=[_shown(row, asked.words) for row in page.rows],
        first=(asked.query.page - 1) * PAGE_SIZE + 1,
        tabs=[(layer, count(connection, asked.query_of(layer).chosen, province)) for layer in Layer],
        conditions=conditions,
        looser=[] if page.total else _looser(connection, province, asked, conditions),
        alike=[] if page.total else _alike(connection, province, asked),
        communes=communes,
        facets=_FACETS,
        sorts=[each for each in Sort if has_origin or each is not Sort.DISTANCE],
    )


def _head(asked: AskedList) -> Head:
    title = asked.words.t(f"layer.{asked.layer}") if asked.layer else asked.words.t("lists.title")
    if asked.query.page > 1:
        title = asked.words.t("lists.title_page", title=title, n=asked.query.page)
    return Head(
        title=title,
        description=asked.words.t(f"lists.about.{asked.layer or 'all'}"),
        addresses={locale: asked.in_language(locale) for locale in LOCALES},
    )


def _shown(row: RowMapping, words: Wording) -> dict[str, Any]:
    """Return a row's name, address, and in words what tells it from others."""
    layer = Layer(row["layer"])
    about = [words.t(f"layer.one.{layer}")]
    if layer is Layer.PRODUCT or row["stars"]:
        about.append(words.name("stars", row["stars"] or UNKNOWN))
    if row["validity"]:
        about.append(words.name("validity", row["validity"]))
    about += [part for part in (row["producer_name"], _place(row, layer, words)) if part]
    if row["metres"] is not None:
        distance = words.distance(row["metres"], row["uncertainty_m"] or 0)
        about.append(words.t("lists.away", distance=distance).replace(" ", "\u00a0"))
    return {
        "name": row["name"],
        "address": record_address(words.locale, layer, row["id"], row["name"]),
        "about": about,
        "tour": _tour(row, layer, words.locale),
    }


def _tour(row: RowMapping, layer: Layer, locale: Locale) -> dict[str, str] | None:
    """Return how a tour names a row's record, and the page of a tour to it; None for what has no place to stop at."""
    if layer in (Layer.COMMUNE, Layer.ZONE) or row["precision"] in (None, "province"):
        return None
    return {"key": stop_key(layer, row["id"]), "address": tour_of(locale, layer, row["id"])}


def _place(row: RowMapping, layer: Layer, words: Wording) -> str | None:
    if layer is Layer.COMMUNE:
        return None
    commune: str | None = row["commune_name"]
    return commune if layer is Layer.ZONE else commune or words.t("list.not_located")


def _looser(
    connection: Connection, province: str, asked: AskedList, conditions: Sequence[Condition]
) -> list[dict[str, Any]]:
    """Return, for an empty list, each parameter without which there would be something, and how much."""
    names = dict.fromkeys(each.name for each in conditions if each.name != "near")
    counted = [
        {
            "text": asked.words.listing([each.text for each in conditions if each.name == name]),
            "address": asked.without(name),
            "count": count(connection, asked.query_without(name).chosen, province),
        }
        for name in names
    ]
    return [each for each in counted if each["count"]]


def _alike(connection: Connection, province: str, asked: AskedList) -> list[dict[str, Any]]:
    """Return, for an empty list, the records whose names are most like what was typed."""
    if not asked.text:
        return []
    hits = search(connection, folded_words(connection, asked.text), province, _MOST_ALIKE)
    return [
        {
            "name": hit.name,
            "address": record_address(asked.locale, hit.layer, hit.id, hit.name),
            "about": [part for part in (asked.words.t(f"layer.one.{hit.layer}"), hit.formerly) if part],
        }
        for hit in hits
    ]


def _communes(connection: Connection, shared: Context, asked: AskedList, root: str) -> bytes:
    letters = communes_by_letter(connection, asked.query.chosen, shared.settings.province)
    return render_page(
        shared.site,
        root,
        "lists/communes.html",
        asked.locale,
        _head(asked),
        asked=asked,
        alike=[] if letters else _alike(connection, shared.settings.province, asked),
        letters=[(letter, [_commune(row, asked.words) for row in rows]) for letter, rows in letters],
        total=sum(len(rows) for _, rows in letters),
        conditions=asked.conditions(commune_names(connection, shared.settings.province)),
    )


def _commune(row: CommuneRow, words: Wording) -> dict[str, Any]:
    others = [layer for layer in Layer if layer is not Layer.PRODUCT and row.counts.get(layer)]
    return {
        "name": row.name,
        "address": record_address(words.locale, Layer.COMMUNE, row.id, row.name),
        "products": words.listing(list(row.products), most=3),
        "others": [words.count(f"lists.holds_{layer}", row.counts[layer]) for layer in others],
    }
