"""The page of a cell: outcome, reasons, evidence, what was set aside, and why silence means what it means."""

import html
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.counting import count
from tests.databases import SEEDED_AT
from tests.later import THEN, happens
from tracker.db.engine import writing
from tracker.domain import proofs
from tracker.domain.facts import Clocks
from tracker.domain.vocabulary import ReviewState
from tracker.services import accounts, assessments, claims, revisions

REPATRIATION = "/cells/RUS/r2397-op8-repatriation"
ARTICLE = "ru-matsegora-2018-07-18-pledge-diplomat"
EDITED = "The number of workers has fallen by half, said the ambassador."


def _parts(page):
    """Reasons, claims that count, and claims set aside."""
    why, _, rest = page.partition('id="counted"')
    counted, _, aside = rest.partition('id="aside"')
    return why, counted, aside


def test_case_1_the_article_is_set_aside_until_somebody_reviews_it(client):
    why, counted, aside = _parts(client.get(f"{REPATRIATION}?as_of=2018-07-31").text)
    assert "in progress" in why
    assert ARTICLE not in why + counted
    card = aside[aside.index(f'id="claim-{ARTICLE}"') :]
    assert "It is waiting for review." in card
    assert "Resolution 2356, passed last June" in card
    assert "The citation does not match the record." in card


def test_each_reason_leads_to_claims_with_statement_source_grade_and_reviewer(client):
    why, counted, _ = _parts(client.get(f"{REPATRIATION}?as_of=2018-07-31").text)
    assert 'href="#claim-ru-matsegora-2018-07-18-half-reduction"' in why or 'href="#claim-' in why
    for wanted in ("graded <strong>", "Cited as", "/sources/", "Origin:", "/claims/"):
        assert wanted in counted


def test_case_2_says_that_timeliness_is_not_established(client):
    page = client.get("/cells/RUS/r2397-op8-midterm-report?as_of=2019-04-30").text
    assert "Timeliness not established" in page
    assert "15 months from 2017-12-22 is 2019-03-22" in page


@pytest.mark.whole_record
@pytest.mark.parametrize(("state", "also"), [("ALL", ""), ("CHN", "Holds too")], ids=["all states", "China"])
def test_case_4_the_coal_cap_is_breached_and_verified(client, state, also):
    page = client.get(f"/cells/{state}/r2321-op26-coal-cap-dec-2016?as_of=2017-03-31").text
    verdict = page[page.index("verdict-line") : page.index("</section>")]
    assert "outcome-breached" in verdict
    assert "verified" in verdict
    assert also in verdict


@pytest.mark.whole_record
def test_case_4_before_it_was_known_the_page_does_not_say_so(client):
    page = client.get("/cells/CHN/r2321-op26-coal-cap-dec-2016?as_of=2017-03-31&known_at=2026-11-22").text
    assert "outcome-breached" not in page
    assert "Claims that count (0)" in page
    assert "Set aside (0)" in page


@pytest.mark.whole_record
@pytest.mark.parametrize(
    ("obligation", "day", "outcome", "why"),
    [
        ("repatriation", "2020-04-30", "no information", "silence is not held against the state"),
        ("final-report", "2020-04-30", "overdue", "that silence is itself the failure"),
        ("final-report", "2020-03-01", "not due", "There is a date, and it has not passed"),
    ],
    ids=["no information", "overdue", "not due"],
)
def test_case_5_silence_is_explained(client, obligation, day, outcome, why):
    page = client.get(f"/cells/TUV/r2397-op8-{obligation}?as_of={day}").text
    assert f"Why “{outcome}”:" in page
    assert why in page.partition("Why “")[2].partition("</p>")[0]
    assert page.partition('id="siblings"')[2].count("/cells/TUV/r2397-op8-") == 3


def test_a_report_owed_every_period_is_listed_period_by_period(client):
    page = client.get("/cells/RUS/r2397-op5-refined-petroleum-30-day-report?as_of=2019-02-01").text
    listed = page.partition('id="periods"')[2].partition("</section>")[0]
    assert "14 periods by" in listed
    assert "1 open, 13 not shown to be owed" in listed
    assert "The 2 earlier periods" in listed
    assert 'id="periods"' not in client.get(REPATRIATION).text


def test_any_name_of_the_state_leads_to_its_code(client):
    answer = client.get("/cells/Russia/r2397-op8-repatriation?as_of=2018-07-31")
    assert answer.location == f"{REPATRIATION}?as_of=2018-07-31"


@pytest.mark.parametrize("path", ["/cells/ATL/r2397-op8-repatriation", "/cells/RUS/r2397-op8"])
def test_what_is_not_on_record_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(("person", "offered"), [("analyst", True), ("reviewer", False), (None, False)])
def test_it_offers_an_analyst_the_form_with_state_and_obligation_filled_in(client, person, offered):
    page = (client.sign_in(person) if person else client).get(REPATRIATION).text
    assert ("/claims/new?state=RUS&amp;obligation=r2397-op8-repatriation" in page) is offered


def test_it_shows_how_the_outcome_moved(client):
    page = client.get(f"{REPATRIATION}?as_of=2018-07-31").text
    moved = page[page.index("How the outcome moved</h3>") : page.index('id="counted"')]
    days = [day for day in ("2017-12-22", "2018-01-30", "2018-07-31", "2019-12-22") if f"as_of={day}" in moved]
    assert len(days) == 4
    assert moved.index("outcome-not-due") < moved.index("outcome-pledged") < moved.index("outcome-in-progress")


def test_an_earlier_instant_shows_the_revision_that_was_known_then(client, record):
    later = SEEDED_AT + timedelta(hours=1)
    with writing(record, actor="analyst") as session:
        before = revisions.content_of(claims.show(session, key=ARTICLE))
        author = accounts.find(session, username="analyst").id
        content = replace(before, statement=EDITED)
        claims.edit(session, key=ARTICLE, base=1, content=content, author=author, at=later, reason="wording")
    clocks = "as_of=2018-07-31&known_at=2026-11-23T{}:00:00Z"
    assert EDITED not in client.get(f"{REPATRIATION}?{clocks.format('09')}").text
    assert f"/claims/{ARTICLE}/1" in client.get(f"{REPATRIATION}?{clocks.format('09')}").text
    assert EDITED in client.get(f"{REPATRIATION}?{clocks.format('11')}").text


@pytest.mark.whole_record
def test_the_number_of_statements_is_fixed(app):
    busy = count(app, f"{REPATRIATION}?as_of=2020-06-30")
    assert busy == count(app, "/cells/CHN/r2397-op8-repatriation?as_of=2020-06-30") <= 63


def test_the_proof_is_on_the_page_in_words_and_for_a_machine_to_replay(client):
    clocks = "as_of=2020-04-30&known_at=2026-11-24"
    page = html.unescape(client.get(f"/cells/TUV/r2397-op8-final-report?{clocks}").text)
    answer = client.get(f"/cells/TUV/r2397-op8-final-report/proof.json?{clocks}")
    told = proofs.from_canonical(answer.json)
    assert proofs.differences(told, proofs.replay(told)) == []
    assert told.outcome.value == "overdue"
    lines = [line for part in answer.json["text"] for line in (part["title"], *part["lines"])]
    assert all(line in page for line in lines)
    assert any("dated by 22 March 2020, would make it fulfilled" in line for line in lines)


def test_a_proof_at_a_clock_that_cannot_be_read_is_refused(client):
    assert client.get(f"{REPATRIATION}/proof.json?as_of=soon").status_code == 422


def test_the_claims_of_a_cell_are_given_to_a_machine_with_what_they_cite(client):
    told = client.get("/cells/RUS/r2397-op8-repatriation/claims.json?as_of=2020-12-31").json
    page = client.get("/cells/RUS/r2397-op8-repatriation?as_of=2020-12-31").text
    days = [claim["day_last"] for claim in told["claims"]]
    assert days == sorted(days, reverse=True)
    assert all(f"/claims/{claim['key']}" in page for claim in told["claims"])
    assert all(claim["citations"] for claim in told["claims"])
    assert {"source", "title", "publisher", "locator", "quotation"} <= set(told["claims"][0]["citations"][0])
    assert "not a legal finding" in told["notice"]


def test_they_go_by_the_clocks(client):
    place = "/cells/RUS/r2397-op8-repatriation/claims.json"
    assert client.get(f"{place}?known_at=2000-01-01").json["claims"] == []
    assert client.get(f"{place}?as_of=2000-01-01").json["claims"] == []
    assert client.get(f"{place}?as_of=soon").status_code == 422
    assert client.get("/cells/RUS/none/claims.json").status_code == 404
    assert client.get("/cells/XXX/r2397-op8-repatriation/claims.json").status_code == 404


def test_what_was_known_at_each_instant_stands_in_a_table_with_its_links(client, record):
    happens(record)
    page = html.unescape(client.get(f"{REPATRIATION}?as_of=2019-04-30&known_at={THEN}").text)
    told = page.partition("How what was known moved</h3>")[2].partition("</table>")[0]
    assert "23 November 2026, 09:00 UTC" in told
    assert "A claim was recorded; a claim was reviewed" in told
    assert told.count('aria-current="true"') == 1
    links = re.findall(r'href="(/cells/RUS/[^"]*)"', told)
    assert all("as_of=2019-04-30" in link and "known_at=" in link for link in links)
    assert [client.get(link).status_code for link in links] == [200] * len(links)


def test_an_outcome_that_a_later_deed_moved_is_a_row_of_its_own(client, record):
    later = SEEDED_AT + timedelta(hours=1)
    with writing(record, actor="analyst") as session:
        author = accounts.find(session, username="analyst").id
        cell = assessments.cell(
            session, state="RUS", obligation="r2397-op8-repatriation", clocks=Clocks(date(2019, 4, 30), SEEDED_AT)
        )
        for key in {item.claim for item in cell.evidence if item.review_state is ReviewState.ACCEPTED}:
            claims.withdraw(session, key=key, by=author, at=later, reason="for the test")
    page = html.unescape(client.get(f"{REPATRIATION}?as_of=2019-04-30").text)
    told = page.partition("How what was known moved</h3>")[2].partition("</table>")[0]
    (row,) = [row for row in told.split("<tr") if "A claim was withdrawn" in row]
    assert "known_at=2026-11-23T10%3A00%3A00Z" in row or "known_at=2026-11-23T10:00:00Z" in row
    assert "unsupported" in row
    assert 'aria-current="true"' in row
