"""From a register's file to a plan and, when asked, to the database."""

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from ocopmap.database.engine import today
from ocopmap.database.gazetteer import build_geocoder
from ocopmap.geocoding import Units
from ocopmap.ingest.batches import lock_imports
from ocopmap.ingest.registers.applying import apply_plan
from ocopmap.ingest.registers.errors import RegisterError
from ocopmap.ingest.registers.plan import Plan, make_plan
from ocopmap.ingest.registers.progress import Progress, told_often
from ocopmap.ingest.registers.reading import Register, read_register
from ocopmap.ingest.registers.rules import RegisterRules
from ocopmap.settings import Settings


@dataclass(frozen=True)
class Choices:
    """What a person chose for an import.

    Attributes:
        mapping: YAML file of column titles that the program cannot guess.
        sheet: name of the sheet; by default the first visible one with a register's header.
        distinct: rows that are no duplicates though they look like it.
        skip_rejected: write the other rows when some are refused.
    """

    mapping: Path | None = None
    sheet: str | None = None
    distinct: Collection[int] = ()
    skip_rejected: bool = False


@dataclass(frozen=True)
class Result:
    """A register, what importing it means, and the number of the import if it was written."""

    register: Register
    plan: Plan
    batch_id: int | None
    refusal: RegisterError | None = None
    """Why nothing was written though it was asked for."""


def load_rules(settings: Settings) -> RegisterRules:
    """Return the words of registers that the settings name."""
    return RegisterRules.load(settings.rules_dir / "registers.yaml")


def import_register(
    engine: Engine,
    settings: Settings,
    units: Units,
    path: Path,
    choices: Choices,
    *,
    by: str | None = None,
    progress: Progress = lambda _what, _done, _total: None,
) -> Result:
    """Read a register and plan its import; with ``by``, the account that asks for it, write it too.

    Raises:
        RegisterError: the file as a whole cannot be used; nothing was written.
    """
    with told_often(progress) as tell, _no_collections():
        return _import(engine, settings, units, path, choices, by, tell)


@contextmanager
def _no_collections() -> Iterator[None]:
    """Let no search for cycles stop the work: rows make none, and going through all of them takes a second."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _import(  # noqa: PLR0917 - as the function above, whose work this is
    engine: Engine, settings: Settings, units: Units, path: Path, choices: Choices, by: str | None, progress: Progress
) -> Result:
    rules = load_rules(settings)
    register = read_register(path, rules, today(), mapping=choices.mapping, sheet=choices.sheet, progress=progress)
    batch_id, refusal = None, None
    progress("Chuẩn bị tra địa chỉ", 0, 0)
    with engine.begin() as connection:
        if by:
            lock_imports(connection)
        geocoder = build_geocoder(connection, settings, units)
        plan = make_plan(connection, register, rules, geocoder, distinct=choices.distinct, progress=progress)
        if by:
            try:
                skip = choices.skip_rejected
                batch_id = apply_plan(connection, register, plan, by, skip_rejected=skip, progress=progress)
            except RegisterError as error:
                refusal = error
    return Result(register, plan, batch_id, refusal)
