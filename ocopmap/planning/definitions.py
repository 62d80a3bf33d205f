"""How each KPI is counted, read from ``indicators.yaml``: conditions, wording, and what the plan leaves open."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ocopmap.catalogue.indicators import Indicator, Measure, Subject
from ocopmap.settings import SettingError

Condition = Annotated[str, Field(pattern=r"^(is|has)_[a-z0-9_]+$")]
"""A column of ``published.indicator_<subject>``: true, false, or null where the records do not tell."""


class DefinitionError(SettingError):
    """The rule table cannot be read."""


class Wording(BaseModel):
    """A sentence in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    vi: str
    en: str


class Variant(BaseModel):
    """One way to count: where two texts of the plan differ there are two."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    key: str
    base: Condition
    counted: Condition
    label: Wording | None = None


class PublishedName(BaseModel):
    """A published figure that tells of a KPI: its name in ``indicators_history.csv``, and what it counted."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    key: str
    label: Wording
    note: Wording | None = None
    """Why it differs from what is counted, where that is known."""


class Definition(BaseModel):
    """How a KPI is counted, and what it means in words."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    subject: Subject
    measure: Measure
    variants: tuple[Variant, ...] = Field(min_length=1)
    baseline: Literal[0] | str | None = None
    """Where the line to the target begins: nothing, or the name of a published figure; None when nothing tells."""
    yearly: bool = False
    """Whether the target holds for each year by itself."""
    definition: Wording
    decided: Wording | None = None
    needs: Wording
    published: tuple[PublishedName, ...] = ()
    """Figures that others published; they are shown as such and never counted in."""

    def variant(self, key: str | None) -> Variant:
        """Return the way to count of that name, the first where none is asked for.

        Raises:
            KeyError: there is none of that name.
        """
        return self.variants[0] if key is None else {found.key: found for found in self.variants}[key]


Definitions = Mapping[Indicator, Definition]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    indicators: dict[Indicator, Definition]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        missing = set(Indicator) - set(self.indicators)
        if missing:
            raise ValueError(f"thiếu chỉ tiêu {', '.join(sorted(missing))}")
        return self


def read_definitions(path: Path) -> Definitions:
    """Return the definition of every KPI.

    Raises:
        DefinitionError: the file is missing, is not YAML or does not define all 17.
    """
    try:
        return _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).indicators
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise DefinitionError(f"Không đọc được bảng chỉ tiêu {path.name}: {error}") from error
