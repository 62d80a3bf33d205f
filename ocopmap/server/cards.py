"""What the card of a record says: the picture that stands for its page in others' posts."""

import textwrap
from typing import Any, Final

from ocopmap.catalogue.places import Layer
from ocopmap.layers.records import Record
from ocopmap.server.frame import drawn_motif
from ocopmap.server.record_pages.sentences import kind
from ocopmap.server.record_pages.tiles import motif
from ocopmap.server.sheets.record_map import COLOURS
from ocopmap.server.wording import Wording

_LONGEST_NAME: Final = 80
_LONGEST_LINE: Final = 70


def card(words: Wording, record: Record, province: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the data of a record's card, and its drawings by file name; ``record`` needs nothing of what is around."""
    layer = Layer(record["layer"])
    is_product = layer is Layer.PRODUCT
    detail = words.name("group", record["group"]) if is_product else kind(words, record)
    place = province if layer is Layer.COMMUNE else record.get("commune_name") or province
    data = {
        "locale": words.locale,
        "title": record["name"],
        "brand": words.t("frame.site", province=province),
        "kicker": _line(" · ".join(filter(None, [words.t(f"layer.one.{layer}"), detail]))),
        "name": textwrap.shorten(record["name"], _LONGEST_NAME, placeholder="…"),
        "stars": record.get("stars"),
        "stars_words": words.name("stars", record["stars"]) if record.get("stars") else None,
        "place": _line(place),
        "tint": COLOURS[layer],
    }
    return data, {"motif.svg": drawn_motif(motif(layer, record), COLOURS[layer])}


def _line(text: str) -> str:
    return textwrap.shorten(text, _LONGEST_LINE, placeholder="…")
