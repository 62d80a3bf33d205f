"""Run the real program as its users do, in a state folder of its own, and time what they wait for."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

START_LIMIT_S = 120


def free_port() -> int:
    """Return a TCP port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def state_folder() -> Iterator[Path]:
    """Give an empty state folder that the unprivileged user of PostgreSQL can reach."""
    with tempfile.TemporaryDirectory(prefix="ocopmap-bench-", dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def served(state: Path) -> Iterator[tuple[httpx.Client, float]]:
    """Start ``ocopmap serve`` without a basemap; give a client and the seconds until it was ready.

    It is stopped as Ctrl-C would.
    """
    port = free_port()
    environment = {**os.environ, "OCOPMAP_STATE_DIR": str(state), "OCOPMAP_BASEMAP_URL": ""}
    command = [Path(sys.executable).parent / "ocopmap", "serve", "--port", str(port)]
    begin = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
            _wait(client, process)
            yield client, time.perf_counter() - begin
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def _wait(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"ocopmap serve ended with code {process.returncode}")
        try:
            if client.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise TimeoutError("ocopmap serve did not become ready")


def latencies_ms(client: httpx.Client, address: str, count: int, headers: dict[str, str] | None = None) -> list[float]:
    """Return the sorted milliseconds of ``count`` requests, one after another."""
    found = []
    for _ in range(count):
        begin = time.perf_counter()
        response = client.get(address, headers=headers)
        found.append((time.perf_counter() - begin) * 1000)
        if response.status_code not in {200, 304}:
            raise RuntimeError(f"{address}: {response.status_code}")
    return sorted(found)


def percentile(values: list[float], share: float) -> float:
    """Return the value that ``share`` of the sorted values do not exceed."""
    return values[min(len(values) - 1, round(share * (len(values) - 1)))]
