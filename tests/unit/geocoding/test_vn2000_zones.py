"""The central meridian of every province, checked against the EPSG register, which names the provinces of each zone."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS
from pyproj.database import query_crs_info

from ocopmap.geocoding import AddressRules, Geocoder, Units
from ocopmap.geocoding.centres import metres_between
from ocopmap.geocoding.text import fold
from ocopmap.geocoding.units import split_name
from ocopmap.geocoding.vn2000 import from_plane, to_plane

_NOT_PROVINCES = re.compile(r"\b(?:Vietnam|and|provinces?|city|cities|municipality)\b|-(?= )|\.$")
_IN_REGISTER = {"Thua Thien Hue": "Hue", "Ha Tay": ""}
"""Thừa Thiên Huế became Huế on 1 January 2025; Hà Tây became part of Hà Nội in 2008."""

ZONES = (
    *(103.0, 104.0, 104.5, 104.75, 105.0, 105.5, 105.75, 106.0, 106.25, 106.5),
    *(107.0, 107.25, 107.5, 107.75, 108.0, 108.25, 108.5),
)


def registered() -> dict[str, float]:
    """Folded name of each province -> central meridian of its zone in the register."""
    found = {}
    for crs in query_crs_info(auth_name="EPSG"):
        area = crs.area_of_use.name if crs.area_of_use else None
        if crs.name.startswith("VN-2000 / TM-3") and area and "onshore" not in area:
            meridian = _meridian(CRS.from_epsg(int(crs.code)))
            found |= {fold(name): meridian for name in _provinces(area)}
    return found


def _provinces(area: str) -> Iterator[str]:
    for part in re.split(r"[,;]|\band\b", area):
        name = " ".join(_NOT_PROVINCES.sub(" ", part).replace("-", " ").split())
        if named := _IN_REGISTER.get(name, name):
            yield named


def _meridian(crs: CRS) -> float:
    operation = crs.coordinate_operation
    assert operation is not None
    (value,) = [p.value for p in operation.params or () if p.name == "Longitude of natural origin"]
    return float(value)


def test_every_province_has_the_meridian_of_the_register(units: Units, rules: AddressRules) -> None:
    ours = {
        fold(split_name(province.name)[1]).replace("-", " "): rules.meridians[code]
        for code, province in units.legacy_provinces.items()
    }
    assert len(ours) == 63
    assert ours == registered()


def test_every_province_of_today_is_read_and_knows_its_zones(units: Units, rules: AddressRules) -> None:
    zones = {}
    for code, province in units.provinces.items():
        geocoder = Geocoder(units, rules, province_code=code)
        commune = units.province_communes[code][0]
        assert geocoder.geocode(f"{commune.name}, {province.name}")[0].commune_code == commune.code
        zones[code] = geocoder.meridians
    assert len(zones) == 34
    assert zones["82"] == (105.0, 105.75)
    assert zones["68"] == (107.75, 108.5)
    assert zones["04"] == (105.75,)
    assert {meridian for found in zones.values() for meridian in found} == set(ZONES)


@given(st.sampled_from(ZONES), st.floats(-1.5, 1.5), st.floats(8.4, 23.4))
def test_a_point_goes_there_and_back_in_every_zone(meridian: float, beside: float, latitude: float) -> None:
    point = latitude, meridian + beside
    assert metres_between(from_plane(*to_plane(point, meridian), meridian), point) < 0.1


@pytest.mark.parametrize("meridian", ZONES)
def test_the_middle_of_a_zone_is_500_km_east(meridian: float) -> None:
    northing, easting = to_plane((10.5, meridian), meridian)
    assert easting == pytest.approx(500_000, abs=300)
    assert northing == pytest.approx(1_161_000, abs=1_000)
