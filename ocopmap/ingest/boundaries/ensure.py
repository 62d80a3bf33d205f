"""See to it that the communes have polygons: the official ones where they can be had, else approximate ones."""

from collections import Counter
from pathlib import Path

from sqlalchemy import Engine, text

from ocopmap.catalogue.places import BoundarySource
from ocopmap.geocoding import Units
from ocopmap.ingest.boundaries.approximate import approximate
from ocopmap.ingest.boundaries.clean import clean
from ocopmap.ingest.boundaries.common import BoundaryError, Polygons, Progress, no_progress
from ocopmap.ingest.boundaries.load import load_boundaries
from ocopmap.ingest.boundaries.official import Manifest, fetch_official, missing_files
from ocopmap.ingest.communes import communes_loaded, load_communes
from ocopmap.settings import Settings

_FIRST_START_BUDGET_S = 60
_HOW_TO_FETCH = "chạy “ocopmap boundaries fetch” để tải ranh giới chính thức"

_SOURCES = text("SELECT boundary_source FROM commune WHERE valid_to IS NULL AND province_code = :province")


def ensure_boundaries(engine: Engine, settings: Settings, units: Units, progress: Progress = no_progress) -> str:
    """Load communes and polygons where there are none yet; return what was done, in Vietnamese.

    The network is tried once: a later start keeps approximate polygons, unless official ones wait in the cache.
    Without network this takes less than 4 seconds.
    """
    ensure_communes(engine, settings, units)
    sources = _sources(engine, settings.province)
    total = sources.total()
    if sources[BoundarySource.OFFICIAL] == total:
        return f"Ranh giới chính thức của {total} xã, phường đã có."
    if sources[BoundarySource.APPROXIMATE] == total and not _cached(settings):
        return f"Đang dùng ranh giới gần đúng của {total} xã, phường; {_HOW_TO_FETCH}."
    try:
        polygons = fetch_boundaries(settings, units, progress, budget_s=_FIRST_START_BUDGET_S)
        return install_boundaries(engine, polygons, BoundarySource.OFFICIAL)
    except (BoundaryError, OSError) as error:
        done = install_boundaries(engine, approximate(units, settings.province), BoundarySource.APPROXIMATE)
        return f"{error} {done} Có mạng thì {_HOW_TO_FETCH}."


def fetch_boundaries(
    settings: Settings, units: Units, progress: Progress = no_progress, *, budget_s: float = 300
) -> Polygons:
    """Return the official polygons of the province served, from the cache or the network.

    Raises:
        BoundaryError: no address is known for the province, or a file cannot be had.
    """
    manifest = _manifest(settings)
    if manifest is None:
        raise BoundaryError(f"Chưa có địa chỉ tải ranh giới chính thức của tỉnh mã {settings.province}.")
    communes = units.province_communes[settings.province]
    return fetch_official(manifest, communes, _cache(settings), progress, budget_s=budget_s)


def install_boundaries(
    engine: Engine, polygons: Polygons, source: BoundarySource, *, replace_official: bool = False
) -> str:
    """Clean polygons and load them for every commune or for none; return what was done, in Vietnamese.

    Raises:
        BoundaryError: as :func:`clean` and :func:`load_boundaries`.
    """
    cleaned = clean(polygons)
    with engine.begin() as connection:
        count = load_boundaries(connection, cleaned, source, replace_official=replace_official)
    if source is BoundarySource.APPROXIMATE:
        return f"Đã nạp ranh giới gần đúng của {count} xã, phường."
    change = f"{max(cleaned.area_change.values()):.2%}".replace(".", ",")
    return f"Đã nạp ranh giới chính thức của {count} xã, phường; làm sạch làm đổi diện tích nhiều nhất {change}."


def ensure_communes(engine: Engine, settings: Settings, units: Units) -> None:
    """Load the communes of the province, old and new, unless they are there."""
    with engine.begin() as connection:
        if not communes_loaded(connection, settings.province, units):
            manifest = _manifest(settings)
            load_communes(connection, settings.province, units, manifest.areas_km2 if manifest else None)


def _sources(engine: Engine, province: str) -> Counter[str | None]:
    with engine.connect() as connection:
        return Counter(connection.scalars(_SOURCES, {"province": province}))


def _manifest(settings: Settings) -> Manifest | None:
    if not (settings.geodata_dir / "boundaries.yaml").is_file():
        return None
    manifest = Manifest.load(settings.geodata_dir)
    return manifest if manifest.province == settings.province else None


def _cache(settings: Settings) -> Path:
    return settings.state_dir / "boundaries"


def _cached(settings: Settings) -> bool:
    manifest = _manifest(settings)
    return manifest is not None and not missing_files(manifest, _cache(settings))
