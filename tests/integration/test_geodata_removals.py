"""What a load does about rows that the files no longer have: facts go, records are hidden, what people edited stays."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from geodata_samples import REVISIONS, Cells, copied, digests, rewrite
from sqlalchemy import Engine, text

from ocopmap.geocoding import Units
from ocopmap.ingest.geodata import load_geodata
from ocopmap.ingest.report import Counts, LoadReport
from ocopmap.settings import Settings

PRODUCER = "hk"
Change = Callable[[list[Cells]], object]
Load = Callable[..., LoadReport]


@pytest.fixture
def files(tmp_path: Path) -> Settings:
    return copied(tmp_path)


@pytest.fixture
def load(loaded_copy: Engine, files: Settings, units: Units) -> Load:
    """Change files and load them."""

    def run(**changes: Change) -> LoadReport:
        for name, change in changes.items():
            rewrite(files, f"{name}.csv", change)
        return load_geodata(loaded_copy, files, units)

    return run


def without(column: str, value: str) -> Change:
    return lambda rows: rows.__setitem__(slice(None), [row for row in rows if row[column] != value])


WITHOUT_PRODUCER: dict[str, Change] = {
    "producers": without("producer_id", PRODUCER),
    "products": without("producer_id", PRODUCER),
    "recognitions": lambda rows: rows.__setitem__(
        slice(None), [row for row in rows if not row["product_id"].endswith(f"-{PRODUCER}")]
    ),
}


def only(engine: Engine, query: str, **given: Any) -> Any:
    with engine.connect() as connection:
        return connection.scalar(text(query), given)


def write(engine: Engine, statement: str, **given: Any) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement), given)


def removed(report: LoadReport) -> dict[str, int]:
    return {file: counts.removed for file, counts in report.files.items() if counts.removed}


def first_event(files: Settings) -> Cells:
    found: list[Cells] = []
    rewrite(files, "recognitions.csv", lambda rows: found.append(rows[0]))
    return found[0]


def test_a_corrected_date_leaves_no_second_event(loaded_copy: Engine, files: Settings, load: Load) -> None:
    product = first_event(files)["product_id"]
    count = "SELECT count(*) FROM recognition WHERE product_id = :product"
    before = only(loaded_copy, count, product=product)
    report = load(recognitions=lambda rows: rows[0].update(decision_date="2020-02-03"))
    assert report.files["recognitions.csv"] == Counts(new=1, same=89, removed=1)
    assert only(loaded_copy, count, product=product) == before
    keys = "SELECT string_agg(id, ' ') FROM recognition WHERE product_id = :product"
    assert f"{product}:{first_event(files)['event']}:2020-02-03" in only(loaded_copy, keys, product=product)


def test_facts_without_a_row_are_deleted(loaded_copy: Engine, load: Load) -> None:
    dropped: Change = lambda rows: rows.pop()  # noqa: E731
    report = load(sales_channels=dropped, indicators_history=dropped, indicator_targets=dropped)
    assert removed(report) == {"sales_channels.csv": 1, "indicators_history.csv": 1, "indicator_targets.csv": 1}
    assert only(loaded_copy, "SELECT count(*) FROM sales_channel") == 3
    assert only(loaded_copy, "SELECT count(*) FROM indicator_observation") == 131


HIDDEN = """
    SELECT (SELECT count(*) FROM site WHERE NOT published) + (SELECT count(*) FROM product WHERE NOT published)
         + (SELECT count(*) FROM raw_material_zone WHERE NOT published)
"""


def test_records_without_a_row_are_hidden_and_come_back(loaded_copy: Engine, files: Settings, load: Load) -> None:
    before = digests(loaded_copy)
    contents = {path: path.read_bytes() for path in files.geodata_dir.glob("*.csv")}
    dropped: Change = lambda rows: rows.pop()  # noqa: E731
    gone = removed(load(**WITHOUT_PRODUCER, craft_villages=dropped, raw_material_zones=dropped))
    files_of_one = ("producers.csv", "craft_villages.csv", "raw_material_zones.csv")
    assert [gone[file] for file in files_of_one] == [1, 1, 1]
    assert only(loaded_copy, HIDDEN) == 3 + gone["products.csv"]
    assert only(loaded_copy, "SELECT count(*) FROM published.site WHERE id = :id", id=f"producer:{PRODUCER}") == 0
    revisions = only(loaded_copy, REVISIONS)
    assert load().touched == 0
    assert only(loaded_copy, REVISIONS) == revisions
    for path, content in contents.items():
        path.write_bytes(content)
    back = load()
    assert [back.files[file].changed for file in files_of_one] == [1, 1, 1]
    after = digests(loaded_copy)
    assert {table for table in after if after[table] != before[table]} <= {"dataset_load", "site"}  # site.updated_at
    assert only(loaded_copy, HIDDEN) == 0


EDITS = {
    "imported": """
        WITH batch AS (
            INSERT INTO import_batch (kind, imported_by, file_name, file_sha256, counts)
            VALUES ('register', 'a', 'b', 'c', '{}') RETURNING id
        )
        INSERT INTO import_change (batch_id, table_name, row_key, before, after)
        SELECT id, 'producer', 'producer:hk', '{}', '{}' FROM batch
    """,
    "reviewed": """
        INSERT INTO review_decision (layer, record_id, reason, about, decision, decided_by)
        VALUES ('producer', 'producer:hk', 'low_confidence', 'x', 'keep', 'a')
    """,
    "moved": "UPDATE site SET placed_by = 'moved' WHERE id = 'producer:hk'",
    "another's product": """
        INSERT INTO product (id, name, product_group, producer_id, source_url)
        VALUES ('khac', 'Khác', 'food', 'producer:hk', 'x')
    """,
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_somebody_else_edited_stays_and_is_told(loaded_copy: Engine, load: Load, edit: str) -> None:
    write(loaded_copy, EDITS[edit])
    report = load(**WITHOUT_PRODUCER)
    assert "producers.csv" not in removed(report)
    assert only(loaded_copy, "SELECT published FROM site WHERE id = 'producer:hk'")
    assert [sentence for sentence in report.kept if "producers.csv" in sentence]


def test_an_import_taken_back_keeps_nothing(loaded_copy: Engine, load: Load) -> None:
    write(loaded_copy, EDITS["imported"])
    write(loaded_copy, "UPDATE import_batch SET undone_at = now(), undone_by = 'a'")
    assert removed(load(**WITHOUT_PRODUCER))["producers.csv"] == 1


def test_a_revoked_recognition_is_never_deleted(loaded_copy: Engine, files: Settings, load: Load) -> None:
    event = first_event(files)
    key = f"{event['product_id']}:{event['event']}:{event['decision_date'] or 'undated'}"
    revoke = "INSERT INTO revocation (recognition_id, revoked_on, source_url) VALUES (:id, DATE '2026-01-01', 'x')"
    write(loaded_copy, revoke, id=key)
    report = load(recognitions=lambda rows: rows.pop(0))
    assert only(loaded_copy, "SELECT count(*) FROM revocation WHERE recognition_id = :id", id=key) == 1
    assert [sentence for sentence in report.kept if key in sentence]


def test_records_that_the_loader_did_not_write_are_left_alone(loaded_copy: Engine, load: Load) -> None:
    write(loaded_copy, "INSERT INTO site (id, kind, name, source_url) VALUES ('producer:la', 'producer', 'Lạ', 'x')")
    report = load()
    assert (removed(report), report.kept) == ({}, [])
    assert only(loaded_copy, "SELECT published FROM site WHERE id = 'producer:la'")
