"""All communes by letter, with what each makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from unicodedata import normalize

from sqlalchemy import Connection, select, text

from ocopmap.catalogue.places import Layer
from ocopmap.geocoding.units import split_name
from ocopmap.layers.conditions import conditions
from ocopmap.layers.filters import FeatureFilter
from ocopmap.layers.views import layer_view

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass(frozen=True)
class CommuneRow:
    """A commune in the list of all: the names of its best products and how many records it has by layer."""

    id: str
    name: str
    products: Sequence[str]
    counts: Mapping[Layer, int]


_COMMUNES = text("""
    WITH placed AS (
        SELECT commune_code, 'product' AS layer FROM published.product
        UNION ALL SELECT commune_code, layer FROM published.site
        UNION ALL SELECT unnest(commune_codes), 'zone' FROM published.zone
    ), counted AS (
        SELECT commune_code, jsonb_object_agg(layer, n) AS counts
        FROM (SELECT commune_code, layer, count(*) AS n FROM placed GROUP BY 1, 2) AS each GROUP BY 1
    ), made AS (
        SELECT commune_code, array_agg(name ORDER BY stars DESC NULLS LAST, name COLLATE published.vietnamese) AS names
        FROM published.product GROUP BY 1
    )
    SELECT c.id, c.name, coalesce(made.names, '{}') AS products, coalesce(counted.counts, '{}') AS counts
    FROM published.commune AS c
    LEFT JOIN counted ON counted.commune_code = c.id
    LEFT JOIN made ON made.commune_code = c.id
    WHERE c.id = ANY(:ids)
    ORDER BY regexp_replace(c.name, '^(Xã|Phường|Đặc khu) ', '') COLLATE published.vietnamese, c.id
""")


_NAMES = text("""
    SELECT id, name FROM published.commune WHERE province_code = :province
    ORDER BY regexp_replace(name, '^(Xã|Phường|Đặc khu) ', '') COLLATE published.vietnamese, id
""")


def commune_names(connection: Connection, province: str) -> dict[str, str]:
    """Return the names of a province's communes by code, in the order of a dictionary."""
    return {row.id: row.name for row in connection.execute(_NAMES, {"province": province})}


def communes_by_letter(
    connection: Connection, chosen: FeatureFilter, province: str
) -> Sequence[tuple[str, Sequence[CommuneRow]]]:
    """Return the communes that a filter finds, by the first letter of their names (A, Ă, Â … D, Đ)."""
    view = layer_view(Layer.COMMUNE, province)
    ids = list(connection.scalars(select(view.source.c.id).where(*conditions(view, chosen))))
    rows = [
        CommuneRow(row.id, row.name, row.products, {Layer(layer): n for layer, n in row.counts.items()})
        for row in connection.execute(_COMMUNES, {"ids": ids})
    ]
    return [(letter, list(found)) for letter, found in groupby(rows, key=lambda row: _letter(row.name))]


def _letter(name: str) -> str:
    """Return the letter that a commune stands under: its name's first without tone, so that Ấp is with Â."""
    _, bare = split_name(name)
    decomposed = "".join(mark for mark in normalize("NFD", bare) if mark not in _TONES)
    return normalize("NFC", decomposed)[0].upper()
