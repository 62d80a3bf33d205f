"""From a register's file to a plan and, when asked, to the database."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from ocopmap.database.engine import today
from ocopmap.database.gazetteer import build_geocoder
from ocopmap.geocoding import Units
from ocopmap.ingest.registers.applying import apply_plan
from ocopmap.ingest.registers.batches import lock_imports
from ocopmap.ingest.registers.errors import RegisterError
from ocopmap.ingest.registers.plan import Plan, make_plan
from ocopmap.ingest.registers.reading import Progress, Register, read_register
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
    rules = load_rules(settings)
    day = today()
    register = read_register(path, rules, day, mapping=choices.mapping, sheet=choices.sheet, progress=progress)
    batch_id, refusal = None, None
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
