"""What a claim says, as plain values: the same record for the form, the import, the seed and the diff."""

from dataclasses import dataclass, field

from tracker.domain.vocabulary import Body, Effect, HopRole, Kind, Measure, Publication, Verification


@dataclass(frozen=True, slots=True)
class BearingContent:
    """What the claim, if true, does to one cell."""

    state: str
    obligation: str
    effect: Effect


@dataclass(frozen=True, slots=True)
class QuantityContent:
    """A number or bounds. `low` alone means "at least", `high` alone "at most"; `unit` is a code such as t or bbl."""

    low: float | None
    high: float | None
    unit: str
    wording: str = ""
    counted: str = ""
    measure: Measure = Measure.STOCK
    reference: str = ""
    baseline: bool = False


@dataclass(frozen=True, slots=True)
class SourceContent:
    """A document. With `key` it is one that the record has; without, a new one.

    `sha256` is that of the copy that was read, as 64 small hexadecimal digits, or empty.
    """

    key: str = ""
    title: str = ""
    publisher: str = ""
    author: str = ""
    symbol: str = ""
    language: str = ""
    published: str = ""
    publication: Publication = Publication.PUBLIC
    read_in: str = ""
    sha256: str = ""
    access_points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitationContent:
    """Where the claim stands in a source, and in which words. `translator` is who put the quoted words into English."""

    source: SourceContent
    locator: str = ""
    quotation: str = ""
    translation: str = ""
    translator: str = ""


@dataclass(frozen=True, slots=True)
class HopContent:
    """One step from the utterance to the page read, with the office that the person held on the day of the step."""

    role: HopRole
    name: str
    office: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class ClaimContent:
    """Everything that one revision of a claim says. Days are as typed; `domain.dates` reads them."""

    statement: str
    kind: Kind
    speaker: str
    states: tuple[str, ...]
    citations: tuple[CitationContent, ...]
    office: str = ""
    speaks_for: str | None = None
    body: Body | None = None
    said: str = ""
    event: str = ""
    bearings: tuple[BearingContent, ...] = ()
    quantities: tuple[QuantityContent, ...] = ()
    cited_as: str = ""
    origin: str = ""
    state_action: str = ""
    hops: tuple[HopContent, ...] = field(default=())
    notes: str = ""
    verification: Verification = Verification.NONE
