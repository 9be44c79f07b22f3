"""Drafts -> proposed claims, with a reason for every field."""

from collections.abc import Iterator, Sequence

from tracker.domain import unseen
from tracker.domain.amounts import amounts
from tracker.domain.citing import CitationCheck, read_citation
from tracker.domain.concerning import DutyFound
from tracker.domain.content import BearingContent, CitationContent, ClaimContent
from tracker.domain.places import TROUBLED
from tracker.domain.proposals import ProposedClaim, Reason
from tracker.domain.symbols import Paragraph
from tracker.domain.telling import effect
from tracker.domain.vocabulary import Kind
from tracker.intake.reading import laws, relay, when
from tracker.intake.reading.draft import Draft
from tracker.intake.reading.drafts import drafts
from tracker.intake.reading.scene import Seen, dateline
from tracker.intake.reading.whole import Whole

LONGEST_STATEMENT = 600


def claims(seen: Sequence[Seen], whole: Whole) -> Iterator[ProposedClaim]:
    """The claims of a text in order."""
    last = relay.Last()
    for draft in drafts(seen, whole):
        yield _finished(draft, whole, last)


def _finished(draft: Draft, whole: Whole, last: relay.Last) -> ProposedClaim:
    check = _check(draft, whole)
    duties = _duties(draft, whole, check)
    path, why_path = relay.hops(draft, whole, last)
    event, why_event = when.event(draft.part, draft.said, draft.kind.kind)
    content = ClaimContent(
        statement=_statement(draft.seen, whole),
        kind=draft.kind.kind,
        speaker=draft.who.name,
        office=draft.who.office,
        speaks_for=draft.who.speaks_for,
        body=draft.who.voice.body if draft.who.voice and not draft.who.speaks_for else None,
        said=draft.said,
        event=event,
        states=tuple(sorted(draft.states)),
        bearings=_bearings(draft, duties),
        quantities=amounts(draft.part.scene, draft.seen.spent, "persons" if draft.concepts & _OF_PERSONS else ""),
        cited_as="; ".join(
            whole.visible.words(law.start, law.end) for one in draft.cites for law in one.cited if law.is_one
        ),
        citations=(_citation(draft, whole),),
        hops=path,
    )
    reasons = [
        Reason("kind", f"{draft.kind.sentence} {_words(draft)}".strip()),
        Reason("speaker", draft.who.why),
        *(Reason("states", f"{_name(state, whole)}: {draft.why_states}") for state in content.states),
        Reason("said", draft.why_said),
        Reason("event", why_event),
        *(Reason("cited_as", sentence) for sentence in _why_cited(draft, check)),
        *(Reason("bearings", sentence) for found in duties for sentence in found.why),
        *(Reason("hops", sentence) for sentence in why_path),
    ]
    start, end = whole.visible.place(draft.seen.scene.start), whole.visible.end(draft.seen.scene.end)
    return ProposedClaim(content, start, end, tuple(reason for reason in reasons if reason.sentence))


_OF_PERSONS = frozenset({"workers", "send home", "nationals"})
"""Concepts of which a number without a unit counts persons."""


def _name(state: str, whole: Whole) -> str:
    return whole.book.state_names.get(state, "All states together")


def _check(draft: Draft, whole: Whole) -> CitationCheck | None:
    words = [one.scene.text[law.start : law.end] for one in draft.cites for law in one.cited]
    numbered = [one.scene.text[law.start : law.end] for one in draft.cites for law in one.cited if law.symbols]
    cited = "; ".join(numbered or words)
    return laws.checked(whole.book.law, cited, whole.day, laws.gloss(draft.part)) if cited else None


def _duties(draft: Draft, whole: Whole, check: CitationCheck | None) -> list[DutyFound]:
    """The duties that a claim bears on; none where the text names no state or resolution of a regime with duties."""
    if not whole.about or _is_elsewhere(draft, whole):
        return []
    concepts = draft.concepts
    numbers = {symbol.number for one in draft.cites for law in one.cited for symbol in law.symbols} or draft.numbers
    likely = {proposal.obligation for proposal in check.proposals if proposal.obligation} if check else set()
    told = draft.kind.signal in ("filed", "breach") or draft.kind.kind is Kind.CALL
    return whole.duties.nearest(
        concepts,
        day=whole.day,
        cited=set() if check is not None and check.mismatch and not _right_number(check) else numbers,
        likely=likely,
        reporting="report" in concepts and told,
        paragraphs=_paragraphs(draft),
    )


def _is_elsewhere(draft: Draft, whole: Whole) -> bool:
    """Whether a sentence names a state under another embargo as the one concerned, and none of a regime on record."""
    named = draft.part.scene.values("state") | draft.part.scene.values("demonym")
    numbers = {duty.number for duty in whole.book.duties}
    return bool(named & TROUBLED - set(draft.states)) and not (named & whole.book.targets or draft.numbers & numbers)


def _right_number(check: CitationCheck) -> bool:
    """Whether only the year of a citation is wrong, so that its number still says which resolution is meant."""
    return check.verdict.value == "wrong_year"


def _paragraphs(draft: Draft) -> set[tuple[int, Paragraph]]:
    """The paragraphs cited, each with the number of its resolution."""
    found: set[tuple[int, Paragraph]] = set()
    for one in draft.cites:
        for law in one.cited:
            for part in read_citation(one.scene.text[law.start : law.end], None) if law.symbols else ():
                found |= {(m.symbol.number, part.paragraph) for m in part.mentions if part.paragraph is not None}
    return found


def _bearings(draft: Draft, duties: Sequence[DutyFound]) -> tuple[BearingContent, ...]:
    kind = draft.kind
    return tuple(
        BearingContent(
            state,
            found.duty.key,
            effect(kind.kind, kind.signal, draft.signals, found.duty.test, dated=bool(found.duty.due)),
        )
        for state in sorted(draft.states)
        for found in duties
    )


_SHOWN = {
    "will": ("will", "pledge"),
    "breach": ("breach", "accuse", "ongoing"),
    "deed": ("deed", "done", "end", "filed"),
}


def _words(draft: Draft) -> str:
    """The words by which a sentence is of its kind."""
    sought = _SHOWN.get(draft.kind.signal, (draft.kind.signal,))
    scene = draft.part.scene
    hit = next((hit for hit in scene.of("tells") if hit.value in sought), None)
    return f"Its words: “{scene.words(hit)}”." if hit else ""


def _statement(seen: Seen, whole: Whole) -> str:
    """The words of a sentence without its dateline, "SEOUL, Dec. 24 (Yonhap) --", and without what nobody sees."""
    scene, first = seen.scene, dateline(seen.scene)
    start = scene.tokens[first].start if 0 < first < len(scene.tokens) else scene.start
    line = " ".join(unseen.without(whole.visible.words(start, scene.end)).split())
    return line if len(line) <= LONGEST_STATEMENT else line[: LONGEST_STATEMENT - 1].rsplit(" ", 1)[0] + "…"


def _citation(draft: Draft, whole: Whole) -> CitationContent:
    return CitationContent(whole.source, quotation=whole.visible.words(draft.seen.scene.start, draft.seen.scene.end))


def _why_cited(draft: Draft, check: CitationCheck | None) -> Iterator[str]:
    if check is None:
        return
    if draft.seen not in draft.cites:
        yield "The sentence after it cites it."
    yield f"Kept word for word. {laws.around_words(check, laws.gloss(draft.part))}"
