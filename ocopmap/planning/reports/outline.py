"""The order of a report: its sections as blocks, for the paper; its tables, for the workbook."""

from collections.abc import Iterator, Sequence
from typing import Final

from ocopmap.planning.reports import tables
from ocopmap.planning.reports.changes import Movement, State
from ocopmap.planning.reports.periods import due_day
from ocopmap.planning.reports.report import Compared, Report
from ocopmap.planning.reports.rules import ReportRules, Section
from ocopmap.planning.reports.writing import Names, Writer
from ocopmap.printing.documents.blocks import Annex, Block, Document, Heading, Letterhead, Paragraph, Table
from ocopmap.printing.documents.wordfile import word_file
from ocopmap.printing.documents.workbook import workbook

_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_JUDGED: Final = ("judgement_general", "judgement_difficulties", "judgement_proposals")


def report_docx(report: Report, rules: ReportRules, names: Names, province: str) -> bytes:
    """Return a report as DOCX; ``province`` is its name without the word for its kind."""
    return word_file(document(Writer(report, rules, names, province)))


def report_xlsx(report: Report, rules: ReportRules, names: Names, province: str) -> bytes:
    """Return a report's tables as XLSX, lists in full."""
    writer = Writer(report, rules, names, province)
    return workbook(writer.say("subject"), writer.fill(report.body.name), sheets(writer))


def document(writer: Writer) -> Document:
    """Return a report as an administrative document."""
    body = writer.report.body
    is_province = body.written is None
    subject = writer.say("subject" if is_province else "subject_body")
    head = Letterhead(
        over=writer.fill(body.over),
        body=writer.fill(body.letterhead),
        number=writer.say("number"),
        country=writer.say("country"),
        motto=writer.say("motto"),
        place_and_date=writer.say("place_and_date"),
        name=writer.say("name"),
        subject=subject,
        sent_to_title=writer.say("sent_to"),
        sent_to=[*(f"{name};" for name in body.sent_to), writer.say("filed")],
        signs=body.signs,
    )
    blocks = [Paragraph(writer.say("opening")), *_sections(writer)] if writer.report.has_data else _empty(writer)
    annex = _annex(writer) if writer.report.has_data else None
    return Document(f"{head.name}: {subject}", writer.fill(body.name), head, blocks, annex)


def sheets(writer: Writer) -> list[Table]:
    """Return the tables of a workbook; a day without data has the one that says so."""
    about = tables.about(writer, due_day(writer.report.kind, writer.report.day))
    if not writer.report.has_data:
        return [about]
    found = [about, tables.summary(writer), tables.definitions(writer)]
    of_section = {
        Section.CHANGES: lambda: [tables.balance(writer), *(tables.movement(writer, each) for each in Movement)],
        Section.EXPIRY: lambda: [tables.expiring(writer)],
        Section.ZONES: lambda: [tables.zones(writer)],
        Section.PUBLISHED: lambda: [tables.published(writer)],
        Section.MISSING: lambda: [tables.missing(writer)],
    }
    for section in writer.report.body.sections:
        found += of_section[section]() if section in of_section else []
    return [*found, tables.annex(writer)]


def _annex(writer: Writer) -> Annex:
    named = writer.say("annex_attached")
    return Annex(writer.say("annex_name"), writer.say("annex_title"), named, tables.annex(writer))


def _empty(writer: Writer) -> list[Block]:
    first = writer.report.first_day
    hint = writer.say("no_data_first", first=f"{first:%d/%m/%Y}") if first else writer.say("no_data_at_all")
    told = (writer.say("opening"), writer.say("no_data"), hint, writer.say("no_data_closing"))
    return [Paragraph(each) for each in told]


def _sections(writer: Writer) -> Iterator[Block]:
    parts = {
        Section.BASIS: _basis,
        Section.INDICATORS: _indicators,
        Section.CHANGES: _changes,
        Section.EXPIRY: _expiry,
        Section.ZONES: _zones,
        Section.PUBLISHED: _published,
        Section.MISSING: _missing,
        Section.JUDGEMENT: _judgement,
    }
    for roman, section in zip(_ROMAN, writer.report.body.sections, strict=False):
        yield Heading(1, f"{roman}. {writer.say(f'section_{section}')}")
        yield from parts[section](writer)
    yield Paragraph(writer.say("closing"))


def _basis(writer: Writer) -> Iterator[Block]:
    for key in ("basis_source", "basis_unknown", "basis_line"):
        yield Paragraph(writer.say(key))


def _indicators(writer: Writer) -> Iterator[Block]:
    yield Heading(2, f"1. {writer.say('indicators_summary')}")
    yield tables.summary(writer)
    yield Heading(2, f"2. {writer.say('indicators_each')}")
    for each in writer.report.indicators:
        yield Heading(3, f"2.{each.now.number}. {each.now.name}")
        yield Paragraph(" ".join(_result(writer, each)))
        yield Paragraph(" ".join(_told(writer, each)))


def _result(writer: Writer, each: Compared) -> Iterator[str]:
    now, tally = each.now, each.now.tally
    value, target = (writer.measured(each, found).text for found in (now.value, now.target))
    shares = {"counted": writer.count(tally.counted).text, "base": writer.count(tally.base).text}
    if now.value is None:
        yield writer.say("no_result")
    else:
        yield writer.say("share_result" if each.is_share else "count_result", value=value, **shares)
    if now.value is not None and tally.unknown + tally.base_unknown:
        unknown, base_unknown, both = (
            writer.count(n).text for n in (tally.unknown, tally.base_unknown, tally.unknown + tally.base_unknown)
        )
        told = {"unknown": unknown, "base_unknown": base_unknown, "n": both}
        at_most = writer.measured(each, now.at_most).text
        yield writer.say("share_unknown" if each.is_share else "count_unknown", at_most=at_most, **told)
    yield writer.say("result_before", value=writer.measured(each, each.before.value).text)
    yield writer.say("result_yearly" if now.definition.yearly else "result_target", target=target)
    if now.due is not None and not now.definition.yearly:
        yield writer.say("result_due", due=writer.line(each).text)
    yield writer.say("result_status", status=writer.status(each).lower())


def _told(writer: Writer, each: Compared) -> Iterator[str]:
    definition, variant = each.now.definition, each.now.variant
    yield writer.say("told_definition", definition=definition.definition.vi)
    if variant.label:
        yield writer.say("told_variant", variant=variant.label.vi)
    if definition.decided:
        yield writer.say("told_decided", decided=definition.decided.vi)
    if each.now.value is None:
        yield writer.say("told_needs", needs=definition.needs.vi)


def _changes(writer: Writer) -> Iterator[Block]:
    changed = writer.report.changes
    if changed.by_group:
        yield Paragraph(writer.say("changes_tourism"))
    yield Heading(2, f"1. {writer.say('changes_balance')}")
    yield tables.balance(writer)
    others = {str(state): changed.count(after=state) for state in (State.EXPIRED, State.REVOKED, State.UNKNOWN)}
    yield Paragraph(writer.say("balance_also", **others))
    for number, kind in enumerate(Movement, start=2):
        yield Heading(2, f"{number}. {writer.say(f'movement_{kind}')}")
        found = changed.movements[kind]
        if not found:
            yield Paragraph(writer.say("movement_none"))
            continue
        sure = sum(each.is_sure for each in found)
        yield Paragraph(writer.say("movement_counts", sure=sure, unsure=len(found) - sure))
        yield tables.movement(writer, kind)


def _expiry(writer: Writer) -> Iterator[Block]:
    within = [row["within_months"] for row in writer.report.expiring]
    if not within:
        yield Paragraph(writer.say("expiry_none"))
        return
    counts = {"one": within.count(1), "three": within.count(3), "six": within.count(6)}
    yield Paragraph(writer.say("expiry_counts", **counts))
    yield tables.expiring(writer)


def _zones(writer: Writer) -> Iterator[Block]:
    yield from _or_none(writer, tables.zones(writer), "zones_note", "zones_none")


def _published(writer: Writer) -> Iterator[Block]:
    yield from _or_none(writer, tables.published(writer), "published_note", "published_none")


def _missing(writer: Writer) -> Iterator[Block]:
    yield from _or_none(writer, tables.missing(writer), None, "missing_none")


def _or_none(writer: Writer, table: Table, note: str | None, none: str) -> Iterator[Block]:
    if not table.rows:
        yield Paragraph(writer.say(none))
        return
    if note:
        yield Paragraph(writer.say(note))
    yield table


def _judgement(writer: Writer) -> Sequence[Block]:
    return [
        block
        for number, key in enumerate(_JUDGED, start=1)
        for block in (Heading(2, f"{number}. {writer.say(key)}"), Paragraph(writer.say("to_be_filled")))
    ]
