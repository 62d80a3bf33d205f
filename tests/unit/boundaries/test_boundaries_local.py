import json
import shutil
import sqlite3
import struct
import zipfile

import geopandas as gpd
import pytest
import shapely

from ocopmap.ingest.boundaries import local
from ocopmap.ingest.boundaries.common import BoundaryError, to_metres
from ocopmap.ingest.boundaries.local import read_local

# A commune's system that names no datum PROJ knows: 225 m off if taken for WGS 84.
NAMELESS = (
    'PROJCS["Noi bo",GEOGCS["Noi bo",DATUM["D_VN2000_noi_bo",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",105.75],'
    'PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


@pytest.fixture
def frame(synthetic):
    return gpd.GeoDataFrame({"ma_xa": list(synthetic)}, geometry=list(synthetic.values()), crs=4326)


@pytest.fixture
def shapefile(frame, tmp_path):
    """Return a function that writes a Shapefile in some coordinate system and zips it."""

    def write(crs=None, *, without=(), data=frame):
        folder = tmp_path / "shp"
        folder.mkdir()
        (data if crs is None else data.to_crs(crs)).to_file(folder / "xa.shp")
        for suffix in without:
            (folder / f"xa{suffix}").unlink()
        return shutil.make_archive(tmp_path / "xa", "zip", tmp_path, "shp")

    return lambda *args, **kwargs: tmp_path / write(*args, **kwargs)


def geojson(path, frame):
    path.write_text(frame.to_json(), encoding="utf-8")
    return path


def metres_apart(given, read):
    codes = sorted(given)
    pairs = [to_metres([polygons[code] for code in codes]) for polygons in (given, read)]
    return shapely.hausdorff_distance(*pairs).max()


def refusal(path, communes):
    with pytest.raises(BoundaryError) as caught:
        read_local(path, communes)
    return str(caught.value)


def test_one_geojson_file(frame, synthetic, communes, tmp_path):
    assert metres_apart(synthetic, read_local(geojson(tmp_path / "xa.geojson", frame), communes)) < 0.1


def test_folder_with_a_file_for_each_commune(frame, synthetic, communes, tmp_path):
    for code, row in frame.groupby("ma_xa"):
        geojson(tmp_path / f"{code}.geojson", row)
    (tmp_path / "ghi-chu.txt").write_text("không phải ranh giới", encoding="utf-8")
    assert metres_apart(synthetic, read_local(tmp_path, communes)) < 0.1


def test_geopackage_with_other_layers(frame, synthetic, communes, tmp_path):
    path = tmp_path / "xa.gpkg"
    frame.to_file(path, layer="xa")
    frame.dissolve().assign(ma_xa="82").to_file(path, layer="tinh")
    assert metres_apart(synthetic, read_local(path, communes)) < 0.1


@pytest.mark.parametrize("epsg", [4326, 4756, 3405, 5897, 9210, 32648])
def test_zipped_shapefile_in_any_system_it_names(shapefile, synthetic, communes, epsg):
    # GeoPandas writes VN-2000 by an older set of parameters than the published one, 0.8 m away.
    assert metres_apart(synthetic, read_local(shapefile(epsg), communes)) < 1


@pytest.mark.parametrize("name", ["code", "maXa", "MA_XA", "Mã xã", "wardcode", "gid_2025"])
def test_column_of_codes_is_found_by_name_or_by_its_values(frame, synthetic, communes, tmp_path, name):
    named = frame.rename(columns={"ma_xa": name}).assign(so_thu_tu=range(102), ten="Xã")
    assert read_local(geojson(tmp_path / "xa.geojson", named), communes).keys() == synthetic.keys()


def test_codes_kept_as_numbers(frame, synthetic, communes, tmp_path):
    for kind in (int, float):
        path = geojson(tmp_path / f"{kind.__name__}.geojson", frame.assign(ma_xa=frame.ma_xa.astype(kind)))
        assert read_local(path, communes).keys() == synthetic.keys()


def test_usual_name_wins_over_a_column_of_old_codes(frame, synthetic, communes, tmp_path):
    rotated = [*frame.ma_xa[1:], frame.ma_xa[0]]
    path = geojson(tmp_path / "xa.geojson", frame.assign(a_cu=rotated))
    assert metres_apart(synthetic, read_local(path, communes)) < 0.1


def test_missing_system_is_forgiven_only_for_degrees(shapefile, synthetic, communes):
    assert read_local(shapefile(without=[".prj"]), communes).keys() == synthetic.keys()


def test_missing_system_of_metres_is_refused(shapefile, communes):
    assert "hệ toạ độ" in refusal(shapefile(5897, without=[".prj"]), communes)


def test_wrong_meridian_in_the_file_is_refused(shapefile, communes, frame):
    mislabelled = frame.to_crs(5897).set_crs(9210, allow_override=True)
    assert "kinh tuyến trục" in refusal(shapefile(data=mislabelled), communes)


def test_system_without_a_known_way_to_wgs84_is_refused(shapefile, communes, frame):
    unknown = frame.to_crs(9210).set_crs(NAMELESS, allow_override=True)
    assert "EPSG" in refusal(shapefile(data=unknown), communes)


def test_file_without_codes_is_refused(frame, communes, tmp_path):
    assert "mã" in refusal(geojson(tmp_path / "xa.geojson", frame.drop(columns="ma_xa")), communes)


def test_lines_and_null_geometries_are_refused(frame, communes, tmp_path):
    lines = frame.set_geometry(frame.boundary)
    assert "không phải là vùng" in refusal(geojson(tmp_path / "duong.geojson", lines), communes)
    nothing = frame.set_geometry([None, *frame.geometry[1:]], crs=4326)
    assert "không có hình" in refusal(geojson(tmp_path / "trong.geojson", nothing), communes)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("xa.geojson", b'{"type": "FeatureCollection", "features": [{"type": "Fea'),
        ("xa.geojson", b"<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>"),
        ("xa.gpkg", b"SQLite format 3\0" + b"\xff" * 4_096),
        ("xa.shp", b"\x00\x00\x27\x0a" + b"\x00" * 96),
        ("xa.shp", b"GIF89a"),
        ("xa.zip", b"PK\x03\x04 half"),
        ("xa.kml", b"<kml/>"),
        ("xa.geojson", b""),
    ],
)
def test_damaged_and_disguised_files_are_refused_by_name(communes, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert name in refusal(path, communes)


def test_missing_path_and_empty_folder_are_refused(communes, tmp_path):
    assert "khong-co" in refusal(tmp_path / "khong-co", communes)
    assert tmp_path.name in refusal(tmp_path, communes)


def test_shapefile_without_its_index_or_table_is_refused(shapefile, communes):
    assert "xa.shp" in refusal(shapefile(without=[".shx"]), communes)


def test_archive_cannot_write_outside_its_folder(frame, synthetic, communes, tmp_path, monkeypatch):
    unpacked_under = tmp_path / "a" / "b"
    unpacked_under.mkdir(parents=True)
    monkeypatch.setattr("tempfile.tempdir", str(unpacked_under))
    path = tmp_path / "xa.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../escaped.geojson", frame.to_json())
        archive.writestr("__MACOSX/._xa.geojson", "resource fork")
    assert read_local(path, communes).keys() == synthetic.keys()
    assert not list(tmp_path.rglob("escaped*"))


def test_archive_that_unpacks_to_too_much_is_refused(communes, tmp_path, monkeypatch):
    monkeypatch.setattr(local, "MAX_BYTES", 100_000)
    path = tmp_path / "bom.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xa.geojson", " " * 200_000)
    assert path.stat().st_size < 1_000
    assert "lớn hơn" in refusal(path, communes)


def test_archive_that_lies_about_its_size_is_refused(communes, tmp_path, monkeypatch):
    monkeypatch.setattr(local, "MAX_BYTES", 100_000)
    path = tmp_path / "doi.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xa.geojson", " " * 200_000)
    honest = path.read_bytes()
    path.write_bytes(honest.replace(struct.pack("<I", 200_000), struct.pack("<I", 50_000)))
    assert "doi.zip" in refusal(path, communes)


def test_archive_with_two_files_of_one_name_is_refused(communes, tmp_path):
    path = tmp_path / "xa.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/xa.geojson", "{}")
        archive.writestr("b/xa.geojson", "{}")
    assert "cùng tên" in refusal(path, communes)


def test_encrypted_archive_is_refused(communes, tmp_path, frame):
    path = tmp_path / "kin.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xa.geojson", frame.to_json())
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1  # flag: encrypted
    path.write_bytes(content)
    assert "mật khẩu" in refusal(path, communes)


def test_huge_and_endless_coordinates_are_refused(frame, communes, tmp_path):
    collection = json.loads(frame.to_json())
    collection["features"][0]["geometry"] = {
        "type": "Polygon",
        "coordinates": [[[1e308, 0], [0, 1e308], [0, 0], [1e308, 0]]],
    }
    path = tmp_path / "xa.geojson"
    path.write_text(json.dumps(collection), encoding="utf-8")
    assert "ngoài Việt Nam" in refusal(path, communes)


def test_geopackage_is_left_as_it_was(frame, communes, tmp_path):
    path = tmp_path / "xa.gpkg"
    frame.to_file(path)
    before = path.read_bytes()
    read_local(path, communes)
    assert path.read_bytes() == before
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
