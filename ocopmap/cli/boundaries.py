"""``ocopmap boundaries``: official polygons, from the network or from an office's file."""

from pathlib import Path
from typing import Annotated

import typer

from ocopmap.catalogue.places import BoundarySource
from ocopmap.cli import console
from ocopmap.cli.told import told, units_for
from ocopmap.database import migrate
from ocopmap.database.access import open_database
from ocopmap.ingest.boundaries.ensure import ensure_communes, fetch_boundaries, install_boundaries
from ocopmap.ingest.boundaries.local import read_local
from ocopmap.ingest.geodata import load_geodata
from ocopmap.settings import Settings

boundaries_app = typer.Typer(no_args_is_help=True, help="Ranh giới xã, phường.")


@boundaries_app.command("fetch")
def boundaries_fetch(
    source: Annotated[
        Path | None, typer.Option("--from", help="Tệp hoặc thư mục: GeoJSON, GPKG, Shapefile nén zip.")
    ] = None,
) -> None:
    """Tải ranh giới chính thức, hoặc lấy từ tệp, rồi nạp đủ mọi xã, phường hoặc không nạp gì."""
    settings = Settings()
    units = units_for(settings)
    step = console.Steps()
    with told(), open_database(settings) as database:
        migrate.upgrade(database.owner)
        ensure_communes(database.owner, settings, units)
        communes = units.province_communes[settings.province]
        polygons = read_local(source, communes) if source else fetch_boundaries(settings, units, step.progress)
        step(install_boundaries(database.owner, polygons, BoundarySource.OFFICIAL))
        console.show_report(load_geodata(database.owner, settings, units))
