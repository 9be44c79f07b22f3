import csv
import io
import json
from datetime import date

import pytest

from tests.databases import SEEDED_AT
from tracker.db.engine import writing
from tracker.domain.looking import NOBODY
from tracker.domain.report import NOTICE
from tracker.domain.vocabulary import SearchResult
from tracker.services import accounts, searches

DUTY = "r2397-op8-repatriation"
KEYS = ["state", "obligation", "as_of", "known_at", "public_at", "rules", "outcome", "assurance", "due"]
REST = ["support", "reasons", "set_aside", "determinations", "readings", "periods", "searches"]


def test_status_as_json_has_exactly_the_keys_that_are_promised(reader):
    found = reader.json("status", "RUS", DUTY, "--as-of", "2018-07-31", "--known-at", "2026-11-24")
    assert list(found) == KEYS + REST
    assert {name: found[name] for name in KEYS} == {
        "state": "RUS",
        "obligation": DUTY,
        "as_of": "2018-07-31",
        "known_at": "2026-11-24T23:59:59.999999Z",
        "public_at": None,
        "rules": "1",
        "outcome": "in_progress",
        "assurance": "self_reported",
        "due": "2019-12-22",
    }
    assert found["support"] == {"claims": 3, "independent_origins": 0, "own_word": True}
    assert {tuple(reason) for reason in found["reasons"]} == {("rule", "sentence", "claims")}
    assert {tuple(aside) for aside in found["set_aside"]} == {("claim", "why", "sentence")}


def test_public_at_is_named_and_sets_aside_what_was_published_later(reader):
    asked = ("RUS", DUTY, "--as-of", "2018-07-31", "--public-at", "2018-03-01")
    found = reader.json("status", *asked)
    assert found["public_at"] == "2018-03-01"
    assert "not_public" in {aside["why"] for aside in found["set_aside"]}
    assert ", public at 1 March 2018," in reader("status", *asked).output
    assert "Public at 1 March 2018." in reader("matrix", "dprk-1718", "--public-at", "2018-03-01").stderr


@pytest.mark.parametrize("name", ["RUS", "rus", "Russia", "the Russian Federation"])
def test_a_state_is_found_by_code_or_any_name(reader, name):
    assert reader.json("status", name, DUTY)["state"] == "RUS"


def test_status_as_text_gives_the_same_reasons(reader):
    asked = ("status", "RUS", DUTY, "--as-of", "2018-07-31")
    text, found = reader(*asked).stdout, reader.json(*asked)
    assert "In progress (self-reported) as of 31 July 2018. Due 22 December 2019." in text
    assert all(part["sentence"] in text for part in [*found["reasons"], *found["set_aside"]])
    assert all(key in text for reason in found["reasons"] for key in reason["claims"])
    assert NOTICE in text


def test_what_was_not_known_yet_is_not_used(reader):
    found = reader.json("status", "RUS", DUTY, "--as-of", "2018-07-31", "--known-at", "2026-11-22")
    assert (found["outcome"], found["set_aside"]) == ("not_due", [])


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (["--as-of", "31/07/2018"], "“31/07/2018” is not a day"),
        (["--as-of", "2018-02-30"], "“2018-02-30” is not a day"),
        (["--as-of", "2018-W01-1"], "is not a day"),
        (["--as-of", ""], "is not a day"),
        (["--known-at", "2018-07-31T12:00:00"], "time zone"),
        (["--known-at", "0001-01-01T00:00:00+14:00"], "not an instant"),
        (["--known-at", "9999-12-31T23:59:59-14:00"], "not an instant"),
        (["--known-at", "yesterday"], "not an instant"),
    ],
)
def test_a_day_or_instant_that_cannot_be_read_is_wrong_usage(reader, options, part):
    assert part in reader("status", "RUS", DUTY, *options, code=2).stderr


@pytest.mark.parametrize("instant", ["2026-11-23T09:00:00Z", "2026-11-23T10:00+01:00", "2026-11-23"])
def test_known_at_takes_an_instant_or_the_end_of_a_day(reader, instant):
    found = reader.json("status", "RUS", DUTY, "--as-of", "2018-07-31", "--known-at", instant)
    assert found["outcome"] == "in_progress"


@pytest.mark.parametrize(
    ("state", "duty", "part"),
    [
        ("Atlantis", DUTY, "no state “Atlantis”"),
        ("RUS", "r1-op1", "no obligation “r1-op1”"),
        ("", DUTY, "no state “”"),
        ("x" * 10_000, DUTY, "no state"),
    ],
    ids=["state", "obligation", "nothing", "long"],
)
def test_what_is_not_on_record_is_refused(reader, state, duty, part):
    answer = reader("status", state, duty, code=1)
    assert part in answer.stderr
    assert answer.stdout == ""


def test_a_blank_cell_says_whether_anybody_has_looked(tracker, record):
    asked = ("status", "TUV", DUTY, "--as-of", "2024-05-03")
    assert NOBODY in tracker(*asked).stdout
    with writing(record, actor="analyst") as session:
        searches.record(
            session,
            state="TUV",
            searched="the Committee's website",
            searched_on=date(2024, 5, 3),
            result=SearchResult.NOTHING,
            by=accounts.find(session, username="analyst").id,
            at=SEEDED_AT,
        )
    text = tracker(*asked).stdout
    assert "Looked: the Committee's website, on 3 May 2024 by Analyst Person; nothing found." in text
    assert NOBODY not in text
    (found,) = tracker.json(*asked)["searches"]
    assert (found["searched_on"], found["result"], found["whole_state"]) == ("2024-05-03", "nothing", True)
    assert tracker.json("status", "TUV", DUTY, "--as-of", "2024-05-02")["searches"] == []


def test_the_matrix_has_a_row_for_each_state_and_agrees_with_each_cell(reader):
    clocks = ("--as-of", "2018-07-31", "--known-at", "2026-11-24")
    cells = reader.json("matrix", "dprk-1718", *clocks)
    rows = list(csv.DictReader(io.StringIO(reader("matrix", "dprk-1718", *clocks).stdout)))
    assert list(cells[0]) == ["state", "obligation", "outcome", "assurance", "due"]
    assert len(rows) == 196
    assert len(cells) == 196 * (len(rows[0]) - 2)
    by_code = {row["state"]: row for row in rows}
    assert all(by_code[cell["state"]][cell["obligation"]] == cell["outcome"] for cell in cells)
    one = next(cell for cell in cells if (cell["state"], cell["obligation"]) == ("RUS", DUTY))
    assert one.items() <= reader.json("status", "RUS", DUTY, *clocks).items()


def test_a_regime_that_is_not_on_record_is_refused(reader):
    assert "no regime “mars”" in reader("matrix", "mars", code=1).stderr


def test_json_on_standard_output_is_nothing_but_json(reader):
    answer = reader("status", "RUS", DUTY, "--format", "json")
    assert json.loads(answer.stdout)
    assert NOTICE in answer.stderr


ASKED = ("status", "TUV", "r2397-op8-final-report", "--as-of", "2020-04-30", "--known-at", "2026-11-24", "--proof")


def test_a_proof_is_printed_in_words_and_replays_from_its_json(reader):
    proof = reader.json(*ASKED)
    text = reader(*ASKED).stdout
    assert all(line in text for part in proof["text"] for line in part["lines"])
    assert "fulfilled (self-reported)" in text
    told = reader("replay", "-", stdin=json.dumps(proof)).stdout
    assert (
        told == "The proof replays: Tuvalu, r2397-op8-final-report, overdue (unsupported) as of 30 April 2020, "
        "by rules version 1.\n"
    )


def test_a_proof_that_was_tampered_with_does_not_replay(reader):
    proof = reader.json(*ASKED)
    proof["proof"]["outcome"] = "fulfilled"
    assert "does not replay: outcome." in reader("replay", "-", stdin=json.dumps(proof), code=1).stderr
    proof["proof"]["clocks"]["rules"] = "99"
    assert "no rules of version “99”" in reader("replay", "-", stdin=json.dumps(proof), code=1).stderr


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"proof": {"format": "1"}}', "[" * 100_000])
def test_what_is_no_proof_is_refused(reader, text):
    assert "no proof" in reader("replay", "-", stdin=text, code=1).stderr
