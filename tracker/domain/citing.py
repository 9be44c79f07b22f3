"""The citation check: whether the resolution that a source names creates the duty that the claim is about.

A check corrects nothing. It says what the record shows, in sentences, and proposes obligations that fit, each
with its reasons; a person decides. What the record does not hold is "not in the record", never "wrong".
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from tracker.domain.dates import Clue, day_words
from tracker.domain.subjects import topics_in, topics_of
from tracker.domain.symbols import (
    CitedPart,
    DatedWords,
    Mention,
    ResolutionSymbol,
    Slip,
    parse_paragraph,
    parse_symbol,
    read_citation,
    slip,
)

MOST_PROPOSALS = 8
# The Council meets in New York; papers in Asia date its evening votes a day later.
DATE_LINE = timedelta(days=1)


class Verdict(StrEnum):
    """What the check found, worst first."""

    MISMATCH = "mismatch"
    UNKNOWN_RESOLUTION = "unknown_resolution"
    WRONG_YEAR = "wrong_year"
    FITS = "fits"
    VAGUE = "vague"
    NOT_CITED = "not_cited"


_NO_CITATION = frozenset({"", "none", "not stated", "not cited", "no citation", "n/a", "-"})
FAULTS = (Verdict.MISMATCH, Verdict.UNKNOWN_RESOLUTION, Verdict.WRONG_YEAR)


@dataclass(frozen=True)
class LawResolution:
    """A resolution of the record; `subjects` are those of the obligations that it creates."""

    symbol: str
    number: int
    year: int
    adopted: date
    subjects: frozenset[str]
    gist: str


@dataclass(frozen=True)
class LawObligation:
    """One duty; `resolution` is a symbol in any spelling, `effective` its first day, if not of adoption."""

    key: str
    resolution: str
    paragraph: str
    subject: str
    summary: str
    effective: date | None


@dataclass(frozen=True, eq=False)
class Law:
    """All resolutions and obligations of the record. Two are never compared: they hold hundreds of rows."""

    resolutions: tuple[LawResolution, ...]
    obligations: tuple[LawObligation, ...]


@dataclass(frozen=True)
class Finding:
    """What one cited number, paragraph or date was found to be; `words` are the source's own."""

    words: str
    symbol: str | None
    sentence: str
    verdict: Verdict


@dataclass(frozen=True)
class Proposal:
    """An obligation that fits, best first. `obligation` is None where only the resolution is proposed."""

    obligation: str | None
    resolution: str
    paragraph: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class CitationCheck:
    """What the record says of one citation; `sentence` is the answer in one line."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    proposals: tuple[Proposal, ...]
    sentence: str

    @property
    def mismatch(self) -> bool:
        """True when a cited number, year, paragraph or date does not agree with the record."""
        return any(finding.verdict in FAULTS for finding in self.findings)


@lru_cache(maxsize=2)
def _by_number(law: Law) -> tuple[dict[int, LawResolution], dict[int, list[LawObligation]]]:
    """Resolutions and obligations by the number of the resolution; a page asks for many claims beside one law."""
    obligations: dict[int, list[LawObligation]] = {}
    for obligation in law.obligations:
        symbol = parse_symbol(obligation.resolution)
        if symbol is not None:
            obligations.setdefault(symbol.number, []).append(obligation)
    return {resolution.number: resolution for resolution in law.resolutions}, obligations


class _Case:
    """One claim beside the law. Council numbers never restart, so a number alone names a resolution."""

    def __init__(self, said: date | None, subjects: frozenset[str], statement: str, law: Law) -> None:
        self.said, self.statement = said, statement
        self.shown = sorted(subjects or topics_of(statement))
        self.topics = topics_in(self.shown)
        self.resolutions, self.obligations = _by_number(law)

    def wants(self, subjects: Iterable[str]) -> bool:
        return bool(self.topics & topics_in(subjects))

    def about(self, subjects: Iterable[str] | None = None) -> str:
        """Put the claim's subjects, or those among `subjects`, in words."""
        among = self.topics if subjects is None else topics_in(subjects)
        names = [name for name in self.shown if among & topics_in([name])]
        return " or ".join(names[:3] + ["another subject of the claim"] * (len(names) > 3))

    def could_know(self, adopted: date) -> bool:
        return self.said is None or adopted <= self.said + DATE_LINE

    def subjects(self, number: int) -> frozenset[str]:
        return frozenset(o.subject for o in self.obligations.get(number, ())) | self.resolutions[number].subjects

    def creates(self, number: int) -> bool:
        return self.wants(self.subjects(number))

    def holds(self, cited: ResolutionSymbol) -> bool:
        """Say whether number and year are right, it was adopted by then, and the subject is the claim's."""
        resolution = self.resolutions.get(cited.number)
        if resolution is None or cited.year not in (None, resolution.year):
            return False
        return self.could_know(resolution.adopted) and self.creates(cited.number)

    def adopted_in(self, clue: Clue) -> list[LawResolution]:
        return sorted((r for r in self.resolutions.values() if clue.fits(r.adopted)), key=lambda r: r.adopted)


def _known(resolution: LawResolution) -> str:
    return f"{_symbol(resolution)}, adopted {day_words(resolution.adopted)},"


def _symbol(resolution: LawResolution) -> str:
    return ResolutionSymbol(resolution.number, resolution.year).symbol


def _mention_finding(mention: Mention, case: _Case, *, some_fit: bool) -> Finding:
    resolution = case.resolutions.get(mention.symbol.number)
    verdict, sentence = _compare(mention.symbol, case, some_fit=some_fit)
    return Finding(mention.words, _symbol(resolution) if resolution else None, sentence, verdict)


def _compare(cited: ResolutionSymbol, case: _Case, *, some_fit: bool) -> tuple[Verdict, str]:
    resolution = case.resolutions.get(cited.number)
    if resolution is None:
        return Verdict.UNKNOWN_RESOLUTION, f"{cited} is not in the record."
    known, subjects = _known(resolution), case.subjects(cited.number)
    if cited.year not in (None, resolution.year):
        return (
            Verdict.WRONG_YEAR,
            f"{cited.number} is a resolution of {resolution.year}, not of {cited.year}.",
        )
    if case.said and not case.could_know(resolution.adopted):
        return Verdict.MISMATCH, f"{known} came after the statement of {day_words(case.said)}."
    if not case.topics:
        return Verdict.FITS, f"{known} is in the record; the claim names no subject to compare."
    if case.wants(subjects):
        return Verdict.FITS, f"{known} creates an obligation on {case.about(subjects)}."
    # A resolution without any recorded duty may only be unread, so the sentence then speaks of the record.
    none = f"{known} creates no obligation on {case.about()}{'' if subjects else ' in the record'}"
    if some_fit:
        return Verdict.FITS, f"{none}, unlike another cited here."
    return Verdict.MISMATCH, f"{none}."


def _paragraph_findings(part: CitedPart, case: _Case) -> list[Finding]:
    if part.paragraph is None or len(part.mentions) != 1 or not case.topics:
        return []
    number = part.mentions[0].symbol.number
    own = ((o, parse_paragraph(o.paragraph)) for o in case.obligations.get(number, ()))
    named = [o for o, paragraph in own if paragraph and part.paragraph.meets(paragraph)]
    if not named or not case.creates(number) or any(case.wants([o.subject]) for o in named):
        return []
    symbol = _symbol(case.resolutions[number])
    subjects = " and ".join(sorted({o.subject for o in named}))
    sentence = f"Paragraph {part.paragraph} of {symbol} is on {subjects}, not on {case.about()}."
    return [Finding(part.text.strip(), symbol, sentence, Verdict.MISMATCH)]


def _clue_finding(part: CitedPart, dated: DatedWords, case: _Case) -> Finding | None:
    words, clue = dated.words, dated.clue
    cited = [r for m in part.mentions if (r := case.resolutions.get(m.symbol.number))]
    fitting = [r for r in cited if clue.fits(r.adopted)]
    if fitting:
        return _date_fits(words, fitting, clue, Verdict.FITS, case)
    if cited:
        return _date_differs(words, cited[0], clue, case) if dated.of_adoption else None
    if then := case.adopted_in(clue):
        return _date_fits(words, then, clue, Verdict.VAGUE, case)
    if clue.full and not part.mentions and re.search(r"\bresolution", part.text, re.IGNORECASE):
        sentence = f"No resolution of the date “{words}” is in the record."
        return Finding(part.text.strip(), None, sentence, Verdict.UNKNOWN_RESOLUTION)
    return None


def _date_fits(words: str, fitting: list[LawResolution], clue: Clue, verdict: Verdict, case: _Case) -> Finding:
    on_subject = [r for r in fitting if case.creates(r.number)] or fitting
    joint = ", " if len(on_subject) == 1 else " of "
    named = ", ".join(f"{_symbol(r)}{joint}{day_words(r.adopted)}" for r in on_subject[:4])
    sentence = f"“{words}” fits the date of {named}"
    if case.topics and not any(case.creates(r.number) for r in case.adopted_in(clue)):
        sentence += f"; no obligation on {case.about()} was adopted then"
    return Finding(words, _symbol(fitting[0]) if len(fitting) == 1 else None, sentence + ".", verdict)


def _date_differs(words: str, cited: LawResolution, clue: Clue, case: _Case) -> Finding:
    sentence = f"“{words}” does not fit {_symbol(cited)}, adopted {day_words(cited.adopted)}"
    others = [r for r in case.adopted_in(clue) if case.creates(r.number)]
    if others:
        sentence += f"; it fits {_symbol(others[-1])}, adopted {day_words(others[-1].adopted)}"
    return Finding(words, _symbol(cited), sentence + ".", Verdict.MISMATCH)


_ACTS = {  # what a statement and an obligation may both speak of, as each puts it
    "sending people home": (
        r"repatriat|deport|sen[dt](?:ing|s)? (?:.{0,60} )?(?:back|home)|return|remov|\ble(?:ave|ft)",
        r"sen[dt] home|repatriat|return",
    ),
    "permits": (r"permit|visa|renew|new workers|hir(?:ed|ing)", r"authori[sz]|permit|number of"),
    "a report": (
        r"(?:mid-?term|final|implementation|national|monthly) report|reports? (?:to|by)|filed|submitted",
        r"report|notice|tell the committee",
    ),
}
_REPORTING = re.compile(r"\breport|\bnotice\b|tell the committee")
_Ranked = tuple[tuple[int, ...], Proposal]


@dataclass(frozen=True)
class _Cited:
    """What the proposals start from: numbers that hold, numbers that do not, and dates."""

    sound: frozenset[int]
    faulty: tuple[ResolutionSymbol, ...]
    dates: tuple[DatedWords, ...]
    verdict: Verdict


def _propose(cited: _Cited, case: _Case) -> tuple[Proposal, ...]:
    found = [
        ranked
        for resolution in sorted(case.resolutions.values(), key=lambda r: r.number)
        if case.could_know(resolution.adopted)
        for ranked in _of_resolution(resolution, cited, case)
    ]
    found.sort(key=lambda ranked: ranked[0], reverse=True)
    return tuple(proposal for _, proposal in found[:MOST_PROPOSALS])


def _of_resolution(resolution: LawResolution, cited: _Cited, case: _Case) -> list[_Ranked]:
    symbol = ResolutionSymbol(resolution.number, resolution.year)
    likeness, old = max(((slip(c, symbol), c.number) for c in cited.faulty), default=(Slip.NONE, 0))
    dated = [d.words for d in cited.dates if d.clue.fits(resolution.adopted)]
    near = bool(likeness or dated or resolution.number in cited.sound)
    by_subject = cited.verdict in FAULTS and not cited.sound and bool(case.topics)
    if not (near or by_subject) or (cited.verdict is Verdict.VAGUE and not dated):
        return []
    why = [likeness.words(old, symbol)] if likeness else []
    why += [f"“{words}” fits its date, {day_words(resolution.adopted)}" for words in dated]
    own = case.obligations.get(resolution.number, [])
    fitting = [o for o in own if case.wants([o.subject])] or (own if dated and not case.topics else [])
    if not fitting and likeness >= Slip.EXCHANGED:
        return [((0, 0, likeness), Proposal(None, symbol.symbol, None, tuple(why)))]
    head = (likeness, int(bool(dated)))
    return [_ranked(o, resolution, head, why, case) for o in sorted(fitting, key=lambda o: o.key)]


def _ranked(
    obligation: LawObligation, resolution: LawResolution, head: tuple[int, int], why: list[str], case: _Case
) -> _Ranked:
    since = obligation.effective or resolution.adopted
    in_force = case.could_know(since)
    texts = case.statement.casefold(), obligation.summary.casefold()
    acts = [act for act, words in _ACTS.items() if all(map(re.search, words, texts))]
    substance = "a report" in acts or not _REPORTING.search(texts[1])
    shared = len(_stems(texts[0]) & _stems(texts[1]))
    before = ", before the statement" if in_force and case.said else ""
    force = f"{'in force' if in_force else 'in force only'} since {day_words(since)}{before}"
    reasons = [f"it is on {obligation.subject}", *why, force]
    reasons += [f"the statement and the obligation both speak of {act}" for act in acts]
    rank = (1, int(in_force), *head, len(acts), int(substance), shared, resolution.adopted.toordinal())
    symbol = ResolutionSymbol(resolution.number, resolution.year).symbol
    return rank, Proposal(obligation.key, symbol, obligation.paragraph, tuple(reasons))


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:5] for word in re.findall(r"[a-z]{5,}", text.replace("-", "")))


def is_mismatch(cited_as: str, *, said: date | None, subjects: frozenset[str], statement: str, law: Law) -> bool:
    """Whether `check` finds a mismatch; without what would fit better, which takes much longer to find."""
    case = _Case(said, subjects, statement, law)
    numbered, others = _findings(read_citation(cited_as, said), case)
    return any(finding.verdict in FAULTS for finding in (*(found for _, found in numbered), *others))


def _findings(parts: Sequence[CitedPart], case: _Case) -> tuple[list[tuple[Mention, Finding]], list[Finding]]:
    """What each cited number was found to be, and each paragraph and date."""
    mentions = [m for part in parts for m in part.mentions]
    some_fit = any(case.holds(m.symbol) for m in mentions)
    numbered = [(m, _mention_finding(m, case, some_fit=some_fit)) for m in mentions]
    others = [f for p in parts for f in _paragraph_findings(p, case)]
    others += [f for p in parts for dated in p.clues if (f := _clue_finding(p, dated, case))]
    return numbered, others


def check(cited_as: str, *, said: date | None, subjects: frozenset[str], statement: str, law: Law) -> CitationCheck:
    """Compare a citation with the record.

    `said` is the last day on which it can have been said. `subjects` are those of the obligations that the
    analyst chose; when empty they are read from the words of `statement`.
    """
    case, parts = _Case(said, subjects, statement, law), read_citation(cited_as, said)
    numbered, others = _findings(parts, case)
    mentions = [mention for mention, _ in numbered]
    findings = (*(finding for _, finding in numbered), *others)
    verdict = _verdict(cited_as, mentions, findings)
    cited = _Cited(
        sound=frozenset(m.symbol.number for m, f in numbered if f.verdict is Verdict.FITS),
        faulty=tuple(m.symbol for m, f in numbered if f.verdict in FAULTS),
        dates=tuple(dated for p in parts if verdict is not Verdict.FITS for dated in p.clues),
        verdict=verdict,
    )
    proposals = _propose(cited, case)
    lead = [finding for mention, finding in numbered if case.holds(mention.symbol)]
    sentences = [finding.sentence for finding in (*lead, *findings) if finding.verdict is verdict]
    return CitationCheck(verdict, findings, proposals, _sentence(verdict, sentences, proposals))


def _verdict(cited_as: str, mentions: list[Mention], findings: tuple[Finding, ...]) -> Verdict:
    for fault in FAULTS:
        if any(finding.verdict is fault for finding in findings):
            return fault
    if mentions:
        return Verdict.FITS
    return Verdict.NOT_CITED if cited_as.strip(" .").casefold() in _NO_CITATION else Verdict.VAGUE


def _sentence(verdict: Verdict, sentences: list[str], proposals: tuple[Proposal, ...]) -> str:
    if verdict is Verdict.NOT_CITED:
        return "The source cites no resolution."
    if verdict is Verdict.VAGUE:
        return "; ".join(["The source names no resolution", *sentences[:1]]).removesuffix(".") + "."
    if verdict is Verdict.FITS or not proposals:
        return sentences[0]
    best = proposals[0]
    place = f", paragraph {best.paragraph}" if best.paragraph else ""
    return f"{sentences[0].removesuffix('.')}; compare {best.resolution}{place}."
