"""Every setting of the program, with its default: environment variables that begin with ``OCOPMAP_``."""

import os
from functools import cached_property
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PROJECT_ROOT = Path(__file__).resolve().parent.parent


def default_state_dir() -> Path:
    """Where the program keeps its database: the user's state folder, or the system's when run as root.

    Root's home is closed to the unprivileged user that must run PostgreSQL, so root uses /var/lib.
    """
    if os.geteuid() == 0 and "XDG_STATE_HOME" not in os.environ:
        return Path("/var/lib/ocopmap")
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "ocopmap"


class SettingError(Exception):
    """A setting cannot be used as given; the message is one sentence in Vietnamese."""


class Settings(BaseSettings):
    """Settings of one process; pass the object on, never read the environment elsewhere."""

    model_config = SettingsConfigDict(env_prefix="OCOPMAP_", extra="ignore", frozen=True)

    province: str = Field(default="82", pattern=r"^\d{2}$")
    """Code of the province served (decision 19/2025/QĐ-TTg); 82 is Đồng Tháp since 1 July 2025."""

    state_dir: Path = Field(default_factory=default_state_dir)
    """Folder of the private PostgreSQL cluster and of other files kept between runs."""

    database_url: str | None = None
    """``postgresql://…`` of an existing server with PostGIS; without it a private cluster is used."""

    database_reader_url: str | None = None
    """Address of the same database with a read-only login; without it the role is switched on connecting."""

    geodata_dir: Path = PROJECT_ROOT / "geodata"
    """Folder of the province's records and of the rule tables."""

    web_dist_dir: Path = PROJECT_ROOT / "web" / "dist"
    """Folder of the built front end."""

    host: str = "127.0.0.1"
    """Address that the web server listens on."""

    port: int = Field(default=8080, ge=0, le=65535)
    """TCP port of the web server."""

    public_url: str | None = None
    """Address under which visitors reach the site, such as ``https://ocop.dongthap.gov.vn``."""

    contact_email: str | None = Field(default=None, pattern=r"^[^@\s<>\"'?&]+@[^@\s<>\"'?&]+$")
    """Where readers report mistakes; without it pages tell whom else to ask, and give the link to hand on."""

    contact_office: str | None = Field(default=None, max_length=300)
    """Who keeps this map, as pages print it: name, address, telephone of the office."""

    basemap_url: str | None = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    """Template of the raster basemap; empty for none."""

    basemap_pmtiles: str | None = None
    """Vector basemap instead: path of a PMTiles file on this machine, or the ``https://`` address of one."""

    basemap_attribution: str = "© OpenStreetMap contributors"
    """Attribution of the basemap, plain text."""

    statement_timeout_ms: int = Field(default=5_000, gt=0)
    """Longest that one public query may run, in milliseconds."""

    valhalla_url: str | None = Field(default=None, pattern=r"^https?://[^\s]+$")
    """Address of a Valhalla server that finds ways, such as ``http://127.0.0.1:8002``; without it the network on this
    machine is used (``ocopmap roads build``), and without that straight lines."""

    route_processes: int = Field(default=2, ge=1, le=16)
    """Processes that find ways on this machine, each started when it is first needed."""

    route_limit_s: float = Field(default=10, gt=0, le=120)
    """Longest that finding one way, matrix or reach may take, in seconds."""

    stop_reach_m: float = Field(default=2_000, gt=0, le=35_000)
    """How far from a road a stop may be, in metres; farther away it is off road."""

    roads_margin_km: float = Field(default=10, ge=0, le=200)
    """How far beyond the province's borders roads are kept, in kilometres."""

    roads_stale_months: int = Field(default=6, ge=1)
    """Age in months from which ``ocopmap roads status`` advises a fresh extract."""

    review_page: bool = False
    """Whether the list of records that need a person is shown at ``/ra-soat``, to this machine alone."""

    @field_validator("state_dir", mode="before")
    @classmethod
    def _given(cls, folder: object) -> object:
        """An empty value is none: taken as a path it would be the folder that the program happens to start in."""
        return default_state_dir() if folder == "" else folder

    @field_validator("valhalla_url", mode="before")
    @classmethod
    def _none_if_empty(cls, url: object) -> object:
        return url or None

    @field_validator("database_url", "database_reader_url")
    @classmethod
    def _of_postgresql(cls, url: str | None) -> str | None:
        try:
            if not url or make_url(url).get_backend_name() == "postgresql":
                return url
        except (ArgumentError, ValueError):
            pass  # neither error is for the office: it would show the password
        raise ValueError("phải có dạng postgresql://tên:mật-khẩu@máy:cổng/cơ-sở-dữ-liệu")

    @cached_property
    def rules_dir(self) -> Path:
        """Folder of the YAML rule tables."""
        return self.geodata_dir / "rules"
