"""Whether a sentence goes on with what the one before it told: "Ninety-two have gone already", "The rest follow"."""

from collections.abc import Collection

from tracker.domain.vocabulary import Body
from tracker.intake.reading.excluding import COMMON
from tracker.intake.reading.scene import Seen
from tracker.intake.reading.whole import Whole

_AT_HEAD = 3
"""How many tokens may stand before the words that refer back: a mark of who answers, "and", "about"."""
_FAR = 2
"""How many paragraphs may lie between question and answer, or two things told."""


def refers_back(part: Seen, whole: Whole) -> bool:
    """Whether the subject of a sentence is what was told of before: a pronoun, "the others", a number by itself."""
    if not whole.concepts or part.scene.paragraph - whole.paragraph > _FAR:
        return False
    if is_off_topic(part, whole):
        return False
    if part.scene.has("pronoun", "they") and part.speeches and part.scene.has("counted"):
        return True
    if _is_of_same(part, whole) or _ends_in_none(part, whole) or _lets_them(part, whole):
        return True
    heads = [hit for hit in part.scene.of("rest") if hit.first <= _AT_HEAD and not _is_possessive(hit.first, part)]
    return bool(heads) or _number_alone(part)


def answers_shortly(part: Seen, whole: Whole) -> bool:
    """Whether the first words of an answer only give a number: "No, about 40 per cent."."""
    first = whole.paragraph in whole.asked and part.scene.paragraph == whole.paragraph + 1 and whole.topical
    first = first and part.scene.values("concept") <= whole.concepts | COMMON
    counts = part.scene.has("fraction") or part.scene.has("number") or _has_digits(part)
    return (
        first and counts and len(part.scene.tokens) <= _SHORT and not part.scene.values("tells") - {"", "part", "deed"}
    )


def _has_digits(part: Seen) -> bool:
    """Whether there is a number in digits that is no day and no citation."""
    spent = part.spent
    numbers = [token for token in part.scene.tokens if token.key.isdecimal()]
    return any(not any(low <= token.start < high for low, high in spent) for token in numbers)


_SHORT = 16
"""How many tokens a short answer may have."""


def is_off_topic(part: Seen, whole: Whole) -> bool:
    """Whether a sentence that is not short answers a question of no duty, and speaks itself of nothing of the kind."""
    short = len(part.scene.tokens) <= (_SHORT if part.scene.manner.spaced else 3 * _SHORT)
    on_topic = part.scene.has("concept") or part.scene.has("body") or bool(part.cited)
    return whole.is_interview and not (whole.topical or short or on_topic)


def _ends_in_none(part: Seen, whole: Whole) -> bool:
    """Whether a short sentence says of what its paragraph told of that there is none: "You will find none."."""
    none = any(key in ("none", "nobody") for key in part.scene.keys(0, len(part.scene.tokens)))
    return none and len(part.scene.tokens) <= _SHORT and part.scene.paragraph == whole.paragraph


def _lets_them(part: Seen, whole: Whole) -> bool:
    """Whether a state is said to let those do something of whom its paragraph told: "China lets them do so"."""
    allowed = part.scene.has("tells", "breach") and part.scene.has("pronoun", "they")
    return allowed and part.scene.paragraph == whole.paragraph


def _is_of_same(part: Seen, whole: Whole) -> bool:
    """Whether somebody tells, in the paragraph of what was told of a state, more of that state."""
    named = part.scene.values("state") & set(whole.states) - whole.book.targets
    return bool(named and part.speeches) and part.scene.paragraph == whole.paragraph and not part.scene.has("concept")


def _is_possessive(first: int, part: Seen) -> bool:
    """Whether a word only says whose something is: "its ambassador"."""
    return part.scene.tokens[first].key in ("its", "their", "his", "her")


def _number_alone(part: Seen) -> bool:
    """Whether a sentence begins with a number behind which nothing is counted: "Ninety-two have gone"."""
    numbers = [n for n, token in enumerate(part.scene.tokens[: _AT_HEAD + 1]) if token.key.isdecimal()]
    numbers += [hit.after - 1 for hit in part.scene.of("number") if hit.first <= _AT_HEAD]
    counted = {hit.first for hit in part.scene.of("counted", "day", "month", "weekday")}
    return any(not (counted & {n - 1, n, n + 1, n + 2} or _is_of_name(n, part)) for n in numbers[-1:])


def _is_of_name(at: int, part: Seen) -> bool:
    """Whether a number belongs to the word in capitals before it: "flight AV 2321"."""
    before = part.scene.tokens[at - 1] if at else None
    return before is not None and before.key.isalpha() and part.scene.text[before.start : before.end].isupper()


def tells_more(part: Seen) -> bool:
    """Whether a sentence that refers back tells of conduct, be it only that something goes on."""
    hollow = {"", "law", "ought"} | (set() if part.speeches else {"find"})
    return bool(part.scene.values("tells") - hollow)


_UNDER = frozenset(["under"])
"""With what a sentence begins that says what the law under a paragraph or resolution is."""


def recites(part: Seen, targets: Collection[str]) -> bool:
    """Whether a sentence only says what the law is, or who was interviewed: nobody says or does anything in it."""
    laws = part.scene.of("tells")
    if part.scene.has("interview") and not part.scene.has("concept"):
        return True
    if part.speeches or not laws:
        return False
    if part.scene.tokens[0].key in _UNDER and not part.scene.values("state") - set(targets):
        return True
    if laws[0].value == "law":
        return not part.scene.has("tells", "filed")
    council = any(voice.body is Body.COUNCIL and voice.after <= laws[0].first for voice in part.voices)
    return council and not part.scene.has("tells", "procedure", "call")
