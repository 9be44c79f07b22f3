"""Sentences -> drafts of claims: which sentences make one, about which states, of which kind, and what belongs to it.

A sentence that only says more of the claim before it ("The step follows resolution 2397 …") makes none of its own: what
it cites, and who speaks in it, goes to that claim. A sentence that tells of two states in two clauses makes two.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from tracker.domain.concerning import states_of, together
from tracker.domain.facts import ALL_STATES
from tracker.domain.lexicon import Hit
from tracker.domain.speaking import Voice
from tracker.domain.telling import Telling, is_hollow, telling
from tracker.domain.telling import Told as Signals
from tracker.domain.vocabulary import Body, Kind
from tracker.intake.reading import excluding, speakers
from tracker.intake.reading.scene import Seen, dateline
from tracker.intake.reading.speakers import Who
from tracker.intake.reading.whole import Whole


@dataclass
class Draft:
    """A claim that is not finished. `part` is its clause of the sentence, or all of it; `cites` what cites for it."""

    seen: Seen
    part: Seen
    who: Who
    states: tuple[str, ...]
    why_states: str
    kind: Telling
    signals: Signals
    said: str
    why_said: str
    concepts: frozenset[str]
    cites: list[Seen] = field(default_factory=list)
    repeats: list[Seen] = field(default_factory=list)

    @property
    def is_numbered(self) -> bool:
        """Whether it cites a resolution by its number or date already."""
        return any(law.is_law for one in self.cites for law in one.cited)


def drafts(seen: Sequence[Seen], whole: Whole) -> Iterator[Draft]:
    """The drafts of a text in order. Each is whole when the next one comes."""
    last: Draft | None = None
    recent: deque[Draft] = deque(maxlen=_LOOKED_BACK)
    for one in seen:
        who = speakers.of(one, whole)
        if last is not None and _says_more(one, last, who, whole):
            _add(last, one, who, whole)
            _remember(one, whole, who, None)
            continue
        parts = () if _asks(one) or _hints(one, whole) or excluding.introduces(one, whole) else _parts(one, whole)
        found = [draft for part in parts if (draft := _draft(one, part, whole, who))]
        for draft in found:
            if (
                same := _repeated(draft, recent) or _said_again(draft, last) or _gone_on(draft, last, whole)
            ) is not None:
                same.repeats.append(one)
                continue
            if last is not None and not _takes_place(draft, last):
                yield last
            last = draft
            recent.append(draft)
        if last is not None and not (found or _may_claim(one)) and excluding.only_carries(one, last.seen):
            last.repeats.append(one)
        _remember(one, whole, who, found[-1] if found else None)
    if last is not None:
        yield last


_LOOKED_BACK = 12
_SAME_WORDS, _ENOUGH_WORDS = 0.7, 6


def _repeated(draft: Draft, recent: Iterable[Draft]) -> Draft | None:
    """The draft of which a sentence has the words again, such as a paper's that quotes the wire."""
    words = {token.key for token in draft.part.scene.tokens}
    for one in recent:
        others = {token.key for token in one.part.scene.tokens}
        fewer = min(len(words), len(others))
        same = one.states == draft.states and one.kind.kind is draft.kind.kind and not draft.part.scene.has("counted")
        if same and fewer >= _ENOUGH_WORDS and len(words & others) >= _SAME_WORDS * fewer:
            return one
    return None


def _said_again(draft: Draft, last: Draft | None) -> Draft | None:
    """The denial that a sentence says once more without a subject of its own, such as “The reports are groundless.”."""
    if last is None or draft.part.scene.has("concept") or _named(draft.part):
        return None
    same = draft.kind.kind is last.kind.kind is Kind.DENIAL and draft.states == last.states
    return last if same and last.part.scene.has("concept") else None


def _gone_on(draft: Draft, last: Draft | None, whole: Whole) -> Draft | None:
    """The claim of a quotation that a sentence only ends, without a state or figure: "…, the rest is sold", he said."""
    if last is None or draft.states != last.states or draft.kind.kind not in (last.kind.kind, Kind.REPORTED_ACTION):
        return None
    ends = excluding.only_ends(draft.seen, last.seen, whole, same_voice=draft.who.voice == last.who.voice)
    return last if ends and not _named(draft.part) else None


def _asks(one: Seen) -> bool:
    """Whether a sentence is a question, and nobody is accused in it."""
    asked = one.scene.text[one.scene.end - 1 : one.scene.end] in ("?", "？", "؟")
    return asked and not (one.scene.has("tells", "accuse") or one.speeches)


def _hints(one: Seen, whole: Whole) -> bool:
    """Whether the one who asks only puts a charge to the one interviewed, and says of nobody that they made it."""
    return speakers.asks(one, whole) and not one.speeches and not one.scene.has("tells", "accuse")


def _takes_place(draft: Draft, last: Draft) -> bool:
    """Whether a denial says what the sentence before, such as “That is untrue”, only began."""
    if draft.kind.kind is not Kind.DENIAL or last.kind.kind is not Kind.DENIAL:
        return False
    return draft.seen.scene.paragraph == last.seen.scene.paragraph and not last.part.scene.has("concept")


def _says_more(one: Seen, last: Draft, who: Who, whole: Whole) -> bool:
    """Whether a sentence only cites, for the claim of the sentence before it in the same paragraph."""
    if one.scene.paragraph != last.seen.scene.paragraph or not any(law.is_law for law in one.cited) or last.is_numbered:
        return False
    if not _may_claim(one) or excluding.is_rule(one, named(one, whole.book.targets)):
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
        last.said, last.why_said = speakers.said(one, who, whole)


def _remember(one: Seen, whole: Whole, who: Who, draft: Draft | None) -> None:
    if _asks(one) or _hints(one, whole):
        whole.concepts = _concepts(one) or whole.concepts
        whole.charged = (whole.chief.own,) if whole.is_interview and whole.chief and whole.chief.own else whole.charged
        return
    if who.voice is not None and not who.carried_on and not (who.voice.press and draft is None):
        whole.voice, whole.said = who.voice, ""
    whole.paragraph = one.scene.paragraph
    if draft is not None:
        whole.states, whole.said, whole.concepts = draft.states, draft.said, draft.concepts
        whole.charged = draft.states if draft.kind.kind in (Kind.ALLEGATION, Kind.ASSESSMENT) else whole.charged


def _parts(one: Seen, whole: Whole) -> list[Seen]:
    """The clauses of a sentence where each tells of a state of its own; else the sentence."""
    clauses = one.clauses()
    if len(clauses) < 2:
        return [one]
    telling_of = [part for part in clauses if _may_claim(part) and named(part, whole.book.targets)]
    states = [set(named(part, whole.book.targets)) for part in telling_of]
    return telling_of if len(telling_of) > 1 and states[0] != states[1] else [one]


def _draft(one: Seen, part: Seen, whole: Whole, who: Who) -> Draft | None:
    concepts, answers = _subject(one, part, whole)
    may_claim = _may_claim(part) or (answers and bool(concepts))
    if not may_claim and not _is_view(part, who, whole):
        return None
    states, why = _states(part, whole, who)
    if not states or not (answers or _is_told(part, who, concepts, whole)):
        return None
    signals = _signals(part, who, states, whole)
    kind = _kind(part, who, whole, signals, concepts, may_claim=may_claim)
    if kind is None or excluding.is_none(part, kind, concepts, _named(part), whole):
        return None
    if kind.kind is Kind.POSITION:
        states, why = _speaking(one, who) or (states, why)
    said, why_said = speakers.said(one, who, whole)
    return Draft(one, part, who, states, why, kind, signals, said, why_said, concepts, [one] if one.cited else [])


def _kind(
    part: Seen, who: Who, whole: Whole, signals: Signals, concepts: frozenset[str], *, may_claim: bool
) -> Telling | None:
    """The kind that a sentence is of, or a view; None where it has no subject, or a body only plans a visit."""
    kind = telling(signals) if may_claim else None
    weak = kind is None or (kind.kind in (Kind.PLEDGE, Kind.REPORTED_ACTION) and not (concepts or signals.own))
    if weak and _is_view(part, who, whole):
        kind = Telling(Kind.POSITION, "position", "It gives a view, and tells of no conduct under a duty.")
    if kind is None or not (_has_subject(part) or concepts):
        return None
    return None if kind.kind is Kind.PLEDGE and who.voice is not None and who.voice.body is not None else kind


def _subject(one: Seen, part: Seen, whole: Whole) -> tuple[frozenset[str], bool]:
    """What a sentence speaks of, from the one before where it only goes on, and whether it answers that one."""
    own = concepts = _concepts(part)
    answered = whole.is_interview and not speakers.asks(one, whole) and bool(whole.asked)
    quoted = bool(own) and (one.scene.start in whole.quoted or any(told.voice is None for told in part.speeches))
    if (part.scene.has("pronoun", "they") or answered or quoted) and own <= excluding.COMMON:
        concepts = together(own | whole.concepts)
    if concepts and concepts < whole.concepts and not _named(part) and one.scene.paragraph == whole.paragraph:
        concepts = whole.concepts
    promised = answered and part.scene.has("pronoun", "country") and part.scene.has("tells", "will", "pledge")
    denied = part.scene.has("tells", "deny") and one.scene.paragraph - whole.paragraph <= 1
    answers = (promised or denied) and not own
    return (whole.concepts if answers else concepts), answers


def _concepts(part: Seen) -> frozenset[str]:
    """What a sentence speaks of, outside its speaker: a diplomat who speaks is no diplomat who is expelled."""
    speaking = [speech.voice for speech in part.speeches if speech.voice is not None]
    inside = [(voice.first, voice.after) for voice in speaking if not voice.is_state]
    hits = (h for h in part.scene.of("concept") if not any(low <= h.first and h.after <= high for low, high in inside))
    found = {hit.value for hit in hits} - {"sanctions"}
    of_report = found & _REPORTS and found - _REPORTS and not part.scene.has("tells", "filed")
    return together(found - _REPORTS if of_report and _judged(part) else found)


_REPORTS = frozenset({"report", "mid-term", "final report", "measures taken"})


def _judged(part: Seen) -> bool:
    """Whether a body or an expert speaks: the report that is named is then its own."""
    return any(speech.voice and (speech.voice.body or speech.voice.expert) for speech in part.speeches)


def _is_told(part: Seen, who: Who, concepts: frozenset[str], whole: Whole) -> bool:
    """Whether somebody says it, or it names a state, or it goes on with the subject of the one before; no law does."""
    if part.cited and part.cited[0].start - part.scene.start <= _AT_HEAD and not _named(part) and not part.speeches:
        return False
    if excluding.is_rule(part, named(part, whole.book.targets)):
        return False
    if _named(part) or part.speeches or part.scene.has("pronoun") or not who.carried_on:
        return True
    document = who.voice is not None and who.voice == whole.alone and who.voice.institution and not who.voice.name
    if part.scene.has("tells", "filed") or (document and concepts - excluding.COMMON):
        return True
    of_target = any(hit.value in whole.book.targets for hit in part.scene.of("state", "demonym"))
    return of_target or bool(concepts & whole.concepts - excluding.COMMON) or part.scene.has("concept", "sanctions")


_AT_HEAD = 5
"""How many characters may stand before a resolution that is the subject of its sentence."""


def _speaking(one: Seen, who: Who) -> tuple[tuple[str, ...], str] | None:
    """The states for which those speak who give a view; several where they stand together at the head."""
    first = min((hit.first for hit in one.scene.of("tells", "speech") if hit.value), default=0)
    heads = [voice.own for voice in one.voices if voice.after <= first and voice.name and voice.own]
    states = tuple(dict.fromkeys(heads if who.voice and who.voice.own in heads else [who.speaks_for or ""]))
    return (states, "The speaker speaks for it.") if states != ("",) else None


def _may_claim(part: Seen) -> bool:
    """Whether a sentence has a wording of a kind, and a subject or the sanctions."""
    signals = part.scene.values("tells") - {""}
    somebody = {"said"} if part.speeches and signals & {"ongoing", "find"} else set()
    to_committee = part.scene.has("body", Body.COMMITTEE.value) and part.scene.has("pronoun", "country")
    about = part.scene.has("concept") or bool(part.cited) or to_committee
    return about and not is_hollow(signals | somebody)


def _has_subject(part: Seen) -> bool:
    return (
        part.scene.has("concept") or bool(part.cited) or part.scene.has("matter") or part.scene.has("body", "committee")
    )


def _is_view(part: Seen, who: Who, whole: Whole) -> bool:
    """Whether somebody in office gives a view on the matter of a regime: talks, tests, relief."""
    if who.voice is None or who.carried_on or not (who.voice.is_official or who.voice.is_state):
        return False
    return part.scene.has("matter") and bool(whole.about)


def _signals(part: Seen, who: Who, states: tuple[str, ...], whole: Whole) -> Signals:
    voice = who.voice
    own = who.speaks_for is not None and who.speaks_for in states
    body, expert = voice is not None and voice.body is not None, voice is not None and bool(voice.expert)
    party = voice is not None and (voice.accuses or bool(voice.press) or voice.office in ("newspaper", "media"))
    expert = expert and not party
    accused = whole.accused(states)
    told = _told(part) if own else excluding.hearsay(_told(part), part)
    return Signals(told, own, body, expert, _negated(part), accused, party)


_DEEDS = frozenset({"deed", "done", "end", "filed"})
_NOT_BEFORE = 2
"""How many tokens may stand before a deed and be the word that says it was not done."""


def _undoes(no: Hit, deed: Hit, part: Seen) -> bool:
    """Whether a "not" stands just before a deed; one that a stop or a comma parts from it answers a question."""
    near = deed.first - _NOT_BEFORE <= no.first < deed.first
    return near and not set(part.scene.text[no.end : deed.start]) & set(".,;:")


def _told(part: Seen) -> frozenset[str]:
    """The signals of a sentence; a deed that was not done is none, but a breach."""
    nots = part.scene.of("negation")
    deeds = [hit for hit in part.scene.of("tells") if hit.value in _DEEDS]
    undone = {hit for hit in deeds if any(_undoes(no, hit, part) for no in nots)}
    told = {hit.value for hit in part.scene.of("tells") if hit.value and hit not in undone}
    return frozenset(told | {"breach"} if undone else told)


_JUST_BEFORE = 3


def _negated(part: Seen) -> bool:
    """Whether a word such as "no" or "not" stands just before or after the dealings that are told of."""
    tells, nots = part.scene.of("tells"), part.scene.of("negation")
    before = _JUST_BEFORE if part.scene.manner.spaced else 2 * _JUST_BEFORE
    told = [(hit.first - before, hit.after) for hit in tells if hit.value in ("trade", "ongoing")]
    told += [(hit.first - before, hit.first - 1) for hit in tells if hit.value == "breach"]
    if any(no.first <= _JUST_BEFORE and hit.value == "trade" and no.first < hit.first for no in nots for hit in tells):
        return True  # "No ship of ours has ever carried …"
    told += [(hit.first, hit.after - 1) for hit in tells if hit.value == "comply"]
    return any(low <= no.first <= high for low, high in told for no in nots)


def named(part: Seen, targets: frozenset[str]) -> list[str]:
    """The states that a sentence names outside its speaker, newspapers and organisations, without those of regimes."""
    return [code for code in _named(part) if code not in targets]


def _named(part: Seen) -> list[str]:
    speaking = [(told.voice, told.verb.first == told.verb.after) for told in part.speeches if told.voice is not None]
    inside = [(v.first, v.after) for v, headed in speaking if not (v.is_state and (headed or _acts(part, v)))]
    inside += [(hit.first, hit.after) for hit in part.scene.of("press")]
    inside += [(0, dateline(part.scene))]
    hits = [hit for hit in part.scene.of("state", "demonym") if not _is_place(hit, part) and not _accuser(hit, part)]
    return [hit.value for hit in hits if not any(low <= hit.first < high for low, high in inside)]


def _accuser(hit: Hit, part: Seen) -> bool:
    """Whether a state is the one whose charge is denied: "rejected a claim by Washington"."""
    by = hit.first > 0 and part.scene.tokens[hit.first - 1].key in ("by", "par", "por")
    return by and part.scene.has("tells", "deny")


def _is_place(hit: Hit, part: Seen) -> bool:
    """Whether a state is only where somebody said it: "said in Seoul"."""
    led = hit.first > 0 and part.scene.tokens[hit.first - 1].key in part.scene.manner.hosting
    return led and any(_is_near(hit, speech.verb, part) for speech in part.speeches)


def _is_near(hit: Hit, verb: Hit, part: Seen) -> bool:
    """Whether a place stands beside a verb of speech, in no clause of its own and not as the one accused."""
    accuses = any(told.value == "accuse" and told.first <= verb.first < told.after for told in part.scene.of("tells"))
    parted = "," in part.scene.text[verb.end : hit.start]
    return 0 <= hit.first - verb.after <= _JUST_AFTER and not (accuses or parted)


_JUST_AFTER = 2


def _acts(part: Seen, voice: Voice) -> bool:
    """Whether a state that speaks is the only one that the sentence names, and so tells of itself."""
    speaking = {voice.own, *(one.own for one in part.voices if one.is_state and one.after <= voice.first)}
    others = {hit.value for hit in part.scene.of("state") if not _is_place(hit, part)} - speaking
    return not others and not part.scene.has("collective")


def _states(part: Seen, whole: Whole, who: Who) -> tuple[tuple[str, ...], str]:
    found = excluding.without_flags(_named(part), part, whole.book.targets)
    own = who.speaks_for
    if part.scene.has("pronoun", "addressed") and whole.is_interview and whole.chief and whole.chief.own:
        return (whole.chief.own,), "The one interviewed speaks for it, and is asked about it."
    nouns = [hit.value for hit in part.scene.of("state") if hit.value in found]
    at_home = part.scene.has("pronoun", "country") and not nouns
    found = [code for code in found if code in whole.book.targets] if at_home and own else found
    about_it = part.scene.has("pronoun", "it", "they", "country") and not found
    states, why = states_of(found, own=own, targets=whole.book.targets, about_it=about_it)
    charged = (
        not set(found) - whole.book.targets and part.scene.has("tells", "breach", "ongoing") and bool(part.speeches)
    )
    if charged and own and whole.states and own not in whole.states and part.scene.paragraph == whole.paragraph:
        return whole.states, "The sentence before names it, and somebody of another state speaks."
    counted = part.scene.has("counted", "states") and part.scene.has("tells", "filed")
    if (part.scene.has("collective") or counted) and not [code for code in found if code not in whole.book.targets]:
        return (ALL_STATES,), "The sentence speaks of states without naming them."
    goes_on = who.carried_on or bool(part.speeches) or part.scene.has("pronoun") or part.scene.has("tells", "deny")
    goes_on = goes_on or bool(_concepts(part) & whole.concepts - excluding.COMMON)
    only_targets = not set(states) - whole.book.targets
    if only_targets and whole.states and goes_on and part.scene.paragraph - whole.paragraph <= 1:
        return whole.states, "The sentence before names it."
    return states, why
