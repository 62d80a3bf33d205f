"""Run every check and test of the project, one after another, and sum up; arguments go to pytest.

All parts run even when an early one fails, so that one run shows everything there is to mend.
"""

import subprocess
import sys
import time
from pathlib import Path

from scripts import frontend

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"


def main() -> int:
    """Run the parts, print a line for each; return 1 if any failed."""
    npm = frontend.npm_command(ROOT)
    parts: dict[str, list[str | Path]] = {
        "ruff check": [BIN / "ruff", "check"],
        "ruff format": [BIN / "ruff", "format", "--check"],
        "mypy": [BIN / "mypy"],
        "lint-imports": [BIN / "lint-imports"],
        "web test": [*npm, "--prefix", "web", "test"],
        "pytest": [BIN / "pytest", "-n", "3", "--dist", "worksteal", *sys.argv[1:]],
    }
    env = frontend.npm_environment(ROOT)
    results = [passed(name, command, env) for name, command in parts.items()]
    print("Mọi phần đều đạt." if all(results) else "Có phần KHÔNG ĐẠT, xem ở trên.")
    return 0 if all(results) else 1


def passed(name: str, command: list[str | Path], env: dict[str, str]) -> bool:
    """Run one part with its output shown, and say how it went and how long it took."""
    print(f"== {name}", flush=True)
    start = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
    seconds = f"{time.monotonic() - start:.1f}".replace(".", ",")
    print(f"== {name}: {'đạt' if code == 0 else 'KHÔNG ĐẠT'}, {seconds} s\n", flush=True)
    return code == 0


if __name__ == "__main__":
    sys.exit(main())
