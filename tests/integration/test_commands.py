"""Commands on a real database: exit codes, files written, nothing half done."""

import csv
import socket
from pathlib import Path

import pytest
from geodata_samples import copied, digests, rewrite
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from ocopmap.cli import app

ADDED = ["commune_code", "commune_name", "latitude", "longitude", "precision", "confidence"]
ADDRESS = "xã Mỹ Xương, huyện Cao Lãnh, tỉnh Đồng Tháp"


@pytest.fixture
def environment(loaded_copy: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The province's records as the database that commands find."""
    monkeypatch.setenv("OCOPMAP_DATABASE_URL", loaded_copy.url.render_as_string(hide_password=False))
    monkeypatch.setenv("OCOPMAP_STATE_DIR", str(tmp_path / "state"))
    return loaded_copy


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_load_refuses_bad_rows_by_line_and_writes_nothing(
    environment: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = copied(tmp_path)
    monkeypatch.setenv("OCOPMAP_GEODATA_DIR", str(bad.geodata_dir))
    rewrite(bad, "producers.csv", lambda rows: rows[0].update(name="Tên mới, dòng này đúng"))
    rewrite(bad, "products.csv", lambda rows: rows[5].update(stars="7", producer_id="khong-co"))
    rewrite(bad, "raw_material_zones.csv", lambda rows: rows[1].update(id=rows[0]["id"]))
    before = digests(environment)
    result = run("load")
    assert result.exit_code == 1
    for place in ("products.csv, dòng 7", "raw_material_zones.csv, dòng 3"):
        assert place in result.stderr
    assert "Traceback" not in result.output
    assert digests(environment) == before


def test_load_reports_and_ends_well(environment: Engine) -> None:
    result = run("load")
    assert result.exit_code == 0, result.stderr
    assert "products.csv" in result.stdout


def test_one_address(environment: Engine) -> None:
    result = run("geocode", ADDRESS)
    assert result.exit_code == 0
    assert "Mỹ Xương" in result.stdout
    assert run("geocode", "qwzx").exit_code == 0


def test_neither_or_both_ways_of_asking(environment: Engine, tmp_path: Path) -> None:
    assert run("geocode").exit_code == 2
    assert run("geocode", ADDRESS, "--csv", tmp_path / "a", tmp_path / "b").exit_code == 2


def test_a_file_comes_back_with_its_own_columns_first(environment: Engine, tmp_path: Path) -> None:
    source, target = tmp_path / "vào.csv", tmp_path / "ra.csv"
    source.write_text(f'tên,dia_chi\n"Bà Năm, ""Út""","{ADDRESS}"\nÔng Tư,\nÔng Ba,qwzx\n', encoding="utf-8-sig")
    result = run("geocode", "--csv", source, target, "--address-column", "dia_chi")
    assert result.exit_code == 0, result.stderr
    rows = read(target)
    assert list(rows[0]) == ["tên", "dia_chi", *ADDED]
    assert [row["tên"] for row in rows] == ['Bà Năm, "Út"', "Ông Tư", "Ông Ba"]
    assert all(rows[0][column] for column in ADDED)
    assert not any(row[column] for row in rows[1:] for column in ADDED)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"name,place\nA,B\n", "address"),
        (b"address,precision\nA,B\n", "precision"),
        ("address\nxa Phu Duc\nPhú Đức\n".encode("cp1258", "replace"), "dòng 3"),
        (b"", "address"),
        (b"address\nA\x00B\n", "dòng 2"),
    ],
)
def test_a_file_that_will_not_do_is_refused_and_none_written(
    environment: Engine, tmp_path: Path, content: bytes, named: str
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(content)
    result = run("geocode", "--csv", source, target)
    assert result.exit_code == 1
    assert named in result.stderr
    assert not target.exists()


def test_a_missing_file_and_a_missing_folder_are_told(environment: Engine, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    assert run("geocode", "--csv", source, tmp_path / "out.csv").exit_code == 1
    source.write_text(f'address\n"{ADDRESS}"\n', encoding="utf-8")
    result = run("geocode", "--csv", source, tmp_path / "nowhere" / "out.csv")
    assert result.exit_code == 1
    assert "nowhere" in result.stderr


def test_rows_longer_or_shorter_than_the_header_lose_nothing_silently(environment: Engine, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("name,address\nA,xã Phú Đức, huyện Tam Nông\n", encoding="utf-8")
    result = run("geocode", "--csv", source, target)
    assert result.exit_code == 1
    assert "dòng 2" in result.stderr
    assert not target.exists()


def test_database_status_tells_an_older_schema(environment: Engine) -> None:
    assert run("db", "status").exit_code == 0
    with environment.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA published CASCADE")
    assert run("db", "status").exit_code == 1
    assert run("db", "migrate").exit_code == 0
    assert run("db", "status").exit_code == 0


def test_no_server_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OCOPMAP_DATABASE_URL", f"postgresql://ocopmap@/nothing?host={tmp_path}")
    for command in (["load"], ["db", "migrate"], ["geocode", ADDRESS]):
        result = run(*command)
        assert result.exit_code == 1
        assert "OCOPMAP_DATABASE_URL" in result.stderr
        assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OCOPMAP_PROVINCE", "99"),
        ("OCOPMAP_PROVINCE", "Đồng Tháp"),
        ("OCOPMAP_PORT", "99999"),
        ("OCOPMAP_DATABASE_URL", "nonsense"),
        ("OCOPMAP_DATABASE_URL", "postgresql://ocopmap:secret@localhost:port/ocopmap"),
        ("OCOPMAP_DATABASE_URL", "mysql://ocopmap:secret@localhost/ocopmap"),
    ],
)
def test_a_setting_that_will_not_do_is_one_sentence(
    environment: Engine, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    result = run("load")
    assert result.exit_code == 1
    assert name in result.stderr
    assert "secret" not in result.output
    assert isinstance(result.exception, SystemExit)


def test_a_port_in_use_is_told_before_any_work(environment: Engine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert result.exit_code == 1
    assert str(port) in result.stderr
    assert result.stdout == ""


def test_a_map_that_cannot_be_written_is_told(
    environment: Engine, front_end: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OCOPMAP_WEB_DIST_DIR", str(front_end))
    for target in (tmp_path / "nowhere" / "map.html", tmp_path):
        result = run("export", "snapshot", target)
        assert result.exit_code == 1
        assert str(target) in result.stderr
        assert isinstance(result.exception, SystemExit)


def test_a_cell_without_end_is_told(environment: Engine, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text('address\n"' + "x" * 200_000, encoding="utf-8")
    result = run("geocode", "--csv", source, target)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert not target.exists()
