"""A report as FollowTheMoney entities, one a line, for tools that follow people, bodies and documents.

It holds no entity of the schema Sanction: the product judges duties of states, and lists nobody.
"""

import hashlib
from collections.abc import Iterable, Iterator

import rfc8785
from babel.core import get_global

from tracker.domain.public_edition import WITHHELD
from tracker.domain.report import ReportCell, ReportCitation, ReportClaim, ReportObligation, ReportState
from tracker.domain.report_copy import ReportCopy
from tracker.exports.citation_style import date_parts
from tracker.exports.cited_sources import CitedSource, CitedSources
from tracker.exports.ftm_statements import Entity, Seen, identifier, lines
from tracker.exports.outlining.reading import Reading, place
from tracker.exports.references import facts

LANGUAGES = {
    "ar": "ara",
    "zh": "zho",
    "en": "eng",
    "fr": "fra",
    "ru": "rus",
    "es": "spa",
    "de": "deu",
    "fa": "fas",
    "it": "ita",
    "ja": "jpn",
    "ko": "kor",
    "pt": "por",
    "tr": "tur",
    "uk": "ukr",
}
"""Languages as FollowTheMoney writes them, for those in which most sources are; another one stands in the notes."""


def render(copy: ReportCopy) -> bytes:
    """The entities as lines of JSON, each of them canonical."""
    return b"".join(rfc8785.dumps(line) + b"\n" for line in lines(_Entities(copy).all()))


class _Entities:
    """The entities of a report, one kind after the other."""

    def __init__(self, copy: ReportCopy) -> None:
        self.copy = copy
        self.document = copy.document
        self.reading = Reading(copy)
        self.sources = CitedSources(copy.document)
        self.claims = {claim.key: claim for claim in copy.document.evidence}
        self.name = f"tracker-report-{copy.document.number}-{copy.edition.value}"
        self.seen = Seen(self.name.replace("-", "_"), copy.document.known_at)

    def all(self) -> Iterator[Entity]:
        """The report, then what it judges, what it finds, and what that rests on."""
        yield self.report()
        yield from map(self.state, self.document.states)
        for duty in self.document.obligations:
            yield self.resolution(duty)
            yield self.duty(duty)
        yield from map(self.finding, self.document.cells)
        yield from map(self.change, range(len(self.document.changes)))
        yield from map(self.source, self.sources.all())
        for claim in self.document.evidence:
            yield from self.of_claim(claim)

    def id(self, *parts: str) -> str:
        """The id of an entity of this report, in this edition."""
        return identifier(self.name, *parts)

    def entity(self, schema: str, *parts: str, origin: str = "report") -> Entity:
        """An entity about which nothing is said yet."""
        return Entity(self.seen, self.id(*parts), schema, origin)

    def report(self) -> Entity:
        """The report, a document: its mark stands for the file, its manifest and its notice are notes.

        Later releases of the model have no schema for an assessment.
        """
        found, made = self.document, self.entity("Document", "report")
        made.say("title", found.title)
        made.say("fileName", self.copy.mark)
        made.say("publishedAt", found.frozen_at.date().isoformat())
        made.say("author", found.author)
        made.say("summary", found.notice)
        for line in facts(self.copy):
            made.say("notes", line.strip())
        return made

    def body_id(self, name: str) -> str:
        """The id of a person or body by name."""
        return self.id("actor", hashlib.sha256(name.encode()).hexdigest()[:16])

    def body(self, name: str, origin: str, office: str) -> Entity:
        """A person or a body: the record does not say which."""
        made = Entity(self.seen, self.body_id(name), "LegalEntity", origin)
        made.say("name", name)
        made.say("summary", office)
        return made

    def state(self, state: ReportState) -> Entity:
        """A state; all states together have no country."""
        made = self.entity("PublicBody", "state", state.code)
        made.say("name", state.name)
        made.say("country", country(state.code), original=state.code)
        return made

    def resolution(self, duty: ReportObligation) -> Entity:
        """The resolution that a duty stands in."""
        made = self.entity("Document", "resolution", duty.resolution)
        made.say("fileName", duty.resolution)
        made.say("title", duty.resolution)
        return made

    def duty(self, duty: ReportObligation) -> Entity:
        """A duty, as a note on its resolution."""
        made = self.entity("Note", "obligation", duty.key)
        made.say("name", duty.title)
        made.say("entity", self.id("resolution", duty.resolution))
        made.say("summary", place(duty))
        made.say("description", duty.summary)
        made.say("keywords", duty.key)
        made.say("notes", f"Due {duty.due.isoformat()}" if duty.due else "")
        return made

    def finding(self, cell: ReportCell) -> Entity:
        """A cell, as a note on the state and the duty: outcome and assurance are keywords."""
        made = self.entity("Note", "cell", cell.state, cell.obligation)
        made.say("name", f"{self.reading.state(cell.state)}: {self.reading.duty(cell.obligation)}")
        made.say("entity", self.id("state", cell.state))
        made.say("entity", self.id("obligation", cell.obligation))
        made.say("keywords", cell.outcome)
        made.say("keywords", cell.assurance)
        outcome, assurance = (self.reading.label(noun, getattr(cell, noun)) for noun in ("outcome", "assurance"))
        made.say("summary", f"{outcome} ({assurance})")
        for why in cell.reasons:
            made.say("description", why.sentence)
        for one in cell.determinations:
            made.say("notes", f"Determined {one.outcome} ({one.standing}) by {one.proposed_by}: {one.reason}")
        for source in self.sources_of(cell.claims):
            made.say("proof", self.id("source", source.key))
        return made

    def change(self, number: int) -> Entity:
        """Cells that moved alike, as a note on their states and their duty: both outcomes are keywords."""
        found, made = self.document.changes[number], self.entity("Note", "change", str(number + 1))
        was, now = (self.reading.label("outcome", one) for one in (found.outcome_before, found.outcome))
        made.say("name", f"{self.reading.duty(found.obligation)}: {was} → {now}")
        for code in found.states:
            made.say("entity", self.id("state", code) if code in self.reading.states else "")
        made.say("entity", self.id("obligation", found.obligation))
        made.say("keywords", found.outcome_before)
        made.say("keywords", found.outcome)
        for why in found.causes:
            made.say("description", why.sentence)
        for source in self.sources_of(why.claim for why in found.causes):
            made.say("proof", self.id("source", source.key))
        return made

    def sources_of(self, keys: Iterable[str]) -> Iterator[CitedSource]:
        """The sources of claims, as far as these stand in the evidence."""
        for key in keys:
            if key in self.claims:
                yield from self.sources.behind(self.claims[key])

    def source(self, cited: CitedSource) -> Entity:
        """A source: a document where it has a symbol, else an article. It is from the first claim that cites it."""
        citation = cited.citation
        made = self.entity("Document" if citation.symbol else "Article", "source", cited.key, origin=cited.claims[0])
        lang = LANGUAGES.get(citation.language, "")
        made.say("fileName", citation.symbol or cited.key)
        made.say("title", citation.title, lang=lang)
        made.say("author", citation.author)
        made.say("publisher", citation.publisher)
        made.say("language", lang, original=citation.language)
        made.say("publishedAt", _day(citation.published), original=citation.published)
        _address(made, citation)
        for sha256 in citation.hashes:
            made.say("notes", f"SHA-256 of a kept copy: {sha256}")  # a contentHash is a SHA-1
        _otherwise(made, "publishedAt", "Published", citation.published)
        _otherwise(made, "language", "Language", citation.language)
        return made

    def of_claim(self, claim: ReportClaim) -> Iterator[Entity]:
        """A claim as an event in which states are involved, who spoke, and where it stands."""
        if _has_speaker(claim):
            yield self.body(claim.speaker, claim.key, claim.office)
        yield self.claim(claim)
        for number, citation in enumerate(claim.citations, 1):
            yield self.citation(claim, number, citation)

    def claim(self, claim: ReportClaim) -> Entity:
        """The utterance: its words are the summary, the day it was said its date."""
        made = self.entity("Event", "claim", claim.key, origin=claim.key)
        made.say("name", f"{self.reading.label('kind', claim.kind)}: {claim.key}")
        made.say("recordId", claim.key)
        made.say("summary", claim.statement)
        made.say("date", _day(claim.said), original=claim.said)
        made.say("organizer", self.body_id(claim.speaker) if _has_speaker(claim) else "")
        for code in claim.states:
            made.say("country", country(code), original=code)
            made.say("involved", self.id("state", code) if code in self.reading.states else "")
        for source in self.sources.behind(claim):
            made.say("proof", self.id("source", source.key))
        for note in _notes(claim):
            made.say("notes", note)
        return made

    def citation(self, claim: ReportClaim, number: int, citation: ReportCitation) -> Entity:
        """A place in a source: the locator is its role, the quoted words its summary, a translation its description."""
        made = self.entity("Documentation", "citation", claim.key, str(number), origin=claim.key)
        made.say("document", self.id("source", self.sources.of(citation).key))
        made.say("entity", self.id("claim", claim.key))
        made.say("role", citation.locator or "citation")
        made.say("summary", citation.quotation, lang=LANGUAGES.get(citation.language, ""))
        made.say("description", citation.translation, lang="eng")
        return made


def country(code: str) -> str:
    """A state as FollowTheMoney writes it, by two letters; empty for all states together."""
    found = get_global("territory_aliases").get(code, ())
    return found[0].lower() if len(found) == 1 and len(found[0]) == 2 else ""


def _day(words: str) -> str:
    """A day as far as it is stated: `2018`, `2018-01`, `2018-01-31`; empty where it is in other words."""
    return "-".join(f"{part:02}" for part in date_parts(words))


def _has_speaker(claim: ReportClaim) -> bool:
    """Whether somebody is named: all whose names are withheld would be one."""
    return claim.speaker not in ("", WITHHELD)


def _address(made: Entity, citation: ReportCitation) -> None:
    if citation.address.startswith(("http://", "https://")):
        made.say("sourceUrl", citation.address)
    else:
        made.say("notes", f"Address: {citation.address}" if citation.address else "")


def _otherwise(made: Entity, prop: str, name: str, said: str) -> None:
    """Keep as a note what a property could not hold."""
    made.say("notes", f"{name}: {said}" if said and not made.values(prop) else "")


def _notes(claim: ReportClaim) -> Iterator[str]:
    """What the schema has no property for."""
    review = claim.review
    yield f"Revision: {claim.revision}"
    yield f"Review: {review.state}{f', graded {review.grade} by {review.reviewer}' if review.grade else ''}"
    told = {
        "Said": claim.said,
        "Event": claim.event,
        "Cited as": claim.cited_as,
        "Citation check": claim.citation_check,
        "Origin": claim.origin,
        "Relay": " ← ".join(claim.relay),
    }
    yield from (f"{name}: {said}" for name, said in told.items() if said)
    yield from (f"Dissent by {one.by}: {one.reason}" for one in review.dissents)
    yield from (f"Reply: {key}" for key in claim.replies)
    yield from claim.asked
