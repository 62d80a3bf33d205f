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
_OFTEN_TWICE: Final = frozenset({"date", "expires_on"})


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
    seconds: dict[int, Meaning] = field(default_factory=dict)
    """Columns that say again what a better one says, and what."""

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
    word: str = ""
    """What of the title was understood."""
    bare: str | None = None
    """The title, where it does not tell the round: two columns of the same title are the two rounds in their order."""


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
    best: tuple[int, int, list[_Title], list[_Guess]] | None = None
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
    header = Header(first, [title.whole for title in titles], {})
    for meaning, columns in _claims(guesses).items():
        chosen, *others = sorted(columns, key=lambda column: _right(guesses[column], meaning, rules))
        if others and _right(guesses[chosen], meaning, rules) == _right(guesses[others[0]], meaning, rules):
            raise RegisterError(file, _undecided(header, meaning, (chosen, others[0])))
        header.columns[meaning] = chosen
        header.seconds |= dict.fromkeys(others, meaning)
    header.unknown = [title for title, guess in zip(header.titles, guesses, strict=True) if title and not guess.rank]
    return header


def _enough(guesses: Sequence[_Guess]) -> bool:
    fields = {guess.meaning.field for guess in guesses if guess.meaning}
    return len(fields) >= _FEWEST_FIELDS and "product_name" in fields


@dataclass(frozen=True, slots=True)
class _Title:
    """What stands above a column: all of it, and the lower of two rows."""

    whole: str
    lower: str


def _titles(rows: Sequence[tuple[Row, Row]]) -> list[_Title]:
    """Return a title for each column: of two rows, the upper one holds for the blank cells to its right."""
    lower = rows[-1][1]
    if len(rows) == 1:
        return [_Title(text_of(cell), "") for cell in lower]
    upper = rows[0][1]
    titles, above = [], ""
    for column in range(max(len(upper), len(lower))):
        over = text_of(upper[column]) if column < len(upper) else ""
        under = text_of(lower[column]) if column < len(lower) else ""
        above = over or (above if under else "")
        titles.append(_Title(under if under == above else f"{above} {under}".strip(), under))
    return titles


def _guess(title: _Title, rules: RegisterRules, mapping: dict[str, Meaning | None]) -> _Guess:
    words, lower = fold(title.whole), fold(title.lower)
    if words in mapping:
        return _Guess(mapping[words], _EXACT + 1)
    if not words or len(words) > 120:
        return _Guess(None, 0)
    number = longest_within(words, rules.rounds)
    bare = " ".join(words.replace(number[0], " ", 1).split()) if number else words
    if bare in rules.ignored or lower in rules.ignored:
        return _Guess(None, _EXACT)
    row_field, row_word, row_rank = _field(words, rules.columns, rules)
    if lower in rules.columns and not number:
        row_field, row_word, row_rank = rules.columns[lower], lower, _EXACT
    round_field, round_word, round_rank = _field(bare, rules.round_columns, rules)
    if round_field and (number or round_rank > row_rank):
        return _Guess(
            Meaning(round_field, number[1] if number else 0), round_rank, round_word, None if number else bare
        )
    if row_field:
        return _Guess(Meaning(row_field), row_rank, row_word)
    return _Guess(None, _WITHIN if longest_within(bare, dict.fromkeys(rules.ignored)) else 0)


def _field(words: str, columns: Mapping[str, str], rules: RegisterRules) -> tuple[str | None, str, int]:
    if words in columns:
        return columns[words], words, _EXACT
    phrases = {word: meant for word, meant in columns.items() if word not in rules.exact_titles}
    if found := longest_within(words, phrases):
        return found[1], found[0], _WITHIN
    like = process.extractOne(words, phrases.keys(), scorer=fuzz.ratio, score_cutoff=_LIKENESS)
    return (columns[like[0]], like[0], _LIKE) if like and len(words) >= 5 else (None, "", 0)


def _claims(guesses: Sequence[_Guess]) -> dict[Meaning, list[int]]:
    """Return the columns that may hold each meaning; of two with the same title, the second is the second round."""
    claims: dict[Meaning, list[int]] = {}
    untold: set[tuple[Meaning, str]] = set()
    for column, guess in enumerate(guesses):
        meaning = guess.meaning
        if meaning and guess.bare is not None:
            if (meaning, guess.bare) in untold:
                meaning = Meaning(meaning.field, 1)
            untold.add((meaning, guess.bare))
        if meaning:
            claims.setdefault(meaning, []).append(column)
    if Meaning("expires_on", 1) not in claims and Meaning("expires_on", 0) in claims:
        lone = claims[Meaning("expires_on", 0)]
        if all(guesses[column].bare is not None for column in lone):
            claims[Meaning("expires_on")] = claims.pop(Meaning("expires_on", 0))
    return claims


def _right(guess: _Guess, meaning: Meaning, rules: RegisterRules) -> tuple[int, int]:
    """Return a column's place among those of one meaning; dates that registers often give twice are told by words."""
    preferred = list(rules.round_columns) if meaning.field in _OFTEN_TWICE else []
    return -guess.rank, preferred.index(guess.word) if guess.word in preferred else 0


def _undecided(header: Header, meaning: Meaning, columns: tuple[int, int]) -> str:
    named = " và ".join(f"«{header.title(column)}» (cột {column_letter(column)})" for column in columns)
    return f"hai cột {named} cùng có thể là {meaning.field}; hãy nói rõ bằng tệp ánh xạ (--mapping)"


def is_repeated_header(row: Row, header: Header) -> bool:
    """Tell whether a row repeats the titles, as on every page of a printed register, or numbers the columns."""
    said = [folded(cell) for cell in row if text_of(cell)]
    if len(said) >= _FEWEST_FIELDS and sum(text in header.folded_titles for text in said) * 2 > len(said):
        return True
    numbers = [text.strip("() ") for text in (text_of(cell) for cell in row) if text]
    return len(numbers) > 4 and all(text.isdecimal() for text in numbers) and numbers[:3] == ["1", "2", "3"]
