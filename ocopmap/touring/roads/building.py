"""From an extract to the network in use: in stages, of which a broken-off run repeats only the last."""

import fcntl
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ocopmap.geocoding import AddressRules
from ocopmap.touring.roads import tiles
from ocopmap.touring.roads.blobs import Extract, open_extract
from ocopmap.touring.roads.cropping import Area, Crop, Found, StageTold
from ocopmap.touring.roads.errors import RoadsError
from ocopmap.touring.roads.naming import write_places
from ocopmap.touring.roads.network import ABOUT, TILES, About, Network, install
from ocopmap.touring.routing.rules import RoadRules

_WAY_OF_BUILDING: Final = 1
"""Changed when the same extract would make another network."""


@dataclass(frozen=True)
class Order:
    """What to build."""

    file: Path
    area: Area | None
    """WGS 84 degrees; None for all of the extract."""
    area_name: str
    means: tiles.Means


class Building:
    """A network being built in a folder of its own, which remembers the stages that are done."""

    def __init__(self, roads: Path, order: Order, rules: RoadRules, words: AddressRules, told: StageTold) -> None:
        """Take the folder up, or begin it.

        Raises:
            RoadsError: the extract is no PBF or cut off.
        """
        self._roads, self._order, self._rules, self._words, self._told = roads, order, rules, words, told
        self._extract = open_extract(order.file)
        self._key = _key(self._extract, order)
        self._folder = roads / "work" / self._key
        self._folder.mkdir(parents=True, exist_ok=True)
        self._crop = self._folder / "crop.osm.pbf"

    @property
    def places(self) -> Path:
        """The file of places for the geocoder, once they were found."""
        return self._folder / "places.jsonl"

    @property
    def extract_date(self) -> datetime:
        """When the data of the extract were current."""
        return self._extract.date()

    def make(self) -> None:
        """Run the stages that are not done yet.

        Raises:
            RoadsError: the extract is of no use, or Valhalla failed.
        """
        self._stage("cropped", self._do_crop)
        self._stage("named", self._do_name)
        self._stage("countries", lambda: tiles.build_admins(self._folder, self._crop, self._order.means))
        self._stage("parsed", lambda: self._run("parse", tiles.PARSING))
        self._stage("assembled", lambda: self._run("assemble", tiles.ASSEMBLING))
        self._stage("packed", self._do_pack)

    def switch(self) -> Network:
        """Put the network in use, whole and at once, and clear up."""
        network = install(self._roads, self._folder / "made", f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{self._key[:8]}")
        shutil.rmtree(self._roads / "work")
        return network

    def _stage(self, name: str, work: Callable[[], None]) -> None:
        mark = self._folder / f"{name}.done"
        if not mark.exists():
            work()
            mark.touch()

    def _do_crop(self) -> None:
        named = self._rules.places.named
        unfinished = self._folder / "unfinished.osm.pbf"
        found = Crop(self._extract, self._order.area, named, self._told).write(unfinished)
        unfinished.rename(self._crop)
        (self._folder / "found.json").write_text(json.dumps(asdict(found)), encoding="utf-8")

    def _do_name(self) -> None:
        write_places(self._crop, self._rules.places, self._words, self.places)

    def _run(self, name: str, stages: tuple[str, ...]) -> None:
        tiles.run_stages(
            stages,
            self._folder,
            self._crop,
            self._order.means,
            lambda done, total: self._told(name, done, total),
        )

    def _do_pack(self) -> None:
        made = self._folder / "made"
        made.mkdir(exist_ok=True)
        tiles.pack(self._folder, made / TILES)
        found = Found(**json.loads((self._folder / "found.json").read_text(encoding="utf-8")))
        with self.places.open(encoding="utf-8") as lines:
            count = sum(1 for _ in lines)
        about = About(
            source=self._order.file.name,
            extract_date=self._extract.date(),
            built_at=datetime.now(UTC),
            bounds=self._order.area.bounds if self._order.area else (found.west, found.south, found.east, found.north),
            area=self._order.area_name,
            roads=found.roads,
            ferries=found.ferries,
            places=count,
            valhalla=tiles.valhalla_version(),
        )
        (made / ABOUT).write_text(about.model_dump_json(indent=2), encoding="utf-8")


@contextmanager
def building(roads: Path, order: Order, rules: RoadRules, words: AddressRules, told: StageTold) -> Iterator[Building]:
    """Give the building of a network; there is one at a time, and older unfinished ones are removed.

    Raises:
        RoadsError: another is being built, or the extract is no PBF or cut off.
    """
    roads.mkdir(parents=True, exist_ok=True)
    with (roads / "build.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RoadsError("Đang có một lần dựng mạng đường khác; hãy đợi nó xong.") from error
        begun = Building(roads, order, rules, words, told)
        for other in (roads / "work").iterdir():
            if other.name != begun._key:
                shutil.rmtree(other)
        yield begun


def _key(extract: Extract, order: Order) -> str:
    """Return what tells this work from others: the same file, area and programs make the same network."""
    about = extract.path.stat()
    area = "" if order.area is None else order.area.wkt
    parts = (extract.path.resolve(), about.st_size, about.st_mtime_ns, area, tiles.valhalla_version(), _WAY_OF_BUILDING)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
