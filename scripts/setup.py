"""Set up whatever is missing: system packages, ``.venv``, the front end; with the standard library only.

``python -m scripts.setup`` for serving, ``--dev`` for the tests as well. Every step is skipped once it is done.
"""

import argparse
import fcntl
import os
import sys
from functools import partial
from pathlib import Path

from scripts import environment, frontend, packages
from scripts.progress import SetupError, step

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Run every step in order."""
    parser = argparse.ArgumentParser(description="Cài những gì còn thiếu (set up whatever is missing).")
    parser.add_argument("--dev", action="store_true", help="cả những gì bộ kiểm thử cần (what the tests need, too)")
    dev = parser.parse_args().dev
    own_database = dev or not os.environ.get("OCOPMAP_DATABASE_URL")
    steps = [
        ("Gói hệ thống (PostgreSQL, PostGIS)", partial(packages.install, database=own_database, browser=dev)),
        ("Gói Python (.venv)", partial(environment.install, ROOT, dev=dev)),
        ("Giao diện web (web/dist)", partial(frontend.build, ROOT)),
    ]
    # One set-up at a time: serve and test may be started together. The programs it runs inherit the lock: where a
    # set-up was killed, the next one waits until what it left running has ended.
    with Path(__file__).open() as itself:
        os.set_inheritable(itself.fileno(), True)
        fcntl.flock(itself, fcntl.LOCK_EX)
        for number, (title, action) in enumerate(steps, start=1):
            step(number, len(steps), title, action)


if __name__ == "__main__":
    try:
        main()
    except SetupError as error:
        sys.exit(f"\n{error}")
    except KeyboardInterrupt:
        sys.exit("\nĐã dừng (interrupted).")
