"""What is to be known of a tour, of a stop and of what does not fit: codes, put into words by whoever tells them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Notice(StrEnum):
    """Of the whole tour."""

    STRAIGHT = "straight"
    ESTIMATED = "estimated"
    ROUTER_DOWN = "router_down"
    PAST = "past"


class Remark(StrEnum):
    """Of a stop that is visited."""

    HOURS_UNKNOWN = "hours_unknown"
    HOURS_UNCERTAIN = "hours_uncertain"
    HOLIDAY = "holiday"
    OUT_OF_SEASON = "out_of_season"
    CLOSED = "closed"
    NO_DATE = "no_date"
    ROUGH_PLACE = "rough_place"


class Reason(StrEnum):
    """Why a place is left out."""

    MISSING = "missing"
    NO_PLACE = "no_place"
    OFF_ROAD = "off_road"
    NO_WAY = "no_way"
    CLOSED = "closed"
    CLOSES = "closes"
    NO_TIME = "no_time"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Note:
    """A code and what the sentence that says it shows."""

    code: Notice | Remark | Reason
    shown: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Unfit:
    """A place that the tour cannot hold, and why."""

    place: int
    reason: Note
