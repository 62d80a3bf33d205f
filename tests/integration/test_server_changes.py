"""The served application while its database changes, breaks or goes away."""

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest
from sample_rows import judge_as_of, recognition
from sqlalchemy import Engine, text

from ocopmap.database.engine import reader_engine, today
from ocopmap.server.context import Context

FEATURES = "/api/v1/features.geojson"
BROWSER = {"Accept": "text/html"}
Serve = Callable[[Context], httpx.Client]


def test_a_write_is_seen_by_the_next_request(changing: httpx.Client, loaded_copy: Engine) -> None:
    """Producers too are chosen by the stars of their products."""
    with loaded_copy.begin() as connection:
        judge_as_of(connection, today())
        key, producer = connection.execute(
            text("SELECT id, producer_id FROM published.product WHERE stars = 3 AND producer_id IS NOT NULL LIMIT 1")
        ).one()
    asked = [{"layer": layer, "stars": "5"} for layer in ("product", "producer")]
    before = [changing.get(FEATURES, params=each) for each in asked]
    with loaded_copy.begin() as connection:
        connection.execute(text("DELETE FROM recognition WHERE product_id = :id"), {"id": key})
        recognition(connection, key, today().isoformat(), stars=5)
    for each, old, expected in zip(asked, before, (key, producer), strict=True):
        new = changing.get(FEATURES, params=each, headers={"If-None-Match": old.headers["etag"]})
        assert new.status_code == 200
        assert expected in {feature["id"] for feature in new.json()["features"]}


def _no_word_of_the_inside(answer: httpx.Response) -> None:
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    for word in ("psycopg", "sqlalchemy", "published.", "SELECT", "Traceback", "does not exist", "socket"):
        assert word not in answer.text


def _no_leak(answer: httpx.Response) -> None:
    assert answer.headers["content-type"] == "application/problem+json"
    _no_word_of_the_inside(answer)


def test_a_broken_view_tells_nothing_of_itself(changing: httpx.Client, loaded_copy: Engine) -> None:
    with loaded_copy.begin() as connection:
        connection.execute(text("DROP VIEW published.layer_revision"))
    answer = changing.get(FEATURES)
    assert answer.status_code == 500
    _no_leak(answer)
    page = changing.get("/en/list", headers=BROWSER)
    assert (page.status_code, page.headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert '<html lang="en"' in page.text
    _no_word_of_the_inside(page)


def test_any_other_fault_tells_nothing_of_itself_either(
    serve: Serve, context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty = replace(context, geocoder=None)  # type: ignore[arg-type]
    answer = serve(faulty).get("/api/v1/geocode", params={"address": "xã Phú Đức"})
    assert answer.status_code == 500
    _no_leak(answer)


def test_a_database_out_of_reach_is_503(serve: Serve, context: Context, loaded_reader: Engine) -> None:
    nowhere = loaded_reader.url.set(database="nowhere").render_as_string(hide_password=False)
    engine = reader_engine(nowhere, 1_000)
    client = serve(replace(context, engine=engine))
    answer = client.get(FEATURES)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    _no_leak(answer)
    ready = client.get("/readyz")
    assert (ready.status_code, ready.headers["content-type"]) == (503, "application/problem+json")
    page = client.get("/danh-sach", headers=BROWSER)
    assert (page.status_code, page.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert int(page.headers["retry-after"]) > 0
    assert 'href="/danh-sach"' in page.text
    _no_word_of_the_inside(page)
    assert client.get("/healthz").status_code == 200
    engine.dispose()


def test_a_read_that_takes_too_long_is_503(
    serve: Serve, context: Context, loaded_copy: Engine, loaded_copy_reader: Engine
) -> None:
    slow = """
        CREATE FUNCTION published.slowly() RETURNS int LANGUAGE sql SECURITY DEFINER
        AS 'SELECT (pg_sleep(3) IS NULL)::int';
        CREATE OR REPLACE VIEW published.layer_revision AS
        SELECT layer, revision + published.slowly() AS revision, changed_at FROM layer_revision
    """
    with loaded_copy.begin() as connection:
        connection.execute(text(slow))
    hasty = reader_engine(loaded_copy_reader.url.render_as_string(hide_password=False), 200)
    answer = serve(replace(context, engine=hasty)).get(FEATURES)
    assert answer.status_code == 503
    _no_leak(answer)
    hasty.dispose()


def test_ready_only_with_the_schema_of_this_program(changing: httpx.Client, loaded_copy: Engine) -> None:
    assert changing.get("/readyz").status_code == 200
    older = "CREATE OR REPLACE FUNCTION published.schema_fingerprint() RETURNS text LANGUAGE sql AS 'SELECT ''older'''"
    with loaded_copy.begin() as connection:
        connection.execute(text(older))
    assert changing.get("/readyz").status_code == 503
    assert changing.get("/healthz").status_code == 200
