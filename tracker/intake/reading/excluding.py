"""Sentences that have the words of a claim and are none: what a law demands, headnotes, background."""

import re
from collections.abc import Collection, Iterator, Sequence

from tracker.domain.lexicon import Hit
from tracker.domain.telling import Telling
from tracker.domain.vocabulary import Body, Kind
from tracker.intake.reading.scene import Seen
from tracker.intake.reading.whole import Whole

COMMON = frozenset({"leaving", "buying", "supplying", "trade", "report", "cap", "vessels", "cargo", "nationals"})
"""Concepts by which alone a sentence is not taken to go on with what the one before told."""


def introduces(one: Seen, whole: Whole) -> bool:
    """Whether a sentence only says, of a text in questions and answers, who was interviewed and when."""
    return bool(whole.asked) and one.scene.has("interview") and not (one.cited or one.scene.has("counted"))


def only_carries(one: Seen, last: Seen) -> bool:
    """Whether a sentence only says who carried the words of the one before: "Reuters was the first to quote him"."""
    someone = any(voice.office or voice.institution or voice.body for voice in one.voices)
    carried = one.scene.has("relay") and (one.scene.has("press") or one.scene.has("agency"))
    return carried and not someone and one.scene.paragraph == last.scene.paragraph


def only_sent(one: Seen) -> bool:
    """Whether a short sentence only says that what was told of went to a body: "We told the Committee."."""
    told = one.scene.values("tells") == {"filed"} and len(one.scene.tokens) <= _SHORT
    of_it = bool(one.scene.values("concept") - {"report"}) or one.scene.has("state") or one.scene.has("number")
    return told and not (one.cited or one.days or of_it)


_SHORT = 10
"""How many tokens a sentence has at most that only says to whom something went."""


def is_of_case(one: Seen) -> bool:
    """Whether the lawyer of somebody charged speaks for them: "His lawyer said …"."""
    return bool(one.speeches and _LAWYER.search(one.scene.text, one.scene.start, one.scene.end))


_LAWYER = re.compile(
    r"\b(?:his|her|their|its|whose|[a-z]+'s|[a-z]+s') (?:defen[cs]e )?(?:lawyer|attorney|counsel|barrister|solicitor)"
    r"|\b(?:lawyer|attorney|counsel|barrister|solicitor)s? for (?:him|her|them|the (?:accused|defendant|trader))",
    re.IGNORECASE,
)


def only_ends(one: Seen, last: Seen, whole: Whole, *, same_voice: bool) -> bool:
    """Whether a sentence without figures only ends or goes on with the quotation of the one before it."""
    words = one.scene.text[one.scene.start : one.scene.end]
    ends = whole.quoted.get(last.scene.start) is one or (words[0] in _QUOTES and same_voice)
    return ends and not one.cited and not _FIGURE.search(words)


_FIGURE = re.compile("[0-9]")
_QUOTES = frozenset('«“„「"')


def is_rule(part: Seen, named: Sequence[str]) -> bool:
    """Whether a resolution or the Council is the subject of the sentence, which says of no state what it did."""
    if is_of_council(part):
        return True
    if (named and not part.scene.has("collective")) or part.scene.has("pronoun", "country"):
        return False
    return any(not set(part.scene.keys(max(0, hit.first - 2), hit.first)) & _AS for hit in _demands(part))


def is_too_short(one: Seen) -> bool:
    """Whether a sentence has two words and no number, so that the next one tells what it is of: "Уехали."."""
    denies = one.scene.has("tells", "deny")
    few = len(one.scene.tokens) <= _FEWEST and one.scene.manner.spaced and not one.scene.manner.subject_first
    return few and not (denies or any(token.key.isdecimal() for token in one.scene.tokens))


_FEWEST = 2


def law_speaks(part: Seen, named: Sequence[str], whole: Whole) -> bool:
    """Whether a resolution is the subject of a sentence, which says of nobody what they did."""
    if not part.cited or part.speeches or set(named) - whole.book.targets:
        return False
    law = part.cited[0]
    before = sum(token.end <= law.start for token in part.scene.tokens)
    if law.start - part.scene.start <= _IN_LETTERS and not named:
        return True
    if part.scene.has("pronoun", "country") or set(part.scene.keys(0, before)) & _AS:
        return False
    verbs = [hit for hit in part.scene.of("tells") if hit.value == "law"]
    far = _FAR_FROM_LAW if part.scene.manner.spaced else 5 * _FAR_FROM_LAW
    beside = any(-_NEAR <= hit.first - before <= far for hit in verbs)
    most = _WORDS_TO_LAW if part.scene.manner.spaced else 2 * _WORDS_TO_LAW
    return before <= most and beside and not any(v.institution or v.office for v in part.voices if v.after <= before)


_IN_LETTERS = 5
"""How many characters may stand before a resolution that is the subject of its sentence …"""
_WORDS_TO_LAW, _FAR_FROM_LAW = 7, 10
"""… and how many words, where a verb of laws stands near it."""


def is_of_council(part: Seen) -> bool:
    """Whether the Council alone says what it demands, and tells of no act of its own such as a vote."""
    bodies = [voice.body for voice in part.voices if voice.body is not None]
    tells = part.scene.values("tells")
    demands = bool(tells & {"ought", "call", "law", "deed", "done"}) and "procedure" not in tells
    others = [speech for speech in part.speeches if speech.voice is not None and speech.voice.body is not Body.COUNCIL]
    heads = [voice for voice in part.voices if voice.body is Body.COUNCIL and voice.first <= _AT_HEAD]
    return bool(heads) and bodies[0] is Body.COUNCIL and demands and not others


_AT_HEAD = 3
"""How many tokens may stand before the Council that is the subject of a sentence."""


def _demands(part: Seen) -> Iterator[Hit]:
    """Words for what a law says that stand beside a resolution."""
    laws = [hit for hit in part.scene.of("tells") if hit.value == "law"]
    for one in part.cited:
        first = sum(token.end <= one.start for token in part.scene.tokens)
        after = sum(token.start < one.end for token in part.scene.tokens)
        yield from (hit for hit in laws if first - _NEAR <= hit.after <= first + 1 or 0 <= hit.first - after <= _NEAR)


_NEAR = 3
"""How many tokens may stand between a resolution and the verb that says what it demands."""
_AS = frozenset(
    [
        "application",
        "execution",
        "vertu",
        "cumplimiento",
        "aplicacion",
        "virtud",
        "исполнение",
        "соответствии",
        "عملا",
        "بموجب",
        "تنفيذ",
        "根",
        "comme",
        "como",
        "как",
        "كما",
        "as",
        "conforme",
        "conformement",
        "ainsi",
        "按",
        "如",
        "tal",
    ]
)
"""What makes a clause beside the main one of "as resolution 2397 demands"."""


def is_none(part: Seen, kind: Telling, concepts: Collection[str], named: Sequence[str], whole: Whole) -> bool:
    """Whether a sentence of a kind is no claim all the same: it is background, or its dealings are of nothing."""
    if is_courtesy(part) or is_beside(part, whole) or is_grumble(part, kind) or is_wish(part, kind):
        return True
    if is_silent(part) or is_supposed(part, kind) or is_history(part, kind) or is_of_target(part, kind, named, whole):
        return True
    return is_background(part, kind, named, whole) or is_nothing(part, kind, concepts, whole)


_SUPPOSES = re.compile(
    r"\W*(?:(?:and|but|so|even) )?(?:if|unless|were|had [^,.]{2,40} not|had it|had they|should|suppose|supposing"
    r"|in case|without)\b[^.]{0,200}\b(?:would|could|might)\b",
    re.IGNORECASE,
)
_LONG_AGO = re.compile(
    r"\b(?:19[0-9]0s|(?:nineteen )?(?:fifties|sixties|seventies|eighties|nineties)|cold war|soviet (?:era|times|days)"
    r"|(?:several |two |three |four )?(?:decades|generations) ago|last century|colonial (?:era|times))\b"
    r"|\b(?:in|since|from|between|until|after|before|of) 19[0-9]{2}\b",
    re.IGNORECASE,
)


_SILENT = re.compile(
    r"\b(?:would|will|could|did|does) not (?:be drawn|say|comment|confirm|discuss|elaborate|immediately)"
    r"|\bdeclin(?:ed|es|ing) to |\brefus(?:ed|es|ing) to (?:comment|say|discuss|be drawn|answer|confirm)"
    r"|\bneither confirmed nor denied|\bno comment\b|\bnot (?:be )?(?:immediately )?(?:reached|available) for comment"
)


def is_silent(part: Seen) -> bool:
    """Whether somebody will not say something, and nothing was told before that: "declined to say whether …"."""
    scene = part.scene
    found = _SILENT.search(scene.text, scene.start, scene.end) if scene.manner.subject_first else None
    return found is not None and all(hit.start >= found.start() for hit in scene.of("tells"))


def is_supposed(part: Seen, kind: Telling) -> bool:
    """Whether a sentence only supposes something: "If it let the ship go, that would be a breach"."""
    supposes = part.scene.manner.subject_first and _SUPPOSES.match(part.scene.text, part.scene.start, part.scene.end)
    own = kind.kind is Kind.PLEDGE and any(one.voice is None or one.voice.is_official for one in part.speeches)
    return bool(supposes) and not own


def is_history(part: Seen, kind: Telling) -> bool:
    """Whether a sentence tells of times before there was a duty, and of no day since."""
    told = kind.kind in (Kind.ALLEGATION, Kind.REPORTED_ACTION, Kind.ASSESSMENT)
    old = told and _LONG_AGO.search(part.scene.text, part.scene.start, part.scene.end)
    since = any(day.span is not None and day.span.last.year >= _FIRST_DUTY for day in part.days)
    return bool(old) and not since and not part.cited


_FIRST_DUTY = 2006
"""The year of the first duty on record."""


def is_of_target(part: Seen, kind: Telling, named: Sequence[str], whole: Whole) -> bool:
    """Whether a sentence that nobody says only tells what a state of a regime did: "North Korea tested a missile"."""
    told = kind.kind in (Kind.ALLEGATION, Kind.REPORTED_ACTION) and not (part.speeches or part.cited)
    heads = [voice for voice in part.voices if voice.is_state and voice.first <= 1]
    acts = bool(heads) and heads[0].own in whole.book.targets
    return told and acts and not set(named) - whole.book.targets and not part.scene.has("pronoun", "country")


def is_courtesy(part: Seen) -> bool:
    """Whether a sentence has words of courtesy, and no act and no subject of a duty but those that prove little."""
    acts = part.scene.has("tells", "deed", "done", "end", "filed", "breach", "accuse", "pledge")
    return (
        part.scene.has("courtesy")
        and not acts
        and not part.cited
        and part.scene.values("concept") <= COMMON | {"sanctions"}
    )


def is_beside(part: Seen, whole: Whole) -> bool:
    """Whether a sentence tells of an economy and the like, nobody says it, and no state of a regime is in it."""
    targets = any(hit.value in whole.book.targets for hit in part.scene.of("state", "demonym"))
    plain = all(s.voice is None or s.voice.is_nobody or s.voice.office == "source" for s in part.speeches)
    foreign = not part.scene.manner.subject_first and plain and not part.scene.has("tells", "deed", "deny", "filed")
    return part.scene.has("background") and not part.cited and (foreign or not (part.speeches or targets))


def is_nothing(part: Seen, kind: Telling, concepts: Collection[str], whole: Whole) -> bool:
    """Whether dealings are told of without goods or a state of a regime: "The tickets are bought"."""
    targets = any(hit.value in whole.book.targets for hit in part.scene.of("state", "demonym"))
    if _is_of_outsiders(part) and set(concepts) <= COMMON and not (targets or part.cited or part.scene.has("state")):
        return True  # "Wholesalers say that demand has been slow since the return of the tax"
    return kind.signal == "trade" and set(concepts) <= COMMON and not targets and not part.cited


def _is_of_outsiders(part: Seen) -> bool:
    """Whether only those speak who have no office and no name."""
    voices = [speech.voice for speech in part.speeches if speech.voice is not None]
    return bool(voices) and all(voice.office == "source" and not voice.own for voice in voices)


def is_wish(part: Seen, kind: Telling) -> bool:
    """Whether somebody of no office says what they would do, and names no state: "he would miss them"."""
    named = part.scene.has("state") or bool(part.cited)
    return kind.kind is Kind.PLEDGE and _is_of_outsiders(part) and not named


def is_grumble(part: Seen, kind: Telling) -> bool:
    """Whether somebody of no office complains, and names no state and no resolution: "Fishermen complained of oil"."""
    plain = [s.voice for s in part.speeches if s.voice is not None]
    bare = bool(plain) and all(voice.office == "source" and not voice.own for voice in plain)
    named = part.scene.has("state") or part.scene.has("demonym") or part.scene.has("pronoun") or bool(part.cited)
    return kind.signal == "breach" and bare and not named


def is_background(part: Seen, kind: Telling, named: Sequence[str], whole: Whole) -> bool:
    """Whether a sentence tells of dealings that nobody is said to have told, with no state of a regime."""
    if kind.kind is Kind.ASSESSMENT and part.scene.has("pronoun") and part.scene.paragraph == whole.paragraph:
        return False  # a body goes on: "Their visas were renewed in May."
    if whole.asked and part.scene.paragraph > min(whole.asked) and part.scene.paragraph not in whole.asked:
        return False  # the one who answers tells it
    if kind.signal not in _TOLD_BY_SOME or part.speeches or part.cited or part.scene.has("pronoun", "country"):
        return False
    return not (any(code in whole.book.targets for code in named) or (kind.signal == "breach" and named))


_TOLD_BY_SOME = ("trade", "ongoing", "breach")
"""Signals of conduct that somebody has to tell for it to be a claim."""


def without_flags(found: list[str], part: Seen, targets: frozenset[str], own: str | None) -> list[str]:
    """States without that whose flag a ship flies, where another is named, or one speaks for another, `own`."""
    marks = [one.after for one in part.scene.of("concept") if one.value == "de-registration"]
    flags = {h.value for h in part.scene.of("state", "demonym") if any(0 <= h.first - at <= 1 for at in marks)}
    others = [code for code in found if code not in flags]
    acts = part.scene.has("tells", "deed") and not part.speeches
    return others if set(others) - targets or (acts and own not in (None, *flags)) else found


def hearsay(told: frozenset[str], part: Seen) -> frozenset[str]:
    """Signals in which a French conditional of somebody else's conduct is a charge and no promise: "formeraient"."""
    conditional = any(hit.value == "will" and part.scene.words(hit).endswith(_IF) for hit in part.scene.of("tells"))
    outsider = any(speech.voice and not speech.voice.is_official for speech in part.speeches)
    return told - {"will"} | {"accuse"} if conditional and outsider else told


_IF = ("rait", "raient")
