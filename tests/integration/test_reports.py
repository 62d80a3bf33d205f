"""Reports over small worlds counted by hand: figures, comparison, words, and the files as offices open them."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from sample_rows import SOURCE, insert, producer, product, recognition, revocation, zone
from sqlalchemy import Connection, Engine
from typer.testing import CliRunner

from ocopmap.catalogue.indicators import Indicator
from ocopmap.cli import app
from ocopmap.planning.definitions import read_definitions
from ocopmap.planning.indicators import indicators
from ocopmap.planning.reports.changes import Movement, State
from ocopmap.planning.reports.outline import report_docx, report_xlsx
from ocopmap.planning.reports.periods import Kind
from ocopmap.planning.reports.report import Asked, Report, make_report
from ocopmap.planning.reports.rules import PROVINCE, read_report_rules
from ocopmap.server.wording import wording
from ocopmap.settings import PROJECT_ROOT
from tests.pdf_text import converted, page_texts

DEFINITIONS = read_definitions(PROJECT_ROOT / "geodata/rules/indicators.yaml")
RULES = read_report_rules(PROJECT_ROOT / "geodata/rules/reports.yaml")
DAY, SINCE = date(2027, 6, 15), date(2026, 12, 15)
NAMES = wording("vi").name
HOSTILE = '=HYPERLINK("http://x.test","<b>Xoài</b>") & {0}'
OWNERS = {Indicator.COOPERATIVE_SHARE: "Liên minh HTX", Indicator.TOURISM_PRODUCTS: "Sở VHTTDL"}

Made = Callable[..., Report]


@pytest.fixture
def made(connection: Connection) -> Made:
    for number, key in enumerate(Indicator, start=1):
        row = {"id": key, "number": number, "indicator": key, "name": f"Chỉ tiêu {key}", "year": 2030, "value": 100}
        rest = {"unit": "products", "comparison": "at_least", "owner": OWNERS.get(key), "source_url": SOURCE}
        insert(connection, "indicator_target", row | rest)
    return lambda day=DAY, code=PROVINCE, kind=Kind.HALF_YEAR: make_report(
        connection, DEFINITIONS, RULES, Asked(kind, day, code)
    )


@pytest.fixture
def world(connection: Connection) -> Connection:
    """Ten products between 15 December 2026 and 15 June 2027, each with a fate of its own."""
    one = producer(connection, "one", details={"legal_form": "cooperative"}, name=HOSTILE)
    fates: dict[str, list[tuple[str, dict[str, Any]]]] = {
        "kept": [("2026-03-01", {"stars": 4})],
        "new": [("2027-01-10", {})],
        "first_day": [("2026-12-15", {})],
        "last_day": [("2027-06-15", {})],
        "day_after": [("2027-06-16", {})],
        "upgraded": [("2026-01-05", {}), ("2027-02-02", {"event": "upgrade", "stars": 4})],
        "renewed": [("2024-01-20", {}), ("2027-03-03", {"event": "renewal"})],
        "lapsed": [("2024-02-01", {})],
        "revoked": [("2026-05-01", {})],
        "year_only": [("2024", {})],
    }
    for key, decisions in fates.items():
        product(connection, key, producer_id=one, name=HOSTILE if key == "new" else f"Sản phẩm {key}")
        for number, (day, given) in enumerate(decisions):
            recognition(connection, key, day, id=f"{key}:{number}", **given)
    revocation(connection, "revoked:0", "2027-04-01", decision_no="58/QĐ", reason="không đánh giá lại")
    return connection


def moved(report: Report, kind: Movement) -> list[str]:
    return sorted(each.id for each in report.changes.movements[kind])


def test_each_fate_is_told_once(world: Connection, made: Made) -> None:
    report = made()
    assert report.since == SINCE
    assert {kind: moved(report, kind) for kind in Movement} == {
        Movement.NEW: ["last_day", "new"],
        Movement.UPGRADED: ["upgraded"],
        Movement.RENEWED: ["renewed"],
        Movement.LAPSED: ["lapsed"],
        Movement.REVOKED: ["revoked"],
    }
    (upgraded,) = report.changes.movements[Movement.UPGRADED]
    assert (upgraded.stars_before, upgraded.stars, upgraded.on) == (3, 4, "2027-02-02")
    (revoked,) = report.changes.movements[Movement.REVOKED]
    assert (revoked.decision_no, revoked.on) == ("58/QĐ", "2027-04-01")
    (lapsed,) = report.changes.movements[Movement.LAPSED]
    assert lapsed.on == "2027-02-01"


def test_the_balance_adds_up_to_the_kpi_of_both_days(world: Connection, made: Made) -> None:
    report = made()
    total = next(each for each in report.indicators if each.now.indicator is Indicator.TOTAL_PRODUCTS)
    count = report.changes.count
    assert (count(before=State.VALID), count(after=State.VALID)) == (total.before.value, total.now.value) == (7, 6)
    into = sum(count(state, State.VALID) for state in State if state is not State.VALID)
    out = sum(count(State.VALID, state) for state in State if state is not State.VALID)
    assert total.change == into - out == -1
    assert count(State.VALID, State.UNKNOWN) == 1  # 2024, somewhere in the year: lapses somewhere in 2027
    assert count(State.ABSENT, State.VALID) == 2


def test_a_year_without_its_day_is_never_claimed_for_the_period(connection: Connection, made: Made) -> None:
    for key, day in {"certain": "2027-01", "perhaps": "2027", "before": "2026-11"}.items():
        recognition(connection, product(connection, key), day)
    assert {each.id: each.is_sure for each in made().changes.movements[Movement.NEW]} == {
        "certain": True,
        "perhaps": False,
    }


def test_the_figures_are_those_of_the_indicators(world: Connection, made: Made) -> None:
    report = made()
    assert [each.now for each in report.indicators] == indicators(world, DEFINITIONS, DAY)
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(report, RULES, NAMES, "Đồng Tháp")))
    rows = list(book["Chỉ tiêu"].iter_rows(min_row=4, values_only=True))
    assert [row[3] if isinstance(row[3], int | float) else None for row in rows] == [
        each.now.value for each in report.indicators
    ]
    assert {row[3] for row, each in zip(rows, report.indicators, strict=True) if each.now.value is None} == {
        "chưa có dữ liệu"
    }


def test_a_body_reports_its_own_targets_alone(world: Connection, made: Made) -> None:
    assert [each.now.indicator for each in made(code="lmhtx").indicators] == [Indicator.COOPERATIVE_SHARE]
    recognition(world, product(world, "homestay", product_group="tourism"), "2027-02-01")
    tourism = made(code="vhttdl")
    assert [each.now.indicator for each in tourism.indicators] == [Indicator.TOURISM_PRODUCTS]
    assert moved(tourism, Movement.NEW) == ["homestay"]
    assert len(made().indicators) == len(Indicator)


def test_a_yearly_report_looks_back_a_year(world: Connection, made: Made) -> None:
    report = made(day=date(2026, 12, 15), kind=Kind.YEAR)
    assert report.since == date(2025, 12, 15)
    assert moved(report, Movement.NEW) == ["first_day", "kept", "revoked", "upgraded"]


def test_what_unknown_records_could_still_reach_is_not_called_behind(connection: Connection, made: Made) -> None:
    for key in range(3):
        recognition(connection, product(connection, f"known{key}"), "2027-01-10")
    total = made().indicators[1].now
    assert (total.value, total.is_open) == (3, False)
    for key in range(100):
        recognition(connection, product(connection, f"undated{key}"), None)
    total = made().indicators[1].now
    assert (total.value, total.at_most, total.is_open) == (3, 103, True)


def test_a_day_without_data_has_no_table_and_no_zero(world: Connection, made: Made) -> None:
    report = made(day=date(2019, 6, 15))
    assert not report.has_data
    paper = docx.Document(io.BytesIO(report_docx(report, RULES, NAMES, "Đồng Tháp")))
    told = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "không có số liệu nào" in told
    assert "01/01/2024" in told
    assert len(paper.tables) == 2  # letterhead and signature
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(report, RULES, NAMES, "Đồng Tháp")))
    assert book.sheetnames == ["Thông tin"]


def test_text_of_records_is_text_in_a_workbook(world: Connection, made: Made) -> None:
    zone(world, "z", declared_ha=12.5)
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(made(), RULES, NAMES, "Đồng Tháp")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.value == HOSTILE]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert book.properties.title
    areas = list(book["Vùng nguyên liệu"].iter_rows(min_row=4, values_only=True))
    assert areas == [("Xoài", 1, 12.5, "chưa có dữ liệu", "chưa có dữ liệu", 0, 0, 0)]


def test_the_same_report_is_the_same_bytes(world: Connection, made: Made) -> None:
    report = made()
    for write in (report_docx, report_xlsx):
        assert write(report, RULES, NAMES, "Đồng Tháp") == write(report, RULES, NAMES, "Đồng Tháp")


def test_the_paper_as_an_office_opens_it(world: Connection, made: Made, tmp_path: Path) -> None:
    row = {"id": "o", "year": 2025, "indicator": "products_total", "value": 1061, "unit": "products"}
    insert(world, "indicator_observation", row | {"scope": "dong_thap_2025", "source_url": "https://bao.test/tin"})
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(report_docx(made(), RULES, NAMES, "Đồng Tháp"))
    pages = page_texts(converted(path, tmp_path / "profile"))
    assert 8 <= len(pages) <= 20
    first, whole = pages[0], " ".join(pages)
    assert first.startswith("ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in " ".join(first.split())
    assert "BÁO CÁO Kết quả thực hiện các chỉ tiêu" in " ".join(first.split())
    assert pages[1].startswith("2 ")
    headings = ("I. NGUỒN", "II. KẾT QUẢ", "III. BIẾN ĐỘNG", "IV. GIẤY", "V. VÙNG", "VI. SỐ LIỆU ĐÃ", "VII. ", "VIII. ")
    places = [whole.find(heading) for heading in headings]
    assert places == sorted(places)
    assert places[0] > 0
    joined = "".join(whole.split())
    assert "".join(HOSTILE.split()) in joined
    assert "2Chỉtiêutotal_products1006" in joined
    assert "1.061" in whole
    assert whole.count("Tên") == 0
    assert "PHỤ LỤC" in pages[-1] or "PHỤ LỤC" in pages[-2] or "PHỤ LỤC" in pages[-3]


def test_the_paper_tells_its_structure(world: Connection, made: Made) -> None:
    paper = docx.Document(io.BytesIO(report_docx(made(), RULES, NAMES, "Đồng Tháp")))
    assert next(p.text for p in paper.paragraphs if p.style.name == "Heading 1").startswith("I. ")
    assert "w:lang" in paper.styles.element.xml
    assert 'w:val="vi-VN"' in paper.styles.element.xml
    assert paper.core_properties.title.startswith("BÁO CÁO")
    tables = [table for table in paper.tables if table.style.name == "Table Grid"]
    for table in tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert "w:tblCaption" in table._tbl.tblPr.xml
    assert len(tables) > 5
    sizes = {(round(each.left_margin.mm), round(each.right_margin.mm)) for each in paper.sections[:1]}
    assert sizes == {(30, 15)}


@pytest.fixture
def run(loaded_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setenv("OCOPMAP_DATABASE_URL", loaded_engine.url.render_as_string(hide_password=False))
    return lambda *words: CliRunner().invoke(app, ["report", *map(str, words)])


def test_the_command_writes_what_is_asked(run: Callable[..., Any], tmp_path: Path) -> None:
    paper, book = tmp_path / "a.docx", tmp_path / "b.xlsx"
    asked = ("--kind", "half-year", "--as-of", "2025-06-15")
    done = run(*asked, "--owner", "ct", paper)
    assert done.exit_code == 0, done.output
    assert docx.Document(str(paper)).core_properties.author == "Sở Công Thương"
    assert run(*asked, book).exit_code == 0
    assert "Phụ lục 1" in openpyxl.load_workbook(book).sheetnames
    empty = run("--kind", "year", "--as-of", "2018-12-15", paper)
    assert "không có số liệu" in empty.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--as-of", "2999-01-01", "x.docx"), "--as-of"),
        (("--as-of", "2017-12-31", "x.docx"), "--as-of"),
        (("--as-of", "15/6/2026", "x.docx"), "không phải ngày"),
        (("--owner", "ubnd", "x.docx"), "--owner"),
        (("x.pdf",), ".docx hoặc .xlsx"),
    ],
)
def test_the_command_says_what_is_wrong(run: Callable[..., Any], words: tuple[str, ...], told: str) -> None:
    done = run("--kind", "year", *words)
    assert done.exit_code == 1
    assert told in done.output
