"""Reading a document: proposals beside the marked text; nothing is recorded before a person confirms it."""

import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from tests.client import WatchingClient
from tests.web.test_claim_form import ARTICLE, fields_of
from tracker.domain.citing import CitationCheck, Finding, Verdict
from tracker.domain.content import BearingContent, CitationContent, ClaimContent, HopContent, QuantityContent
from tracker.domain.proposals import CitedLaw, ProposedClaim, Reading, Reason, TextRefused
from tracker.domain.vocabulary import Effect, HopRole, Kind
from tracker.exports.captures import captured
from tracker.exports.warc import warc
from tracker.services import readings
from tracker.web.views.reading_desk import Place, carried

SOURCE = "diplomat-2018-07"
COPY = f"/readings/{SOURCE}/1"
FIRST, SECOND = "Kiribati sent 12 workers home.", "Nauru refused, the envoy said under resolution 2356."
TEXT = f"A heading\n\n{FIRST}\n\nIt rained. {SECOND}\n\nThe end."
LAW = "resolution 2356"
WRONG = Finding(LAW, "S/RES/2356(2017)", "It is on something else.", Verdict.MISMATCH)
CHECK = CitationCheck(Verdict.MISMATCH, (WRONG,), (), "It is on something else.")


def _made_up(session, *, text, published, language, source) -> Reading:
    """A reading of the text above, whatever the rules of reading are."""
    if "\N{SNOWMAN}" in text:
        raise TextRefused("This is no text.")
    hops = (HopContent(HopRole.SPEAKER, "Ann Envoy"), HopContent(HopRole.WIRE, "Island Wire"))
    citation = CitationContent(source, quotation=FIRST)
    first = ClaimContent(
        f"Says: {FIRST}", Kind.REPORTED_ACTION, "Ann Envoy", ("KIR",), (citation,), "envoy", "KIR", said=published,
        bearings=(BearingContent("KIR", "r2397-op8-repatriation", Effect.ADVANCES),),
        quantities=(QuantityContent(12, 12, "persons", wording="12"),), hops=hops,
    )  # fmt: skip
    words = (replace(citation, quotation=SECOND),)
    second = ClaimContent(SECOND, Kind.ALLEGATION, "Ann Envoy", ("NRU",), words, said=published, cited_as=LAW)
    reasons = (Reason("kind", "“sent” tells of an act."), Reason("states", "The sentence names it."))
    claims = [
        ProposedClaim(one, (at := text.index(words)), at + len(words), reasons)
        for one, words in ((first, FIRST), (second, SECOND))
    ]
    at = text.index(LAW)
    return Reading("en", published, tuple(claims), (CitedLaw(LAW, at, at + len(LAW), CHECK, "It does not fit."),), ())


@pytest.fixture
def reader(client: WatchingClient, monkeypatch: pytest.MonkeyPatch) -> WatchingClient:
    """An analyst, whose texts are read as made up above."""
    monkeypatch.setattr(readings, "read", _made_up)
    return client.sign_in("analyst")


def _send(client: WatchingClient, place: str, fields, **kwargs):
    return client.submit(place, fields, content_type="multipart/form-data", **kwargs)


def _keep(client: WatchingClient) -> str:
    _send(client, f"/sources/{SOURCE}/keep", {"pasted": TEXT})
    return client.get(COPY).text


def _confirm(client: WatchingClient, page: str, number: int, action: str = "save_anyway", to: str = "/claims/new"):
    fields = fields_of(page, f"confirm-{number}")
    return client.submit(to, fields | {"action": action}, page=COPY if "@1/" in fields["reading"] else "/readings/text")


def _count(record: Engine, table: str) -> int:
    with record.connect() as connection:
        return connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0  # noqa: S608 - the tables are ours


def test_a_kept_copy_is_shown_with_marks_proposals_reasons_and_citations(reader, record):
    before = _count(record, "claim")
    assert f'href="{COPY}"' not in reader.get(f"/sources/{SOURCE}").text
    page = _keep(reader)
    assert reader.get(f"/sources/{SOURCE}").text.count(f'href="{COPY}"') == 2
    assert f'href="{COPY}"' in reader.get(f"/sources/{SOURCE}/copies/1").text
    assert f">{FIRST}</mark>" in page
    assert '<mark class="cited proposed"' in page or '<mark class="proposed cited"' in page
    assert "2 statements are proposed" in page
    for words in (
        "“sent” tells of an act.",
        "Island Wire",
        "<strong>advances</strong>",
        "12 persons",
        "It does not fit.",
    ):
        assert words in page
    assert _count(record, "claim") == before
    later = reader.get(f"{COPY}?published=9+July+2018").text
    assert "9 July 2018" in later
    assert "is not a date that can be read" in reader.get(f"{COPY}?published=someday").text


def test_confirming_logs_the_proposal_as_it_stands_and_leads_to_the_next(reader):
    answer = _confirm(reader, _keep(reader), 1)
    assert answer.location == f"{COPY}#proposal-2"
    page = reader.get(COPY).text
    assert "1 of them logged already" in page
    key = page.split('class="key" href="/claims/')[1].split('"')[0]
    claim = reader.get(f"/claims/{key}").text
    for words in (
        "waiting for review",
        f"Says: {FIRST}",
        FIRST,
        "paragraph 2",
        "Island Wire",
        "12 persons",
        "July 2018",
    ):
        assert words in claim
    assert "quote-exact" in claim


@pytest.mark.whole_record
def test_a_pasted_text_waits_until_its_first_claim_and_is_then_kept_as_a_copy(reader, record):
    typed = {"pasted": TEXT, "source": "Note of the envoy", "published": "20 July 2018", "publisher": "The Islander"}
    assert _send(reader, "/readings/new", typed).location == "/readings/text"
    sources = _count(record, "source")
    page = reader.get("/readings/text").text
    assert "Note of the envoy · new to the record" in page
    assert fields_of(reader.get("/readings/new").text, "read-form")["published"] == "20 July 2018"
    assert "A text being read for claims" in reader.get("/").text
    other = reader.application.test_client()
    assert other.sign_in("analyst2").get("/readings/text").location == "/readings/new"
    assert _count(record, "source") == sources

    answer = _confirm(reader, page, 1)
    assert answer.location.endswith("/1#proposal-2")
    kept = reader.get(answer.location.partition("#")[0]).text
    assert "The text is kept as copy 1 of its source." in kept
    assert "1 of them logged already" in kept
    assert _count(record, "source") == sources + 1
    assert reader.get("/readings/text").location == "/readings/new"
    _confirm_at(reader, kept, answer.location.partition("#")[0], 2)
    assert _count(record, "source") == sources + 1


def _confirm_at(client: WatchingClient, page: str, place: str, number: int) -> None:
    fields = fields_of(page, f"confirm-{number}") | {"action": "save_anyway"}
    assert client.submit("/claims/new", fields, page=place).location == f"{place}#proposal-{number + 1}"


@pytest.mark.whole_record
def test_a_proposal_is_changed_first_in_the_form_of_a_claim_and_what_is_typed_is_kept(reader):
    page = _keep(reader)
    form = _confirm(reader, page, 2, "open").text
    filled = fields_of(form)
    assert (filled["statement"], filled["citations-0-quotation"], filled["cited_as"]) == (SECOND, SECOND, LAW)
    assert f'<a href="{COPY}#proposal-2">back to that text</a>' in form
    typed = filled | {"statement": "The envoy says that Nauru refused."}
    assert reader.submit("/drafts/new", {"statement": "Another"}, page=COPY).status_code == 204
    draft = f"/drafts/proposed:2@1/{SOURCE}"
    assert draft.replace(":", "%3A").replace("@", "%40") in form or draft in form
    assert reader.submit(f"/claims/new?reading=2@1/{SOURCE}", typed | {"action": "draft"}, page=COPY).status_code == 303
    home = reader.get("/").text
    assert "A statement read out of a text" in home
    assert "A new statement" in home
    assert reader.submit("/claims/new", typed | {"action": "save_anyway"}, page=COPY).location == f"{COPY}#proposal-3"
    home = reader.get("/").text
    assert "A statement read out of a text" not in home
    assert "A new statement" in home


HEARD = (
    "Kiribati has sent 12 North Korean workers home, its ambassador, Teburoro Toatu, said on 18 July 2018 at a press "
    "briefing in Geneva, speaking through an interpreter, {} reported."
)


STEPS = [
    ("speaker", "Teburoro Toatu"),
    ("venue", "press briefing in Geneva"),
    ("translator", "interpreter (not named)"),
]


def _log_heard(client: WatchingClient, agency: str, *, join: bool) -> str:
    """Log what an agency heard, as new or under the first utterance, whose key is the answer."""
    typed = {"pasted": HEARD.format(agency), "source": f"News of {agency}", "published": "20 July 2018"}
    _send(client, "/readings/new", typed)
    page = client.get("/readings/text").text
    for words in (*dict(STEPS).values(), "It was said there: “at a press briefing in Geneva”."):
        assert words in page
    fields = fields_of(page, "confirm-1")
    form = fields_of(client.submit("/claims/new", fields | {"action": "open"}, page="/readings/text").text)
    assert [(form[f"hops-{at}-role"], form[f"hops-{at}-name"]) for at in range(3)] == STEPS
    origin = page.split('value="join:')[1].split('"')[0] if join else ""
    action = {"action": f"join:{origin}" if join else "save_anyway"}
    assert client.submit("/claims/new", fields | action, page="/readings/text").status_code == 303
    return origin


def test_where_it_was_said_and_who_translated_stand_in_the_path_the_form_and_the_tree_of_the_origin(client):
    client.sign_in("analyst")
    _log_heard(client, "Reuters", join=False)
    origin = _log_heard(client, "Kyodo", join=True)
    tree = client.get(f"/origins/{origin}").text.split("Who repeated whom")[1].split("</section>")[0]
    for step in (*dict(STEPS).values(), "Reuters", "Kyodo News"):
        assert tree.count(f"<strong>{step}</strong>") == 1


def test_what_nobody_sees_in_a_text_is_said_and_shown_by_one_mark_in_its_place(client):
    client.sign_in("analyst")
    words = (
        "Nepal said on 31 February 2019 that it sent\u200b home six North \u202eKorean workers under resolution 2397."
    )
    typed = {"pasted": words, "source": "A page", "published": "2 March 2019"}
    _send(client, "/readings/new", typed)
    page = client.get("/readings/text").text
    for note in (
        "Characters that cannot be seen were read over: U+200B at character 44.",
        "“31 February 2019”: February 2019 has no day 31; check the day.",
    ):
        assert f'<p class="notice">{note}</p>' in page
    shown = page.split('class="kept-text"')[1].split("</div>")[0]
    assert 'sent<abbr title="U+200B">▯</abbr> home' in shown
    assert not {"\u200b", "\u202e"} & {*shown}
    assert fields_of(page, "confirm-1")["citations-0-quotation"] == words


def test_what_the_record_has_is_joined_or_gets_a_further_source(reader, monkeypatch):
    known = readings.known

    def has_it(session, found):
        old = readings.claims.show(session, key=ARTICLE)
        has = readings.Known((readings.Duplicate(old, "Much the same."),), old.origin, "The record has this statement.")
        return (has, *known(session, replace(found, claims=found.claims[1:])))

    monkeypatch.setattr(readings, "known", has_it)
    page = _keep(reader)
    assert "The record has this statement." in page
    assert "Log under that utterance" in page
    form = _confirm(reader, page, 1, "cite", f"/claims/{ARTICLE}/edit").text
    filled = fields_of(form)
    assert filled["citations-1-quotation"] == FIRST
    answer = reader.submit(f"/claims/{ARTICLE}/edit", filled | {"action": "save_anyway"}, page=COPY)
    assert answer.location == f"{COPY}#proposal-2"
    assert FIRST in reader.get(f"/claims/{ARTICLE}").text

    _confirm(reader, page, 1, "join:ria-matsegora-2018-07-18")
    assert f"Says: {FIRST}" in reader.get("/origins/ria-matsegora-2018-07-18").text


def test_what_cannot_be_read_is_refused_in_one_sentence_and_keeps_what_was_typed(reader):
    fine = {"pasted": TEXT, "source": "Note", "published": "2018"}
    for changed, sentence in (
        ({"pasted": ""}, "Paste the text, or choose a file."),
        ({"source": ""}, "Say what the text is from"),
        ({"published": "someday"}, "is not a date that can be read"),
        ({"language": "the language of Mordor"}, "as a code"),
        ({"file": (io.BytesIO(b"MZ\x90\x00" + b"\0" * 200), "x.pdf")}, "The file"),
        ({"file": (io.BytesIO(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1"), "x.png")}, "file"),
    ):
        answer = _send(reader, "/readings/new", fine | changed)
        assert answer.status_code == 422, changed
        assert sentence in answer.text
        assert str((fine | changed)["published"]) in answer.text
    assert reader.get("/readings/text").location == "/readings/new"
    _send(reader, "/readings/new", fine | {"pasted": "\N{SNOWMAN}"})
    assert "This is no text." in reader.get("/readings/text").text
    assert reader.submit("/drafts/reading/discard", {}, page="/readings/new").location == "/readings/new"
    assert reader.submit("/drafts/reading", {"pasted": "forged"}, page="/readings/new").status_code == 404


def test_of_two_proposals_in_one_sentence_only_the_one_that_was_logged_shows_as_logged(reader, monkeypatch):
    def two_states(session, **given):
        found = _made_up(session, **given)
        other = replace(found.claims[0].content, states=("TUV",), speaks_for="TUV", quantities=(), bearings=())
        return replace(found, claims=(found.claims[0], replace(found.claims[0], content=other), found.claims[1]))

    monkeypatch.setattr(readings, "read", two_states)
    _confirm(reader, _keep(reader), 2)
    page = reader.get(COPY).text
    first, second = (page.partition(f'id="proposal-{n}"')[2].partition("</article>")[0] for n in (1, 2))
    assert "Logged from these words" not in first
    assert "Logged from these words" in second
    _confirm(reader, page, 1)
    assert reader.get(COPY).text.count("Logged from these words") == 2


def test_a_file_is_read_in_the_child_and_kept_as_it_was_sent(reader, record):
    data = f"<html lang=en><title>x</title><p>{FIRST}</p><p>It rained. {SECOND}</p></html>".encode()
    _send(reader, "/readings/new", {"file": (io.BytesIO(data), "x.html"), "source": "A page", "published": "2018"})
    kept = _count(record, "kept_file")
    place = _confirm(reader, reader.get("/readings/text").text, 1).location.partition("#")[0]
    assert _count(record, "kept_file") == kept + 2  # the file, and its text
    copy = reader.get(place.replace("/readings/", "/sources/").removesuffix("/1") + "/copies/1").text
    for words in ("x.html", "uploaded", hashlib.sha256(data).hexdigest()):
        assert words in copy
    assert "1 of them logged already" in reader.get(place).text


def test_of_a_web_archive_the_page_that_was_read_is_kept_with_its_address(reader):
    page = f"<html lang=en><title>x</title><p>{FIRST}</p><p>{SECOND}</p></html>".encode()
    at = datetime(2020, 3, 22, 12, tzinfo=UTC)
    data = warc([captured(page, address="https://a.example/x", media_type="text/html", at=at)], at=at)
    _send(reader, "/readings/new", {"file": (io.BytesIO(data), "x.warc"), "source": "A page", "published": "2018"})
    place = _confirm(reader, reader.get("/readings/text").text, 1).location.partition("#")[0]
    copy = reader.get(place.replace("/readings/", "/sources/").removesuffix("/1") + "/copies/1").text
    told = "The archive says that it was taken on 2020-03-22"
    for words in ("https://a.example/x", "taken from a web archive", told, hashlib.sha256(page).hexdigest()):
        assert words in copy


RUSSIAN = "Россия выслала рабочих, заявил посол в среду.\n" * 6
GUESSED = "was read as windows-1251 by a guess; check that its letters are right."
MIXED = "A part of the file is in UTF-8 and looks damaged, first at character {}: “рабочих”."


@pytest.mark.parametrize("word", [b"", "рабочих".encode()], ids=["guessed", "mixed"])
def test_a_guessed_or_mixed_encoding_is_told_wherever_the_text_is_read(reader, word):
    russian, english = RUSSIAN.encode("cp1251"), f"\n\n{FIRST}\n\nIt rained. {SECOND}\n\n".encode()
    data = russian + word + english + russian
    fields = {"file": (io.BytesIO(data), "x.txt"), "source": "A page", "published": "2018"}
    _send(reader, "/readings/new", fields)
    read = reader.get("/readings/text").text
    place = _confirm(reader, read, 1).location.partition("#")[0]
    source = place.replace("/readings/", "/sources/").removesuffix("/1")
    with_text = (read, reader.get(place).text, reader.get(f"{source}/copies/1").text)
    assert all("заявил посол" in page for page in with_text)
    for page in (*with_text, reader.get(source).text):
        assert GUESSED in page
        assert (MIXED.format(len(RUSSIAN) + 1) in page) == bool(word)
    plain = {"file": (io.BytesIO(data.decode("cp1251").encode()), "x.txt"), "source": "A page", "published": "2018"}
    _send(reader, "/readings/new", plain)
    told = reader.get("/readings/text").text
    assert ("заявил посол" in told, "guess" in told, "looks damaged" in told) == (True, False, False)


@pytest.mark.parametrize(
    ("token", "place"),
    [
        ("3@text", (Place(), 3)),
        ("12@4/some-key", (Place("some-key", 4), 12)),
        ("", None),
        ("@text", None),
        ("3@4/", None),
        ("3@//evil.example", None),
        ("99999@text", None),
    ],
)
def test_a_form_carries_place_and_proposal_and_nothing_else(token, place):
    assert carried(token) == place
    if place:
        assert place[0].token(place[1]) == token
