"""Polygons to try things on: approximate ones always, the official ones too where their folder is at hand."""

import pytest
from boundary_samples import OFFICIAL

from ocopmap.geocoding import Commune, Units, load_units
from ocopmap.ingest.boundaries.approximate import approximate
from ocopmap.ingest.boundaries.common import Polygons
from ocopmap.ingest.boundaries.local import read_local

PROVINCE = "82"


@pytest.fixture(scope="session")
def units() -> Units:
    return load_units()


@pytest.fixture(scope="session")
def communes(units: Units) -> tuple[Commune, ...]:
    return units.province_communes[PROVINCE]


@pytest.fixture(scope="session")
def synthetic(units: Units) -> Polygons:
    return approximate(units, PROVINCE)


@pytest.fixture(scope="session", params=["synthetic", *(["official"] if OFFICIAL.is_dir() else [])])
def polygons(request, synthetic, communes) -> Polygons:
    return synthetic if request.param == "synthetic" else read_local(OFFICIAL, communes)


@pytest.fixture(autouse=True)
def without_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
