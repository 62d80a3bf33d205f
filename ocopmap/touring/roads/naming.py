"""Streets, hamlets and points of interest of a map, as the geocoder takes them."""

import json
from collections.abc import Iterator
from pathlib import Path

import osmium
from osmium.osm import NODE, WAY
from osmium.osm.types import Node, Way

from ocopmap.catalogue.places import Precision
from ocopmap.geocoding import AddressRules
from ocopmap.geocoding.rules import Minor
from ocopmap.geocoding.text import joined, words_of
from ocopmap.touring.routing.rules import PlaceRules

_LONGEST = 120
_TELLING_WORDS = 3


def write_places(pbf: Path, rules: PlaceRules, words: AddressRules, target: Path) -> None:
    """Write the places of a map, one a line: name, precision, geometry as WKB in hexadecimal (WGS 84)."""
    factory = osmium.geom.WKBFactory()
    reader = osmium.FileProcessor(str(pbf), NODE | WAY).with_locations().with_filter(osmium.filter.KeyFilter("name"))
    with target.open("w", encoding="utf-8") as lines:
        for each in reader:
            if not isinstance(each, Node | Way):
                continue
            for name, precision in _named(each, rules, words):
                try:
                    wkb = factory.create_point(each) if isinstance(each, Node) else factory.create_linestring(each)
                except RuntimeError:
                    continue  # a way of one place, or one whose nodes are not in the file
                lines.write(json.dumps([name, precision, wkb], ensure_ascii=False) + "\n")


def _named(each: Node | Way, rules: PlaceRules, words: AddressRules) -> Iterator[tuple[str, Precision]]:
    name = " ".join((each.tags.get("name") or "").split())
    if not name or len(name) > _LONGEST:
        return
    if each.tags.get("place") in rules.hamlets:
        yield _announced(name, Minor.HAMLET, rules.hamlet_word, words), Precision.HAMLET
    elif isinstance(each, Way) and each.tags.get("highway") in rules.streets:
        yield _announced(name, Minor.STREET, rules.street_word, words), Precision.STREET
    elif _is_telling(name, rules) and any(each.tags.get(key) in values for key, values in rules.named.items()):
        yield name, Precision.EXACT


def _announced(name: str, kind: Minor, word: str, words: AddressRules) -> str:
    """Return a name with its kind in front: streets and hamlets are looked for only behind such a word."""
    found = words_of(name)
    meaning, length = words.meaning_at(found, 0) if found else (None, 0)
    if meaning and meaning.minor is kind and length < len(found):
        return name
    return f"{word} {name}"


def _is_telling(name: str, rules: PlaceRules) -> bool:
    """Tell whether a name can mean nothing else: it says what it is, and more than that."""
    found = joined(name)
    return len(words_of(name)) >= _TELLING_WORDS and any(found.startswith(joined(begin)) for begin in rules.begins)
