"""The office's page: there for this machine when asked for, for nobody else."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import Engine

from ocopmap.database.engine import reader_engine
from ocopmap.server.context import Context


@pytest.fixture
def office(loaded_engine: Engine) -> Iterator[Engine]:
    """An engine that sees every table and cannot write."""
    engine = reader_engine(loaded_engine.url.render_as_string(hide_password=False), 5_000)
    yield engine
    engine.dispose()


@pytest.fixture
def opened(serve: Callable[[Context], httpx.Client], context: Context, office: Engine) -> httpx.Client:
    return serve(replace(context, office=office))


def test_without_the_setting_there_is_no_page(client: httpx.Client) -> None:
    assert client.get("/ra-soat").status_code == 404


def test_the_page_counts_reasons_and_links_each_record_to_the_map(opened: httpx.Client) -> None:
    answer = opened.get("/ra-soat")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "Không có địa chỉ" in answer.text
    assert 'href="/?id=' in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "203.0.113.9"},
        {"Forwarded": "for=203.0.113.9"},
        {"Via": "1.1 proxy"},
        {"Host": "ocop.example.vn"},
    ],
)
def test_nobody_behind_a_proxy_or_another_name_sees_it(opened: httpx.Client, headers: dict[str, str]) -> None:
    assert opened.get("/ra-soat", headers=headers).status_code == 404
