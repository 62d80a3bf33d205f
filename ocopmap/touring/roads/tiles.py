"""Valhalla's own programs, one stage after another: from a PBF to one file of tiles."""

import json
import subprocess
import tarfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from ocopmap.touring.roads.errors import RoadsError

PARSING: Final = (
    "initialize",
    "parseways",
    "parserelations",
    "parseareaways",
    "parsenodes",
    "buildareas",
    "constructedges",
)
"""Stages whose result is files of their own: what was read stays read."""
ASSEMBLING: Final = ("build", "enhance", "filter", "hierarchy", "shortcuts", "restrictions", "validate", "cleanup")
"""Stages that change the tiles in place: broken off, they begin again with the first."""
_TOO_LITTLE_MEMORY: Final = -9


@dataclass(frozen=True)
class Means:
    """What the building may use: threads, and megabytes of tiles held in memory at once."""

    threads: int
    cache_mb: int


def valhalla_version() -> str:
    """Return the version of the library."""
    return version("pyvalhalla")


def build_admins(folder: Path, pbf: Path, means: Means) -> None:
    """Write down the countries, for the side that one drives on; without any border the right side is taken."""
    _run("valhalla_build_admins", folder, means, ["-c", str(_config(folder, means)), str(pbf)])


def run_stages(stages: Sequence[str], folder: Path, pbf: Path, means: Means, told: Callable[[int, int], None]) -> None:
    """Run stages over the tiles in a folder.

    Raises:
        RoadsError: one of them failed.
    """
    (folder / "tiles").mkdir(exist_ok=True)
    config = _config(folder, means)
    for number, stage in enumerate(stages):
        told(number, len(stages))
        arguments = ["-c", str(config), "-s", stage, "-e", stage, "-j", str(means.threads), str(pbf)]
        _run("valhalla_build_tiles", folder, means, arguments)
    told(len(stages), len(stages))


def pack(folder: Path, target: Path) -> None:
    """Write the tiles as one file, which Valhalla maps into memory: readers keep what they opened.

    Raises:
        RoadsError: there are no tiles.
    """
    tiles = sorted((folder / "tiles").rglob("*.gph"))
    if not tiles:
        raise RoadsError("Valhalla không dựng được ô đường nào từ tệp này.")
    with tarfile.open(target, "w") as tar:
        for tile in tiles:
            tar.add(tile, arcname=str(tile.relative_to(folder / "tiles")))


def _config(folder: Path, means: Means) -> Path:
    import valhalla  # noqa: PLC0415 - large, and needed by no other command

    config: dict[str, Any] = valhalla.get_config(tile_extract="", tile_dir=folder)
    config["mjolnir"].update(
        tile_dir=str(folder / "tiles"),
        admin=str(folder / "admins.sqlite"),
        timezone="",
        landmarks="",
        traffic_extract="",
        transit_dir="",
        transit_feeds_dir="",
        concurrency=means.threads,
        max_cache_size=means.cache_mb * 10**6,
    )
    config["additional_data"]["elevation"] = ""
    path = folder / "valhalla.json"
    path.write_text(json.dumps(config), encoding="utf-8")
    return path


def _run(program: str, folder: Path, means: Means, arguments: Sequence[str]) -> None:
    """Run one of the library's programs, which lie in the package's own folder."""
    found = find_spec("valhalla")
    if found is None or found.origin is None:
        raise RoadsError("Thiếu gói pyvalhalla; hãy chạy lại bước cài đặt.")
    log = folder / "valhalla.log"
    with log.open("ab") as output:
        command = [str(Path(found.origin).parent / "bin" / program), *arguments]
        done = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, check=False)  # noqa: S603 - fixed programs
    if done.returncode == _TOO_LITTLE_MEMORY:
        raise RoadsError(
            f"{program} bị máy dừng, thường vì thiếu bộ nhớ; "
            f"hãy chạy lại với --threads 1 --memory {means.cache_mb // 2}."
        )
    if done.returncode:
        raise RoadsError(f"{program} dừng giữa chừng (mã {done.returncode}); nhật ký ở {log}.")
