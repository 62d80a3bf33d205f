"""Read a workbook in a process of its own, with bounded memory and time: run by file name, imports nothing of ours.

Prints a JSON line for each visible sheet, then one for each of its rows. A damaged or hostile file can make the reader
run out of memory or crash; then this process ends and its parent says so.
"""

import datetime
import json
import resource
import sys

# Address space, not resident memory: the interpreter and its libraries take about 60 MB of it before a file is opened.
ADDRESS_SPACE = 420 * 2**20
CPU_SECONDS = 60
MOST_MERGES = 200_000


def main(path: str, wanted: str, max_rows: int, max_columns: int) -> None:
    """Print the sheets of a workbook, or the one that is wanted."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine  # noqa: PLC0415 - under the limits set above

    with python_calamine.CalamineWorkbook.from_path(path) as book:
        hidden = python_calamine.SheetVisibleEnum.Visible
        for sheet in book.sheets_metadata:
            if sheet.name == wanted or (not wanted and sheet.visible == hidden):
                _print_sheet(book.get_sheet_by_name(sheet.name), max_rows, max_columns)


def _print_sheet(sheet, max_rows: int, max_columns: int) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    first, last = sheet.start or (0, 0), sheet.end or (-1, -1)
    too_large = last[0] - first[0] >= max_rows or last[1] >= max_columns
    merged = [[*start, *end] for start, end in (sheet.merged_cell_ranges or [])[:MOST_MERGES]]
    _print({"sheet": sheet.name, "height": last[0] + 1, "merged": merged, "too_large": too_large})
    if too_large or sheet.start is None:
        return
    margin = [None] * first[1]
    for row in sheet.iter_rows():
        _print(margin + [_plain(value) for value in row])


def _plain(value: object) -> object:
    if isinstance(value, datetime.datetime):
        return {"date": value.date().isoformat()}
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    if isinstance(value, datetime.time | datetime.timedelta):
        return str(value)
    return None if value == "" else value


def _print(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    except BaseException as error:
        _print({"error": type(error).__name__})
        sys.exit(3)
