"""``ocopmap roads`` as it is typed."""

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner

from ocopmap.cli import app
from ocopmap.database.cluster import Cluster
from tests.networks import write_network


@pytest.fixture
def command(cluster: Cluster, loaded_copy: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("OCOPMAP_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("OCOPMAP_DATABASE_URL", cluster.url(str(loaded_copy.url.database)))
    return CliRunner()


def test_a_network_is_built_told_of_and_taught(command: CliRunner, loaded_copy: Engine, tmp_path: Path) -> None:
    assert "đường chim bay" in command.invoke(app, ["roads", "status"]).output
    assert json.loads(command.invoke(app, ["roads", "status", "--json"]).output)["present"] is False
    file = write_network(tmp_path / "hand.osm.pbf")
    built = command.invoke(app, ["roads", "build", str(file), "--threads", "1"])
    assert built.exit_code == 0, built.output
    assert "Bộ định vị đã học" in built.output
    found = json.loads(command.invoke(app, ["roads", "status", "--json"]).output)
    assert found["present"]
    assert found["answers"]
    size = re.search(r", ([\d,]+) kB\n", command.invoke(app, ["roads", "status"]).output)
    assert size
    assert float(size[1].replace(",", ".")) == pytest.approx(found["size_bytes"] / 1_000, abs=0.1)
    assert (found["source"], found["ferries"], found["stale"]) == ("hand.osm.pbf", 1, False)
    with loaded_copy.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM map_place WHERE name = 'Đường Nguyễn Huệ'")) == 1
    Path(found["path"], "tiles.tar").unlink()
    assert "đã mất" in command.invoke(app, ["roads", "status"]).output


def test_a_server_that_does_not_answer_is_told_from_no_network(
    command: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCOPMAP_VALHALLA_URL", "http://127.0.0.1:1")
    assert "KHÔNG trả lời" in command.invoke(app, ["roads", "status"]).output
    assert json.loads(command.invoke(app, ["roads", "status", "--json"]).output)["answers"] is False


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--area", "1,2"], "--area không nhận"),
        (["--area", "106,10,105,11"], "--area không nhận"),
        (["--area", "105,10,106,11", "--whole"], "Chỉ dùng một trong"),
    ],
)
def test_options_that_cannot_be_are_a_sentence(options: list[str], sentence: str) -> None:
    refused = CliRunner().invoke(app, ["roads", "build", "any.osm.pbf", *options])
    assert refused.exit_code == 1
    assert sentence in refused.output
