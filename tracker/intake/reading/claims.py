"""A sentence -> the claim that it makes, with a reason for every field."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.amounts import amounts
from tracker.domain.book import Book
from tracker.domain.citing import CitationCheck
from tracker.domain.concerning import Duties, DutyFound, states_of
from tracker.domain.content import BearingContent, CitationContent, ClaimContent, HopContent, SourceContent
from tracker.domain.facts import ALL_STATES
from tracker.domain.proposals import ProposedClaim, Reason
from tracker.domain.relaying import carriers, hops
from tracker.domain.speaking import Speech, Voice
from tracker.domain.telling import Telling, effect, is_hollow, telling
from tracker.domain.telling import Told as Signals
from tracker.domain.visible import Visible
from tracker.domain.vocabulary import HopRole, Kind
from tracker.intake.reading import laws, press, speakers, when
from tracker.intake.reading.duties import duties_of
from tracker.intake.reading.scene import Seen
from tracker.intake.reading.tongues import Tongue

LONGEST_STATEMENT = 600


@dataclass
class Told:
    """What is the same for a whole text, and what the sentences before have told."""

    book: Book
    spoken: Tongue
    visible: Visible
    day: date | None
    source: SourceContent
    voice: Voice | None = None
    verb: Speech | None = None
    said: str = ""
    paragraph: int = -1
    states: tuple[str, ...] = ()
    known: dict[str, Voice] = field(default_factory=dict)

    @property
    def duties(self) -> Duties:
        """The duties of the record, with their concepts."""
        return duties_of(self.book)


def claim_in(seen: Seen, told: Told) -> ProposedClaim | None:
    """The claim of a sentence, or None; what it tells of speaker and day is kept for the next one."""
    who = speakers.of(seen, told)
    claim = _claim(seen, told, who) if _may_claim(seen) else None
    _remember(seen, told, who, claim)
    return claim


def _may_claim(seen: Seen) -> bool:
    """Whether a sentence has a wording of a kind, and a subject or the sanctions."""
    signals = seen.scene.values("tells") - {""}
    subject = seen.scene.has("concept") or bool(seen.cited)
    return subject and not is_hollow(signals | _spoken(seen))


def _spoken(seen: Seen) -> frozenset[str]:
    """Signals that are there because somebody speaks: "some remain" is a claim only where somebody says it."""
    return frozenset({"said"}) if seen.speeches and seen.scene.has("tells", "ongoing", "find") else frozenset()


def _remember(seen: Seen, told: Told, who: speakers.Who, claim: ProposedClaim | None) -> None:
    if who.voice is not None and not who.carried_on:
        told.voice = who.voice
        told.said = ""
    told.paragraph = seen.scene.paragraph
    if claim is not None:
        told.states = claim.content.states
        told.said = claim.content.said or told.said


def _claim(seen: Seen, told: Told, who: speakers.Who) -> ProposedClaim | None:
    states, why_states = _states(seen, told, who)
    if not states:
        return None
    own = who.voice is not None and who.voice.is_official and who.voice.own in states
    own = own or (who.voice is not None and who.voice.is_state and who.voice.own in states)
    signals = Signals(
        seen.scene.values("tells") - {""}, own=own, body=_is_body(who.voice), expert=_is_expert(who.voice)
    )
    told_kind = telling(signals)
    if told_kind is None:
        return None
    check = _check(seen, told)
    duties = _duties(seen, told, check, told_kind)
    if not duties and not _of_sanctions(seen):
        return None
    content, reasons = _content(seen, told, who, states, told_kind, signals, duties)
    reasons += [Reason("states", f"{told.book.state_names.get(state, state)}: {why_states}") for state in states]
    return _proposed(seen, told, content, reasons, check)


def _of_sanctions(seen: Seen) -> bool:
    return seen.scene.has("concept", "sanctions") or bool(seen.cited)


def _is_body(voice: Voice | None) -> bool:
    return voice is not None and voice.body is not None


def _is_expert(voice: Voice | None) -> bool:
    return voice is not None and bool(voice.expert)


def _states(seen: Seen, told: Told, who: speakers.Who) -> tuple[tuple[str, ...], str]:
    inside = [(speech.voice.first, speech.voice.after) for speech in seen.speeches]
    press_at = [(hit.first, hit.after) for hit in seen.scene.of("press", "actor")]
    named = [
        hit.value
        for hit in seen.scene.of("state", "demonym")
        if not any(low <= hit.first < high for low, high in (*inside, *press_at))
    ]
    own = who.voice.own if who.voice and (who.voice.is_official or who.voice.is_state) else None
    about_it = seen.scene.has("pronoun", "it", "they", "country") and not named
    states, why = states_of(named, own=own, targets=told.book.targets, about_it=about_it)
    if not states and seen.scene.has("collective"):
        return (ALL_STATES,), "The sentence speaks of states without naming them."
    if not states and told.states and seen.scene.paragraph == told.paragraph:
        return told.states, "The sentence before names it."
    return states, why


def _check(seen: Seen, told: Told) -> CitationCheck | None:
    words = "; ".join(seen.scene.text[one.start : one.end] for one in seen.cited)
    return laws.checked(told.book.law, words, told.day, laws.gloss(seen)) if words else None


def _duties(seen: Seen, told: Told, check: CitationCheck | None, kind: Telling) -> list[DutyFound]:
    concepts = seen.scene.values("concept") - {"sanctions"}
    numbers = {symbol.number for one in seen.cited for symbol in one.symbols}
    likely = {p.obligation for p in check.proposals if p.obligation} if check else set()
    reporting = seen.scene.has("concept", "report") and (kind.signal in ("filed", "breach") or kind.kind is Kind.CALL)
    fitting = set() if check is not None and check.mismatch else numbers
    return told.duties.nearest(concepts, day=told.day, cited=fitting, likely=likely, reporting=reporting)


def _content(
    seen: Seen,
    told: Told,
    who: speakers.Who,
    states: tuple[str, ...],
    kind: Telling,
    signals: Signals,
    duties: Sequence[DutyFound],
) -> tuple[ClaimContent, list[Reason]]:
    said, why_said = when.said(seen, who, told.said)
    event, why_event = when.event(seen, said, kind.kind)
    path, why_path = _hops(seen, told, who, said)
    cited_as = "; ".join(told.visible.words(one.start, one.end) for one in seen.cited)
    bearings = tuple(
        BearingContent(state, found.duty.key, effect(kind.kind, kind.signal, signals, found.duty.test))
        for state in states
        for found in duties
    )
    content = ClaimContent(
        statement=_statement(told.visible.words(seen.scene.start, seen.scene.end)),
        kind=kind.kind,
        speaker=who.name,
        office=who.office,
        speaks_for=who.speaks_for,
        body=who.voice.body if who.voice and not who.voice.own else None,
        said=said,
        event=event,
        states=tuple(sorted(states)),
        bearings=bearings,
        quantities=amounts(seen.scene, seen.spent),
        cited_as=cited_as,
        citations=(_citation(seen, told),),
        hops=path,
    )
    reasons = [Reason("kind", f"{kind.sentence} {_words(seen, kind)}".strip()), Reason("speaker", who.why)]
    reasons += [Reason("said", why_said)] if why_said else []
    reasons += [Reason("event", why_event)] if why_event else []
    reasons += [Reason("hops", sentence) for sentence in why_path]
    reasons += [Reason("bearings", sentence) for found in duties for sentence in found.why]
    return content, reasons


def _words(seen: Seen, kind: Telling) -> str:
    """The words by which a sentence is of its kind."""
    sought = {
        "will": ("will", "pledge"),
        "breach": ("breach", "accuse", "ongoing"),
        "deed": ("deed", "done", "end", "filed"),
    }
    hits = [hit for hit in seen.scene.of("tells") if hit.value in sought.get(kind.signal, (kind.signal,))]
    return f"Its words: “{seen.scene.words(hits[0])}”." if hits else ""


def _statement(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_STATEMENT else line[: LONGEST_STATEMENT - 1].rsplit(" ", 1)[0] + "…"


def _citation(seen: Seen, told: Told) -> CitationContent:
    return CitationContent(told.source, quotation=told.visible.words(seen.scene.start, seen.scene.end))


def _hops(seen: Seen, told: Told, who: speakers.Who, said: str) -> tuple[tuple[HopContent, ...], tuple[str, ...]]:
    speaker = HopContent(HopRole.SPEAKER, who.name, who.office, said) if who.voice else None
    carried = carriers(seen.scene, press.WIRES)
    return hops(speaker, carried, told.source)


def _proposed(
    seen: Seen, told: Told, content: ClaimContent, reasons: list[Reason], check: CitationCheck | None
) -> ProposedClaim:
    if check is not None:
        sentence = laws.around_words(check, laws.gloss(seen))
        reasons.append(Reason("cited_as", f"Kept word for word. {sentence}"))
    start, end = told.visible.place(seen.scene.start), told.visible.end(seen.scene.end)
    return ProposedClaim(content, start, end, tuple(reason for reason in reasons if reason.sentence))
