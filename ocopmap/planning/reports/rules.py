"""Who reports what and in which words, read from ``reports.yaml``: bodies, annex, published figures, sentences."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ocopmap.catalogue.indicators import Indicator
from ocopmap.settings import SettingError

PROVINCE = "province"
"""Code of the report on the whole province."""


class ReportRulesError(SettingError):
    """The rules of reports cannot be read."""


class Section(StrEnum):
    """Parts of a report, in their order."""

    BASIS = "basis"
    INDICATORS = "indicators"
    CHANGES = "changes"
    EXPIRY = "expiry"
    ZONES = "zones"
    PUBLISHED = "published"
    MISSING = "missing"
    JUDGEMENT = "judgement"


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Body(_Rule):
    """A body that reports."""

    written: str | None = None
    """Its name where the targets name their owners; None for the province, whose report holds every KPI."""
    name: str
    over: str
    """The body above it, first line of the letterhead."""
    letterhead: str
    number: str
    """What stands after the number of the paper: kind and body, as in ``BC-SCT``."""
    signs: tuple[str, ...]
    sent_to: tuple[str, ...]
    sections: tuple[Section, ...]
    concerns: Literal["all", "tourism"] = "all"
    """Whose products its lists of changes name."""


class AnnexLine(_Rule):
    """A target as annex I of the plan words it."""

    text: str
    owner: str
    indicators: tuple[Indicator, ...]


class AnnexGroup(_Rule):
    """A numbered group of annex I."""

    title: str
    lines: tuple[AnnexLine, ...]


class PublishedFigure(_Rule):
    """A figure that plans and the press published, and the KPI that it stands beside."""

    indicator: str
    label: str
    beside: Indicator


class ReportRules(_Rule):
    """All that is decided about reports outside of the code."""

    bodies: Mapping[str, Body]
    annex: tuple[AnnexGroup, ...]
    published: tuple[PublishedFigure, ...]
    scopes: Mapping[str, str]
    sources: Mapping[str, str]
    units: Mapping[str, str]
    text: Mapping[str, str] = Field(min_length=1)

    def say(self, key: str, **values: object) -> str:
        """Return a sentence, its {blanks} filled."""
        return self.text[key].format(**values)


def read_report_rules(path: Path) -> ReportRules:
    """Return the rules of reports.

    Raises:
        ReportRulesError: the file is missing, is not YAML or lacks a part.
    """
    try:
        return ReportRules.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ReportRulesError(f"Không đọc được quy tắc báo cáo {path.name}: {error}") from error
