"""Map sheets over the province's records, from the page and from the command, as one tagged PDF page each."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from ocopmap.cli import app
from ocopmap.server.context import Context
from ocopmap.settings import PROJECT_ROOT
from tests.integration.conftest import Serve
from tests.pdf_text import pages, text_of

SHEET = "/quy-hoach/bao-cao/to-ban-do.pdf"


@pytest.fixture(scope="module")
def printing(serve: Serve, context: Context) -> httpx.Client:
    """The application with the typeface that sheets are set in."""
    settings = context.settings.model_copy(update={"web_dist_dir": PROJECT_ROOT / "web" / "dist"})
    return serve(Context(**(vars(context) | {"settings": settings})))


def words(pdf: bytes) -> str:
    return "".join(text_of(pdf).split())


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"theme": "products"}, "SảnphẩmOCOPtheoxã,phường,tỉnhĐồngTháp"),
        ({"theme": "valid", "paper": "a4-portrait"}, "SảnphẩmOCOPcònhạn"),
        ({"theme": "zones", "commodity": "mango", "paper": "a3-landscape"}, "Vùngnguyênliệu:Xoài"),
        ({"theme": "stars", "paper": "a3-portrait"}, "theohạngsao"),
    ],
)
def test_a_sheet_is_one_page_with_all_that_a_map_needs(
    printing: httpx.Client, asked: dict[str, str], shown: str
) -> None:
    answer = printing.get(SHEET, params=asked | {"as_of": "2025-12-15"})
    assert answer.headers["content-type"] == "application/pdf"
    pdf, told = answer.content, words(answer.content)
    assert pages(pdf) == 1
    for part in (shown, "Tínhđếnngày15/12/2025", "Chúgiải", "Tỷlệ1:", "Thước:", "EPSG:3405", "gầnđúng", "Nguồn:"):
        assert part in told
    assert b"pdfuaid:part" in pdf
    assert printing.head(SHEET, params=asked | {"as_of": "2025-12-15"}).headers["etag"] == answer.headers["etag"]


def test_a_sheet_speaks_the_language_of_its_address(printing: httpx.Client) -> None:
    answer = printing.get("/en/planning/reports/map-sheet.pdf", params={"as_of": "2018-06-01"})
    assert "Scale1:" in words(answer.content)
    assert "Noproductonrecordwasrecognisedbythisday." in words(answer.content)


@pytest.mark.parametrize(
    ("parameter", "asked"),
    [
        ("theme", {"theme": "rain"}),
        ("paper", {"paper": "a0-landscape"}),
        ("commodity", {"theme": "zones"}),
        ("commodity", {"theme": "zones", "commodity": "gold"}),
        ("as_of", {"as_of": "2999-01-01"}),
        ("colour", {"colour": "red"}),
    ],
)
def test_a_sheet_that_cannot_be_is_refused_by_name(client: httpx.Client, parameter: str, asked: dict[str, str]) -> None:
    answer = client.get(SHEET, params=asked)
    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]


def test_the_page_offers_what_can_be_drawn(client: httpx.Client) -> None:
    page = client.get("/quy-hoach/bao-cao").text
    assert f'action="{SHEET}"' in page
    assert '<option value="mango">Xoài</option>' in page


@pytest.fixture
def run(loaded_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setenv("OCOPMAP_DATABASE_URL", loaded_engine.url.render_as_string(hide_password=False))
    return lambda *given: CliRunner().invoke(app, ["export", "map-sheet", *map(str, given)])


def test_the_command_writes_a_sheet_or_says_what_is_wrong(run: Callable[..., Any], tmp_path: Path) -> None:
    out = tmp_path / "to.pdf"
    done = run(out, "--theme", "stars", "--paper", "a3", "--as-of", "2025-12-15")
    assert done.exit_code == 0, done.output
    assert "theohạngsao" in words(out.read_bytes())
    refused = run(out, "--theme", "zones")
    assert refused.exit_code == 1
    assert "mango" in refused.output
    assert run(out, "--as-of", "2017-01-01").exit_code == 1
