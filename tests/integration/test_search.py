"""Search as one types: what comes first, what is marked, what is refused, and that a change is found at once."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from sample_rows import product
from sqlalchemy import Engine, text

from ocopmap.catalogue.places import Layer
from ocopmap.layers.reading import reading
from ocopmap.layers.search import Match, folded_words, search

SEARCH = "/api/v1/search"
SAMPLES = json.loads((Path(__file__).parents[1] / "browser/data/search_samples.json").read_text(encoding="utf-8"))

Hits = list[dict[str, Any]]


def hits(client: httpx.Client, q: str, **more: str) -> Hits:
    answer = client.get(SEARCH, params={"q": q, **more})
    assert answer.status_code == 200, answer.text
    found: Hits = answer.json()["hits"]
    return found


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample["q"] for sample in SAMPLES])
def test_what_is_expected_comes_first(client: httpx.Client, sample: dict[str, Any]) -> None:
    found = hits(client, sample["q"])
    expected = sample["first"]
    if expected is None:
        assert found == []
    else:
        assert expected.items() <= found[0].items()


def test_every_layer_is_searched(client: httpx.Client) -> None:
    features = client.get("/api/v1/features.geojson").json()["features"]
    for layer in Layer:
        names = [each["properties"]["name"] for each in features if each["properties"]["layer"] == layer]
        found = hits(client, names[0][:100], limit="50")
        assert (layer, names[0]) in {(hit["layer"], hit["name"]) for hit in found}


def test_the_better_match_stands_first(client: httpx.Client) -> None:
    found = hits(client, "cao lanh", limit="50")
    order = list(Match)
    ranks = [order.index(hit["match"]) for hit in found]
    assert ranks[0] == 0
    assert Match.EXACT not in {hit["match"] for hit in hits(client, "cao lan")}
    assert {hit["match"] for hit in hits(client, "cao lnah")} == {Match.TYPO}
    assert {hit["match"] for hit in hits(client, "oai")} == {Match.CONTAINS}


def test_an_address_is_given_in_the_language_of_the_page(client: httpx.Client) -> None:
    assert hits(client, "nem lai vung", lang="vi")[0]["address"] == "/san-pham/nem-lai-vung"
    assert hits(client, "nem lai vung", lang="en")[0]["address"] == "/en/products/nem-lai-vung"
    english = client.get(SEARCH, params={"q": "nem lai vung"}, headers={"Accept-Language": "en"})
    assert english.json()["hits"][0]["address"].startswith("/en/")
    assert "Accept-Language" in english.headers["vary"]


def test_visitors_from_abroad_find_what_it_is_made_of(client: httpx.Client) -> None:
    found = hits(client, "mango", limit="50")
    assert "vung-xoai-cat-hoa-loc" in {hit["id"] for hit in found}


@pytest.mark.parametrize(
    ("q", "first", "marked"),
    [
        ("hoa loc xoai", "Vùng xoài cát Hòa Lộc", ["xoài", "Hòa", "Lộc"]),
        ("lang hoa s", "Làng hoa Sa Đéc", ["Làng", "hoa", "S"]),
        ("nem lai vungg", "Nem Lai Vung", ["Nem Lai Vung"]),
        ("sadec", "Phường Sa Đéc", ["Sa Đéc"]),
    ],
)
def test_what_matched_is_marked(client: httpx.Client, q: str, first: str, marked: list[str]) -> None:
    hit = hits(client, q)[0]
    assert hit["name"] == first
    assert [hit["name"][start:end] for start, end in hit["matched"]] == marked


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": " \t "}, "q"),
        ({"q": "x" * 101}, "q"),
        ({"q": "xo\x00ai"}, "q"),
        ({"q": "xoai\x1b[2J"}, "q"),
        ({"q": "xoai", "limit": "0"}, "limit"),
        ({"q": "xoai", "limit": "51"}, "limit"),
        ({"q": "xoai", "limit": "٣"}, "limit"),
        ({"q": "xoai", "lang": "fr"}, "lang"),
        ({"q": "xoai", "layer": "product"}, "layer"),
    ],
)
def test_the_impossible_is_refused_by_name(client: httpx.Client, asked: dict[str, str], parameter: str) -> None:
    answer = client.get(SEARCH, params=asked)
    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]


@pytest.mark.parametrize(
    "q", ["%", "_", "'; DROP TABLE product; --", "\\", "!!! …", "🍚", "a " * 50, "((((", "x" * 100]
)
def test_hostile_text_finds_nothing_or_something_but_never_fails(client: httpx.Client, q: str) -> None:
    assert len(hits(client, q)) <= 10


def test_signs_are_no_wildcards(client: httpx.Client) -> None:
    assert hits(client, "%") == hits(client, "_") == []


def test_a_change_is_found_in_the_transaction_that_made_it_and_the_old_name_no_more(
    loaded_copy: Engine, loaded_copy_reader: Engine
) -> None:
    with loaded_copy.begin() as connection:
        product(connection, "tra-moi", name="Trà quxovy")
        connection.execute(text("UPDATE product SET published = false WHERE id = 'nem-lai-vung'"))
    assert _first(loaded_copy_reader, "quxovy") == "tra-moi"
    assert _first(loaded_copy_reader, "quxoyv") == "tra-moi"
    assert _first(loaded_copy_reader, "nem lai vung") != "nem-lai-vung"
    with loaded_copy.begin() as connection:
        connection.execute(text("UPDATE product SET name = 'Trà khác' WHERE id = 'tra-moi'"))
    assert _first(loaded_copy_reader, "quxovy") is None


def _first(reader: Engine, q: str) -> str | None:
    with reading(reader) as connection:
        found = search(connection, folded_words(connection, q), "82", 10)
    return found[0].id if found else None


def test_the_home_of_a_household_is_not_searched(loaded_engine: Engine) -> None:
    with loaded_engine.connect() as connection:
        withheld = connection.execute(
            text("""
                SELECT p.id, o.original_address FROM published.site AS p JOIN site AS o ON o.id = p.id
                WHERE p.is_withheld AND o.original_address ~ '^(ấp|số|tổ)'
            """)
        ).all()
        rows = connection.execute(text("SELECT id, searched FROM published.search_entry"))
        entries = {row.id: row.searched for row in rows}
        assert withheld
        for key, address in withheld:
            street = connection.scalar(text("SELECT published.words(:text)"), {"text": address.split(",")[0]})
            assert f" {street} " not in entries[key]


def test_the_index_serves(loaded_engine: Engine) -> None:
    with loaded_engine.connect() as connection:
        connection.execute(text("SET enable_seqscan = off"))
        query = "EXPLAIN SELECT * FROM published.search_entry WHERE searched LIKE '%xoai%' AND searched LIKE '% c%'"
        assert "search_entry_searched" in " ".join(connection.scalars(text(query)))
        connection.rollback()
