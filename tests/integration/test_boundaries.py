"""Communes and their polygons on a real PostGIS."""

import csv
import json
import time
from hashlib import sha256
from pathlib import Path

import pytest
from shapely.geometry import mapping
from sqlalchemy import Engine, text

from ocopmap.catalogue.places import BoundarySource
from ocopmap.geocoding import Units, load_units
from ocopmap.geocoding.text import fold
from ocopmap.ingest.boundaries.approximate import approximate
from ocopmap.ingest.boundaries.clean import CleanBoundaries, clean
from ocopmap.ingest.boundaries.common import BoundaryError
from ocopmap.ingest.boundaries.ensure import ensure_boundaries, install_boundaries
from ocopmap.ingest.boundaries.load import load_boundaries
from ocopmap.ingest.communes import communes_loaded, load_communes
from ocopmap.settings import Settings

PROVINCE = "82"
REFERENCE = Path(__file__).parents[1] / "bench" / "data" / "communes_legacy.csv"
NOWHERE = "http://127.0.0.1:9/"  # the discard port: nobody listens


@pytest.fixture(scope="module")
def units() -> Units:
    return load_units()


@pytest.fixture(scope="module")
def cleaned(units: Units) -> CleanBoundaries:
    return clean(approximate(units, PROVINCE))


@pytest.fixture
def loaded(engine: Engine, units: Units) -> Engine:
    with engine.begin() as connection:
        load_communes(connection, PROVINCE, units)
    return engine


@pytest.fixture
def settings(tmp_path: Path, cleaned: CleanBoundaries, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with a manifest of small files that no server has."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    geodata = tmp_path / "geodata"
    geodata.mkdir()
    (geodata / "boundaries.yaml").write_text(f"province: '{PROVINCE}'\naddress: {NOWHERE}\n", encoding="utf-8")
    lines = ["code,full_name,area_km2,file,bytes,sha256"]
    lines += [
        f"{code},Xã,12.5,{code}.geojson,{len(body)},{sha256(body).hexdigest()}"
        for code, body in bodies(cleaned).items()
    ]
    (geodata / "boundaries.csv").write_text("\n".join(lines), encoding="utf-8")
    return Settings(state_dir=tmp_path / "state", geodata_dir=geodata, province=PROVINCE)


def bodies(cleaned: CleanBoundaries) -> dict[str, bytes]:
    features = {code: {"type": "Feature", "geometry": mapping(shape)} for code, shape in cleaned.geom.items()}
    return {
        code: json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
        for code, feature in features.items()
    }


def fill_cache(settings: Settings, cleaned: CleanBoundaries) -> None:
    folder = settings.state_dir / "boundaries"
    folder.mkdir(parents=True, exist_ok=True)
    for code, body in bodies(cleaned).items():
        (folder / f"{code}.geojson").write_bytes(body)


def one(engine: Engine, query: str):
    with engine.connect() as connection:
        return connection.execute(text(query)).one()


def test_communes_and_successions_are_those_published(loaded: Engine) -> None:
    with REFERENCE.open(encoding="utf-8", newline="") as lines:
        published = {(row["old_code"], row["new_code"], fold(row["new_name"])) for row in csv.DictReader(lines)}
    with loaded.connect() as connection:
        query = "SELECT legacy_commune_code, code, full_name FROM succession JOIN commune ON id = commune_id"
        stored = {(old, new, fold(name)) for old, new, name in connection.execute(text(query))}
    assert stored == published


def test_communes_are_counted_by_kind(loaded: Engine) -> None:
    kinds = "SELECT count(*) FILTER (WHERE kind = 'ward'), count(*) FILTER (WHERE kind = 'commune') FROM commune"
    assert one(loaded, kinds) == (20, 82)
    assert one(loaded, "SELECT count(*), count(DISTINCT district_code) FROM legacy_commune") == (305, 23)
    name = "SELECT name, full_name, valid_from::text, province_code FROM commune WHERE code = '28249'"
    assert one(loaded, name) == ("Đạo Thạnh", "Phường Đạo Thạnh", "2025-07-01", "82")


def test_divided_communes_have_both_successors(loaded: Engine) -> None:
    divided = """
        SELECT array_agg(code ORDER BY code) FROM (
            SELECT legacy_commune_code AS code FROM succession GROUP BY 1 HAVING count(*) = 2
        ) AS twice
    """
    assert one(loaded, divided)[0] == ["29995", "30079", "30157"]


def test_loading_communes_again_changes_nothing(loaded: Engine, units: Units, cleaned: CleanBoundaries) -> None:
    with loaded.begin() as connection:
        load_boundaries(connection, cleaned, BoundarySource.APPROXIMATE)
    before = one(loaded, "SELECT md5(string_agg(commune::text, '' ORDER BY id)) FROM commune")
    with loaded.begin() as connection:
        counts = load_communes(connection, PROVINCE, units)
    assert (counts.new, counts.changed, counts.same) == (0, 0, 102)
    assert one(loaded, "SELECT md5(string_agg(commune::text, '' ORDER BY id)) FROM commune") == before


def test_what_no_longer_follows_is_removed(loaded: Engine, units: Units) -> None:
    with loaded.begin() as connection:
        connection.execute(
            text("INSERT INTO succession SELECT '28249', id FROM commune WHERE code = '30001' OR code = '29992'")
        )
        load_communes(connection, PROVINCE, units)
    assert one(loaded, "SELECT count(*) FROM succession WHERE legacy_commune_code = '28249'") == (1,)


@pytest.mark.parametrize("province", ["01", "48", "68", "79", "91"])
def test_other_provinces_load_alike(engine: Engine, units: Units, province: str) -> None:
    with engine.begin() as connection:
        load_communes(connection, province, units)
        assert communes_loaded(connection, province, units)
        polygons = clean(approximate(units, province))
        count = load_boundaries(connection, polygons, BoundarySource.APPROXIMATE)
    assert count == len(units.province_communes[province])


def test_unknown_province_is_refused(engine: Engine, units: Units) -> None:
    with engine.begin() as connection, pytest.raises(ValueError, match="87"):
        load_communes(connection, "87", units)


def test_polygons_outlines_and_centres_are_set(loaded: Engine, cleaned: CleanBoundaries) -> None:
    with loaded.begin() as connection:
        assert load_boundaries(connection, cleaned, BoundarySource.APPROXIMATE) == 102
    checks = """
        SELECT count(*), bool_and(ST_IsValid(geom) AND ST_IsValid(outline)), bool_and(ST_Covers(geom, centre)),
               min(boundary_source), max(boundary_source)
        FROM commune WHERE ST_SRID(geom) = 4326 AND ST_SRID(outline) = 4326
    """
    assert one(loaded, checks) == (102, True, True, "approximate", "approximate")


def test_centre_outside_moves_in_and_centre_inside_stays(loaded: Engine, cleaned: CleanBoundaries) -> None:
    far = "UPDATE commune SET centre = ST_SetSRID(ST_MakePoint(105, 21), 4326) WHERE code = '28249'"
    centres = "SELECT json_object_agg(code, ST_AsText(centre)) FROM commune"
    with loaded.begin() as connection:
        connection.execute(text(far))
    before = one(loaded, centres)[0]
    with loaded.begin() as connection:
        load_boundaries(connection, cleaned, BoundarySource.APPROXIMATE)
    after = one(loaded, centres)[0]
    assert {code for code in before if before[code] != after[code]} == {"28249"}
    assert one(loaded, "SELECT ST_Covers(geom, centre) FROM commune WHERE code = '28249'") == (True,)


@pytest.mark.parametrize(
    "change", [lambda shapes: shapes.pop("28249"), lambda shapes: shapes.update({"00001": shapes["28249"]})]
)
def test_all_communes_or_none(loaded: Engine, cleaned: CleanBoundaries, change) -> None:
    shapes = dict(cleaned.geom)
    change(shapes)
    with pytest.raises(BoundaryError, match=r"Đạo Thạnh|00001"), loaded.begin() as connection:
        load_boundaries(connection, CleanBoundaries(shapes, shapes, {}), BoundarySource.OFFICIAL)
    assert one(loaded, "SELECT count(geom) FROM commune") == (0,)


def test_approximate_never_replaces_official_unasked(loaded: Engine, units: Units) -> None:
    polygons = approximate(units, PROVINCE)
    install_boundaries(loaded, polygons, BoundarySource.OFFICIAL)
    with pytest.raises(BoundaryError, match="chính thức"):
        install_boundaries(loaded, polygons, BoundarySource.APPROXIMATE)
    install_boundaries(loaded, polygons, BoundarySource.APPROXIMATE, replace_official=True)
    assert one(loaded, "SELECT DISTINCT boundary_source FROM commune") == ("approximate",)


def test_new_polygons_bump_the_revision_of_the_layer(loaded: Engine, cleaned: CleanBoundaries) -> None:
    revision = "SELECT revision FROM layer_revision WHERE layer = 'commune'"
    before = one(loaded, revision)[0]
    with loaded.begin() as connection:
        load_boundaries(connection, cleaned, BoundarySource.APPROXIMATE)
    assert one(loaded, revision)[0] > before


def test_first_start_without_network_goes_on(engine: Engine, settings: Settings, units: Units) -> None:
    began = time.monotonic()
    line = ensure_boundaries(engine, settings, units)
    assert time.monotonic() - began < 20
    assert "gần đúng" in line
    query = "SELECT DISTINCT boundary_source, official_area_km2 FROM commune"
    assert one(engine, query) == ("approximate", 12.5)


def test_later_start_leaves_the_network_alone(engine: Engine, settings: Settings, units: Units) -> None:
    ensure_boundaries(engine, settings, units)
    revision = "SELECT json_object_agg(layer, revision) FROM layer_revision"
    before = one(engine, revision)
    steps: list[int] = []
    assert "gần đúng" in ensure_boundaries(engine, settings, units, lambda *_: steps.append(1))
    assert not steps
    assert one(engine, revision) == before


def test_official_files_in_the_cache_replace_approximate_ones(
    engine: Engine, settings: Settings, units: Units, cleaned: CleanBoundaries
) -> None:
    ensure_boundaries(engine, settings, units)
    fill_cache(settings, cleaned)
    assert "chính thức" in ensure_boundaries(engine, settings, units)
    assert one(engine, "SELECT DISTINCT boundary_source FROM commune") == ("official",)
    assert "đã có" in ensure_boundaries(engine, settings, units)


def test_province_without_a_manifest_starts_too(engine: Engine, settings: Settings, units: Units) -> None:
    assert "46" in ensure_boundaries(engine, settings.model_copy(update={"province": "46"}), units)
    assert one(engine, "SELECT count(*), count(geom), count(official_area_km2) FROM commune") == (40, 40, 0)
