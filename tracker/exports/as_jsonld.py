"""A report as JSON-LD: schema.org for claims and their reviews, W3C PROV for where everything comes from.

Names of nodes are the mark of the report with a fragment. A value that is empty is left out, for JSON-LD has no way to
say it; what a person wrote stands only where a literal stands, never where an address does.
"""

import re
from collections.abc import Iterator
from typing import Any

import rfc8785

from tracker.domain.plain import to_plain
from tracker.domain.report import (
    ReportCell,
    ReportCitation,
    ReportClaim,
    ReportDetermination,
    ReportObligation,
    ReportReview,
    instant_text,
)
from tracker.domain.report_copy import ReportCopy
from tracker.exports.cited_sources import CitedSource, CitedSources
from tracker.exports.jsonld_context import CONTEXT
from tracker.exports.jsonld_parts import Names, Node, told
from tracker.exports.jsonld_parts import nodes as beside
from tracker.exports.outlining.annex import manifest
from tracker.exports.outlining.reading import Reading

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def render(copy: ReportCopy) -> bytes:
    """The graph with its context, as canonical JSON."""
    return rfc8785.dumps({"@context": CONTEXT, "@graph": list(_Graph(copy).nodes())})


class _Graph:
    """The nodes of a report, one kind after the other."""

    def __init__(self, copy: ReportCopy) -> None:
        self.copy = copy
        self.document = copy.document
        self.reading = Reading(copy)
        self.sources = CitedSources(copy.document)
        names = Names(self.reading)
        self.id, self.ids = names.id, names.ids
        self.beside = [*beside(names)]

    def nodes(self) -> Iterator[Node]:
        """The report, how it was made, its findings, their evidence, and the words it uses."""
        yield self.report()
        yield self.freezing()
        yield told({"@id": self.id("author"), "@type": ["schema:Person", "prov:Agent"], "name": self.document.author})
        for state in self.document.states:
            yield told(
                {"@id": self.id("state", state.code), "@type": "schema:Country", **_known(state.code, state.name)}
            )
        yield from map(self.obligation, self.document.obligations)
        yield from map(self.finding, self.document.cells)
        yield from self.beside
        for claim in self.document.evidence:
            yield self.claim(claim)
            yield from self.review(claim)
        yield from map(self.source, self.sources.all())
        yield from self.files()
        for term in self.document.terms:
            yield told(
                {
                    "@type": "schema:DefinedTerm",
                    "inDefinedTermSet": term.noun,
                    "termCode": term.key,
                    "name": term.label,
                    "description": term.meaning,
                }
            )

    def report(self) -> Node:
        """The report as an entity, with the whole manifest, and the facts of it that have a word of their own."""
        found = self.document
        facts = manifest(self.reading)
        rests_on = found.manifest
        return told(
            {
                "@id": self.copy.mark,
                "@type": ["schema:Report", "prov:Entity"],
                **_known(str(found.number), found.title),
                "mark": self.copy.mark,
                "notice": found.notice,
                "kind": found.kind.value,
                "edition": found.edition.value,
                "regime": found.regime.name,
                "scope": found.scope,
                "approval": self.copy.approval,
                "ended": self.copy.ended.sentence if self.copy.ended else "",
                "dataDigest": rests_on.data if rests_on else "",
                "logHead": rests_on.log_hash if rests_on else "",
                "additionalProperty": [
                    {"@type": "schema:PropertyValue", "name": name, "value": said} for name, said in facts
                ],
                "wasGeneratedBy": self.id("freezing"),
                "wasAttributedTo": self.id("author"),
                "wasDerivedFrom": self.ids("claim", (claim.key for claim in found.evidence)),
                "hasPart": [
                    *(self.id("cell", cell.state, cell.obligation) for cell in found.cells),
                    *(node["@id"] for node in self.beside),
                ],
            }
        )

    def freezing(self) -> Node:
        """The act by which the report was made: by which clocks, and what it used."""
        found, before = self.document, self.document.before
        kept = [file.sha256 for file in found.manifest.files] if found.manifest else []
        return told(
            {
                "@id": self.id("freezing"),
                "@type": "prov:Activity",
                "endedAtTime": instant_text(found.frozen_at),
                "asOf": found.as_of.isoformat(),
                "knownAt": instant_text(found.known_at),
                "publicAt": to_plain(found.public_at),
                "before": before
                and told(
                    {
                        "asOf": to_plain(before.as_of),
                        "knownAt": instant_text(before.known_at),
                        "publicAt": to_plain(before.public_at),
                        "rules": found.earlier_rules,
                    }
                ),
                "rules": found.rules,
                "version": found.manifest.product if found.manifest else "",
                "wasAssociatedWith": self.id("author"),
                "used": self.ids("claim", (claim.key for claim in found.evidence)) + self.ids("file", kept),
            }
        )

    def obligation(self, duty: ReportObligation) -> Node:
        """A duty, with the resolution it stands in."""
        return told(
            {
                "@id": self.id("obligation", duty.key),
                "@type": "schema:Legislation",
                **_known(duty.key, duty.title),
                "legislationIdentifier": duty.resolution,
                "paragraph": duty.paragraph,
                "description": duty.summary,
                "force": duty.force,
                "test": duty.test,
                "regime": duty.regime,
                "effective": to_plain(duty.effective),
                "due": to_plain(duty.due),
            }
        )

    def finding(self, cell: ReportCell) -> Node:
        """A cell as an entity that is derived from the claims it names."""
        counted = cell.support
        return told(
            {
                "@id": self.id("cell", cell.state, cell.obligation),
                "@type": ["tracker:Finding", "prov:Entity"],
                "state": self.id("state", cell.state),
                "obligation": self.id("obligation", cell.obligation),
                "outcome": cell.outcome,
                "assurance": cell.assurance,
                "due": to_plain(cell.due),
                "also": [{"outcome": one.outcome, "assurance": one.assurance} for one in cell.also],
                "reason": [
                    told({"rule": why.rule, "sentence": why.sentence, "claim": self.ids("claim", why.claims)})
                    for why in cell.reasons
                ],
                "setAside": [
                    {"claim": self.id("claim", one.claim), "why": one.why, "sentence": one.sentence}
                    for one in cell.set_aside
                ],
                "determination": [_determination(one) for one in cell.determinations],
                "countedClaims": counted.claims if counted else None,
                "independentOrigins": counted.independent_origins if counted else None,
                "ownWord": counted.own_word if counted else None,
                "wasDerivedFrom": self.ids("claim", cell.claims),
                "wasGeneratedBy": self.id("freezing"),
            }
        )

    def claim(self, claim: ReportClaim) -> Node:
        """What was said, by whom, and where it can be read."""
        return told(
            {
                "@id": self.id("claim", claim.key),
                "@type": ["schema:Claim", "prov:Entity"],
                "identifier": claim.key,
                "revision": claim.revision,
                "text": claim.statement,
                "kind": claim.kind,
                "author": told({"name": claim.speaker, "jobTitle": claim.office}),
                "dateCreated": claim.said,
                "event": claim.event,
                "origin": claim.origin,
                "relay": list(claim.relay),
                "citedAs": claim.cited_as,
                "citationCheck": claim.citation_check,
                "reviewState": claim.review.state,
                "reply": self.ids("claim", claim.replies),
                "asked": list(claim.asked),
                "state": self.ids("state", claim.states),
                "obligation": self.ids("obligation", claim.obligations),
                "citation": [self.citation(citation) for citation in claim.citations],
                "appearance": self.of_sources(claim),
                "wasDerivedFrom": self.of_sources(claim),
            }
        )

    def of_sources(self, claim: ReportClaim) -> list[str]:
        """The names of the sources that a claim cites, each once."""
        return self.ids("source", (source.key for source in self.sources.behind(claim)))

    def citation(self, citation: ReportCitation) -> Node:
        """A place in a source, with the quoted words in their language."""
        return told(
            {
                "source": self.id("source", self.sources.of(citation).key),
                "locator": citation.locator,
                "quotation": _words(citation.quotation, citation.language),
                "translation": citation.translation,
                "translator": citation.translator,
            }
        )

    def review(self, claim: ReportClaim) -> Iterator[Node]:
        """The review of a claim that somebody has decided on."""
        found = claim.review
        if found.at is None:
            return
        yield told(
            {
                "@id": self.id("review", claim.key),
                "@type": ["schema:ClaimReview", "prov:Entity"],
                "itemReviewed": self.id("claim", claim.key),
                "claimReviewed": claim.statement,
                "author": told({"@type": "schema:Person", "name": found.reviewer}),
                "dateCreated": instant_text(found.at),
                "reviewState": found.state,
                "grade": found.grade,
                "reviewRating": list(self.ratings(found)),
                "comment": [
                    {
                        "@type": "schema:Comment",
                        "author": {"name": one.by},
                        "text": one.reason,
                        "dateCreated": instant_text(one.at),
                    }
                    for one in found.dissents
                ],
                "unprintedDissents": found.unprinted,
            }
        )

    def ratings(self, review: ReportReview) -> Iterator[Node]:
        """The Admiralty pair, each half as a rating: what is said from 1 to 6, the source from A to F."""
        halves = (("credibility", review.grade[1:], "1", "6"), ("reliability", review.grade[:1], "A", "F"))
        for noun, value, best, worst in halves:
            if value:
                yield {
                    "@type": "schema:Rating",
                    "reviewAspect": noun,
                    "ratingValue": value,
                    "bestRating": best,
                    "worstRating": worst,
                    "name": self.reading.label(noun, value),
                }

    def source(self, cited: CitedSource) -> Node:
        """A document or page, and the kept copies of it."""
        citation = cited.citation
        return told(
            {
                "@id": self.id("source", cited.key),
                "@type": ["schema:CreativeWork", "prov:Entity"],
                "propertyID": citation.source,
                "name": citation.title,
                "identifier": citation.symbol,
                "author": told({"name": citation.author}),
                "publisher": told({"name": citation.publisher}),
                "datePublished": citation.published,
                "inLanguage": citation.language,
                "url": citation.address,
                "withheld": citation.withheld or None,
                "encoding": self.ids("file", citation.hashes),
            }
        )

    def files(self) -> Iterator[Node]:
        """Kept copies by their hashes, those of the manifest and those that citations name."""
        found = self.document
        named = [sha256 for source in self.sources.all() for sha256 in source.citation.hashes]
        kept = [file.sha256 for file in found.manifest.files] if found.manifest else []
        for sha256 in dict.fromkeys([*kept, *named]):
            yield {
                "@id": self.id("file", sha256),
                "@type": ["schema:MediaObject", "prov:Entity"],
                "sha256": sha256,
            }


def _determination(one: ReportDetermination) -> Node:
    return told(
        {
            "identifier": str(one.number),
            "outcome": one.outcome,
            "standing": one.standing,
            "text": one.reason,
            "first": to_plain(one.first),
            "last": to_plain(one.last),
            "proposedBy": one.proposed_by,
            "proposedAt": instant_text(one.proposed_at),
            "approvedBy": one.approved_by,
            "approvedAt": instant_text(one.approved_at),
        }
    )


def _known(key: str, name: str) -> Node:
    return {"identifier": key, "name": name}


def _words(words: str, language: str) -> Any:
    """Words with their language, where it is one that JSON-LD can hold."""
    return {"@value": words, "@language": language} if words and _LANGUAGE.fullmatch(language) else words
