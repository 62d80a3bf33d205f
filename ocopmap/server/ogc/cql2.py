"""What a CQL2 filter may say: comparisons, places, sums over a layer's own columns.

The library turns any name into a call of the database's function of that name, and its reader falls with the whole
process over expressions nested some thousand times; so depth is told before it reads, and every name after.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from cql2 import Expr

from ocopmap.layers.filters import FilterError

_LOGIC: Final = {"and", "or", "not"}
_COMPARISONS: Final = {"=", "<>", "<", ">", "<=", ">=", "like", "between", "in", "isNull"}
_SUMS: Final = {"+", "-", "*", "/", "%"}
_PLACES: Final = {f"s_{name}" for name in ("intersects", "within", "contains", "disjoint", "equals", "touches")} | {
    "s_crosses",
    "s_overlaps",
}
_TIMES: Final = {"t_after", "t_before"}
_ALLOWED: Final = _LOGIC | _COMPARISONS | _SUMS | _PLACES | _TIMES | {"casei", "accenti"}
_IN_DATABASE: Final = {"accenti": "unaccent"}
"""Functions of the standard that the database has under another name."""

_LONGEST: Final = 4_000
_DEEPEST: Final = 30
_CHAINED: Final = re.compile(r"[+*/%^]|\bnot\b|-(?!\d)", re.IGNORECASE)
_MOST_CHAINED: Final = 100
_LITERALS: Final = ("date", "timestamp")


def parsed(text: str, columns: Collection[str]) -> Expr:
    """Return a filter in CQL2 text or JSON over the columns of a layer, its geometries in CRS84.

    Raises:
        FilterError: it cannot be read, or asks for what a filter may not.
    """
    if len(text) > _LONGEST:
        raise _refused("problem.too_long", most=_LONGEST)
    if _depth(text) > _DEEPEST or len(_CHAINED.findall(text)) > _MOST_CHAINED:
        raise _refused("problem.filter_too_deep")
    if "\x00" in text:
        raise _refused("problem.bad_character")
    return _read(_checked(_read(text).to_json(), columns))


def _read(said: Any) -> Expr:  # noqa: ANN401 - text or JSON
    try:
        return Expr(said)
    except Exception as error:  # the library raises no class of its own
        raise _refused("problem.filter_unreadable") from error


def _depth(text: str) -> int:
    depth = deepest = 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        deepest = max(deepest, depth)
    return deepest


def _checked(node: Any, columns: Collection[str]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(node, list):
        return [_checked(each, columns) for each in node]
    if not isinstance(node, Mapping):
        return node
    if "op" in node:
        return _operation(str(node["op"]), node.get("args", []), columns)
    if "property" in node:
        return _property(str(node["property"]), columns)
    if "bbox" in node:
        return _box(node["bbox"])
    if "type" in node or any(name in node for name in _LITERALS):
        return dict(node)
    raise _refused("problem.filter_unreadable")


def _operation(name: str, arguments: Any, columns: Collection[str]) -> dict[str, Any]:  # noqa: ANN401 - JSON
    if name not in _ALLOWED:
        raise _refused("problem.not_a_choice", value=name[:40], choices=", ".join(sorted(_ALLOWED)))
    return {"op": _IN_DATABASE.get(name, name), "args": _checked(arguments, columns)}


def _property(name: str, columns: Collection[str]) -> dict[str, Any]:
    if name not in columns:
        raise _refused("problem.not_a_choice", value=name[:40], choices=", ".join(columns))
    return {"property": name}


def _box(box: list[float]) -> dict[str, Any]:
    """Return a box as a polygon, which carries its coordinate system where a bare box would have none."""
    if len(box) != 4:
        raise _refused("problem.bbox_numbers")
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _refused(key: str, **shown: object) -> FilterError:
    return FilterError.of("filter", key, **shown)
