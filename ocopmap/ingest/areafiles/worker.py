"""Read one file into an area in a process of its own, with bounded memory, time and disk.

Prints one JSON object: the area, or the sentence that says why there is none. Whatever a hostile file does to the
libraries that read it, only this process ends.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

# Address space, not resident memory: GDAL and Arrow reserve far more than they use.
ADDRESS_SPACE = 4 * 2**30
CPU_SECONDS = 30
FILE_BYTES = 300 * 2**20


def main(path: str, crs: str) -> dict[str, Any]:
    """Return the area of a file as JSON can hold it."""
    # Not before the limits are set.
    from ocopmap.ingest.areafiles.area import AreaError  # noqa: PLC0415
    from ocopmap.ingest.areafiles.file import area_in  # noqa: PLC0415
    from ocopmap.ingest.vectorfiles import VectorFileError  # noqa: PLC0415

    try:
        area = area_in(Path(path), crs or None)
    except AreaError as error:
        return {"key": error.key, "shown": error.shown}
    except VectorFileError as error:
        return {"key": "problem.area_unreadable", "shown": {"reason": str(error)}}
    return {
        "wkb": area.shape.wkb_hex,
        "given": area.given,
        "mended": area.mended,
        "overlap_ha": area.overlap_ha,
        "system": area.system,
        "meridian": area.meridian,
    }


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(json.dumps(main(sys.argv[1], sys.argv[2])))
