"""Watching, and the digest of what is watched: the same changes in the same words as the feed of changes has."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.counting import statements
from tests.services.desks import ADVERSE, AT, DUTY, LATER, seated
from tracker.db.models import Obligation, Source, Watch
from tracker.domain.digesting import LONGEST, What
from tracker.domain.errors import NotFound, RuleBroken
from tracker.domain.facts import Clocks
from tracker.domain.vocabulary import NoticeKind, Publication
from tracker.services import accounts, changes, claims, comparisons, digests, notices, watches

MIDTERM = "r2397-op8-midterm-report"
BEFORE = AT - timedelta(minutes=1)


@pytest.fixture
def desk(record):
    with seated(record) as found:
        yield found


def _watch(desk, by: str = "viewer", **what: str) -> Watch:
    return watches.begin(desk.session, user=desk.people[by], at=AT, **what)


def _digest(desk, by: str = "viewer", since=BEFORE, until=LATER):
    return digests.of_user(desk.session, user=desk.people[by], since=since, until=until)


def _told(digest, *whats: What) -> list[tuple[str, str]]:
    return [(g.name, e.head) for g in digest.groups for e in g.entries if e.what in (whats or tuple(What))]


def test_whoever_watches_nothing_is_told_nothing(desk):
    digest = _digest(desk)
    assert (digest.watched, digest.groups, digest.told) == (0, (), 0)


def test_a_thing_is_watched_once_found_again_and_ended_by_its_owner(desk):
    what = [{"state": "MNG", "obligation": DUTY}, {"state": "Mongolia"}, {"obligation": DUTY}, {"regime": "dprk-1718"}]
    made = [_watch(desk, **one).id for one in what]
    assert len(set(made)) == 4
    assert [_watch(desk, **one).id for one in what] == made
    named = [watches.name_of(one) for one in watches.of_user(desk.session, user=desk.people["viewer"])]
    assert named[0] == f"{named[1]}: {named[2]}"
    assert named[1] == "Mongolia"
    mine = desk.people["viewer"]
    assert watches.find(desk.session, user=mine, state="MNG") == made[1]
    assert watches.find(desk.session, user=mine, state="MNG", obligation=DUTY) == made[0]
    assert watches.find(desk.session, user=mine, state="RUS") is None
    assert watches.find(desk.session, user=desk.people["analyst"], state="MNG") is None
    with pytest.raises(NotFound, match="do not watch this"):
        watches.end(desk.session, user=desk.people["analyst"], watch=made[1])
    watches.end(desk.session, user=mine, watch=made[1])
    assert watches.find(desk.session, user=mine, state="MNG") is None


@pytest.mark.parametrize("what", [{}, {"regime": "dprk-1718", "state": "MNG"}, {"state": "Ruritania"}, {"regime": "x"}])
def test_what_there_is_not_cannot_be_watched(desk, what):
    with pytest.raises(RuleBroken):
        _watch(desk, **what)


def test_the_digest_tells_what_the_feed_of_changes_tells_and_the_rest_beside_it(desk):
    key = desk.log(**ADVERSE)
    _watch(desk, state="MNG", obligation=DUTY)
    waits = _digest(desk, until=AT)
    assert _told(waits, What.WAITING) == [(waits.groups[0].name, "Allegation: nobody has decided on it yet")]
    assert waits.groups[0].entries[0].lines[0].sentence == "A newspaper: The Panel says that workers stayed."
    desk.decide(key, at=LATER)
    found = _digest(desk)
    scope = comparisons.scope(desk.session, state="MNG", obligation=DUTY)
    clocks = Clocks(LATER.date(), LATER, rules="1")
    step = changes.recent(desk.session, chosen=scope, clocks=clocks)[0]
    (moved,) = [one for one in found.groups[0].entries if one.what is What.MOVED]
    assert (moved.at, moved.day) == (step.at, step.day)
    assert [line.sentence for line in moved.lines] == [cause.sentence for cause in step.moved[0].causes]
    assert (moved.before, moved.after) == (step.moved[0].before, step.moved[0].after)
    assert _told(found, What.WAITING) == []
    assert _told(found, What.REVIEWED)[0][1].startswith("Reviewer Person decided: the record is right, graded B2")
    assert _told(_digest(desk, since=LATER, until=LATER + timedelta(hours=1)), What.MOVED, What.REVIEWED) == []


def test_what_moved_before_the_instant_within_its_day_is_not_told_again(desk):
    first = desk.log(**ADVERSE)
    desk.decide(first, at=AT)
    _watch(desk, state="MNG")
    between = AT + timedelta(minutes=10)
    claims.withdraw(desk.session, key=first, by=desk.people["analyst"], at=LATER, reason="x")
    heads = [head for _, head in _told(_digest(desk, since=between), What.MOVED)]
    assert heads
    assert all("alleged breach" in head.split("→")[0] for head in heads)
    # Seen over the whole day it came and went, and nothing is otherwise.
    assert _told(_digest(desk), What.MOVED) == []


def test_a_regime_a_state_and_a_cell_that_overlap_tell_a_change_once(desk):
    desk.decide(desk.log(**ADVERSE), at=LATER)
    alone = _watch(desk, state="MNG", obligation=DUTY)
    told = _told(_digest(desk), What.MOVED)
    assert len(told) == 1
    watches.end(desk.session, user=desk.people["viewer"], watch=alone.id)
    for what in ({"state": "MNG"}, {"obligation": DUTY}, {"regime": "dprk-1718"}, {"state": "MNG", "obligation": DUTY}):
        _watch(desk, **what)
    assert _told(_digest(desk), What.MOVED) == told
    desk.log(by="analyst2", statement="Another.", at=LATER)
    assert all(name.startswith("Mongolia: ") for name, _ in _told(_digest(desk), What.REVIEWED, What.MOVED))


def test_a_notice_is_told_where_its_claims_bear_and_restricted_words_are_marked(desk):
    key = desk.log(**ADVERSE)
    _watch(desk, state="MNG")
    source = claims.show(desk.session, key=key).citations[0].source
    notices.record(
        desk.session,
        source=source.key,
        kind=NoticeKind.RETRACTION,
        day="",
        address="",
        reason="It was wrong.",
        by=desk.people["analyst"],
        at=LATER,
    )
    (group,) = [group for group in _digest(desk).groups if any(one.what is What.NOTICED for one in group.entries)]
    (told,) = [one for one in group.entries if one.what is What.NOTICED]
    assert told.head == "A source was retracted, and the claims that cite it wait for review again"
    assert (told.lines[0].source, told.lines[0].is_restricted) == (source.key, False)
    desk.session.execute(update(Source).where(Source.id == source.id).values(publication=Publication.RESTRICTED))
    lines = [line for g in _digest(desk).groups for e in g.entries for line in e.lines if line.claim or line.source]
    assert lines
    assert all(line.is_restricted for line in lines)


def test_deadlines_of_the_next_thirty_days_are_told_with_the_outcome(desk):
    due = desk.session.scalars(select(Obligation).where(Obligation.key == MIDTERM)).one()
    assert due.effective is not None
    _watch(desk, state="FRA", obligation=MIDTERM)
    _watch(desk, obligation=MIDTERM, by="analyst")
    day = AT.replace(year=2019, month=3, day=1)
    since = day - timedelta(days=1)
    (entry,) = _digest(desk, since=since, until=day).groups[0].entries
    assert (entry.what, entry.head) == (What.DUE, "Due on 22 March 2019")
    assert entry.lines[0].sentence == "Now: not due (unsupported)."
    whole = _digest(desk, by="analyst", since=since, until=day)
    assert [group.state for group in whole.groups] == [""]
    assert _told(_digest(desk, since=since - timedelta(days=30), until=day - timedelta(days=20))) == []


def test_the_number_of_statements_does_not_grow_with_the_claims(desk, record):
    _watch(desk, regime="dprk-1718")

    def asked() -> int:
        with statements(record) as sent:
            _digest(desk)
        return len(sent)

    desk.decide(desk.log(**ADVERSE), at=LATER)
    few = asked()
    for number in range(6):
        desk.decide(desk.log(**ADVERSE | {"statement": f"Statement {number}."}), at=LATER)
    assert asked() == few


def test_a_feed_opens_with_its_address_alone_and_ends_with_the_password(desk):
    who = desk.people["viewer"]
    token = watches.make_feed(desk.session, user=who, at=AT)
    kept = watches.watcher(desk.session, user=who)
    assert kept is not None
    assert token.partition(".")[2] not in kept.feed_hash
    reader = watches.reader_of(desk.session, token=token)
    assert reader is not None
    assert reader.id == who
    other = watches.make_feed(desk.session, user=desk.people["analyst"], at=AT)
    swapped = f"{desk.people['analyst']}.{token.partition('.')[2]}"
    forged = [swapped, token[:-1], token + "x", f"{who}.", "", "x", "9" * 80, f"{who}.{'é' * 40}", "٣.x"]
    assert [watches.reader_of(desk.session, token=one) for one in forged] == [None] * len(forged)
    again = watches.make_feed(desk.session, user=who, at=LATER)
    assert watches.reader_of(desk.session, token=token) is None
    accounts.reset_password(desk.session, username="viewer", password_hash="x")
    assert watches.reader_of(desk.session, token=again) is None
    watches.end_feed(desk.session, user=desk.people["analyst"])
    assert watches.reader_of(desk.session, token=other) is None
    last = watches.make_feed(desk.session, user=desk.people["reviewer"], at=AT)
    accounts.disable(desk.session, username="reviewer")
    assert watches.reader_of(desk.session, token=last) is None


def test_what_was_read_stays_read(desk):
    who = desk.people["viewer"]
    watches.look(desk.session, user=who, at=LATER)
    watches.look(desk.session, user=who, at=AT)
    kept = watches.watcher(desk.session, user=who)
    assert kept is not None
    assert kept.looked_at == LATER
    assert LONGEST.days == 31
