"""Where the official polygons may be found; they are no part of the project."""

import os
from pathlib import Path

_BESIDE_CHECKOUT = Path(__file__).resolve().parents[4] / "shared" / "boundaries"
OFFICIAL = Path(os.environ.get("OCOPMAP_TEST_BOUNDARIES", _BESIDE_CHECKOUT)) / "wards"
