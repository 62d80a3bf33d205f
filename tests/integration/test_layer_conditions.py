"""The one filter against rows made by hand: who is shown, for each condition."""

from datetime import date
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_rows import PLACED, SQUARE, commune, insert, legacy_commune, producer, product, recognition, site, zone
from sqlalchemy import Connection, Engine, text

from ocopmap.catalogue.places import Layer
from ocopmap.layers.features import Cursor, feature_collection
from ocopmap.layers.filters import parse_filter
from ocopmap.layers.reading import reading

TODAY = date(2026, 11, 22)
HERE = "POINT(105.65 10.45)"
THERE = "POINT(105.85 10.45)"


def collection(
    connection: Connection, limit: int = 10_000, after: Cursor | None = None, **asked: str
) -> dict[str, Any]:
    chosen = parse_filter({name: [value] for name, value in asked.items()}, today=TODAY)
    return dict(orjson.loads(feature_collection(connection, chosen, "82", limit, after)))


def shown(connection: Connection, layer: str, **asked: str) -> set[str]:
    """Return the last part of the ids that a filter shows."""
    found = collection(connection, layer=layer, **asked)
    assert found["numberMatched"] == found["numberReturned"] == len(found["features"])
    return {feature["id"].rpartition(":")[2] for feature in found["features"]}


@pytest.fixture
def rows(connection: Connection) -> Connection:
    """Two communes with a producer each: mango of four stars here, rice without stars there; one of neither place."""
    here = commune(connection)
    there = commune(
        connection,
        "30076",
        full_name="Xã Cao Lãnh",
        geom=SQUARE.format(8, 9),
        outline=SQUARE.format(8, 9),
        centre=THERE,
    )
    old = legacy_commune(connection, successors=(here,))
    legacy_commune(connection, "30115", successors=(there,), full_name="Xã Hòa Bình", district="Huyện Lai Vung")
    producer(connection, "a", name="Hợp tác xã Hoà Lộc", commune_id=here, legacy_commune_code=old, **PLACED)
    producer(connection, "b", commune_id=there, legacy_commune_code="30115", **PLACED | {"geom": THERE})
    producer(connection, "c", name="Công ty Đặng", province_code="79")
    product(connection, "mango", name="Xoài cát", producer_id="producer:a", commodity="mango")
    product(connection, "tour", name="Du lịch", producer_id="producer:a", product_group="tourism", product_set=26)
    product(connection, "rice", name="Gạo", producer_id="producer:b", commodity="rice")
    product(connection, "lost", name="Nước mắm", producer_id="producer:c")
    recognition(connection, "mango", "2025-06-01", stars=4)
    recognition(connection, "tour", "2020-06-01", stars=3)
    site(connection, "v", kind="craft_village", commune_id=here, **PLACED)
    insert(connection, "craft_village", {"site_id": "craft_village:v", "craft": "dệt chiếu"})
    drawn = {"geometry_source": "commune_union", "precision": "commune"}
    zone(connection, "both", (here, there), geom=SQUARE.format(6, 9), outline=SQUARE.format(6, 9), **drawn)
    zone(connection, "near", (there,), commodity="rice")
    return connection


@pytest.mark.parametrize(
    ("asked", "products", "producers"),
    [
        ({}, {"mango", "tour", "rice", "lost"}, {"a", "b", "c"}),
        ({"stars": "4"}, {"mango"}, {"a"}),
        ({"stars": "3,4"}, {"mango", "tour"}, {"a"}),
        ({"stars": "5"}, set(), set()),
        ({"stars": "unknown"}, {"rice", "lost"}, {"b", "c"}),
        ({"stars": "4,unknown"}, {"mango", "rice", "lost"}, {"a", "b", "c"}),
        ({"group": "tourism"}, {"tour"}, {"a"}),
        ({"set": "26"}, {"tour"}, {"a"}),
        ({"set": "unknown"}, {"mango", "rice", "lost"}, {"a", "b", "c"}),
        ({"commodity": "rice"}, {"rice"}, {"b"}),
        ({"validity": "valid"}, {"mango"}, {"a"}),
        ({"validity": "expired,unknown"}, {"tour", "rice", "lost"}, {"a", "b", "c"}),
        ({"commune": "30001"}, {"mango", "tour"}, {"a"}),
        ({"commune": "30001", "stars": "4"}, {"mango"}, {"a"}),
        ({"legacy_commune": "30115"}, {"rice"}, {"b"}),
        ({"bbox": "105.6,10.4,105.7,10.5"}, {"mango", "tour"}, {"a"}),
        ({"bbox": "105.6,10.4,105.9,10.5", "commodity": "rice"}, {"rice"}, {"b"}),
        ({"q": "XOAI"}, {"mango"}, set()),
        ({"q": "hoa loc"}, {"mango", "tour"}, {"a"}),
        ({"q": "Hòa Lộc"}, {"mango", "tour"}, {"a"}),
        ({"q": "dang"}, {"lost"}, {"c"}),
        ({"q": "hoa loc xoai"}, {"mango"}, set()),
        ({"q": "%"}, {"mango", "tour", "rice", "lost"}, {"a", "b", "c"}),
        ({"q": "cao lanh"}, {"rice"}, {"b"}),
    ],
)
def test_products_and_their_producers(
    rows: Connection, asked: dict[str, str], products: set[str], producers: set[str]
) -> None:
    assert shown(rows, "product", **asked) == products
    assert shown(rows, "producer", **asked) == producers


@pytest.mark.parametrize(
    ("asked", "zones", "communes", "villages"),
    [
        ({}, {"both", "near"}, {"30001", "30076"}, {"v"}),
        ({"stars": "5"}, {"both", "near"}, {"30001", "30076"}, {"v"}),
        ({"commodity": "mango"}, {"both"}, {"30001", "30076"}, {"v"}),
        ({"commune": "30001"}, {"both"}, {"30001"}, {"v"}),
        ({"commune": "30076"}, {"both", "near"}, {"30076"}, set()),
        ({"legacy_commune": "29999"}, {"both"}, {"30001"}, set()),
        ({"legacy_commune": "30115"}, {"both", "near"}, {"30076"}, set()),
        ({"bbox": "105.81,10.41,105.89,10.49"}, {"both"}, {"30076"}, set()),
        ({"q": "tam nong"}, set(), {"30001"}, set()),
        ({"q": "det chieu"}, set(), set(), {"v"}),
    ],
)
def test_zones_communes_and_villages(
    rows: Connection, asked: dict[str, str], zones: set[str], communes: set[str], villages: set[str]
) -> None:
    assert shown(rows, "zone", **asked) == zones
    assert shown(rows, "commune", **asked) == communes
    assert shown(rows, "craft_village", **asked) == villages


def test_features_say_what_the_contract_names(rows: Connection) -> None:
    found = {feature["id"]: feature for feature in collection(rows)["features"]}
    contract = {"id", "layer", "name", "stars", "group", "validity", "precision", "commune_code", "commune_name"}
    assert all(contract <= set(feature["properties"]) for feature in found.values())
    mango, lost = found["mango"], found["lost"]
    assert mango["geometry"] == {"type": "Point", "coordinates": [105.65, 10.45]}
    assert (mango["properties"]["stars"], mango["properties"]["precision"]) == (4, "street")
    assert (lost["geometry"], lost["properties"]["stars"], lost["properties"]["validity"]) == (None, None, "unknown")
    assert lost["properties"]["outside"]
    assert not mango["properties"]["outside"]
    assert found["near"]["geometry"] is None
    assert found["30001"]["properties"]["legacy_communes"] == [{"code": "29999", "name": "Xã Phú Đức, huyện Tam Nông"}]


def test_as_of_a_day_through_the_engine_of_public_reads(engine: Engine, reader: Engine) -> None:
    """Each read judges by its own day, whatever the connection was used for before."""
    with engine.begin() as connection:
        recognition(connection, product(connection, "p"), "2022-06-01", stars=4)
    seen = []
    for day in (date(2022, 5, 31), date(2023, 1, 1), date(2025, 1, 1), date(2025, 7, 1), date(2022, 5, 31)):
        with reading(reader, day) as connection:
            seen.append(tuple(connection.execute(text("SELECT stars, validity FROM published.product")).one()))
    assert seen == [(None, "unknown"), (4, "valid"), (4, "expiring"), (4, "expired"), (None, "unknown")]


def test_a_read_sees_one_state_of_the_database(engine: Engine, reader: Engine) -> None:
    count = text("SELECT count(*) FROM published.product")
    with reading(reader) as connection:
        assert connection.scalar(count) == 0
        with engine.begin() as writer:
            product(writer, "p")
        assert connection.scalar(count) == 0
    with reading(reader) as connection:
        assert connection.scalar(count) == 1


@settings(max_examples=6, deadline=None)
@given(limit=st.integers(1, 600))
def test_pages_cover_everything_exactly_once(loaded_reader: Engine, limit: int) -> None:
    with reading(loaded_reader, TODAY) as connection:
        whole = collection(connection)
        ids, after = [], None
        while True:
            page = collection(connection, limit, after)
            assert page["numberMatched"] == whole["numberMatched"]
            assert len(page["features"]) == page["numberReturned"] <= limit
            ids += [(feature["properties"]["layer"], feature["id"]) for feature in page["features"]]
            if "nextCursor" not in page:
                break
            after = Cursor.decode(page["nextCursor"])
    assert ids == [(feature["properties"]["layer"], feature["id"]) for feature in whole["features"]]
    assert len(set(ids)) == len(ids)


def test_features_stand_in_the_order_of_a_dictionary_page_by_page(connection: Connection) -> None:
    ordered = ["An", "Ăn", "Âu", '"Bánh"', "Dưa", "Đậu", "Gạo 9", "Gạo 10", "Gạo 10", "Oản", "Ổi", "Ớt"]
    for key, name in enumerate(reversed(ordered)):
        product(connection, f"{key:02}", name=name)
    names, after = [], None
    for _ in ordered:
        page = collection(connection, 1, after)
        names += [feature["properties"]["name"] for feature in page["features"]]
        after = Cursor.decode(page["nextCursor"]) if "nextCursor" in page else None
    assert names == ordered
    assert after is None


@pytest.mark.parametrize("layer", list(Layer))
def test_every_layer_of_the_province_is_valid_geojson(loaded_reader: Engine, layer: Layer) -> None:
    with reading(loaded_reader, TODAY) as connection:
        found = collection(connection, layer=str(layer))
    assert found["type"] == "FeatureCollection"
    assert found["features"]
    kinds = {feature["geometry"]["type"] for feature in found["features"] if feature["geometry"]}
    assert kinds <= ({"Polygon", "MultiPolygon"} if layer in (Layer.ZONE, Layer.COMMUNE) else {"Point"})
