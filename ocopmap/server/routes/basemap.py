"""The PMTiles file of this machine, of which browsers fetch the ranges that they need."""

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse

from ocopmap.server.context import Shared
from ocopmap.server.maps.basemap import OWN_ADDRESS

router = APIRouter(include_in_schema=False)


@router.get(OWN_ADDRESS)
def basemap(shared: Shared) -> FileResponse:
    """Return the file or the ranges asked for."""
    file = shared.site.basemap.file
    if file is None or not file.is_file():
        raise HTTPException(404)
    return FileResponse(file, media_type="application/vnd.pmtiles", headers={"Cache-Control": "public, max-age=3600"})
