"""Features of the filtered layers as GeoJSON."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from ocopmap.database.engine import today
from ocopmap.layers.features import Cursor, feature_collection, parse_limit
from ocopmap.layers.filters import parse_filter
from ocopmap.layers.reading import reading
from ocopmap.layers.revisions import revisions
from ocopmap.server.context import Shared
from ocopmap.server.responses import GEOJSON, send

router = APIRouter(prefix="/api/v1", tags=["features"])


class FilterQuery(BaseModel):
    """Parameters of the filter, each repeated or listing values with commas."""

    model_config = ConfigDict(extra="forbid")

    stars: list[str] = []
    group: list[str] = []
    set: list[str] = []
    commodity: list[str] = []
    validity: list[str] = []
    season: list[str] = []
    commune: list[str] = []
    legacy_commune: list[str] = []
    q: list[str] = []
    bbox: list[str] = []
    as_of: list[str] = []


class FeatureQuery(FilterQuery):
    """The filter, the layers, and paging."""

    layer: list[str] = []
    limit: str | None = None
    cursor: str | None = None


@router.get(
    "/features.geojson",
    responses={
        200: {"content": {GEOJSON: {}}},
        304: {"description": "not modified"},
        400: {"description": "a parameter is unknown or impossible"},
    },
)
def features(request: Request, shared: Shared, query: Annotated[FeatureQuery, Query()]) -> Response:
    """Return a page of features: by layer, then by name in the order of a Vietnamese dictionary."""
    chosen = parse_filter(query.model_dump(exclude={"limit", "cursor"}), today=today())
    size = parse_limit(query.limit)
    after = Cursor.decode(query.cursor) if query.cursor else None
    with reading(shared.engine, chosen.as_of) as connection:
        key = (chosen.key(), size, after, revisions(connection, chosen.layers))
        rendered = shared.cache.get_or_render(
            key, lambda: feature_collection(connection, chosen, shared.settings.province, size, after)
        )
    return send(request, rendered, GEOJSON)
