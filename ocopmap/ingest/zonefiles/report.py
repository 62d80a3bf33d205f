"""What an import of zones found, feature by feature, and what it did."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from ocopmap.ingest.report import Counts


class FindingKind(StrEnum):
    """What a person should look at before a zone is written."""

    REPAIRED = "repaired"
    SLIVER = "sliver"
    OVERLAP = "overlap"
    OUTSIDE_PROVINCE = "outside_province"
    OUTSIDE_COMMUNES = "outside_communes"
    AREA = "area"
    SYSTEM = "system"
    UNREAD = "unread"
    MERGED = "merged"
    ENCODING = "encoding"


@dataclass(frozen=True)
class Refused:
    """A feature that cannot be written: its number in the file (from 1), column, value, and reason."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Finding:
    """Something to look at; ``row`` is the feature's number, 0 for the file as a whole."""

    row: int
    name: str
    kind: FindingKind
    message: str
    measures: dict[str, float] = field(default_factory=dict)
    """Hectares or shares, by name."""


@dataclass(frozen=True)
class Area:
    """Computed hectares of a zone beside those declared."""

    row: int
    name: str
    computed_ha: float
    declared_ha: float | None

    @property
    def difference(self) -> float | None:
        """Share by which the computed area differs from the declared one; None where none is declared."""
        return self.computed_ha / self.declared_ha - 1 if self.declared_ha else None


@dataclass
class ZoneReport:
    """The whole of an import: whether it was written, and its number where that changed anything."""

    file: str
    sha256: str
    system: str
    counts: Counts = field(default_factory=Counts)
    duplicate: int = 0
    rejected: list[Refused] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    applied: bool = False
    batch_id: int | None = None

    @property
    def tally(self) -> dict[str, int]:
        """Number of zones by what became of them."""
        counts = {"new": self.counts.new, "changed": self.counts.changed, "same": self.counts.same}
        return {**counts, "duplicate": self.duplicate}

    def as_json(self) -> dict[str, Any]:
        """Return the report as ``--report`` writes it."""
        areas = [
            asdict(area) | {"difference": None if area.difference is None else round(area.difference, 4)}
            for area in self.areas
        ]
        return {
            "file": self.file,
            "sha256": self.sha256,
            "system": self.system,
            "applied": self.applied,
            "import": self.batch_id,
            **self.tally,
            "rejected": [asdict(one) for one in self.rejected],
            "findings": [asdict(one) for one in self.findings],
            "areas": areas,
            "unknown_columns": self.unknown_columns,
        }
