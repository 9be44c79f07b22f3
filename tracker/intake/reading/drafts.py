"""Sentences -> drafts of claims: which sentences make one, about which states, of which kind, and what belongs to it.

A sentence that only says more of the claim before it ("The step follows resolution 2397 …") makes none of its own: what
it cites, and who speaks in it, goes to that claim. A sentence that tells of two states in two clauses makes two.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.domain.concerning import together
from tracker.domain.telling import Telling, telling
from tracker.domain.telling import Told as Signals
from tracker.domain.vocabulary import Body, Kind
from tracker.domain.voicing import OUTSIDERS, Voice
from tracker.intake.reading import excluding, speakers, when
from tracker.intake.reading.draft import Draft, denied_on, is_bare_denial, takes_place, told_before
from tracker.intake.reading.excluding import COMMON
from tracker.intake.reading.naming import Who
from tracker.intake.reading.parting import has_subject, may_claim, of_two_voices, parts
from tracker.intake.reading.scene import Seen, is_addressed
from tracker.intake.reading.signals import negated, told_in
from tracker.intake.reading.threads import answers_shortly, is_off_topic, recites, refers_back, tells_more
from tracker.intake.reading.whole import Whole
from tracker.intake.reading.whose import all_named, concepts_of, named, states_told


def drafts(seen: Sequence[Seen], whole: Whole) -> Iterator[Draft]:
    """The drafts of a text in order. Each is whole when the next one comes."""
    last: Draft | None = None
    recent: deque[Draft] = deque(maxlen=_LOOKED_BACK)
    before: Seen | None = None
    for one in seen:
        who = speakers.of(one, whole)
        if last is not None and last.seen is before and _speaks_for_it(one, last, who):
            last.who, (last.said, last.why_said) = who, when.said(one, who, whole)
        before = one
        if last is not None and _says_more(one, last, who, whole):
            _add(last, one, who, whole)
            _remember(one, whole, who, None)
            continue
        found = _found(one, whole, who)
        found = [denied_on(draft, last) for draft in found]
        for draft in found:
            same = told_before(draft, last, recent, whole)
            if same is not None:
                same.repeats.append(one)
                continue
            if last is not None and not takes_place(draft, last):
                yield last
            last = draft
            recent.append(draft)
        _carry(one, last, found)
        _remember(one, whole, who, found[-1] if found else None)
    if last is not None:
        yield last


def _found(one: Seen, whole: Whole, who: Who) -> list[Draft]:
    """The drafts of a sentence, none of a question or of the head of an interview."""
    if (
        _is_heading(one)
        or excluding.is_too_short(one)
        or _asks(one)
        or _hints(one, whole)
        or excluding.introduces(one, whole)
    ):
        return []
    if excluding.is_of_case(one) or excluding.only_sent(one) or excluding.is_of_council(one):
        return []
    voiced = of_two_voices(one)
    if voiced:
        speaking = [(part, speakers.of(part, whole)) for part in voiced]
        return [draft for part, speaker in speaking if (draft := _draft(one, part, whole, speaker))]
    return [draft for part in parts(one, whole) if (draft := _draft(one, part, whole, who))]


def _is_heading(one: Seen) -> bool:
    """Whether the first line of a document only says what it is, and of which body."""
    ends = one.scene.text[one.scene.end - 1].isalnum() and not one.scene.paragraph and not one.speeches
    return ends and one.scene.has("body") and not all_named(one) and not one.scene.manner.subject_first


def _carry(one: Seen, last: Draft | None, found: Sequence[Draft]) -> None:
    if last is not None and not (found or may_claim(one)) and excluding.only_carries(one, last.seen):
        last.repeats.append(one)


_LOOKED_BACK = 12


def _asks(one: Seen) -> bool:
    """Whether a sentence is a question, and nobody is accused in it."""
    asked = one.scene.text[one.scene.end - 1 : one.scene.end] in ("?", "？", "؟")
    spoken = any(speech.verb.first < speech.verb.after for speech in one.speeches)
    return asked and not (one.scene.has("tells", "accuse") or spoken)


def _hints(one: Seen, whole: Whole) -> bool:
    """Whether the one who asks only puts a charge to the one interviewed, and says of nobody that they made it."""
    return speakers.asks(one, whole) and not one.speeches and not one.scene.has("tells", "accuse")


def _says_more(one: Seen, last: Draft, who: Who, whole: Whole) -> bool:
    """Whether a sentence only cites, for the claim of the sentence before it in the same paragraph."""
    if one.scene.paragraph != last.seen.scene.paragraph or not any(law.is_law for law in one.cited) or last.is_numbered:
        return False
    if not may_claim(one) or excluding.is_rule(one, named(one, whole.book.targets)):
        return True
    if one.scene.has("tells", "comply") and one.speeches and not any(law.symbols for law in one.cited):
        return False  # it does not cite, it says that a state complies
    if (one.speeches and who.voice != last.who.voice) or named(one, whole.book.targets) or one.scene.has("counted"):
        return False
    return one.scene.values("concept") - {"sanctions"} <= last.part.scene.values("concept")


def _add(last: Draft, one: Seen, who: Who, whole: Whole) -> None:
    last.cites.append(one)
    spoke = who.voice is not None and who.speech is not None and who.voice.name
    if spoke and (last.who.voice is None or not last.who.voice.name):
        own = who.voice.own if who.voice else None
        last.who = replace(who, speaks_for=own or last.who.speaks_for)
        last.said, last.why_said = when.said(one, who, whole)


def _remember(one: Seen, whole: Whole, who: Who, draft: Draft | None) -> None:
    if _asks(one) or _hints(one, whole):
        told = concepts_of(one)
        whole.topical = bool(told) or (whole.topical and one.scene.paragraph == whole.paragraph)
        whole.concepts = told or whole.concepts
        whole.charged = (whole.chief.own,) if whole.is_interview and whole.chief and whole.chief.own else whole.charged
        whole.paragraph = one.scene.paragraph if whole.is_interview else whole.paragraph
        return
    speaks = who.voice is not None and not who.carried_on and not (who.voice.press and draft is None)
    if speaks and who.voice is not None and (who.speech or _may_go_on(who.voice, whole)):
        whole.voice, whole.said = who.voice, ""
        whole.judge = who.voice if who.voice.body or who.voice.expert else whole.judge
    if (letter := _letter(one)) is not None and draft is None:
        whole.voice, whole.said = letter
    whole.paragraph = one.scene.paragraph
    if draft is not None:
        whole.states, whole.said, whole.concepts = draft.states, draft.said, draft.concepts
    elif (concepts := concepts_of(one)) - COMMON:
        whole.concepts = concepts
    if draft is not None:
        charging = draft.kind.kind in (Kind.ALLEGATION, Kind.ASSESSMENT) or is_bare_denial(draft)
        whole.charged = draft.states if charging else whole.charged


def _letter(one: Seen) -> tuple[Voice, str] | None:
    """Whose letter a sentence tells of, and its day: "read out a letter from the Permanent Mission of Peru dated …"."""
    for hit in one.scene.of("document"):
        for voice in one.voices:
            led = set(one.scene.keys(hit.after, voice.first)) & {"from", "by", "of"}
            if led and voice.first - hit.after <= _FROM and (voice.institution or voice.is_state):
                days = [day.typed for day in one.days if day.exact and 0 <= day.first - voice.after <= _FROM]
                return voice, next(iter(days), "")
    return None


_FROM = 3
"""How many tokens may stand between a letter and the one whose it is, and between that one and its day."""


def _speaks_for_it(one: Seen, last: Draft, who: Who) -> bool:
    """Whether somebody in office speaks of what the sentence before says that their state did."""
    named = who.voice is not None and bool(who.voice.name) and who.speech is not None and who.speech in one.speeches
    unsaid = last.who.speech is None and not (last.who.voice and last.who.voice.name)
    same = who.speaks_for is not None and last.states == (who.speaks_for,)
    return named and unsaid and same and one.scene.paragraph == last.seen.scene.paragraph


def _may_go_on(voice: Voice, whole: Whole) -> bool:
    """Whether one who only acts is taken to speak on: not an authority in the text of a mission or ministry."""
    return whole.chief is None or voice == whole.chief or bool(voice.name or voice.body)


def _draft(one: Seen, part: Seen, whole: Whole, who: Who) -> Draft | None:
    refers = refers_back(part, whole) or answers_shortly(part, whole)
    concepts, answers = _subject(one, part, whole, refers=refers)
    claims = may_claim(part) or ((answers or (refers and tells_more(part))) and bool(concepts))
    claims = claims or answers_shortly(part, whole)
    if not claims and not _is_view(part, who, whole):
        return None
    states, why = states_told(part, whole, who)
    if (
        not states
        or recites(part, whole.book.targets)
        or not (answers or refers or _is_told(part, who, concepts, whole))
    ):
        return None
    signals = _signals(part, who, states, whole)
    kind = _kind(part, who, whole, signals, concepts, may_claim=claims)
    if kind is None or excluding.is_none(part, kind, concepts, all_named(part), whole):
        return None
    if kind.kind is Kind.POSITION:
        states, why = _speaking(one, who) or (states, why)
    said, why_said = when.said(one, who, whole)
    cites = [one] if one.cited else []
    return Draft(one, part, who, states, why, kind, signals, said, why_said, concepts, cites, _numbers(one, whole))


def _kind(
    part: Seen, who: Who, whole: Whole, signals: Signals, concepts: frozenset[str], *, may_claim: bool
) -> Telling | None:
    """The kind that a sentence is of, or a view; None where it has no subject, or a body only plans a visit."""
    kind = telling(signals) if may_claim else None
    weak = kind is None or (kind.kind in (Kind.PLEDGE, Kind.REPORTED_ACTION) and not (concepts or signals.own))
    if weak and _is_view(part, who, whole):
        kind = Telling(Kind.POSITION, "position", "It gives a view, and tells of no conduct under a duty.")
    if kind is None or not (has_subject(part) or concepts):
        return None
    if not whole.about and any(_acts_itself(voice, part) for voice in part.voices):
        return None  # a Committee of another regime keeps its list
    return None if kind.kind in (Kind.PLEDGE, Kind.CALL) and _is_of_body(who) else kind


def _acts_itself(voice: Voice, part: Seen) -> bool:
    """Whether a Committee is what a sentence tells of, and not the one to which something is sent."""
    first = min((hit.first for hit in part.scene.of("tells")), default=0)
    return voice.body is Body.COMMITTEE and voice.after <= first and not is_addressed(part, voice)


def _is_of_body(who: Who) -> bool:
    """Whether a body speaks, or its chair: they plan and recommend, and promise nothing for a state."""
    return who.voice is not None and (who.voice.body is not None or who.voice.office == "chair")


def _subject(one: Seen, part: Seen, whole: Whole, *, refers: bool) -> tuple[frozenset[str], bool]:
    """What a sentence speaks of, from the one before where it only goes on, and whether it answers that one."""
    own = concepts = concepts_of(part)
    near = part.scene.paragraph - whole.paragraph <= 1
    answered = whole.is_interview and not speakers.asks(one, whole) and bool(whole.asked)
    quoted = bool(own) and (one.scene.start in whole.quoted or any(told.voice is None for told in part.speeches))
    speaking = {told.voice.own for told in part.speeches if told.voice is not None and told.voice.own}
    elsewhere = (set(named(part, whole.book.targets)) | speaking - whole.book.targets) - set(whole.states)
    counts = bool(own) and part.scene.has("counted") and near and not elsewhere
    counts = counts or (bool(own) and near and part.scene.has("tells", "filed") and part.scene.has("counted"))
    if (refers or counts or answered or quoted or part.scene.has("pronoun", "they")) and own <= COMMON:
        concepts = together(own | whole.concepts)
    if concepts and concepts < whole.concepts and not all_named(part) and one.scene.paragraph == whole.paragraph:
        concepts = whole.concepts
    first = answered and one.scene.paragraph != whole.paragraph
    first = first and not is_off_topic(part, whole)
    promised = first and part.scene.has("pronoun", "country") and part.scene.has("tells", "will", "pledge")
    none = answered and "none" in told_in(part)
    acted = answered and whole.topical and bool(part.days) and bool(told_in(part) & _ACTS)
    answers = (promised or ((none or acted or part.scene.has("tells", "deny", "pledge")) and near)) and not own
    return (whole.concepts if answers else concepts), answers


_ACTS = frozenset({"deed", "done", "end", "will", "pledge"})


def _numbers(one: Seen, whole: Whole) -> frozenset[int]:
    """The numbers of the resolutions that a sentence cites, or else the one before it in its paragraph."""
    paragraph, numbers = whole.cited
    own = {symbol.number for law in one.cited for symbol in law.symbols}
    if own:
        whole.cited = (one.scene.paragraph, frozenset(own))
    return frozenset(own) or (numbers if paragraph == one.scene.paragraph else frozenset())


def _is_told(part: Seen, who: Who, concepts: frozenset[str], whole: Whole) -> bool:
    """Whether somebody says it, or it names a state, or it goes on with the subject of the one before; no law does."""
    if excluding.law_speaks(part, all_named(part), whole):
        return False
    if excluding.is_rule(part, named(part, whole.book.targets)):
        return False
    if all_named(part) or part.speeches or part.scene.has("pronoun") or not who.carried_on:
        return True
    document = who.voice is not None and who.voice == whole.alone and who.voice.institution and not who.voice.name
    if part.scene.has("tells", "filed") or (document and concepts - COMMON):
        return True
    if (
        whole.states
        and part.scene.paragraph == whole.paragraph
        and part.scene.has("tells", "deed")
        and concepts - COMMON
    ):
        return True  # "The 38 tonnes have been seized."
    of_target = any(hit.value in whole.book.targets for hit in part.scene.of("state", "demonym"))
    return of_target or bool(concepts & whole.concepts - COMMON) or part.scene.has("concept", "sanctions")


def _speaking(one: Seen, who: Who) -> tuple[tuple[str, ...], str] | None:
    """The states for which those speak who give a view; several where they stand together at the head."""
    first = min((hit.first for hit in one.scene.of("tells", "speech") if hit.value), default=0)
    heads = [voice.own for voice in one.voices if voice.after <= first and voice.name and voice.own]
    states = tuple(dict.fromkeys(heads if who.voice and who.voice.own in heads else [who.speaks_for or ""]))
    return (states, "The speaker speaks for it.") if states != ("",) else None


def _is_view(part: Seen, who: Who, whole: Whole) -> bool:
    """Whether somebody in office gives a view on the matter of a regime: talks, tests, relief."""
    if who.voice is None or who.carried_on or not (who.voice.is_official or who.voice.is_state):
        return False
    return part.scene.has("matter") and bool(whole.about)


def _charges_in_court(voice: Voice | None, told: frozenset[str]) -> bool:
    """Whether police, prosecutors or courts tell of what somebody of their state did, and of nothing that they did."""
    court = voice is not None and (voice.institution == "Police" or voice.office == "prosecutor") and not voice.name
    return court and bool(told & {"trade", "breach"}) and not told & {"deed", "done", "end", "filed", "deny", "pledge"}


def _signals(part: Seen, who: Who, states: tuple[str, ...], whole: Whole) -> Signals:
    voice = who.voice
    own = who.speaks_for is not None and who.speaks_for in states and not speakers.is_hidden(part)
    own = own and not _charges_in_court(voice, told_in(part))
    body, expert = voice is not None and voice.body is not None, voice is not None and bool(voice.expert)
    party = voice is not None and (voice.accuses or bool(voice.press) or voice.office in OUTSIDERS)
    expert = expert and not party
    accused = whole.accused(states) or whole.disputed
    told = told_in(part) | ({"act"} if answers_shortly(part, whole) else set())
    told = told if own else excluding.hearsay(told, part)
    return Signals(told, own, body, expert, negated(part), accused, party)
