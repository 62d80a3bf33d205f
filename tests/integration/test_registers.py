"""Registers in a real database: shown first, written whole, the same the second time, taken back."""

import json
import random

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from sqlalchemy import text

from ocopmap.ingest.batches import list_batches
from ocopmap.ingest.geodata import load_geodata
from ocopmap.ingest.registers.importing import Choices, import_register
from ocopmap.ingest.registers.plan import Outcome
from ocopmap.ingest.registers.results import write_annotated, write_report
from ocopmap.ingest.report import LoadError
from ocopmap.ingest.undo import undo_import
from tests.integration.geodata_samples import digests
from tests.unit.registers.damage import SHEET, bad_formulas, macro, repacked, truncate, zip_bomb
from tests.unit.registers.samples import FLAT, ROWS, RULES, header_merges, many_rows, table, write_ods, write_xlsx


@pytest.fixture
def importing(loaded_copy, geodata_settings, units):
    """Import a file into a database with the province's records; ``by`` writes."""

    def run(path, *, by=None, progress=lambda _what, _done, _total: None, **choices):
        return import_register(loaded_copy, geodata_settings, units, path, Choices(**choices), by=by, progress=progress)

    run.engine = loaded_copy
    return run


@pytest.fixture
def sample(tmp_path):
    return write_xlsx(tmp_path / "so.xlsx", table(), header_merges())


def counts(result):
    return {str(outcome): count for outcome, count in result.plan.counts.items() if count}


def rows_of(engine, query, **values):
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(query), values).mappings()]


def changed_rows(values):
    rows = [list(row) for row in ROWS]
    for (row, column), value in values.items():
        rows[row][column] = value
    return table(rows)


def test_a_preview_writes_nothing(importing, sample):
    before = digests(importing.engine)
    result = importing(sample)
    assert counts(result) == {"new": 4}
    assert digests(importing.engine) == before
    assert list_batches(importing.engine) == []


def test_an_import_writes_products_subjects_places_and_recognitions(importing, sample):
    result = importing(sample, by="chi-cuc")
    (mango,) = rows_of(
        importing.engine,
        """SELECT p.id, p.product_group, s.name, s.original_address, c.full_name AS commune, s.precision, s.placed_by,
                  d.legal_form, d.phone, d.phone_released, p.source_url
           FROM product AS p JOIN site AS s ON s.id = p.producer_id JOIN producer AS d ON d.site_id = s.id
           JOIN commune AS c ON c.id = s.commune_id WHERE p.name = :name""",
        name=ROWS[0][1],
    )
    assert (mango["commune"], mango["placed_by"], mango["legal_form"]) == ("Xã Mỹ Thọ", "geocoded", "cooperative")
    assert mango["precision"] in {"legacy_commune", "hamlet"}
    assert (mango["phone"], mango["phone_released"]) == ("0918123456", False)
    assert "so.xlsx" in mango["source_url"]
    events = rows_of(
        importing.engine,
        "SELECT event, stars, decided_on::text AS day FROM recognition WHERE product_id = :id ORDER BY decided_on",
        id=mango["id"],
    )
    assert [(one["event"], one["stars"], one["day"]) for one in events] == [
        ("first", 3, "2021-06-15"),
        ("upgrade", 4, "2024-05-12"),
    ]
    (batch,) = list_batches(importing.engine)
    assert (batch.id, batch.by, batch.file_name, batch.sha256) == (
        result.batch_id,
        "chi-cuc",
        "so.xlsx",
        result.register.sha256,
    )
    assert batch.counts["new"] == 4


def test_importing_again_changes_nothing_whatever_the_format(importing, sample, tmp_path):
    importing(sample, by="a")
    before = digests(importing.engine)
    for path in (sample, write_ods(tmp_path / "so.ods", table(header=(FLAT,)))):
        result = importing(path, by="a")
        assert counts(result) == {"same": 4}
        assert result.batch_id is None
    assert digests(importing.engine) == before


def test_a_changed_cell_is_told_and_written(importing, sample, tmp_path):
    importing(sample, by="a")
    path = write_xlsx(tmp_path / "moi.xlsx", changed_rows({(1, 11): "4 sao", (1, 9): 4}))
    result = importing(path, by="a")
    assert counts(result) == {"changed": 1, "same": 3}
    (finding,) = [one for one in result.plan.findings if one.outcome is Outcome.CHANGED]
    assert (finding.problem.row, finding.problem.value) == (6, "4")


def test_undo_restores_every_row_exactly(importing, sample, tmp_path):
    before = digests(importing.engine)
    first = importing(sample, by="a")
    between = digests(importing.engine)
    second = importing(
        write_xlsx(tmp_path / "moi.xlsx", changed_rows({(0, 6): "huyện Châu Thành", (1, 8): None})), by="a"
    )
    with pytest.raises(LoadError, match="đã đổi"):
        undo_import(importing.engine, first.batch_id, "b")
    undo_import(importing.engine, second.batch_id, "b")
    assert digests(importing.engine) == between
    undo_import(importing.engine, first.batch_id, "b")
    assert digests(importing.engine) == before
    with pytest.raises(LoadError, match="trước đây"):
        undo_import(importing.engine, first.batch_id, "b")
    with pytest.raises(LoadError, match="không có"):
        undo_import(importing.engine, 99, "b")


def test_undo_refuses_where_others_have_built_upon_it(importing, sample):
    result = importing(sample, by="a")
    with importing.engine.begin() as connection:
        connection.execute(
            text("""INSERT INTO sales_channel (id, product_id, channel, name, source_url)
                    SELECT 'x', id, 'supermarket', 'Co.opmart', 'u' FROM product WHERE name = :name"""),
            {"name": ROWS[0][1]},
        )
    written = digests(importing.engine)
    with pytest.raises(LoadError, match="sales_channel"):
        undo_import(importing.engine, result.batch_id, "b")
    assert digests(importing.engine) == written


def test_one_refused_row_refuses_all_unless_told_to_skip_it(importing, tmp_path):
    path = write_xlsx(tmp_path / "loi.xlsx", changed_rows({(1, 11): "9 sao"}))
    before = digests(importing.engine)
    refused = importing(path, by="a")
    assert refused.refusal is not None
    assert digests(importing.engine) == before
    written = importing(path, by="a", skip_rejected=True)
    assert counts(written) == {"new": 3, "rejected": 1}
    assert written.batch_id is not None


def test_an_import_that_fails_leaves_nothing(importing, sample):
    before = digests(importing.engine)
    with importing.engine.begin() as connection:
        connection.execute(text("ALTER TABLE recognition ADD CONSTRAINT none CHECK (decision_no <> '455/QĐ-UBND')"))
    with pytest.raises(Exception, match="none"):
        importing(sample, by="a")
    assert digests(importing.engine) == before
    assert list_batches(importing.engine) == []


def test_duplicates_are_proposed_and_not_written(importing, sample, tmp_path):
    importing(sample, by="a")
    before = digests(importing.engine)
    one = write_xlsx(tmp_path / "mot.xlsx", changed_rows({(0, 1): "Xoài sấy dẽo Cao Lảnh"}))
    assert counts(importing(one, by="a")) == {"duplicate": 1, "same": 3}
    rows = changed_rows({(2, 1): "Nem chuua Giáo Thơ", (3, 4): "Tổ hợp tác dệt chooàng Long Khánh"})
    result = importing(write_xlsx(tmp_path / "gan.xlsx", rows), by="a")
    assert counts(result) == {"duplicate": 2, "same": 2}
    assert digests(importing.engine) == before
    told = importing(write_xlsx(tmp_path / "gan.xlsx", rows), by="a", distinct={7, 8})
    assert counts(told) == {"new": 2, "same": 2}


def test_a_product_twice_in_a_register_is_proposed_once(importing, tmp_path):
    path = write_xlsx(tmp_path / "hai.xlsx", table([*ROWS, ROWS[0]]))
    assert counts(importing(path)) == {"new": 4, "duplicate": 1}


def test_rows_of_one_subject_that_disagree_settle_at_once(importing, tmp_path):
    other = list(ROWS[0])
    other[1], other[8] = "Bánh xoài", "0909999999"
    path = write_xlsx(tmp_path / "a.xlsx", table([*ROWS, other]))
    assert counts(importing(path, by="a")) == {"new": 5}
    assert counts(importing(path, by="a")) == {"same": 5}


def test_records_already_known_are_matched(importing, tmp_path):
    (known,) = rows_of(
        importing.engine,
        """SELECT p.name, s.name AS producer, s.original_address AS address, p.id FROM product AS p
           JOIN site AS s ON s.id = p.producer_id WHERE s.commune_id IS NOT NULL AND s.original_address IS NOT NULL
             AND p.product_group = 'food' ORDER BY p.id LIMIT 1""",
    )
    header = ["Tên sản phẩm", "Chủ thể", "Địa chỉ", "Nhóm", "Mã sản phẩm"]
    row = [known["name"].upper(), known["producer"], known["address"], "Thực phẩm", "87-877-30277-1-2021"]
    rows = [header, row]
    result = importing(write_xlsx(tmp_path / "a.xlsx", rows), by="a")
    assert counts(result) == {"changed": 1}
    (product,) = rows_of(importing.engine, "SELECT id FROM product WHERE national_code = '87-877-30277-1-2021'")
    assert product["id"] == known["id"]


def test_a_point_set_by_hand_stays(importing, sample, tmp_path):
    importing(sample, by="a")
    moved = "UPDATE site SET placed_by = 'moved', geom = ST_SetSRID(ST_MakePoint(105.7, 10.4), 4326) WHERE name = :name"
    with importing.engine.begin() as connection:
        connection.execute(text(moved), {"name": ROWS[0][4]})
    importing(write_xlsx(tmp_path / "moi.xlsx", changed_rows({(0, 6): "ấp Mỹ Hưng, huyện Cao Lãnh"})), by="a")
    (site,) = rows_of(
        importing.engine,
        "SELECT placed_by, ST_X(geom) AS x, original_address FROM site WHERE name = :name",
        name=ROWS[0][4],
    )
    assert (site["placed_by"], site["x"]) == ("moved", 105.7)
    assert "Mỹ Hưng" in site["original_address"]


def test_the_report_and_the_marked_workbook(importing, tmp_path):
    path = write_xlsx(
        tmp_path / "loi.xlsx", changed_rows({(1, 11): "9 sao", (2, 1): "=HYPERLINK(1)", (2, 7): "=cmd|1"})
    )
    book = openpyxl.load_workbook(path)
    for cell in ("B7", "H7"):
        book.active[cell].data_type = "s"
    book.save(path)
    result = importing(path)
    write_report(tmp_path / "o.json", result.plan)
    report = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    assert report.keys() == {"new", "changed", "same", "duplicate", "rejected"}
    (rejected,) = report["rejected"]
    assert {**rejected, "reason": ""} == {"row": 6, "column": "Lần 1 Sao", "value": "9 sao", "reason": ""}
    write_annotated(tmp_path / "o.xlsx", result.register, result.plan, RULES)
    marked = openpyxl.load_workbook(tmp_path / "o.xlsx").active
    assert rejected["reason"] in marked["L6"].comment.text
    assert marked["L6"].fill.fgColor.rgb != "00000000"
    assert (marked["B7"].value, marked["B7"].data_type) == ("=HYPERLINK(1)", "s")
    assert marked["H7"].data_type == "s"
    assert marked["B5"].value == ROWS[0][1]


def test_the_marked_workbook_keeps_the_looks_of_the_register(importing, tmp_path):
    path = write_xlsx(tmp_path / "dep.xlsx", changed_rows({(1, 11): "9 sao"}), header_merges())
    book = openpyxl.load_workbook(path)
    page = book.active
    page["B5"].font = Font(bold=True, color="FF0000FF")
    page["L6"].comment = Comment("đã hỏi lại", "thu")
    page.column_dimensions["B"].width = 41
    page["A5"] = "=1+1"
    page["H7"] = '=HYPERLINK("https://a.example")'
    book.create_sheet("Phụ lục")["A1"] = "giữ"
    book.save(path)
    result = importing(path)
    assert write_annotated(tmp_path / "o.xlsx", result.register, result.plan, RULES) is None
    marked = openpyxl.load_workbook(tmp_path / "o.xlsx")
    assert marked.sheetnames == book.sheetnames
    assert (marked.active["B5"].font.b, marked.active.column_dimensions["B"].width) == (True, 41)
    assert "A1:U1" in marked.active.merged_cells
    assert "đã hỏi lại" in marked.active["L6"].comment.text
    assert "9 sao" in result.register.rejected[0].value
    assert result.register.rejected[0].reason in marked.active["L6"].comment.text
    assert not [cell for row in marked.active.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_workbook_made_to_fill_the_memory_is_marked_plainly(importing, tmp_path):
    path = write_xlsx(tmp_path / "gop.xlsx", table(), header_merges())
    merge = b'<mergeCell ref="A12:XFD1048576"/></mergeCells>'
    path.write_bytes(
        repacked(
            path.read_bytes(),
            lambda parts: parts.update({SHEET: parts[SHEET].replace(b"</mergeCells>", merge)}),
        )
    )
    result = importing(path)
    assert write_annotated(tmp_path / "o.xlsx", result.register, result.plan, RULES)
    assert openpyxl.load_workbook(tmp_path / "o.xlsx").active["B5"].value == ROWS[0][1]


@pytest.mark.parametrize("damage", [zip_bomb, macro, bad_formulas, truncate])
def test_a_file_made_to_do_harm_leaves_nothing_behind(importing, tmp_path, damage):
    before = digests(importing.engine)
    path = write_xlsx(tmp_path / "hỏng.xlsx", table(), header_merges())
    path.write_bytes(damage(path.read_bytes(), random.Random(1)))  # noqa: S311 - made-up damage
    if damage is bad_formulas:
        assert importing(path, by="a").refusal
    else:
        with pytest.raises(LoadError, match=r"hỏng\.xlsx"):
            importing(path, by="a")
    assert digests(importing.engine) == before
    assert list_batches(importing.engine) == []


def test_1400_rows_with_progress(importing, tmp_path):
    path = write_xlsx(tmp_path / "lon.xlsx", table(many_rows(1_400)))
    told = []
    result = importing(path, by="a", progress=lambda _what, done, _total: told.append(done))
    assert counts(result) == {"new": 1_400}
    assert len(told) > 20
    (placed,) = rows_of(
        importing.engine,
        "SELECT count(*) FILTER (WHERE geom IS NULL) AS none FROM site WHERE source_url LIKE '%lon.xlsx%'",
    )
    assert placed["none"] == 0


def test_loading_geodata_leaves_imports_alone(importing, sample, geodata_settings, units):
    importing(sample, by="a")
    before = digests(importing.engine)
    load_geodata(importing.engine, geodata_settings, units)
    assert digests(importing.engine)["product"] == before["product"]
