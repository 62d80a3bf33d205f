"""Whether two pictures of a screen show the same layout, however their letters were drawn.

A picture is kept at a quarter of its size: an edge that another machine smooths otherwise vanishes in the mean of its
sixteen pixels, while a part that has moved, grown, lost its colour or gone changes whole pixels.
"""

from pathlib import Path
from typing import Final

from PIL import Image, ImageChops

SHRINK: Final = 4
_VISIBLE: Final = 28
"""Difference of a channel (0 to 255) from which a pixel counts as another."""
_MOST: Final = 0.012
"""Share of pixels that may be others: some words drawn anew, no part that moved."""


def small(picture: Image.Image) -> Image.Image:
    """Return a picture as it is kept."""
    return picture.convert("RGB").reduce(SHRINK)


def share_that_differs(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels that are visibly others; 1 where even the sizes differ."""
    if one.size != other.size:
        return 1.0
    channels = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    differs = sum(most.histogram()[_VISIBLE:])
    return differs / (one.width * one.height)


def looks_like(one: Image.Image, other: Image.Image) -> bool:
    """Tell whether two kept pictures show the same layout."""
    return share_that_differs(one, other) <= _MOST


def side_by_side(folder: Path, name: str, wanted: Image.Image, seen: Image.Image) -> Path:
    """Write what was wanted, what was seen and where they differ beside one another, for a person to look at."""
    parts = [wanted, seen, ImageChops.difference(wanted, seen) if wanted.size == seen.size else seen]
    sheet = Image.new("RGB", (sum(part.width for part in parts) + 16, max(part.height for part in parts)), "white")
    left = 0
    for part in parts:
        sheet.paste(part, (left, 0))
        left += part.width + 8
    path = folder / f"{name}.png"
    sheet.save(path)
    return path
