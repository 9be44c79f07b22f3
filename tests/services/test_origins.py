"""Origins: merged and split by two people, from an instant on, and never behind anybody's back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from tests.databases import SEEDED_AT
from tests.services.test_claims import CONTENT
from tracker.db import facts
from tracker.db.constraints import refusing
from tracker.db.engine import writing
from tracker.db.models import Obligation, Origin, OriginAssignment, OriginChange, SearchTerm
from tracker.domain.content import HopContent
from tracker.domain.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.domain.vocabulary import HopRole, OriginChangeKind, Ruling
from tracker.services import accounts, claim_files, claim_import, claim_list, claims, history, origins, revisions

AT = SEEDED_AT + timedelta(hours=1)
LATER = AT + timedelta(hours=1)
DUTY = "r2397-op8-repatriation"
NAMES = ("analyst", "analyst2", "both", "reviewer", "reviewer2", "admin", "viewer")
WHY = "Both quote the one press briefing."


class Desk:
    """A writer's session, the people's ids, and two claims of the origin "wire" beside one of the origin "paper"."""

    def __init__(self, session):
        self.session = session
        self.people = {name: accounts.find(session, username=name).id for name in NAMES}
        self.wire = [self.log("wire", n) for n in (1, 2)]
        self.paper = self.log("paper", 3)

    def log(self, origin, number, at=AT):
        content = replace(CONTENT, origin=origin, statement=f"Statement {number} of {origin}.")
        return claims.log(self.session, content=content, author=self.people["analyst"], at=at).key

    def merge(self, origin="wire", into="paper", by="analyst", reason=WHY):
        return origins.propose_merge(self.session, origin=origin, into=into, reason=reason, by=self.people[by], at=AT)

    def split(self, *keys, origin="wire", label="An interview of its own", by="analyst", reason=WHY):
        return origins.propose_split(
            self.session, origin=origin, claims=keys, label=label, reason=reason, by=self.people[by], at=AT
        )

    def rule(self, change, ruling=Ruling.APPROVED, by="reviewer", reason="", seen="", at=LATER):
        seen = seen or change.fingerprint
        person = self.people[by]
        return origins.rule(
            self.session, change=change.id, ruling=ruling, by=person, at=at, reason=reason, seen_fingerprint=seen
        )

    def edit(self, key, at=LATER + timedelta(hours=1), **change):
        current = claims.show(self.session, key=key)
        content = replace(revisions.content_of(current), **change)
        author = self.people["analyst2"]
        return claims.edit(self.session, key=key, base=current.number, content=content, author=author, at=at, reason="")

    def counts(self, known_at):
        """The origin under which each of the claims counts in its cell, as the rules see it."""
        duty = self.session.scalars(select(Obligation.id).where(Obligation.key == DUTY)).one()
        found = facts.evidence_of(self.session, state="MNG", obligation_id=duty, known_at=known_at)
        return {item.claim: item.origin for item in found}


@pytest.fixture
def desk(record):
    with writing(record, actor="test") as session:
        yield Desk(session)
        session.rollback()


def test_a_merge_moves_every_claim_from_its_approval_on_and_not_before(desk):
    change = desk.merge()
    before = desk.counts(LATER)
    assert (before[desk.wire[0]], before[desk.paper]) == ("wire", "paper")
    desk.rule(change)
    assert set(desk.counts(LATER).values()) == {"paper"}
    assert desk.counts(LATER - timedelta(microseconds=1)) == before


def test_lists_forms_files_and_search_follow_a_merge(desk):
    desk.session.scalars(select(Origin).where(Origin.key == "paper")).one().label = "Zymurgy briefing"
    desk.rule(desk.merge())
    for key in desk.wire:
        shown = claims.show(desk.session, key=key)
        assert revisions.content_of(shown).origin == "paper"
        assert claim_files.fields_of(shown)["origin_label"] == "Zymurgy briefing"
        assert claims.origin_key(desk.session, name=key) == "paper"
    assert claim_list.lines(desk.session, chosen=claim_list.ClaimFilter(origin="paper")).total == 3
    assert claim_list.lines(desk.session, chosen=claim_list.ClaimFilter(origin="wire")).total == 0
    found = desk.session.scalar(select(func.count()).select_from(SearchTerm).where(SearchTerm.term == "zymurgy"))
    assert found == 2  # of the claim that was there before, nothing was written anew


def test_a_claim_logged_later_under_a_merged_origin_goes_where_it_went_however_often(desk):
    desk.rule(desk.merge())
    agency = desk.log("agency", 4, at=LATER)
    desk.rule(desk.merge("paper", "agency"), at=LATER + timedelta(minutes=1))
    late = desk.log("wire", 5, at=LATER + timedelta(minutes=2))
    assert revisions.content_of(claims.show(desk.session, key=late)).origin == "agency"
    assert claims.origin_key(desk.session, name="wire") == "agency"
    assert set(desk.counts(LATER + timedelta(hours=1)).values()) == {"agency"}
    assert desk.counts(LATER + timedelta(seconds=1))[desk.wire[0]] == "paper"
    assert agency in desk.counts(LATER)


def test_a_split_makes_an_origin_of_its_own_for_the_claims_chosen(desk):
    change = desk.rule(desk.split(desk.wire[1]))
    counts = desk.counts(LATER)
    assert (counts[desk.wire[0]], counts[desk.wire[1]]) == ("wire", "an-interview-of-its-own")
    made = origins.get(desk.session, key="an-interview-of-its-own")
    assert made.label == "An interview of its own"
    assert [row.id for row in origins.changes_of(desk.session, origin=made, known_at=LATER)] == [change.id]


def test_a_split_origin_may_be_merged_again_and_every_instant_still_counts_as_it_did(desk):
    desk.rule(desk.split(desk.wire[1]), at=LATER)
    again = LATER + timedelta(hours=2)
    desk.rule(desk.merge("an-interview-of-its-own", "wire"), at=again)
    assert [desk.counts(at)[desk.wire[1]] for at in (LATER - timedelta(seconds=1), LATER, again)] == [
        "wire",
        "an-interview-of-its-own",
        "wire",
    ]


@pytest.mark.parametrize("name", ["viewer", "admin"])
def test_only_an_analyst_or_a_reviewer_proposes(desk, name):
    with pytest.raises(NotAllowed, match="may propose"):
        desk.merge(by=name)
    with pytest.raises(NotAllowed, match="may propose"):
        desk.split(desk.wire[0], by=name)


@pytest.mark.parametrize(("by", "words"), [("analyst2", "Only a reviewer"), ("admin", "Only a reviewer")])
def test_only_a_reviewer_rules(desk, by, words):
    with pytest.raises(NotAllowed, match=words):
        desk.rule(desk.merge(), by=by)


@pytest.mark.parametrize("ruling", [Ruling.APPROVED, Ruling.REFUSED])
def test_nobody_rules_on_their_own_proposal_whatever_their_roles(desk, ruling):
    for change in (desk.merge(by="both"), desk.split(desk.wire[0], by="both")):
        with pytest.raises(NotAllowed, match="A second person"):
            desk.rule(change, ruling, by="both", reason="x")


def test_the_database_refuses_it_too(desk):
    change = desk.merge(by="both")
    own = {"ruling": Ruling.APPROVED, "ruled_by_id": desk.people["both"], "ruled_at": LATER}
    with pytest.raises(NotAllowed, match="A second person"), refusing(desk.session):
        desk.session.execute(update(OriginChange).where(OriginChange.id == change.id).values(own))


def test_the_database_keeps_one_origin_a_claim(desk):
    desk.rule(desk.merge())
    row = desk.session.scalars(select(OriginAssignment)).first()
    second = {"claim_id": row.claim_id, "origin_id": row.origin_id, "change_id": row.change_id, "at": LATER}
    with pytest.raises(Stale, match="moved a claim"), refusing(desk.session):
        desk.session.add(OriginAssignment(**second))


def test_half_a_ruling_is_none_for_the_database(desk):
    change = desk.merge()
    with pytest.raises(IntegrityError, match="ruling_whole"):
        desk.session.execute(update(OriginChange).where(OriginChange.id == change.id).values(ruling=Ruling.REFUSED))


def _edit_one(desk):
    desk.edit(desk.wire[0], notes="Read again.")


def _log_one(desk):
    desk.log("wire", 9)


def _edit_the_other(desk):
    desk.edit(desk.paper, notes="Read again.")


def _merge_away(desk):
    desk.rule(desk.merge("paper", "wire"))


@pytest.mark.parametrize("deed", [_edit_one, _log_one, _edit_the_other, _merge_away])
def test_an_approval_of_what_has_moved_on_is_refused(desk, deed):
    change = desk.merge()
    seen = change.fingerprint
    deed(desk)
    with pytest.raises(Stale, match="Propose it anew"):
        desk.rule(change, seen=seen)
    assert origins.fingerprint_now(desk.session, change) != seen
    assert origins.change_of(desk.session, number=change.id).ruling is None
    desk.rule(change, Ruling.REFUSED, reason="It has moved on.")


def test_an_approval_of_something_else_is_refused(desk):
    with pytest.raises(Stale):
        desk.rule(desk.merge(), seen="0" * 64)


def test_what_is_ruled_on_stays_so(desk):
    change = desk.merge()
    desk.rule(change, Ruling.REFUSED, reason="Two briefings.")
    with pytest.raises(Stale, match="Reviewer Person has ruled on this proposal already: refused"):
        desk.rule(change, by="reviewer2")
    with pytest.raises(Stale):
        origins.take_back(desk.session, change=change.id, by=desk.people["analyst"], at=LATER)


def test_a_proposal_is_taken_back_by_its_author_alone(desk):
    change = desk.merge()
    with pytest.raises(NotAllowed, match="Only who proposed this change"):
        origins.take_back(desk.session, change=change.id, by=desk.people["analyst2"], at=LATER)
    row = origins.take_back(desk.session, change=change.id, by=desk.people["analyst"], at=LATER)
    assert (row.ruling, origins.pending(desk.session)) == (Ruling.TAKEN_BACK, [])


def test_a_refusal_says_why_and_nothing_but_yes_or_no_is_a_ruling(desk):
    change = desk.merge()
    for ruling, field in ((Ruling.REFUSED, "reason"), (Ruling.TAKEN_BACK, "ruling")):
        with pytest.raises(RuleBroken) as refused:
            desk.rule(change, ruling)
        assert refused.value.field == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda desk: desk.merge(into="wire"), "into"),
        (lambda desk: desk.merge(into="none-such"), "into"),
        (lambda desk: desk.merge(reason=""), "reason"),
        (lambda desk: desk.merge(reason="x" * 5_001), "reason"),
        (lambda desk: desk.split(), "claims"),
        (lambda desk: desk.split(desk.paper), "claims"),
        (lambda desk: desk.split(*desk.wire), "claims"),
        (lambda desk: desk.split(desk.wire[0], label=""), "label"),
        (lambda desk: desk.split(desk.wire[0], label="x" * 501), "label"),
        (lambda desk: desk.split(desk.wire[0], reason=""), "reason"),
        (lambda desk: [desk.merge(), desk.merge(by="both")], ""),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_at_its_field(desk, change, field):
    with pytest.raises(RuleBroken) as refused:
        change(desk)
    assert refused.value.field == field


def test_a_merged_origin_takes_part_in_nothing_more(desk):
    desk.rule(desk.merge())
    for deed in (desk.merge, lambda: desk.split(desk.wire[0])):
        with pytest.raises(RuleBroken, match="was merged into"):
            deed()
    # Naming it as the target means the origin that it has become, so no circle can arise.
    with pytest.raises(RuleBroken, match="into itself"):
        desk.merge("paper", "wire")


def test_an_unknown_origin_or_proposal_is_not_found(desk):
    with pytest.raises(NotFound):
        desk.merge("none-such")
    with pytest.raises(NotFound):
        origins.change_of(desk.session, number=999)


def test_an_edit_keeps_what_two_people_assigned_unless_its_author_names_another_origin(desk):
    desk.rule(desk.merge())
    edited = LATER + timedelta(hours=1)
    desk.edit(desk.wire[0], notes="Read again.", at=edited)
    assert desk.counts(edited)[desk.wire[0]] == "paper"
    desk.edit(desk.wire[0], origin="radio", at=edited + timedelta(hours=1))
    moments = [LATER, edited, edited + timedelta(hours=1)]
    assert [desk.counts(at)[desk.wire[0]] for at in moments] == ["paper", "paper", "radio"]


def test_an_edit_that_names_the_merged_origin_again_changes_nothing(desk):
    desk.rule(desk.merge())
    with pytest.raises(RuleBroken, match="Nothing was changed"):
        desk.edit(desk.wire[0], origin="wire")


def test_the_history_tells_of_the_merge_and_blames_no_editor_for_it(desk):
    desk.rule(desk.merge())
    desk.edit(desk.wire[0], notes="Read again.")
    told = history.of_claim(desk.session, key=desk.wire[0])
    label = origins.get(desk.session, key="paper").label
    moved = f"by which the claim now counts under the origin “{label}”: {WHY}"
    assert [event.sentence for event in told[1:]] == [
        f"approved a merge that Analyst Person had proposed, {moved}",
        "saved revision 2 and changed notes",
    ]
    assert history.compare(desk.session, key=desk.wire[0], before=1, after=2)[0].label == "Notes"


def test_a_file_exported_before_a_merge_or_a_split_is_imported_again_as_unchanged(desk):
    chosen = claim_list.ClaimFilter(state="MNG")
    data = claim_files.give_out(desk.session, chosen=chosen, fmt="csv")
    desk.rule(desk.split(desk.wire[1]))
    desk.rule(desk.merge())
    report = claim_import.bring_in(
        desk.session,
        rows=claim_files.read_rows(data, fmt="csv"),
        author=desk.people["analyst"],
        at=LATER + timedelta(hours=1),
    )
    assert report.faults == []
    assert {done.fate for done in report.done} == {claim_import.Fate.UNCHANGED}


def test_browsing_counts_the_claims_that_count_under_each_origin(desk):
    desk.rule(desk.merge())
    lines = {line.origin.key: line.claims for line in origins.browse(desk.session, size=1_000).rows}
    assert (lines["wire"], lines["paper"]) == (0, 3)
    assert [line.origin.key for line in origins.browse(desk.session, words="PAPER").rows] == ["paper"]


def test_the_claims_of_an_origin_at_an_instant_make_its_tree(desk):
    hops = (HopContent(HopRole.SPEAKER, "A spokesperson"), HopContent(HopRole.WIRE, "Reuters"))
    desk.edit(desk.wire[0], hops=hops, at=AT + timedelta(minutes=5))
    desk.rule(desk.merge())
    paper = origins.get(desk.session, key="paper")
    before, after = (
        origins.claims_of(desk.session, origin=paper, known_at=at) for at in (LATER - timedelta(seconds=1), LATER)
    )
    assert [row.claim.key for row in before] == [desk.paper]
    assert {row.claim.key for row in after} == {*desk.wire, desk.paper}
    (root,) = origins.tree_of(after)
    assert (root.name, len(root.carried)) == ("A spokesperson", 3)
    assert root.claims == tuple(sorted([desk.wire[1], desk.paper]))
    assert [(node.name, node.claims) for node in root.following] == [("Reuters", (desk.wire[0],))]


def test_proposals_are_listed_until_they_are_ruled_on_and_told_of_an_origin_as_they_were_known(desk):
    first, second = desk.merge(), desk.split(desk.wire[0])
    assert [row.id for row in origins.pending(desk.session)] == [first.id, second.id]
    desk.rule(first, Ruling.REFUSED, reason="Two briefings.")
    assert [(row.id, row.kind) for row in origins.pending(desk.session)] == [(second.id, OriginChangeKind.SPLIT)]
    wire = origins.get(desk.session, key="wire")
    assert len(origins.changes_of(desk.session, origin=wire, known_at=LATER)) == 2
    assert origins.changes_of(desk.session, origin=wire, known_at=AT - timedelta(seconds=1)) == []
