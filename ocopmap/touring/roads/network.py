"""The networks on this machine: each in a folder of its own, a pointer to the one in use.

``roads/builds/<key>/`` holds ``tiles.tar``, ``network.json`` and ``lock``, which whoever reads the tiles holds shared.
``roads/current`` is a symbolic link to one of them, switched by a rename.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

ATTRIBUTION: Final = "© OpenStreetMap contributors"
TILES: Final = "tiles.tar"
ABOUT: Final = "network.json"
LOCK: Final = "lock"
_POINTER: Final = "current"
_BUILDS: Final = "builds"


class About(BaseModel):
    """What is written beside a network's tiles."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    source: str
    """Name of the extract's file."""
    extract_date: datetime
    """Of the data in the extract; of its file where it does not say."""
    built_at: datetime
    bounds: tuple[float, float, float, float]
    """West, south, east and north of the roads, WGS 84 degrees."""
    area: str
    """What the extract was cropped to: ``province 82 + 10 km``, a bounding box, or ``whole``."""
    roads: int
    """Ways of a road kept."""
    ferries: int
    places: int
    """Streets, hamlets and points of interest found for the geocoder."""
    valhalla: str
    """Version that the tiles were built with."""


class Network:
    """A network that is whole: its folder and what is known of it."""

    def __init__(self, folder: Path, about: About) -> None:
        self.folder = folder
        self.about = about

    @property
    def tiles(self) -> Path:
        """The file of tiles."""
        return self.folder / TILES

    @property
    def size(self) -> int:
        """Bytes of the tiles.

        Raises:
            FileNotFoundError: they were deleted.
        """
        return self.tiles.stat().st_size


def roads_folder(state_dir: Path) -> Path:
    """Return the folder of all networks."""
    return state_dir / "roads"


def current_folder(roads: Path) -> Path | None:
    """Return the folder of the network in use, None where there is none."""
    try:
        return roads / _BUILDS / (roads / _POINTER).readlink().name
    except OSError:
        return None


def current_network(roads: Path) -> Network | None:
    """Return the network in use, None where there is none or it cannot be read."""
    folder = current_folder(roads)
    try:
        return Network(folder, About.model_validate_json((folder / ABOUT).read_bytes())) if folder else None
    except (OSError, ValidationError):
        return None


def install(roads: Path, made: Path, key: str) -> Network:
    """Move a finished folder to its place, point to it, and remove what nobody reads any more."""
    builds = roads / _BUILDS
    builds.mkdir(parents=True, exist_ok=True)
    target = builds / key
    (made / LOCK).touch()
    made.rename(target)
    _point(roads, target)
    remove_unused(roads)
    return Network(target, About.model_validate_json((target / ABOUT).read_bytes()))


def _point(roads: Path, target: Path) -> None:
    fresh = roads / f"{_POINTER}.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path(_BUILDS) / target.name)
    fresh.replace(roads / _POINTER)


def remove_unused(roads: Path) -> None:
    """Remove the networks that are neither pointed to nor read by any process."""
    current = current_folder(roads)
    for folder in (roads / _BUILDS).glob("*"):
        if folder != current:
            with suppress(OSError), _alone(folder / LOCK):
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold a lock that others hold shared.

    Raises:
        BlockingIOError: somebody holds it.
    """
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
