"""Zone files into a real PostGIS: every format, every coordinate system, all or nothing."""

import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely import Point, Polygon
from sqlalchemy import Engine, text

from ocopmap.database.communemap import CommuneMap
from ocopmap.geocoding import Units
from ocopmap.ingest.batches import list_batches
from ocopmap.ingest.geodata import load_geodata
from ocopmap.ingest.report import LoadError
from ocopmap.ingest.undo import undo_import
from ocopmap.ingest.vectorfiles import VectorFileError
from ocopmap.ingest.zonefiles.importing import ZoneImport, import_zones
from ocopmap.ingest.zonefiles.report import FindingKind, ZoneReport
from ocopmap.ingest.zonefiles.rules import FieldMapping
from ocopmap.settings import Settings
from tests.integration.geodata_samples import digests
from tests.integration.zone_files import (
    Drawn,
    dxf,
    geojson,
    old_shapefile,
    parquet,
    square,
    written,
    zipped_shapefile,
)

MY_THO, CAI_BE = "30076", "28360"
Import = Callable[..., ZoneReport]


@pytest.fixture(scope="session")
def communes(loaded_engine: Engine) -> CommuneMap:
    with loaded_engine.connect() as connection:
        return CommuneMap(connection)


@pytest.fixture
def importing(loaded_copy: Engine, geodata_settings: Settings, units: Units) -> Import:
    """Import into a database of the test's own."""

    def run(path: Path, *, apply: bool = True, **asked: Any) -> ZoneReport:
        by = "chi-cuc" if apply else None
        return import_zones(loaded_copy, geodata_settings, units, ZoneImport(path, **asked), by=by)

    return run


@pytest.fixture
def drawn(communes: CommuneMap) -> Drawn:
    """Two zones well inside the communes that they name."""
    both = Drawn()
    for code, ten, cay in ((MY_THO, "Xoài HTX Mỹ Xương", "Xoài Cát Chu"), (CAI_BE, "Sầu riêng Cái Bè", "Sầu riêng")):
        middle = communes.shapes[code].representative_point()
        shape = square(middle.x, middle.y)
        both.add(shape, TEN_VUNG=ten, CAY_TRONG=cay, DIENTICH=36.0, XA=communes.names[code], MSVT=f"VN-DTOR-{code}")
    return both


def stored(engine: Engine) -> dict[str, Any]:
    query = """
        SELECT z.id, z.name, z.commodity, z.declared_ha, z.computed_ha, ST_AsBinary(z.geom) AS geom,
               array_agg(c.code) AS codes, z.precision, z.source_url
        FROM raw_material_zone AS z LEFT JOIN zone_commune ON zone_id = z.id LEFT JOIN commune AS c ON c.id = commune_id
        WHERE z.geometry_source = 'surveyed' GROUP BY z.id
    """
    with engine.connect() as connection:
        return {row.id: row for row in connection.execute(text(query))}


def kinds(report: ZoneReport, row: int | None = None) -> set[FindingKind]:
    return {finding.kind for finding in report.findings if row in (None, finding.row)}


FORMATS: dict[str, Callable[[Path, Drawn], tuple[Path, str | None]]] = {
    "gpkg-5897": lambda folder, drawn: (written(folder / "v.gpkg", drawn, 5897), None),
    "gpkg-9210": lambda folder, drawn: (written(folder / "v.gpkg", drawn, 9210), None),
    "geojson": lambda folder, drawn: (geojson(folder / "v.geojson", drawn), None),
    "geojson-metres": lambda folder, drawn: (geojson(folder / "v.geojson", drawn, 9210), "EPSG:9210"),
    "kml": lambda folder, drawn: (written(folder / "v.kml", drawn, driver="LIBKML"), None),
    "kmz": lambda folder, drawn: (kmz(folder, drawn), None),
    "shapefile": lambda folder, drawn: (zipped_shapefile(folder, drawn, 5897), None),
    "shapefile-no-prj": lambda folder, drawn: (zipped_shapefile(folder, drawn, 9210, [".prj"]), "9210"),
    "shapefile-no-cpg": lambda folder, drawn: (zipped_shapefile(folder, drawn, 9210, [".cpg"]), None),
    "parquet": lambda folder, drawn: (parquet(folder / "v.parquet", drawn, 5897), None),
    "parquet-degrees": lambda folder, drawn: (parquet(folder / "v.parquet", drawn, crs="missing"), None),
}


def kmz(folder: Path, drawn: Drawn) -> Path:
    kml = written(folder / "doc.kml", drawn, driver="LIBKML")
    path = folder / "v.kmz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(kml, "doc.kml")
    kml.unlink()
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_zones(
    loaded_copy: Engine, importing: Import, drawn: Drawn, tmp_path: Path, name: str
) -> None:
    path, crs = FORMATS[name](tmp_path, drawn)
    report = importing(path, crs=crs)
    assert (report.rejected, report.applied, report.counts.new) == ([], True, 2)
    zones = stored(loaded_copy)
    assert set(zones) == {f"mavung-vn-dtor-{code}" for code in (MY_THO, CAI_BE)}
    for code, shape, commodity in zip((MY_THO, CAI_BE), drawn.shapes, ("mango", "durian"), strict=True):
        zone = zones[f"mavung-vn-dtor-{code}"]
        assert (zone.commodity, zone.codes, zone.precision, zone.declared_ha) == (commodity, [code], "exact", 36)
        assert shapely.hausdorff_distance(shapely.from_wkb(bytes(zone.geom)), shape) < 2e-8  # two millimetres
        assert zone.computed_ha == pytest.approx(36, rel=0.01)
    again = importing(path, crs=crs)
    assert (again.counts.new, again.counts.changed, again.counts.same) == (0, 0, 2)


def test_dxf_polygons_take_name_and_crop_from_text_and_layer(
    loaded_copy: Engine, importing: Import, communes: CommuneMap, tmp_path: Path
) -> None:
    middle = communes.shapes[MY_THO].representative_point()
    drawing = Drawn()
    drawing.add(square(middle.x, middle.y), layer="XOAI", text="Vung xoai 1")
    path = dxf(tmp_path / "v.dxf", drawing, 5897)
    with pytest.raises(VectorFileError, match="--crs"):
        importing(path)
    mapping = FieldMapping(constants={"communes": "xã Mỹ Thọ"})
    report = importing(path, crs="EPSG:5897", mapping=mapping)
    assert report.rejected == []
    assert [(zone.name, zone.commodity, zone.codes) for zone in stored(loaded_copy).values()] == [
        ("Vung xoai 1", "mango", [MY_THO])
    ]


def test_dry_run_counts_and_writes_nothing(
    loaded_copy: Engine, importing: Import, drawn: Drawn, tmp_path: Path
) -> None:
    report = importing(written(tmp_path / "v.gpkg", drawn, 5897), apply=False)
    assert (report.counts.new, report.applied) == (2, False)
    assert stored(loaded_copy) == {}


@pytest.mark.parametrize(("drawn_in", "read_as"), [(5897, "EPSG:9210"), (9210, "EPSG:5897")])
def test_swapped_meridians_are_caught_and_named(
    *, loaded_copy: Engine, importing: Import, drawn: Drawn, tmp_path: Path, drawn_in: int, read_as: str
) -> None:
    report = importing(geojson(tmp_path / "v.geojson", drawn, drawn_in), crs=read_as)
    right = {5897: "105°00'", 9210: "105°45'"}[drawn_in]
    assert [refused.row for refused in report.rejected] == [1, 2]
    assert all(f"đúng là {right}" in refused.reason for refused in report.rejected)
    assert any("2 trên 2 vùng" in finding.message for finding in report.findings if finding.row == 0)
    assert (report.applied, stored(loaded_copy)) == (False, {})


@pytest.mark.parametrize("without", ["shapefile", "parquet"])
def test_missing_system_is_never_assumed(importing: Import, drawn: Drawn, tmp_path: Path, without: str) -> None:
    if without == "shapefile":
        path = zipped_shapefile(tmp_path, drawn, 4326, [".prj"])
    else:
        path = parquet(tmp_path / "v.parquet", drawn, crs="unknown")
    with pytest.raises(VectorFileError, match="--crs"):
        importing(path)


def test_turned_axes_and_metres_taken_for_degrees_are_named(importing: Import, drawn: Drawn, tmp_path: Path) -> None:
    turned = importing(geojson(tmp_path / "a.geojson", drawn, turned=lambda xy: xy[:, ::-1]))
    assert ["đổi chỗ" in refused.reason for refused in turned.rejected] == [True, True]
    plane = geojson(tmp_path / "b.geojson", drawn, 9210, turned=lambda xy: xy[:, ::-1])
    assert ["đổi chỗ" in refused.reason for refused in importing(plane, crs="9210").rejected] == [True, True]
    metres = importing(geojson(tmp_path / "c.geojson", drawn, 9210))
    assert ["--crs" in refused.reason for refused in metres.rejected] == [True, True]


def test_kml_is_degrees_by_definition(importing: Import, drawn: Drawn, tmp_path: Path) -> None:
    path = written(tmp_path / "v.kml", drawn, driver="LIBKML")
    with pytest.raises(VectorFileError, match="KML"):
        importing(path, crs="EPSG:5897")


def test_invalid_rings_are_repaired_and_told(
    loaded_copy: Engine, importing: Import, drawn: Drawn, tmp_path: Path
) -> None:
    west, south, east, north = drawn.shapes[0].bounds
    drawn.shapes[0] = Polygon([(west, south), (east, north), (east, south), (west, north), (west, south)])
    report = importing(written(tmp_path / "v.gpkg", drawn))
    repair = next(finding for finding in report.findings if finding.kind is FindingKind.REPAIRED)
    assert (repair.row, repair.measures["area_before_ha"]) == (1, pytest.approx(0, abs=0.1))
    assert repair.measures["area_after_ha"] == pytest.approx(18, rel=0.01)
    assert shapely.from_wkb(bytes(stored(loaded_copy)[f"mavung-vn-dtor-{MY_THO}"].geom)).is_valid


def test_areas_stand_side_by_side_and_a_tenth_is_flagged(importing: Import, drawn: Drawn, tmp_path: Path) -> None:
    drawn.rows[0]["DIENTICH"] = 30.0
    report = importing(written(tmp_path / "v.gpkg", drawn))
    assert FindingKind.AREA in kinds(report, 1)
    assert FindingKind.AREA not in kinds(report, 2)
    assert [round(area.difference or 0, 1) for area in report.areas] == [0.2, 0.0]


def test_overlaps_slivers_and_land_outside_are_reported(
    importing: Import, drawn: Drawn, communes: CommuneMap, tmp_path: Path
) -> None:
    first = drawn.shapes[0]
    middle = first.centroid
    row = drawn.rows[0]
    drawn.add(square(middle.x + 0.004, middle.y), **(row | {"TEN_VUNG": "Xoài bên cạnh", "MSVT": "VN-DTOR-1"}))
    thread = shapely.box(middle.x, middle.y + 0.004, middle.x + 0.003, middle.y + 0.004 + 5e-6)
    two_parts = shapely.union_all([square(middle.x - 0.01, middle.y, 300), thread])
    drawn.add(two_parts, **(row | {"TEN_VUNG": "Xoài có dải hẹp", "MSVT": "VN-DTOR-2", "DIENTICH": 9.0}))
    province = shapely.union_all(list(communes.shapes.values()))
    edge = (
        province.exterior.interpolate(0)
        if isinstance(province, Polygon)
        else Point(province.geoms[0].exterior.coords[0])
    )
    drawn.add(square(edge.x, edge.y), **(row | {"TEN_VUNG": "Vùng ở rìa", "CAY_TRONG": "Lúa", "MSVT": "", "XA": ""}))
    report = importing(written(tmp_path / "v.gpkg", drawn, geometry_type="Unknown"))
    assert report.rejected == []
    assert FindingKind.OVERLAP in kinds(report, 1)
    assert FindingKind.SLIVER in kinds(report, 4)
    assert FindingKind.OUTSIDE_PROVINCE in kinds(report, 5)
    assert FindingKind.OVERLAP not in kinds(report, 2)


def test_one_bad_zone_stops_all(loaded_copy: Engine, importing: Import, drawn: Drawn, tmp_path: Path) -> None:
    drawn.rows[1]["CAY_TRONG"] = "Cỏ voi"
    report = importing(written(tmp_path / "v.gpkg", drawn))
    assert [(refused.row, refused.column, refused.value) for refused in report.rejected] == [(2, "CAY_TRONG", "Cỏ voi")]
    assert stored(loaded_copy) == {}


def test_one_feature_twice_is_skipped(importing: Import, drawn: Drawn, tmp_path: Path) -> None:
    drawn.add(drawn.shapes[0], **drawn.rows[0])
    same = importing(written(tmp_path / "a.gpkg", drawn), apply=False)
    assert (same.duplicate, same.rejected, same.counts.new) == (1, [], 2)


def beside(shape: Any, east: float = 0.01) -> Polygon:
    return square(shape.centroid.x + east, shape.centroid.y)


@pytest.mark.parametrize(("second_ha", "whole_ha"), [(36.0, 72), (72.0, 108)])
def test_plots_of_one_growing_area_are_one_zone(
    *, loaded_copy: Engine, importing: Import, drawn: Drawn, tmp_path: Path, second_ha: float, whole_ha: float
) -> None:
    plot = drawn.rows[0] | {"TEN_VUNG": "Hộ thứ hai", "DIENTICH": second_ha}
    drawn.add(beside(drawn.shapes[0]), **plot)
    report = importing(written(tmp_path / "v.gpkg", drawn))
    assert (report.rejected, report.counts.new) == ([], 2)
    told = next(finding for finding in report.findings if finding.kind is FindingKind.MERGED)
    assert (told.row, told.measures["plots"]) == (1, 2)
    zone = stored(loaded_copy)[f"mavung-vn-dtor-{MY_THO}"]
    assert zone.computed_ha == pytest.approx(72, rel=0.01)
    assert (zone.declared_ha, zone.name) == (whole_ha, f"Vùng trồng VN-DTOR-{MY_THO}")
    assert FindingKind.OVERLAP not in kinds(report)
    assert importing(tmp_path / "v.gpkg").counts.same == 2


def test_the_figure_of_the_whole_may_stand_beside_every_plot(
    loaded_copy: Engine, importing: Import, drawn: Drawn, tmp_path: Path
) -> None:
    drawn.rows[0]["DIENTICH"] = 72.0
    drawn.add(beside(drawn.shapes[0]), **drawn.rows[0])
    report = importing(written(tmp_path / "v.gpkg", drawn))
    zone = stored(loaded_copy)[f"mavung-vn-dtor-{MY_THO}"]
    assert (zone.declared_ha, zone.name) == (72, "Xoài HTX Mỹ Xương")
    assert FindingKind.AREA not in kinds(report)


def test_plots_that_are_not_of_one_zone_are_refused(importing: Import, drawn: Drawn, tmp_path: Path) -> None:
    first = drawn.shapes[0]
    drawn.add(beside(first), **(drawn.rows[0] | {"CAY_TRONG": "Lúa"}))
    drawn.add(beside(first, 0.02), **(drawn.rows[0] | {"MSVT": "", "TEN_VUNG": "Vùng A"}))
    drawn.add(beside(first, 0.03), **(drawn.rows[0] | {"MSVT": "", "TEN_VUNG": "Vùng A"}))
    refused = importing(written(tmp_path / "v.gpkg", drawn)).rejected
    assert [(one.row, one.column) for one in refused] == [(3, "growing_area_code"), (5, "name")]


def test_one_plot_of_many_in_another_place_is_found(importing: Import, drawn: Drawn, tmp_path: Path) -> None:
    first = drawn.shapes[0]
    for step in range(1, 12):
        drawn.add(beside(first, step * 0.006), **drawn.rows[0])
    drawn.add(beside(first, 0.6), **drawn.rows[0])
    report = importing(written(tmp_path / "v.gpkg", drawn), apply=False)
    assert 14 in {finding.row for finding in report.findings if finding.kind is FindingKind.OUTSIDE_COMMUNES} | {
        one.row for one in report.rejected
    }


@pytest.mark.parametrize(
    ("encoding", "code_page"),
    [
        *(("tcvn3", code_page) for code_page in (None, "UTF-8", "1252", "1258")),
        *(("cp1258", code_page) for code_page in (None, "ISO-8859-1", "1258")),
        ("vni", "1252"),
    ],
)
def test_texts_from_before_unicode(
    *, loaded_copy: Engine, importing: Import, drawn: Drawn, tmp_path: Path, encoding: str, code_page: str | None
) -> None:
    report = importing(old_shapefile(tmp_path, drawn, encoding, code_page))
    assert report.rejected == []
    zones = stored(loaded_copy)
    assert {zone.name for zone in zones.values()} == {"Xoài HTX Mỹ Xương", "Sầu riêng Cái Bè"}
    assert zones[f"mavung-vn-dtor-{MY_THO}"].codes == [MY_THO]


def test_a_file_of_another_name_changes_nothing(
    loaded_copy: Engine, importing: Import, drawn: Drawn, tmp_path: Path
) -> None:
    path = written(tmp_path / "v.gpkg", drawn, 5897)
    importing(path)
    before = stored(loaded_copy)
    again = importing(path.rename(tmp_path / "v (1).gpkg"))
    assert (again.counts.same, again.counts.changed, again.batch_id) == (2, 0, None)
    assert stored(loaded_copy) == before
    assert importing(tmp_path / "v (1).gpkg", source="Sở NN&MT").counts.changed == 2


def test_an_import_is_recorded_and_taken_back(
    *, loaded_copy: Engine, importing: Import, drawn: Drawn, geodata_settings: Settings, units: Units, tmp_path: Path
) -> None:
    """A load in between leaves the surveyed zone as it is."""
    with loaded_copy.connect() as connection:
        query = "SELECT id, name FROM raw_material_zone WHERE commodity = 'mango' AND geom IS NOT NULL LIMIT 1"
        known = connection.execute(text(query)).one()
    drawn.rows[0] |= {"TEN_VUNG": known.name, "MSVT": ""}
    before = digests(loaded_copy)
    path = written(tmp_path / "v.gpkg", drawn, 5897)
    importing(path, apply=False)
    assert list_batches(loaded_copy) == []
    report = importing(path)
    (batch,) = list_batches(loaded_copy)
    assert (batch.id, batch.kind, batch.by, batch.file_name) == (report.batch_id, "zones", "chi-cuc", "v.gpkg")
    assert batch.sha256 == sha256(path.read_bytes()).hexdigest()
    assert (batch.counts["new"], batch.counts["changed"]) == (1, 1)
    with loaded_copy.connect() as connection:
        communes = connection.scalar(text("SELECT count(*) FROM zone_commune WHERE zone_id = :id"), {"id": known.id})
    assert communes == 1
    surveyed = digests(loaded_copy)
    load_geodata(loaded_copy, geodata_settings, units)
    assert {**digests(loaded_copy), "dataset_load": None} == {**surveyed, "dataset_load": None}
    undo_import(loaded_copy, batch.id, "b")
    assert {**digests(loaded_copy), "dataset_load": None} == {**before, "dataset_load": None}


def test_an_import_changed_since_is_not_taken_back(
    loaded_copy: Engine, importing: Import, drawn: Drawn, tmp_path: Path
) -> None:
    path = written(tmp_path / "v.gpkg", drawn)
    first = importing(path).batch_id
    changes = ("UPDATE raw_material_zone SET name = 'x' WHERE id LIKE 'mavung-%'", "DELETE FROM zone_commune")
    for change in changes:
        with loaded_copy.begin() as connection:
            connection.execute(text(change))
        with pytest.raises(LoadError, match="đã đổi"):
            undo_import(loaded_copy, first or 0, "b")


def test_mapping_and_unknown_columns(importing: Import, drawn: Drawn, tmp_path: Path) -> None:
    drawn.rows = [{"A": row["TEN_VUNG"], "B": row["CAY_TRONG"], "GHI_CHU": "x"} for row in drawn.rows]
    path = written(tmp_path / "v.gpkg", drawn)
    guessed = importing(path, apply=False)
    assert guessed.unknown_columns == ["A", "B", "GHI_CHU"]
    assert {refused.row for refused in guessed.rejected} == {1, 2}
    mapped = importing(path, mapping=FieldMapping(columns={"name": "A", "commodity": "B"}))
    assert (mapped.rejected, mapped.unknown_columns) == ([], ["GHI_CHU"])


def test_survey_replaces_the_union_of_communes_and_stays(
    *, loaded_copy: Engine, importing: Import, drawn: Drawn, geodata_settings: Settings, units: Units, tmp_path: Path
) -> None:
    query = "SELECT id, name FROM raw_material_zone WHERE commodity = 'mango' ORDER BY id LIMIT 1"
    with loaded_copy.connect() as connection:
        known = connection.execute(text(query)).one()
    drawn.rows[0] |= {"TEN_VUNG": known.name, "MSVT": ""}
    report = importing(written(tmp_path / "v.gpkg", drawn))
    assert (report.counts.new, report.counts.changed) == (1, 1)
    load_geodata(loaded_copy, geodata_settings, units)
    with loaded_copy.connect() as connection:
        how = connection.scalar(text("SELECT explanation FROM raw_material_zone WHERE id = :id"), {"id": known.id})
    assert "đo đạc" in str(how)
    kept = shapely.from_wkb(bytes(stored(loaded_copy)[known.id].geom))
    assert shapely.hausdorff_distance(kept, drawn.shapes[0]) < 2e-8


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("v.kml", b"<?xml version='1.0'?><OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>"),
        ("v.kml", b"<kml><!-- <OGRVRTDataSource> --></kml>"),
        ("v.kml", b"<kml><!ENTITY a 'b'></kml>"),
        ("v.kmz", b"PK\x03\x04 half"),
        ("v.dxf", b"  0\r\nEOF"),
        ("v.parquet", b"PAR1" + b"\0" * 40),
        ("v.gpkg", b"SQLite format 3\0" + b"\xff" * 4_096),
        ("v.geojson", b'{"type": "FeatureCollection", "features": []}'),
        ("v.txt", b"x"),
    ],
)
def test_damaged_and_disguised_files_are_refused_by_name(
    importing: Import, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(VectorFileError, match=name):
        importing(path)


@pytest.mark.parametrize(
    ("content", "advice"), [(b"AutoCAD Binary DXF\r\n\x1a\x00 ...", "ASCII"), (b"AC1032\0\0 ...", "DWG")]
)
def test_drawings_that_cannot_be_read_say_what_to_do(
    importing: Import, tmp_path: Path, content: bytes, advice: str
) -> None:
    path = tmp_path / "v.dxf"
    path.write_bytes(content)
    with pytest.raises(VectorFileError, match=advice):
        importing(path)
