"""The layers as collections of tipg, made anew when a layer has changed."""

from collections.abc import Mapping
from threading import Lock
from typing import Any, Final

import asyncpg
from sqlalchemy import Engine
from tipg.collections import Column, ItemList, PgCollection

from ocopmap.catalogue.places import Layer
from ocopmap.layers.reading import reading
from ocopmap.layers.revisions import revisions
from ocopmap.layers.systems import WGS84
from ocopmap.layers.tables import GEOMETRY, LayerTable, layer_table
from ocopmap.server.messages import Locale, messages
from ocopmap.server.ogc.systems import CRS84, System, systems

_TYPES: Final[Mapping[str, str]] = {"int4": "integer", "int2": "smallint", "bool": "boolean"}
"""tipg's names of types where they are not PostgreSQL's own."""


class LayerCollection(PgCollection):
    """A layer: read by its own SELECT, its geometries sent in the system asked for."""

    source: str
    system: System = systems()[CRS84]

    def _from(self, function_parameters: dict[str, str] | None, params: list[Any]) -> str:
        return f"FROM ({self.source}) AS item"

    async def features(self, conn: asyncpg.Connection, **asked: Any) -> ItemList:  # noqa: ANN401 - tipg's
        """Return the features asked for; no layer has a time of its own, so none is left out by one."""
        found: ItemList = await super().features(conn, **asked | {"datetime_filter": None})
        for item in found["items"]:
            item["geometry"] = self.system.place(item["geometry"])
        return found

    def asked_in(self, system: System) -> "LayerCollection":
        """Return the same collection for an answer in a system."""
        return self.model_copy(update={"system": system})


class Catalogue:
    """The collections of both languages as of the layers' present revisions; safe for threads."""

    def __init__(self, engine: Engine, province: str) -> None:
        self._engine = engine
        self._province = province
        self._state: object = None
        self._kept: dict[Locale, dict[str, LayerCollection]] = {}
        self._lock = Lock()

    def collections(self, locale: Locale) -> dict[str, LayerCollection]:
        """Return the collections by id, their titles in a language."""
        with self._lock, reading(self._engine) as connection:
            state = revisions(connection, Layer)
            if state != self._state:
                tables = [layer_table(connection, layer, self._province) for layer in Layer]
                self._kept = {each: _named(tables, each) for each in ("vi", "en")}
                self._state = state
            return self._kept[locale]


def _named(tables: list[LayerTable], locale: Locale) -> dict[str, LayerCollection]:
    return {str(table.layer): _collection(table, locale) for table in tables}


def _collection(table: LayerTable, locale: Locale) -> LayerCollection:
    texts = messages(locale)
    columns = [
        Column(name=name, type=_TYPES.get(kind, kind), description=texts[f"column.{name}"])
        for name, kind in table.types.items()
    ]
    geometry = Column(
        name=GEOMETRY, type="geometry", geometry_type=table.geometry_type, srid=WGS84, bounds=table.extent or []
    )
    return LayerCollection(
        type="Table",
        id=str(table.layer),
        table=str(table.layer),
        schema="published",
        title=texts[f"layer.{table.layer}"],
        description=texts[f"lists.about.{table.layer}"],
        table_columns=[*columns, geometry],
        properties=[*columns, geometry],
        id_column=columns[0],
        geometry_column=geometry,
        source=table.sql,
    )
