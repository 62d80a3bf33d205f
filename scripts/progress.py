"""Lines of progress, commands run quietly, and the stamps that let a second start skip what is done."""

import hashlib
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path


class SetupError(Exception):
    """A step failed; the message says what to do about it."""


def step(number: int, total: int, title: str, action: Callable[[], bool]) -> None:
    """Run ``action`` between the two halves of a line; it tells whether there was anything to do."""
    print(f"[{number}/{total}] {title} … ", end="", flush=True)
    start = time.monotonic()
    try:
        worked = action()
    except BaseException:
        print("không xong.", flush=True)
        raise
    seconds = f"{time.monotonic() - start:.1f}".replace(".", ",")
    print(f"{seconds} s" if worked else "đã có", flush=True)


def run(
    command: list[str | Path], advice: str, *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> None:
    """Run ``command`` without its output; when it fails, show that and ``advice``."""
    try:
        result = subprocess.run(
            command,
            cwd=cwd,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            close_fds=False,
        )
    except OSError as error:
        raise SetupError(f"Không chạy được {command[0]}: {error.strerror}.\n{advice}") from error
    if result.returncode:
        raise SetupError(f"{result.stdout.strip()}\n\n{advice}")


def digest(files: Iterable[Path], *facts: str) -> str:
    """Return one sha256 over the names and contents of ``files`` and over ``facts``."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(f"{file}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    for fact in facts:
        total.update(f"{fact}\n".encode())
    return total.hexdigest()


def stamped(stamp: Path, value: str) -> bool:
    """Tell whether ``stamp`` holds ``value``; a stamp is written last, so a step cut short leaves none."""
    return stamp.is_file() and stamp.read_text(encoding="ascii") == value
