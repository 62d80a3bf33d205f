"""The words of registers, read from ``registers.yaml``: headers, stars, legal forms, names of groups."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from ocopmap.catalogue.products import LegalForm, ProductGroup
from ocopmap.catalogue.schemes import OFFICIAL_GROUPS
from ocopmap.geocoding.text import fold


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    columns: dict[str, list[str]]
    round_columns: dict[str, list[str]]
    exact_titles: list[str]
    rounds: list[list[str]]
    ignored_columns: list[str]
    group_words: dict[ProductGroup, list[str]]
    group_prefixes: list[str]
    product_sets: dict[int, list[str]]
    legal_forms: dict[LegalForm, list[str]]
    generic_forms: list[str]
    star_symbols: str
    star_numbers: dict[str, int]
    not_recognised: list[str]
    empty_words: list[str]
    yes_words: list[str]
    no_words: list[str]
    note_words: list[str]


@dataclass(frozen=True)
class RegisterRules:
    """The rules with every word folded; a word of several tables means what each table says."""

    columns: Mapping[str, str]
    """Field of the register by header: those of a row."""
    round_columns: Mapping[str, str]
    """Field by header: those of one round of recognition, the better title for a field first."""
    exact_titles: frozenset[str]
    """Words that mean a column only when they are its whole title."""
    rounds: Mapping[str, int]
    """Number of the round, from 0, by the words that announce it."""
    ignored: frozenset[str]
    groups: Mapping[str, ProductGroup]
    group_prefixes: tuple[str, ...]
    sets: Mapping[str, int]
    legal_forms: Mapping[str, LegalForm]
    generic_forms: frozenset[str]
    star_symbols: frozenset[str]
    star_numbers: Mapping[str, int]
    not_recognised: frozenset[str]
    empty: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    notes: tuple[str, ...]
    """Beginnings of notes, each with the space after its last word."""
    vocabulary: frozenset[str]
    """Words with accents, lower case, by which an encoding is told."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the rules.

        Raises:
            ValueError: the file is not YAML of the expected form; the message names file and place.
        """
        try:
            content = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (yaml.YAMLError, ValidationError, UnicodeDecodeError) as error:
            raise ValueError(f"Tệp quy tắc sổ đăng ký {path} không đúng dạng: {error}") from error
        official = {fold(name): group for name, group in OFFICIAL_GROUPS.items()}
        return cls(
            columns=_inverted(content.columns),
            round_columns=_inverted(content.round_columns),
            exact_titles=_folded(content.exact_titles),
            rounds={fold(word): number for number, words in enumerate(content.rounds) for word in words},
            ignored=_folded(content.ignored_columns),
            groups=_inverted(content.group_words) | official,
            group_prefixes=tuple(sorted(_folded(content.group_prefixes), key=len, reverse=True)),
            sets=_inverted(content.product_sets),
            legal_forms=_inverted(content.legal_forms),
            generic_forms=_folded(content.generic_forms),
            star_symbols=frozenset(content.star_symbols),
            star_numbers={fold(word): number for word, number in content.star_numbers.items()},
            not_recognised=_folded(content.not_recognised),
            empty=frozenset(word.casefold() for word in content.empty_words),
            yes=frozenset(word.casefold() for word in content.yes_words),
            no=frozenset(word.casefold() for word in content.no_words),
            notes=tuple(f"{word} " for word in sorted(_folded(content.note_words))),
            vocabulary=_vocabulary(content),
        )

    @cached_property
    def fields(self) -> frozenset[str]:
        """Names of all fields of a row, as a mapping file may name them; the end of validity is told of either."""
        return frozenset(self.columns.values()) | {"expires_on"}

    @cached_property
    def round_fields(self) -> frozenset[str]:
        """Names of all fields of a round."""
        return frozenset(self.round_columns.values())

    def is_empty(self, text: str) -> bool:
        """Tell whether a cell's text stands for nothing."""
        return text.casefold() in self.empty


def longest_within[T](text: str, words: Mapping[str, T]) -> tuple[str, T] | None:
    """Return the longest of some folded words that a folded text contains as whole words, and its meaning."""
    padded = f" {text} "
    found = [word for word in words if f" {word} " in padded]
    best = max(found, key=len, default=None)
    return None if best is None else (best, words[best])


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _inverted[K](table: Mapping[K, list[str]]) -> dict[str, K]:
    return {fold(word): key for key, words in table.items() for word in words}


def _vocabulary(content: _File) -> frozenset[str]:
    lists = chain(
        content.columns.values(),
        content.round_columns.values(),
        content.group_words.values(),
        content.legal_forms.values(),
    )
    phrases = chain.from_iterable(lists)
    words = {word.casefold() for phrase in phrases for word in unicodedata.normalize("NFC", phrase).split()}
    return frozenset(word for word in words if not word.isascii())
