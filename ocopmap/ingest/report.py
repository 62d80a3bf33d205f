"""What a load did, file by file, and why it refused what it refused."""

from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Rejection:
    """One refused row: the file, its line (header is line 1; 0 for the file as a whole), the reason in Vietnamese."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}, dòng {self.line}" if self.line else self.file
        return f"{place}: {self.reason}"


class LoadError(Exception):
    """Nothing was loaded, for these reasons."""

    def __init__(self, rejections: list[Rejection]) -> None:
        self.rejections = sorted(rejections)
        super().__init__("\n".join(str(rejection) for rejection in self.rejections))


@dataclass
class Counts:
    """Rows of one file by what became of them."""

    new: int = 0
    changed: int = 0
    same: int = 0


@dataclass
class LoadReport:
    """Counts by file, and records that a person should look at (kind of finding to sentences)."""

    files: dict[str, Counts] = field(default_factory=dict)
    without_point: list[str] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)

    @property
    def touched(self) -> int:
        """Number of rows new or changed."""
        return sum(counts.new + counts.changed for counts in self.files.values())
