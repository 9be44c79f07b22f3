"""The first page: what the report is, by which clocks, who stands behind it, and what matters most in it."""

from collections import Counter
from collections.abc import Iterator

from tracker.domain.dates import day_words
from tracker.domain.report import ReportCell
from tracker.domain.vocabulary import Edition, Outcome, ReportKind
from tracker.exports import moments
from tracker.exports.marks import MARKS, tone
from tracker.exports.outline import Block, Bullets, Facts, Paragraph, Run, Runs, Table, TableCell, joined, words
from tracker.exports.outlining.reading import Reading, minute

PRESSING: tuple[Outcome, ...] = (
    Outcome.BREACHED,
    Outcome.CONTESTED,
    Outcome.ALLEGED_BREACH,
    Outcome.OVERDUE,
    Outcome.PARTLY_FULFILLED,
)
"""The outcomes of which the first page names cells."""

MOST_NAMED = 8
"""How many cells the first page names."""


def kicker(reading: Reading) -> str:
    """What kind of report it is, its number and its regime."""
    found = reading.document
    return f"Report {found.number} · {found.kind.label} · {found.regime.name}"


def banner(reading: Reading) -> str:
    """What must be read before all else: that the report has ended, or for whom it is. Empty where nothing must."""
    ended, found = reading.copy.ended, reading.document
    restricted = (
        "Restricted: it quotes sources that their authors did not publish. Only the public edition may be spread."
    )
    said = [ended.sentence] if ended else []
    said += [restricted] if found.is_restricted and found.edition is Edition.FULL else []
    said += [Edition.PUBLIC.meaning] if found.edition is Edition.PUBLIC else []
    return " ".join(said)


def facts(reading: Reading) -> Facts:
    """The clocks, the scope, and who stands behind it."""
    found = reading.document
    pairs = [("As of", day_words(found.as_of)), ("Known at", minute(found.known_at))]
    if before := moments.earlier(found, day=day_words, instant=minute):
        pairs.append(("Compared with", before))
    if found.public_at:
        day = day_words(found.public_at)
        pairs.append(("Public at", f"{day}: only evidence that was certainly published by that day counts"))
    pairs += [
        ("Rules", f"version {found.rules}"),
        ("Scope", found.scope or _scope(reading)),
        ("Frozen", f"by {found.author}, {minute(found.frozen_at)}"),
        ("Approval", reading.copy.approval),
    ]
    return Facts(tuple((name, words(said)) for name, said in pairs))


def _scope(reading: Reading) -> str:
    found = reading.document
    return f"{len(found.states)} rows, {len(found.obligations)} obligations, {len(found.cells):,} cells"


def summary(reading: Reading) -> Iterator[Block]:
    """What a minister reads: how many cells have which outcome, and the cells that press most."""
    found = reading.document
    if found.kind is ReportKind.CELL and found.cells:
        yield from _one(reading, found.cells[0])
        return
    if found.cells:
        yield _outcomes(reading)
    pressing = sorted(_pressing(found.cells), key=lambda cell: PRESSING.index(Outcome(cell.outcome)))
    if pressing:
        yield Paragraph(words("What presses most", strong=True))
        yield Bullets(tuple(_line(reading, cell) for cell in pressing[:MOST_NAMED]))
        if (left := len(pressing) - MOST_NAMED) > 0:
            yield Paragraph(words(f"{left:,} more of these stand in the tables that follow."), "small")


def _pressing(cells: tuple[ReportCell, ...]) -> list[ReportCell]:
    return [cell for cell in cells if cell.outcome in PRESSING and not cell.is_silent]


def _one(reading: Reading, cell: ReportCell) -> Iterator[Block]:
    yield Paragraph(_answer(reading, cell), "lead")
    reasons = [(*words(why.sentence), *reading.references(why.claims)) for why in cell.reasons[:3]]
    yield Bullets(tuple(reasons))


def _answer(reading: Reading, cell: ReportCell) -> Runs:
    return joined([(reading.toned(cell.outcome),), words(reading.label("assurance", cell.assurance))], " · ")


def _line(reading: Reading, cell: ReportCell) -> Runs:
    said = Run(
        f"{reading.state(cell.state)}: {reading.duty(cell.obligation)}", anchor=f"cell-{cell.state}-{cell.obligation}"
    )
    return joined([(said,), _answer(reading, cell)], " — ")


def _outcomes(reading: Reading) -> Table:
    counted = Counter(cell.outcome for cell in reading.document.cells)
    order = [key for key in MARKS if counted[key]] + [key for key in counted if key not in MARKS]
    rows = [
        (
            TableCell(words(reading.outcome(key)), tone(key)),
            TableCell(words(f"{counted[key]:,}")),
        )
        for key in order
    ]
    return Table("Cells by outcome", ("Outcome", "Cells"), (4, 1), tuple(rows))
