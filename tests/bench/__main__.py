"""``scripts/bench``: what people wait for and download, beside budgets and beside plain Folium on the same records."""

import re
import time
from urllib.parse import quote

import httpx
from rich.console import Console
from rich.table import Table

from ocopmap.catalogue.places import Layer
from ocopmap.server.addresses import record_address
from ocopmap.server.maps.composition import compose
from tests.bench import geocoding, interaction, lighthouse, planning, records, tours
from tests.bench.server import latencies_ms, percentile, served, state_folder

REQUESTS = 300
PRODUCTS = "/api/v1/features.geojson?layer=product"
SEARCHED = ("xoài cát hòa lộc", "nem lai vung", "huyện cái bè", "khô cá lóc", "sen tháp mười", "dongthap")
_FONT = re.compile(r"/assets/[\w.-]+\.woff2")


class Report:
    """A table of figures, each with its budget and whether it was kept."""

    def __init__(self) -> None:
        self._table = Table("Phép đo", "Kết quả", "Ngân sách", "Đạt", title="OCOP map: benchmark")

    def row(self, name: str, value: float, unit: str, budget: float | None = None) -> None:
        """Add a figure; a budget is the most that it may be."""
        kept = "" if budget is None else ("✓" if value <= budget else "✗")
        limit = "" if budget is None else f"≤ {budget:g} {unit}"
        self._table.add_row(name, f"{value:,.1f} {unit}", limit, kept)

    def show(self) -> None:
        """Print the table."""
        Console(width=110).print(self._table)


def main() -> None:
    """Measure and print."""
    report = Report()
    with state_folder() as state:
        with served(state) as (_, seconds):
            report.row("Khởi động lần đầu, kho dữ liệu trống (chưa kể cài gói)", seconds, "s", 150)
        with served(state) as (client, seconds):
            report.row("Khởi động lần hai", seconds, "s", 5)
            measure_page(report, client)
            measure_layer(report, client, "sản phẩm thật")
            measure_lighthouse(report, client)
            records.multiply(state, 1_400)
            measure_layer(report, client, "1.400 sản phẩm")
            measure_reading(report, client)
            measure_interaction(report, client)
            measure_yardstick(report, client)
    report.show()
    planning.main()
    tours.main()
    geocoding.main()


def measure_page(report: Report, client: httpx.Client) -> None:
    """The page's making, and everything that its first opening downloads."""
    begin = time.perf_counter()
    for _ in range(20):
        compose((105.2, 10.1, 106.8, 11.0))
    report.row("Folium dựng trang", (time.perf_counter() - begin) / 20 * 1000, "ms", 10)
    sizes = {
        what: sum(sent_kib(client, address) for address in addresses) for what, addresses in first_visit(client).items()
    }
    for what, kib in sizes.items():
        report.row(f"Tải lần đầu, nén Brotli: {what}", kib, "KiB")
    report.row("Tải lần đầu, nén Brotli (không kể nền bản đồ)", sum(sizes.values()), "KiB", 250)


def first_visit(client: httpx.Client) -> dict[str, list[str]]:
    """Return the addresses that the first opening of the map asks for, by kind."""
    files = re.findall(r'(?:src|href)="(/assets/[^"]+)"', client.get("/").text)
    styles = [file for file in files if file.endswith(".css")]
    fonts = {font for style in styles for font in _FONT.findall(client.get(style).text)}
    return {
        "trang": ["/"],
        "mã và lời": [file for file in files if file not in {*styles, *fonts}],
        "kiểu trình bày": styles,
        "phông chữ": sorted(fonts),
        "dữ liệu": [f"/api/v1/features.geojson?layer={layer}" for layer in Layer],
    }


def measure_layer(report: Report, client: httpx.Client, what: str) -> None:
    """The whole product layer, from cache and when the browser already has it."""
    etag = client.get(PRODUCTS).headers["etag"]
    warm = latencies_ms(client, PRODUCTS, REQUESTS)
    known = latencies_ms(client, PRODUCTS, REQUESTS, {"If-None-Match": etag})
    report.row(f"Lớp sản phẩm ({what}), từ bộ nhớ: p50", percentile(warm, 0.5), "ms")
    report.row(f"Lớp sản phẩm ({what}), từ bộ nhớ: p95", percentile(warm, 0.95), "ms", 10)
    report.row(f"Lớp sản phẩm ({what}), 304: p95", percentile(known, 0.95), "ms", 10)
    report.row(f"Lớp sản phẩm ({what}), nén Brotli", sent_kib(client, PRODUCTS), "KiB", 25)


def measure_lighthouse(report: Report, client: httpx.Client) -> None:
    """The scores of Lighthouse's mobile profile, short of 100; performance is the median of the runs."""
    for path, scores in lighthouse.scores(str(client.base_url).rstrip("/")).items():
        for category, score in scores.items():
            budget = 5 if category == "performance" else 0
            report.row(f"Lighthouse, còn thiếu: {category}, {path}", 100 - score, "điểm", budget)


def measure_reading(report: Report, client: httpx.Client) -> None:
    """Search as it is typed and every product's page, none of them made before."""
    typed = [text[:length] for text in SEARCHED for length in range(2, len(text) + 1)]
    searches = sorted(latencies_ms(client, f"/api/v1/search?q={quote(text)}", 1)[0] for text in typed)
    report.row("Tìm khi đang gõ, 1.400 sản phẩm: p95", percentile(searches, 0.95), "ms", 100)
    features = client.get(PRODUCTS).json()["features"][:400]
    addresses = [record_address("vi", Layer.PRODUCT, feature["properties"]["id"]) for feature in features]
    pages = sorted(latencies_ms(client, address, 1)[0] for address in addresses)
    report.row("Trang sản phẩm, lần đầu dựng: p95", percentile(pages, 0.95), "ms", 30)


def measure_interaction(report: Report, client: httpx.Client) -> None:
    """From a tap to the next paint with 1,400 products on a processor slowed down four times."""
    for action, milliseconds in interaction.waits_ms(str(client.base_url).rstrip("/")).items():
        report.row(f"Chậm 4 lần, tới khi vẽ xong: {action}", milliseconds, "ms", 200)


def measure_yardstick(report: Report, client: httpx.Client) -> None:
    """Plain Folium, a marker a product: what the page would weigh and cost to make each time."""
    page, seconds = records.plain_folium(client.get(PRODUCTS).json()["features"])
    report.row("Thước đo: Folium thường, mỗi sản phẩm một Marker: dựng trang", seconds * 1000, "ms")
    report.row("Thước đo: trang ấy, chưa nén", len(page) / 1024, "KiB")
    report.row("Thước đo: trang ấy, nén gzip", records.gzip_kib(page), "KiB")


def sent_kib(client: httpx.Client, address: str) -> float:
    """Return the KiB that a browser receives as the body of ``address``."""
    with client.stream("GET", address, headers={"Accept-Encoding": "gzip, br"}) as response:
        return sum(map(len, response.iter_raw())) / 1024


if __name__ == "__main__":
    main()
