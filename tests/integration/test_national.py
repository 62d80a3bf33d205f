"""PTNT_OCOP and its code lists as the ministry's database would take them in."""

import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
import openpyxl
import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from ocopmap.cli import app

ADDRESS = "/api/v1/national/ptnt_ocop/"
DDL = """
CREATE TABLE DM_DonViHanhChinh (Ma_DonViHanhChinh TEXT PRIMARY KEY CHECK (length(Ma_DonViHanhChinh) <= 10));
CREATE TABLE DM_KhoangThoiGian (Ma_ThoiGian TEXT PRIMARY KEY CHECK (length(Ma_ThoiGian) <= 10));
CREATE TABLE DM_SanPham (Ma_SanPham TEXT PRIMARY KEY CHECK (length(Ma_SanPham) <= 10));
CREATE TABLE PTNT_OCOP (
    MA_OCOP INTEGER PRIMARY KEY, Ma_DonViHanhChinh TEXT REFERENCES DM_DonViHanhChinh,
    Ma_ThoiGian TEXT REFERENCES DM_KhoangThoiGian, Ma_SanPham TEXT REFERENCES DM_SanPham,
    TenSanPham TEXT CHECK (length(TenSanPham) <= 255), XepHang TEXT CHECK (XepHang IN ('3*', '4*', '5*')),
    ChuTheSXKD TEXT CHECK (length(ChuTheSXKD) <= 255), DoanhThuNam NUMERIC,
    TrangThai TEXT CHECK (length(TrangThai) <= 10)
);
"""


def tables(client: httpx.Client, **asked: str) -> dict[str, list[dict[str, Any]]]:
    answer = client.get(f"{ADDRESS}json", params=asked)
    assert answer.status_code == 200
    found: dict[str, list[dict[str, Any]]] = answer.json()
    return found


def test_the_rows_fit_the_ministrys_tables(client: httpx.Client) -> None:
    """Keys, lengths and the check on ranks as the decision's tables have them."""
    found = tables(client)
    database = sqlite3.connect(":memory:")
    database.executescript("PRAGMA foreign_keys = ON;" + DDL)
    for name in ("DM_DonViHanhChinh", "DM_KhoangThoiGian", "DM_SanPham"):
        key = next(iter(found[name][0]))
        database.executemany(f"INSERT INTO {name} VALUES (?)", [(row[key],) for row in found[name]])  # noqa: S608
    rows = [tuple(row.values()) for row in found["PTNT_OCOP"]]
    database.executemany("INSERT INTO PTNT_OCOP VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    assert database.execute("SELECT count(*) FROM PTNT_OCOP").fetchone() == (181,)
    database.close()


def test_ranks_are_those_of_the_day(client: httpx.Client) -> None:
    shown = client.get("/api/v1/features.geojson", params={"layer": "product", "as_of": "2024-06-30"}).json()
    ranks = {each["properties"]["name"]: each["properties"]["stars"] for each in shown["features"]}
    rows = tables(client, as_of="2024-06-30")["PTNT_OCOP"]
    assert {row["Ma_ThoiGian"] for row in rows} == {"202406"}
    assert {row["TenSanPham"]: row["XepHang"] for row in rows} == {
        name: stars and f"{stars}*" for name, stars in ranks.items()
    }


def test_numbers_stay_from_export_to_export(client: httpx.Client) -> None:
    assert [row["MA_OCOP"] for row in tables(client)["PTNT_OCOP"]] == [
        row["MA_OCOP"] for row in tables(client, as_of="2023-01-01")["PTNT_OCOP"]
    ]


def test_both_sides_say_what_they_lack(client: httpx.Client) -> None:
    notes = tables(client)["Đối chiếu cột"]
    theirs = {row["Cột của Bộ"]: row["Số dòng trống"] for row in notes}
    assert theirs["DoanhThuNam"] == 181
    assert theirs["MA_OCOP"] == 0
    ours = {row["Cột của bản đồ"] for row in notes if row["Cột của Bộ"] == "(không có chỗ)"}
    assert {"expires_latest", "national_code", "source_url"} <= ours
    assert not ours & {"name", "stars", "producer_name", "id"}


def test_workbook_and_csv_hold_the_same(client: httpx.Client) -> None:
    found = json.loads(client.get(f"{ADDRESS}json").content)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{ADDRESS}xlsx").content), read_only=True)
    assert book.sheetnames == list(found)
    sheet = list(book["PTNT_OCOP"].iter_rows(values_only=True))
    assert [row[0] for row in sheet[1:]] == [row["MA_OCOP"] for row in found["PTNT_OCOP"]]
    with ZipFile(io.BytesIO(client.get(f"{ADDRESS}csv.zip").content)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("PTNT_OCOP.csv").decode("utf-8-sig"))))
    assert [row["TenSanPham"].removeprefix("'") for row in rows] == [row["TenSanPham"] for row in found["PTNT_OCOP"]]


@pytest.mark.parametrize("asked", ["json?as_of=2017-01-01", "json?as_of=2099-01-01", "json?day=2024-01-01", "docx"])
def test_impossible_exports_are_refused(client: httpx.Client, asked: str) -> None:
    assert client.get(ADDRESS + asked).status_code == 400


def test_the_command_writes_what_the_address_gives(
    client: httpx.Client, loaded_engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OCOPMAP_DATABASE_URL", loaded_engine.url.render_as_string(hide_password=False))
    out = tmp_path / "ptnt.json"
    made = CliRunner().invoke(app, ["export", "ptnt", str(out), "--as-of", "2024-06-30"])
    assert made.exit_code == 0, made.output
    assert "DoanhThuNam" in made.output
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["PTNT_OCOP"] == tables(client, as_of="2024-06-30")["PTNT_OCOP"]
    refused = CliRunner().invoke(app, ["export", "ptnt", str(tmp_path / "ptnt.txt")])
    assert refused.exit_code == 1
    assert not (tmp_path / "ptnt.txt").exists()
