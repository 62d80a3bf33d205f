"""``ocopmap review``: records that need a person, on screen, as a workbook, and the answers taken back."""

import getpass
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from ocopmap.cli import console
from ocopmap.cli.told import told, units_for
from ocopmap.database import migrate
from ocopmap.database.access import open_database
from ocopmap.ingest.review.applying import apply_answers
from ocopmap.ingest.review.items import LAYERS, REASONS, ReviewItem, producers, review_items
from ocopmap.ingest.review.workbook import write_workbook
from ocopmap.settings import Settings

review_app = typer.Typer(help="Bản ghi cần người xem lại.", invoke_without_command=True)


@review_app.callback()
def review(
    context: typer.Context,
    xlsx: Annotated[Path | None, typer.Option(help="Ghi danh sách thành tệp xlsx để điền.")] = None,
) -> None:
    """Liệt kê các bản ghi cần người xem lại."""
    if context.invoked_subcommand:
        return
    with told(), open_database(Settings()) as database:
        migrate.upgrade(database.owner)
        with database.owner.connect() as connection:
            items, to_choose = review_items(connection), producers(connection)
        if xlsx:
            write_workbook(xlsx, items, to_choose)
            console.tell(f"Đã ghi {len(items)} mục vào {xlsx}")
        else:
            console.show_table(("Cần xem vì", "Loại", "Tên", "Chi tiết"), map(_cells, items))
    for reason, count in Counter(item.reason for item in items).items():
        console.tell(f"{REASONS[reason]}: {count}")


def _cells(item: ReviewItem) -> tuple[str, ...]:
    return REASONS[item.reason], LAYERS[item.layer], item.name, item.detail


@review_app.command("apply")
def review_apply(
    file: Annotated[Path, typer.Argument(help="Tệp xlsx đã điền.")],
    by: Annotated[str | None, typer.Option("--by", help="Người rà soát; mặc định là người dùng máy.")] = None,
) -> None:
    """Ghi các câu trả lời trong tệp xlsx: tất cả hoặc không ghi gì."""
    settings = Settings()
    units = units_for(settings)
    with told(), open_database(settings) as database:
        migrate.upgrade(database.owner)
        done = apply_answers(database.owner, settings, units, file, by or getpass.getuser())
    taken = f"Đã dời {done.moved}, gán {done.assigned}, giữ {done.kept}, ẩn {done.hidden}"
    console.tell(f"{taken}; {done.same} dòng đã ghi từ trước.")
