"""The catalogue of what can be had as data, for other catalogues to harvest."""

from fastapi import APIRouter, Request, Response

from ocopmap.catalogue.places import Layer
from ocopmap.database.engine import today
from ocopmap.layers.reading import reading
from ocopmap.layers.revisions import revisions
from ocopmap.server.addresses import CATALOGUE
from ocopmap.server.context import Shared
from ocopmap.server.files.opendata import catalogue, offers
from ocopmap.server.frame import naming_us, site_root
from ocopmap.server.responses import json_bytes, send

router = APIRouter(include_in_schema=False)


@router.get(CATALOGUE)
def dcat_catalogue(request: Request, shared: Shared) -> Response:
    """Return the catalogue as JSON-LD."""
    root, day = site_root(request, shared.site), today()
    with reading(shared.engine, day) as connection:
        key = ("catalogue", root, day, revisions(connection, Layer))
        rendered = shared.cache.get_or_render(
            key, lambda: json_bytes(catalogue(offers(connection, shared.settings.province), shared, root))
        )
    return send(request, rendered, "application/ld+json", naming_us(shared.site))
