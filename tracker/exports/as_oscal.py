"""A report as OSCAL assessment results (1.1): observations for claims, findings for cells, resources for sources.

The names of all objects are UUIDs made from the mark of the report, so the same report has the same ones for ever.
"""

from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import rfc8785

from tracker.domain.public_edition import WITHHELD
from tracker.domain.report import (
    ReportCell,
    ReportCitation,
    ReportClaim,
    ReportDetermination,
    ReportObligation,
    instant_text,
)
from tracker.domain.report_copy import ReportCopy
from tracker.exports import oscal_parts
from tracker.exports.citation_style import cited
from tracker.exports.cited_sources import CitedSource, CitedSources
from tracker.exports.oscal_words import SATISFIED, UNKNOWN, markdown, props, string, token, told
from tracker.exports.outlining.annex import manifest
from tracker.exports.outlining.reading import Reading, place

VERSION = "1.1.3"
"""The version of OSCAL that the export is written in."""

Json = dict[str, Any]

_ROLES = (
    ("author", "Author of the report"),
    ("approver", "Second person who stands behind the report"),
    ("reviewer", "Reviewer of a claim"),
    ("speaker", "Who said what is observed"),
    ("state", "State that owes the duty"),
)


def render(copy: ReportCopy) -> bytes:
    """The assessment results, as canonical JSON."""
    return rfc8785.dumps({"assessment-results": _Results(copy).made()})


class _Results:
    """The parts of the assessment results."""

    def __init__(self, copy: ReportCopy) -> None:
        self.copy = copy
        self.document = copy.document
        self.reading = Reading(copy)
        self.sources = CitedSources(copy.document)
        self.base = uuid5(NAMESPACE_URL, copy.mark)

    def id(self, *parts: str) -> str:
        """The UUID of an object of the report."""
        return str(uuid5(self.base, "/".join(parts)))

    def made(self) -> Json:
        """The whole."""
        objectives = [self.objective(duty) for duty in self.document.obligations]
        return told(
            {
                "uuid": str(self.base),
                "metadata": self.metadata(),
                "import-ap": {"href": f"#{self.id('scope')}"},
                "local-definitions": told({"objectives-and-methods": objectives}),
                "results": [self.result()],
                "back-matter": {"resources": [self.scope(), *map(self.resource, self.sources.all())]},
            }
        )

    def metadata(self) -> Json:
        """What the report is, who stands behind it, and the whole manifest as properties."""
        found = self.document
        facts = [(name.lower().replace(" ", "-"), said) for name, said in manifest(self.reading)]
        return {
            "title": markdown(found.title),
            "last-modified": instant_text(found.frozen_at),
            "version": str(found.number),
            "oscal-version": VERSION,
            "props": props(("title", found.title), *facts),
            "roles": [{"id": name, "title": title} for name, title in _ROLES],
            "parties": list(self.parties()),
            "responsible-parties": [{"role-id": "author", "party-uuids": [self.person(found.author)]}],
            "remarks": found.notice,
        }

    def person(self, name: str) -> str:
        """The UUID of somebody by name."""
        return self.id("person", name)

    def parties(self) -> Iterator[Json]:
        """Everybody who is named as an actor, and the states, each once."""
        found = self.document
        reviews = [claim.review.reviewer for claim in found.evidence]
        approver = [self.copy.approved.by] if self.copy.approved else []
        people = [found.author, *approver, *reviews, *(claim.speaker for claim in found.evidence)]
        for name in dict.fromkeys(name for name in people if name not in ("", WITHHELD)):
            yield {"uuid": self.person(name), "type": "person", "name": string(name)}
        for state in found.states:
            named = {"uuid": self.id("state", state.code), "type": "organization", "name": string(state.name)}
            yield named | {"props": props(("state", state.code))}

    def objective(self, duty: ReportObligation) -> Json:
        """A duty as an objective that is assessed."""
        facts = props(
            *(("title", duty.title), ("resolution", duty.resolution), ("paragraph", duty.paragraph)),
            *(("test", duty.test), ("force", duty.force), ("effective", duty.effective), ("due", duty.due)),
            *(("regime", duty.regime), ("summary", duty.summary)),
        )
        part = {"id": token(duty.key), "name": "objective", "title": markdown(duty.title)}
        return {
            "control-id": token(duty.key),
            "description": markdown(f"{duty.title} ({place(duty)})"),
            "props": facts,
            "parts": [told(part | {"prose": markdown(duty.summary)})],
        }

    def result(self) -> Json:
        """Observations and findings. It starts at the known-at instant and ends when the report was frozen."""
        found = self.document
        duties = [{"control-id": token(duty.key)} for duty in found.obligations]
        return told(
            {
                "uuid": self.id("result"),
                "title": markdown(found.title),
                "description": found.notice,
                "start": instant_text(found.known_at),
                "end": instant_text(found.frozen_at),
                "props": props(
                    ("as-of", found.as_of), ("known-at", instant_text(found.known_at)), ("rules", found.rules)
                ),
                "reviewed-controls": {
                    "control-selections": [{"include-controls": duties} if duties else {"include-all": {}}]
                },
                "attestations": list(self.attestations()),
                "observations": [
                    *(self.observation(claim) for claim in found.evidence),
                    *oscal_parts.observations(self.reading, self.id),
                ],
                "findings": [self.finding(cell) for cell in found.cells],
            }
        )

    def attestations(self) -> Iterator[Json]:
        """The approval of a second person, if there is one."""
        if approved := self.copy.approved:
            yield {
                "responsible-parties": [{"role-id": "approver", "party-uuids": [self.person(approved.by)]}],
                "parts": [{"name": "approval", "prose": markdown(self.copy.approval)}],
            }

    def observation(self, claim: ReportClaim) -> Json:
        """A claim: what was said, by whom, examined by whom and when, and where it stands.

        It was collected when it was reviewed, or by the known-at instant. It expires when the report ended.
        """
        states = [code for code in claim.states if code in self.reading.states]
        return told(
            {
                "uuid": self.id("claim", claim.key),
                "title": markdown(claim.key),
                "description": markdown(claim.statement or claim.key),
                "props": _claim_props(claim),
                "methods": ["EXAMINE"],
                "types": [token(claim.kind)],
                "origins": list(self.origins(claim)),
                "subjects": [{"subject-uuid": self.id("state", code), "type": "party"} for code in states],
                "relevant-evidence": [self.evidence(citation) for citation in claim.citations],
                "collected": instant_text(claim.review.at or self.document.known_at),
                "expires": instant_text(self.copy.ended.at) if self.copy.ended else None,
            }
        )

    def origins(self, claim: ReportClaim) -> Iterator[Json]:
        """Who said it, and who reviewed it."""
        for role, name in (("speaker", claim.speaker), ("reviewer", claim.review.reviewer)):
            if name not in ("", WITHHELD):
                yield {"actors": [{"type": "party", "actor-uuid": self.person(name), "role-id": role}]}

    def evidence(self, citation: ReportCitation) -> Json:
        """A place in a source, with the quoted words."""
        facts = props(
            *(("locator", citation.locator), ("quotation", citation.quotation), ("language", citation.language)),
            *(("translation", citation.translation), ("translator", citation.translator)),
        )
        href = f"#{self.id('source', self.sources.of(citation).key)}"
        return told({"href": href, "description": markdown(cited(citation) or "A source"), "props": facts})

    def finding(self, cell: ReportCell) -> Json:
        """A cell: its outcome as one of two states, the outcome itself as a property, and the claims behind it."""
        label = f"{self.reading.state(cell.state)}: {self.reading.duty(cell.obligation)}"
        named = [key for key in cell.claims if key in self.reading.numbers]
        return told(
            {
                "uuid": self.id("cell", cell.state, cell.obligation),
                "title": markdown(label),
                "description": markdown(" ".join(why.sentence for why in cell.reasons) or label),
                "props": _cell_props(cell),
                "target": self.target(cell),
                "related-observations": [{"observation-uuid": self.id("claim", key)} for key in named],
            }
        )

    def target(self, cell: ReportCell) -> Json:
        """What the finding is of, and its state. The remarks say the outcome, for two states are too few."""
        state, reason = SATISFIED.get(cell.outcome, UNKNOWN)
        outcome, assurance = (self.reading.label(noun, getattr(cell, noun)) for noun in ("outcome", "assurance"))
        return {
            "type": "objective-id",
            "target-id": token(cell.obligation),
            "status": {"state": state, "reason": reason, "remarks": markdown(f"Outcome: {outcome} ({assurance}).")},
        }

    def scope(self) -> Json:
        """What stands for an assessment plan: the question that the report answers."""
        found = self.document
        words = found.scope or f"{found.kind.label}: {found.regime.name}, as of {found.as_of.isoformat()}"
        return {"uuid": self.id("scope"), "title": "Scope of the report", "description": markdown(words)}

    def resource(self, source: CitedSource) -> Json:
        """A source, with the hashes of its kept copies."""
        citation = source.citation
        facts = props(
            *(("source", source.key), ("title", citation.title), ("author", citation.author)),
            *(("publisher", citation.publisher), ("published", citation.published), ("language", citation.language)),
            *(("symbol", citation.symbol), ("address", citation.address), ("withheld", citation.withheld or None)),
        )
        whole = {"citation": {"text": markdown(words)}} if (words := cited(citation)) else {}
        return told(
            {
                "uuid": self.id("source", source.key),
                "title": markdown(citation.title),
                "props": facts,
                "document-ids": [{"identifier": string(citation.symbol)}] if citation.symbol else [],
                "rlinks": list(_links(citation)),
            }
            | whole
        )


def _links(citation: ReportCitation) -> Iterator[Json]:
    """The address with the hashes of what was kept from it; without an address, each hash is one."""
    for sha256 in citation.hashes:
        hashes = [{"algorithm": "SHA-256", "value": sha256}]
        yield {"href": citation.address or f"urn:sha256:{sha256}", "hashes": hashes}
    if citation.address and not citation.hashes:
        yield {"href": citation.address}


def _claim_props(claim: ReportClaim) -> list[Json]:
    review = claim.review
    return props(
        *(("claim", claim.key), ("revision", claim.revision), ("statement", claim.statement)),
        *(("speaker", claim.speaker), ("office", claim.office), ("kind", claim.kind), ("said", claim.said)),
        *(("event", claim.event), ("cited-as", claim.cited_as), ("citation-check", claim.citation_check)),
        *(("origin", claim.origin), ("relay", " ← ".join(claim.relay))),
        *(("review", review.state), ("grade", review.grade), ("reviewer", review.reviewer)),
        *(("dissent", f"{one.by}: {one.reason}") for one in review.dissents),
        *(("unprinted-dissents", review.unprinted or None),),
        *(("reply", key) for key in claim.replies),
        *(("asked", sentence) for sentence in claim.asked),
    )


def _cell_props(cell: ReportCell) -> list[Json]:
    counted = cell.support
    return props(
        *(("state", cell.state), ("obligation", cell.obligation), ("outcome", cell.outcome)),
        *(("assurance", cell.assurance), ("due", cell.due)),
        *(("also", f"{one.outcome} ({one.assurance})") for one in cell.also),
        *(("reason", why.rule) for why in cell.reasons),
        *(("set-aside", f"{one.claim}: {one.sentence}") for one in cell.set_aside),
        *(("determination", _determination(one)) for one in cell.determinations),
        *((("support", counted.words),) if counted else ()),
    )


def _determination(one: ReportDetermination) -> str:
    return f"{one.outcome} ({one.standing}), by {one.proposed_by}, approved by {one.approved_by}: {one.reason}"
