"""The virtual environment, from the locked and hashed requirements."""

import subprocess
import sys
from pathlib import Path

from scripts.progress import SetupError, digest, run, stamped

ADVICE = (
    "Không cài được gói Python. Hãy kiểm tra mạng (hoặc cấu hình pip của cơ quan) rồi chạy lại.\n"
    "Could not install the Python packages. Check the network (or the office's pip settings), then run this again."
)
RUNTIME = "requirements.txt"
DEV = "requirements-dev.txt"  # holds everything that RUNTIME does, in the same versions


def install(root: Path, *, dev: bool) -> bool:
    """Bring ``.venv`` to the locked requirements, with those of the tests if ``dev``; tell whether it was not."""
    venv = root / ".venv"
    # Programs in .venv name their interpreter by its path, so a clone that was moved counts as not installed.
    stamps = {name: digest([root / name, root / "pyproject.toml"], str(venv)) for name in (RUNTIME, DEV)}
    wanted = DEV if dev else RUNTIME
    if stamped(venv / f"installed-{wanted}", stamps[wanted]) and works(venv):
        return False
    if not works(venv):
        run([sys.executable, "-m", "venv", "--clear", venv], ADVICE)
    fill(venv, root, root / wanted)
    for name in (RUNTIME, DEV) if dev else (RUNTIME,):
        (venv / f"installed-{name}").write_text(stamps[name], encoding="ascii")
    return True


def fill(venv: Path, root: Path, requirements: Path) -> None:
    """Install the requirements, all checked by their hashes, and the project itself, editable.

    uv takes a fraction of pip's time; pip goes on where uv fails, for it knows the mirrors that an office's pip.conf
    names.
    """
    python = venv / "bin/python"
    pip: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    uv: list[str | Path] = [
        venv / "bin/uv",
        "pip",
        "install",
        "--quiet",
        "--compile-bytecode",
        "--system-certs",
        "--python",
        python,
    ]
    hashed: list[str | Path] = ["--require-hashes", "--requirement"]
    run([*pip, *hashed, root / "scripts/uv.txt"], ADVICE)
    try:
        run([*uv, *hashed, requirements], ADVICE)
    except SetupError:
        run([*pip, *hashed, requirements], ADVICE)
    # The build tool is among the requirements: nothing more is fetched.
    run([*pip, "--no-deps", "--no-build-isolation", "--editable", root], ADVICE)


def works(venv: Path) -> bool:
    """Tell whether the environment is whole: its interpreter has pip, and is not the machine's own in disguise.

    Half an environment without its pyvenv.cfg runs as the Python it was made from, and would install there.
    """
    check = "import pip, sys; sys.exit(sys.prefix == sys.base_prefix)"
    try:
        return subprocess.run([venv / "bin/python", "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
