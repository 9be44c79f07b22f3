"""Loads the claims that the product starts with, through the same services as everybody else's.

They are logged by one account and reviewed by another, both of them the record's own and nobody's to sign in with. A
second load changes nothing. A claim that its file changed becomes a new revision, and a review that its file changed
is decided anew, unless somebody has edited or reviewed the claim here.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import Claim, ClaimRevision, Origin, Review, StateAction, User
from tracker.domain import vocabulary as words
from tracker.domain.content import (
    BearingContent,
    CitationContent,
    ClaimContent,
    HopContent,
    QuantityContent,
    SourceContent,
)
from tracker.domain.errors import RuleBroken
from tracker.services import accounts, claims, links, reviews, revisions, seed_sources
from tracker.services.seed_records import Record, read
from tracker.services.seed_rows import Counts, Upsert

_Verdict = tuple[words.Verdict, words.Reliability | None, words.Credibility | None, str]
"""A decision as it is compared: verdict, the two grades and the comment."""

_Triple = tuple[str, str, words.LinkType]
"""A link as it is compared: the two claims by their keys, and its type."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who loads, at which instant, and the sources by key."""

    session: Session
    editor: int
    reviewer: int
    at: datetime
    sources: dict[str, SourceContent]


def load(session: Session, *, folder: Path, at: datetime) -> dict[str, Counts]:
    """Load sources, origins, state actions, claims with their reviews, and links. Raises SeedError."""
    editor = _account(session, accounts.RECORD_EDITOR, "Editors of the record", words.Role.ANALYST, at)
    reviewer = _account(session, accounts.RECORD_REVIEWER, "Reviewers of the record", words.Role.REVIEWER, at)
    counts = {"source": seed_sources.load(session, folder=folder, by=editor.id, at=at)}
    counts["origin"] = _load_keyed(session, folder, "origins.yaml", Origin, ("label",), {})
    counts["state action"] = _load_keyed(
        session, folder, "state_actions.yaml", StateAction, ("summary",), {"state": "state_code"}
    )
    desk = _Desk(session, editor.id, reviewer.id, at, seed_sources.contents(session))
    counts["claim"] = _load_claims(desk, folder)
    counts["link"] = _load_links(desk, folder)
    return counts


def _account(session: Session, username: str, name: str, role: words.Role, at: datetime) -> User:
    known = session.scalar(select(User).where(User.username == username))
    if known is not None:
        return known
    # Nobody is told the password, so nobody signs in with it.
    sealed = accounts.hash_password(accounts.new_password())
    address = f"{username}@{accounts.OWN_DOMAIN}"
    return accounts.add(session, username=username, email=address, name=name, roles={role}, password_hash=sealed, at=at)


def _load_keyed(
    session: Session,
    folder: Path,
    file: str,
    model: type[Origin] | type[StateAction],
    texts: tuple[str, ...],
    renamed: dict[str, str],
) -> Counts:
    known = {row.key: row for row in session.scalars(select(model))}
    upsert = Upsert(session, file.removesuffix("s.yaml").replace("_", " "))
    for record in read(folder, file, keyed_by=("key",)):
        values = {"key": record.key} | {name: record.text(name) for name in texts}
        values |= {column: record.text(name) for name, column in renamed.items()}
        upsert.row(model, key=record.key, row=known.get(record.key), values=values)
    session.flush()
    return upsert.counts


def _load_claims(desk: _Desk, folder: Path) -> Counts:
    created = updated = unchanged = 0
    lines: list[str] = []
    known = claims.current(desk.session)
    for record in read(folder, "claims.yaml", keyed_by=("key",)):
        content = _content(desk, record)
        try:
            if record.key not in known:
                claims.log(desk.session, content=content, author=desk.editor, at=desk.at, key=record.key)
                _review(desk, record)
                created += 1
                continue
            said, changed = _revise(desk, record, known[record.key], content)
            lines += [said] if said else []
            updated, unchanged = updated + changed, unchanged + (not changed)
        except RuleBroken as error:
            raise record.wrong(error.field, error.sentence) from error
    return Counts(created, updated, unchanged, tuple(lines))


def _revise(desk: _Desk, record: Record, current: ClaimRevision, content: ClaimContent) -> tuple[str, bool]:
    """Bring a claim in line with its file; the line that says what was done, if any, and whether it was changed."""
    content = replace(content, origin=revisions.origin_kept(current, content.origin))
    edited = _edited_here(desk, current) or current.claim.withdrawn_at is not None
    if revisions.content_of(current) == content and not revisions.days_moved(current):
        return ("", False) if edited else _rejudge(desk, record, current)
    if edited:
        return f"claim {record.key}: left as it is, because somebody changed it here", False
    claims.edit(
        desk.session,
        key=record.key,
        base=current.number,
        content=content,
        author=desk.editor,
        at=desk.at,
        reason="The record that the product ships was corrected.",
    )
    _review(desk, record)
    return f"claim {record.key}: revision {current.number + 1}", True


def _rejudge(desk: _Desk, record: Record, current: ClaimRevision) -> tuple[str, bool]:
    """Decide anew where the file's review was corrected, unless somebody else has reviewed the revision since."""
    wanted = _wanted_review(record)
    ours = [review for review in current.reviews if review.reviewer_id == desk.reviewer]
    if wanted == (_decided(ours[-1]) if ours else None):
        return "", False
    if ours and all(review.superseded_at is not None for review in current.reviews):
        return f"claim {record.key}: its review is left as it is, because the claim was reopened here", False
    if len(ours) < len(current.reviews):
        return f"claim {record.key}: its review is left as it is, because somebody reviewed it here", False
    if wanted is None:
        return f"claim {record.key}: its review is gone from the file and stays, because no review is erased", False
    _review(desk, record, seen=reviews.seen_of(ours))
    return f"claim {record.key}: reviewed anew", True


def _wanted_review(record: Record) -> _Verdict | None:
    """The decision in the file. What is not right is kept without a grade, so its grade is not compared."""
    if not record.data.get("review"):
        return None
    given = record.part("review")
    verdict, comment = given.word("verdict", words.Verdict), given.text("comment")
    if verdict is not words.Verdict.RIGHT:
        return verdict, None, None, comment
    return (
        verdict,
        given.word("reliability", words.Reliability),
        given.word("credibility", words.Credibility),
        comment,
    )


def _decided(review: Review) -> _Verdict:
    return review.verdict, review.reliability, review.credibility, review.comment


def _edited_here(desk: _Desk, current: ClaimRevision) -> bool:
    return current.author_id != desk.editor


def _review(desk: _Desk, record: Record, *, seen: int = 0) -> None:
    if (wanted := _wanted_review(record)) is None:
        return
    verdict, reliability, credibility, comment = wanted
    number = claims.number_of(desk.session, key=record.key)
    reviews.decide(
        desk.session,
        key=record.key,
        revision=number,
        seen=seen,
        reviewer=desk.reviewer,
        verdict=verdict,
        reliability=reliability,
        credibility=credibility,
        comment=comment,
        at=desk.at,
    )


def _content(desk: _Desk, record: Record) -> ClaimContent:
    return ClaimContent(
        statement=record.text("statement"),
        kind=record.word("kind", words.Kind),
        speaker=record.text("speaker"),
        office=record.text("office"),
        speaks_for=record.maybe("speaks_for", record.text),
        body=record.maybe("body", lambda field: record.word(field, words.Body)),
        said=record.text("said"),
        event=record.text("event"),
        states=tuple(sorted(record.texts("states"))),
        bearings=tuple(_bearing(part) for part in record.parts("bears_on")),
        quantities=tuple(_quantity(part) for part in record.parts("quantities")),
        citations=tuple(_citation(desk, part) for part in record.parts("citations")),
        cited_as=record.text("cited_as"),
        origin=record.text("origin"),
        state_action=record.maybe("state_action", record.text) or "",
        hops=tuple(_hop(part) for part in record.parts("relay")),
        notes=record.text("notes"),
        verification=record.word("verification", words.Verification),
    )


def _hop(part: Record) -> HopContent:
    """A step of a path. The office that a person held on its day may be left out of the file."""
    office, day = (part.text(name) if name in part.data else "" for name in ("office", "day"))
    return HopContent(part.word("role", words.HopRole), part.text("name"), office, day)


def _bearing(part: Record) -> BearingContent:
    return BearingContent(part.text("state"), part.text("obligation"), part.word("effect", words.Effect))


def _quantity(part: Record) -> QuantityContent:
    return QuantityContent(
        low=part.maybe("low", part.number),
        high=part.maybe("high", part.number),
        unit=part.text("unit"),
        wording=part.text("wording"),
        counted=part.text("counted"),
        measure=part.word("measure", words.Measure),
        reference=part.text("reference"),
        baseline=part.flag("baseline"),
    )


def _citation(desk: _Desk, part: Record) -> CitationContent:
    key = part.text("source")
    if key not in desk.sources:
        raise part.wrong("source", f"there is no source “{key}” in sources.yaml.")
    return CitationContent(desk.sources[key], part.text("locator"), part.text("quotation"))


def _load_links(desk: _Desk, folder: Path) -> Counts:
    """Make the links of the file, and take back those of an earlier file that it no longer has."""
    wanted = _wanted_links(desk, folder)
    made = sum(
        links.link(desk.session, claim=claim, other=other, link_type=kind, by=desk.editor, at=desk.at) is not None
        for claim, other, kind in wanted
    )
    gone = links.made_by(desk.session, person=desk.editor)
    gone = {triple: row for triple, row in gone.items() if triple not in wanted}
    for row in gone.values():
        links.unlink(desk.session, row=row, by=desk.editor, at=desk.at)
    lines = tuple(f"link {claim} {kind.value} {other}: removed" for claim, other, kind in sorted(gone))
    return Counts(made, len(gone), len(wanted) - made, lines)


def _wanted_links(desk: _Desk, folder: Path) -> list[_Triple]:
    keys = set(desk.session.scalars(select(Claim.key)))
    found: list[_Triple] = []
    for record in read(folder, "links.yaml", keyed_by=("claim", "other", "type")):
        for field in ("claim", "other"):
            if record.text(field) not in keys:
                raise record.wrong(field, f"there is no claim “{record.text(field)}” in claims.yaml.")
        found.append((record.text("claim"), record.text("other"), record.word("type", words.LinkType)))
    return found
