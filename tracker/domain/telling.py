"""What a wording tells: which kind of claim a sentence makes, and what it does to a duty.

A sentence shows signals, each by words of a dictionary: that somebody will do something, did it, denies it, broke a
duty, accuses, found, calls upon others, and so on. The table `_RULES` says which kind they make with that speaker:
the first rule that holds. A promise is never taken for a deed, nor a law's own words for what a state did.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from tracker.domain.claiming import EFFECTS
from tracker.domain.vocabulary import Effect, Kind, Test


@dataclass(frozen=True, slots=True)
class Told:
    """The signals of a sentence, and who tells it.

    `own` says that the speaker speaks for the state in question, `body` that it is a UN organ, `expert` an expert.
    `negated` says that the dealings told of are said not to be, `accused` that somebody charged the state with such
    before; `party` that the speaker is a group, a company or a website, which judges nobody.
    """

    signals: frozenset[str]
    own: bool = False
    body: bool = False
    expert: bool = False
    negated: bool = False
    accused: bool = False
    party: bool = False

    def has(self, *signals: str) -> bool:
        """Whether one of some signals was found."""
        return any(signal in self.signals for signal in signals)

    @property
    def judges(self) -> bool:
        """Whether the speaker is somebody who looks into the conduct of others."""
        return self.body or self.expert


@dataclass(frozen=True, slots=True)
class Telling:
    """The kind that a sentence is of, the signal by which it is, and why in a sentence."""

    kind: Kind
    signal: str
    sentence: str


_DEEDS = ("deed", "done", "end")
_DEALINGS = ("trade", "breach", "ongoing", "comply")
_CONDUCT = (*_DEEDS, "trade", "breach", "comply", "filed")
_SETTLED = (*_DEEDS, "filed", "part", "comply", "find", "will", "none")
"""What leaves it open whether something that goes on is against a duty."""
_Rule = tuple[Callable[[Told], bool], Kind, str, str]
_RULES: tuple[_Rule, ...] = (
    (
        lambda t: t.has("procedure") and not (t.own and t.has("deed")),
        Kind.PROCEDURAL,
        "procedure",
        "It tells of an act of the Council or its Committee.",
    ),
    (lambda t: t.has("deny"), Kind.DENIAL, "deny", "It says that something alleged is not so."),
    (
        lambda t: t.negated and t.own and t.accused and t.has(*_DEALINGS) and not t.has("pledge", "will"),
        Kind.DENIAL,
        "deny",
        "A state says that what was alleged before is not so.",
    ),
    (
        lambda t: t.has("none") and t.own and t.accused and not t.has("pledge", "will", "call"),
        Kind.DENIAL,
        "deny",
        "A state says that what it was charged with before is not there.",
    ),
    (
        lambda t: t.has("breach", "accuse") and t.judges and not t.own and not (t.expert and t.has("accuse")),
        Kind.ASSESSMENT,
        "breach",
        "A body or an expert judges conduct.",
    ),
    (
        lambda t: t.has("accuse") and not (t.own and t.has(*_DEEDS, "filed", "pledge", "will", "comply")),
        Kind.ALLEGATION,
        "breach",
        "It accuses a state of conduct against the duty.",
    ),
    (
        lambda t: (
            (t.has("call") and not t.has("filed", "done") and not (t.own and t.has("deed", "end", "pledge")))
            or (t.has("ought") and not t.has(*_CONDUCT, "pledge", "will", "deny", "position"))
        ),
        Kind.CALL,
        "call",
        "It asks others to act.",
    ),
    (
        lambda t: t.has("breach") and not t.own and not t.negated,
        Kind.ALLEGATION,
        "breach",
        "It says that a duty was broken.",
    ),
    (
        lambda t: t.has("filed") and t.own and not t.has("will", "pledge"),
        Kind.IMPLEMENTATION_REPORT,
        "filed",
        "A state reports to the Committee or the Council.",
    ),
    (
        lambda t: t.has("pledge") or (t.has("will") and not t.body),
        Kind.PLEDGE,
        "will",
        "It promises conduct that is still to come.",
    ),
    (
        lambda t: t.own and not t.has(*_DEEDS) and (t.has("comply") or (t.negated and t.has("trade"))),
        Kind.STATEMENT_OF_COMPLIANCE,
        "comply",
        "A state says that it complies.",
    ),
    (
        lambda t: t.has("trade") and t.judges and not t.negated and not t.has("deed", "done", "end"),
        Kind.ASSESSMENT,
        "trade",
        "A body or an expert tells of dealings that a duty is about.",
    ),
    (
        lambda t: t.has("ongoing") and t.judges and not t.own and not t.has(*_SETTLED),
        Kind.ASSESSMENT,
        "breach",
        "A body or an expert says that what the duty forbids goes on.",
    ),
    (
        lambda t: t.has("deed", "done", "end", "filed", "part", "ongoing", "comply", "find") and t.judges,
        Kind.ASSESSMENT,
        "deed",
        "A body or an expert tells what it found.",
    ),
    (lambda t: t.has("deed", "done", "end", "filed"), Kind.REPORTED_ACTION, "deed", "It says that something was done."),
    (lambda t: t.has("trade") and t.own, Kind.REPORTED_ACTION, "trade", "A state tells of its own dealings."),
    (
        lambda t: t.has("trade") and not t.negated,
        Kind.ALLEGATION,
        "trade",
        "Somebody else says that a state had dealings that a duty is about.",
    ),
    (
        lambda t: t.has("position"),
        Kind.POSITION,
        "position",
        "It gives a view on the sanctions and tells of no conduct.",
    ),
    (
        lambda t: t.has("find") and t.party and not t.has("comply"),
        Kind.ALLEGATION,
        "breach",
        "A group or a website says what it found.",
    ),
    (
        lambda t: t.has("find") and not (t.own or t.has("comply")),
        Kind.ASSESSMENT,
        "find",
        "It gives a judgement or a figure of conduct.",
    ),
    (
        lambda t: t.has("comply"),
        Kind.ASSESSMENT,
        "comply",
        "Somebody else than the state says that it complies.",
    ),
    (
        lambda t: t.has("ongoing") and not t.own,
        Kind.ALLEGATION,
        "breach",
        "It says that what the duty forbids goes on.",
    ),
    (lambda t: t.has("ongoing", "find"), Kind.REPORTED_ACTION, "ongoing", "The state tells how things stand."),
    (
        lambda t: t.has("act") and t.own and t.negated,
        Kind.STATEMENT_OF_COMPLIANCE,
        "comply",
        "A state says of itself what is not done.",
    ),
    (lambda t: t.has("act") and t.judges, Kind.ASSESSMENT, "deed", "A body or an expert tells what was done."),
    (lambda t: t.has("act"), Kind.REPORTED_ACTION, "deed", "It says that something was done about a duty."),
)


def telling(told: Told) -> Telling | None:
    """The kind of what is told; None where no rule holds, and there is no claim."""
    for holds, kind, signal, sentence in _RULES:
        if holds(told):
            return Telling(kind, signal, sentence)
    return None


def effect(kind: Kind, signal: str, told: Told, test: Test, *, dated: bool = True) -> Effect:
    """What a claim of a kind does to a duty that is judged by a test, as far as its words say.

    `dated` says that the duty has a deadline: only towards one is a step an advance.
    """
    found = _effect(kind, signal, told, test, dated=dated)
    return found if found in EFFECTS[kind] else Effect.NONE


_ALWAYS = {
    Kind.PLEDGE: Effect.PROMISES,
    Kind.DENIAL: Effect.DENIES,
    Kind.CALL: Effect.NONE,
    Kind.POSITION: Effect.NONE,
    Kind.PROCEDURAL: Effect.NONE,
}
"""What claims of some kinds do, whatever their words."""
_BY_SIGNAL = {"breach": Effect.BREACHES, "ongoing": Effect.NONE, "find": Effect.NONE}


def _effect(kind: Kind, signal: str, told: Told, test: Test, *, dated: bool) -> Effect:
    if kind in _ALWAYS:
        return _ALWAYS[kind]
    if signal in _BY_SIGNAL:
        return _BY_SIGNAL[signal]
    if signal == "trade":
        return _of_dealings(told, test)
    if test is Test.REPORT:
        return Effect.FULFILS if told.has("filed") else Effect.NONE
    if told.has("end") and test is not Test.ATTAIN:
        return Effect.CEASES
    return _of_deed(told, test, dated=dated)


def _of_dealings(told: Told, test: Test) -> Effect:
    """Dealings that are forbidden break the duty, unless the state itself tells of them; figures measure a limit."""
    if told.has("breach"):
        return Effect.BREACHES
    if test is Test.LIMIT:
        return Effect.MEASURES
    return Effect.BREACHES if test is not Test.REPORT and not told.own else Effect.NONE


def _of_deed(told: Told, test: Test, *, dated: bool) -> Effect:
    """A result is reached only where it is said to be whole; a ban or a limit sees measures."""
    if test is not Test.ATTAIN or not dated:
        return Effect.MEASURES
    if told.has("done") and not told.has("part"):
        return Effect.FULFILS
    return Effect.ADVANCES if told.has("deed", "done", "part", "filed") else Effect.MEASURES


def is_hollow(signals: Collection[str]) -> bool:
    """Whether the signals are only of the law itself or of nothing, so that nobody's conduct is told."""
    return not set(signals) - {"law", "ought", "if", "part", "exempt", "ongoing", "find"}
