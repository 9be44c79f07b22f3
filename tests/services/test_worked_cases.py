"""The seven worked cases, on the seeded record, in both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.databases import SEEDED_AT
from tracker.db.engine import reading, writing
from tracker.domain.content import BearingContent, QuantityContent
from tracker.domain.facts import Clocks
from tracker.domain.vocabulary import Assurance, Credibility, Effect, Measure, Outcome, Reliability, Verdict
from tracker.services import accounts, assessments, citation_check, claim_list, claims, law, reviews, revisions

pytestmark = pytest.mark.whole_record

LATER = SEEDED_AT + timedelta(days=1)
REPATRIATION, MIDTERM, FINAL = (f"r2397-op8-{what}" for what in ("repatriation", "midterm-report", "final-report"))
COAL_CAP = "r2321-op26-coal-cap-dec-2016"
ARTICLE = "ru-matsegora-2018-07-18-pledge-diplomat"


def _cell(session, state, obligation, day, known_at=LATER):
    clocks = Clocks(date.fromisoformat(day), known_at)
    return assessments.cell(session, state=state, obligation=obligation, clocks=clocks).assessment


def _behind(assessment):
    return {claim for reason in assessment.reasons for claim in reason.claims}


def _aside(assessment):
    return {item.claim: item.why for item in assessment.set_aside}


# 1. The article's pledge counts only once a reviewer has accepted it, and is no fulfilment even then.


@pytest.mark.parametrize(
    ("day", "outcome"), [("2018-02-05", Outcome.PLEDGED), ("2018-07-31", Outcome.IN_PROGRESS)], ids=str
)
def test_case_1_russia_pledged_and_then_removals_began(shared_record, day, outcome):
    found = _cell(shared_record, "RUS", REPATRIATION, day)
    assert (found.outcome, found.assurance) == (outcome, Assurance.SELF_REPORTED)
    assert ARTICLE not in _behind(found)
    assert _aside(found)[ARTICLE] == "waiting"


def test_case_1_after_acceptance_the_cell_names_the_article_and_is_no_fulfilment(record):
    with writing(record, actor="reviewer") as session:
        _accept(session, ARTICLE, accounts.find(session, username="reviewer").id, LATER, Credibility.THREE)
    with reading(record) as session:
        found = _cell(session, "RUS", REPATRIATION, "2018-07-31")
        assert ARTICLE in _behind(found)
        assert found.outcome is Outcome.IN_PROGRESS
        earlier = _cell(session, "RUS", REPATRIATION, "2018-07-31", LATER - timedelta(seconds=1))
        assert ARTICLE not in _behind(earlier)


def test_case_1_the_wrong_resolution_is_said_and_the_right_one_proposed(shared_record):
    revision = claims.show(shared_record, key=ARTICLE)
    check = citation_check.of_revision(revision, law=citation_check.law_of(shared_record))
    assert check.mismatch
    assert "2356" in check.sentence
    assert REPATRIATION in [proposal.obligation for proposal in check.proposals]
    assert revision.cited_as == "Resolution 2356, passed last June"


@pytest.mark.parametrize(
    ("key", "right"),
    [
        ("ru-matsegora-2018-12-34k-to-11k", "S/RES/2397(2017)"),
        ("ru-topilin-2019-02-05-pledge", "S/RES/2397(2017)"),
        ("in-2018-03-07-dgft", "S/RES/2321(2016)"),
    ],
)
def test_other_wrong_numbers_are_found_too(shared_record, key, right):
    law_now = citation_check.law_of(shared_record)
    check = citation_check.of_revision(claims.show(shared_record, key=key), law=law_now)
    assert check.mismatch
    assert right in {proposal.resolution for proposal in check.proposals}


# 2. A report known only from the press four days after it was due.


def test_case_2_the_midterm_report_is_fulfilled_and_its_day_is_not_established(shared_record):
    found = _cell(shared_record, "RUS", MIDTERM, "2019-04-30")
    assert (found.outcome, found.assurance) == (Outcome.FULFILLED, Assurance.SELF_REPORTED)
    assert found.due == date(2019, 3, 22)
    assert "timeliness_not_established" in {reason.rule for reason in found.reasons}


# 3. "Almost all" against allegations.


def test_case_3_almost_all_is_not_fulfilled(shared_record):
    found = _cell(shared_record, "RUS", REPATRIATION, "2020-06-30")
    assert found.outcome not in (Outcome.FULFILLED, Outcome.FULFILLED_LATE)
    assert found.outcome is Outcome.BREACHED
    assert Outcome.PARTLY_FULFILLED in {holding.outcome for holding in found.also}
    assert {"ru-ilyichev-2020-01-almost-all", "jp-nhk-2019-12-23-arrivals"} <= _behind(found)


# 4. A figure over both limits.


@pytest.mark.parametrize("state", ["ALL", "CHN"])
def test_case_4_the_coal_cap_was_breached(shared_record, state):
    found = _cell(shared_record, state, COAL_CAP, "2017-03-31")
    assert (found.outcome, found.assurance) == (Outcome.BREACHED, Assurance.VERIFIED)
    assert "un-2017-02-coal-dec-2016-over-cap" in _behind(found)


def test_case_4_china_s_own_word_is_listed_beside_it(shared_record):
    found = _cell(shared_record, "CHN", COAL_CAP, "2017-03-31")
    assert (Outcome.FULFILLED, Assurance.SELF_REPORTED) in {(h.outcome, h.assurance) for h in found.also}
    assert "cn-hua-2017-01-fulfilled" in _behind(found)


FIGURE = "un-2017-02-coal-dec-2016-over-cap"


def test_case_4_it_said_so_only_from_the_moment_of_acceptance(record):
    """The Committee's figure is recorded a day after all the rest, and accepted a day after that."""
    recorded, accepted = LATER, LATER + timedelta(days=1)
    with writing(record, actor="test") as session:
        content = revisions.content_of(claims.show(session, key=FIGURE))
        analyst, reviewer = (accounts.find(session, username=name).id for name in ("analyst", "reviewer"))
        claims.withdraw(session, key=FIGURE, by=analyst, at=recorded - timedelta(hours=1), reason="To record it later.")
        claims.log(session, content=content, author=analyst, at=recorded, key="later")
        _accept(session, "later", reviewer, accepted)
    with reading(record) as session:
        for state in ("ALL", "CHN"):
            before = _cell(session, state, COAL_CAP, "2017-03-31", recorded - timedelta(seconds=1))
            waiting = _cell(session, state, COAL_CAP, "2017-03-31", accepted - timedelta(seconds=1))
            after = _cell(session, state, COAL_CAP, "2017-03-31", accepted)
            assert Outcome.BREACHED not in (before.outcome, waiting.outcome)
            assert ("later" in _aside(before), _aside(waiting)["later"]) == (False, "waiting")
            assert (after.outcome, after.assurance) == (Outcome.BREACHED, Assurance.VERIFIED)


def _accept(session, key, reviewer, at, credibility=Credibility.TWO):
    reviews.decide(
        session,
        key=key,
        revision=1,
        seen=0,
        reviewer=reviewer,
        verdict=Verdict.RIGHT,
        reliability=Reliability.B,
        credibility=credibility,
        comment="",
        at=at,
    )


@pytest.mark.parametrize("state", ["ALL", "CHN"])
def test_case_4_before_anything_was_recorded_nothing_said_so(shared_record, state):
    found = _cell(shared_record, state, COAL_CAP, "2017-03-31", SEEDED_AT - timedelta(seconds=1))
    assert found.outcome is Outcome.NO_INFORMATION
    assert found.set_aside == ()


def test_a_figure_of_another_year_is_over_no_limit_of_this_one(record):
    """Nine million tons in 2015 break no limit of 2017."""
    figure = QuantityContent(9_000_000, 9_000_000, "t", counted="coal", measure=Measure.FLOW, reference="2015")
    with writing(record, actor="test") as session:
        content = revisions.content_of(claims.show(session, key=FIGURE))
        bearing = BearingContent("ALL", "r2321-op26-coal-cap-2017", Effect.MEASURES)
        old = replace(content, said="2017-02-01", event="2015", bearings=(bearing,), quantities=(figure,))
        analyst, reviewer = (accounts.find(session, username=name).id for name in ("analyst", "reviewer"))
        claims.log(session, content=old, author=analyst, at=LATER, key="old")
        _accept(session, "old", reviewer, LATER)
    with reading(record) as session:
        found = _cell(session, "ALL", "r2321-op26-coal-cap-2017", "2017-07-01")
        assert Outcome.BREACHED not in {found.outcome, *(holding.outcome for holding in found.also)}


# 5. Nothing on record means three different things.


@pytest.mark.parametrize(
    ("obligation", "day", "outcome"),
    [
        (REPATRIATION, "2020-04-30", Outcome.NO_INFORMATION),
        (FINAL, "2020-04-30", Outcome.OVERDUE),
        (FINAL, "2020-03-01", Outcome.NOT_DUE),
    ],
)
def test_case_5_silence(shared_record, obligation, day, outcome):
    found = _cell(shared_record, "FRA", obligation, day)
    assert (found.outcome, found.assurance) == (outcome, Assurance.UNSUPPORTED)
    assert found.reasons


# 6. Three outlets and one origin.


def test_case_6_outlets_of_one_origin_never_corroborate(record):
    """Two more outlets carry one radio's story on a bank: the cell stays as it was."""
    key, duty = "cn-2016-11-15-rason-bank", "r2270-op34-no-offices-in-dprk"
    with reading(record) as session:
        before = _cell(session, "CHN", duty, "2016-12-31")
    _repeat(record, key, times=2)
    with reading(record) as session:
        after = _cell(session, "CHN", duty, "2016-12-31", LATER + timedelta(days=1))
    assert after.assurance is before.assurance
    assert after.outcome is before.outcome
    assert len(_behind(after)) == len(_behind(before)) + 2
    assert (before.outcome, before.assurance) == (Outcome.ALLEGED_BREACH, Assurance.SINGLE_ORIGIN)


def _repeat(record, key, times):
    with writing(record, actor="analyst") as session:
        content = revisions.content_of(claims.show(session, key=key))
        for number in range(times):
            claims.log(
                session,
                content=content,
                author=accounts.find(session, username="analyst").id,
                at=LATER,
                key=f"{key}-{number}",
            )
            _accept(session, f"{key}-{number}", accounts.find(session, username="reviewer").id, LATER)


# 7. Positions.


@pytest.mark.parametrize("key", ["ru-lavrov-2018-05-31-lifting-sanctions", "us-trump-2018-07-18-sanctions-remain"])
def test_case_7_a_position_changes_no_status(record, key):
    clocks = Clocks(date(2020, 6, 30), LATER + timedelta(days=1))
    with writing(record, actor="reviewer") as session:
        before = _outcomes(session, clocks)
        _accept(session, key, accounts.find(session, username="reviewer").id, LATER, Credibility.ONE)
        assert _outcomes(session, clocks) == before
        assert claims.show(session, key=key).bearings == []


def _outcomes(session, clocks):
    return assessments.matrix(session, regime="dprk-1718", clocks=clocks).decisions


# The article, whole.


def test_the_article_s_claims_all_wait_for_a_newcomer_s_review(shared_record):
    chosen = claim_list.ClaimFilter(source=_article(shared_record))
    found = claim_list.everything(shared_record, chosen=chosen)
    assert len(found) == 7
    assert {claim_list.review_state(revision).value for revision in found} == {"waiting"}
    told = " ".join(revision.statement for revision in found)
    for words in ("on the agenda", "freeze", "strategic line", "sanctions stay in place"):
        assert words in told


def _article(session):
    revision = claims.show(session, key=ARTICLE)
    return revision.citations[0].source.key


def test_the_record_s_law_and_states_are_whole(shared_record):
    assert len(law.states(shared_record)) == 195
    assert len(law.regimes(shared_record)) == 33
    assert len(law.resolutions(shared_record)) == 79
    assert len(law.obligations(shared_record)) == 134
