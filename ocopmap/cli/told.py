"""What every command shares: expected errors become a sentence and exit code 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from sqlalchemy.exc import OperationalError

from ocopmap.cli import console
from ocopmap.database.cluster import ClusterError
from ocopmap.database.migrate import SchemaError
from ocopmap.ingest.boundaries.common import BoundaryError
from ocopmap.ingest.report import LoadError
from ocopmap.ingest.review.items import ReviewError
from ocopmap.ingest.vectorfiles import VectorFileError
from ocopmap.server.assets import AssetsMissingError

KNOWN_ERRORS = (ClusterError, SchemaError, LoadError, BoundaryError, VectorFileError, ReviewError, AssetsMissingError)


@contextmanager
def told() -> Iterator[None]:
    """Turn an expected error into its sentence and exit code 1."""
    try:
        yield
    except KNOWN_ERRORS as error:
        console.fail(str(error))
        raise typer.Exit(1) from error
    except OperationalError as error:
        console.fail("Không kết nối được máy chủ PostgreSQL; hãy xem lại OCOPMAP_DATABASE_URL.")
        raise typer.Exit(1) from error
