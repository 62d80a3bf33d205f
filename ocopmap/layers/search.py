"""Search as one types: over the names of every layer, of communes and of the old communes they were formed from."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    RowMapping,
    Select,
    and_,
    case,
    column,
    func,
    or_,
    select,
    table,
    text,
)

from ocopmap.catalogue.places import Layer
from ocopmap.layers.filters import MAX_TEXT, FilterError
from ocopmap.layers.matching import Range, matched_ranges

MAX_HITS = 50
_MAX_WORDS = 10
_MAX_CANDIDATES = 1_000
"""How many entries are ranked: all of a province's; of many more, those that the index gives first."""
_ENOUGH = 3
"""With fewer hits than this, the words are taken for mistyped."""
_MAX_MEANT = 8
_SHORT = 3
"""A word of fewer letters is found at the beginning of words only."""

ENTRY = table(
    "search_entry",
    *map(column, ("layer", "id", "name", "formerly", "province_code", "commune_code", "commune_name")),
    *map(column, ("plain", "named", "searched", "short_number")),
    schema="published",
)
# Which index serves depends on the words: a plan made without them reads the whole table.
_FOLDED = text("SELECT published.words(:query), set_config('plan_cache_mode', 'force_custom_plan', true)")
_SHOWN = (ENTRY.c.layer, ENTRY.c.id, ENTRY.c.name, ENTRY.c.formerly, ENTRY.c.commune_code, ENTRY.c.commune_name)


class Match(StrEnum):
    """How a hit meets what was asked, the best first."""

    EXACT = "exact"
    PREFIX = "prefix"
    CONTAINS = "contains"
    TYPO = "typo"


_MATCHES = (Match.EXACT, Match.PREFIX, Match.PREFIX, Match.CONTAINS, Match.PREFIX, Match.CONTAINS)
"""What the ranks of :func:`_rank` are called; a rank beyond them is no hit."""


@dataclass(frozen=True)
class Hit:
    """A record found. ``formerly`` is the old commune that was asked for, where the record is its successor.

    ``matched`` are the ranges to be marked in ``formerly`` if there is one, else in ``name``.
    """

    layer: Layer
    id: str
    name: str
    formerly: str | None
    commune_code: str | None
    commune_name: str | None
    match: Match
    matched: tuple[Range, ...]


def checked_query(value: str) -> str:
    """Return what is asked for.

    Raises:
        FilterError: nothing, too much, or what no text can hold.
    """
    if not value.strip():
        raise FilterError.of("q", "problem.empty_value")
    if len(value) > MAX_TEXT:
        raise FilterError.of("q", "problem.too_long", most=MAX_TEXT)
    if not value.replace(" ", "").isprintable():
        raise FilterError.of("q", "problem.bad_character")
    return value


def folded_words(connection: Connection, query: str) -> tuple[str, ...]:
    """Return the words of a query as the index knows them; none when it has only signs."""
    found = connection.execute(_FOLDED, {"query": query}).scalar_one()
    return tuple(found.split())


def search(connection: Connection, words: Sequence[str], province: str, limit: int) -> list[Hit]:
    """Return the records whose names meet all of the folded words, the best first.

    Words around a name count too: its maker and place, and what either language calls its commodity and group. Where
    hardly anything is found, words one or two letters away are tried. Communes are those of the province.
    """
    asked = tuple(words[:_MAX_WORDS])
    if not asked:
        return []
    rows = connection.execute(_exact(asked, province, limit)).mappings().all()
    hits = [_hit(row, asked, _MATCHES[row["rank"]]) for row in rows]
    return hits if len(hits) >= min(limit, _ENOUGH) else hits + _mistyped(connection, asked, province, limit, hits)


def _exact(words: Sequence[str], province: str, limit: int) -> Select[tuple[object, ...]]:
    """Select what has all of the words, in order of rank; what begins with them is looked at before anything else."""
    whole = " ".join(words)
    begins = ENTRY.c.plain.like(f"{whole}%")
    heads = select(ENTRY).where(begins).order_by(ENTRY.c.plain).limit(_MAX_CANDIDATES)
    others = select(ENTRY).where(~begins, or_(*_anywhere(words))).limit(_MAX_CANDIDATES)
    found = heads.subquery().select().union_all(others.subquery().select()).subquery()
    rank = _rank(found, words)
    order = (rank, ~found.c.named.like(f"% {whole}%"), func.length(found.c.plain), found.c.name, found.c.id)
    shown = [found.c[part.name] for part in _SHOWN]
    here = or_(found.c.layer != str(Layer.COMMUNE), found.c.province_code == province)
    return select(*shown, rank.label("rank")).where(here, rank < len(_MATCHES)).order_by(*order).limit(limit)


def _anywhere(words: Sequence[str]) -> list[ColumnElement[bool]]:
    """Return what makes a hit, each to be found by an index: all words, the words as one."""
    found = [and_(*(ENTRY.c.searched.like(_within(word)) for word in words))]
    if len(words) > 1:
        found.append(ENTRY.c.searched.like(_within("".join(words))))
    return found


def _within(word: str) -> str:
    return f"%{word}%" if len(word) >= _SHORT else f"% {word}%"


def _rank(entry: FromClause, words: Sequence[str]) -> ColumnElement[int]:
    """Return 0 for the whole name, 1 its beginning, 2 beginnings of its words, 3 within them, 4 and 5 around it."""
    whole = " ".join(words)
    named, searched, plain = entry.c.named, entry.c.searched, entry.c.plain
    return case(
        (or_(plain == whole, named == f" {whole} "), 0),
        (or_(plain.like(f"{whole}%"), named.like(f" {whole}%")), 1),
        (and_(*(named.like(f"% {word}%") for word in words)), 2),
        (and_(*(named.like(_within(word)) for word in words)), 3),
        (and_(*(searched.like(f"% {word}%") for word in words)), 4),
        (or_(and_(*(searched.like(_within(word)) for word in words)), searched.like(_within("".join(words)))), 5),
        else_=len(_MATCHES),
    )


def _mistyped(
    connection: Connection, words: Sequence[str], province: str, limit: int, known: Sequence[Hit]
) -> list[Hit]:
    """Return further hits for words that may have been meant, the fewest changed letters first."""
    vocabulary = (connection.scalar(text("SELECT string_agg(word, ' ') FROM published.search_word")) or "").split()
    meant = [_meant(word, vocabulary) for word in words]
    joined = _meant("".join(words), vocabulary) if len(words) > 1 else {}
    found = [and_(*(or_(*(ENTRY.c.searched.like(f"% {one}%") for one in each)) for each in meant))]
    found += [ENTRY.c.searched.like(f"% {one} %") for one in joined]
    here = or_(ENTRY.c.layer != str(Layer.COMMUNE), ENTRY.c.province_code == province)
    query = select(*_SHOWN, ENTRY.c.named, ENTRY.c.searched).where(or_(*found), here).limit(_MAX_CANDIDATES)
    seen = {(hit.layer, hit.id, hit.formerly) for hit in known}
    rows = [row for row in connection.execute(query).mappings() if _identity(row) not in seen]
    rows.sort(key=lambda row: (*_distance(row, meant), len(row["named"]), row["name"], row["id"]))
    every = [one for each in (*meant, joined) for one in each]
    return [_hit(row, every, Match.TYPO) for row in rows[: limit - len(known)]]


def _meant(word: str, vocabulary: Sequence[str]) -> dict[str, int]:
    """Return the words that one may stand for, itself too, each with how many letters are other than typed."""
    furthest = 0 if len(word) < _SHORT else 1 if len(word) < 6 else 2
    near = extract(word, vocabulary, scorer=OSA.distance, score_cutoff=furthest, limit=_MAX_MEANT) if furthest else []
    return {word: 0} | {found: int(distance) for found, distance, _ in near}


def _distance(row: RowMapping, meant: Sequence[dict[str, int]]) -> tuple[int, int]:
    """Return how many letters were changed to find a row, and how many words are not in its name."""
    changed = sum(min((n for one, n in each.items() if f" {one}" in row["searched"]), default=2) for each in meant)
    return changed, sum(not any(f" {one}" in row["named"] for one in each) for each in meant)


def _identity(row: RowMapping) -> tuple[Layer, str, str | None]:
    return Layer(row["layer"]), row["id"], row["formerly"] or None


def _hit(row: RowMapping, words: Sequence[str], match: Match) -> Hit:
    layer, key, formerly = _identity(row)
    ranges = matched_ranges(formerly or row["name"], words)
    return Hit(layer, key, row["name"], formerly, row["commune_code"], row["commune_name"], match, ranges)
