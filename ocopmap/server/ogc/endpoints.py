"""The addresses of the OGC API: features and tiles as tipg answers them, what describes them in our words."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from morecantile import TileMatrixSets
from morecantile import tms as tile_matrix_sets
from tipg.collections import CollectionList
from tipg.factory import Endpoints, OGCFeaturesFactory, OGCTilesFactory
from tipg.resources.enums import MediaType

from ocopmap.server.addresses import DATA, OGC
from ocopmap.server.context import ReaderLocale
from ocopmap.server.frame import site_root
from ocopmap.server.messages import messages
from ocopmap.server.ogc.asked import all_collections, collection, json_only, schema_only
from ocopmap.server.ogc.collections import LayerCollection
from ocopmap.server.ogc.systems import CRS84, systems
from ocopmap.server.responses import OrjsonResponse

_SPEC: Final = "http://www.opengis.net/spec/"
_KEPT: Final = {
    "ogcapi-common-1/1.0": ("core", "landingPage", "json", "oas30"),
    "ogcapi-common-2/1.0": ("collections",),
    "ogcapi-features-1/1.0": ("core", "oas30", "geojson"),
    "ogcapi-features-2/1.0": ("crs",),
    "ogcapi-features-3/1.0": ("filter", "features-filter", "queryables"),
    "cql2/1.0": (
        *("cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators", "arithmetic"),
        *("case-insensitive-comparison", "accent-insensitive-comparison"),
        *("basic-spatial-functions", "spatial-functions"),
    ),
    "ogcapi-tiles-1/1.0": ("core", "oas30", "mvt", "tileset", "tilesets-list"),
}
"""Standards and their classes that are kept."""
_SCHEMA: Final = "https://json-schema.org/draft/2020-12/schema"
_TILING: Final = TileMatrixSets({"WebMercatorQuad": tile_matrix_sets.get("WebMercatorQuad")})

Link = dict[str, Any]


class _Here:
    """Names addresses in full, as the rest of the site does: by the setting, else by where the request came to."""

    router: APIRouter

    def url_for(self, request: Request, name: str, **path: Any) -> str:  # noqa: ANN401 - tipg's
        """Return the address of a route."""
        root = site_root(request, request.app.state.context.site)
        return f"{root}{OGC}{self.router.url_path_for(name, **path)}"


class LayerTiles(_Here, OGCTilesFactory):
    """Vector tiles by tipg."""


class LayerFeatures(_Here, OGCFeaturesFactory):
    """Features by tipg; collections and their columns described in the reader's language."""

    def _collections_route(self) -> None:
        @self.router.get("/collections", name="collections", tags=["OGC Features"])
        def collections(
            request: Request,
            found: Annotated[CollectionList, Depends(all_collections)],
            form: Annotated[MediaType | None, Depends(json_only)] = None,
        ) -> Response:
            """List the layers."""
            described = [self._described(request, each) for each in found["collections"]]
            links = [_link(self.url_for(request, "collections"), "self", MediaType.json)]
            body = {"links": links, "crs": list(systems()), "collections": described}
            return OrjsonResponse(body | {"numberMatched": len(described), "numberReturned": len(described)})

    def _collection_route(self) -> None:
        @self.router.get("/collections/{collectionId}", name="collection", tags=["OGC Features"])
        def one_collection(
            request: Request,
            found: Annotated[LayerCollection, Depends(collection)],
            form: Annotated[MediaType | None, Depends(json_only)] = None,
        ) -> Response:
            """Describe a layer."""
            return OrjsonResponse(self._described(request, found))

    def _queryables_route(self) -> None:
        @self.router.get("/collections/{collectionId}/queryables", name="queryables", tags=["OGC Features"])
        def queryables(
            request: Request,
            found: Annotated[LayerCollection, Depends(collection)],
            form: Annotated[MediaType | None, Depends(schema_only)] = None,
        ) -> Response:
            """Describe a layer's columns."""
            body = {
                "$schema": _SCHEMA,
                "$id": self.url_for(request, "queryables", collectionId=found.id),
                "type": "object",
                "title": found.title,
                "description": found.description,
                "properties": {each.name: _schema(each) for each in found.properties},
                "additionalProperties": False,
            }
            return OrjsonResponse(body, media_type=MediaType.schemajson.value)

    def _described(self, request: Request, found: Any) -> dict[str, Any]:  # noqa: ANN401 - a collection of tipg
        def address(name: str) -> str:
            return self.url_for(request, name, collectionId=found.id)

        tilesets = f"{address('collection')}/tiles"
        return {
            "id": found.id,
            "title": found.title,
            "description": found.description,
            "itemType": "feature",
            "extent": found.extent.model_dump(exclude_none=True, mode="json") if found.bounds else None,
            "crs": list(systems()),
            "storageCrs": CRS84,
            "links": [
                _link(address("collection"), "self", MediaType.json, found.title),
                _link(address("items"), "items", MediaType.geojson, found.title),
                _link(address("queryables"), "http://www.opengis.net/def/rel/ogc/1.0/queryables", MediaType.schemajson),
                _link(tilesets, "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", MediaType.json),
            ],
        }


class LayerEndpoints(_Here, Endpoints):
    """Landing page, conformance, features and tiles."""

    def _landing_route(self) -> None:
        @self.router.get("/", name="landing", tags=["OGC Common"])
        def landing(
            request: Request,
            locale: ReaderLocale,
            form: Annotated[MediaType | None, Depends(json_only)] = None,
        ) -> Response:
            """Say what is here."""
            texts, site = messages(locale), request.app.state.context.site
            root = site_root(request, site)
            here = self.url_for(request, "landing")
            links = [
                _link(here, "self", MediaType.json, texts["ogc.landing"]),
                _link(f"{here}api", "service-desc", MediaType.openapi30_json, texts["ogc.definition"]),
                _link(root + DATA[locale], "service-doc", MediaType.html, texts["ogc.page"]),
                _link(self.url_for(request, "conformance"), "conformance", MediaType.json, texts["ogc.conformance"]),
                _link(f"{here}collections", "data", MediaType.json, texts["ogc.collections"]),
                _link(
                    f"{here}tileMatrixSets",
                    "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes",
                    MediaType.json,
                    texts["ogc.tiling"],
                ),
            ]
            title = texts["ogc.title"].format(province=site.province.name)
            return OrjsonResponse({"title": title, "description": texts["ogc.about"], "links": links})

    def _conformance_route(self) -> None:
        @self.router.get("/conformance", name="conformance", tags=["OGC Common"])
        def conformance(
            form: Annotated[MediaType | None, Depends(json_only)] = None,
        ) -> Response:
            """Say which standards are kept."""
            kept = [f"{_SPEC}{standard}/conf/{each}" for standard, classes in _KEPT.items() for each in classes]
            return OrjsonResponse({"conformsTo": kept})

    def register_routes(self) -> None:
        """Add the routes of features and tiles; no viewer, which would ask third parties."""
        shared: dict[str, Any] = {"collection_dependency": collection, "with_common": False}
        self.ogc_features = LayerFeatures(collections_dependency=all_collections, **shared)
        self.ogc_tiles = LayerTiles(supported_tms=_TILING, with_viewer=False, **shared)
        self.router.include_router(self.ogc_features.router)
        self.router.include_router(self.ogc_tiles.router)


def _link(address: str, relation: str, kind: MediaType, title: str | None = None) -> Link:
    link = {"href": address, "rel": relation, "type": kind.value}
    return link | {"title": title} if title else link


def _schema(column: Any) -> dict[str, Any]:  # noqa: ANN401 - a column of tipg
    if column.is_geometry:
        return {"format": f"geometry-{column.geometry_type.lower()}", "x-ogc-role": "primary-geometry"}
    kind = {"integer": "integer", "smallint": "integer"}.get(column.type, column.json_type)
    found = {"title": column.name, "description": column.description, "type": kind}
    return found | {"format": "date"} if column.type == "date" else found
