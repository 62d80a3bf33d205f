"""``ocopmap import``: registers shown before they are written, the list of imports, and taking one back."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from ocopmap.cli import console
from ocopmap.cli.told import UsageError, told, units_for
from ocopmap.database import migrate
from ocopmap.database.access import Database, open_database
from ocopmap.geocoding import Units
from ocopmap.ingest.batches import list_batches
from ocopmap.ingest.boundaries.ensure import ensure_boundaries
from ocopmap.ingest.registers.importing import Choices, Result, import_register, load_rules
from ocopmap.ingest.registers.plan import Finding, Outcome
from ocopmap.ingest.registers.results import write_annotated, write_report
from ocopmap.ingest.undo import undo_import
from ocopmap.settings import Settings

import_app = typer.Typer(no_args_is_help=True)

_out = Console(highlight=False)
_REFRESHES_PER_SECOND: Final = 8
_SHOWN: Final = 20
_OUTCOMES: Final = {
    Outcome.NEW: "Mới",
    Outcome.CHANGED: "Đổi",
    Outcome.SAME: "Như cũ",
    Outcome.DUPLICATE: "Có thể trùng",
    Outcome.REJECTED: "Bị từ chối",
}
_By = Annotated[str | None, typer.Option("--by", help="Người chịu trách nhiệm; mặc định là tài khoản đang dùng.")]


@import_app.callback(invoke_without_command=True)
def imports(
    context: typer.Context,
    undo: Annotated[int | None, typer.Option(metavar="LẦN", help="Lấy lại một lần nạp, như lệnh undo.")] = None,
) -> None:
    """Nạp sổ đăng ký và dữ liệu của cơ quan."""
    if undo is not None and context.invoked_subcommand is None:
        undo_command(undo)


@import_app.command("register")
def register_command(  # noqa: PLR0917 - one parameter for each option
    file: Annotated[Path, typer.Argument(help="Sổ đăng ký: xlsx, xls, ods hoặc csv.")],
    apply: Annotated[bool, typer.Option("--apply", help="Ghi vào cơ sở dữ liệu; không có thì chỉ xem trước.")] = False,
    report: Annotated[Path | None, typer.Option(help="Ghi kết quả thành tệp JSON.")] = None,
    annotated: Annotated[Path | None, typer.Option(help="Ghi lại bảng thành xlsx, ô có vấn đề được tô màu.")] = None,
    mapping: Annotated[Path | None, typer.Option(help="Tệp YAML nói rõ cột nào là gì.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Tên trang tính; mặc định là trang có sổ đăng ký.")] = None,
    distinct: Annotated[list[int] | None, typer.Option(help="Dòng không phải bản trùng; dùng được nhiều lần.")] = None,
    skip_rejected: Annotated[bool, typer.Option("--skip-rejected", help="Ghi các dòng khác khi có dòng lỗi.")] = False,
    by: _By = None,
) -> None:
    """Xem trước, hoặc nạp với --apply, một sổ đăng ký sản phẩm OCOP: ghi tất cả hoặc không ghi gì."""
    settings = Settings()
    choices = Choices(mapping, sheet, frozenset(distinct or ()), skip_rejected)
    with told():
        _check_targets(file, report, annotated)
        with _bar() as bar:
            tell = _Told(bar)
            tell("Mở kho dữ liệu", 0, 0)
            with _with_communes(settings) as (database, units):
                who = (by or getpass.getuser()) if apply else None
                result = import_register(database.owner, settings, units, file, choices, by=who, progress=tell)
        _show(result)
        if report:
            write_report(report, result.plan)
        if annotated and (remark := write_annotated(annotated, result.register, result.plan, load_rules(settings))):
            console.tell(remark)
        _conclude(result, applied=apply)


def _check_targets(file: Path, *targets: Path | None) -> None:
    """Refuse before the work what would end in a file lost or a result that cannot be written."""
    for target in filter(None, targets):
        if target.resolve() == file.resolve():
            raise UsageError(f"{target} là chính sổ đăng ký; hãy ghi kết quả vào tệp khác.")
        if not target.resolve().parent.is_dir():
            raise UsageError(f"Không có thư mục {target.parent} để ghi {target.name}.")


@import_app.command("list")
def list_command() -> None:
    """Liệt kê các lần nạp: ai, khi nào, tệp nào, được gì."""
    with told(), _migrated(Settings()) as database:
        table = Table("Lần", "Khi", "Ai", "Loại", "Tệp", "sha256", "Kết quả", "Lấy lại", box=None)
        for one in list_batches(database.owner):
            counts = ", ".join(f"{name} {count}" for name, count in one.counts.items() if count)
            undone = f"{one.undone_at:%d/%m/%Y %H:%M} bởi {one.undone_by}" if one.undone_at else ""
            when = f"{one.at:%d/%m/%Y %H:%M}"
            table.add_row(
                *map(Text, (str(one.id), when, one.by, one.kind, one.file_name, one.sha256[:12], counts, undone))
            )
        _out.print(table)


@import_app.command("undo")
def undo_command(
    number: Annotated[int, typer.Argument(help="Số của lần nạp, xem “ocopmap import list”.")], by: _By = None
) -> None:
    """Lấy lại một lần nạp: mọi bản ghi trở về như trước."""
    with told(), _migrated(Settings()) as database:
        restored = undo_import(database.owner, number, by or getpass.getuser())
        console.tell(f"Đã lấy lại lần nạp {number}: {restored} bản ghi trở về như trước.")


@contextmanager
def _migrated(settings: Settings) -> Iterator[Database]:
    with open_database(settings) as database:
        migrate.upgrade(database.owner)
        yield database


@contextmanager
def _with_communes(settings: Settings) -> Iterator[tuple[Database, Units]]:
    units = units_for(settings)
    with _migrated(settings) as database:
        ensure_boundaries(database.owner, settings, units)  # coordinates are checked against them
        yield database, units


class _RateColumn(ProgressColumn):
    """Rows a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f} dòng/s".replace(",", ".") if speed else "… dòng/s")


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _RateColumn(),
        TextColumn("còn"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        refresh_per_second=_REFRESHES_PER_SECOND,
    )


class _Told:
    """A line of the bar for each thing done; the bar redraws itself."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._tasks: dict[str, Task] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        if what not in self._tasks:
            self._end_steps()
            number = self._bar.add_task(what, total=total or None)
            self._tasks[what] = next(task for task in self._bar.tasks if task.id == number)
        self._bar.update(self._tasks[what].id, completed=done, total=total or None)

    def _end_steps(self) -> None:
        """Take away the lines of steps that could not be counted: they are over."""
        for task in self._tasks.values():
            if task.total is None:
                self._bar.update(task.id, visible=False)


def _show(result: Result) -> None:
    table = Table("Kết quả", "Dòng", "Cột", "Giá trị", "Lý do")
    for outcome, title in _OUTCOMES.items():
        found = [finding for finding in result.plan.findings if finding.outcome is outcome]
        for finding in found[:_SHOWN]:
            _add(table, title, finding)
        if len(found) > _SHOWN:
            table.add_row(title, "…", "", "", f"và {len(found) - _SHOWN} mục nữa (xem đủ với --annotated, --report)")
    if table.row_count:
        _out.print(table)
    warnings = [*result.register.warnings, *result.plan.warnings]
    for problem in warnings[:_SHOWN]:
        console.tell(f"Lưu ý: dòng {problem.row}, cột {problem.title} «{problem.value}»: {problem.reason}")
    if len(warnings) > _SHOWN:
        console.tell(f"Lưu ý: và {len(warnings) - _SHOWN} ô nữa (xem đủ với --annotated)")
    for note in result.register.notes:
        console.tell(note)
    console.tell("; ".join(f"{title}: {result.plan.counts[outcome]}" for outcome, title in _OUTCOMES.items()))


def _add(table: Table, title: str, finding: Finding) -> None:
    problem = finding.problem
    table.add_row(*map(Text, (title, str(problem.row), problem.title, problem.value[:60], problem.reason)))


def _conclude(result: Result, *, applied: bool) -> None:
    if result.refusal:
        console.fail(str(result.refusal))
        raise typer.Exit(1)
    if result.batch_id is not None:
        console.tell(f"Đã ghi: lần nạp {result.batch_id}. Lấy lại bằng “ocopmap import undo {result.batch_id}”.")
    elif applied:
        console.tell("Không có gì mới để ghi.")
    else:
        console.tell("Chỉ xem trước, chưa ghi gì. Thêm --apply để ghi.")
