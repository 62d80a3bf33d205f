"""What makes a record one that a person must look at.

Measured on the province's 183 sites and 264 pairs of products of one producer (``tests/integration/test_review.py``
holds the figures): at 0.7 the trigrams find 94 % of the sites' and 70 % of the products' names written with one letter
wrong, and propose 1 pair of sites and 7 of products that are not one. At 0.9 they would propose no product that is
not one, but find only 7 % of the mistyped. A pair too many costs a person one word; one missed is counted twice.
"""

from typing import Final

LOW_CONFIDENCE: Final = 0.8
"""Confidence of a geocoded place below which it is reviewed; of the province's records none lies between 0.55 and 0.95,
so whatever stands there is neither of the clear kind nor of the doubtful."""

LIKE_NAMES: Final = 0.7
"""Trigram similarity of folded names from which two sites near each other, or products of one producer, may be one."""

LIKE_SITES_METRES: Final = 200
"""How near two sites of like names lie that may be one."""
