"""``ocopmap db`` and ``ocopmap load``."""

import typer

from ocopmap.cli import console
from ocopmap.cli.told import told, units_for
from ocopmap.database import migrate
from ocopmap.database.access import open_database
from ocopmap.database.cluster import keep_running, shut_down
from ocopmap.ingest.boundaries.ensure import ensure_boundaries
from ocopmap.ingest.geodata import load_geodata
from ocopmap.settings import Settings

database_app = typer.Typer(no_args_is_help=True, help="Cơ sở dữ liệu.")


def load() -> None:
    """Nạp lại geodata/: kiểm tra cả bộ, nạp tất cả hoặc không nạp gì."""
    settings = Settings()
    units = units_for(settings)
    with told(), open_database(settings) as database:
        migrate.upgrade(database.owner)
        ensure_boundaries(database.owner, settings, units)
        console.show_report(load_geodata(database.owner, settings, units))


@database_app.command("up")
def database_up() -> None:
    """Khởi động kho dữ liệu riêng và để nó chạy."""
    with told():
        settings = Settings()
        cluster = keep_running(settings.state_dir)
        console.tell(f"Kho dữ liệu đang chạy: {cluster.url()}")
        _tell_of_other_server(settings)


@database_app.command("down")
def database_down() -> None:
    """Dừng kho dữ liệu riêng."""
    with told():
        settings = Settings()
        shut_down(settings.state_dir)
        console.tell("Kho dữ liệu đã dừng.")
        _tell_of_other_server(settings)


def _tell_of_other_server(settings: Settings) -> None:
    if settings.database_url:
        console.tell(
            "Lưu ý: lệnh này chỉ bật, tắt kho dữ liệu riêng của chương trình. OCOPMAP_DATABASE_URL đang chỉ đến "
            "máy chủ khác: các lệnh còn lại dùng máy chủ ấy, không dùng kho này."
        )


@database_app.command("migrate")
def database_migrate() -> None:
    """Đưa cơ sở dữ liệu lên phiên bản của chương trình."""
    with told(), open_database(Settings()) as database:
        migrate.upgrade(database.owner)
        console.tell("Cơ sở dữ liệu đúng phiên bản.")


@database_app.command("status")
def database_status() -> None:
    """Cho biết phiên bản cơ sở dữ liệu; mã thoát 1 khi chưa đúng phiên bản."""
    with told(), open_database(Settings()) as database, database.owner.connect() as connection:
        current = migrate.is_current(connection)
        console.tell(f"Phiên bản {migrate.current_revision(connection)}, {'đúng' if current else 'chưa đúng'} bản mới.")
        if not current:
            raise typer.Exit(1)
