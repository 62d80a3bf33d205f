"""Where the province's records came to lie: inside what they name, as published where published, never finer."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_rows import SQUARE
from sqlalchemy import Engine, text

from ocopmap.catalogue.places import BoundarySource
from ocopmap.geocoding import Units
from ocopmap.ingest.boundaries.ensure import install_boundaries
from ocopmap.ingest.boundaries.local import read_local
from ocopmap.ingest.geodata import load_geodata
from ocopmap.settings import Settings
from tests.databases import copied

_BESIDE_CHECKOUT = Path(__file__).resolve().parents[3] / "shared" / "boundaries"
OFFICIAL = Path(os.environ.get("OCOPMAP_TEST_BOUNDARIES", _BESIDE_CHECKOUT)) / "wards"
KINDS = {
    "craft_villages.csv": "craft_village",
    "tourism_points.csv": "tourism_point",
    "sales_points.csv": "sales_point",
}
PRECISION_BY_ERROR = ((50, "exact"), (200, "street"), (1_000, "hamlet"), (float("inf"), "legacy_commune"))


@pytest.fixture(scope="module", params=["approximate", *(["official"] if OFFICIAL.is_dir() else [])])
def placed(request, loaded_engine: Engine, official_engine: Engine | None) -> Engine:
    """The records over approximate boundaries, and over the official ones where their folder is at hand."""
    return loaded_engine if request.param == "approximate" else official_engine


@pytest.fixture(scope="module")
def official_engine(cluster, loaded_template: str, units: Units, geodata_settings: Settings) -> Iterator[Engine | None]:
    if not OFFICIAL.is_dir():
        yield None
        return
    with copied(cluster, loaded_template) as engine:
        polygons = read_local(OFFICIAL, units.province_communes["82"])
        install_boundaries(engine, polygons, BoundarySource.OFFICIAL)
        load_geodata(engine, geodata_settings, units)
        yield engine


def rows(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_every_geocoded_point_lies_in_the_commune_it_names(placed: Engine) -> None:
    astray = """
        SELECT s.id, c.full_name FROM site AS s JOIN commune AS c ON c.id = s.commune_id
        WHERE s.placed_by = 'geocoded' AND NOT ST_Covers(c.geom, s.geom)
    """
    assert rows(placed, astray) == []


def test_published_coordinates_are_used_as_published(placed: Engine, geodata_settings: Settings) -> None:
    query = """
        SELECT id, ST_Y(geom), ST_X(geom), precision, uncertainty_m, coordinate_source
        FROM site WHERE placed_by = 'published'
    """
    stored = {key: values for key, *values in rows(placed, query)}
    published = {}
    for file, kind in KINDS.items():
        with (geodata_settings.geodata_dir / file).open(encoding="utf-8", newline="") as stream:
            published |= {f"{kind}:{row['id']}": _expected(row) for row in csv.DictReader(stream) if row["lat"]}
    assert len(published) == 24
    assert stored == published


def _expected(row: dict[str, str]) -> list[object]:
    error = float(row["coord_precision_m"])
    precision = next(name for limit, name in PRECISION_BY_ERROR if error <= limit)
    return [float(row["lat"]), float(row["lon"]), precision, error, row["coord_source"]]


def test_places_outside_the_province_are_kept_outside(placed: Engine) -> None:
    outside = rows(
        placed,
        "SELECT id, geom IS NOT NULL, commune_id FROM site WHERE province_code <> '82' AND kind = 'sales_point'",
    )
    assert len(outside) >= 3
    assert {(located, commune) for _, located, commune in outside} == {(True, None)}
    inside = """
        SELECT s.id FROM site AS s JOIN commune AS c ON ST_Covers(c.geom, s.geom) WHERE s.province_code <> '82'
    """
    assert rows(placed, inside) == []


def test_a_zone_is_the_union_of_the_communes_it_names(placed: Engine) -> None:
    differing = """
        SELECT z.id FROM raw_material_zone AS z LEFT JOIN LATERAL (
            SELECT ST_Union(c.geom) AS geom FROM zone_commune AS zc JOIN commune AS c ON c.id = zc.commune_id
            WHERE zc.zone_id = z.id
        ) AS named ON true
        WHERE (z.geom IS NULL) <> (named.geom IS NULL)
           OR ST_Area(ST_SymDifference(z.geom, named.geom)::geography) > 1
    """
    assert rows(placed, differing) == []
    assert rows(placed, "SELECT count(geom) > 20, bool_and(computed_ha > 0) FROM raw_material_zone") == [(True, True)]


def test_what_has_no_point_says_why(placed: Engine) -> None:
    silent = "SELECT id FROM site WHERE geom IS NULL AND coalesce(explanation, '') = ''"
    assert rows(placed, silent) == []
    assert rows(placed, "SELECT id FROM raw_material_zone WHERE geom IS NULL AND explanation IS NULL") == []


def test_an_address_of_a_district_is_not_placed_finer(placed: Engine) -> None:
    finer = """
        SELECT id, original_address, precision FROM site
        WHERE placed_by = 'geocoded' AND precision NOT IN ('district', 'province')
          AND original_address ~* '^(huyện|thị xã|thành phố|TP\\.?) [^,]+(, tỉnh [^,]+)?$'
    """
    assert rows(placed, finer) == []


def test_the_park_of_tram_chim_lies_in_another_commune_than_its_gate(official_engine: Engine | None) -> None:
    if official_engine is None:  # the official polygons are no part of the project; the next test needs none
        return
    found = rows(
        official_engine,
        "SELECT contradiction, precision, placed_by FROM site WHERE id = 'tourism_point:vuon-quoc-gia-tram-chim'",
    )
    assert found[0][1:] == ("legacy_commune", "published")
    assert "thị trấn Tràm Chim" in str(found[0][0])
    assert "gần đúng" not in str(found[0][0])


def test_a_contradiction_is_told_and_the_published_point_kept(
    loaded_copy: Engine, geodata_settings: Settings, units: Units
) -> None:
    """The commune of the address shrunk to a square elsewhere: the point now lies in none of the province."""
    with loaded_copy.begin() as connection:
        connection.execute(
            text("""
                UPDATE commune SET geom = square, outline = square, centre = ST_Centroid(square)
                FROM ST_GeomFromText(:square, 4326) AS square
                WHERE ST_Covers(geom, ST_Point(105.53617, 10.725419, 4326))
            """),
            {"square": SQUARE.format(1, 2)},
        )
    report = load_geodata(loaded_copy, geodata_settings, units)
    assert [sentence for sentence in report.contradictions if "Vườn quốc gia Tràm Chim" in sentence]
    query = "SELECT ST_AsText(geom), contradiction IS NOT NULL FROM site WHERE id LIKE '%vuon-quoc-gia-tram-chim'"
    assert rows(loaded_copy, query)[0] == ("POINT(105.53617 10.725419)", True)
