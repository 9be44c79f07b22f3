"""Determinations on pages: beside the computed outcome, in words and not by colour alone, and refused as they must."""

import re

import pytest

from tests import determined
from tests.client import WatchingClient
from tests.counting import count
from tests.determined import DUTY, STATE
from tests.web.test_claim_form import fields_of
from tracker import clock
from tracker.db.engine import writing
from tracker.domain.vocabulary import Outcome, Role
from tracker.services import accounts

CELL = f"/cells/{STATE}/{DUTY}"
NEW = f"/determinations/new/{STATE}/{DUTY}"
FIELDS = {"outcome": "not_applicable", "reason": "The Committee agreed that the duty cannot bite here."}


def _seen(client, path=NEW) -> str:
    found = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', client.get(path).text)
    assert found
    return found[1]


def _propose(client: WatchingClient, path=NEW, **changes):
    return client.submit(path, {**FIELDS, "seen": _seen(client, path), **changes})


@pytest.fixture
def proposed(app) -> str:
    """The page of a determination that "both" proposed."""
    answer = _propose(app.test_client().sign_in("both"))
    assert answer.status_code == 303, answer.text
    return answer.location


@pytest.fixture
def approved(app, proposed) -> str:
    """The page of a determination that "both" proposed and "reviewer" approved."""
    answer = app.test_client().sign_in("reviewer").submit(f"{proposed}/rule", {"ruling": "approved"}, page=proposed)
    assert answer.status_code == 303, answer.text
    return proposed


def _accept_news(engine):
    with writing(engine, actor="t") as session:
        at = clock.now()
        determined.review(session, determined.log(session, at=at), at=at)


def _part(page: str, start: str) -> str:
    return page[page.index(start) :].partition("</section>")[0]


def test_the_overview_and_the_queue_say_that_it_waits_for_a_second_person(app, proposed):
    line = r'<a href="/determinations/">1 determination</a>\s*<span class="hint-inline">'
    for name, says in (("reviewer", "Since <time"), ("both", "Yours, for another reviewer; since <time")):
        reader = app.test_client().sign_in(name)
        for path in ("/", "/review/"):
            assert re.search(f"{line}\\s*{says}", _part(reader.get(path).text, 'id="second-person"')), (name, path)
    for name in ("analyst", "viewer"):
        assert 'id="second-person"' not in app.test_client().sign_in(name).get("/review/").text


def test_the_computed_outcome_stays_first_and_is_not_changed(client, approved):
    before = client.get(f"{CELL}?as_of=2018-07-31&known_at=2026-11-23T09:00:00Z").text
    page = client.get(f"{CELL}?as_of=2018-07-31").text
    verdict = page[page.index("verdict-line") : page.index("</section>")]
    assert verdict.replace("clock-note", "")[:400] == before[before.index("verdict-line") :][:400]
    assert page.index('id="outcome"') < page.index('id="determinations"') < page.index('id="reasons"')
    said = re.sub(r"<[^>]+>|\s+", " ", _part(page, 'id="determinations"'))
    said = re.sub(r"\s+", " ", said)
    assert "Determined: not applicable on all days approved The Committee agreed" in said
    assert "By Both Person ," in said
    assert "; approved by Reviewer Person ," in said


def test_before_it_was_approved_the_page_does_not_say_so(client, approved):
    assert 'id="determination-' not in client.get(f"{CELL}?known_at=2026-11-23T09:00:00Z").text


def test_a_cell_without_one_says_what_belongs_there_and_offers_the_first_action(client):
    page = client.sign_in("analyst").get(f"{CELL}?as_of=2018-07-31").text
    assert "Nobody holds the outcome of this day to be another." in page
    assert f'href="{NEW}?as_of=2018-07-31"' in page


@pytest.mark.parametrize(("name", "offered"), [(None, False), ("viewer", False), ("reviewer", True), ("admin", False)])
def test_only_those_who_may_propose_are_offered_it(client, name, offered):
    page = (client.sign_in(name) if name else client).get(CELL).text
    assert ("Propose a determination</a>" in page) is offered


def test_a_lapsed_one_is_shown_as_lapsed_with_what_changed(client, approved, record):
    _accept_news(record)
    said = _part(client.get(f"{CELL}?as_of=2018-07-31").text, 'id="determinations"')
    assert "outcome-lapsed" in said
    assert "the evidence is not what was approved." in said
    assert re.search(r'<a href="/claims/[^"]+">[^<]+</a>: It was accepted since\.', said)


def test_one_of_other_days_is_kept_apart(client):
    _propose(client.sign_in("analyst"), first="1 January 2019", last="2019-12-31")
    page = client.get(f"{CELL}?as_of=2018-07-31").text
    assert "Of other days, or over (1)" in page
    assert "Nobody holds the outcome of this day" in page
    assert "Of other days" not in client.get(f"{CELL}?as_of=2019-06-30").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"outcome": ""}, "Choose the outcome that should be held."),
        ({"outcome": "perfect"}, "Not a valid choice"),
        ({"reason": "  "}, "Say why the outcome should be held otherwise"),
        ({"reason": "x" * 5_001}, "Use at most 5,000 characters."),
        ({"first": "soon"}, "“soon” is not one day"),
        ({"last": "2019"}, "“2019” is not one day"),
        ({"first": "2019-01-02", "last": "2019-01-01"}, "The last day is before the first."),
    ],
    ids=lambda value: "" if isinstance(value, str) else next(iter(value)),
)
def test_a_proposal_that_cannot_be_is_refused_at_its_field_and_what_was_typed_stays(client, changes, sentence):
    answer = _propose(client.sign_in("analyst"), **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "field-error" in answer.text
    typed = fields_of(answer.text, "determination-form")
    assert {name: typed[name] for name in changes if name != "outcome"} == {
        name: value.strip() for name, value in changes.items() if name != "outcome"
    }


@pytest.mark.parametrize("seen", ["", "0" * 64], ids=["none", "another"])
def test_a_proposal_on_evidence_that_moved_is_stale_and_keeps_what_was_typed(client, seen):
    answer = _propose(client.sign_in("analyst"), seen=seen)
    assert answer.status_code == 409
    assert "The evidence of this cell changed while you wrote." in answer.text
    assert FIELDS["reason"] in answer.text
    assert fields_of(answer.text, "determination-form")["seen"] == _seen(client) != seen


def test_a_second_proposal_of_the_same_person_is_refused(client, proposed):
    answer = _propose(client.sign_in("both"))
    assert answer.status_code == 422
    assert "Take it back first." in answer.text


@pytest.mark.parametrize("path", ["/determinations/new/ATL/r2397-op8-repatriation", "/determinations/new/RUS/none"])
def test_a_cell_that_is_not_on_record_is_not_found(client, path):
    assert client.sign_in("analyst").get(path).status_code == 404


def test_pending_ones_wait_on_a_page_of_their_own(client, proposed):
    page = client.sign_in("reviewer").get("/determinations/").text
    assert "Waiting for a second person (1)" in page
    assert f'href="{proposed}"' in page
    assert "outcome-not-applicable" in page
    assert "Waiting for a second person (0)" not in page


def test_an_empty_list_says_what_belongs_there(client):
    page = client.get("/determinations/").text
    assert "Nothing waits." in page
    assert 'href="/matrix/"' in page


def test_a_refusal_needs_its_reason_and_is_shown_with_it(client, proposed):
    client.sign_in("reviewer")
    bare = client.submit(f"{proposed}/rule", {"ruling": "refused"}, page=proposed)
    assert bare.status_code == 422
    assert "Say why it is refused" in bare.text
    answer = client.submit(
        f"{proposed}/rule", {"ruling": "refused", "reason": "No minute says so."}, page=proposed, follow_redirects=True
    )
    assert "outcome-refused" in answer.text
    assert "No minute says so." in answer.text
    assert 'name="ruling"' not in answer.text


def test_a_ruling_that_was_not_chosen_is_asked_for(client, proposed):
    answer = client.sign_in("reviewer").submit(f"{proposed}/rule", {"reason": "Hm."}, page=proposed)
    assert answer.status_code == 422
    assert "Approve it or refuse it." in answer.text
    assert "Hm." in answer.text


def test_its_author_is_neither_offered_nor_granted_a_ruling(client, proposed):
    page = client.sign_in("both").get(proposed).text
    assert "You proposed it. A second person must rule on it." in page
    assert 'name="ruling"' not in page
    answer = client.submit(f"{proposed}/rule", {"ruling": "approved"}, page=proposed)
    assert answer.status_code == 403
    assert "outcome-proposed" in client.get(proposed).text


def test_neither_is_an_administrator_nor_who_got_the_role_since(app, record):
    path = _propose(app.test_client().sign_in("analyst")).location
    with writing(record, actor="t") as session:
        accounts.set_roles(session, username="analyst", roles={Role.ANALYST, Role.REVIEWER, Role.ADMINISTRATOR})
    again = app.test_client().sign_in("analyst")
    assert again.submit(f"{path}/rule", {"ruling": "approved"}, page="/determinations/").status_code == 403
    admin = app.test_client().sign_in("admin")
    assert admin.submit(f"{path}/rule", {"ruling": "approved"}, page="/determinations/").status_code == 403


def test_an_approval_after_the_evidence_moved_is_stale_and_the_page_says_so(client, proposed, record):
    _accept_news(record)
    answer = client.sign_in("reviewer").submit(
        f"{proposed}/rule", {"ruling": "approved", "reason": "Read twice."}, page=proposed
    )
    assert answer.status_code == 409
    assert "changed after this was proposed" in answer.text
    assert "Read twice." in answer.text
    assert "It was accepted since." in answer.text


def test_a_second_ruling_is_stale_and_shows_what_was_typed(client, approved):
    client.sign_in("reviewer2")
    answer = client.submit(f"{approved}/rule", {"ruling": "refused", "reason": "No, no."}, page=approved)
    assert answer.status_code == 409
    assert "Reviewer Person was first" in answer.text
    assert "No, no." in answer.text


def test_its_author_takes_it_back(client, proposed, app):
    assert app.test_client().sign_in("analyst").submit(f"{proposed}/take-back", {}, page=proposed).status_code == 403
    page = client.sign_in("both").get(proposed).text
    assert "Take it back</button>" in page
    answer = client.submit(f"{proposed}/take-back", {}, page=proposed, follow_redirects=True)
    assert "outcome-taken-back" in answer.text
    assert "Take it back</button>" not in answer.text


def test_one_proposes_its_end_and_another_ends_it(app, approved):
    author, other = app.test_client().sign_in("reviewer2"), app.test_client().sign_in("reviewer")
    assert "Say why it should end" in author.submit(f"{approved}/end", {"reason": ""}, page=approved).text
    told = {"reason": "It was a <mistake>."}
    answer = author.submit(f"{approved}/end", told, page=approved, follow_redirects=True).text
    assert "It stands as before until a reviewer other than you ends it." in answer
    assert "outcome-approved" in answer
    assert "You proposed its end. A second person must rule on it." in answer
    assert 'name="ruling"' not in answer
    end = f"{approved}/end/rule"
    assert author.submit(end, {"ruling": "approved"}, page=approved).status_code == 403
    assert author.submit(f"{approved}/end", {"reason": "x"}, page="/determinations/").status_code == 409
    page = other.get("/determinations/").text
    assert "Waiting for a second person (1)" in page
    assert "end proposed" in page
    assert "It was a &lt;mistake&gt;." in other.get(CELL).text
    assert "A reviewer rules on its end" in app.test_client().sign_in("analyst2").get(approved).text
    assert "Sign in as a reviewer to rule on its end." in app.test_client().get(approved).text
    refused = other.submit(end, {"ruling": "refused"}, page=approved)
    assert refused.status_code == 422
    assert "Say why it is refused" in refused.text
    assert other.submit(end, {"reason": "Hm."}, page=approved).status_code == 422
    ended = other.submit(end, {"ruling": "approved", "reason": "Agreed."}, page=approved, follow_redirects=True).text
    assert "outcome-ended" in ended
    assert "Reviewer2 Person, on its end: It was a &lt;mistake&gt;." in ended
    assert "Reviewer Person, ending it: Agreed." in ended
    assert other.submit(end, {"ruling": "approved"}, page="/determinations/").status_code == 409


def test_a_refused_end_and_one_that_was_taken_back_stay_on_the_page(app, approved):
    author, other = app.test_client().sign_in("analyst2"), app.test_client().sign_in("reviewer2")
    author.submit(f"{approved}/end", {"reason": "A mistake."}, page=approved)
    back = f"{approved}/end/take-back"
    assert app.test_client().sign_in("both").submit(back, {}, page=approved).status_code == 403
    assert "outcome-approved" in author.submit(back, {}, page=approved, follow_redirects=True).text
    author.submit(f"{approved}/end", {"reason": "Really."}, page=approved)
    told = {"ruling": "refused", "reason": "No mistake."}
    page = other.submit(f"{approved}/end/rule", told, page=approved, follow_redirects=True).text
    assert "You refused the end of determination 1. It stands as before." in page
    assert "outcome-approved" in page
    for words in ("A mistake.", "Taken back", "Really.", "No mistake.", "Propose its end</button>"):
        assert words in page


def test_words_that_look_like_markup_stay_words(client):
    reason = "<script>alert(1)</script> & “so”"
    path = _propose(client.sign_in("analyst"), reason=reason).location
    for page in (client.get(path).text, client.get(CELL).text):
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “so”" in page


def test_the_matrix_marks_a_cell_in_words_and_its_legend_says_what_the_mark_is(client, approved):
    page = client.get("/matrix/dprk-1718?as_of=2018-07-31").text
    cell = page[page.index(f'<a href="../cells/{STATE}/{DUTY}?') :].partition("</a>")[0]
    assert "(determined: not applicable)" in cell
    assert "#shape-flag" in cell
    assert page.count("(determined:") == 1
    assert "a second person approved that. It changes no status." in page
    assert "in progress" in cell


def test_neither_a_proposal_nor_a_lapsed_one_is_marked(client, proposed, app, record):
    assert "(determined:" not in client.get("/matrix/dprk-1718").text
    app.test_client().sign_in("reviewer").submit(f"{proposed}/rule", {"ruling": "approved"}, page=proposed)
    assert "(determined:" in client.get("/matrix/dprk-1718").text
    _accept_news(record)
    page = client.get("/matrix/dprk-1718").text
    assert "(determined:" not in page
    assert "It changes no status." not in page


def test_the_pages_of_state_and_duty_mark_it_in_words(client, approved):
    for path in (f"/states/{STATE}", f"/obligations/{DUTY}"):
        page = client.get(f"{path}?as_of=2018-07-31").text
        assert page.count("determined: not applicable") == 1


@pytest.mark.whole_record
def test_a_cell_with_a_determination_alone_is_not_among_those_with_nothing(app, client):
    path = "/determinations/new/TUV/r1718-op8d-asset-freeze"
    place = _propose(app.test_client().sign_in("analyst"), path).location
    app.test_client().sign_in("reviewer").submit(f"{place}/rule", {"ruling": "approved"}, page=place)
    page = client.get("/states/TUV").text
    assert page.index("determined: not applicable") < page.index("Nothing on record (")


def test_the_computed_outcomes_of_the_matrix_are_the_same_with_and_without(client, app):
    def outcomes():
        page = client.get("/matrix/dprk-1718?as_of=2018-07-31&obligations=all").text
        return re.findall(r'<td class="(\w+)"><a href="[^"]*"[^>]*>([^<]+?)\s*<', page)

    before = outcomes()
    place = _propose(app.test_client().sign_in("analyst"), outcome=Outcome.BREACHED.value).location
    app.test_client().sign_in("reviewer").submit(f"{place}/rule", {"ruling": "approved"}, page=place)
    assert outcomes() == before


def test_the_matrix_takes_a_fixed_number_of_statements_more(app, approved):
    with_one = count(app, "/matrix/dprk-1718")
    for state in ("FRA", "CHN", "KWT"):
        place = _propose(app.test_client().sign_in("analyst"), f"/determinations/new/{state}/{DUTY}").location
        app.test_client().sign_in("reviewer").submit(f"{place}/rule", {"ruling": "approved"}, page=place)
    assert count(app, "/matrix/dprk-1718") == with_one
    assert count(app, "/determinations/") <= 11


def test_a_frozen_report_shows_it_beside_the_outcome_and_marks_its_matrix(client, approved):
    address = "/reports/new?as_of=2018-07-31&subject=labour&states=RUS"
    place = client.sign_in("analyst").submit(address, {"title": "July 2018"}).location
    page = client.get(place).text
    assert page.count("determined: not applicable") == 1
    assert "It stood beside the computed outcome at the clocks of this report." in page
    cell = page[page.index(f'id="cell-{STATE}-{DUTY}"') :]
    assert cell.index("→ in progress") < cell.index("Determined: not applicable")
