"""What the geocoder learns from the database: points that people confirmed, and never where a household lives."""

import pytest
from sample_rows import PLACED, commune, producer, site
from sqlalchemy import Connection, Engine, text

from ocopmap.catalogue.places import Precision
from ocopmap.database.gazetteer import LivingGeocoder, build_geocoder, located_places, places_revision
from ocopmap.geocoding import Geocoder, Units
from ocopmap.settings import Settings

EXACT = PLACED | {"precision": "exact", "uncertainty_m": 20, "placed_by": "moved", "confidence": 1}


@pytest.fixture(scope="module")
def learned(loaded_engine: Engine, geodata_settings: Settings, units: Units) -> Geocoder:
    with loaded_engine.connect() as connection:
        return build_geocoder(connection, geodata_settings, units)


@pytest.mark.parametrize(
    "address",
    [
        "Quầy trưng bày, bán sản phẩm OCOP tại Vườn quốc gia Tràm Chim",
        "Quầy hàng tại Vườn quốc gia Tràm Chim, huyện Tam Nông",
        "quay luu niem vuon quoc gia tram chim",
    ],
)
def test_the_park_of_the_records_is_found_by_its_name(learned: Geocoder, address: str) -> None:
    found = learned.geocode(address)[0]
    assert found.commune_name == "Xã Tràm Chim"
    assert found.latitude == pytest.approx(10.725419)
    assert "Vườn quốc gia Tràm Chim" in found.explanation


def test_every_published_record_with_a_point_is_known_and_no_household(loaded_engine: Engine) -> None:
    with loaded_engine.connect() as connection:
        names = {place.name for place in located_places(connection)}
        open_sites = connection.scalars(
            text("SELECT name FROM published.site WHERE geom IS NOT NULL AND NOT is_withheld")
        ).all()
        withheld = connection.scalars(text("SELECT name FROM published.site WHERE is_withheld")).all()
    assert names == set(open_sites)
    assert withheld
    assert not names & (set(withheld) - set(open_sites))


def place(connection: Connection, key: str, legal_form: str = "llc", **given: object) -> str:
    return producer(connection, key, details={"legal_form": legal_form}, **(EXACT | given))


@pytest.fixture
def tram_chim(engine: Engine) -> int:
    with engine.begin() as connection:
        return commune(connection)


def test_a_household_becomes_no_place_until_it_releases_its_own(engine: Engine, tram_chim: int) -> None:
    with engine.begin() as connection:
        key = place(connection, "ba-nam", "household", name="Hộ bà Năm Sen Hồng", commune_id=tram_chim)
        assert located_places(connection) == []
        connection.execute(text("UPDATE site SET location_released = true WHERE id = :id"), {"id": key})
        assert [known.name for known in located_places(connection)] == ["Hộ bà Năm Sen Hồng"]


def test_what_is_not_published_becomes_no_place(engine: Engine, tram_chim: int) -> None:
    with engine.begin() as connection:
        place(connection, "an", commune_id=tram_chim, published=False)
        assert located_places(connection) == []


def test_a_confirmed_point_beats_a_guessed_one_of_the_same_name(
    engine: Engine, tram_chim: int, geodata_settings: Settings, units: Units
) -> None:
    guess = PLACED | {"precision": "commune", "geom": "POINT(105.61 10.41)"}
    with engine.begin() as connection:
        site(connection, "a", "sales_point", name="Trạm dừng Sen Hồng", commune_id=tram_chim, **guess)
        site(connection, "b", "tourism_point", name="Trạm dừng Sen Hồng", commune_id=tram_chim, **EXACT)
        geocoder = build_geocoder(connection, geodata_settings, units)
    found = geocoder.geocode("quầy ở Trạm dừng Sen Hồng")
    assert [(candidate.longitude, candidate.precision) for candidate in found] == [(105.65, Precision.EXACT)]


def test_a_running_geocoder_learns_what_people_confirm_and_forgets_what_they_withdraw(
    engine: Engine, reader: Engine, tram_chim: int, geodata_settings: Settings, units: Units
) -> None:
    with engine.begin() as connection:
        living = LivingGeocoder(build_geocoder(connection, geodata_settings, units), places_revision(connection))
    with reader.connect() as connection:
        first = living.at(connection)
        assert first.geocode("quầy ở Trạm dừng Sen Hồng") == []
    with engine.begin() as connection:
        site(connection, "b", "tourism_point", name="Trạm dừng Sen Hồng", commune_id=tram_chim, **EXACT)
    with reader.connect() as connection:
        taught = living.at(connection)
        assert taught.geocode("quầy ở Trạm dừng Sen Hồng")[0].longitude == 105.65
        assert living.at(connection) is taught
    with engine.begin() as connection:
        connection.execute(text("UPDATE site SET published = false"))
    with reader.connect() as connection:
        assert living.at(connection).geocode("quầy ở Trạm dừng Sen Hồng") == []
