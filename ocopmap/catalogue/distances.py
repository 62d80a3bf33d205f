"""How a distance is told when one of its ends is known only roughly."""

from typing import Final

FINE_M: Final = 200
FINE_SHARE: Final = 0.15
"""Vagueness that is not worth telling: these metres, or this share of the distance."""


def is_fine(metres: float, vagueness: float) -> bool:
    """Tell whether a distance is known well although its ends may be ``vagueness`` metres off."""
    return vagueness <= max(FINE_M, FINE_SHARE * metres)


def reach(metres: float, vagueness: float) -> float:
    """Return what a distance counts as when nearest come first: itself, or the farthest that it may be, in metres."""
    return metres if is_fine(metres, vagueness) else metres + vagueness
