"""A database without rows that tests share by rolling back, and the application served over the records."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import httpx
import orjson
import pytest
from sqlalchemy import Connection, Engine

from ocopmap.database.cluster import Cluster
from ocopmap.database.gazetteer import LivingGeocoder, places_revision
from ocopmap.geocoding import Units
from ocopmap.layers.revisions import RenderCache
from ocopmap.server.context import Context
from ocopmap.settings import Settings
from tests.browser.serving import context_of, served
from tests.databases import copied

Serve = Callable[[Context], httpx.Client]
PATIENCE_S = 60
"""How long an answer may take: how fast they are is measured elsewhere, and here the machine may be busy."""


@pytest.fixture(scope="session")
def shared_engine(cluster: Cluster, template: str) -> Iterator[Engine]:
    """The owner's engine on a database without rows that nobody commits to."""
    with copied(cluster, template) as shared:
        yield shared


@pytest.fixture
def connection(shared_engine: Engine) -> Iterator[Connection]:
    """A connection of the owner to a database without rows; whatever it writes is rolled back."""
    with shared_engine.connect() as shared:
        yield shared
        shared.rollback()


@pytest.fixture(scope="session")
def front_end(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bundles as the build leaves them, small and without Node."""
    folder = tmp_path_factory.mktemp("dist")
    manifest: dict[str, object] = {"files": []}
    for bundle in ("map", "tour", "pages", "planner"):
        (folder / f"{bundle}.1.js").write_text("globalThis.ocopmap = {};", encoding="utf-8")
        (folder / f"{bundle}.1.css").write_text("body { margin: 0 }", encoding="utf-8")
        manifest[bundle] = {"script": f"{bundle}.1.js", "style": f"{bundle}.1.css"}
    for script in ("leaflet", "basemap", "worker"):
        (folder / f"{script}.1.js").write_text("0;", encoding="utf-8")
        manifest[script] = {"script": f"{script}.1.js"}
    (folder / "rescue.js").write_text("0;", encoding="utf-8")
    (folder / "favicon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    (folder / "manifest.json").write_bytes(orjson.dumps(manifest))
    return folder


@pytest.fixture(scope="session")
def served_settings(geodata_settings: Settings, front_end: Path) -> Settings:
    return geodata_settings.model_copy(update={"web_dist_dir": front_end})


@pytest.fixture(scope="session")
def context(loaded_engine: Engine, loaded_reader: Engine, served_settings: Settings, units: Units) -> Context:
    """What the application over the province's records shares among its requests."""
    return context_of(loaded_engine, loaded_reader, served_settings, units)


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Serve a context on a port of its own and give a client of it, until the end of the run."""
    with ExitStack() as running:

        def start(context: Context) -> httpx.Client:
            address = running.enter_context(served(context))
            return running.enter_context(_client(address))

        yield start


def _client(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, trust_env=False, timeout=PATIENCE_S)


@pytest.fixture(scope="session")
def client(serve: Serve, context: Context) -> httpx.Client:
    """A client of the application over the province's records."""
    return serve(context)


@pytest.fixture
def changing(context: Context, loaded_reader: Engine, loaded_copy_reader: Engine) -> Iterator[httpx.Client]:
    """A client of the application over records that the test may change."""
    with loaded_reader.connect() as connection:
        geocoder = LivingGeocoder(context.geocoder.at(connection), places_revision(connection))
    same = replace(context, engine=loaded_copy_reader, geocoder=geocoder, cache=RenderCache())
    with served(same) as address, _client(address) as client:
        yield client
