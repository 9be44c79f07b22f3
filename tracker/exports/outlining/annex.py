"""The annex: the obligations, what the words mean, and the manifest."""

from collections.abc import Iterator

from tracker.domain.dates import day_words
from tracker.domain.report import ReportObligation, instant_text
from tracker.exports import moments
from tracker.exports.outline import Block, Facts, Heading, Paragraph, Runs, words
from tracker.exports.outlining.reading import Reading, place


def blocks(reading: Reading) -> Iterator[Block]:
    """Obligations, words, manifest."""
    found = reading.document
    if found.obligations:
        yield Heading(1, "Obligations", "duties")
        for duty in found.obligations:
            yield Paragraph(_duty(reading, duty), anchor=f"duty-{duty.key}")
    if found.terms:
        yield Heading(1, "What the words mean", "words")
        yield Facts(tuple((term.label, words(term.meaning)) for term in found.terms))
    yield Heading(1, "Manifest", "manifest")
    yield Paragraph(words(found.notice))
    yield Facts(tuple((name, words(said)) for name, said in manifest(reading)))
    yield Paragraph(words(_DIGEST), "small")


_DIGEST = (
    "The digest is the SHA-256 of the frozen report, its canonical JSON (RFC 8785), which the data file holds. "
    "The data digest leaves out number, title, author and the instant of freezing: the same question asked again "
    "at the same clocks gives the same one. `tracker reports verify FILE` checks any file of this report."
)


def _duty(reading: Reading, duty: ReportObligation) -> Runs:
    due = f" · due {day_words(duty.due)}" if duty.due else ""
    weight = f"{reading.label('force', duty.force)} · {reading.label('test', duty.test)}{due}"
    return (*words(f"{duty.title}. ", strong=True), *words(f"{place(duty)} · {weight}. {duty.summary}"))


def manifest(reading: Reading) -> Iterator[tuple[str, str]]:
    """What the report rests on, as names and values; every rendering has them."""
    copy, found = reading.copy, reading.document
    yield from (("Report", str(found.number)), ("Kind", found.kind.label), ("Edition", found.edition.label))
    yield from (("As of", found.as_of.isoformat()), ("Known at", instant_text(found.known_at)))
    if found.public_at:
        yield "Public at", found.public_at.isoformat()
    if before := moments.earlier(found):
        yield "Compared with", before
    yield from (("Rules", f"version {found.rules}"), ("Author", found.author))
    yield "Frozen at", instant_text(found.frozen_at)
    yield "Approval", copy.approval
    if copy.ended:
        yield "Ended", copy.ended.sentence
    yield from (("Digest", copy.digest), ("Mark", copy.mark))
    yield from _rests_on(reading)


def _rests_on(reading: Reading) -> Iterator[tuple[str, str]]:
    found = reading.document.manifest
    if found is None:
        return
    yield from (("Data digest", found.data), ("Product", f"version {found.product}"))
    yield "Audit log", f"{found.log_size:,} entries, the last with hash {found.log_hash}"
    if found.checkpoint:
        yield "Checkpoint", found.checkpoint
    dissents = sum(len(one.review.dissents) + one.review.unprinted for one in reading.document.evidence)
    replies = sum(len(one.replies) for one in reading.document.evidence)
    yield from (("Dissents", str(dissents)), ("Replies of states", str(replies)))
    yield "Kept copies", "; ".join(f"{file.sha256} ({file.source})" for file in found.files) or "none"
