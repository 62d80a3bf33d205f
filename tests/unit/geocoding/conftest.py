import pytest

from ocopmap.geocoding import AddressRules, Geocoder, Units, load_units
from ocopmap.settings import Settings


@pytest.fixture(scope="session")
def units() -> Units:
    return load_units()


@pytest.fixture(scope="session")
def rules() -> AddressRules:
    return AddressRules.load(Settings().rules_dir / "addresses.yaml")


@pytest.fixture(scope="session")
def geocoder(units: Units, rules: AddressRules) -> Geocoder:
    return Geocoder(units, rules, province_code="82")
