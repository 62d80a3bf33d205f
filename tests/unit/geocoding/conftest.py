import pytest

from ocopmap.geocoding import AddressRules, Geocoder, Units
from ocopmap.settings import Settings


@pytest.fixture(scope="session")
def units() -> Units:
    return Units.load()


@pytest.fixture(scope="session")
def rules() -> AddressRules:
    return AddressRules.load(Settings().rules_dir / "addresses.yaml")


@pytest.fixture(scope="session")
def geocoder(units: Units, rules: AddressRules) -> Geocoder:
    return Geocoder(units, rules, province_code="82")
