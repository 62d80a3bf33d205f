"""What planners choose beside the day: a commune, what counts as far, a page of a long list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from sqlalchemy import Connection

from ocopmap.layers.communelist import commune_names
from ocopmap.layers.filters import FilterError
from ocopmap.layers.pages import successors
from ocopmap.server.planning_pages.asked import AskedPage

FAR_KM: Final = 20.0
MAX_KM: Final = 200
PAGE_SIZE: Final = 50


@dataclass(frozen=True)
class Chunk:
    """A page of a long list."""

    rows: Sequence[Any]
    total: int
    number: int
    pages: int
    address: Callable[[int], str]
    """Of a page of the list, by its number."""

    @property
    def first(self) -> int:
        """Number of the page's first row."""
        return (self.number - 1) * PAGE_SIZE + 1


def far_km(asked: AskedPage) -> float:
    """Return how many kilometres count as far.

    Raises:
        FilterError: it is no number, or none that a province has room for.
    """
    text = asked.value("km")
    if text is None:
        return FAR_KM
    try:
        km = float(text.replace(",", "."))
    except ValueError as error:
        raise FilterError.of("km", "problem.km", most=MAX_KM) from error
    return possible_km(km)


def possible_km(km: float) -> float:
    """Return kilometres that may count as far.

    Raises:
        FilterError: they are none that a province has room for.
    """
    if not 0 < km <= MAX_KM:
        raise FilterError.of("km", "problem.km", most=MAX_KM)
    return km


def commune_asked(connection: Connection, asked: AskedPage, province: str) -> str | None:
    """Return the name of the commune that the page is narrowed to, None where it is not.

    Raises:
        FilterError: there is none of that code; where it was one of before July 2025, naming what it went to.
    """
    code = asked.value("commune")
    if code is None:
        return None
    name = commune_names(connection, province).get(code)
    if name is not None:
        return name
    now = successors(connection, code) if code.isascii() and code.isdigit() else []
    if now:
        places = ", ".join(f"{each['name']} ({each['id']})" for each in now)
        raise FilterError.of("commune", "problem.commune_retired", was=now[0]["label"], now=places)
    raise FilterError.of("commune", "problem.commune_unknown", value=code[:40])


def within(asked: AskedPage, rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the rows of the commune asked for, all where none is."""
    code = asked.value("commune")
    return [row for row in rows if code is None or row.get("commune_code", row["id"]) == code]


def page_number(asked: AskedPage) -> int:
    """Return the number of the page asked for.

    Raises:
        FilterError: it is no number from 1.
    """
    text = asked.value("page") or "1"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10_000):
        raise FilterError.of("page", "problem.page", most=9_999)
    return int(text)


def chunk(asked: AskedPage, rows: Sequence[Any], total: int | None = None) -> Chunk:
    """Return a page of a list: of all its rows, or where ``total`` is given of what was read of it.

    Raises:
        FilterError: there is no such page.
    """
    number = page_number(asked)
    whole = len(rows) if total is None else total
    pages = max(1, ceil(whole / PAGE_SIZE))
    if number > pages:
        raise FilterError.of("page", "problem.page", most=pages)
    shown = rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE] if total is None else rows
    return Chunk(shown, whole, number, pages, lambda n: asked.with_(page=n if n > 1 else None))
