"""How sure an answer is: counted on the train split of the bench's evaluation set, one figure per kind of evidence."""

from dataclasses import dataclass
from typing import Final, Self

from ocopmap.geocoding.readings import Reading

_BY_ERRORS: Final = (0.999, 0.994, 0.991, 0.983, 0.667)
_BY_ERRORS_UNREAD: Final = (0.973, 0.973, 0.909, 0.75, 0.6)
"""Share of right answers by number of errors forgiven, (right + 1) / (all + 2), on the train split: 2,009 answers.

The second row is for answers that leave words unread; its last figure rests on no case and is set below the first.
"""

_MISSPELT_ALONE: Final = 0.9
"""Most that a misspelt commune without its district gets: a name of another province may lie as near."""

_DOUBTFUL: Final = 0.5
"""For answers that go to a person whatever they score; too few in the set to count."""

_TIED: Final = 0.9
"""Share that equally good answers have together, counted likewise on 122 tied candidates."""

_RUNNER_UP: Final = 0.02


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer: errors forgiven, words left open, doubt, equally good rivals, its rank."""

    errors: int
    unread: bool
    doubtful: bool
    misspelt_alone: bool
    rivals: int
    rank: int

    @classmethod
    def of(cls, reading: Reading, rivals: int, rank: int, doubtful: bool) -> Self:
        """Collect the evidence of a reading that has so many equals (itself included) and this rank."""
        alone = reading.commune is not None and reading.commune.errors > 0 and reading.district is None
        return cls(reading.errors, reading.unread > 0, doubtful, alone, rivals, rank)


def confidence(evidence: Evidence) -> float:
    """Return the probability (0 to 1) that the answer is right."""
    if evidence.rank >= evidence.rivals:
        return _RUNNER_UP
    if evidence.doubtful:
        return round(_DOUBTFUL / evidence.rivals, 3)
    table = _BY_ERRORS_UNREAD if evidence.unread else _BY_ERRORS
    sure = table[min(evidence.errors, len(table) - 1)]
    if evidence.misspelt_alone:
        sure = min(sure, _MISSPELT_ALONE)
    return round(sure if evidence.rivals == 1 else _TIED * sure / evidence.rivals, 3)
