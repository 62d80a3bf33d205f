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
    """Records of one file by what became of them; ``removed`` are those that it had before and has no longer."""

    new: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0


@dataclass
class LoadReport:
    """Counts by file, and records that a person should look at, a sentence each."""

    files: dict[str, Counts] = field(default_factory=dict)
    without_point: list[str] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Records that no file has any more and that stay all the same, with the reason."""

    @property
    def touched(self) -> int:
        """Number of records new, changed or removed."""
        return sum(counts.new + counts.changed + counts.removed for counts in self.files.values())
