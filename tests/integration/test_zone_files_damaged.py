"""Files with bytes changed or missing: read, or refused with a sentence; never anything else."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from ocopmap.ingest.vectorfiles import VectorFileError
from ocopmap.ingest.zonefiles.reading import read_zone_file
from tests.integration.zone_files import Drawn, dxf, geojson, parquet, square, written, zipped_shapefile

WRITERS: dict[str, Callable[[Path, Drawn], Path]] = {
    "gpkg": lambda folder, drawn: written(folder / "v.gpkg", drawn, 5897),
    "geojson": lambda folder, drawn: geojson(folder / "v.geojson", drawn),
    "kml": lambda folder, drawn: written(folder / "v.kml", drawn, driver="LIBKML"),
    "zip": lambda folder, drawn: zipped_shapefile(folder, drawn, 5897),
    "parquet": lambda folder, drawn: parquet(folder / "v.parquet", drawn),
    "dxf": lambda folder, drawn: dxf(folder / "v.dxf", drawn, 5897),
}
TRIES = 60


@pytest.mark.parametrize("kind", WRITERS)
def test_damaged_files_are_read_or_refused(tmp_path: Path, kind: str) -> None:
    drawn = Drawn()
    drawn.add(square(105.7, 10.4), layer="XOAI", text="Vùng xoài")
    sound = WRITERS[kind](tmp_path, drawn).read_bytes()
    chance = random.Random(kind)  # noqa: S311 - damage that can be repeated
    damaged = tmp_path / f"hong.{kind}"
    for _ in range(TRIES):
        damaged.write_bytes(_damage(sound, chance))
        try:
            read_zone_file(damaged, "EPSG:5897" if kind == "dxf" else None)
        except VectorFileError as error:
            assert str(error)  # noqa: PT017 - either outcome is right


def _damage(sound: bytes, chance: random.Random) -> bytes:
    content = bytearray(sound)
    if chance.random() < 0.3:
        del content[chance.randrange(1, len(content)) :]
    for _ in range(chance.choice((1, 5, 40))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)
