"""What stands in the sheets of a workbook: for each its columns, and a row for each thing that a report holds."""

from collections.abc import Iterable, Iterator, Sequence

from tracker.domain.report import ReportCitation, ReportClaim, instant_text
from tracker.exports import cell_rows
from tracker.exports.excel.workbook import Column, Toned, Value
from tracker.exports.marks import tone
from tracker.exports.outline import plain
from tracker.exports.outlining import annex, matrix
from tracker.exports.outlining.reading import Reading

Row = Sequence[Value]

# Cells: the columns of the table for programs, those that say the same in every row at the end.

_OF_THE_REPORT = {
    *("report", "title", "kind", "edition", "as_of", "known_at", "public_at", "compared_with", "rules"),
    *("author", "frozen_at", "approval", "ended", "product", "data_digest", "log_head", "log_checkpoint"),
    *("mark", "notice"),
}
_ASIDE = ("title", "approval", "ended", "data_digest", "log_head", "log_checkpoint", "mark", "notice")
_ORDER = sorted(range(len(cell_rows.COLUMNS)), key=lambda place: cell_rows.COLUMNS[place] in _OF_THE_REPORT)
_WIDTHS = {
    **dict.fromkeys(("reasons", "set_aside", "sources", "determinations", "dissents"), 60.0),
    **dict.fromkeys(("state", "obligation", "obligation_title", "also", "claims", "kept_copies"), 30.0),
    **dict.fromkeys(("compared_with", *_ASIDE), 30.0),
    **dict.fromkeys(("resolution", "outcome", "known_at", "frozen_at"), 20.0),
}
_KINDS = {
    **dict.fromkeys(("as_of", "public_at", "due"), "day"),
    **dict.fromkeys(("report", "counted_claims", "independent_origins"), "number"),
    **dict.fromkeys(("author", *_ASIDE), "aside"),
    "outcome": "outcome",
}


def _cell_column(name: str) -> Column:
    return Column(name.replace("_", " ").capitalize(), _WIDTHS.get(name, 14.0), _KINDS.get(name, "text"))


CELLS = tuple(_cell_column(cell_rows.COLUMNS[place]) for place in _ORDER)


def cells(reading: Reading) -> Iterator[Row]:
    """A row a cell."""
    for row in cell_rows.rows(reading.copy):
        yield [row[place] for place in _ORDER]


# Matrix.


def matrix_columns(reading: Reading) -> list[Column]:
    """State, code, and a column for each obligation."""
    duties = (Column(matrix.in_full(duty), 20) for duty in reading.document.obligations)
    return [Column("State", 32), Column("Code", 8), *duties]


def matrix_rows(reading: Reading) -> Iterator[Row]:
    """A row a state."""
    for state, row in reading.document.rows():
        said = (matrix.in_words(reading, cell) for cell in row)
        yield [state.name, state.code, *(Toned(plain(one.runs), one.tone) for one in said)]


# Evidence and sources.

EVIDENCE = (
    *(Column("Number", 9, "number"), Column("Claim", 24), Column("Revision", 9, "number"), Column("Statement", 70)),
    *(Column("Speaker", 24), Column("Office", 28), Column("Kind", 18), Column("Said", 12, "day")),
    *(Column("Event", 12, "day"), Column("States", 14), Column("Obligations", 28), Column("Cited as", 24)),
    *(Column("Citation check", 40), Column("Origin", 28), Column("Relay", 28), Column("Review state", 16)),
    *(Column("Grade", 8), Column("Reviewer", 20), Column("Reviewed at", 22), Column("Dissents", 40)),
    *(Column("Replies", 24), Column("Asked of the state", 40), Column("Restricted", 11)),
)


def evidence(reading: Reading) -> Iterator[Row]:
    """A row a claim, numbered as the notes are."""
    for number, claim in reading.numbered():
        yield [number, claim.key, claim.revision, *_said(reading, claim), *_stands(reading, claim)]


def _said(reading: Reading, claim: ReportClaim) -> list[Value]:
    who = (claim.statement, claim.speaker, claim.office, reading.label("kind", claim.kind), claim.said, claim.event)
    about = (_listed(claim.states), _listed(claim.obligations), claim.cited_as, claim.citation_check)
    return [*who, *about, claim.origin, " ← ".join(claim.relay)]


def _stands(reading: Reading, claim: ReportClaim) -> list[Value]:
    review = claim.review
    at = instant_text(review.at) if review.at else ""
    dissents = [f"{one.by}: {one.reason}" for one in review.dissents]
    dissents += [f"not printed: {review.unprinted}"] if review.unprinted else []
    beside = (_listed(dissents), _listed(claim.replies), " ".join(claim.asked))
    state = reading.label("review_state", review.state)
    return [state, review.grade, review.reviewer, at, *beside, "yes" if claim.is_restricted else "no"]


SOURCES = (
    *(Column("Evidence", 9, "number"), Column("Claim", 24), Column("Source", 24), Column("Author", 24)),
    *(Column("Title", 40), Column("Publisher", 24), Column("Symbol", 20), Column("Published", 12, "day")),
    *(Column("Language", 10), Column("Address", 40), Column("Locator", 20), Column("Quotation", 60)),
    *(Column("Translation", 60), Column("Translator", 20), Column("Kept copies, SHA-256", 66)),
    *(Column("Publication", 14), Column("Withheld", 10)),
)


def sources(reading: Reading) -> Iterator[Row]:
    """A row a citation."""
    for number, claim in reading.numbered():
        for citation in claim.citations:
            yield [number, claim.key, *_source(citation)]


def _source(found: ReportCitation) -> list[Value]:
    what = (found.source, found.author, found.title, found.publisher, found.symbol, found.published, found.language)
    words = (found.address, found.locator, found.quotation, found.translation, found.translator)
    return [*what, *words, "\n".join(found.hashes), found.publication, "yes" if found.withheld else "no"]


# What only some reports have.

CHANGES = (
    *(Column("State code", 11), Column("State", 28), Column("Obligation", 28), Column("Obligation title", 40)),
    *(Column("Outcome before", 20), Column("Assurance before", 18), Column("Outcome", 20), Column("Assurance", 18)),
    *(Column("Causes", 80), Column("Claims", 28)),
)


def changes(reading: Reading) -> Iterator[Row]:
    """A row for each cell that moved."""
    for one in reading.document.changes:
        was, now = _outcome(reading, one.outcome_before), _outcome(reading, one.outcome)
        levels = [reading.label("assurance", level) for level in (one.assurance_before, one.assurance)]
        causes = " ".join(cause.sentence for cause in one.causes)
        claims = _listed(dict.fromkeys(cause.claim for cause in one.causes if cause.claim))
        for code in one.states:
            duty = (one.obligation, reading.duty(one.obligation))
            yield [code, reading.state(code), *duty, was, levels[0], now, levels[1], causes, claims]


DAYS = (
    *(Column("Day", 12, "day"), Column("Obligation", 28), Column("Obligation title", 40), Column("What", 50)),
    *(Column("Judged", 9), Column("Has passed", 11), Column("Where it stands", 20)),
)


def days(reading: Reading) -> Iterator[Row]:
    """A row a day."""
    for one in reading.document.days:
        duty = (one.obligation, reading.duty(one.obligation))
        stands = _outcome(reading, one.outcome) if one.outcome else ""
        yield [one.day, *duty, one.what, _yes(one.judged), _yes(one.has_passed), stands]


COUNT = (Column("What", 70), Column("State code", 11), Column("State", 32), Column("Claims", 40))


def count(reading: Reading) -> Iterator[Row]:
    """What was counted in words, then a row for each state that the record names."""
    found = reading.document.count
    if found is None:
        return
    yield from ([sentence, "", "", ""] for sentence in (found.sentence, found.difference) if sentence)
    for names in found.names:
        for one in names.states:
            yield [names.title, one.state, reading.state(one.state), _listed(one.claims)]


# What every report has.

OBLIGATIONS = (
    *(Column("Obligation", 30), Column("Title", 40), Column("Resolution", 20), Column("Paragraph", 11)),
    *(Column("Test", 20), Column("Force", 14), Column("In force from", 13, "day"), Column("Due", 12, "day")),
    Column("Summary", 80),
)


def obligations(reading: Reading) -> Iterator[Row]:
    """A row an obligation."""
    for duty in reading.document.obligations:
        how = (reading.label("test", duty.test), reading.label("force", duty.force))
        dates = (duty.effective or "", duty.due or "")
        yield [duty.key, duty.title, duty.resolution, duty.paragraph, *how, *dates, duty.summary]


WORDS = (Column("List", 16), Column("Key", 24), Column("Word", 28), Column("What it means", 100))


def terms(reading: Reading) -> Iterator[Row]:
    """A row a word."""
    for term in reading.document.terms:
        yield [term.noun.replace("_", " "), term.key, term.label, term.meaning]


MANIFEST = (Column("What", 18), Column("Value", 120))


def manifest(reading: Reading) -> Iterator[Row]:
    """What the report rests on; the notice comes first."""
    yield ["Notice", reading.document.notice]
    yield from (list(pair) for pair in annex.manifest(reading))


def _outcome(reading: Reading, key: str) -> Toned:
    return Toned(reading.outcome(key), tone(key))


def _listed(items: Iterable[str]) -> str:
    return "; ".join(items)


def _yes(is_so: bool) -> str:  # noqa: FBT001  (the word for it)
    return "yes" if is_so else "no"
