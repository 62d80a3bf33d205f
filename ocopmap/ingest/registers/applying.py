"""Write what a plan says: everything in one transaction, or nothing."""

from sqlalchemy import Connection

from ocopmap.ingest.batches import Origin, open_batch, write_rows
from ocopmap.ingest.registers.errors import RegisterError
from ocopmap.ingest.registers.packed import chunks
from ocopmap.ingest.registers.plan import Outcome, Plan
from ocopmap.ingest.registers.progress import Progress
from ocopmap.ingest.registers.reading import Register


def apply_plan(
    connection: Connection,
    register: Register,
    plan: Plan,
    by: str,
    *,
    skip_rejected: bool = False,
    progress: Progress = lambda _what, _done, _total: None,
) -> int | None:
    """Write a plan within the caller's transaction and return the import's number, None where nothing is to write.

    Rows that may be duplicates are never written. Without ``skip_rejected`` one refused row refuses all.

    Raises:
        RegisterError: rows are refused and the caller did not say to leave them out.
    """
    rejected = plan.counts[Outcome.REJECTED]
    if rejected and not skip_rejected:
        reason = (
            f"có {rejected} dòng bị từ chối, chưa ghi gì; sửa các ô ấy, hoặc thêm --skip-rejected để ghi phần còn lại"
        )
        raise RegisterError(register.path.name, reason)
    if not any(plan.writes.values()):
        return None
    counts = {str(outcome): count for outcome, count in plan.counts.items()}
    origin = Origin(by, "register", register.path.name, register.sha256)
    batch_id = open_batch(connection, origin, counts)
    total = sum(map(len, plan.writes.values()))
    done = 0
    source = {"source_url": register.source, "source_date": None}
    for table, rows in plan.writes.items():
        told = {} if table == "producer" else source
        for some in chunks(rows.values()):
            done += sum(write_rows(connection, batch_id, table, some, told))
            progress("Ghi vào cơ sở dữ liệu", done, total)
    return batch_id
