"""What people added beside deciding, for the pages of a claim and of a cell, by the clocks in the address."""

from typing import Any

from tracker.domain import linking
from tracker.domain.linking import FROM_THE_OTHER_END
from tracker.domain.vocabulary import LinkType
from tracker.services import comments, law, links, questions, searches
from tracker.services.assessments import Cell
from tracker.web.clocks import AskedClocks, clocks_from_request
from tracker.web.forms.comments import CommentForm
from tracker.web.session import records

DISPUTES = (LinkType.CONTRADICTS, LinkType.REPLIES)
"""The links of which a page shows both sides next to each other."""


def of_claim(revision: Any) -> dict[str, Any]:
    """Links with both sides, comments, the questions about a loaded claim, and the states that have a reply to it."""
    clocks = clocks_from_request()
    claim_id, key = revision.claim_id, revision.claim.key
    linked = links.of_claim(records(), claim_id=claim_id, known_at=clocks.known_at)
    replies = [link.other for link in linked if link.link_type is LinkType.REPLIES and not link.outgoing]
    return {
        "links": linked,
        "sides": links.sides(records(), keys=[key, *(link.other for link in linked)], known_at=clocks.known_at),
        "reversed_links": FROM_THE_OTHER_END,
        "disputes": DISPUTES,
        "replies": replies,
        "adverse_to": [_state(code) for code in linking.adverse_to(links.spoken_in(revision))],
        "questions": questions.of_claim(records(), claim_id=claim_id, clocks=clocks.clocks),
        "comments": comments.of_claim(records(), claim_id=claim_id, known_at=clocks.known_at),
        "comment_form": CommentForm(formdata=None),
    }


def _state(code: str) -> Any:
    return law.state(records(), name=code)


def of_cell(cell: Cell, clocks: AskedClocks, keys: list[str]) -> dict[str, Any]:
    """The disputes among the claims of a cell, the questions about it, and who looked for information on it."""
    linked = links.among(records(), keys=keys, known_at=clocks.known_at) if keys else []
    looked = searches.of_cell(records(), state=cell.state.code, obligation=cell.obligation.id, clocks=clocks.clocks)
    asked = questions.of_cell(
        records(), state=cell.state.code, obligation=cell.obligation.id, claims=keys, clocks=clocks.clocks
    )
    return {
        "disputed": [one for one in linked if one[2] in DISPUTES],
        "searches": [(row, searches.sentence(row)) for row in looked],
        "questions": asked,
    }
