"""What tours are reckoned by, read from ``touring.yaml``."""

from datetime import date
from pathlib import Path
from typing import Annotated, Final, Literal

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


class MapApp(BaseModel):
    """An app that opens ways, and how many places it takes between their ends."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    app: Literal["google", "google_phone", "apple", "osm"]
    waypoints: Annotated[int, Field(ge=0, le=50)]


class TouringRules(BaseModel):
    """How long one stays where, and what map apps take."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    visit_minutes: dict[str, Minutes]
    """By layer, and for :data:`POINT`."""
    map_apps: tuple[MapApp, ...]

    @model_validator(mode="after")
    def _is_complete(self) -> "TouringRules":
        if set(self.visit_minutes) != {*Layer, POINT}:
            raise ValueError("visit_minutes needs every layer and point")
        return self


class _Moving(BaseModel):
    """A holiday of the lunar calendar: its days by the sun, and the days around it that belong to it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    days_before: Annotated[int, Field(ge=0, le=7)]
    days_after: Annotated[int, Field(ge=0, le=7)]
    dates: tuple[date, ...]

    def holds(self, day: date) -> bool:
        return any(-self.days_before <= (day - each).days <= self.days_after for each in self.dates)


class Holidays(BaseModel):
    """The public holidays of Việt Nam."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    fixed: dict[str, tuple[Annotated[str, Field(pattern=r"^\d\d-\d\d$")], ...]]
    lunar: dict[str, _Moving]

    def name_of(self, day: date) -> str | None:
        """Return the code of the holiday that a day belongs to, if any."""
        fixed = (name for name, days in self.fixed.items() if f"{day:%m-%d}" in days)
        return next(fixed, None) or next((name for name, each in self.lunar.items() if each.holds(day)), None)


def read_rules[R: BaseModel](path: Path, model: type[R]) -> R:
    """Return the rules of a YAML file.

    Raises:
        TouringRulesError: the file is missing or says what no rule can be.
    """
    try:
        return model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise TouringRulesError(f"Không đọc được bảng {path.name}: {error}") from error
