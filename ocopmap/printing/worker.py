"""Set one sheet in a process of its own, with bounded memory and time: run by file name, imports nothing of ours.

Reads a JSON job from standard input, writes the PDF or PNG to standard output. Whatever a template meets in hostile
data, only this process ends.
"""

import json
import resource
import sys
from typing import Any

# Address space, not resident memory: the compiler reserves far more than it uses.
ADDRESS_SPACE = 2 * 2**30
CPU_SECONDS = 20


def main() -> None:
    """Typeset the job: ``files`` by name (``main`` is the template), ``data`` as JSON, ``fonts`` a folder, ``form``."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import typst  # noqa: PLC0415 - under the limits set above

    job = json.load(sys.stdin)
    # The library's types know no files in memory.
    files: Any = {name: text.encode() for name, text in job["files"].items()}
    asked: dict[str, Any] = {
        "font_paths": [job["fonts"]],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": job["data"]},
    }
    if job["form"] == "png":
        printed = typst.compile(files, **asked, format="png", ppi=72.0)
    else:
        try:
            printed = typst.compile(files, **asked, format="pdf", pdf_standards=["ua-1"])
        except typst.TypstError:
            # A letter that the typeface lacks (Chinese, an emoji) is against the standard: better a sheet with a blank.
            printed = typst.compile(files, **asked, format="pdf")
    sys.stdout.buffer.write(printed)


if __name__ == "__main__":
    main()
