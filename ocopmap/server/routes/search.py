"""Search as one types."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from ocopmap.catalogue.places import Layer
from ocopmap.layers.filters import FilterError
from ocopmap.layers.reading import reading
from ocopmap.layers.revisions import revisions
from ocopmap.layers.search import MAX_HITS, Hit, checked_query, folded_words, search
from ocopmap.server.addresses import record_address
from ocopmap.server.context import ReaderLocale, Shared
from ocopmap.server.messages import LOCALES, Locale
from ocopmap.server.responses import json_bytes, send

router = APIRouter(prefix="/api/v1", tags=["search"])
_HITS = 10


class SearchQuery(BaseModel):
    """What is looked for, how many hits are wanted (1 to 50, ten by default), and the language of their pages."""

    model_config = ConfigDict(extra="forbid")

    q: str = ""
    limit: str | None = None
    lang: str | None = None


@router.get("/search", responses={400: {"description": "nothing to look for, too much, or an unknown parameter"}})
def search_records(
    request: Request, shared: Shared, preferred: ReaderLocale, query: Annotated[SearchQuery, Query()]
) -> Response:
    """Return the records whose names meet ``q``, the best first: whole name, beginnings, within, mistyped.

    ``matched`` are ranges of ``name``, or of ``formerly`` where an old commune was found, in UTF-16 code units.
    """
    asked, limit, locale = checked_query(query.q), _limit(query.limit), _language(query.lang) or preferred
    province = shared.settings.province
    with reading(shared.engine) as connection:
        words = folded_words(connection, asked)
        key = ("search", words, limit, locale, revisions(connection, Layer))
        rendered = shared.cache.get_or_render(
            key,
            lambda: json_bytes(
                {"hits": [_hit_json(hit, locale) for hit in search(connection, words, province, limit)]}
            ),
        )
    answer = send(request, rendered, "application/json")
    answer.headers["Vary"] = "Accept-Encoding, Accept-Language"
    return answer


def _hit_json(hit: Hit, locale: Locale) -> dict[str, Any]:
    return {
        "layer": hit.layer,
        "id": hit.id,
        "name": hit.name,
        "formerly": hit.formerly,
        "address": record_address(locale, hit.layer, hit.id, hit.name),
        "commune_code": hit.commune_code,
        "commune_name": hit.commune_name,
        "match": hit.match,
        "matched": hit.matched,
    }


def _limit(value: str | None) -> int:
    if value is None:
        return _HITS
    if not (value.isascii() and value.isdigit() and len(value) < 4 and 1 <= int(value) <= MAX_HITS):
        raise FilterError.of("limit", "problem.limit", most=MAX_HITS)
    return int(value)


def _language(value: str | None) -> Locale | None:
    if value is None:
        return None
    for locale in LOCALES:
        if value == locale:
            return locale
    raise FilterError.not_a_choice("lang", value, LOCALES)
