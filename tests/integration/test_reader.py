"""What the public's role can reach, and what households have not released."""

from typing import Any

import pytest
from sample_rows import PLACED, commune, legacy_commune, producer, product, site
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from ocopmap.database.engine import reader_engine
from ocopmap.database.models import Base

HOME = "số 7, ấp Tân Tiến, xã Phú Đức"
AWAY = "POINT(106.7 10.77)"
WRITES = (
    "INSERT INTO product (id) VALUES ('x')",
    "DELETE FROM published.legacy_commune",
    "UPDATE layer_revision SET revision = 0",
    "CREATE TABLE public.mine (id int)",
    "CREATE TABLE published.mine (id int)",
)


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_no_table_can_be_read(loaded_reader: Engine, table: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), loaded_reader.connect() as connection:
        connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608


@pytest.mark.parametrize("statement", [*WRITES, "CREATE TEMPORARY TABLE mine (id int)"])
def test_nothing_can_be_written(loaded_reader: Engine, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"denied|read-only"), loaded_reader.connect() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("statement", WRITES)
def test_the_right_to_write_is_lacking_too(loaded_reader: Engine, statement: str) -> None:
    """Read-only is a default that a session may change; the rights are not."""
    with loaded_reader.connect() as connection:
        connection.execute(text("SET default_transaction_read_only = off"))
        try:
            with pytest.raises(ProgrammingError, match="denied"):
                connection.execute(text(statement))
        finally:
            connection.execute(text("RESET default_transaction_read_only"))


def test_public_reads_are_read_only_and_short(loaded_engine: Engine, loaded_reader: Engine) -> None:
    with loaded_reader.connect() as connection:
        assert connection.scalar(text("SHOW transaction_read_only")) == "on"
        assert connection.scalar(text("SELECT current_user")) == "ocopmap_reader"
        assert connection.scalar(text("SELECT count(*) FROM published.product")) == 181
    hasty = reader_engine(loaded_reader.url.render_as_string(hide_password=False), 50)
    with pytest.raises(OperationalError, match="statement timeout"), hasty.connect() as connection:
        connection.execute(text("SELECT count(*) FROM generate_series(1, 1000000000)"))
    hasty.dispose()


def test_owner_may_become_the_reader_where_it_cannot_log_in(loaded_engine: Engine) -> None:
    switched = reader_engine(loaded_engine.url.render_as_string(hide_password=False), 5_000, switch_role=True)
    with switched.connect() as connection:
        assert connection.scalar(text("SELECT current_user")) == "ocopmap_reader"
        with pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text("SELECT * FROM producer"))
    switched.dispose()


def published(reader: Engine, key: str) -> dict[str, Any]:
    query = "SELECT *, ST_AsText(geom) AS place FROM published.site WHERE id = :id"
    with reader.connect() as connection:
        return dict(connection.execute(text(query), {"id": f"producer:{key}"}).mappings().one())


def test_phone_numbers_wait_for_release(engine: Engine, reader: Engine) -> None:
    with engine.begin() as connection:
        producer(connection, "silent", details={"phone": "0900 000 001"})
        producer(connection, "open", details={"phone": "0900 000 002", "phone_released": True})
    assert published(reader, "silent")["phone"] is None
    assert published(reader, "open")["phone"] == "0900 000 002"


@pytest.mark.parametrize("form", ["household", "production_facility"])
@pytest.mark.parametrize("precision", ["exact", "street", "hamlet"])
def test_a_household_is_shown_at_its_old_commune(engine: Engine, reader: Engine, form: str, precision: str) -> None:
    with engine.begin() as connection:
        here = commune(connection)
        old = legacy_commune(connection, successors=(here,))
        producer(
            connection, "home", details={"legal_form": form}, **_home(here, old), **PLACED | {"precision": precision}
        )
        product(connection, "p", producer_id="producer:home")
    seen = published(reader, "home")
    assert (seen["place"], seen["precision"]) == ("POINT(105.62 10.42)", "legacy_commune")
    assert seen["uncertainty_m"] >= 1_000
    assert seen["legacy_commune_code"] == old
    with reader.connect() as connection:
        sold = connection.execute(text("SELECT *, ST_AsText(geom) AS place FROM published.product")).mappings().one()
    assert sold["place"] == seen["place"]
    assert not [value for row in (seen, sold) for value in row.values() if "số 7" in str(value)]


def _home(here: int | None, old: str | None) -> dict[str, Any]:
    return {
        "commune_id": here,
        "legacy_commune_code": old,
        "original_address": HOME,
        "current_address": HOME,
        "explanation": HOME,
        "contradiction": f"Điểm nằm ở xã khác, còn địa chỉ ghi «{HOME}».",
        "coordinate_source": f"bản đồ của {HOME}",
    }


def test_a_household_without_a_known_commune_shows_no_point_at_all(engine: Engine, reader: Engine) -> None:
    with engine.begin() as connection:
        producer(
            connection, "away", details={"legal_form": "household"}, **_home(None, None), **PLACED | {"geom": AWAY}
        )
    seen = published(reader, "away")
    assert (seen["place"], seen["precision"], seen["uncertainty_m"]) == (None, None, None)
    assert not [value for value in seen.values() if "số 7" in str(value)]


def test_what_a_household_released_is_shown_as_it_is(engine: Engine, reader: Engine) -> None:
    with engine.begin() as connection:
        here = commune(connection)
        old = legacy_commune(connection, successors=(here,))
        home = _home(here, old) | {"location_released": True}
        producer(connection, "home", details={"legal_form": "household"}, **home, **PLACED)
        producer(connection, "firm", **_home(here, old), **PLACED)
    for key in ("home", "firm"):
        seen = published(reader, key)
        assert (seen["place"], seen["original_address"]) == ("POINT(105.65 10.45)", HOME)


def test_what_is_not_published_is_nowhere(engine: Engine, reader: Engine) -> None:
    with engine.begin() as connection:
        producer(connection, "hidden", published=False)
        product(connection, "p", published=False, producer_id="producer:hidden")
        product(connection, "q", producer_id="producer:hidden")
        site(connection, "v", kind="craft_village", published=False)
    with reader.connect() as connection:
        assert connection.execute(text("SELECT id, producer_name FROM published.product")).all() == [("q", None)]
        assert connection.execute(text("SELECT id FROM published.site")).all() == []


@pytest.mark.parametrize("form", ["household", "production_facility", "other"])
def test_a_place_that_may_be_a_home_is_kept_back(connection: Connection, form: str) -> None:
    """A form that no source tells counts too: many such names are a person's."""
    place: dict[str, Any] = PLACED
    producer(connection, "p", details={"legal_form": form}, **place, original_address="số 4, ấp 3")
    row = connection.execute(text("SELECT is_withheld, geom, original_address FROM published.site")).one()
    assert tuple(row) == (True, None, None)
