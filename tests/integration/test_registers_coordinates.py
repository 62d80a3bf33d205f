"""Coordinates in registers: read in every form, checked against the commune named, never a household's in public."""

import pytest
from sqlalchemy import text

from ocopmap.geocoding.plus_codes import plus_code_point
from ocopmap.geocoding.vn2000 import to_plane
from ocopmap.ingest.registers.importing import Choices, import_register
from tests.integration.test_registers import counts, rows_of
from tests.unit.registers.samples import write_xlsx

POINT = (10.4483, 105.7012)
"""In Xã Mỹ Thọ, by approximate and by official borders."""
HEADER = ("Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Nhóm", "Hạng sao")
ADDRESS = "xã Mỹ Xương, huyện Cao Lãnh"
DMS = "10°26'53.88\"N 105°42'04.32\"E"


def plane(meridian):
    northing, easting = to_plane(POINT, meridian)
    return round(northing, 2), round(easting, 2)


@pytest.fixture
def importing(loaded_copy, geodata_settings, units, tmp_path):
    """Import one producer with coordinates in some columns; ``by`` writes."""

    def run(columns, *, by="a", name="HTX Xoài Mỹ Xương", address=ADDRESS):
        path = write_xlsx(
            tmp_path / "so.xlsx",
            [[*HEADER, *columns], ["Xoài sấy", name, address, "Thực phẩm", 4, *columns.values()]],
        )
        return import_register(loaded_copy, geodata_settings, units, path, Choices(), by=by)

    run.engine = loaded_copy
    return run


def site(engine, name="HTX Xoài Mỹ Xương"):
    query = """SELECT ST_Y(geom) AS lat, ST_X(geom) AS lon, precision, placed_by, uncertainty_m, contradiction,
                      coordinate_source, coordinate_method FROM site WHERE name = :name"""
    (row,) = rows_of(engine, query, name=name)
    return row


FORMS = [
    {"Vĩ độ": POINT[0], "Kinh độ": POINT[1]},
    {"Vĩ độ": "10,4483", "Kinh độ": "105,7012"},
    {"Kinh độ": POINT[0], "Vĩ độ": POINT[1]},
    {"Lat": "10°26'53.88\"N", "Long": "105°42'04.32\"E"},
    {"Tọa độ": "10.4483, 105.7012"},
    {"Tọa độ GPS": "10,4483; 105,7012"},
    {"Tọa độ": DMS},
    {"Link Google Map": "https://www.google.com/maps/place/HTX/@10.4483,105.7012,17z"},
    {"X (m)": plane(105.75)[0], "Y (m)": plane(105.75)[1], "Kinh tuyến trục": "105°45'"},
    {"Tọa độ X": plane(105.0)[0], "Tọa độ Y": plane(105.0)[1]},
    {"Tọa độ VN-2000": "X {} Y {} (KTT 105°45')".format(*plane(105.75))},
]


def test_coordinates_of_every_form_place_the_producer(importing):
    for number, columns in enumerate(FORMS):
        name = f"HTX Xoài {number}"
        assert counts(importing(columns, name=name)) == {"new": 1}, columns
        found = site(importing.engine, name)
        assert (found["lat"], found["lon"]) == pytest.approx(POINT, abs=2e-6), columns
        assert (found["precision"], found["placed_by"], found["contradiction"]) == ("exact", "published", None), columns
        assert "so.xlsx" in found["coordinate_source"]
    assert counts(importing(FORMS[-1], name=name)) == {"same": 1}


def test_a_plus_code_places_the_producer(importing):
    code = "7P27CPX2+6X"
    importing({"Plus Code": code}, address=None)
    found = site(importing.engine)
    assert (found["lat"], found["lon"]) == pytest.approx(plus_code_point(code, POINT), abs=1e-6)


def test_a_rounded_point_is_no_exact_point(importing):
    importing({"Vĩ độ": "10.45", "Kinh độ": "105.70"})
    assert site(importing.engine)["precision"] == "hamlet"


@pytest.mark.parametrize(
    ("columns", "cause"),
    [
        ({"X (m)": plane(105.75)[0], "Y (m)": plane(105.75)[1], "KTT": "105°00'"}, "105°45'"),
        ({"Vĩ độ": 10.3600, "Kinh độ": 106.3600}, "điểm nằm ở"),
        ({"Vĩ độ": 21.0278, "Kinh độ": 105.8342}, "không nằm trong"),
    ],
)
def test_a_contradicted_point_is_told_with_its_cause_and_not_used(importing, columns, cause):
    result = importing(columns)
    (warning,) = result.plan.warnings
    assert warning.row == 2
    assert cause in warning.reason
    found = site(importing.engine)
    assert found["placed_by"] == "geocoded"
    assert cause in found["contradiction"]
    items = rows_of(importing.engine, "SELECT reason FROM office.review_item WHERE name LIKE 'HTX Xoài Mỹ Xương'")
    assert "out_of_commune" in {item["reason"] for item in items}
    assert counts(importing(columns)) == {"same": 1}


@pytest.mark.parametrize(
    "columns", [{"Tọa độ": "gần cầu"}, {"Vĩ độ": 10.448, "Kinh độ": None}, {"Tọa độ": "10.4, 105.7"}]
)
def test_what_cannot_be_read_is_told_and_left_out(importing, columns):
    result = importing(columns)
    assert len(result.plan.warnings) + len(result.register.warnings) == 1
    assert site(importing.engine)["placed_by"] == "geocoded"


def test_a_point_corrected_later_is_a_change(importing):
    importing({"Vĩ độ": 10.3600, "Kinh độ": 106.3600})
    corrected = {"Vĩ độ": POINT[0], "Kinh độ": POINT[1]}
    assert counts(importing(corrected)) == {"changed": 1}
    found = site(importing.engine)
    assert (found["placed_by"], found["contradiction"]) == ("published", None)
    assert counts(importing(corrected)) == {"same": 1}


def test_a_point_set_by_a_person_stays(importing):
    importing({})
    with importing.engine.begin() as connection:
        connection.execute(text("UPDATE site SET placed_by = 'surveyed' WHERE name = 'HTX Xoài Mỹ Xương'"))
    assert counts(importing({"Vĩ độ": POINT[0], "Kinh độ": POINT[1]})) == {"same": 1}
    assert site(importing.engine)["placed_by"] == "surveyed"


def test_the_exact_point_of_a_household_is_not_published(importing):
    importing({"Vĩ độ": POINT[0], "Kinh độ": POINT[1]}, name="Hộ kinh doanh Lê Thị Xoài")
    stored = site(importing.engine, "Hộ kinh doanh Lê Thị Xoài")
    assert (stored["lat"], stored["lon"]) == pytest.approx(POINT, abs=2e-6)
    (public,) = rows_of(
        importing.engine,
        """SELECT ST_Y(geom) AS lat, ST_X(geom) AS lon, precision, row_to_json(s)::text AS whole
           FROM published.site AS s WHERE name = 'Hộ kinh doanh Lê Thị Xoài'""",
    )
    assert (public["lat"], public["lon"]) != pytest.approx(POINT, abs=1e-4)
    assert public["precision"] == "legacy_commune"
    assert "10.448" not in public["whole"]
