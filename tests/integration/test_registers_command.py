"""``ocopmap import`` as a person runs it."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from ocopmap.cli import app
from tests.unit.registers.samples import ROWS, header_merges, table, write_xlsx


@pytest.fixture
def run(loaded_copy, monkeypatch, tmp_path):
    monkeypatch.setenv("OCOPMAP_DATABASE_URL", loaded_copy.url.render_as_string(hide_password=False))
    monkeypatch.setenv("OCOPMAP_STATE_DIR", str(tmp_path / "state"))

    def command(*words, code=0):
        result = CliRunner().invoke(app, ["import", *map(str, words)])
        assert result.exit_code == code, result.output
        return result.output

    return command


def test_preview_apply_list_undo(run, tmp_path):
    path = write_xlsx(tmp_path / "so.xlsx", table(), header_merges())
    report = tmp_path / "o.json"
    run("register", path, "--report", report, "--annotated", tmp_path / "o.xlsx")
    assert json.loads(report.read_text(encoding="utf-8"))["new"] == len(ROWS)
    assert (tmp_path / "o.xlsx").is_file()
    run("register", path, "--apply", "--by", "thu")
    run("register", path, "--report", report)
    assert json.loads(report.read_text(encoding="utf-8"))["same"] == len(ROWS)
    assert "thu" in run("list")
    run("undo", 1, "--by", "thu")
    run("register", path, "--apply", "--report", report)
    assert json.loads(report.read_text(encoding="utf-8"))["new"] == len(ROWS)
    run("--undo", 2)
    run("--undo", 2, code=1)


def test_a_command_does_not_load_the_server():
    """It would take another second and 100 MB."""
    script = "import sys, ocopmap.cli; print({'fastapi', 'folium', 'pandas', 'uvicorn'} & set(sys.modules) or 'none')"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert run.stdout.strip() == "none"


def test_results_are_not_written_over_the_register(run, tmp_path):
    path = write_xlsx(tmp_path / "so.xlsx", table())
    before = path.read_bytes()
    assert "chính sổ" in run("register", path, "--annotated", path, code=1)
    assert path.read_bytes() == before


def test_errors_are_one_sentence_and_exit_code_1(run, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    for words in (("register", tmp_path / "a.xlsx"), ("register", tmp_path / "none.csv"), ("undo", 7)):
        output = run(*words, code=1)
        assert "Lỗi" in output
        assert "Traceback" not in output
    rows = [list(row) for row in ROWS]
    rows[0][11] = "9 sao"
    run("register", write_xlsx(tmp_path / "b.xlsx", table(rows)), "--apply", code=1)
