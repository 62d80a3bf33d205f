"""When things are harvested, as pages say it: the months in words and as a strip of the year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ocopmap.layers.records import Record
from ocopmap.server.wording import Wording

_MONTHS = range(1, 13)


@dataclass(frozen=True)
class Harvest:
    """The season of a commodity: its name, the months (1 to 12) in order, and these in words."""

    commodity: str
    months: tuple[int, ...]
    said: str

    @property
    def year(self) -> list[tuple[int, bool]]:
        """Every month, and whether it is one of the harvest."""
        return [(month, month in self.months) for month in _MONTHS]


def harvest(words: Wording, record: Record) -> Harvest | None:
    """Return the season of a product or zone; None where no source tells it."""
    months = tuple(record.get("harvest_months") or ())
    if not months:
        return None
    code = record.get("commodity")
    return Harvest(words.name("commodity", code) if code else record["name"], months, said(words, months))


def harvests(words: Wording, records: Iterable[Record]) -> tuple[list[Harvest], list[str]]:
    """Return the seasons of several records, each commodity once, and the commodities of which none is told."""
    found: dict[tuple[str, tuple[int, ...]], Harvest] = {}
    untold: dict[str, None] = {}
    for record in records:
        told = harvest(words, record)
        if told:
            found.setdefault((told.commodity, told.months), told)
        elif record.get("commodity"):
            untold.setdefault(words.name("commodity", record["commodity"]))
    named = {each.commodity for each in found.values()}
    return list(found.values()), [name for name in untold if name not in named]


def said(words: Wording, months: Sequence[int]) -> str:
    """Return months in words, those that follow one another as a span, also over the turn of the year."""
    if len(months) == len(_MONTHS):
        return words.t("season.whole_year")
    return words.series([_span(words, run) for run in _runs(months)])


def _span(words: Wording, run: Sequence[int]) -> str:
    first, last = (words.t(f"season.{month}") for month in (run[0], run[-1]))
    return first if run[0] == run[-1] else words.t("season.span", first=first, last=_within(words, last))


def _within(words: Wording, name: str) -> str:
    return name[:1].lower() + name[1:] if words.locale == "vi" else name


def _runs(months: Sequence[int]) -> list[list[int]]:
    """Return the months in unbroken spans; one that ends in December goes on in January."""
    runs: list[list[int]] = []
    for month in sorted(months):
        if runs and runs[-1][-1] == month - 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    if len(runs) > 1 and runs[0][0] == 1 and runs[-1][-1] == _MONTHS[-1]:
        runs[0] = runs.pop() + runs[0]
    return runs
