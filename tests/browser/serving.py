"""The real application on a free port of this machine, served from a thread."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from sqlalchemy import Engine

from ocopmap.database.access import Database
from ocopmap.geocoding import Units
from ocopmap.server.app import create_app
from ocopmap.server.context import Context
from ocopmap.server.startup import make_context
from ocopmap.settings import Settings

BASEMAP = "https://basemap.invalid/"
PATIENCE_S = 60


def context_of(owner: Engine, reader: Engine, settings: Settings, units: Units) -> Context:
    """Return the context of a server whose basemap is at an address that does not exist."""
    settings = settings.model_copy(update={"basemap_url": BASEMAP + "{z}/{x}/{y}.png"})
    return make_context(Database(owner=owner, reader=reader), settings, units)


@contextmanager
def served(context: Context) -> Iterator[str]:
    """Serve until left; give the address, without a slash at its end."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(create_app(context), log_level="warning", lifespan="on"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        deadline = time.monotonic() + PATIENCE_S
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        try:
            yield "http://{}:{}".format(*listening.getsockname())
        finally:
            server.should_exit = True
            thread.join(PATIENCE_S)
