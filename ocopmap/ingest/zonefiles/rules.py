"""The words that columns, commodities and standards of zone files go by, and a person's own mapping of a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, Final, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ocopmap.geocoding.text import accented, joined
from ocopmap.ingest.vectorfiles import VectorFileError

FIELDS: Final = (
    "name",
    "commodity",
    "declared_ha",
    "declared_m2",
    "growing_area_code",
    "standards",
    "communes",
    "district",
    "year",
    "harvest_months",
    "source_url",
)

Words = dict[str, list[str]]


class FieldMapping(BaseModel):
    """A mapping file: the column of each field, and fields that are the same for the whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    columns: dict[str, str] = {}
    constants: Annotated[dict[str, str], Field(max_length=len(FIELDS))] = {}

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a mapping file.

        Raises:
            VectorFileError: it is no YAML, or names a field that zones do not have.
        """
        try:
            mapping = cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
        except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
            raise VectorFileError(
                f"{path.name}: tệp ánh xạ phải là YAML với hai mục columns và constants, mỗi mục là trường: giá trị."
            ) from error
        if unknown := sorted((mapping.columns.keys() | mapping.constants.keys()) - set(FIELDS)):
            raise VectorFileError(
                f"{path.name}: không có trường {', '.join(unknown)}; các trường là {', '.join(FIELDS)}."
            )
        return mapping


class ZoneRules(BaseModel):
    """The table ``zones.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: Words
    ignored: list[str]
    personal_words: list[str]
    commodities: Words
    standards: Words

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the table."""
        return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))

    @property
    def vocabulary(self) -> frozenset[str]:
        """Words with accents that zone files are made of, lower case."""
        tables = (self.columns, self.commodities, self.standards)
        phrases = chain.from_iterable(chain.from_iterable(table.values()) for table in tables)
        words = chain.from_iterable(phrase.casefold().split() for phrase in phrases)
        return frozenset(word for word in words if not word.isascii())

    def commodity(self, text: str) -> list[str]:
        """Return the codes that a commodity's name may mean: one when it is clear; its own code is always clear."""
        return [text.strip()] if text.strip() in self.commodities else _meanings(text, self.commodities)

    def standard(self, text: str) -> str:
        """Return the usual writing of a standard; an unknown one as it is."""
        found = _meanings(text, self.standards)
        return found[0] if len(found) == 1 else text.strip()


def _meanings(text: str, words: Words) -> list[str]:
    """Return the keys whose longest phrase stands in the text; by letters with accents where the text has any."""
    for read in (accented, _bare):
        said = read(text)
        lengths = {
            key: max((len(phrase) for phrase in map(read, phrases) if _holds(said, phrase)), default=0)
            for key, phrases in words.items()
        }
        longest = max(lengths.values(), default=0)
        if longest:
            return [key for key, length in lengths.items() if length == longest]
        if said != _bare(text):
            return []
    return []


def _bare(text: str) -> tuple[str, ...]:
    return tuple(joined(word) for word in text.replace("_", " ").split())


def _holds(said: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(said[start : start + len(phrase)] == phrase for start in range(len(said) - len(phrase) + 1))


@dataclass(frozen=True)
class Columns:
    """Which column holds which field, and columns that mean nothing known."""

    by_field: Mapping[str, str]
    unknown: tuple[str, ...]

    def values(self, row: Mapping[str, Any], constants: Mapping[str, str]) -> dict[str, Any]:
        """Return the fields of one feature; a constant stands where the column is missing or empty."""
        found = {field: row[column] for field, column in self.by_field.items() if not _is_empty(row[column])}
        return {**constants, **found}


def _is_empty(value: object) -> bool:
    return value is None or value != value or not str(value).strip()  # noqa: PLR0124 (only NaN differs from itself)


def recognise(names: Iterable[str], rules: ZoneRules, mapping: FieldMapping) -> Columns:
    """Tell what columns mean, the person's mapping first, then by their names.

    Raises:
        VectorFileError: the mapping names a column that the file has not.
    """
    listed = list(names)
    if missing := sorted(set(mapping.columns.values()) - set(listed)):
        raise VectorFileError(
            f"Tệp không có cột {', '.join(missing)} mà tệp ánh xạ nhắc tới; các cột của tệp: {', '.join(listed)}."
        )
    chosen = dict(mapping.columns)
    free = {joined(name): name for name in reversed(listed) if name not in chosen.values()}
    for field, phrases in rules.columns.items():
        if field not in chosen and (hit := next((joined(p) for p in phrases if joined(p) in free), None)):
            chosen[field] = free.pop(hit)
    ignored = {joined(phrase) for phrase in rules.ignored}
    taken = set(chosen.values())
    return Columns(chosen, tuple(name for name in listed if name not in taken and joined(name) not in ignored))
