"""System packages, installed by apt where they are missing."""

import importlib.util
import os
import shutil
from pathlib import Path

from ocopmap.database.binaries import installed_versions
from scripts.progress import SetupError, run

# Debian makes and starts a cluster of its own with the first PostgreSQL it installs; the program has its private one.
NO_SYSTEM_CLUSTER = Path("/etc/postgresql-common/createcluster.d/ocopmap.conf")
APT = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120"]


def install(*, database: bool, browser: bool) -> bool:
    """Install what is missing of PostgreSQL with PostGIS and of the tests' programs; tell whether anything was."""
    wanted = missing(database=database, browser=browser)
    if not wanted:
        return False
    advice = (
        f"Hãy cài các gói hệ thống sau rồi chạy lại: {' '.join(wanted)}\n"
        f"Please install these system packages, then run this again: {' '.join(wanted)}"
    )
    if "postgresql-postgis" in wanted:
        advice += "\nHoặc đặt (or set) OCOPMAP_DATABASE_URL=postgresql://… (PostgreSQL + PostGIS)."
    if shutil.which("apt-get") is None:
        raise SetupError(f"Máy không có apt.\n{advice}")
    root = as_root(advice)
    run([*root, *APT, "update"], advice)
    run([*root, "mkdir", "-p", NO_SYSTEM_CLUSTER.parent], advice)
    run([*root, "sh", "-c", f"echo create_main_cluster = false > {NO_SYSTEM_CLUSTER}"], advice)
    try:
        run([*root, *APT, "install", "--no-install-recommends", *wanted], advice)
    finally:
        run([*root, "rm", "-f", NO_SYSTEM_CLUSTER], advice)
    return True


def missing(*, database: bool, browser: bool) -> list[str]:
    """Return the Debian names of the packages wanted and not there."""
    wanted = []
    if database and not installed_versions():
        wanted.append("postgresql-postgis")
    if importlib.util.find_spec("ensurepip") is None:
        wanted.append("python3-venv")
    if browser and shutil.which("chromium") is None:
        wanted += ["chromium", "fonts-noto-core"]
    if browser and shutil.which("soffice") is None:
        wanted.append("libreoffice-writer-nogui")  # reads the reports as an office would
    return wanted


def as_root(advice: str) -> list[str | Path]:
    """Return what to put before a command for it to run as root."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        raise SetupError(f"Cần quyền root hoặc sudo để cài gói hệ thống.\n{advice}")
    return [sudo]
