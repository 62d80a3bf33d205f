import sys
from pathlib import Path

import pytest

from ocopmap.geocoding import AddressRules, Geocoder, Units
from ocopmap.settings import Settings

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))


@pytest.fixture(scope="session")
def units() -> Units:
    return Units.load()


@pytest.fixture(scope="session")
def rules() -> AddressRules:
    return AddressRules.load(Settings().rules_dir / "addresses.yaml")


@pytest.fixture(scope="session")
def geocoder(units: Units, rules: AddressRules) -> Geocoder:
    return Geocoder(units, rules, province_code="82")
