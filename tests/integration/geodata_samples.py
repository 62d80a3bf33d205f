"""Copies of the province's files, with a cell changed here and there."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from ocopmap.settings import PROJECT_ROOT, Settings

Cells = dict[str, Any]
TABLES = (
    "site",
    "producer",
    "craft_village",
    "tourism_point",
    "sales_point",
    "product",
    "recognition",
    "sales_channel",
    "site_visit",
    "raw_material_zone",
    "zone_commune",
    "indicator_observation",
    "indicator_target",
    "dataset_load",
)
REVISIONS = "SELECT json_object_agg(layer, revision ORDER BY layer)::text FROM layer_revision"


def copied(folder: Path) -> Settings:
    """Return settings whose geodata folder is a copy that the test may change."""
    target = folder / "geodata"
    shutil.copytree(PROJECT_ROOT / "geodata", target)
    return Settings(state_dir=folder / "state", geodata_dir=target, province="82")


def rewrite(settings: Settings, file: str, change: Callable[[list[Cells]], object]) -> None:
    """Change the rows of a file, read and written as CSV."""
    path = settings.geodata_dir / file
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def digests(engine: Engine) -> dict[str, tuple[int, str]]:
    """Return number of rows and digest of the content of every table that a load writes."""
    query = "SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {} AS t"
    with engine.connect() as connection:
        return {table: tuple(connection.execute(text(query.format(table))).one()) for table in TABLES}
