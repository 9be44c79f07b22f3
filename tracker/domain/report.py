"""A report as one frozen value: scope, clocks, cells and the evidence behind them, with every word that it prints.

Invariant kept here: a document needs nothing beside itself to be read. Labels and meanings of its words stand in
`terms`, so a later change of the vocabulary changes no report that was frozen before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.domain.plain import from_plain, to_plain
from tracker.domain.plain import instant_text as instant_text  # how a document writes an instant
from tracker.domain.proof import Proof
from tracker.domain.proof_text import Part
from tracker.domain.report_parts import (
    ReportChange,
    ReportCount,
    ReportDay,
    ReportFigure,
    ReportFilter,
    ReportManifest,
    ReportMoment,
)
from tracker.domain.support import Support
from tracker.domain.vocabulary import Edition, ReportKind, Standing

NOTICE = "An analytical assessment of recorded statements and not a legal finding."
FORMAT = "4"
"""The shape of the document. It changes when a field does; a field that an earlier shape lacks has a default."""

TWO_DAYS = "5"
"""The shape of a comparison whose moments have a day of publication each.

Every other document is still of format 4, byte for byte, so that the same question gives the same digest again.
"""

FORMATS = (FORMAT, TWO_DAYS)
"""The shapes that are frozen today."""


GRIDS = (ReportKind.MATRIX, ReportKind.STATE, ReportKind.OBLIGATION, ReportKind.CELL)
"""The kinds of report whose cells are complete: every state with every obligation."""


@dataclass(frozen=True, slots=True)
class ReportTerm:
    """A word of the document: the list it belongs to, its key there, its label and what it means."""

    noun: str
    key: str
    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ReportRegime:
    """The regime reported on."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class ReportState:
    """A row: a state, or all states together."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ReportObligation:
    """A column: one duty, where it stands, and how and until when it is judged; `regime` is the key of its regime."""

    key: str
    title: str
    resolution: str
    paragraph: str
    test: str
    force: str
    effective: date | None
    due: date | None
    summary: str
    regime: str = ""


@dataclass(frozen=True, slots=True)
class ReportHolding:
    """Another outcome that holds for a cell, and how well it is supported."""

    outcome: str
    assurance: str


@dataclass(frozen=True, slots=True)
class ReportReason:
    """The code of a rule, what it found in words, and the keys of the claims behind it."""

    rule: str
    sentence: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportSetAside:
    """A claim that was left out, the code of why, and the same in words."""

    claim: str
    why: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReportDetermination:
    """A person's override that a second person approved, for the days from `first` to `last`; open where None.

    `standing` says whether it stood at the report's clocks, or had lapsed because the evidence under it had changed.
    """

    number: int
    outcome: str
    standing: str
    first: date | None
    last: date | None
    reason: str
    proposed_by: str
    proposed_at: datetime
    approved_by: str
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class ReportProof:
    """The proof of a cell: the facts and rows from which it can be decided again, and the same in words."""

    proof: Proof
    text: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ReportCell:
    """One state and one obligation: the outcome, why, what was left out, and how much stands behind it.

    `determinations` stand beside the outcome; nothing else in the cell reads them. `support` is None where nothing is
    on record, and in a document of format 1. `proof` is None where nothing is on record, and before format 3.
    """

    state: str
    obligation: str
    outcome: str
    assurance: str
    due: date | None
    also: tuple[ReportHolding, ...]
    reasons: tuple[ReportReason, ...]
    set_aside: tuple[ReportSetAside, ...]
    determinations: tuple[ReportDetermination, ...] = ()
    support: Support | None = None
    proof: ReportProof | None = None

    @property
    def claims(self) -> tuple[str, ...]:
        """Keys of every claim that the cell names, each once, in the order of naming."""
        named = [key for reason in self.reasons for key in reason.claims]
        return tuple(dict.fromkeys([*named, *(aside.claim for aside in self.set_aside)]))

    @property
    def is_silent(self) -> bool:
        """Whether nothing at all is on record for the cell."""
        return not self.claims and not self.determinations

    @property
    def determined(self) -> ReportDetermination | None:
        """The determination that stood beside the outcome, if one did."""
        return next((one for one in self.determinations if one.standing == Standing.APPROVED), None)


@dataclass(frozen=True, slots=True)
class ReportCitation:
    """Where a claim stands: the source by its key, the place in it and the quoted words. `address` may be empty.

    `hashes` are the SHA-256 of the kept copies that were on record. `publication` is the distribution mark of the
    source; in a public edition a restricted one is `withheld`: described in general words, without its quotation.
    """

    title: str
    publisher: str
    author: str
    published: str
    language: str
    symbol: str
    address: str
    locator: str
    quotation: str
    translation: str
    translator: str = ""
    source: str = ""
    hashes: tuple[str, ...] = ()
    publication: str = "public"
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class ReportDissent:
    """Somebody's disagreement with a review, printed because they wished so."""

    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportReview:
    """Where a claim stood at the known-at instant. `grade`, `reviewer` and `at` are empty while nobody had decided.

    `dissents` are those whose authors let reports print them; `unprinted` is how many others there were.
    """

    state: str
    grade: str
    reviewer: str
    at: datetime | None
    dissents: tuple[ReportDissent, ...] = ()
    unprinted: int = 0


@dataclass(frozen=True, slots=True)
class ReportClaim:
    """A claim as it was known: the revision current then, its review then, and its citations.

    `citation_check` is the sentence of a mismatch between the resolution cited and the record, or empty. `replies` are
    the keys of the state's replies to it, which stand in the evidence too; `asked` says what was asked of the state
    about it, and what came of that.
    """

    key: str
    revision: int
    statement: str
    speaker: str
    office: str
    kind: str
    said: str
    event: str
    cited_as: str
    citation_check: str
    origin: str
    review: ReportReview
    citations: tuple[ReportCitation, ...]
    replies: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    relay: tuple[str, ...] = ()

    @property
    def is_restricted(self) -> bool:
        """Whether it rests on a restricted source."""
        return any(citation.publication != "public" for citation in self.citations)


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """The whole report.

    In a sheet, a matrix and a dossier cells are complete: every state with every obligation, in the order of both
    lists. The other kinds have only those cells of which they speak. `public_at` is the day by which evidence had
    to be published to count, if one was asked for. `scope` says in words what was asked for; `only_states` and
    `only_obligations` are the rows and columns asked for where cells are not complete, empty for all. `before` is
    the earlier of two moments compared. `manifest` is None before format 4, and for a document that is only
    looked at.
    """

    format: str
    number: int
    title: str
    regime: ReportRegime
    as_of: date
    known_at: datetime
    rules: str
    author: str
    frozen_at: datetime
    notice: str
    states: tuple[ReportState, ...]
    obligations: tuple[ReportObligation, ...]
    cells: tuple[ReportCell, ...]
    evidence: tuple[ReportClaim, ...]
    terms: tuple[ReportTerm, ...]
    public_at: date | None = None
    kind: ReportKind = ReportKind.MATRIX
    edition: Edition = Edition.FULL
    scope: str = ""
    before: ReportMoment | None = None
    changes: tuple[ReportChange, ...] = ()
    days: tuple[ReportDay, ...] = ()
    count: ReportCount | None = None
    figures: tuple[ReportFigure, ...] = ()
    filter: ReportFilter | None = None
    only_states: tuple[str, ...] = ()
    only_obligations: tuple[str, ...] = ()
    manifest: ReportManifest | None = None

    @property
    def is_grid(self) -> bool:
        """Whether its cells are complete."""
        return self.kind in GRIDS

    @property
    def is_restricted(self) -> bool:
        """Whether it quotes a restricted source, so that only its public edition is for everybody."""
        return any(claim.is_restricted for claim in self.evidence)

    @property
    def earlier_rules(self) -> str:
        """The version of the rules of the earlier moment, where it is another than that of the document."""
        return self.before.rules if self.before and self.before.rules != self.rules else ""

    @property
    def has_two_days(self) -> bool:
        """Whether the earlier moment has a day of publication of its own, which may be any."""
        return self.before is not None and self.format == TWO_DAYS

    @property
    def earlier_public_at(self) -> date | None:
        """The day of publication of the earlier moment; that of the document where the two have the same."""
        return self.before.public_at if self.before and self.has_two_days else self.public_at

    def term(self, noun: str, key: str) -> ReportTerm:
        """The word of a list by its key, as it read when the report was frozen."""
        return next(term for term in self.terms if (term.noun, term.key) == (noun, key))

    def rows(self) -> Iterator[tuple[ReportState, tuple[ReportCell, ...]]]:
        """Each state with its cells, in the order of the obligations; of a document whose cells are complete."""
        width = len(self.obligations)
        for n, state in enumerate(self.states):
            yield state, self.cells[n * width : (n + 1) * width]

    def claim(self, key: str) -> ReportClaim:
        """The evidence under a claim's key. Raises StopIteration for a claim that the document does not name."""
        return next(claim for claim in self.evidence if claim.key == key)


def to_canonical(document: ReportDocument) -> dict[str, Any]:
    """The document as plain values for JSON; see `domain.plain`. A field of format 5 is in no other."""
    plain = to_plain(document)
    if document.before and not document.has_two_days:
        del plain["before"]["public_at"]
    return plain


def from_canonical(plain: dict[str, Any]) -> ReportDocument:
    """The document that `to_canonical` made plain. Raises ValueError for anything else."""
    try:
        return from_plain(ReportDocument, plain)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"This is no report document of format {FORMAT}: {error}.") from error
