"""Layers' revisions move with every write that can change what the layer shows, in the writer's transaction."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sample_rows import (
    PLACED,
    SOURCE,
    commune,
    insert,
    legacy_commune,
    producer,
    product,
    recognition,
    revocation,
    site,
    zone,
)
from sqlalchemy import Connection, Engine, text

from tests.databases import waiting_for_a_lock

SITES = {"producer", "craft_village", "tourism_point", "sales_point"}
PLACED_LAYERS = {"product", *SITES}
EVERY = {*PLACED_LAYERS, "zone", "commune"}


def bumped(connection: Connection, write: Callable[[Connection], object]) -> set[str]:
    """Return the layers whose revision a write moved on."""
    query = text("SELECT layer, revision FROM layer_revision")
    before = {row.layer: row.revision for row in connection.execute(query)}
    write(connection)
    after = {row.layer: row.revision for row in connection.execute(query)}
    return {layer for layer, revision in after.items() if revision != before.get(layer)}


@pytest.fixture
def furnished(connection: Connection) -> Connection:
    """One row in every table that others point to."""
    here = commune(connection)
    legacy_commune(connection, successors=(here,))
    producer(connection, "a", **PLACED)
    product(connection, "p", producer_id="producer:a")
    recognition(connection, "p", "2024")
    zone(connection, "z", (here,))
    return connection


@pytest.mark.parametrize(
    ("statement", "layers"),
    [
        ("UPDATE commune SET full_name = 'Xã Mới'", EVERY),
        ("UPDATE legacy_commune SET full_name = 'Xã Cũ'", {*PLACED_LAYERS, "commune"}),
        ("DELETE FROM succession", {"commune", "zone"}),
        ("UPDATE site SET name = 'Mới'", PLACED_LAYERS),
        ("UPDATE producer SET legal_form = 'household'", {"product", "producer"}),
        ("UPDATE product SET name = 'Mới'", {"product", "producer"}),
        ("UPDATE recognition SET stars = 5", {"product", "producer"}),
        ("UPDATE raw_material_zone SET name = 'Mới'", {"zone"}),
        ("DELETE FROM zone_commune", {"zone"}),
        ("TRUNCATE recognition CASCADE", {"product", "producer"}),
    ],
)
def test_writes_bump_the_layers_they_change(furnished: Connection, statement: str, layers: set[str]) -> None:
    assert bumped(furnished, lambda connection: connection.execute(text(statement))) == layers


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE commune SET full_name = 'x' WHERE code = 'none'",
        "DELETE FROM recognition WHERE id = 'none'",
        "INSERT INTO product SELECT * FROM product WHERE id = 'none'",
        "INSERT INTO product SELECT * FROM product ON CONFLICT (id) DO UPDATE SET name = 'x' WHERE false",
        "INSERT INTO zone_commune SELECT * FROM zone_commune ON CONFLICT DO NOTHING",
    ],
)
def test_writes_of_no_row_bump_nothing(furnished: Connection, statement: str) -> None:
    assert bumped(furnished, lambda connection: connection.execute(text(statement))) == set()


def test_details_links_and_revocations_bump_their_layers(furnished: Connection) -> None:
    village = site(furnished, "v", kind="craft_village")
    link = {"product_id": "p", "source_url": SOURCE}
    channel = {"id": "c", "product_id": "p", "channel": "export", "name": "Mỹ", "source_url": SOURCE}
    craft = {"site_id": village, "craft": "dệt chiếu"}
    assert bumped(furnished, lambda c: insert(c, "craft_village", craft)) == {"craft_village"}
    assert bumped(furnished, lambda c: insert(c, "sales_channel", channel)) == {"product"}
    assert bumped(furnished, lambda c: insert(c, "product_zone", link | {"zone_id": "z"})) == {"product", "zone"}
    assert bumped(furnished, lambda c: insert(c, "product_craft_village", link | {"craft_village_id": village})) == {
        "product",
        "craft_village",
    }
    assert bumped(furnished, lambda c: revocation(c, "p:first:2024", "2025-01-01")) == {"product", "producer"}


def test_a_revision_is_seen_with_the_write_and_never_without_it(engine: Engine) -> None:
    with engine.begin() as writer:
        product(writer, "p")
        with engine.connect() as other:
            assert other.scalar(text("SELECT count(*) FROM layer_revision")) == 0
    with engine.connect() as writer:
        product(writer, "q")
        writer.rollback()
    with engine.connect() as other:
        revision = text("SELECT revision FROM layer_revision WHERE layer = 'product'")
        assert other.scalar(revision) == 1


def test_two_writers_of_the_same_layers_never_wait_for_each_other_for_ever(engine: Engine) -> None:
    """Each changes a row that the other has changed: without an order the database ends one of them."""
    with engine.begin() as connection:
        site(connection, "a")
        product(connection, "p")
    first, second = "UPDATE site SET name = :name", "UPDATE product SET name = :name"

    def write_backwards() -> None:
        with engine.begin() as connection:
            connection.execute(text(second), {"name": "sau"})
            connection.execute(text(first), {"name": "sau"})

    with ThreadPoolExecutor(1) as beside:
        with engine.begin() as connection:
            connection.execute(text(first), {"name": "trước"})
            other = beside.submit(write_backwards)
            waiting_for_a_lock(connection)
            connection.execute(text(second), {"name": "trước"})
        other.result(timeout=30)
    with engine.connect() as connection:
        names = connection.scalars(text("SELECT name FROM site UNION ALL SELECT name FROM product")).all()
    assert names == ["sau", "sau"]


def test_a_site_tells_when_it_was_last_changed(engine: Engine) -> None:
    with engine.begin() as connection:
        site(connection, "a", updated_at="2020-01-01")
        site(connection, "b", updated_at="2020-01-01")
    with engine.begin() as connection:
        connection.execute(text("UPDATE site SET name = 'x' WHERE id = 'producer:a'"))
        connection.execute(text("UPDATE site SET name = 'x', updated_at = '2021-01-01' WHERE id = 'producer:b'"))
        fresh = text("SELECT updated_at = now() FROM site WHERE id = 'producer:a'")
        assert connection.scalar(fresh)
        assert connection.scalar(text("SELECT extract(year FROM updated_at) FROM site WHERE id = 'producer:b'")) == 2021
