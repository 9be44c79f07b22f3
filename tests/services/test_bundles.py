"""Exchange between installations, on both databases."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from tests import smaller
from tests.databases import small
from tests.exchanging import AT, Installation, installation, lines, part_of, remade, rewritten, source
from tracker.db.models import Capture, Claim, ForeignReview, MergeMatter, OriginChange, Source
from tracker.domain.bundle import CLAIMS
from tracker.domain.content import CitationContent
from tracker.domain.errors import NotAllowed, RuleBroken, Stale
from tracker.domain.vocabulary import CaptureMethod, MatterKind, NoticeKind, ReviewState, Ruling, Verdict
from tracker.services import capture_files, claim_list, claims, exchanges, history, notices, origins, revisions
from tracker.services.captures import Custody

PLEDGE = "ru-matsegora-2018-07-18-pledge-diplomat"


@pytest.fixture
def installations(house, tmp_path):
    """Makes installations on copies of the seeded record."""
    house.need("small", small)
    made: list[tuple[Installation, str]] = []

    def make(*names: str) -> list[Installation]:
        fresh = [
            (installation(name, place, tmp_path / name), place) for name in names if (place := house.copy("small"))
        ]
        made.extend(fresh)
        return [one for one, _ in fresh]

    yield make
    for one, address in made:
        one.engine.dispose()
        house.drop(address)


@pytest.fixture
def two(installations):
    """Two installations whose records were one."""
    return installations("Vienna desk", "Geneva desk")


def _shown(where: Installation, key: str):
    return where.ask(lambda session: revisions.content_of(claims.show(session, key=key)))


def _matters(where: Installation) -> dict[MatterKind, list[str]]:
    found: dict[MatterKind, list[str]] = {}
    for row in where.ask(lambda session: exchanges.open_matters(session)):
        found.setdefault(row.kind, []).append(row.sentence)
    return found


def _state(where: Installation, key: str) -> ReviewState:
    return where.ask(lambda session: claim_list.review_state(claims.show(session, key=key)))


def test_what_one_logs_the_other_gets_once_and_reviews_it_anew(two):
    here, there = two
    key = there.log(statement="Ten workers left in May.")
    there.decide(key)
    data = there.bundle()
    assert there.bundle() == data, "the same record gives the same bytes"
    before = here.whole()
    dry = here.merge(data, dry=True)
    assert here.whole() == before
    made = here.merge(data)
    assert (made.sentence, dry.brought) == (
        "1 new claim, 1 review from elsewhere, 1 new source, 1 new origin",
        made.brought,
    )
    assert (_shown(here, key), _state(here, key)) == (_shown(there, key), ReviewState.WAITING)
    row = here.ask(lambda session: claims.show(session, key=key))
    assert row.author.username == "analyst2"
    elsewhere = here.ask(lambda session: exchanges.of_claim(session, claim_id=row.claim_id))
    written, decided = elsewhere.written[1], elsewhere.reviews[1][0]
    assert (written.author, written.name) == ("Analyst Person", "Geneva desk")
    assert (decided.reviewer, decided.name, decided.verdict) == ("Reviewer Person", "Geneva desk", Verdict.RIGHT)
    told = here.ask(lambda session: [event.sentence for event in history.of_claim(session, key=key)])
    assert any("merged what Reviewer Person at Geneva desk had decided" in sentence for sentence in told)
    after = here.whole()
    assert here.merge(data).number is None
    assert here.whole() == after, "merging twice changes nothing and leaves no entry"
    assert here.digest() == there.digest()
    back = there.whole()
    assert (there.merge(here.bundle()).number, there.whole()) == (None, back)


def test_a_reviewer_here_adopts_a_decision_from_elsewhere_and_its_merger_does_not(two):
    here, there = two
    key = there.log(statement="Ten workers left in May.")
    there.decide(key)
    here.merge(there.bundle(), by="both")
    number = here.ask(lambda session: session.scalars(select(ForeignReview.id)).one())
    with here.desk() as desk, pytest.raises(NotAllowed, match="own work"):
        exchanges.adopt(desk.session, number=number, seen=0, by=desk.people["both"], at=here.now())
    with here.desk() as desk:
        exchanges.adopt(desk.session, number=number, seen=0, by=desk.people["reviewer2"], at=here.now())
    review = here.ask(lambda session: claims.show(session, key=key)).reviews[0]
    assert (_state(here, key), review.reviewer.username) == (ReviewState.ACCEPTED, "reviewer2")
    assert review.comment.startswith("Adopted from Geneva desk, where Reviewer Person decided so on ")
    with here.desk() as desk, pytest.raises(Stale, match="adopted it already"):
        exchanges.adopt(desk.session, number=number, seen=1, by=desk.people["reviewer"], at=here.now())
    there.decide(key, by="reviewer2", verdict=Verdict.WRONG)
    assert here.merge(there.bundle()).brought == {"reviews": 1, "ended": 1}
    assert _state(here, key) is ReviewState.ACCEPTED, "what is decided elsewhere later changes nothing here"


def test_what_both_logged_is_one_claim_whatever_it_is_called(two):
    here, there = two
    address = CitationContent(source("They left", access_points=("https://www.b.example/left/",)))
    same = replace(address, source=replace(address.source, access_points=("http://b.example/left?utm_source=x",)))
    own = here.log(key="ours", statement="Nobody stayed.", citations=(address,))
    there.log(key="theirs", statement="Nobody stayed.", citations=(same,), by="analyst2")
    there.log(key="taken", statement="Some came back.", citations=(same,))
    here.log(key="taken", statement="All had left by then.", citations=(address,))
    made = here.merge(there.bundle())
    keys = here.ask(lambda session: set(session.scalars(select(Claim.key))))
    assert (own in keys, "theirs" in keys, "taken-geneva-desk" in keys) == (True, False, True)
    assert made.brought == {"claims": 1, "known": 1}
    assert _shown(here, "taken-geneva-desk").statement == "Some came back."
    there.merge(here.bundle())
    assert here.digest() == there.digest()


def test_an_edit_on_one_side_comes_on_top_and_waits_for_review(two):
    here, there = two
    there.edit(PLEDGE, notes="Checked in the archive.")
    assert here.merge(there.bundle()).sentence == "1 claim brought forward"
    row = here.ask(lambda session: claims.show(session, key=PLEDGE))
    assert (row.notes, row.number, _state(here, PLEDGE)) == ("Checked in the archive.", 2, ReviewState.WAITING)
    assert row.edit_reason.startswith("Merged from Geneva desk, where Analyst Person wrote it on ")
    here.edit(PLEDGE, notes="And once more.")
    there.merge(here.bundle())
    assert there.ask(lambda session: claims.show(session, key=PLEDGE)).number == 3
    assert here.digest() == there.digest()


@pytest.mark.parametrize("later", ["here", "there"])
def test_edits_on_both_sides_become_two_revisions_for_a_person_to_settle(two, later):
    here, there = two
    ours, theirs = (2, 1) if later == "here" else (1, 2)
    here.edit(PLEDGE, notes="Ours.", at=AT + timedelta(hours=ours))
    there.edit(PLEDGE, notes="Theirs.", at=AT + timedelta(hours=theirs))
    first, second = here.bundle(), there.bundle()
    here.merge(second, at=AT + timedelta(hours=5))
    there.merge(first, at=AT + timedelta(hours=6))
    on_top = "Ours." if later == "here" else "Theirs."
    for side in two:
        rows = side.ask(lambda session: claims.revisions_of(session, key=PLEDGE))
        assert rows[-1].notes == on_top
        assert {"Ours.", "Theirs."} == {row.notes for row in rows[1:]}
        assert _state(side, PLEDGE) is ReviewState.WAITING
        assert len(_matters(side)[MatterKind.CONFLICT]) == 1
    assert here.digest() == there.digest()
    number = here.ask(lambda session: exchanges.open_matters(session))[0].id
    with here.desk() as desk:
        settled = {"number": number, "by": desk.people["analyst"], "at": AT + timedelta(hours=7)}
        with pytest.raises(RuleBroken, match="Say how"):
            exchanges.settle(desk.session, words="", **settled)
        exchanges.settle(desk.session, words="The archive says so.", put_other=True, **settled)
    assert _shown(here, PLEDGE).notes != on_top
    assert _matters(here) == {}
    here.merge(second, at=AT + timedelta(hours=8))
    there.merge(here.bundle(), at=AT + timedelta(hours=8))
    assert here.digest() == there.digest()
    assert _matters(here) == {}, "what was settled is not left again"


def test_withdrawals_mergers_of_origins_and_notices_are_told_and_not_done(two):
    here, there = two
    key = there.log(statement="Ten workers left in May.")
    here.merge(there.bundle())
    with there.desk() as desk:
        people, at = desk.people, there.now()
        claims.withdraw(desk.session, key=key, by=people["analyst"], at=at, reason="It was a hoax.")
        change = origins.propose_merge(
            desk.session,
            origin="ria-matsegora-2018-07-18",
            into="blue-house-2016-05-29",
            reason="One interview.",
            by=people["analyst"],
            at=at,
        )
        ruled = {"ruling": Ruling.APPROVED, "by": people["reviewer"], "at": at, "reason": ""}
        origins.rule(desk.session, change=change.id, seen_fingerprint=change.fingerprint, **ruled)
        about = {"kind": NoticeKind.RETRACTION, "day": "2020", "address": "", "reason": "Made up."}
        notices.record(desk.session, source="diplomat-2018-07", by=people["analyst"], at=at, **about)
    data = there.bundle()
    made = here.merge(data)
    assert set(_matters(here)) == {MatterKind.WITHDRAWAL, MatterKind.ORIGIN, MatterKind.NOTICE}
    assert any("withdrew the claim" in sentence and "It was a hoax." in sentence for sentence in made.matters)
    assert here.ask(lambda session: claims.find(session, key=key)).withdrawn_at is None
    proposal = here.ask(lambda session: session.scalars(select(OriginChange)).one())
    assert (proposal.ruling, "Geneva desk" in proposal.reason) == (None, True)
    after = here.whole()
    assert (here.merge(data).number, here.whole()) == (None, after)
    here.edit(key, notes="We stand by it.")
    there.merge(here.bundle())
    assert MatterKind.CLOSED in _matters(there), "a claim that was withdrawn stays so"


def _worked(where: Installation, random: Random, turns: int) -> None:
    """Log, edit and decide at random."""
    keys = where.ask(lambda session: sorted(session.scalars(select(Claim.key))))[:3]
    for turn in range(turns):
        at = AT + timedelta(minutes=random.randrange(10_000), seconds=turn)
        deed, notes = random.choice(("log", "edit", "edit")), f"{where.name} {random.randrange(4)} {turn}"
        if deed == "log":
            where.log(statement=f"Statement {random.randrange(3)}.", notes=notes[-3], at=at)
        else:
            where.edit(random.choice(keys), notes=notes, at=max(at, AT + timedelta(days=8 + turn)))


def test_two_that_work_at_random_and_merge_both_ways_say_the_same(two):
    random, late = Random(1), AT + timedelta(days=20)  # noqa: S311  (nothing secret is drawn)
    for side in two:
        _worked(side, random, 4)
    here, there = two
    first = there.bundle()
    there.merge(here.bundle(), at=late)
    here.merge(first, at=late)
    for turn in range(2):
        here.merge(there.bundle(), at=late + timedelta(hours=turn))
        there.merge(here.bundle(), at=late + timedelta(hours=turn))
    assert here.digest() == there.digest()
    conflicts = [sorted(_matters(side).get(MatterKind.CONFLICT, [])) for side in two]
    assert len(conflicts[0]) == len(conflicts[1])
    settled = here.whole()
    assert (here.merge(there.bundle()).number, here.whole()) == (None, settled)


def test_the_order_of_three_bundles_does_not_matter_where_nothing_conflicts(installations):
    sides = installations("Vienna desk", "Geneva desk", "Nairobi desk")
    for number, side in enumerate(sides):
        side.log(key="shared", statement=f"Statement {number}.")
        side.log(statement="What all three heard.", by="analyst2")
        keys = side.ask(lambda session: sorted(session.scalars(select(Claim.key))))
        side.edit(keys[number], notes=f"Edited at {side.name}.", at=AT + timedelta(hours=number + 3))
    bundles = [side.bundle() for side in sides]
    targets = installations("one", "two")
    for target, order in zip(targets, ((0, 1, 2), (2, 0, 1)), strict=True):
        for place, number in enumerate(order):
            target.merge(bundles[number], at=AT + timedelta(hours=20 + place))
        statements = target.ask(
            lambda session: [revisions.content_of(r).statement for r in claims.current(session).values()]
        )
        assert statements.count("What all three heard.") == 1
    assert targets[0].digest() == targets[1].digest()


def test_the_same_seed_loaded_elsewhere_brings_no_claim_a_second_time(two):
    """Another installation knows every revision by another name, since it recorded it at another instant."""
    here, there = two

    def elsewhere(files, manifest):
        told = lines(files[CLAIMS])
        for claim in told:
            claim["revisions"] = [rewritten(revision, username="somebody") for revision in claim["revisions"]]
        files[CLAIMS] = part_of(told)

    data = remade(there.bundle(), elsewhere)
    made = here.merge(data)
    assert made.brought == {"known": len(smaller.CLAIMS)}
    assert here.merge(data).number is None
    assert here.digest() == there.digest()


def test_what_breaks_a_rule_is_left_out_and_named_and_the_rest_comes(two):
    here, there = two
    key = there.log(key="good", statement="Ten workers left in May.")
    bad = {
        "no-law": {"bears_on": [{"state": "MNG", "obligation": "r9-op9", "effect": "fulfils"}]},
        "no-state": {"states": ["Atlantis"]},
        "no-rule": {"kind": "pledge"},
        "no-source": {"source_key": "nowhere"},
        "no-origin": {"origin": "nowhere"},
        "in-future": {"notes": "Later."},
    }

    def spoil(files, manifest):
        told = lines(files[CLAIMS])
        good = next(claim for claim in told if claim["key"] == key)
        for name, fields in bad.items():
            revision = dict(good["revisions"][0])
            revision["at"] = "2999-01-01T00:00:00Z" if name == "in-future" else revision["at"]
            revision = rewritten(revision, **{"statement": f"About {name}.", **fields})
            told.append({"key": name, "revisions": [revision], "withdrawn": None})
        files[CLAIMS] = part_of(told)

    made = here.merge(remade(there.bundle(), spoil))
    assert made.brought["claims"] == 1
    assert len(made.left_out) == len(bad)
    for name, said in zip(
        bad, ("r9-op9", "Atlantis", "pledge", "cites a source", "names an origin", "later than now"), strict=True
    ):
        assert any(f"“{name}”" in sentence and said in sentence for sentence in made.left_out), (name, made.left_out)
    keys = here.ask(lambda session: set(session.scalars(select(Claim.key))))
    assert keys.isdisjoint(bad)


def test_kept_copies_go_along_if_asked_for_and_are_read_anew(two):
    here, there = two
    with there.desk() as desk:
        at = there.now()
        read = capture_files.read(b"The workers left in May, says the ministry.")
        custody = Custody(CaptureMethod.UPLOAD, at, at, file_name="left.txt", note="From the desk.")
        capture_files.keep(
            desk.session, source="diplomat-2018-07", read=read, custody=custody, by=desk.people["analyst"]
        )
    assert here.merge(there.bundle()).number is None
    data = there.bundle(copies=True)
    assert here.merge(data).sentence == "1 kept copy"
    copy = here.ask(lambda session: session.scalars(select(Capture).join(Source)).one())
    assert "Geneva desk" in copy.note
    assert "collector: Analyst Person" in copy.note
    assert copy.text_id is not None
    assert here.merge(data).number is None


def test_only_an_analyst_merges(two):
    here, there = two
    there.log(statement="Ten workers left in May.")
    with pytest.raises(NotAllowed):
        here.merge(there.bundle(), by="reviewer")
    assert here.ask(lambda session: session.scalars(select(MergeMatter)).all()) == []
