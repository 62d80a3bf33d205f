"""Registers: seconds and memory of ``ocopmap import register``, and 500 files damaged or made to do harm.

Memory is the sum of what the program and the readers it starts hold resident at one moment, sampled; the database
server is not counted. ``python -m tests.bench.registers`` runs it alone.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ocopmap.ingest.registers.errors import RegisterError
from tests.bench.server import state_folder
from tests.unit.registers.damage import damaged
from tests.unit.registers.samples import header_merges, many_rows, read, table, write_xlsx

DAMAGED = 500
MOST_MB = 500
_EVERY_S = 0.03


@dataclass(frozen=True)
class Run:
    """Seconds, most memory at one moment, and what the command printed."""

    seconds: float
    peak_mb: float
    output: str


def main() -> None:
    """Measure and print."""
    report = Table("Phép đo", "Giây", "Bộ nhớ cao nhất", "Ngân sách", title="Nạp sổ đăng ký")
    with state_folder() as state, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ocopmap(state, "import", "list")  # the first start makes the database
        for rows, budget in ((1_400, "≤ 5 s"), (100_000, "")):
            path = write_xlsx(folder / f"{rows}.xlsx", table(many_rows(rows)), header_merges())
            for what, options in (("xem trước", ()), ("ghi", ("--apply",)), ("nạp lại", ("--apply",))):
                run = ocopmap(state, "import", "register", path, *options)
                _add(report, f"{rows:,} dòng, {what}".replace(",", "."), run, budget)
        marked = ocopmap(state, "import", "register", folder / "1400.xlsx", "--annotated", folder / "xem.xlsx")
        _add(report, "1.400 dòng, xem trước, bản tô màu", marked, "")
    run = measured([sys.executable, "-m", "tests.bench.registers", "damaged"], dict(os.environ))
    _add(report, f"{DAMAGED} tệp hỏng hoặc phá hoại, chỉ đọc", run, "")
    console = Console(width=110)
    console.print(report)
    console.print(run.output)


def _add(report: Table, what: str, run: Run, budget: str) -> None:
    kept = "✓" if run.peak_mb < MOST_MB else "✗"
    report.add_row(what, f"{run.seconds:.1f}", f"{run.peak_mb:.0f} MB", f"{budget} < {MOST_MB} MB {kept}".strip())


def ocopmap(state: Path, *words: object) -> Run:
    """Run a command of the program on a state folder."""
    command = [str(Path(sys.executable).with_name("ocopmap")), *map(str, words)]
    return measured(command, {**os.environ, "OCOPMAP_STATE_DIR": str(state)})


def measured(command: Sequence[str], environment: dict[str, str]) -> Run:
    """Run a command to its end, watching the memory of it and of what it starts.

    Raises:
        RuntimeError: it failed.
    """
    begin, peak = time.perf_counter(), 0.0
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        while process.poll() is None:
            peak = max(peak, sum(map(_resident_mb, _family(process.pid))))
            time.sleep(_EVERY_S)
        seconds = time.perf_counter() - begin
        output.seek(0)
        said = output.read().decode(errors="replace")
    if process.returncode:
        raise RuntimeError(f"{command}: {said}")
    return Run(seconds, peak, said)


def _family(pid: int) -> Iterator[int]:
    """Yield a process and those that it started, without PostgreSQL."""
    try:
        if Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip() in {"postgres", "pg_ctl"}:
            return
        children = [part.read_text(encoding="ascii") for part in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return
    yield pid
    for child in " ".join(children).split():
        yield from _family(int(child))


def _resident_mb(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024


def read_damaged() -> None:
    """Read the damaged files; print by kind how many were refused and read, and the longest time."""
    outcomes: Counter[tuple[str, str]] = Counter()
    longest, slowest = 0.0, ""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "so.xlsx"
        for kind, content in damaged(Path(name), DAMAGED):
            path.write_bytes(content)
            begin = time.perf_counter()
            outcomes[kind, _outcome(path)] += 1
            seconds = time.perf_counter() - begin
            if seconds > longest:
                longest, slowest = seconds, kind
    for kind in sorted({kind for kind, _ in outcomes}):
        print(f"{kind}: {outcomes[kind, 'refused']} bị từ chối, {outcomes[kind, 'read']} đọc được")
    refused = sum(count for (_, outcome), count in outcomes.items() if outcome == "refused")
    print(f"{DAMAGED} tệp: {refused} bị từ chối bằng một câu, còn lại đọc được; lâu nhất {longest:.1f} s ({slowest})")


def _outcome(path: Path) -> str:
    try:
        read(path)
    except RegisterError:
        return "refused"
    return "read"


if __name__ == "__main__":
    read_damaged() if sys.argv[1:] == ["damaged"] else main()
