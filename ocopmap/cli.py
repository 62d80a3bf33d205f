"""Command line: thin commands over the rooms."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from sqlalchemy.exc import OperationalError

from ocopmap import console
from ocopmap.catalogue.places import BoundarySource
from ocopmap.database import migrate
from ocopmap.database.access import Database, open_database
from ocopmap.database.cluster import ClusterError, keep_running, shut_down
from ocopmap.database.gazetteer import build_geocoder
from ocopmap.geocoding import Geocoder, Units
from ocopmap.ingest.boundaries.common import BoundaryError
from ocopmap.ingest.boundaries.ensure import ensure_boundaries, ensure_communes, fetch_boundaries, install_boundaries
from ocopmap.ingest.boundaries.local import read_local
from ocopmap.ingest.csvgeocoding import geocode_csv
from ocopmap.ingest.geodata import load_geodata
from ocopmap.ingest.report import LoadError
from ocopmap.layers.reading import reading
from ocopmap.server.app import create_app
from ocopmap.server.assets import AssetsMissingError
from ocopmap.server.context import today
from ocopmap.server.snapshot import render_snapshot
from ocopmap.server.startup import make_context, prepare
from ocopmap.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Bản đồ số OCOP.")
database_app = typer.Typer(no_args_is_help=True, help="Cơ sở dữ liệu.")
boundaries_app = typer.Typer(no_args_is_help=True, help="Ranh giới xã, phường.")
export_app = typer.Typer(no_args_is_help=True, help="Xuất bản đồ.")
app.add_typer(database_app, name="db")
app.add_typer(boundaries_app, name="boundaries")
app.add_typer(export_app, name="export")

_KNOWN_ERRORS = (ClusterError, migrate.SchemaError, LoadError, BoundaryError, AssetsMissingError)


@contextmanager
def _told() -> Iterator[None]:
    """Turn an expected error into its sentence and exit code 1."""
    try:
        yield
    except _KNOWN_ERRORS as error:
        console.fail(str(error))
        raise typer.Exit(1) from error
    except OperationalError as error:
        console.fail("Không kết nối được máy chủ PostgreSQL; hãy xem lại OCOPMAP_DATABASE_URL.")
        raise typer.Exit(1) from error


@contextmanager
def _prepared(settings: Settings, units: Units, step: console.Steps) -> Iterator[Database]:
    with open_database(settings) as database:
        step("Kho dữ liệu đang chạy")
        prepare(database, settings, units, step)
        yield database


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(help="Cổng TCP; mặc định 8080.", min=0, max=65535)] = None,
    host: Annotated[str | None, typer.Option(help="Địa chỉ lắng nghe; mặc định 127.0.0.1.")] = None,
) -> None:
    """Chuẩn bị kho dữ liệu, nạp dữ liệu và mở bản đồ; Ctrl-C để dừng tất cả."""
    # Ending by SIGTERM must leave the with statements too, or the cluster would stay behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings = Settings()
    settings = settings.model_copy(update={"port": port or settings.port, "host": host or settings.host})
    step = console.Steps()
    with _told():
        units = Units.load()
        step("Đơn vị hành chính cũ và mới")
        try:
            with _prepared(settings, units, step) as database:
                application = create_app(make_context(database, settings, units))
                step(f"Bản đồ sẵn sàng ở http://{settings.host}:{settings.port}/ — Ctrl-C để dừng")
                uvicorn.run(
                    application, host=settings.host, port=settings.port, log_level="warning", server_header=False
                )
        except KeyboardInterrupt:
            pass
    step("Đã dừng máy chủ và kho dữ liệu")


@app.command()
def load() -> None:
    """Nạp lại geodata/: kiểm tra cả bộ, nạp tất cả hoặc không nạp gì."""
    settings = Settings()
    units = Units.load()
    with _told(), open_database(settings) as database:
        migrate.upgrade(database.owner)
        ensure_boundaries(database.owner, settings, units)
        console.show_report(load_geodata(database.owner, settings, units))


@app.command()
def geocode(
    address: Annotated[str | None, typer.Argument(help="Địa chỉ dạng cũ hoặc mới.")] = None,
    csv_files: Annotated[
        tuple[Path, Path] | None, typer.Option("--csv", help="Tệp CSV vào và tệp CSV ra.", metavar="VÀO RA")
    ] = None,
    address_column: Annotated[str, typer.Option(help="Cột chứa địa chỉ trong tệp CSV.")] = "address",
) -> None:
    """Tìm vị trí của một địa chỉ, hoặc của cả một tệp CSV."""
    if (address is None) == (csv_files is None):
        console.fail("Cần một địa chỉ, hoặc --csv với hai tệp.")
        raise typer.Exit(2)
    with _told(), _geocoder() as geocoder:
        if address is not None:
            console.show_candidates(geocoder.geocode(address))
        elif csv_files is not None:
            source, target = csv_files
            placed, total = geocode_csv(geocoder, source, target, address_column, console.track)
            console.tell(f"{placed} trên {total} địa chỉ có vị trí; kết quả ở {target}")


@contextmanager
def _geocoder() -> Iterator[Geocoder]:
    settings = Settings()
    units = Units.load()
    with open_database(settings) as database:
        migrate.upgrade(database.owner)
        with database.owner.connect() as connection:
            yield build_geocoder(connection, settings, units)


@database_app.command("up")
def database_up() -> None:
    """Khởi động kho dữ liệu riêng và để nó chạy."""
    with _told():
        cluster = keep_running(Settings().state_dir)
        console.tell(f"Kho dữ liệu đang chạy: {cluster.url()}")


@database_app.command("down")
def database_down() -> None:
    """Dừng kho dữ liệu riêng."""
    with _told():
        shut_down(Settings().state_dir)
        console.tell("Kho dữ liệu đã dừng.")


@database_app.command("migrate")
def database_migrate() -> None:
    """Đưa cơ sở dữ liệu lên phiên bản của chương trình."""
    with _told(), open_database(Settings()) as database:
        migrate.upgrade(database.owner)
        console.tell("Cơ sở dữ liệu đúng phiên bản.")


@database_app.command("status")
def database_status() -> None:
    """Cho biết phiên bản cơ sở dữ liệu; mã thoát 1 khi chưa đúng phiên bản."""
    with _told(), open_database(Settings()) as database, database.owner.connect() as connection:
        current = migrate.is_current(connection)
        console.tell(f"Phiên bản {migrate.current_revision(connection)}, {'đúng' if current else 'chưa đúng'} bản mới.")
        if not current:
            raise typer.Exit(1)


@boundaries_app.command("fetch")
def boundaries_fetch(
    source: Annotated[
        Path | None, typer.Option("--from", help="Tệp hoặc thư mục: GeoJSON, GPKG, Shapefile nén zip.")
    ] = None,
) -> None:
    """Tải ranh giới chính thức, hoặc lấy từ tệp, rồi nạp đủ mọi xã, phường hoặc không nạp gì."""
    settings = Settings()
    units = Units.load()
    step = console.Steps()
    with _told(), open_database(settings) as database:
        migrate.upgrade(database.owner)
        ensure_communes(database.owner, settings, units)
        communes = units.province_communes[settings.province]
        polygons = read_local(source, communes) if source else fetch_boundaries(settings, units, step.progress)
        step(install_boundaries(database.owner, polygons, BoundarySource.OFFICIAL))
        console.show_report(load_geodata(database.owner, settings, units))


@export_app.command("snapshot")
def export_snapshot(
    target: Annotated[Path, typer.Argument(help="Tệp HTML để ghi.")],
    english: Annotated[bool, typer.Option("--english", help="Bằng tiếng Anh.")] = False,
) -> None:
    """Ghi bản đồ thành một tệp HTML mở được không cần mạng."""
    settings = Settings()
    units = Units.load()
    with _told(), _prepared(settings, units, console.Steps()) as database:
        site = make_context(database, settings, units).site
        with reading(database.reader, today()) as connection:
            html = render_snapshot(connection, site, "en" if english else "vi", today())
        target.write_text(html, encoding="utf-8")
        console.tell(f"Đã ghi {target} ({target.stat().st_size / 1024:.0f} KiB)")
