"""``ocopmap import zones`` and ``ocopmap review`` as a person runs them."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from ocopmap.cli import app
from tests.integration.zone_files import Drawn, geojson, square


@pytest.fixture
def drawn() -> Drawn:
    one = Drawn()
    one.add(square(105.69, 10.4437), ten_vung="Xoài thử", cay_trong="Xoài", dien_tich="30 ha", ghi_chu="x")
    return one


@pytest.fixture
def run(loaded_copy: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OCOPMAP_DATABASE_URL", loaded_copy.url.render_as_string(hide_password=False))
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def test_dry_run_then_apply_then_again(run, drawn: Drawn, tmp_path: Path) -> None:
    path, report = geojson(tmp_path / "vung.geojson", drawn), tmp_path / "bao-cao.json"
    tried = run("import", "zones", path, "--report", report)
    assert tried.exit_code == 0, tried.output
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["new"], told["rejected"], told["applied"]) == (1, [], False)
    assert told["unknown_columns"] == ["ghi_chu"]
    assert told["areas"][0]["declared_ha"] == 30
    assert "chưa ghi gì" in tried.output
    assert told["import"] is None
    run("import", "zones", path, "--apply", "--by", "chi-cuc", "--report", report)
    number = json.loads(report.read_text(encoding="utf-8"))["import"]
    again = run("import", "zones", path, "--apply", "--report", report)
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["new"], told["changed"], told["same"], told["import"]) == (0, 0, 1, None)
    assert "Không có gì mới" in again.output
    listed = run("import", "list")
    assert listed.output.count("zones") == 1, listed.output
    assert run("import", "undo", number).exit_code == 0
    run("import", "zones", path, "--report", report)
    assert json.loads(report.read_text(encoding="utf-8"))["new"] == 1


def test_refusals_end_with_one_and_a_sentence(run, drawn: Drawn, tmp_path: Path) -> None:
    drawn.rows[0]["cay_trong"] = "Cỏ voi"
    refused = run("import", "zones", geojson(tmp_path / "vung.geojson", drawn), "--apply")
    assert refused.exit_code == 1
    assert "Cỏ voi" in refused.output
    missing = run("import", "zones", tmp_path / "khong-co.gpkg")
    assert missing.exit_code == 1
    assert "khong-co.gpkg" in missing.output
    mapping = tmp_path / "m.yaml"
    mapping.write_text("columns: {tên: A}", encoding="utf-8")
    assert run("import", "zones", tmp_path / "vung.geojson", "--mapping", mapping).exit_code == 1


def test_review_on_screen_and_as_a_workbook(run, tmp_path: Path) -> None:
    shown = run("review")
    assert shown.exit_code == 0, shown.output
    assert "Không có địa chỉ" in shown.output
    path = tmp_path / "ra-soat.xlsx"
    assert run("review", "--xlsx", path).exit_code == 0
    assert path.stat().st_size > 0
    done = run("review", "apply", path)
    assert done.exit_code == 0, done.output
