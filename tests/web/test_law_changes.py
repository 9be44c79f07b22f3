"""Records of the law on pages: proposed, put in force by another, shown with both readings, and cleared one by one."""

import re

from tests.determined import DUTY

NEW = f"/law/new/{DUTY}"
FIELDS = {
    "kind": "council_act",
    "title": "A suspension <of> 2018",
    "summary": "The Council suspends the duty.",
    "effect": "suspends",
    "first": "1 July 2018",
    "rejected_by": "chn, rus",
    "reading": "They hold the suspension to be void.",
}


def _propose(app, **changes):
    return app.test_client().sign_in("both").submit(NEW, {**FIELDS, **changes}, page=NEW)


def test_a_record_goes_from_a_proposal_to_what_it_touches(app):
    made = _propose(app)
    assert made.status_code == 303, made.text
    author, reviewer = app.test_client().sign_in("both"), app.test_client().sign_in("reviewer")
    assert "A second person must rule on it." in author.get(made.location).text
    assert author.submit(f"{made.location}/rule", {"ruling": "approved"}, page=made.location).status_code == 403
    ruled = reviewer.submit(f"{made.location}/rule", {"ruling": "approved"}, page=made.location)
    assert ruled.status_code == 303, ruled.text
    cell = reviewer.get(f"/cells/RUS/{DUTY}?as_of=2018-07-31").text
    assert "outcome-not-in-force" in _verdict(reviewer)
    other = cell.partition('id="reading-1"')[2].partition("</section>")[0]
    assert "China, Russian Federation" in other
    assert "in progress" in other
    assert "A suspension &lt;of&gt; 2018" in reviewer.get(f"/obligations/{DUTY}").text
    ripple = re.search(r'href="(/law/ripples/\d+)"', reviewer.get(made.location).text)
    assert ripple
    page = reviewer.get(f"{ripple[1]}?as_of=2018-06-30").text
    assert "as before" in page.partition(f'/cells/RUS/{DUTY}?as_of=2018-06-30"')[2].partition("</li>")[0]
    assert "→" in reviewer.get(f"{ripple[1]}?as_of=2018-07-31").text
    assert reviewer.get(f"{ripple[1]}?as_of=soon").status_code == 422
    _clear(author, ripple[1])
    _strike(app, made.location)


def _strike(app, place):
    author, reviewer = app.test_client().sign_in("analyst2"), app.test_client().sign_in("reviewer")
    assert author.submit(f"{place}/strike", {"reason": ""}, page=place).status_code == 422
    page = author.submit(f"{place}/strike", {"reason": "Of <another> duty."}, page=place, follow_redirects=True).text
    assert "It stays in force until a reviewer other than you strikes it." in page
    assert "You proposed its striking. A second person must rule on it." in page
    assert "striking proposed" in author.get("/law/").text
    assert author.submit(f"{place}/strike/rule", {"ruling": "approved"}, page=place).status_code == 403
    assert author.submit(f"{place}/strike/take-back", {}, page=place).status_code == 303
    author.submit(f"{place}/strike", {"reason": "It is void."}, page=place)
    assert reviewer.submit(f"{place}/strike/rule", {"ruling": "refused"}, page=place).status_code == 422
    told = {"ruling": "refused", "reason": "It is not."}
    page = reviewer.submit(f"{place}/strike/rule", told, page=place, follow_redirects=True).text
    assert "You refused to strike change 1. It stays in force." in page
    assert all(words in page for words in ("Of &lt;another&gt; duty.", "Taken back", "It is void.", "It is not."))
    author.submit(f"{place}/strike", {"reason": "No act says so."}, page=place)
    assert "outcome-not-in-force" in _verdict(reviewer)
    page = reviewer.submit(f"{place}/strike/rule", {"ruling": "approved"}, page=place, follow_redirects=True).text
    assert "as Analyst2 Person proposed: No act says so." in page
    assert "outcome-not-in-force" not in _verdict(reviewer)
    assert reviewer.submit(f"{place}/strike/rule", {"ruling": "approved"}, page="/law/").status_code == 409


def _verdict(client) -> str:
    page = client.get(f"/cells/RUS/{DUTY}?as_of=2018-07-31").text
    return page[page.index("verdict-line") :].partition("</section>")[0]


def _clear(client, page):
    asked = {"kind": "cell", "item": f"RUS/{DUTY}"}
    missing = client.submit(f"{page}/clear", {**asked, "note": ""}, page=page)
    assert missing.status_code == 422
    assert "Say what came of looking at it." in missing.text
    assert client.submit(f"{page}/clear", {**asked, "note": "It follows."}, page=page).status_code == 303
    assert "It follows." in client.get(page).text
    again = client.submit(f"{page}/clear", {**asked, "note": "Twice."}, page=page)
    assert again.status_code == 422
    assert client.submit(f"{page}/clear", {"kind": "guess", "note": "x"}, page=page).status_code == 404


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(app):
    answer = _propose(app, first="soon", limit_value="many", reading="")
    assert answer.status_code == 422
    for sentence in ("“many” is not a number of at least 0", "A suspension &lt;of&gt; 2018"):
        assert sentence in answer.text
    broken = _propose(app, states="CHN")
    assert broken.status_code == 422
    assert "Name the states with “exempts named states”" in broken.text
    assert _propose(app, rejected_by="XXX").status_code == 422


def test_a_number_that_is_not_there_is_no_page(client):
    assert client.get("/law/").status_code == 200
    for path in ("/law/999", "/law/ripples/999", "/law/ripples/x", "/law/new/none"):
        assert client.get(path).status_code in (303, 404)
