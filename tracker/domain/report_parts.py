"""What reports of some kinds hold beside cells and evidence, and the manifest that every report has."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.vocabulary import Publication


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A kept copy behind the report: its SHA-256 in hexadecimal, the key of its source, and that source's mark."""

    sha256: str
    source: str
    publication: Publication


@dataclass(frozen=True, slots=True)
class ReportManifest:
    """What a report rests on.

    `product` is the version that froze it. `data` is the SHA-256 of all that it says, but for its number, title, author
    and the instant of freezing, so that the same question at the same clocks gives the same digest again. `log_size`
    and `log_hash` are how many entries the audit log had, and the hash of the last one; `checkpoint` is the newest
    signed checkpoint of the log in its own text, or empty. `files` are the kept copies behind the evidence.
    """

    product: str
    data: str
    log_size: int
    log_hash: str
    checkpoint: str
    files: tuple[ReportFile, ...]


@dataclass(frozen=True, slots=True)
class ReportMoment:
    """The clocks of the earlier of two moments.

    `public_at` is its day of publication, None for any, in a document of format 5; in others the document's is that of
    both moments, and the field is not there.
    """

    as_of: date
    known_at: datetime
    rules: str
    public_at: date | None = None


@dataclass(frozen=True, slots=True)
class ReportCause:
    """What made a difference: its code, the sentence, and the claim behind it, empty where there is none."""

    code: str
    sentence: str
    claim: str = ""


@dataclass(frozen=True, slots=True)
class ReportChange:
    """Cells of one obligation that moved alike: the states by code, what was said and what is, and the causes."""

    obligation: str
    states: tuple[str, ...]
    outcome_before: str
    assurance_before: str
    outcome: str
    assurance: str
    causes: tuple[ReportCause, ...]


@dataclass(frozen=True, slots=True)
class ReportDay:
    """A day of a duty: what day it is in words, and whether it lies before the as-of day.

    `judged` says whether the rules call a state late by it. `outcome` is empty where the report is of many states.
    """

    day: date
    obligation: str
    what: str
    judged: bool
    has_passed: bool
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ReportNamed:
    """A state that the record names beside a count, and the claims that put it there."""

    state: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportNames:
    """States under one heading of a reconciliation; the heading and its meaning in words."""

    place: str
    title: str
    states: tuple[ReportNamed, ...]


@dataclass(frozen=True, slots=True)
class ReportCount:
    """A published count of states beside the record; with an earlier one, the difference between the two in words."""

    count: int
    day: date
    sentence: str
    earlier: int | None
    earlier_day: date | None
    difference: str
    names: tuple[ReportNames, ...]


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """A drawing (SVG that needs nothing else) with its title, what it shows in words, and its table.

    `claims` are the keys of the claims that its numbers are from.
    """

    title: str
    about: str
    svg: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """Which claims a register was asked for, each field as an address has it; empty fields leave everything in."""

    words: str = ""
    state: str = ""
    obligation: str = ""
    kind: str = ""
    regime: str = ""
    review_state: str = ""
    speaker: str = ""
    source: str = ""
    origin: str = ""
    state_action: str = ""
    since: str = ""
    until: str = ""
