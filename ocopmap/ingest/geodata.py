"""Load the province's records from ``geodata/``: checked as a whole, placed, and written in one transaction."""

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, text

from ocopmap.database.gazetteer import build_geocoder
from ocopmap.geocoding import Place, Units
from ocopmap.ingest.dataset import Dataset, read_dataset
from ocopmap.ingest.placing import CommuneIndex, LatLon, Placer, communes_containing, published_point
from ocopmap.ingest.report import LoadReport
from ocopmap.ingest.writing import DATASET, write_dataset
from ocopmap.settings import Settings

_UNITS_PACKAGE: Final = "vietnamadminunits"
_READING: Final = ("catalogue/*.py", "geocoding/*.py", "database/gazetteer.py", "ingest/*.py")
"""Code that a record passes through on its way into the database."""


def load_geodata(engine: Engine, settings: Settings, units: Units) -> LoadReport:
    """Load ``settings.geodata_dir``, all or nothing; loading the same files again changes nothing.

    Raises:
        LoadError: the files are refused; nothing was written.
    """
    data = read_dataset(settings.geodata_dir)
    with engine.begin() as connection:
        around = _communes_around(connection, data)
        geocoder = build_geocoder(connection, settings, units, _places(data, around))
        placer = Placer(geocoder, CommuneIndex.load(connection), around)
        report = write_dataset(connection, data, placer, geocoder)
        _remember(connection, _fingerprint(connection, settings.geodata_dir))
    return report


def is_loaded(connection: Connection, settings: Settings) -> bool:
    """Tell whether these files were loaded over the present commune boundaries."""
    query = text("SELECT fingerprint FROM dataset_load WHERE dataset = :dataset")
    stored = connection.scalar(query, {"dataset": DATASET})
    return bool(stored == _fingerprint(connection, settings.geodata_dir))


def _fingerprint(connection: Connection, folder: Path) -> str:
    """Return a digest of the files, of what reads and places them, and of the boundaries they were checked against."""
    package = Path(__file__).parents[1]
    code = [path for room in _READING for path in package.glob(room)]
    files = [*folder.glob("*.csv"), *folder.glob("rules/*.yaml"), *code]
    # By name and content, not by path: a copy of the folder elsewhere is the same dataset.
    parts = [*sorted(map(_named_digest, files)), version(_UNITS_PACKAGE)]
    digest = hashlib.sha256("\n".join(parts).encode())
    boundaries = text("SELECT md5(string_agg(code || md5(ST_AsBinary(geom)), ',' ORDER BY code)) FROM commune")
    digest.update(str(connection.scalar(boundaries)).encode())
    return digest.hexdigest()


def _named_digest(path: Path) -> str:
    return f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def _remember(connection: Connection, fingerprint: str) -> None:
    connection.execute(
        text("""
            INSERT INTO dataset_load (dataset, fingerprint) VALUES (:dataset, :fingerprint)
            ON CONFLICT (dataset) DO UPDATE SET fingerprint = excluded.fingerprint, loaded_at = now()
        """),
        {"dataset": DATASET, "fingerprint": fingerprint},
    )


def _communes_around(connection: Connection, data: Dataset) -> dict[LatLon, str]:
    points = [published_point(line.row) for line in data.places]
    return communes_containing(connection, [point.latlon for point in points if point])


def _places(data: Dataset, around: Mapping[LatLon, str]) -> list[Place]:
    located = [(line.row.name, published_point(line.row)) for line in data.places]
    return [
        Place(name, point.latitude, point.longitude, point.precision, around.get(point.latlon))
        for name, point in located
        if point
    ]
