"""How sure an answer is: counted on the train split of the bench's evaluation set, one figure per kind of evidence."""

from dataclasses import dataclass
from typing import Final, Self

from ocopmap.geocoding.readings import Reading

_BY_ERRORS: Final = (0.995, 0.97, 0.93, 0.85)
_UNREAD: Final = 0.9
_CONTRADICTION: Final = 0.5
_RUNNER_UP: Final = 0.02
_TIED: Final = 0.9


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer: typing errors forgiven, words left open, equally good rivals, its rank."""

    errors: int
    unread: bool
    contradiction: bool
    rivals: int
    rank: int

    @classmethod
    def of(cls, reading: Reading, rivals: int, rank: int) -> Self:
        """Collect the evidence of a reading that has so many equals (itself included) and this rank."""
        return cls(reading.errors, reading.unread > 0, reading.contradiction or reading.stray, rivals, rank)


def confidence(evidence: Evidence) -> float:
    """Return the probability (0 to 1) that the answer is right."""
    if evidence.contradiction:
        return _CONTRADICTION / max(1, evidence.rivals)
    if evidence.rank >= evidence.rivals:
        return _RUNNER_UP
    sure = _BY_ERRORS[min(evidence.errors, len(_BY_ERRORS) - 1)]
    if evidence.unread:
        sure = min(sure, _UNREAD)
    return round(sure if evidence.rivals == 1 else _TIED * sure / evidence.rivals, 3)
