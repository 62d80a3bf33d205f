"""How each mode travels, and how the router's words are mended: the table ``roads.yaml``."""

import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ocopmap.settings import SettingError
from ocopmap.touring.travel import Mode

FILE = "roads.yaml"


class Costing(BaseModel):
    """What Valhalla is told of a mode: lengths in metres, weights in tonnes, speeds in km/h."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    costing: str
    options: Mapping[str, float | bool | str]


class Mended(BaseModel):
    """A regular expression of the router's words, and what they become."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    found: str
    replacement: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled."""
        return re.compile(self.found)


class PlaceRules(BaseModel):
    """Which of a map's places the geocoder learns."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    hamlets: frozenset[str]
    streets: frozenset[str]
    named: Mapping[str, frozenset[str]]
    begins: tuple[str, ...]
    street_word: str
    hamlet_word: str


class RoadRules(BaseModel):
    """The table."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    modes: Mapping[Mode, Costing]
    ferry_wait_s: float = Field(ge=0, le=7_200)
    island_gap_m: float = Field(gt=0)
    mended: Mapping[str, tuple[Mended, ...]]
    places: PlaceRules

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if missing := set(Mode) - set(self.modes):
            raise ValueError(f"thiếu cách đi {', '.join(sorted(missing))}")
        return self

    def told(self, text: str, language: str) -> str:
        """Return an instruction of the router in words that people use."""
        for rule in self.mended.get(language, ()):
            text = rule.pattern.sub(rule.replacement, text)
        return text


@cache
def read_rules(rules_dir: Path) -> RoadRules:
    """Return the table, read once.

    Raises:
        SettingError: it cannot be read.
    """
    path = rules_dir / FILE
    try:
        return RoadRules.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise SettingError(f"{path}: bảng quy tắc đường bộ không đọc được: {error}") from error
