"""Answer questions by Valhalla in a process of its own: run by file name, imports nothing of ours.

Arguments: the file of tiles, and a file to hold a shared lock on as long as the process lives. A question is a line of
JSON on standard input, ``[action, request]``; the answer a line on standard output: ``{"answer": …}``, or
``{"code": …, "message": …}`` of Valhalla's refusal. Whatever happens in Valhalla, only this process ends.
"""

import fcntl
import json
import os
import resource
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

ADDRESS_SPACE = 8 * 2**30
"""Bytes that may be mapped: the tiles are, whole, though little of them is in memory."""
LABELS = 200_000
"""Junctions kept room for between questions: the library's millions would be reserved for each stop of a matrix."""
ACTIONS = {"sources_to_targets": "matrix"}


def main() -> None:
    """Answer until standard input ends, as it does with the parent."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the library prints is no answer
    tiles, lock = sys.argv[1:3]
    with Path(lock).open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        import valhalla  # noqa: PLC0415 - under the limits set above

        with NamedTemporaryFile("w", suffix=".json") as config:
            json.dump(configured(valhalla.get_config(tile_extract=tiles, tile_dir="")), config)
            config.flush()
            actor = valhalla.Actor(Path(config.name))
        for line in sys.stdin:
            action, request = json.loads(line)
            try:
                found = getattr(actor, ACTIONS.get(action, action))(json.dumps(request))
                body = b'{"answer":' + found.encode() + b"}"
            except valhalla.ValhallaError as error:
                body = json.dumps({"code": error.code, "message": str(error)}).encode()
            answers.write(body.replace(b"\n", b" ") + b"\n")
            answers.flush()


def configured(config: dict[str, Any]) -> dict[str, Any]:
    """Return the library's own configuration with what we ask for: ferries may be left out altogether."""
    config["mjolnir"].update(admin="", timezone="", landmarks="", traffic_extract="")
    thor = config["thor"]
    thor.update({name: LABELS for name in thor if name.startswith("max_reserved_labels_count")})
    thor["source_to_target_algorithm"] = "costmatrix"  # the others, taken for walks, miss ways that there are
    # The library's number of steps, fit for countries, takes twice as long in a province for the same times.
    thor["costmatrix"].update(max_iterations=800, min_iterations=50)
    config["service_limits"]["allow_hard_exclusions"] = True
    return config


if __name__ == "__main__":
    main()
