"""``ocopmap geocode``: one address, or a column of a CSV file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from ocopmap.cli import console
from ocopmap.cli.told import told, units_for
from ocopmap.database import migrate
from ocopmap.database.access import open_database
from ocopmap.database.gazetteer import build_geocoder
from ocopmap.geocoding import Geocoder
from ocopmap.ingest.csvgeocoding import geocode_csv
from ocopmap.settings import Settings


def geocode(
    address: Annotated[str | None, typer.Argument(help="Địa chỉ dạng cũ hoặc mới.")] = None,
    csv_files: Annotated[
        tuple[Path, Path] | None, typer.Option("--csv", help="Tệp CSV vào và tệp CSV ra.", metavar="VÀO RA")
    ] = None,
    address_column: Annotated[str, typer.Option(help="Cột chứa địa chỉ trong tệp CSV.")] = "address",
) -> None:
    """Tìm vị trí của một địa chỉ, hoặc của cả một tệp CSV."""
    if (address is None) == (csv_files is None):
        console.fail("Cần một địa chỉ, hoặc --csv với hai tệp.")
        raise typer.Exit(2)
    with told(), _geocoder() as geocoder:
        if address is not None:
            if advice := geocoder.advice(address):
                console.tell(advice)
            else:
                console.show_candidates(geocoder.geocode(address))
        elif csv_files is not None:
            source, target = csv_files
            placed, total = geocode_csv(geocoder, source, target, address_column, console.track)
            console.tell(f"{placed} trên {total} địa chỉ có vị trí; kết quả ở {target}")


@contextmanager
def _geocoder() -> Iterator[Geocoder]:
    settings = Settings()
    units = units_for(settings)
    with open_database(settings) as database:
        migrate.upgrade(database.owner)
        with database.owner.connect() as connection:
            yield build_geocoder(connection, settings, units)
