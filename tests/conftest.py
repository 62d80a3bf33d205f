"""A private PostGIS for the run: one cluster a process, and for every test a database copied from a template."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine

from ocopmap.catalogue.places import BoundarySource
from ocopmap.database import migrate
from ocopmap.database.cluster import Cluster, cluster_running
from ocopmap.database.postgres import DATABASE
from ocopmap.geocoding import Units, load_units
from ocopmap.ingest.boundaries.approximate import approximate
from ocopmap.ingest.boundaries.ensure import ensure_communes, install_boundaries
from ocopmap.ingest.geodata import load_geodata
from ocopmap.settings import PROJECT_ROOT, Settings
from ocopmap.touring.roads.network import roads_folder
from tests.databases import copied, copy, owner_of, reader_of
from tests.networks import build, order, write_network

settings.register_profile(
    "busy machine", deadline=None
)  # how long an example takes says nothing of whether it is right
settings.load_profile("busy machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a person keep the screens as they look now, after a change that was wanted."""
    parser.addoption("--renew-screens", action="store_true", help="keep the pictures of the main screens anew")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A server of this process alone, in a folder whose name is short enough for its socket."""
    folder = Path(tempfile.mkdtemp(prefix="ocopmap-"))
    folder.chmod(0o755)  # as root, the server runs under another account
    with cluster_running(folder, durable=False) as running:
        yield running
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def units() -> Units:
    return load_units()


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    """Name of a database with the schema and no rows."""
    with owner_of(cluster, DATABASE) as engine:
        migrate.upgrade(engine)
    return DATABASE


@pytest.fixture(scope="session")
def loaded_template(cluster: Cluster, template: str, units: Units, geodata_settings: Settings) -> str:
    """Name of a database with communes, approximate boundaries and the province's records."""
    name = copy(cluster, template)
    with owner_of(cluster, name) as engine:
        ensure_communes(engine, geodata_settings, units)
        polygons = approximate(units, geodata_settings.province)
        install_boundaries(engine, polygons, BoundarySource.APPROXIMATE)
        load_geodata(engine, geodata_settings, units)
    return name


@pytest.fixture(scope="session")
def geodata_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a machine where nothing was downloaded."""
    return Settings(state_dir=tmp_path_factory.mktemp("state"), geodata_dir=PROJECT_ROOT / "geodata", province="82")


@pytest.fixture
def engine(cluster: Cluster, template: str) -> Iterator[Engine]:
    """The owner's engine on a fresh database: the schema and no rows."""
    with copied(cluster, template) as fresh:
        yield fresh


@pytest.fixture
def reader(cluster: Cluster, engine: Engine) -> Iterator[Engine]:
    """The public's engine on the database of ``engine``."""
    with reader_of(cluster, engine) as public:
        yield public


@pytest.fixture(scope="session")
def loaded_engine(cluster: Cluster, loaded_template: str) -> Iterator[Engine]:
    """The owner's engine on the province's records, shared by all tests: only read through it."""
    with copied(cluster, loaded_template) as shared:
        yield shared


@pytest.fixture(scope="session")
def loaded_reader(cluster: Cluster, loaded_engine: Engine) -> Iterator[Engine]:
    """The public's engine on the province's records."""
    with reader_of(cluster, loaded_engine) as public:
        yield public


@pytest.fixture
def loaded_copy(cluster: Cluster, loaded_template: str) -> Iterator[Engine]:
    """The owner's engine on the province's records, in a database that the test may change."""
    with copied(cluster, loaded_template) as fresh:
        yield fresh


@pytest.fixture
def loaded_copy_reader(cluster: Cluster, loaded_copy: Engine) -> Iterator[Engine]:
    """The public's engine on the database of ``loaded_copy``."""
    with reader_of(cluster, loaded_copy) as public:
        yield public


@pytest.fixture(scope="session")
def road_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder with the hand-written road network in use: only read through it."""
    state = tmp_path_factory.mktemp("roads")
    build(roads_folder(state), order(write_network(state / "hand.osm.pbf")))
    return state
