"""The province's own records on a real PostGIS: counts, loading again, what a change changes."""

import csv
from pathlib import Path

import pytest
from geodata_samples import REVISIONS, Cells, copied, digests, rewrite
from sqlalchemy import Engine, text

from ocopmap.geocoding import Units
from ocopmap.ingest import geodata
from ocopmap.ingest.boundaries.ensure import ensure_communes
from ocopmap.ingest.communes import communes_loaded
from ocopmap.ingest.geodata import is_loaded, load_geodata
from ocopmap.ingest.report import Counts
from ocopmap.settings import Settings

COUNTS = {
    "products.csv": 142,
    "products_unattributed.csv": 39,
    "producers.csv": 96,
    "recognitions.csv": 90,
    "sales_channels.csv": 4,
    "craft_villages.csv": 25,
    "tourism_points.csv": 43,
    "sales_points.csv": 19,
    "visits.csv": 10,
    "raw_material_zones.csv": 45,
    "harvest_seasons.csv": 10,
    "vocabulary.csv": 59,
    "indicators_history.csv": 132,
}


def scalar(engine: Engine, query: str) -> object:
    with engine.connect() as connection:
        return connection.scalar(text(query))


def test_every_record_is_there(loaded_engine: Engine) -> None:
    tables = {
        "SELECT count(*) FROM product WHERE producer_id IS NOT NULL": 142,
        "SELECT count(*) FROM product WHERE producer_id IS NULL": 39,
        "SELECT count(*) FROM producer": 96,
        "SELECT count(*) FROM recognition WHERE event <> 'stated'": 90,
        "SELECT count(*) FROM sales_channel": 4,
        "SELECT count(*) FROM craft_village": 25,
        "SELECT count(*) FROM tourism_point": 43,
        "SELECT count(*) FROM sales_point": 19,
        "SELECT count(*) FROM raw_material_zone": 45,
        "SELECT count(*) FROM indicator_observation": 132,
    }
    assert {query: scalar(loaded_engine, query) for query in tables} == tables


def test_a_second_load_finds_all_the_same(loaded_copy: Engine, geodata_settings: Settings, units: Units) -> None:
    before = digests(loaded_copy)
    revisions = scalar(loaded_copy, REVISIONS)
    report = load_geodata(loaded_copy, geodata_settings, units)
    assert report.touched == 0
    assert {file: report.files[file].same for file in COUNTS} == COUNTS
    after = digests(loaded_copy)
    assert {table for table in after if after[table] != before[table]} <= {"dataset_load"}
    with loaded_copy.connect() as connection:
        assert is_loaded(connection, geodata_settings)
    assert scalar(loaded_copy, REVISIONS) == revisions


def test_files_are_known_by_content(
    loaded_copy: Engine, tmp_path: Path, geodata_settings: Settings, units: Units
) -> None:
    changed = copied(tmp_path)
    with loaded_copy.connect() as connection:
        assert is_loaded(connection, geodata_settings)
        assert is_loaded(connection, changed)
    rewrite(changed, "products.csv", lambda rows: rows[0].update(name="Gạo mới"))
    with loaded_copy.connect() as connection:
        assert not is_loaded(connection, changed)


def test_records_are_loaded_anew_when_what_places_them_changes(
    loaded_copy: Engine, geodata_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with loaded_copy.connect() as connection:
        monkeypatch.setattr(geodata, "version", lambda _package: "another")
        assert not is_loaded(connection, geodata_settings)
        monkeypatch.undo()
        read: list[str] = []

        def digest(path: Path) -> str:
            read.append(f"{path.parent.name}/{path.name}")
            return ""

        monkeypatch.setattr(geodata, "_named_digest", digest)
        is_loaded(connection, geodata_settings)
    code = {"catalogue/recognition.py", "database/gazetteer.py", "geocoding/geocoder.py", "ingest/rows.py"}
    assert {*code, "geodata/products.csv", "rules/addresses.yaml"} <= set(read)


def test_communes_are_loaded_anew_when_the_units_differ(
    loaded_copy: Engine, geodata_settings: Settings, units: Units
) -> None:
    before = "SELECT full_name FROM commune WHERE code = '30001'"
    name = scalar(loaded_copy, before)
    changes = (
        "UPDATE commune SET full_name = 'Xã Khác', name = 'Khác' WHERE code = '30001'",
        "DELETE FROM succession WHERE commune_id = (SELECT id FROM commune WHERE code = '30001')",
    )
    for change in changes:
        with loaded_copy.begin() as connection:
            connection.execute(text(change))
            assert not communes_loaded(connection, "82", units)
        ensure_communes(loaded_copy, geodata_settings, units)
        with loaded_copy.connect() as connection:
            assert communes_loaded(connection, "82", units)
    assert scalar(loaded_copy, before) == name


@pytest.mark.parametrize(
    ("cell", "table"),
    [
        (("products.csv", "name", "Gạo đổi tên"), "product"),
        (("producers.csv", "website", "https://example.org/moi"), "producer"),
        (("producers.csv", "name", "Công ty đổi tên"), "site"),
        (("recognitions.csv", "decision_no", "123/QĐ-UBND"), "recognition"),
        (("craft_villages.csv", "recognised_year", "2011"), "craft_village"),
        (("raw_material_zones.csv", "area_ha", "123.5"), "raw_material_zone"),
        (("indicators_history.csv", "value", "7"), "indicator_observation"),
    ],
)
def test_a_changed_cell_changes_one_row_of_one_table(
    loaded_copy: Engine, tmp_path: Path, units: Units, cell: tuple[str, str, str], table: str
) -> None:
    file, column, value = cell
    before = digests(loaded_copy)
    changed = copied(tmp_path)
    rewrite(changed, file, lambda rows: rows[0].update({column: value}))
    report = load_geodata(loaded_copy, changed, units)
    assert {name for name, counts in report.files.items() if counts != Counts(same=counts.same)} == {file}
    assert report.files[file] == Counts(changed=1, same=COUNTS[file] - 1)
    after = digests(loaded_copy)
    assert {name for name in after if after[name] != before[name]} == {table, "dataset_load"}
    assert {name: count for name, (count, _) in after.items()} == {name: count for name, (count, _) in before.items()}


def test_a_record_changed_in_both_its_tables_is_counted_once(loaded_copy: Engine, tmp_path: Path, units: Units) -> None:
    """And two records, each changed in another table, are two."""
    changed = copied(tmp_path)
    rewrite(changed, "producers.csv", lambda rows: rows[0].update(name="Đổi tên", website="https://example.org/"))
    assert load_geodata(loaded_copy, changed, units).files["producers.csv"] == Counts(changed=1, same=95)
    rewrite(changed, "producers.csv", lambda rows: (rows[1].update(name="Đổi"), rows[2].update(phone="0900")))
    assert load_geodata(loaded_copy, changed, units).files["producers.csv"] == Counts(changed=2, same=94)


def test_a_product_whose_stated_stars_change_has_changed(loaded_copy: Engine, tmp_path: Path, units: Units) -> None:
    changed = copied(tmp_path)
    for stars in ("4", ""):
        rewrite(changed, "products.csv", lambda rows, stars=stars: _product(rows).update(stars=stars))
        report = load_geodata(loaded_copy, changed, units)
        assert report.files["products.csv"] == Counts(changed=1, same=141)
        assert report.files["recognitions.csv"] == Counts(same=90)


def test_new_rows_are_counted_as_new(loaded_copy: Engine, tmp_path: Path, units: Units) -> None:
    changed = copied(tmp_path)
    rewrite(changed, "products.csv", lambda rows: rows.append(rows[0] | {"product_id": "gao-moi", "name": "Gạo mới"}))
    report = load_geodata(loaded_copy, changed, units)
    assert (report.files["products.csv"].new, report.files["products.csv"].same) == (1, 142)


def test_a_point_set_by_hand_stays_when_its_row_changes(loaded_copy: Engine, tmp_path: Path, units: Units) -> None:
    with loaded_copy.begin() as connection:
        connection.execute(
            text("""
                UPDATE site SET geom = ST_SetSRID(ST_MakePoint(105.7, 10.5), 4326), placed_by = 'moved',
                precision = 'exact', confidence = 1, uncertainty_m = 10, explanation = 'Cán bộ xã chỉ lại',
                commune_id = (SELECT id FROM commune WHERE code = '30001') WHERE id = 'producer:hk'
            """)
        )
    changed = copied(tmp_path)
    rewrite(changed, "producers.csv", lambda rows: _of(rows, "hk").update(address="xã Phú Đức, huyện Tam Nông"))
    load_geodata(loaded_copy, changed, units)
    query = """
        SELECT ST_AsText(geom), placed_by, precision, explanation, original_address
        FROM site WHERE id = 'producer:hk'
    """
    with loaded_copy.connect() as connection:
        assert tuple(connection.execute(text(query)).one()) == (
            "POINT(105.7 10.5)",
            "moved",
            "exact",
            "Cán bộ xã chỉ lại",
            "xã Phú Đức, huyện Tam Nông",
        )


def _of(rows: list[Cells], key: str) -> Cells:
    return next(row for row in rows if row["producer_id"] == key)


def test_a_rank_that_only_the_product_states_comes_and_goes(loaded_copy: Engine, tmp_path: Path, units: Units) -> None:
    stated = text("SELECT stars, decided_on_precision FROM recognition WHERE id = 'gao-chu-keo-hk:stated'")
    changed = copied(tmp_path)
    rewrite(changed, "products.csv", lambda rows: _product(rows).update(stars="4", recognised_year="2024"))
    load_geodata(loaded_copy, changed, units)
    with loaded_copy.connect() as connection:
        assert tuple(connection.execute(stated).one()) == (4, "year")
    rewrite(changed, "products.csv", lambda rows: _product(rows).update(stars="", recognised_year=""))
    load_geodata(loaded_copy, changed, units)
    with loaded_copy.connect() as connection:
        assert connection.execute(stated).all() == []


def _product(rows: list[Cells]) -> Cells:
    return next(row for row in rows if row["product_id"] == "gao-chu-keo-hk")


def test_a_stated_rank_listed_among_the_events_stays(loaded_copy: Engine, tmp_path: Path, units: Units) -> None:
    changed = copied(tmp_path)
    event = {"product_id": "gao-chu-keo-hk", "event": "stated", "stars": "4", "decision_date": "2024"}
    rewrite(changed, "recognitions.csv", lambda rows: rows.append(event | {"source_url": "https://example.org/"}))
    load_geodata(loaded_copy, changed, units)
    assert load_geodata(loaded_copy, changed, units).files["recognitions.csv"].same == 91


HOSTILE = [
    "${alert(1)}</script><img src=x onerror=alert(1)>",
    "'; DROP TABLE product; --",
    "{{7*7}} %(x)s :name \\ \u202e",
    '=HYPERLINK("http://x") "trích" \u2028 😀',
    "Gạo\u2028mới\x0bngon\x85thật",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(loaded_copy: Engine, tmp_path: Path, units: Units, hostile: str) -> None:
    changed = copied(tmp_path)
    rewrite(changed, "products.csv", lambda rows: rows[0].update(name=hostile, decision_no=hostile))
    rewrite(changed, "producers.csv", lambda rows: rows[0].update(name=hostile, address=hostile, phone=hostile))
    rewrite(changed, "craft_villages.csv", lambda rows: rows[0].update(name=hostile, craft=hostile))
    rewrite(changed, "raw_material_zones.csv", lambda rows: rows[0].update(name=hostile, commune_or_district=hostile))
    load_geodata(loaded_copy, changed, units)
    with loaded_copy.connect() as connection:
        for table in ("product", "site", "raw_material_zone"):
            query = text(f"SELECT count(*) FROM {table} WHERE name = :name")  # noqa: S608
            assert connection.scalar(query, {"name": hostile}) >= 1


def test_every_row_names_its_source(loaded_engine: Engine) -> None:
    for table in ("site", "product", "recognition", "sales_channel", "raw_material_zone", "indicator_observation"):
        assert scalar(loaded_engine, f"SELECT count(*) FROM {table} WHERE source_url !~ '\\S'") == 0  # noqa: S608


def test_unknown_stays_unknown(loaded_engine: Engine) -> None:
    unknown = "SELECT count(*) FROM published.product WHERE stars IS NULL AND producer_id IS NOT NULL"
    assert scalar(loaded_engine, unknown) == 45


def test_stars_and_years_of_the_files_are_those_shown(loaded_engine: Engine, geodata_settings: Settings) -> None:
    """Each product of the files has the stars that its row gives, derived from its recognitions."""
    with (geodata_settings.geodata_dir / "products.csv").open(encoding="utf-8", newline="") as stream:
        expected = {row["product_id"]: int(row["stars"]) if row["stars"] else None for row in csv.DictReader(stream)}
    with loaded_engine.connect() as connection:
        shown = dict(connection.execute(text("SELECT id, stars FROM published.product")).all())
    assert {key: shown[key] for key in expected} == expected


def test_a_zone_whose_places_are_no_longer_known_is_no_longer_drawn(
    loaded_copy: Engine, tmp_path: Path, units: Units
) -> None:
    changed = copied(tmp_path)
    drawn = scalar(loaded_copy, "SELECT id FROM raw_material_zone WHERE geom IS NOT NULL ORDER BY id LIMIT 1")
    unknown = {"name": "Vùng thử", "commune_or_district": "xã Không Có"}
    rewrite(changed, "raw_material_zones.csv", lambda rows: [row.update(unknown) for row in rows if row["id"] == drawn])
    load_geodata(loaded_copy, changed, units)
    query = text("SELECT num_nonnulls(geom, outline, geometry_source, precision) FROM raw_material_zone WHERE id = :id")
    with loaded_copy.connect() as connection:
        assert connection.scalar(query, {"id": drawn}) == 0
