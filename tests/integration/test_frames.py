"""Records and analyses as GeoDataFrames, and the notebook that begins with them."""

import re
from datetime import date
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from sqlalchemy import Engine

from ocopmap.catalogue.places import Layer
from ocopmap.database.engine import today
from ocopmap.layers.filters import parse_filter
from ocopmap.layers.frames import layer_frame
from ocopmap.layers.reading import reading
from ocopmap.planning.frames import commune_frame, product_frame, zone_frame
from ocopmap.settings import PROJECT_ROOT

NOTEBOOK = PROJECT_ROOT / "docs" / "so-tay.ipynb"


def test_a_layer_under_the_one_filter_in_a_system(loaded_reader: Engine) -> None:
    chosen = parse_filter({"layer": ["product"], "stars": ["4"]}, today=today())
    with reading(loaded_reader, date(2025, 1, 1)) as connection:
        found = layer_frame(connection, Layer.PRODUCT, "82", chosen, srid=5897)
    assert set(found["stars"]) == {4}
    assert found.crs.to_epsg() == 5897
    assert found.geometry.dropna().x.between(400_000, 750_000).all()


def test_analyses_with_their_shapes(loaded_reader: Engine) -> None:
    with reading(loaded_reader) as connection:
        zones, products, communes = (make(connection, "82") for make in (zone_frame, product_frame, commune_frame))
    assert (len(zones), len(products), len(communes)) == (45, 181, 102)
    assert {each.crs.to_epsg() for each in (zones, products, communes)} == {4326}
    drawn = zones.dropna(subset=["geometry", "computed_ha"])
    # Outlines are drawn coarser than they are measured.
    measured = drawn.to_crs(3405).area / 10_000
    assert (abs(measured / drawn["computed_ha"] - 1) < 0.1).mean() > 0.8


def test_a_system_that_is_not_offered(loaded_reader: Engine) -> None:
    with reading(loaded_reader) as connection, pytest.raises(KeyError):
        zone_frame(connection, "82", srid=2154)


@pytest.mark.filterwarnings("ignore")  # of the kernel's machinery, which is not ours
def test_the_notebook_runs_from_the_database_to_a_map(
    loaded_engine: Engine, loaded_reader: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, engine in (("DATABASE_URL", loaded_engine), ("DATABASE_READER_URL", loaded_reader)):
        monkeypatch.setenv(f"OCOPMAP_{name}", engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": PROJECT_ROOT}}).execute()
    table, page = (cell.outputs[-1].data["text/html"] for cell in notebook.cells if cell.cell_type == "code")
    assert table.count("<tr") == 46
    assert "geo_json" in page
    assert "Vùng" not in page


def test_the_notebook_is_kept_short_and_without_outputs() -> None:
    code = [cell for cell in nbformat.read(NOTEBOOK, as_version=4).cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in code)
    lines = [line for cell in code for line in cell.source.splitlines() if not re.match(r"(from|import)\b|$", line)]
    assert len(lines) <= 10
