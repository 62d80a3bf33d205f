"""Records as a page's lists show them, and the numbers that its map gives them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from ocopmap.catalogue.places import Layer
from ocopmap.database.engine import today
from ocopmap.layers.records import Record
from ocopmap.server.addresses import record_address
from ocopmap.server.record_pages import sentences
from ocopmap.server.record_pages.seasons import Harvest, harvest, harvests, said
from ocopmap.server.record_pages.visiting import open_hours
from ocopmap.server.wording import Wording

Source = dict[str, str]
"""A source as pages show it: its ``name``, and its ``address`` if it can be opened, else an empty text."""

_ADDRESS: Final = re.compile(r"https?://[^\s;]+")
_CODE_FILE: Final = "public code file"
"""How the data say that coordinates were read in the source code of somebody's map."""
_MOST_MARKS: Final = 12
_MOTIFS: Final[Mapping[str, frozenset[str]]] = {
    "fruit": frozenset(
        {"mango", "orange", "mandarin", "pomelo", "kumquat", "durian", "dragon_fruit", "longan", "rambutan"}
        | {"star_apple", "soursop", "jackfruit", "watermelon", "pineapple", "banana", "coconut"}
    ),
    "fish": frozenset(
        {"fish", "pangasius", "snakehead_fish", "dried_fish", "fermented_fish", "fish_sauce", "clam", "shrimp_cracker"}
    ),
    "rice": frozenset({"rice"}),
    "lotus": frozenset({"lotus"}),
}
"""Drawings for what most products are made of: four fifths of them are of one group."""


@dataclass(frozen=True)
class Tile:
    """A record as lists of a page show it: a link with a symbol, its name and a line of facts."""

    layer: Layer
    name: str
    address: str
    motif: str
    stars: int | None
    note: str
    number: int | None = None
    """As the page's map counts it."""


def tile(
    words: Wording, layer: Layer, row: Mapping[str, Any], notes: Iterable[str | None] = (), number: int | None = None
) -> Tile:
    """Return a record of a list; notes that are not known are left out."""
    return Tile(
        layer=layer,
        name=row["name"],
        address=record_address(words.locale, layer, row["id"], row["name"]),
        motif=motif(layer, row),
        stars=row.get("stars"),
        note=" · ".join(each for each in notes if each),
        number=number,
    )


def motif(layer: Layer, record: Mapping[str, Any]) -> str:
    """Return the drawing that stands for a record: what it is made of, else its group, else its layer."""
    commodity = record.get("commodity") if layer is Layer.PRODUCT else None
    return next((name for name, codes in _MOTIFS.items() if commodity in codes), str(record.get("group") or layer))


class Shown:
    """What a template asks of a record: lists of tiles, facts, sources."""

    def __init__(self, words: Wording, record: Record) -> None:
        self._words = words
        self._record = record
        self.numbers: Mapping[str, int] = {}

    @property
    def tied(self) -> list[Record]:
        """The places that a product is linked to."""
        links = self._record.get("links", {})
        layers = (Layer.CRAFT_VILLAGE, Layer.TOURISM_POINT, Layer.SALES_POINT)
        return [row | {"layer": layer} for layer in layers for row in links.get(f"{layer}s", [])]

    @property
    def nearby(self) -> list[Record]:
        """The places in a commune or near a record that the map shows, in the order of their lists."""
        here = self._record.get("contents", {})
        linked = {row["layer"] for row in self.tied}
        near = {layer: rows for layer, rows in self._record.get("near", {}).items() if layer not in linked}
        order = (Layer.TOURISM_POINT, Layer.CRAFT_VILLAGE, Layer.SALES_POINT)
        order = order if here else (Layer.SALES_POINT, *order[:2])
        return [row for layer in order for row in (here.get(layer) or near.get(layer, []))][:_MOST_MARKS]

    def tiles(self, layer: Layer | str, rows: Iterable[Record]) -> list[Tile]:
        """Return records of one layer as tiles, each with the facts that tell it from its neighbours."""
        layer = Layer(layer)
        return [tile(self._words, layer, row, self._notes(layer, row), self.numbers.get(row["id"])) for row in rows]

    def _notes(self, layer: Layer, row: Record) -> Iterable[str | None]:
        words = self._words
        if layer is Layer.PRODUCT:
            yield words.name("validity.short", row["validity"]) if row.get("validity") != "unknown" else None
            if row.get("producer_name") and self._record["layer"] != Layer.PRODUCER:
                yield row["producer_name"]
        elif layer is Layer.ZONE:
            yield words.name("commodity", row["commodity"]) if row.get("commodity") else None
            yield words.t("card.hectares", n=row["declared_ha"]) if row.get("declared_ha") else None
        elif layer is not Layer.COMMUNE:
            yield sentences.kind(words, row | {"layer": layer})
            if self._record["layer"] != Layer.COMMUNE or "distance_m" in row:
                yield row.get("commune_name")
        if row.get("distance_m") is not None and layer is not Layer.ZONE:
            yield sentences.how_far(words, row, self._record if self._record["layer"] != Layer.COMMUNE else None)

    @property
    def harvest(self) -> Harvest | None:
        """When a product or zone is harvested; None where no source tells."""
        return harvest(self._words, self._record)

    @property
    def is_in_season(self) -> bool:
        """Whether this month is one of its harvest."""
        return today().month in (self._record.get("harvest_months") or ())

    @property
    def seasons(self) -> tuple[list[Harvest], list[str]]:
        """When what grows and is made in a commune is harvested, and of what none tells."""
        here = self._record["contents"]
        return harvests(self._words, [*here["zone"], *here["product"]])

    @property
    def open_hours(self) -> str | None:
        """When a site is open, in words; None where no source tells."""
        hours = self._record["visit"]["opening_hours"]
        return open_hours(self._words, hours) if hours else None

    @property
    def months_to_visit(self) -> str | None:
        """The months in which a site is most worth a visit; None where no source tells."""
        months = self._record["visit"]["season_months"]
        return said(self._words, months) if months else None

    def near(self, layer: Layer | str) -> list[Tile]:
        """Return the nearest records of a layer."""
        return self.tiles(layer, self._record.get("near", {}).get(layer, []))

    def linked(self, kind: str, layer: Layer | str) -> list[Tile]:
        """Return the records that a product is linked to."""
        return self.tiles(layer, self._record["links"][kind])

    def source(self, address: str | None) -> Source | None:
        """Return a source as a link, named by its site; a plan's file by its name alone."""
        if not address:
            return None
        if address.startswith(("https://", "http://")):
            return {"name": _site_of(address), "address": address}
        return {"name": address, "address": ""}

    def sources(self, rows: Iterable[Record]) -> list[Source]:
        """Return the sources that rows name, each once."""
        named = dict.fromkeys(row["source_url"] for row in rows if row["source_url"])
        return [found for address in named if (found := self.source(address))]

    @property
    def coordinate_sources(self) -> list[Source]:
        """Where coordinates come from, as readers know it; the record's own text names files and keys."""
        told = self._record.get("coordinate_source") or ""
        found: list[Source] = [{"name": _site_of(address), "address": address} for address in _ADDRESS.findall(told)]
        if _CODE_FILE in told:
            found.append({"name": self._words.t("read.code_file"), "address": ""})
        return found or [{"name": told, "address": ""}]


def _site_of(address: str) -> str:
    """Return the host of an address; the address itself where it has none."""
    try:
        return (urlsplit(address).hostname or address).removeprefix("www.")
    except ValueError:
        return address
