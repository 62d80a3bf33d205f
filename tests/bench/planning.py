"""What planners wait for, on 1,400 products, 10,000 recognitions and 500 zones, beside the same in plain GeoPandas.

``python -m tests.bench.planning`` runs it alone.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import geopandas
import httpx
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, event, text

from ocopmap.catalogue.places import Layer
from ocopmap.database.cluster import cluster_in
from ocopmap.database.engine import owner_engine, reader_engine, today
from ocopmap.layers.frames import layer_frame
from ocopmap.layers.reading import reading
from ocopmap.planning.communes import commune_analysis
from ocopmap.planning.definitions import read_definitions
from ocopmap.planning.indicators import indicators
from ocopmap.planning.zones import Gap, gap, product_analysis, zone_analysis
from ocopmap.settings import PROJECT_ROOT
from tests.bench import records
from tests.bench.server import latencies_ms, percentile, served, state_folder

PRODUCTS, RECOGNITIONS, ZONES, ROWS = 1_400, 10_000, 500, 100_000
DAYS = 20
TIMES = 5
_PROVINCE = "82"
_TIMEOUT_MS = 60_000
_PLANE = 3405

_RECOGNITIONS = text("""
    INSERT INTO recognition (id, product_id, event, stars, decided_on, decided_on_precision, source_url)
    SELECT p.id || '-again-' || n, p.id, 'renewal', 3 + n % 2, DATE '2019-06-01' + (n * 97) % 2700, 'day', p.source_url
    FROM product AS p CROSS JOIN generate_series(1, 10) AS n ORDER BY n, p.id
    LIMIT :wanted - (SELECT count(*) FROM recognition)
""")
_ZONES = text("""
    INSERT INTO raw_material_zone (id, name, commodity, geom, outline, geometry_source, precision, declared_ha,
                                   standards, source_url)
    SELECT 'do-' || n, 'Vùng đo ' || n, commodity, shape, shape, 'surveyed', 'exact', 100, '{VietGAP}', source_url
    FROM (
        SELECT n, p.commodity, p.source_url, ST_Multi(ST_Buffer(ST_Translate(
            s.geom, (n % 7 - 3) * 0.004, (n % 5 - 2) * 0.004)::geography, 800 + n % 9 * 150)::geometry) AS shape
        FROM generate_series(1, :wanted - (SELECT count(*) FROM raw_material_zone)) AS n
        CROSS JOIN LATERAL (
            SELECT * FROM product WHERE commodity IS NOT NULL ORDER BY md5(id || n) LIMIT 1
        ) AS p JOIN site AS s ON s.id = p.producer_id AND s.geom IS NOT NULL
    ) AS drawn
""")
_MORE_PRODUCTS = text("""
    INSERT INTO product (id, name, producer_id, product_group, commodity, source_url)
    SELECT p.id || '-x' || n, p.name || ' ' || n, p.producer_id, p.product_group, p.commodity, p.source_url
    FROM product AS p CROSS JOIN generate_series(1, 100) AS n
    LIMIT :wanted - (SELECT count(*) FROM product)
""")


def main() -> None:
    """Measure and print."""
    report = Table("Phép đo", "Kết quả", "Ngân sách", "Đạt", title="Quy hoạch và dữ liệu mở")
    with state_folder() as state, served(state) as (client, _):
        with _engine(state, reader=False) as owner:
            records.multiply(state, PRODUCTS)
            _add(owner, _RECOGNITIONS, RECOGNITIONS)
            _add(owner, _ZONES, ZONES)
            with _engine(state) as reader:
                measure_pages(report, client)
                measure_statements(report, reader)
                measure_analyses(report, reader)
            _add(owner, _MORE_PRODUCTS, ROWS)
        measure_workbook(report, state)
    Console(width=120).print(report)


@contextmanager
def _engine(state: Path, *, reader: bool = True) -> Iterator[Engine]:
    cluster = cluster_in(state)
    engine = reader_engine(cluster.reader_url(), _TIMEOUT_MS) if reader else owner_engine(cluster.url())
    try:
        yield engine
    finally:
        engine.dispose()


def _add(owner: Engine, statement: Any, wanted: int) -> None:
    with owner.begin() as connection:
        connection.execute(statement, {"wanted": wanted})
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _row(report: Table, name: str, value: float, unit: str, budget: float | None = None) -> None:
    kept = "" if budget is None else ("✓" if value <= budget else "✗")
    report.add_row(name, f"{value:,.1f} {unit}", "" if budget is None else f"≤ {budget:g} {unit}", kept)


def measure_pages(report: Table, client: httpx.Client) -> None:
    """Pages and answers as of days that nobody has asked for yet: nothing is kept of them."""
    days = [today() - timedelta(days=40 * number) for number in range(1, DAYS + 1)]
    for name, address, budget in (
        ("Bảng chỉ tiêu", "/quy-hoach?", 500),
        ("Bảng chỉ tiêu, so với một ngày khác", "/quy-hoach?compare=2023-06-30&", 500),
        ("17 chỉ tiêu qua API", "/api/v1/indicators?", None),
        ("Trang dữ liệu mở", "/du-lieu?", None),
    ):
        found = sorted(latencies_ms(client, f"{address}as_of={day}", 1)[0] for day in days)
        _row(report, f"{name}, lần đầu dựng: p50", percentile(found, 0.5), "ms")
        _row(report, f"{name}, lần đầu dựng: p95", percentile(found, 0.95), "ms", budget)


def measure_statements(report: Table, reader: Engine) -> None:
    """How many statements all KPIs together take."""
    said: list[str] = []
    with reading(reader, today()) as connection:
        event.listen(connection, "before_cursor_execute", lambda _c, _k, statement, *_: said.append(statement))
        indicators(connection, read_definitions(PROJECT_ROOT / "geodata" / "rules" / "indicators.yaml"), today())
    _row(report, "Câu SQL cho cả 17 chỉ tiêu", len(said), "câu", 5)


def measure_analyses(report: Table, reader: Engine) -> None:
    """Each analysis in the database, then in GeoPandas over frames that are already in memory.

    The database cuts zones along communes and one another as they are written, GeoPandas each time it is asked.
    """
    ours = {
        "Từng vùng: diện tích theo xã, chồng nhau, sản phẩm": zone_analysis,
        "Từng sản phẩm: vùng gần nhất": product_analysis,
        "Từng xã, phường": lambda connection: commune_analysis(connection, _PROVINCE),
        "Khoảng trống, câu chậm nhất trong sáu": None,
    }
    with reading(reader, date(2026, 1, 1)) as connection:
        for name, analysis in ours.items():
            if analysis is None:
                found = max(_median_ms(lambda each=each: _gap(connection, each)) for each in Gap)
            else:
                found = _median_ms(lambda analysis=analysis: analysis(connection))
            _row(report, name, found, "ms", 300)
        zones, products, communes = (
            layer_frame(connection, layer, _PROVINCE).dropna(subset=["geometry"]).to_crs(_PLANE)
            for layer in (Layer.ZONE, Layer.PRODUCT, Layer.COMMUNE)
        )
        for name, database, plain in (
            ("vùng theo xã và chồng nhau", zone_analysis, lambda: _plain_zones(zones, communes)),
            ("vùng gần nhất", product_analysis, lambda: _plain_nearest(products, zones)),
        ):
            theirs, mine = _median_ms(plain), _median_ms(lambda database=database: database(connection))
            _row(report, f"Thước đo: GeoPandas, {name} (chưa kể đọc dữ liệu)", theirs, "ms")
            _row(report, f"Thước đo: GeoPandas lâu gấp mấy lần, {name}", theirs / mine, "lần")


def _gap(connection: Any, asked: Gap) -> object:
    return gap(connection, asked, province=_PROVINCE, km=20)


def _plain_zones(zones: geopandas.GeoDataFrame, communes: geopandas.GeoDataFrame) -> object:
    """Hectares of each zone by commune, and the ground that zones of one commodity share."""
    parts = geopandas.overlay(
        zones[["id", "geometry"]], communes[["name", "geometry"]], how="intersection", keep_geom_type=True
    )
    shared = [
        geopandas.overlay(
            some[["id", "geometry"]], some[["id", "geometry"]], how="intersection", keep_geom_type=True
        ).area.sum()
        for _, some in zones.groupby("commodity")
    ]
    return parts.area.groupby([parts["id"], parts["name"]]).sum(), shared


def _plain_nearest(products: geopandas.GeoDataFrame, zones: geopandas.GeoDataFrame) -> object:
    """The nearest zone of each product's commodity."""
    return [
        some.sjoin_nearest(zones.loc[zones["commodity"] == commodity, ["geometry"]], distance_col="metres")
        for commodity, some in products.groupby("commodity")
    ]


def _median_ms(do: Callable[[], object]) -> float:
    found = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        do()
        found.append((time.perf_counter() - begin) * 1000)
    return sorted(found)[TIMES // 2]


def measure_workbook(report: Table, state: Path) -> None:
    """Files of 100,000 rows, each in a process of its own: seconds, and the most memory that it held."""
    for kind in ("csv", "geojson", "xlsx"):
        run = subprocess.run(
            [sys.executable, "-m", "tests.bench.tablefile", state, kind],
            check=True,
            capture_output=True,
            text=True,
            cwd=PROJECT_ROOT,
        )
        seconds, megabytes, rows = map(float, run.stdout.split())
        name = f"Tệp {kind.upper()} {rows:,.0f} dòng".replace(",", ".")
        _row(report, name, seconds, "s")
        _row(report, f"{name}, bộ nhớ cao nhất", megabytes, "MB", 300)


if __name__ == "__main__":
    main()
