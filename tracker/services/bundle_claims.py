"""Claims of a bundle: found again, brought forward, logged anew, or left to a person where both sides edited them.

Every revision goes the road of the form (`services.claims`), by the person who merges, or on the word of a verified
travel copy by the person who wrote it there. A claim that breaks a rule is left out and named; the others come.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from tracker.db.models import Claim, ClaimRevision, ForeignRevision
from tracker.domain import exchange
from tracker.domain.bundle import ToldClaim, ToldReview, ToldRevision
from tracker.domain.content import CitationContent, ClaimContent
from tracker.domain.errors import NotAllowed, RuleBroken
from tracker.domain.exchange import Course, Plan, Version
from tracker.domain.vocabulary import MatterKind
from tracker.intake import claim_content, claim_fields
from tracker.services import bundle_reviews, bundles, claims, paging, revisions
from tracker.services.bundle_desk import MergeDesk
from tracker.services.bundle_names import Names, free_key

EDITED = "Merged from {}, where {} wrote it on {}{}"
SIZE = 300
AGAIN = "Put on top again after a merge from {}, as the later of two edits."
BOTH = "The claim “{}” was edited here and at {} since the records parted. The {} stands on top, as the later one."
CLOSED = "{} edited the claim “{}”, which was withdrawn here. The edit was not taken."
TAKEN_BACK = "{} withdrew the claim “{}”: {}"


@dataclass
class Claims:
    """What is known of the record's claims while a merge goes on."""

    desk: MergeDesk
    names: Names
    keys: dict[str, int] = field(default_factory=dict)
    key_of: dict[int, str] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)
    alike: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    met: set[int] = field(default_factory=set)
    rows: dict[int, list[ClaimRevision]] = field(default_factory=dict)


def bring_in(desk: MergeDesk, names: Names) -> None:
    """Merge every claim of the bundle."""
    known = _known(desk, names)
    unsettled = [told for told in desk.bundle.claims if not _is_settled(known, told)]
    for some in paging.batches(unsettled, SIZE):
        _load(known, some)
        for told in some:
            _take(known, told)


def _take(known: Claims, told: ToldClaim) -> None:
    try:
        with known.desk.whole():
            _merge(known, told)
    except NotAllowed:
        raise
    except RuleBroken as broken:
        known.desk.left_out.append(f"The claim “{told.key}” was left out: {broken.sentence}")


def _load(known: Claims, some: Sequence[ToldClaim]) -> None:
    """Load what some told claims may be, all of it together."""
    own = {claim for told in some if (claim := _claim_of(known, told)) is not None}
    said = {(str(r.says.get("statement")), str(r.says.get("speaker"))) for told in some for r in told.revisions}
    wanted = own.union(*(known.alike.get(one, ()) for one in said))
    known.rows = {}
    for ids in paging.batches(sorted(wanted), SIZE):
        query = select(ClaimRevision).where(ClaimRevision.claim_id.in_(ids))
        for row in known.desk.session.scalars(
            claims.whole(query.order_by(ClaimRevision.claim_id, ClaimRevision.number))
        ):
            known.rows.setdefault(row.claim_id, []).append(row)


def _rows(known: Claims, claim: int) -> list[ClaimRevision]:
    """The revisions of a claim of ours, oldest first; of one that the merge itself made, as they are by now."""
    if claim not in known.rows:
        known.rows[claim] = claims.revisions_of(known.desk.session, key=known.key_of[claim])
    return known.rows[claim]


def _known(desk: MergeDesk, names: Names) -> Claims:
    known = Claims(desk, names)
    for number, key, withdrawn in desk.session.execute(select(Claim.id, Claim.key, Claim.withdrawn_at)):
        known.keys[key], known.key_of[number] = number, key
        known.withdrawn |= {number} if withdrawn else set()
    new = [told for told in desk.bundle.claims if _claim_of(known, told) is None]
    said = sorted({str(r.says.get("statement", "")) for told in new for r in told.revisions})
    for some in paging.batches(said, 500):
        query = select(ClaimRevision.statement, ClaimRevision.speaker, ClaimRevision.claim_id)
        for statement, speaker, claim in desk.session.execute(query.where(ClaimRevision.statement.in_(some))):
            known.alike[statement, speaker].append(claim)
    return known


def _is_settled(known: Claims, told: ToldClaim) -> bool:
    """Whether all of a claim is known here, so that there is nothing to do with it."""
    idents, claim = known.desk.idents, _claim_of(known, told)
    if claim is None or (told.withdrawn and claim not in known.withdrawn):
        return False
    return all(
        revision.ident in idents.revisions and all(_is_known(known, review) for review in revision.reviews)
        for revision in told.revisions
    )


def _is_known(known: Claims, review: ToldReview) -> bool:
    idents = known.desk.idents
    return review.ident in idents.own_reviews or (
        review.ident in idents.until and (review.until is None or idents.until[review.ident] is not None)
    )


def _claim_of(known: Claims, told: ToldClaim) -> int | None:
    """The claim of this record that has one of the told revisions."""
    idents = known.desk.idents
    names = (revision.ident for revision in reversed(told.revisions))
    return next((idents.claim_of[idents.revisions[name]] for name in names if name in idents.revisions), None)


def _merge(known: Claims, told: ToldClaim) -> None:
    """Find a told claim again, and do with it what the rules say."""
    contents = [_content(known, revision) for revision in told.revisions]
    claim = _claim_of(known, told) or _alike(known, contents)
    rows = _rows(known, claim) if claim else []
    here = [_version_here(known, row) for row in rows]
    there = [
        Version(frozenset({r.ident}), _compared(known, c), r.at, r.ident)
        for r, c in zip(told.revisions, contents, strict=True)
    ]
    made = exchange.plan(here, there)
    if claim is None:
        _new(known, told, contents)
    else:
        known.met.add(claim)
        _existing(known, told, contents, rows, made)


def _content(known: Claims, told: ToldRevision) -> ClaimContent:
    """What a told revision says, in the names of this record. Raises RuleBroken."""
    found, problems = claim_content.read(told.says, known.desk.resolve)
    if found is None:
        raise RuleBroken("claim", *problems)
    content, names = found.content, known.names
    if content.origin and content.origin not in names.origins:
        raise RuleBroken.at("claim", "origin", "It names an origin that the bundle does not hold.")
    if content.state_action and content.state_action not in names.acts:
        raise RuleBroken.at("claim", "state_action", "It names an act that could not be taken.")
    return replace(
        content,
        citations=tuple(_citation(names, citation) for citation in content.citations),
        origin=names.origins[content.origin] if content.origin else "",
        state_action=names.acts[content.state_action] if content.state_action else "",
    )


def _citation(names: Names, citation: CitationContent) -> CitationContent:
    source = names.sources.get(citation.source.key)
    if source is None:
        raise RuleBroken.at(
            "claim", "citations", "It cites a source that the bundle does not hold, or that was refused."
        )
    return replace(citation, source=source)


def _alike(known: Claims, contents: Sequence[ClaimContent]) -> int | None:
    """The claim here that says the same: statement, speaker, states, and a source in common."""
    for content in contents:
        for claim in dict.fromkeys(known.alike.get((content.statement, content.speaker), ())):
            if claim not in known.met and _says_so(known, claim, content):
                return claim
    return None


def _says_so(known: Claims, claim: int, content: ClaimContent) -> bool:
    cited = {citation.source.key for citation in content.citations}
    for row in _rows(known, claim):
        same = (row.statement, row.speaker) == (content.statement, content.speaker)
        states = tuple(sorted(state.state_code for state in row.states))
        if same and states == tuple(sorted(content.states)) and cited & {c.source.key for c in row.citations}:
            return True
    return False


def _version_here(known: Claims, row: ClaimRevision) -> Version:
    session, name = known.desk.session, known.desk.idents.of_revision[row.id]
    names = {name, *session.scalars(select(ForeignRevision.ident).where(ForeignRevision.revision_id == row.id))}
    fields = claim_fields.of_content(bundles.named_content(row))
    again, _ = claim_content.read(fields, known.desk.resolve)
    content = again.content if again else bundles.named_content(row)
    written = session.scalar(
        select(ForeignRevision.at).where(ForeignRevision.revision_id == row.id, ForeignRevision.brought)
    )
    return Version(frozenset(names), _compared(known, content), written or row.recorded_at, name)


def _compared(known: Claims, content: ClaimContent) -> ClaimContent:
    """What a claim says as it is compared: the order of its bearings means nothing."""
    bearings = tuple(sorted(content.bearings, key=lambda b: (b.state, b.obligation)))
    origin = known.names.origin(revisions.origin_key(content))
    return replace(content, bearings=bearings, states=tuple(sorted(content.states)), origin=origin)


def _new(known: Claims, told: ToldClaim, contents: Sequence[ClaimContent]) -> None:
    desk = known.desk
    if told.withdrawn:
        return  # it stands nowhere, so there is nothing to bring
    _refuse_future(desk, told)
    key = free_key(told.key, known.keys.__contains__, desk.slugs[0])
    first = told.revisions[0]
    desk.begin()
    claim = claims.log(desk.session, content=contents[0], author=_author(desk, first), at=desk.at, key=key)
    known.keys[key], known.key_of[claim.id] = claim.id, key
    known.met.add(claim.id)
    _note(desk, claim.id, claims.number_id(desk.session, key=key), first, brought=True)
    places = {0: desk.idents.revisions[first.ident]}
    places |= _added(known, key, told, contents, range(1, len(contents)))
    desk.counts["claims"] += 1
    bundle_reviews.record(known.desk, key, told, places)


def _existing(
    known: Claims, told: ToldClaim, contents: Sequence[ClaimContent], rows: Sequence[ClaimRevision], made: Plan
) -> None:
    desk, claim = known.desk, rows[0].claim
    places = {number: rows[place].id for number, place in made.same.items()}
    for number, revision in places.items():
        _note(desk, claim.id, revision, told.revisions[number], brought=False)
    if made.added and claim.withdrawn_at is not None:
        what = (claim.key, told.revisions[-1].ident)
        desk.leave(MatterKind.CLOSED, what, CLOSED.format(desk.name, claim.key), claim_id=claim.id)
    elif made.added:
        _refuse_future(desk, told)
        places |= _added(known, claim.key, told, contents, made.added)
        desk.counts["conflicts" if made.course is Course.CONFLICT else "forward"] += 1
        if made.course is Course.CONFLICT:
            _both(known, claim.key, rows[-1], made, told)
    bundle_reviews.record(known.desk, claim.key, told, places)
    if told.withdrawn and claim.withdrawn_at is None:
        what = (claim.key, told.withdrawn.at.isoformat(), told.withdrawn.reason)
        sentence = TAKEN_BACK.format(desk.name, claim.key, told.withdrawn.reason)
        desk.leave(MatterKind.WITHDRAWAL, what, sentence, claim_id=claim.id)


def _both(known: Claims, key: str, ours: ClaimRevision, made: Plan, told: ToldClaim) -> None:
    """Put the later of two edits on top, and leave the claim to a person."""
    desk = known.desk
    theirs = claims.number_of(desk.session, key=key)
    if made.again:
        content = replace(revisions.content_of(ours), origin=ours.origin.key)
        _edit(desk, key, content, desk.by, AGAIN.format(desk.name))
    on_top = "edit made here" if made.again else f"edit made at {desk.name}"
    what = (key, *sorted({desk.idents.of_revision[ours.id], told.revisions[-1].ident}))
    sentence = BOTH.format(key, desk.name, on_top)
    desk.leave(MatterKind.CONFLICT, what, sentence, claim_id=ours.claim_id, ours=ours.number, theirs=theirs)


def _added(
    known: Claims, key: str, told: ToldClaim, contents: Sequence[ClaimContent], numbers: Sequence[int]
) -> dict[int, int]:
    """Save told revisions on top of one another; the row of each by its place."""
    desk, found = known.desk, {}
    for number in numbers:
        one = told.revisions[number]
        where = desk.who(one.told).name
        why = EDITED.format(where, one.author, one.at.date().isoformat(), f": {one.reason}" if one.reason else "")
        brought = _edit(desk, key, contents[number], _author(desk, one), why)
        claim, row = claims.find(desk.session, key=key).id, claims.number_id(desk.session, key=key)
        _note(desk, claim, row, one, brought=brought)
        found[number] = row
    return found


def _edit(desk: MergeDesk, key: str, content: ClaimContent, author: int, why: str) -> bool:
    """Save a revision on top; whether there was one to save: two contents may be one in the names of this record."""
    present = claims.show(desk.session, key=key)
    kept = replace(content, origin=revisions.origin_kept(present, content.origin))
    if kept == revisions.content_of(present):
        return False
    desk.begin()
    claims.edit(desk.session, key=key, base=present.number, content=kept, author=author, at=desk.at, reason=why[:2_000])
    return True


def _author(desk: MergeDesk, told: ToldRevision) -> int:
    """Whose revision it is here: the person who merges, unless a verified travel copy names an analyst of ours."""
    if desk.traveller and not told.told.installation and desk.traveller.wrote(told):
        try:
            claims.check_analyst(desk.session, told.person)
        except NotAllowed:
            return desk.by
        return told.person
    return desk.by


def _refuse_future(desk: MergeDesk, told: ToldClaim) -> None:
    """A time to come would win over every later edit."""
    if any(revision.at > desk.at + exchange.SKEW for revision in told.revisions):
        raise RuleBroken.at("claim", "", "A revision of it is dated later than now. Set the clock of its installation.")


def _note(desk: MergeDesk, claim: int, revision: int, told: ToldRevision, *, brought: bool) -> None:
    """Know a revision of ours by what it is known by there."""
    if told.ident in desk.idents.revisions:
        return
    where = desk.who(told.told)
    desk.session.add(
        ForeignRevision(
            revision_id=revision,
            ident=told.ident,
            installation=where.installation,
            name=where.name,
            author=told.author,
            username=told.username,
            at=told.at,
            brought=brought,
            merge_id=desk.merge.id,
        )
    )
    desk.idents.revisions[told.ident] = revision
    desk.idents.claim_of[revision] = claim
    desk.counts["known"] += not brought
    desk.session.flush()
