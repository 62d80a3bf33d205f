"""What tours are reckoned by, read from ``touring.yaml``."""

from pathlib import Path
from typing import Annotated, Final

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ocopmap.catalogue.places import Layer
from ocopmap.settings import SettingError
from ocopmap.touring.tour import MAX_VISIT_MINUTES

POINT: Final = "point"
"""A stop that is no record."""

Minutes = Annotated[int, Field(ge=0, le=MAX_VISIT_MINUTES)]


class TouringRulesError(SettingError):
    """The rule table cannot be read."""


class TouringRules(BaseModel):
    """How long one stays where."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    visit_minutes: dict[str, Minutes]
    """By layer, and for :data:`POINT`."""

    @model_validator(mode="after")
    def _is_complete(self) -> "TouringRules":
        if set(self.visit_minutes) != {*Layer, POINT}:
            raise ValueError("visit_minutes needs every layer and point")
        return self


def read_touring_rules(path: Path) -> TouringRules:
    """Return the rules of a YAML file.

    Raises:
        TouringRulesError: the file is missing or says what no rule can be.
    """
    try:
        return TouringRules.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise TouringRulesError(f"{path.name}: không đọc được: {error}") from error
