"""Find the header of a register by what its words mean, wherever it stands and on one row or two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import yaml
from rapidfuzz import fuzz, process

from ocopmap.geocoding.text import fold
from ocopmap.ingest.registers.errors import RegisterError
from ocopmap.ingest.registers.rules import RegisterRules, longest_within
from ocopmap.ingest.registers.sheet import Row, column_letter, folded, text_of

SEARCHED_ROWS: Final = 40
"""Rows at the top of a sheet among which the header is looked for."""
_FEWEST_FIELDS: Final = 3
_LIKENESS: Final = 90.0
_EXACT, _WITHIN, _LIKE = 3, 2, 1


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column holds: a field, of a round of recognition (from 0) or of the row (None)."""

    field: str
    round: int | None = None


@dataclass
class Header:
    """Where the table begins and what its columns are, counted from 0."""

    first_data_row: int
    titles: list[str]
    columns: dict[Meaning, int]
    unknown: list[str] = field(default_factory=list)

    @cached_property
    def folded_titles(self) -> frozenset[str]:
        """The titles, to tell where they are repeated."""
        return frozenset(map(fold, self.titles))

    def title(self, column: int) -> str:
        """Return what a person calls a column."""
        title = self.titles[column] if column < len(self.titles) else ""
        return title or f"cột {column_letter(column)}"


@dataclass(frozen=True, slots=True)
class _Guess:
    meaning: Meaning | None
    rank: int
    ordered: bool = False
    """The round is not told by the title: columns of the same title belong to rounds in their order."""


def load_mapping(path: Path, rules: RegisterRules) -> dict[str, Meaning | None]:
    """Return the meaning by folded title that a YAML file of ``title: field`` gives; ``bỏ qua`` for none.

    A field of a round is written ``stars.1``, ``decision_no.2``.

    Raises:
        RegisterError: unreadable, or a field that does not exist.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RegisterError(path.name, "không đọc được tệp ánh xạ cột (YAML, mã UTF-8)") from error
    if not isinstance(content, dict) or not content:
        raise RegisterError(path.name, "tệp ánh xạ cột phải gồm các dòng «tiêu đề: trường»")
    return {fold(str(title)): _named(path, str(name), rules) for title, name in content.items()}


def _named(path: Path, name: str, rules: RegisterRules) -> Meaning | None:
    base, _, number = name.partition(".")
    if fold(name) == fold("bỏ qua"):
        return None
    if base in rules.fields and not number:
        return Meaning(base)
    if base in rules.round_fields and number in ("", "1", "2"):
        return Meaning(base, int(number or 1) - 1)
    known = ", ".join(sorted(rules.fields | {f"{field}.1" for field in rules.round_fields}))
    raise RegisterError(path.name, f"không có trường «{name}»; các trường là {known}, hoặc «bỏ qua»")


def find_header(
    file: str, top: Sequence[tuple[Row, Row]], rules: RegisterRules, mapping: dict[str, Meaning | None]
) -> Header | None:
    """Return the header that makes sense of most columns, None where no row does.

    Args:
        file: name to report errors with.
        top: the first rows, as they stand and with merged ranges filled.
        rules: words of headers.
        mapping: titles that a person explained.

    Raises:
        RegisterError: two columns claim the same field with equal right, or a needed one is missing.
    """
    best: tuple[int, int, list[str], list[_Guess]] | None = None
    for index in range(len(top)):
        for height in (1, 2):
            if index + height > len(top):
                continue
            titles = _titles(top[index : index + height])
            guesses = [_guess(title, rules, mapping) for title in titles]
            score = sum(guess.rank for guess in guesses if guess.meaning)
            if _enough(guesses) and (best is None or score > best[0]):
                best = (score, index + height, titles, guesses)
    if best is None:
        return None
    _, first, titles, guesses = best
    header = Header(first, titles, _assigned(file, titles, guesses))
    header.unknown = [titles[column] for column, guess in enumerate(guesses) if titles[column] and not guess.rank]
    return header


def _enough(guesses: Sequence[_Guess]) -> bool:
    fields = {guess.meaning.field for guess in guesses if guess.meaning}
    return len(fields) >= _FEWEST_FIELDS and "product_name" in fields


def _titles(rows: Sequence[tuple[Row, Row]]) -> list[str]:
    """Return a title for each column: of two rows, the upper one holds for the blank cells to its right."""
    lower = rows[-1][1]
    if len(rows) == 1:
        return [text_of(cell) for cell in lower]
    upper = rows[0][1]
    titles, above = [], ""
    for column in range(max(len(upper), len(lower))):
        over = text_of(upper[column]) if column < len(upper) else ""
        under = text_of(lower[column]) if column < len(lower) else ""
        above = over or (above if under else "")
        titles.append(under if under == above else f"{above} {under}".strip())
    return titles


def _guess(title: str, rules: RegisterRules, mapping: dict[str, Meaning | None]) -> _Guess:
    words = fold(title)
    if words in mapping:
        return _Guess(mapping[words], _EXACT + 1)
    if not words or len(words) > 120:
        return _Guess(None, 0)
    number = longest_within(words, rules.rounds)
    bare = " ".join(words.replace(number[0], " ", 1).split()) if number else words
    if bare in rules.ignored:
        return _Guess(None, _EXACT)
    row_field, row_rank = _field(words, rules.columns)
    round_field, round_rank = _field(bare, rules.round_columns)
    if round_field and (number or round_rank > row_rank):
        return _Guess(Meaning(round_field, number[1] if number else 0), round_rank, ordered=number is None)
    if row_field:
        return _Guess(Meaning(row_field), row_rank)
    return _Guess(None, _WITHIN if longest_within(bare, dict.fromkeys(rules.ignored)) else 0)


def _field(words: str, columns: Mapping[str, str]) -> tuple[str | None, int]:
    if words in columns:
        return columns[words], _EXACT
    if found := longest_within(words, columns):
        return found[1], _WITHIN
    like = process.extractOne(words, columns.keys(), scorer=fuzz.ratio, score_cutoff=_LIKENESS)
    return (columns[like[0]], _LIKE) if like and len(words) >= 5 else (None, 0)


def _assigned(file: str, titles: Sequence[str], guesses: Sequence[_Guess]) -> dict[Meaning, int]:
    claims: dict[Meaning, list[tuple[int, int]]] = {}
    for column, guess in enumerate(guesses):
        if guess.meaning:
            claims.setdefault(_in_order(guess, claims), []).append((guess.rank, column))
    columns: dict[Meaning, int] = {}
    for meaning, claimants in claims.items():
        claimants.sort(key=lambda claim: -claim[0])
        if len(claimants) > 1 and claimants[0][0] == claimants[1][0]:
            named = " và ".join(f"«{titles[column]}» (cột {column_letter(column)})" for _, column in claimants[:2])
            reason = f"hai cột {named} cùng có thể là {meaning.field}; hãy nói rõ bằng tệp ánh xạ (--mapping)"
            raise RegisterError(file, reason)
        columns[meaning] = claimants[0][1]
    return columns


def _in_order(guess: _Guess, claims: dict[Meaning, list[tuple[int, int]]]) -> Meaning:
    """Give the second of two columns with the same bare title to the second round."""
    meaning = guess.meaning
    if meaning is None:
        raise ValueError("a guess without a meaning claims nothing")
    if guess.ordered and meaning in claims:
        return Meaning(meaning.field, 1)
    return meaning


def is_repeated_header(row: Row, header: Header) -> bool:
    """Tell whether a row repeats the titles, as on every page of a printed register, or numbers the columns."""
    said = [folded(cell) for cell in row if text_of(cell)]
    if len(said) >= _FEWEST_FIELDS and sum(text in header.folded_titles for text in said) * 2 > len(said):
        return True
    numbers = [text.strip("() ") for text in (text_of(cell) for cell in row) if text]
    return len(numbers) > 4 and all(text.isdecimal() for text in numbers) and numbers[:3] == ["1", "2", "3"]
