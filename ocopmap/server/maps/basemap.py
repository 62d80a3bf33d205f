"""What lies under the map: raster tiles, vector tiles in one PMTiles file (ours or another site's), or nothing."""

import struct
from dataclasses import dataclass
from pathlib import Path

from ocopmap.server.maps.elements import FrontEndCall, RasterBasemap, VectorBasemap
from ocopmap.settings import SettingError, Settings

OWN_ADDRESS = "/basemap.pmtiles"
"""Where a file of this machine is served."""

_HEADER_BYTES = 127
_OFFSETS = struct.Struct("<7sB8Q")
"""PMTiles version 3: magic, version, then offset and length of root, metadata, leaves and tiles."""
_TILE_COMPRESSION, _TILE_TYPE = 98, 99
_READABLE_COMPRESSIONS = {1, 2}
"""None and gzip: what every browser can undo."""
_MVT = 1


class BasemapError(SettingError):
    """The basemap that was chosen cannot be used."""


@dataclass(frozen=True)
class Basemap:
    """The basemap of the settings; at most one of ``raster_url`` and ``vector_url`` is set."""

    attribution: str
    raster_url: str | None = None
    vector_url: str | None = None
    file: Path | None = None
    """The PMTiles file of this machine that stands behind ``vector_url``."""

    def element(self, vector_script: str) -> FrontEndCall | None:
        """Return the call that draws it, or None for no basemap; ``vector_script`` is what draws vector tiles."""
        if self.vector_url:
            return VectorBasemap(url=self.vector_url, script=vector_script, attribution=self.attribution)
        if self.raster_url:
            return RasterBasemap(url=self.raster_url, attribution=self.attribution)
        return None


def chosen_basemap(settings: Settings) -> Basemap:
    """Return the basemap of the settings; a PMTiles file comes before raster tiles.

    Raises:
        BasemapError: the file cannot be read or is no whole file of vector tiles.
    """
    attribution = settings.basemap_attribution
    if not settings.basemap_pmtiles:
        return Basemap(attribution, raster_url=settings.basemap_url or None)
    if settings.basemap_pmtiles.startswith("https://"):
        return Basemap(attribution, vector_url=settings.basemap_pmtiles)
    file = Path(settings.basemap_pmtiles)
    _check(file)
    return Basemap(attribution, vector_url=OWN_ADDRESS, file=file)


def _check(file: Path) -> None:
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            head = opened.read(_HEADER_BYTES)
    except OSError as error:
        raise BasemapError(f"OCOPMAP_BASEMAP_PMTILES: không đọc được tệp {file}.") from error
    fault = _fault(head, size)
    if fault:
        raise BasemapError(f"OCOPMAP_BASEMAP_PMTILES: {file} {fault}.")


def _fault(head: bytes, size: int) -> str | None:
    """Return what is wrong with a file of ``size`` bytes that begins with ``head``."""
    if len(head) < _HEADER_BYTES or not head.startswith(b"PMTiles"):
        return "không phải là tệp PMTiles"
    _, version, *places = _OFFSETS.unpack_from(head)
    if version != 3:
        return f"là PMTiles phiên bản {version}, ở đây chỉ đọc được phiên bản 3"
    if any(offset + length > size for offset, length in zip(places[::2], places[1::2], strict=True)):
        return "bị cắt cụt; hãy chép lại tệp"
    if head[_TILE_TYPE] != _MVT or head[_TILE_COMPRESSION] not in _READABLE_COMPRESSIONS:
        return "không chứa ô véc-tơ (MVT) không nén hay nén gzip"
    return None
