"""The tables of a report, each made once for every form of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from ocopmap.planning.reports.changes import Moved, Movement, State
from ocopmap.planning.reports.report import Compared
from ocopmap.planning.reports.rules import AnnexLine
from ocopmap.planning.reports.writing import Writer
from ocopmap.printing.documents.blocks import Cell, Column, Table

Row = Sequence[Cell]


def summary(writer: Writer) -> Table:
    """Return the KPIs on a line each."""
    titles = {
        "number": 0.6,
        "indicator": 3.2,
        "target": 1.1,
        "value": 1.2,
        "at_most": 1.2,
        "before": 1.2,
        "change": 1.2,
        "due": 1.2,
        "status": 1.3,
    }
    rows = [
        (
            each.now.number,
            each.now.name,
            writer.measured(each, each.now.target),
            writer.measured(each, each.now.value),
            writer.measured(each, each.now.at_most),
            writer.measured(each, each.before.value),
            writer.change(each),
            writer.line(each),
            writer.status(each),
        )
        for each in writer.report.indicators
    ]
    return _table(
        writer,
        "sheet_indicators",
        "indicators_caption",
        titles,
        rows,
        left=("indicator", "status"),
    )


def definitions(writer: Writer) -> Table:
    """Return how each KPI was counted, out of what, and what is not known."""
    titles = {
        "number": 0.6,
        "indicator": 3,
        "unit": 1,
        "numerator": 1,
        "denominator": 1,
        "unknown": 1,
        "base_unknown": 1,
        "at_most": 1,
        "variant": 2,
        "definition": 4,
        "decided": 4,
        "needs": 3,
        "source": 2,
    }
    rows = [_defined(writer, each) for each in writer.report.indicators]
    left = ("indicator", "variant", "definition", "decided", "needs", "source")
    return _table(writer, "sheet_definitions", "section_indicators", titles, rows, left=left)


def _defined(writer: Writer, each: Compared) -> Row:
    now = each.now
    tally, variant, decided = now.tally, now.variant.label, now.definition.decided
    return (
        now.number,
        now.name,
        writer.rules.units.get(now.unit, now.unit),
        tally.counted,
        tally.base,
        tally.unknown,
        tally.base_unknown,
        writer.measured(each, now.at_most),
        variant.vi if variant else None,
        now.definition.definition.vi,
        decided.vi if decided else None,
        now.definition.needs.vi,
        writer.source(now.target_source),
    )


def balance(writer: Writer) -> Table:
    """Return how the number of valid products came about: the rows add up."""
    count = writer.report.changes.count
    again = sum(count(state, State.VALID) for state in (State.EXPIRED, State.REVOKED))
    lines = [
        ("balance_start", count(before=State.VALID)),
        ("balance_from_absent", count(State.ABSENT, State.VALID)),
        ("balance_from_expired", again),
        ("balance_from_unknown", count(State.UNKNOWN, State.VALID)),
        ("balance_to_expired", -count(State.VALID, State.EXPIRED)),
        ("balance_to_revoked", -count(State.VALID, State.REVOKED)),
        ("balance_to_unknown", -count(State.VALID, State.UNKNOWN)),
        ("balance_end", count(after=State.VALID)),
    ]
    rows = [(writer.say(key), writer.count(n)) for key, n in lines]
    columns = (Column(writer.say("balance_label"), 4), Column(writer.say("balance_number"), 1, "right"))
    return Table(writer.say("sheet_balance"), writer.say("changes_balance_caption"), columns, rows)


def movement(writer: Writer, kind: Movement) -> Table:
    """Return the products that something happened to."""
    day = "last_day" if kind is Movement.LAPSED else "day"
    titles = {
        "number": 0.7,
        "product": 2.7,
        "producer": 2.4,
        "commune": 1.8,
        "stars": 1.2,
        day: 1.7,
        "decision": 1.3,
        "note": 2.1,
    }
    found = writer.report.changes.movements[kind]
    rows = [_moved(writer, number, each, kind) for number, each in enumerate(found, start=1)]
    caption = writer.say("movement_caption", movement=writer.say(f"movement_{kind}"))
    left = ("product", "producer", "commune", "decision", "note")
    return _table(writer, f"sheet_{kind}", caption, titles, rows, left=left)


def _moved(writer: Writer, position: int, each: Moved, kind: Movement) -> Row:
    notes = [] if each.is_sure else [writer.say("unsure")]
    if each.reason:
        notes.append(writer.say("reason", reason=each.reason))
    unknown = writer.say("not_known")
    stars = writer.say("stars", stars=each.stars) if each.stars else unknown
    if kind is Movement.UPGRADED and each.stars and (each.stars_before or each.stars) < each.stars:
        stars = writer.say("stars_moved", before=each.stars_before, stars=each.stars)
    place = (each.producer_name or unknown, each.commune_name or unknown)
    return (position, each.name, *place, stars, writer.partial(each.on), each.decision_no, "; ".join(notes))


def expiring(writer: Writer) -> Table:
    """Return the products whose certificate runs out within six months."""
    titles = {"number": 0.6, "product": 3, "producer": 2.6, "commune": 2, "stars": 1, "last_day": 1.7, "within": 1.1}
    unknown = writer.say("not_known")
    rows = [
        (
            number,
            row["name"],
            row["producer_name"] or unknown,
            row["commune_name"] or unknown,
            writer.say("stars", stars=row["stars"]) if row["stars"] else unknown,
            row["expires_earliest"],
            writer.say("within_months", months=row["within_months"]),
        )
        for number, row in enumerate(writer.report.expiring, start=1)
    ]
    left = ("product", "producer", "commune")
    return _table(writer, "sheet_expiry", "expiry_caption", titles, rows, left=left)


def zones(writer: Writer) -> Table:
    """Return the raw-material zones by commodity."""
    titles = {
        "commodity": 2,
        "zones": 0.8,
        "declared": 1.2,
        "summed": 1.3,
        "union": 1.3,
        "products": 1.1,
        "linked": 1.1,
        "stable": 1.1,
    }
    rows: list[Row] = [
        (
            writer.names("commodity", each.commodity),
            each.zones,
            *(writer.hectares(area) for area in (each.declared_ha, each.summed_ha, each.union_ha)),
            each.products,
            each.linked,
            each.stable,
        )
        for each in writer.report.zones
    ]
    return _table(writer, "sheet_zones", "zones_caption", titles, rows, left=("commodity",))


def published(writer: Writer) -> Table:
    """Return the figures that others published, with where they stand."""
    titles = {"year": 0.8, "scope": 2, "indicator": 3, "figure": 1, "unit": 1.2, "source": 3}
    rules = writer.rules
    rows = [
        (
            str(each.year),
            rules.scopes.get(each.scope, each.scope),
            each.figure.label,
            writer.hectares(each.value),
            rules.units.get(each.unit, each.unit),
            writer.source(each.source),
        )
        for each in writer.report.published
    ]
    left = ("scope", "indicator", "source")
    return _table(writer, "sheet_published", "published_caption", titles, rows, left=left)


def missing(writer: Writer) -> Table:
    """Return what the records lack for each KPI that they do not tell in full."""
    titles = {"number": 0.6, "indicator": 3, "lacks": 2, "needs": 4}
    rows = [
        (
            each.now.number,
            each.now.name,
            _lack(writer, each),
            each.now.definition.needs.vi,
        )
        for each in writer.report.indicators
        if _is_lacking(each)
    ]
    left = ("indicator", "lacks", "needs")
    return _table(writer, "sheet_missing", "missing_caption", titles, rows, left=left)


def _is_lacking(each: Compared) -> bool:
    return each.now.value is None or each.now.tally.unknown + each.now.tally.base_unknown > 0


def _lack(writer: Writer, each: Compared) -> str:
    unknown = each.now.tally.unknown + each.now.tally.base_unknown
    return writer.say("missing_all") if each.now.value is None else writer.say("missing_some", n=unknown)


def annex(writer: Writer) -> Table:
    """Return the KPIs in the form of annex I of the plan: its groups, its words, its bodies, and what was reached."""
    by_name = {each.now.indicator: each for each in writer.report.indicators}
    rows: list[Row] = []
    for number, group in enumerate(writer.rules.annex, start=1):
        lines = [(line, [by_name[key] for key in line.indicators if key in by_name]) for line in group.lines]
        followed = [_annex_row(writer, line, found) for line, found in lines if found]
        if followed:
            rows += [(number, group.title, None, None, None), *followed]
    columns = (
        Column(writer.say("column_number"), 0.5, "centre"),
        Column(writer.say("column_indicator"), 4),
        Column(writer.say("column_owner"), 2),
        Column(writer.say("column_results"), 3.6),
        Column(writer.say("column_note"), 2),
    )
    return Table(writer.say("sheet_annex"), writer.say("annex_caption"), columns, rows)


def _annex_row(writer: Writer, line: AnnexLine, found: Sequence[Compared]) -> Row:
    results, notes = [], []
    for each in found:
        value, before = writer.measured(each, each.now.value).text, writer.measured(each, each.before.value).text
        most = writer.measured(each, each.now.at_most).text
        is_open = each.now.value is not None and each.now.at_most != each.now.value
        told = "annex_range" if is_open else "annex_result"
        results.append(writer.say(told, name=each.now.name, value=value, at_most=most, before=before))
        notes.append(writer.say("annex_status", number=each.now.number, status=writer.status(each)))
    return None, line.text, line.owner, "\n".join(results), "\n".join(notes)


def about(writer: Writer, due: date) -> Table:
    """Return what a workbook says of itself."""
    report = writer.report
    lines: list[Row] = [
        (writer.say("about_title"), writer.say("subject")),
        (writer.say("about_body"), writer.fill(report.body.name)),
        (writer.say("about_day"), report.day),
        (writer.say("about_since"), report.since),
        (writer.say("about_due"), due),
    ]
    told = ("basis_source", "basis_unknown", "basis_line") if report.has_data else ("no_data",)
    label = writer.say("about_source" if report.has_data else "about_no_data")
    lines += [(label, writer.say(key)) for key in told]
    columns = (Column(writer.say("about_name"), 2), Column(writer.say("about_value"), 8))
    return Table(writer.say("sheet_about"), writer.say("name"), columns, lines)


def _table(
    writer: Writer, sheet: str, caption: str, titles: Mapping[str, float], rows: Sequence[Row], *, left: Collection[str]
) -> Table:
    """Return a table of columns by their weights, text in those on the ``left`` and numbers in the middle of others.

    ``caption`` is a key of the rules, or said already.
    """
    columns = [
        Column(writer.say(f"column_{title}"), weight, "left" if title in left else "centre")
        for title, weight in titles.items()
    ]
    told = writer.say(caption) if caption in writer.rules.text else caption
    return Table(writer.say(sheet), told, columns, rows, rest=writer.rules.text["rest"])
