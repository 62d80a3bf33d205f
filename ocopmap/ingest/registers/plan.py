"""What importing a register would do, row by row; nothing is written here."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection

from ocopmap.catalogue.places import SiteKind
from ocopmap.catalogue.products import LegalForm
from ocopmap.database.communemap import CommuneMap
from ocopmap.geocoding import Geocoder
from ocopmap.ingest.placing import POINT_COLUMNS, CommuneIndex
from ocopmap.ingest.registers.entries import Entry, Problem, Subject
from ocopmap.ingest.registers.existing import (
    KnownProduct,
    KnownRecognition,
    KnownSubject,
    load_products,
    load_recognitions,
    load_seasons,
    load_subjects,
)
from ocopmap.ingest.registers.header import Meaning
from ocopmap.ingest.registers.packed import PackedRow
from ocopmap.ingest.registers.positions import SubjectPlacer
from ocopmap.ingest.registers.products import Products, recognition_rows
from ocopmap.ingest.registers.progress import Progress
from ocopmap.ingest.registers.reading import Register
from ocopmap.ingest.registers.rules import RegisterRules
from ocopmap.ingest.registers.slugs import Slugs
from ocopmap.ingest.registers.subjects import Found, Subjects, published_position

Values = dict[str, Any]
Change = tuple[str, Any, Any]
"""A fact by name, as it was and as the register has it."""
_TOLD_EVERY: Final = 50
_MOST_NEW_SHOWN: Final = 200
"""Nobody reads thousands of lines that say only that a product is new."""


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person should see about a row."""

    outcome: Outcome
    problem: Problem


@dataclass
class Plan:
    """Rows by outcome, what to show, and the rows to write: by table in the order of writing, by key."""

    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    findings: list[Finding] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    """Cells that were left out though their row was taken."""
    writes: dict[str, dict[str, PackedRow]] = field(
        default_factory=lambda: {"site": {}, "producer": {}, "product": {}, "recognition": {}, "harvest_season": {}}
    )


def make_plan(
    connection: Connection,
    register: Register,
    rules: RegisterRules,
    geocoder: Geocoder,
    *,
    distinct: Collection[int] = (),
    progress: Progress = lambda _what, _done, _total: None,
) -> Plan:
    """Return what an import of the register would do to the database as it is now.

    Args:
        connection: it is read; nothing is written.
        register: as it was read; its entries are used up.
        rules: words of legal forms, to compare names without them.
        geocoder: places the addresses that are new.
        distinct: rows that a person says are no duplicates.
        progress: told how many rows are done.
    """
    planner = _Planner.load(connection, register, rules, geocoder)
    total = len(register.entries)
    for done, entry in enumerate(register.take_entries(), 1):
        planner.take(entry, entry.row in distinct)
        if done % _TOLD_EVERY == 0 or done == total:
            progress("Tìm vị trí và đối chiếu", done, total)
    plan = planner.plan
    plan.counts[Outcome.REJECTED] = len({problem.row for problem in register.rejected})
    plan.findings = [Finding(Outcome.REJECTED, problem) for problem in register.rejected] + plan.findings
    return plan


@dataclass
class _Planner:
    """Takes entries one after another; later rows see what earlier ones add."""

    register: Register
    subjects: Subjects
    products: Products
    recognitions: dict[str, list[KnownRecognition]]
    seasons: dict[str, list[int]]
    plan: Plan = field(default_factory=Plan)
    _taken: dict[str, int] = field(default_factory=dict)
    """Row of this register that each product was taken from."""
    _told: dict[str, set[str]] = field(default_factory=dict)
    """Facts of each subject that the register has told: the first row that knows one decides."""

    @classmethod
    def load(cls, connection: Connection, register: Register, rules: RegisterRules, geocoder: Geocoder) -> "_Planner":
        """Read what is stored."""
        index = CommuneIndex.load(connection)
        placer = SubjectPlacer(geocoder, rules, index, lambda: CommuneMap(connection), register.source)
        known, products = load_subjects(connection, rules), load_products(connection)
        subjects = Subjects(placer.place, Slugs(one.id for one in known))
        subjects.add(known)
        found = Products(Slugs(one.id for one in products))
        found.add(products)
        return cls(register, subjects, found, load_recognitions(connection), load_seasons(connection))

    def take(self, entry: Entry, distinct: bool) -> None:
        """Decide one row."""
        who = self.subjects.find(entry.subject, entry.row, distinct=distinct)
        if who.like:
            self._propose(entry, "subject_name", entry.subject.name, f"chủ thể gần giống {_told_subject(who.like)}")
            return
        product = self.products.match(entry, who.subject.id)
        like = None if product or distinct else self.products.like(entry, who.subject.id)
        if like:
            self._propose(entry, "product_name", entry.product_name, f"gần giống {_told_product(like)} cùng chủ thể")
            return
        if product and product.id in self._taken:
            reason = f"đã có ở dòng {self._taken[product.id]} của sổ này"
            self._propose(entry, "product_name", entry.product_name, reason)
            return
        self._accept(entry, who, product)

    def _propose(self, entry: Entry, field_name: str, value: str, reason: str) -> None:
        self.plan.counts[Outcome.DUPLICATE] += 1
        self._show(Outcome.DUPLICATE, entry, field_name, value, f"{reason}; chưa ghi, cần người xem")

    def _show(self, outcome: Outcome, entry: Entry, field_name: str, value: str, reason: str) -> None:
        self.plan.findings.append(Finding(outcome, self._problem(entry, field_name, value, reason)))

    def _problem(self, entry: Entry, field_name: str, value: str, reason: str) -> Problem:
        header = self.register.header
        column = header.columns.get(Meaning(field_name), header.columns.get(Meaning(field_name, 0), 0))
        return Problem(entry.row, column, header.title(column), value, reason)

    def _tell_of_coordinates(self, entry: Entry, who: Found) -> None:
        """Tell once for each subject what is odd about its coordinates."""
        coordinates, remark = entry.subject.coordinates, who.placed.remark if who.placed else None
        if coordinates and remark:
            self.plan.warnings.append(self._problem(entry, coordinates.field, coordinates.text, remark))

    def _accept(self, entry: Entry, who: Found, product: KnownProduct | None) -> None:
        self._tell_of_coordinates(entry, who)
        changed = self._write_subject(entry.subject, who)
        is_new = product is None
        one = product or self.products.new(entry, who.subject.id)
        self._taken[one.id] = entry.row
        changed += self._write_product(entry, one, who.subject.id, is_new=is_new)
        changed += self._write_recognitions(entry, one.id)
        changed += self._write_season(entry, one.id)
        self.subjects.settle(entry.subject)
        outcome = Outcome.NEW if is_new else Outcome.CHANGED if changed else Outcome.SAME
        self.plan.counts[outcome] += 1
        if is_new and self.plan.counts[outcome] <= _MOST_NEW_SHOWN:
            self._show(outcome, entry, "product_name", entry.product_name, "chưa có trong cơ sở dữ liệu")
        for name, before, after in changed if outcome is Outcome.CHANGED else ():
            was = "chưa có" if before in (None, "") else f"là «{before}»"
            self._show(
                outcome, entry, _FIELD_OF.get(name, "product_name"), str(after), f"{_TOLD[name]} trước đây {was}"
            )

    def _write_subject(self, subject: Subject, who: Found) -> list[Change]:
        known = who.subject
        facts: Values = {"name": subject.name, "woman_led": subject.woman_led, "phone": subject.phone}
        facts["original_address"] = subject.address
        if who.placed and subject.coordinates and not known.place_held:
            place = who.placed.columns
            facts |= {"position": published_position(place), "contradiction": place["contradiction"]}
        if subject.form is not LegalForm.OTHER:
            facts["legal_form"] = str(subject.form)
        is_new, known.unwritten = known.unwritten, False
        told = self._told.setdefault(known.id, set())
        changed = _differences(known.values, facts, ignored=told)
        told |= {name for name, value in facts.items() if value is not None}
        if not (is_new or changed):
            return []
        known.values = known.values | {name: after for name, _, after in changed}
        self._queue_subject(known, who, {name for name, _, _ in changed}, is_new=is_new)
        return [] if is_new else changed

    def _queue_subject(self, known: KnownSubject, who: Found, changed: set[str], *, is_new: bool) -> None:
        site: Values = {"id": known.id, "kind": SiteKind.PRODUCER, "name": known.values["name"]}
        place = who.placed.columns if who.placed else {}
        if is_new:
            site |= {name: value for name, value in place.items() if value is not None}
            known.placed_by = place.get("placed_by")
        elif changed & _PLACE_FACTS:
            left_out = _POINT if known.place_kept and "position" not in changed else ()
            site |= {name: value for name, value in place.items() if name not in left_out}
        self._write("site", known.id, site)
        names = ("legal_form", "woman_led", "phone")
        details = {"site_id": known.id} | {name: known.values[name] for name in names}
        if is_new or "phone" in changed:
            details["phone_released"] = False  # whoever agreed to publish a number agreed to that number only
        self._write("producer", known.id, details)

    def _write_product(self, entry: Entry, product: KnownProduct, producer_id: str, *, is_new: bool) -> list[Change]:
        facts: Values = {
            "name": entry.product_name,
            "producer_id": producer_id,
            "product_group": str(entry.group),
            "product_set": entry.product_set,
            "national_code": entry.code,
        }
        changed = _differences(product.values, facts)
        if is_new or changed:
            self._write("product", product.id, product.values | facts | {"id": product.id} if is_new else
                        {"id": product.id} | product.values | {name: after for name, _, after in changed})  # fmt: skip
        return changed

    def _write_recognitions(self, entry: Entry, product_id: str) -> list[Change]:
        stored = self.recognitions.get(product_id, [])
        found: list[Change] = []
        for same, facts in recognition_rows(product_id, entry.rounds, stored):
            before = same.values if same else {}
            changed = _differences(before, facts, ignored=("product_id",))
            if same and not changed:
                continue
            row = before | {name: value for name, value in facts.items() if value is not None}
            key = same.id if same else f"{product_id}:{facts['event']}:{facts['decided_on'] or 'undated'}"
            self._write("recognition", key, {"id": key} | row)
            found += changed if same else [("recognition", None, facts["decided_on"] or facts["stars"])]
        return found

    def _write_season(self, entry: Entry, product_id: str) -> list[Change]:
        months, stored = list(entry.harvest_months), self.seasons.get(product_id)
        if not months or months == stored:
            return []
        key = f"product:{product_id}"
        self._write("harvest_season", key, {"id": key, "product_id": product_id, "months": months})
        return [("harvest_months", stored and ", ".join(map(str, stored)), ", ".join(map(str, months)))]

    def _write(self, table: str, key: str, row: Values) -> None:
        """Add to what is to be written; a row that an earlier one touched keeps what that one said."""
        earlier = self.plan.writes[table].get(key)
        self.plan.writes[table][key] = earlier.with_changes(row) if earlier else PackedRow.of(row)


_PLACE_FACTS: Final = frozenset({"original_address", "position", "contradiction"})
_POINT: Final = (*POINT_COLUMNS, "coordinate_source", "coordinate_method")
_TOLD: Final = {
    "name": "tên", "legal_form": "loại chủ thể", "woman_led": "nữ làm chủ", "phone": "điện thoại",
    "original_address": "địa chỉ", "position": "tọa độ", "contradiction": "mâu thuẫn tọa độ",
    "producer_id": "chủ thể", "product_group": "nhóm", "product_set": "bộ sản phẩm",
    "national_code": "mã sản phẩm", "recognition": "lần công nhận", "event": "loại công nhận", "scheme": "bộ tiêu chí",
    "stars": "hạng sao", "score": "điểm", "decision_no": "số quyết định", "authority": "cơ quan công nhận",
    "decided_on": "ngày quyết định", "decided_on_precision": "độ chính xác của ngày", "expires_on": "ngày hết hạn",
    "harvest_months": "mùa thu hoạch",
}  # fmt: skip
_FIELD_OF: Final = {
    "legal_form": "legal_form", "woman_led": "woman_led", "phone": "phone", "original_address": "address",
    "position": "position", "contradiction": "position",
    "producer_id": "subject_name", "product_group": "group", "product_set": "product_set",
    "national_code": "product_code", "stars": "stars", "score": "score", "decision_no": "decision_no",
    "authority": "authority", "decided_on": "date", "expires_on": "expires_on", "harvest_months": "harvest_months",
}  # fmt: skip


def _differences(before: Values, after: Values, ignored: Iterable[str] = ()) -> list[Change]:
    """Return name, old and new value of every fact that the register knows and that differs."""
    return [
        (name, before.get(name), value)
        for name, value in after.items()
        if value is not None and value != before.get(name) and name not in ignored
    ]


def _told_subject(known: KnownSubject) -> str:
    where = f" ở dòng {known.row}" if known.row else " đã có trong cơ sở dữ liệu"
    return f"«{known.values.get('name', known.core)}»{where}"


def _told_product(known: KnownProduct) -> str:
    where = f" ở dòng {known.row}" if known.row else " đã có trong cơ sở dữ liệu"
    return f"«{known.name}»{where}"
