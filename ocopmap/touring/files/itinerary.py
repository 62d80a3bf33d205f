"""A planned tour as files tell it: halts, ways, days; all text is ready to be read and fit for XML."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from ocopmap.touring.travel import Ferry, Position

Kind = Literal["road", "ferry", "straight"]
"""What a way is, or a part of it."""
ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Halt:
    """A place where the tour stops, its start or its end."""

    number: int | None
    """How it is counted; None for the start and the end."""
    name: str
    position: Position
    day: int
    arrive: datetime | None = None
    leave: datetime | None = None
    note: str = ""
    """What is to be known, a sentence a line."""
    address: str | None = None
    phone: str | None = None
    page: str | None = None
    """Address of the record's page."""

    @property
    def title(self) -> str:
        """The name with its number."""
        return self.name if self.number is None else f"{self.number}. {self.name}"

    @property
    def description(self) -> str:
        """All that is known, a fact a line."""
        return "\n".join(part for part in (self.note, self.address, self.phone) if part)


@dataclass(frozen=True)
class Line:
    """The way from a halt to the next."""

    day: int
    name: str
    positions: Sequence[Position]
    meters: float
    seconds: float | None
    is_straight: bool
    ferries: Sequence[Ferry] = ()
    """The parts of it that are gone by ferry."""

    @property
    def stretches(self) -> Iterator[tuple[Kind, Sequence[Position]]]:
        """Give the parts of the way, one after another, by what they are; each begins where the one before ends."""
        at = 0
        for ferry in self.ferries:
            if ferry.first > at:
                yield "road", self.positions[at : ferry.first + 1]
            yield "ferry", self.positions[ferry.first : ferry.last + 1]
            at = ferry.last
        if at < len(self.positions) - 1:
            yield "straight" if self.is_straight else "road", self.positions[at:]


@dataclass(frozen=True)
class DayName:
    """A day of the tour."""

    name: str
    date: date | None


@dataclass(frozen=True)
class Itinerary:
    """A tour as it is handed over."""

    title: str
    about: str
    link: str
    days: Sequence[DayName]
    halts: Sequence[Halt]
    lines: Sequence[Line]
    attribution: str | None
    """Of the roads; None for straight lines."""

    def of_day(self, day: int) -> tuple[list[Halt], list[Line]]:
        """Return the halts and ways of a day; the first halt is where its first way begins."""
        lines = [line for line in self.lines if line.day == day]
        halts = [halt for halt in self.halts if halt.day == day]
        before = [halt for halt in self.halts if halt.day < day]
        return ([before[-1], *halts] if before and lines else halts), lines
