"""Mark cells of a workbook, in a process of its own with bounded memory and time: run by file name.

Imports nothing of ours. Reads ``[[row from 1, column from 0, colour, remark], …]`` as JSON from standard input.
Everything of the workbook is held in memory with all its looks, so a hostile one can make this process end; its
parent then writes plain values.
"""

import json
import resource
import sys
import warnings
from collections.abc import Iterator
from typing import Any

ADDRESS_SPACE = 400 * 2**20
CPU_SECONDS = 30
AUTHOR = "ocopmap"


def main(source: str, target: str, sheet: str) -> None:
    """Write ``source`` with its cells marked to ``target``."""
    marks = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import openpyxl  # noqa: PLC0415 - under the limits set above

    # Values in place of formulas, no links: nothing of the register is to run or to fetch.
    book = openpyxl.load_workbook(source, data_only=True, keep_links=False)
    page = book[sheet]
    covering = {place: (block.min_row, block.min_col) for block in page.merged_cells.ranges for place in _places(block)}
    for row, column, colour, remark in marks:
        _mark(page.cell(*covering.get((row, column + 1), (row, column + 1))), colour, remark)
    book.active = book.index(page)
    book.save(target)


def _places(block: Any) -> Iterator[tuple[int, int]]:  # noqa: ANN401
    return ((row, column) for row in range(block.min_row, block.max_row + 1)
            for column in range(block.min_col, block.max_col + 1))  # fmt: skip


def _mark(cell, colour: str, remark: str) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    from openpyxl.comments import Comment  # noqa: PLC0415 - under the limits set above
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    earlier = f"{cell.comment.text}\n\n" if cell.comment else ""
    cell.fill = PatternFill("solid", fgColor=colour)
    cell.comment = Comment(f"{earlier}{remark}", AUTHOR, width=320)


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # what the library cannot keep: extensions of Excel
    try:
        main(sys.argv[1], sys.argv[2], sys.argv[3])
    except BaseException:
        sys.exit(3)
