"""The evidence: a footnote for each claim where a cell names it, and the whole of it in the annex of the report."""

from collections.abc import Iterator

from tracker.domain.report import ReportCitation, ReportClaim, ReportReview
from tracker.exports.citation_style import cited
from tracker.exports.outline import Block, Heading, Note, Paragraph, Quote, Runs, joined, words
from tracker.exports.outlining.reading import Reading, about, days


def notes(reading: Reading) -> tuple[Note, ...]:
    """The footnotes, numbered as the evidence is."""
    return tuple(
        Note(number, words(note_text(claim)), f"note-{number}")
        for number, claim in enumerate(reading.document.evidence, 1)
    )


def note_text(claim: ReportClaim) -> str:
    """Who said it, and where it stands, in one line."""
    places = "; ".join(map(cited, claim.citations))
    return f"{about(claim)}. {places}." if places else f"{about(claim)}."


def blocks(reading: Reading) -> Iterator[Block]:
    """Every claim whole: its words, its review, its citations with their quotations."""
    yield Heading(1, "Evidence", "evidence")
    if not reading.document.evidence:
        yield Paragraph(words("No claim is named in this report."))
    for number, claim in reading.numbered():
        yield from _claim(reading, number, claim)


def _claim(reading: Reading, number: int, claim: ReportClaim) -> Iterator[Block]:
    yield Paragraph(
        (*words(f"{number}. {about(claim)}: ", strong=True), *words(claim.statement)), anchor=f"note-{number}"
    )
    yield Paragraph(_standing(reading, claim), "small")
    for dissent in claim.review.dissents:
        yield Paragraph(words(f"Dissent by {dissent.by}: {dissent.reason}"), "small")
    if said := _unprinted(claim.review):
        yield Paragraph(words(said), "small")
    if replies := reading.references(claim.replies):
        yield Paragraph((*words("Reply of the state:"), *replies), "small")
    for sentence in claim.asked:
        yield Paragraph(words(sentence), "small")
    if claim.cited_as:
        yield Paragraph(words(f"Cited as: “{claim.cited_as}”"), "small")
    if claim.citation_check:
        yield Paragraph(words(f"Citation check: {claim.citation_check}"), "warning")
    for citation in claim.citations:
        yield from _citation(citation)


def _standing(reading: Reading, claim: ReportClaim) -> Runs:
    review = claim.review
    graded = f", graded {review.grade}" if review.grade else ""
    by = f", by {review.reviewer}" if review.reviewer else ""
    parts = (
        reading.label("kind", claim.kind),
        f"of {days(claim.event)}" if claim.event else "",
        f"origin: {claim.origin}" if claim.origin else "",
        f"relayed by {' ← '.join(claim.relay)}" if claim.relay else "",
        f"{reading.label('review_state', review.state)}{graded}{by}",
        f"claim {claim.key}, revision {claim.revision}",
    )
    return joined(map(words, parts), " · ")


def _unprinted(review: ReportReview) -> str:
    if not review.unprinted:
        return ""
    further = "further " if review.dissents else ""
    return (
        f"{review.unprinted} {further}{'dissent' if review.unprinted == 1 else 'dissents'} from the review, not printed"
    )


def _citation(citation: ReportCitation) -> Iterator[Block]:
    if citation.quotation:
        yield Quote(citation.quotation, citation.language)
    if citation.translation:
        yield Quote(citation.translation, "en")
        if citation.translator:
            yield Paragraph(words(f"Translated by {citation.translator}"), "small")
    named = (citation.author, citation.title, citation.publisher, citation.symbol, citation.published, citation.locator)
    yield Paragraph(words(", ".join(part for part in (*named, citation.address) if part)))
    if citation.hashes:
        yield Paragraph(words(f"Kept copy, SHA-256: {', '.join(citation.hashes)}"), "small")
