"""How sure an answer is: counted on the tuned part of the bench's evaluation set, one figure per kind of evidence."""

from dataclasses import dataclass
from typing import Final, Self

from ocopmap.geocoding.doubts import Doubt
from ocopmap.geocoding.hits import Text
from ocopmap.geocoding.readings import Reading

_BY_ERRORS: Final = (0.999, 0.997, 0.995, 0.993, 0.75)
_BY_ERRORS_UNREAD: Final = (0.988, 0.986, 0.958, 0.8, 0.6)
"""Share of right answers by number of errors forgiven, (right + 1) / (all + 2), on the tuned part: 4,335 answers.

The second row is for answers that leave words unread; its last figure rests on no case and is set below the first.
"""

_MISSPELT_ALONE: Final = 0.976
"""Most that a misspelt commune without its district gets, counted likewise on 39 answers."""

_DOUBTFUL: Final = {
    Doubt.OPEN: 0.75,
    Doubt.UNKNOWN: 0.5,
    Doubt.CONTRADICTION: 0.05,
    Doubt.OTHER_NAME: 0.05,
    Doubt.OTHER_DISTRICT: 0.05,
}
"""For answers that go to a person whatever they score. Counted likewise, but for ``UNKNOWN``, which names no commune.

1,050 of the tuned part's addresses name a commune that is not there: the three last hold for a set in which one
address in five is such. ``OPEN`` was right in 30 of 33 cases and is kept below what is shown without a person.
"""

_TIED: Final = 0.98
"""Share that equally good answers have together, counted likewise on 203 tied candidates."""

_RUNNER_UP: Final = 0.02


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer: errors forgiven, words left open, doubt, equally good rivals, its rank."""

    errors: int
    unread: bool
    doubt: Doubt | None
    misspelt_alone: bool
    rivals: int
    rank: int

    @classmethod
    def of(cls, text: Text, reading: Reading, rivals: int, rank: int, doubt: Doubt | None) -> Self:
        """Collect the evidence of a reading that has so many equals (itself included) and this rank."""
        alone = reading.commune is not None and reading.commune.errors > 0 and reading.district is None
        return cls(reading.errors + text.repaired, reading.unread > 0, doubt, alone, rivals, rank)


def confidence(evidence: Evidence) -> float:
    """Return the probability (0 to 1) that the answer is right."""
    if evidence.rank >= evidence.rivals:
        return _RUNNER_UP
    if evidence.doubt:
        return round(_DOUBTFUL[evidence.doubt] / evidence.rivals, 3)
    table = _BY_ERRORS_UNREAD if evidence.unread else _BY_ERRORS
    sure = table[min(evidence.errors, len(table) - 1)]
    if evidence.misspelt_alone:
        sure = min(sure, _MISSPELT_ALONE)
    return round(sure if evidence.rivals == 1 else _TIED * sure / evidence.rivals, 3)
