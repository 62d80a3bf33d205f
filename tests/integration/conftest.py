"""A private PostGIS for the run: one cluster a process, and for every test a database copied from a template."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from ocopmap.catalogue.places import BoundarySource
from ocopmap.database import migrate
from ocopmap.database.cluster import Cluster, cluster_running
from ocopmap.database.engine import owner_engine, reader_engine
from ocopmap.database.postgres import DATABASE
from ocopmap.geocoding import Units
from ocopmap.ingest.boundaries.approximate import approximate
from ocopmap.ingest.boundaries.ensure import ensure_communes, install_boundaries
from ocopmap.ingest.geodata import load_geodata
from ocopmap.settings import PROJECT_ROOT, Settings

STATEMENT_TIMEOUT_MS = 5_000
_numbers = count(1)


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
    return Units.load()


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    """Name of a database with the schema and no rows."""
    with _owner(cluster, DATABASE) as engine:
        migrate.upgrade(engine)
    return DATABASE


@pytest.fixture(scope="session")
def loaded_template(cluster: Cluster, template: str, units: Units, geodata_settings: Settings) -> str:
    """Name of a database with communes, approximate boundaries and the province's records."""
    name = _copy(cluster, template)
    with _owner(cluster, name) as engine:
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
    with _copied(cluster, template) as fresh:
        yield fresh


@pytest.fixture(scope="session")
def shared_engine(cluster: Cluster, template: str) -> Iterator[Engine]:
    """The owner's engine on a database without rows that nobody commits to."""
    with _copied(cluster, template) as shared:
        yield shared


@pytest.fixture
def connection(shared_engine: Engine) -> Iterator[Connection]:
    """A connection of the owner to a database without rows; whatever it writes is rolled back."""
    with shared_engine.connect() as shared:
        yield shared
        shared.rollback()


@pytest.fixture
def reader(cluster: Cluster, engine: Engine) -> Iterator[Engine]:
    """The public's engine on the database of ``engine``."""
    with _reader(cluster, engine) as public:
        yield public


@pytest.fixture(scope="session")
def loaded_engine(cluster: Cluster, loaded_template: str) -> Iterator[Engine]:
    """The owner's engine on the province's records, shared by all tests: only read through it."""
    with _copied(cluster, loaded_template) as shared:
        yield shared


@pytest.fixture(scope="session")
def loaded_reader(cluster: Cluster, loaded_engine: Engine) -> Iterator[Engine]:
    """The public's engine on the province's records."""
    with _reader(cluster, loaded_engine) as public:
        yield public


@pytest.fixture
def loaded_copy(cluster: Cluster, loaded_template: str) -> Iterator[Engine]:
    """The owner's engine on the province's records, in a database that the test may change."""
    with _copied(cluster, loaded_template) as fresh:
        yield fresh


@pytest.fixture
def loaded_copy_reader(cluster: Cluster, loaded_copy: Engine) -> Iterator[Engine]:
    """The public's engine on the database of ``loaded_copy``."""
    with _reader(cluster, loaded_copy) as public:
        yield public


@contextmanager
def _owner(cluster: Cluster, name: str) -> Iterator[Engine]:
    engine = owner_engine(cluster.url(name))
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _reader(cluster: Cluster, engine: Engine) -> Iterator[Engine]:
    public = reader_engine(cluster.reader_url(str(engine.url.database)), STATEMENT_TIMEOUT_MS)
    try:
        yield public
    finally:
        public.dispose()


@contextmanager
def _copied(cluster: Cluster, template: str) -> Iterator[Engine]:
    name = _copy(cluster, template)
    try:
        with _owner(cluster, name) as engine:
            yield engine
    finally:
        _administer(cluster, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _copy(cluster: Cluster, template: str) -> str:
    name = f"copy_{next(_numbers)}"
    _administer(cluster, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def _administer(cluster: Cluster, statement: str) -> None:
    """Run a statement from a database that is nobody's template."""
    engine = create_engine(cluster.url("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
