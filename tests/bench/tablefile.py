"""Write the products of a state folder to a file as a download does; print seconds, peak MB and rows."""

import re
import sys
import tempfile
import time
from pathlib import Path

from ocopmap.catalogue.places import Layer
from ocopmap.database.cluster import cluster_in
from ocopmap.database.engine import reader_engine, today
from ocopmap.layers.downloads.formats import Format
from ocopmap.layers.downloads.metadata import Metadata
from ocopmap.layers.downloads.table import count_rows, read_table
from ocopmap.layers.filters import FeatureFilter
from ocopmap.layers.reading import reading
from ocopmap.layers.views import layer_view
from ocopmap.server.files.tables import write_table

TIMEOUT_MS = 5_000
ABOUT = Metadata({"Ngày": str(today())}, {"id": "mã"}, "Dữ liệu", "Siêu dữ liệu", ("Cột", "Nghĩa"))


def peak_megabytes() -> float:
    """Return the most memory that this program held; getrusage would count what started it as well."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    if found is None:
        raise RuntimeError("/proc/self/status without VmHWM")
    return int(found[1]) / 1024


def main(state: Path, kind: Format) -> None:
    """Write the file and print."""
    engine = reader_engine(cluster_in(state).reader_url(), TIMEOUT_MS)
    view, everything = layer_view(Layer.PRODUCT, "82"), FeatureFilter(layers=(Layer.PRODUCT,))
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, reading(engine, today()) as connection:
        rows = count_rows(connection, view, everything)
        write_table(Path(folder) / f"a.{kind}", kind, read_table(connection, view, everything), ABOUT)
    print(time.perf_counter() - begin, peak_megabytes(), rows)
    engine.dispose()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Format(sys.argv[2]))
