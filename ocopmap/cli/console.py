"""What commands print: steps with their time, reports, candidates. Plain text on a terminal or in a log."""

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import track as rich_track
from rich.table import Table
from rich.text import Text

from ocopmap.geocoding import Candidate
from ocopmap.ingest.report import LoadReport

_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)


def tell(sentence: str) -> None:
    """Print a sentence."""
    _out.print(sentence, markup=False)


def fail(sentence: str) -> None:
    """Print an error to standard error."""
    _err.print(f"Lỗi: {sentence}", markup=False, style="red")


def show_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; cells are taken as they are."""
    table = Table(*headers, box=None)
    for row in rows:
        table.add_row(*map(Text, row))
    _out.print(table)


class Steps:
    """Prints a line as each step ends, with the seconds that it took."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, sentence: str) -> None:
        """Tell that a step has ended."""
        now = time.monotonic()
        seconds = f"{now - self._last:.1f}".replace(".", ",")
        self._last = now
        _out.print(f"• {sentence} ({seconds} s)", markup=False)

    def progress(self, done: int, total: int, label: str) -> None:
        """Show how far a long step is, on a terminal."""
        if _out.is_terminal:
            _out.print(f"  {done}/{total} {label}", markup=False, end="\r" if done < total else "\n")


def track[T](items: Sequence[T]) -> Iterable[T]:
    """Show a progress bar over items, on a terminal."""
    return rich_track(items, description="", console=_err, transient=True)


class Stages:
    """Shows how far each of several stages is; in a log, where no bar can move, a line for each."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            console=_err,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        if _err.is_terminal:
            self._bars.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._bars.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tell that a stage is so far."""
        name = self._names.get(stage, stage)
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(name, total=total)
            if not _err.is_terminal:
                _err.print(f"• {name}", markup=False)
        self._bars.update(self._tasks[stage], completed=done, total=total)


def show_report(report: LoadReport) -> None:
    """Print what a load did, and what a person should look at."""
    table = Table("Tệp", "Mới", "Đổi", "Như cũ", "Bỏ", box=None)
    for file, counts in report.files.items():
        table.add_row(file, *map(str, (counts.new, counts.changed, counts.same, counts.removed)))
    _out.print(table)
    for title, sentences in (
        ("Giữ lại dù tệp không còn", report.kept),
        ("Chưa có vị trí", report.without_point),
        ("Mâu thuẫn vị trí", report.contradictions),
    ):
        tell(f"{title}: {len(sentences)}")
        for sentence in sentences:
            tell(f"  - {sentence}")


def show_candidates(candidates: Sequence[Candidate]) -> None:
    """Print what an address may mean, the likeliest first."""
    if not candidates:
        tell("Không tìm được nơi nào hợp với địa chỉ này.")
    for candidate in candidates:
        tell(
            f"{candidate.latitude:.5f}, {candidate.longitude:.5f}  {candidate.current_address}\n"
            f"  {candidate.explanation}\n"
            f"  mức chính xác: {candidate.precision}, bán kính {candidate.uncertainty_m:.0f} m, "
            f"tin cậy {candidate.confidence:.2f}" + (", cần người xem lại" if candidate.needs_person else "")
        )
