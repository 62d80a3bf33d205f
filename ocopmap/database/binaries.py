"""Where this machine keeps PostgreSQL's programs."""

import re
import shutil
import subprocess
from pathlib import Path


class ClusterError(Exception):
    """The private cluster cannot be made, started or stopped; the message says why and what to do."""


def programs_for(data_version: str | None) -> Path:
    """Return the folder of programs that open data of a major version, or the newest when there are no data yet.

    Raises:
        ClusterError: no PostgreSQL with PostGIS, or none of that version.
    """
    found = installed_versions()
    if not found:
        raise ClusterError(
            "Máy chưa có PostgreSQL kèm PostGIS. Trên Debian/Ubuntu hãy chạy: sudo apt-get install postgresql "
            "postgresql-postgis; hoặc đặt OCOPMAP_DATABASE_URL trỏ tới một máy chủ đã có."
        )
    if data_version is None:
        return found[max(found, key=int)]
    if data_version not in found:
        raise ClusterError(
            f"Kho dữ liệu thuộc PostgreSQL {data_version}, máy này chỉ có bản {', '.join(sorted(found))} kèm PostGIS. "
            f"Hãy cài postgresql-{data_version}-postgis-3, hoặc dời kho cũ đi để chương trình tạo lại từ đầu."
        )
    return found[data_version]


def installed_versions() -> dict[str, Path]:
    """Return the folder of programs of every PostgreSQL with PostGIS on this machine, by major version.

    Debian keeps versions side by side and off the PATH; elsewhere the one ``pg_config`` on the PATH is asked.
    """
    found = {}
    for control in Path("/usr/share/postgresql").glob("*/extension/postgis.control"):
        version = control.parent.parent.name
        programs = Path("/usr/lib/postgresql") / version / "bin"
        if (programs / "initdb").exists():
            found[version] = programs
    return found or _version_on_path()


def _version_on_path() -> dict[str, Path]:
    program = shutil.which("pg_config")
    if program is None:
        return {}
    command = [program, "--version", "--sharedir", "--bindir"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 (a fixed command)
    version, share, programs = answer.splitlines()
    major = re.search(r"\d+", version)
    complete = (Path(share) / "extension/postgis.control").exists() and (Path(programs) / "initdb").exists()
    return {major[0]: Path(programs)} if complete and major else {}
