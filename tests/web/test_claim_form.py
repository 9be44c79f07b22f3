"""Logging and editing: five answers, a check before saving, and nothing typed is ever lost."""

import html5lib
import markupever
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupever.dom import Element
from sqlalchemy import Engine, text

from tests.client import WatchingClient
from tracker.domain.states import StateNames
from tracker.web.forms.claim_content import states_in

ARTICLE = "ru-matsegora-2018-07-18-pledge-diplomat"
NEW = "/claims/new"
FIVE = {
    "statement": "The ministry says that a committee on shipping registers met twice.",
    "kind": "position",
    "speaker": "Ministry of Transport",
    "states": "Kiribati",
    "citations-0-source": "Note on the meeting of the registers",
}
FULL = FIVE | {
    "kind": "reported_action",
    "said": "early 2019",
    "event": "2018",
    "office": "permanent secretary",
    "speaks_for": "Kiribati",
    "cited_as": "resolution 2397 (2017)",
    "notes": "Seen in print.",
    "bearings-0-obligation": "r2397-op8-repatriation",
    "bearings-0-effect": "advances",
    "quantities-0-low": "2,500",
    "quantities-0-unit": "persons",
    "hops-0-role": "speaker",
    "hops-0-name": "Ministry of Transport",
    "hops-0-office": "registrar",
    "hops-0-day": "early 2019",
    "citations-0-symbol": "S/AC.49/2019/999",
    "citations-0-addresses": "https://example.org/a\nhttps://example.org/b",
    "citations-0-language": "en",
    "citations-0-published": "March 2019",
    "citations-0-quotation": "met twice",
    "citations-0-translation": "met two times",
    "citations-0-translator": "A. Reader",
}
CONTROLS = "input, textarea, select"


def fields_of(page: str, form: str = "claim-form") -> dict[str, str]:
    """What a browser would send of a form, its buttons and its token apart."""
    found = markupever.parse(page).select_one(f"form#{form}")
    assert found is not None, f"no form {form} on the page"
    controls = [node for node in found.select(CONTROLS) if node.attrs.get("name") != "csrf_token"]
    return {node.attrs.get("name") or "": _value(node) for node in controls if _is_sent(node)}


def _is_sent(node: Element) -> bool:
    is_open = node.attrs.get("type") == "checkbox" and node.attrs.get("checked") is None
    return bool(node.attrs.get("name")) and not is_open


def _value(node: Element) -> str:
    if node.name.local == "textarea":
        return node.text()
    if node.name.local == "select":
        chosen = node.select_one("option[selected]")
        return (chosen.attrs.get("value") or "") if chosen else ""
    return node.attrs.get("value") or ""


def test_five_answers_are_enough(client: WatchingClient):
    answer = client.sign_in("analyst").submit(NEW, FIVE, follow_redirects=True)
    assert answer.request.path == "/claims/kir-transport-position"
    assert "Logged. It waits for somebody else to review it" in answer.text


@pytest.mark.parametrize("missing", FIVE)
def test_each_of_the_five_is_asked_for_at_its_field(client: WatchingClient, missing):
    answer = client.sign_in("analyst").submit(NEW, FIVE | {missing: "  "})
    assert answer.status_code == 422
    assert f'id="{missing}-error"' in answer.text
    assert f'href="#{missing}"' in answer.text


def test_no_sixth_field_is_required(client: WatchingClient):
    tree = html5lib.parse(client.sign_in("analyst").get(NEW).text, namespaceHTMLElements=False)
    assert {node.get("name") for node in tree.iter() if node.get("required") is not None} == set(FIVE)


def test_everything_typed_comes_back_when_edited_and_saving_it_again_changes_nothing(client: WatchingClient):
    answer = client.sign_in("analyst").submit(NEW, FULL)
    place = answer.location + "/edit"
    sent = fields_of(client.get(place).text)
    kept = {name: sent[name] for name in FULL if not name.startswith("citations") and name in sent}
    assert kept == {n: v for n, v in FULL.items() if not n.startswith("citations")} | {"quantities-0-low": "2500"}
    again = client.submit(place, sent)
    assert again.status_code == 422
    assert "Nothing was changed" in again.text


@pytest.mark.whole_record
@pytest.mark.parametrize("key", ["ug-2016-05-29-pledge", "un-2017-02-coal-dec-2016-over-cap", ARTICLE])
def test_a_seeded_claim_survives_its_form_unchanged(client: WatchingClient, key):
    place = f"/claims/{key}/edit"
    answer = client.sign_in("analyst").submit(place, fields_of(client.get(place).text))
    assert "Nothing was changed" in answer.text


@pytest.mark.whole_record
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("states", "Atlantis", "There is no state called “Atlantis”"),
        ("kind", "rumour", "Not a valid choice"),
        ("said", "someday", "is not a date that can be read"),
        ("event", "2018-13", "2018-13"),
        ("speaks_for", "Chad; Mali", "Name one state only."),
        ("body", "senate", "Not a valid choice"),
        ("bearings-0-obligation", "r9999-op1", "There is no obligation “r9999-op1”"),
        ("bearings-0-effect", "fulfils", "Choose the obligation."),
        ("quantities-0-low", "many", "“many” is not a number"),
        ("quantities-0-low", "nan", "“nan” is not a number"),
        ("quantities-0-high", "1e999", "is not a number"),
        ("quantities-0-unit", "persons", "Give the number, or at least one of its bounds."),
        ("quantities-0-unit", "u" * 41, "Use at most 40 characters."),
        ("hops-0-name", "Reuters", "Choose what they did"),
        ("hops-0-day", "someday", "is not a date that can be read"),
        ("origin", "none-such", "There is no claim or origin “none-such”"),
        ("state_action", "none-such", "There is no state action “none-such”"),
        ("citations-0-addresses", "http://[x", "is not an address"),
        ("citations-0-language", "en<script>", "Give the language as a code"),
        ("citations-0-published", "soon", "is not a date that can be read"),
        ("citations-0-sha256", "ab12", "A SHA-256 has 64 hexadecimal digits"),
        ("citations-1-locator", "page 3", "Give the title of this source"),
        ("statement", "x" * 10_000, "Use at most 5,000 characters."),
        ("speaker", "x" * 10_000, "Use at most 500 characters."),
        ("citations-0-symbol", "x" * 10_000, "Use at most 80 characters."),
        ("notes", "bell \x07", "U+0007"),
    ],
)
def test_what_cannot_be_read_says_so_and_keeps_what_was_typed(client: WatchingClient, field, value, sentence):
    answer = client.sign_in("analyst").submit(NEW, FIVE | {field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    if field != "statement":
        assert FIVE["statement"] in answer.text


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"bearings-²-states": "x"},
        {"bearings-" + "9" * 5000 + "-states": "x"},
        {"bearings": "x", "citations": "y", "hops-0": "z"},
        {"citations-59-source": "x", "citations-9999-source": "y"},
        {"action": "add_row:statement"},
        {"action": "add_row:_fields"},
        {"action": "take:" + "x" * 5000},
        {"action": "conquer"},
        {"action": "add_row:hops", "notes": "bell \x07"},
    ],
    ids=[
        "nothing",
        "superscript",
        "long number",
        "shape",
        "many rows",
        "no list",
        "no field",
        "long",
        "unknown",
        "bell",
    ],
)
def test_a_form_out_of_shape_is_never_a_failure(client: WatchingClient, fields):
    assert client.sign_in("analyst").submit(NEW, fields).status_code in (200, 422)


def test_nul_is_refused(client: WatchingClient):
    assert client.sign_in("analyst").submit(NEW, FIVE | {"notes": "a\0b"}).status_code == 400


def test_a_post_without_the_token_writes_nothing(client: WatchingClient, record: Engine):
    client.sign_in("analyst")
    assert client.post(NEW, data=FIVE).status_code == 400
    with record.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM claim_revision WHERE speaker = 'Ministry of Transport'"))
        assert found.scalar() == 0


@pytest.mark.parametrize("person", ["viewer", "reviewer", "admin"])
def test_only_an_analyst_may_log(client: WatchingClient, person):
    assert client.sign_in(person).get(NEW).status_code == 403


def test_the_form_opens_filled_from_a_cell(client: WatchingClient):
    sent = fields_of(client.sign_in("analyst").get(f"{NEW}?state=RUS&obligation=r2397-op8-repatriation").text)
    assert sent["states"] == "Russian Federation"
    assert sent["bearings-0-obligation"] == "r2397-op8-repatriation"


@pytest.mark.parametrize("query", ["state=Atlantis", "obligation=none", "source=none", "draft=resume"])
def test_an_odd_opening_is_no_failure(client: WatchingClient, query):
    assert client.sign_in("analyst").get(f"{NEW}?{query}").status_code == 200


def test_a_section_with_an_error_stands_open(client: WatchingClient):
    page = client.sign_in("analyst").submit(NEW, FIVE | {"said": "someday"}).text
    assert '<details class="form-section" id="when" open>' in page
    assert '<details class="form-section" id="hops">' in page


def test_a_row_can_be_added_without_a_script(client: WatchingClient):
    client.sign_in("analyst")
    page = client.submit(NEW, FIVE | {"action": "add_row:bearings"}).text
    assert 'name="bearings-2-obligation"' in page
    assert fields_of(page)["speaker"] == FIVE["speaker"]


def test_the_first_save_stops_at_a_citation_that_does_not_match(client: WatchingClient):
    client.sign_in("analyst")
    wrong = FIVE | {"statement": "Labourers from the DPRK will be repatriated.", "cited_as": "Resolution 2356"}
    page = client.submit(NEW, wrong)
    assert page.status_code == 200
    assert "Nothing is saved yet." in page.text
    assert "take:r2397-op8-repatriation" in page.text
    assert client.submit(NEW, wrong | {"action": "save_anyway"}).status_code == 303


def test_a_proposal_can_be_taken_into_the_form(client: WatchingClient):
    page = client.sign_in("analyst").submit(NEW, FIVE | {"action": "take:r2397-op8-repatriation"}).text
    assert fields_of(page)["bearings-0-obligation"] == "r2397-op8-repatriation"


def test_a_near_duplicate_is_shown_before_saving_with_its_reason(client: WatchingClient):
    client.sign_in("analyst")
    again = FIVE | {
        "statement": "Would send back every DPRK labourer on its territory, as the UN resolution requires.",
        "states": "Russia",
        "citations-0-source": "diplomat-2018-07",
    }
    page = client.submit(NEW, again).text
    assert f'href="/claims/{ARTICLE}"' in page
    assert "It cites the same document. It says much the same." in page
    assert fields_of(client.submit(NEW, again | {"action": f"same:{ARTICLE}"}).text)["origin"] == ARTICLE


def test_a_document_typed_as_new_is_found_again_by_its_address(client: WatchingClient, record: Engine):
    client.sign_in("analyst")
    typed = FIVE | {
        "citations-0-addresses": "https://www.thediplomat.com/2018/07/when-will-kim-jong-un-meet-vladimir-putin"
    }
    assert "The record has this document already" in client.submit(NEW, typed | {"action": "check"}).text
    client.submit(NEW, typed | {"action": "save_anyway"})
    with record.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM source WHERE title LIKE 'Note on%'")).scalar() == 0


@pytest.mark.whole_record
def test_same_origin_as_another_claim_makes_one_origin(client: WatchingClient):
    client.sign_in("analyst").submit(NEW, FIVE | {"origin": ARTICLE, "action": "save_anyway"})
    assert "5 claims</a> share it" in client.get(f"/claims/{ARTICLE}").text


def test_a_stale_save_loses_nobodys_words(client: WatchingClient, app):
    place = f"/claims/{ARTICLE}/edit"
    client.sign_in("analyst")
    mine = fields_of(client.get(place).text) | {"speaker": "A. Matsegora"}
    other = app.test_client().sign_in("analyst2")
    other.submit(place, fields_of(other.get(place).text) | {"office": "ambassador"})
    answer = client.submit(place, mine)
    assert answer.status_code == 409
    assert "Saved by Analyst2 Person" in answer.text
    kept = fields_of(answer.text)
    assert (kept["speaker"], kept["base"]) == ("A. Matsegora", "2")
    assert client.submit(place, kept).status_code == 303


@pytest.mark.parametrize("base", ["", "x", "0", "99", "²", "9" * 40])
def test_an_edit_that_lost_its_base_is_asked_to_compare(client: WatchingClient, base):
    place = f"/claims/{ARTICLE}/edit"
    client.sign_in("analyst")
    sent = fields_of(client.get(place).text) | {"speaker": "A. Matsegora", "base": base}
    answer = client.submit(place, sent)
    assert answer.status_code == 422
    assert fields_of(answer.text)["base"] == "1"


def test_an_edit_is_not_stopped_for_a_mismatch_that_was_there_before(client: WatchingClient):
    place = f"/claims/{ARTICLE}/edit"
    client.sign_in("analyst")
    sent = fields_of(client.get(place).text) | {"notes": "Read again."}
    assert client.submit(place, sent).status_code == 303


NAMES = StateNames([("RUS", ("Russian Federation", "Russia")), ("KOR", ("Republic of Korea", "Korea, Republic of"))])


@pytest.mark.parametrize(
    ("typed", "codes", "unknown"),
    [
        ("Russia", ("RUS",), ()),
        ("russia; RUS", ("RUS",), ()),
        ("Russia, Korea, Republic of", ("RUS", "KOR"), ()),
        ("Korea, Republic of\nRussia", ("KOR", "RUS"), ()),
        ("all Member States", ("ALL",), ()),
        ("Russia, Atlantis", ("RUS",), ("Atlantis",)),
        (" ; , ", (), ()),
    ],
)
def test_states_are_read_by_any_name_and_any_separator(typed, codes, unknown):
    assert states_in(typed, NAMES) == (codes, unknown)


@given(st.text())
def test_any_text_can_be_read_for_states(text):
    codes, _ = states_in(text, NAMES)
    assert set(codes) <= {"RUS", "KOR", "ALL"}
