import io
import json
import re
import zipfile

import pytest
from sqlalchemy import update

from tracker import exports
from tracker.db.engine import writing
from tracker.db.models import Source
from tracker.domain.vocabulary import Publication
from tracker.exports import as_pdf, report_schema

FREEZE = ("reports", "freeze", "--regime", "dprk-1718", "--as-of", "2018-07-31", "--title", "July 2018")
SMALL = (*FREEZE, "--state", "Russia", "--obligation", "r2397-op8-repatriation", "--as", "analyst")


def test_freezing_prints_nothing_but_the_number(tracker):
    assert tracker(*SMALL).stdout == "1\n"
    assert tracker(*SMALL).stdout == "2\n"


def test_without_a_name_the_first_analyst_is_the_author_and_is_told(tracker):
    answer = tracker(*SMALL[:-2])
    assert answer.stdout == "1\n"
    assert "The author is Analyst Person (analyst)" in answer.stderr
    assert tracker.json("reports", "list")[0]["author"] == "analyst"


def test_where_there_is_no_analyst_one_must_be_named(blank_tracker):
    assert "--as" in blank_tracker(*FREEZE, code=2).stderr


def test_a_report_is_listed_with_who_approved_it(tracker):
    tracker(*SMALL)
    assert tracker.json("reports", "list")[0]["approved_by"] is None
    assert "approved" in tracker("reports", "approve", "1", "--as", "reviewer").stdout
    assert tracker.json("reports", "list")[0]["approved_by"] == "reviewer"
    assert "July 2018" in tracker("reports", "list").stdout


def test_nobody_approves_their_own_report(tracker):
    tracker(*SMALL[:-1], "both")
    tracker("reports", "approve", "1", "--as", "both", code=1)
    assert tracker.json("reports", "list")[0]["approved_by"] is None


@pytest.mark.parametrize("fmt", ["csv", "docx", "html", "json", "xlsx"])
def test_a_report_is_exported_to_the_same_bytes_every_time(tracker, tmp_path, fmt):
    tracker(*SMALL)
    place = tmp_path / "report"
    tracker("reports", "export", "1", "--format", fmt, "--output", str(place))
    again = ("reports", "export", "1", "--format", fmt, "--output", "-")
    assert tracker(*again).stdout_bytes == place.read_bytes()
    tracker("reports", "approve", "1", "--as", "reviewer")
    approved = tracker(*again).stdout_bytes
    assert b"Not approved" not in approved
    assert tracker(*again).stdout_bytes == approved != place.read_bytes()


@pytest.mark.whole_record
def test_a_long_report_is_written_by_volumes_or_as_an_archive(tracker, tmp_path, monkeypatch):
    tracker(*SMALL)
    place, asked = str(tmp_path / "report.pdf"), ("reports", "export", "1", "--format", "pdf", "--output")
    assert tracker(*asked, place).stderr == f"Wrote {place}.\n"
    monkeypatch.setattr(as_pdf, "room_beside", lambda _data: 7_000_000)
    said = tracker(*asked, place).stderr
    assert "; --volume takes another, --all-volumes all in a ZIP." in said
    count = int(re.findall(r", volume 1 of (\d+);", said)[0])
    assert f", volume {count} of {count}.\n" in tracker(*asked, place, "--volume", str(count)).stderr
    last = (tmp_path / "report.pdf").read_bytes()
    archive = zipfile.ZipFile(io.BytesIO(tracker(*asked, "-", "--all-volumes").stdout_bytes))
    assert len(archive.namelist()) == count
    assert archive.read(f"report-1-volume-{count}.pdf") == last
    assert "There is no volume 99" in tracker(*asked, "-", "--volume", "99", code=1).stderr
    assert "one volume, or all of them" in tracker(*asked, "-", "--volume", "1", "--all-volumes", code=2).stderr


@pytest.mark.parametrize(("asked", "is_said"), [((), True), (("--public",), False)])
def test_a_file_that_quotes_restricted_sources_says_that_it_may_not_be_spread(tracker, record, asked, is_said):
    with writing(record, actor="test") as session:
        session.execute(update(Source).values(publication=Publication.RESTRICTED))
    tracker(*SMALL)
    answer = tracker("reports", "export", "1", "--format", "json", "--output", "-", *asked)
    said = "The file quotes sources that their authors did not publish; only the public edition may be spread"
    assert answer.stderr.startswith(said) == is_said
    assert (json.loads(answer.stdout)["report"]["edition"] == "full") == is_said


def test_a_format_that_does_not_suit_a_report_is_refused_with_those_that_do(tracker, monkeypatch):
    tracker(*SMALL)
    monkeypatch.setattr(exports, "formats_of", lambda document: {"html": exports.FORMATS["html"]})
    answer = tracker("reports", "export", "1", "--format", "docx", "--output", "-", code=2)
    assert "Report 1 cannot be had as docx. Its formats: html." in " ".join(answer.stderr.split())


def test_the_report_agrees_with_the_status(tracker):
    tracker(*SMALL, "--known-at", "2026-11-23T09:00:00Z")
    report = json.loads(tracker("reports", "export", "1", "--format", "json", "--output", "-").stdout)["report"]
    asked = ("--as-of", "2018-07-31", "--known-at", "2026-11-23T09:00:00Z")
    status = tracker.json("status", "RUS", "r2397-op8-repatriation", *asked)
    assert [cell["outcome"] for cell in report["cells"]] == [status["outcome"]]


@pytest.mark.parametrize(
    ("args", "code", "part"),
    [
        (["export", "9", "--format", "csv", "--output", "-"], 1, "no report 9"),
        (["approve", "9", "--as", "reviewer"], 1, "no report 9"),
        (["export", "9", "--format", "odt", "--output", "-"], 2, "odt"),
        (["export", "0", "--format", "csv", "--output", "-"], 2, "0"),
        (["freeze", "--regime", "mars", "--as-of", "2018-07-31", "--title", "T"], 1, "mars"),
        (["freeze", "--regime", "dprk-1718", "--as-of", "July", "--title", "T"], 2, "not a day"),
        ([*FREEZE[1:], "--state", "Atlantis"], 1, "Atlantis"),
        ([*FREEZE[1:], "--as", "viewer"], 1, "analyst"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(tracker, args, code, part):
    assert part in tracker("reports", *args, code=code).stderr


def test_a_file_is_verified_and_one_that_was_changed_is_not(tracker, tmp_path):
    tracker(*SMALL)
    place = tmp_path / "report.html"
    tracker("reports", "export", "1", "--format", "html", "--output", str(place))
    said = tracker("reports", "verify", str(place)).stdout
    assert "It is report 1, full edition, as Page (HTML), byte for byte." in said
    assert "The record still supports it" in said
    place.write_bytes(place.read_bytes() + b" ")
    refused = tracker("reports", "verify", str(place), code=1).stdout
    assert "its bytes are not those" in refused


def test_a_report_is_asked_again_compared_and_taken_back(tracker):
    tracker(*SMALL)
    assert "The record still supports it" in tracker("reports", "check", "1").stdout
    kinds = ("--kind", "state", "--as-of", "2018-07-31", "--title", "Sheet", "--state", "RUS")
    assert tracker("reports", "freeze", *kinds).stdout.strip() == "2"
    assert "It is a state sheet, and was a regime matrix." in tracker("reports", "diff", "1", "2").stdout
    assert tracker("reports", "diff", "1", "1").stdout.strip() == "Both reports say the same."
    tracker("reports", "withdraw", "1", "--as", "analyst", "--reason", "Wrong state.")
    assert "Wrong state." in tracker.json("reports", "list")[1]["ended"]
    assert "Withdrawn on" in tracker("reports", "check", "1").stdout


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (["--kind", "reconciliation", "--obligation", "r2397-op8-midterm-report", "--count", "42"], 2, "--on"),
        (["--kind", "changes"], 1, "Choose the first of the two moments."),
        (["--kind", "matrix"], 1, "Choose the regime of the matrix."),
        (["--kind", "register", "--state", "RUS", "--state", "CHN"], 2, "one state"),
    ],
)
def test_a_question_that_lacks_something_is_refused_in_a_sentence(tracker, options, code, sentence):
    asked = ("reports", "freeze", "--as-of", "2019-12-31", "--title", "T", *options)
    assert sentence in tracker(*asked, code=code).stderr


def test_every_kind_is_frozen_from_the_command_line(tracker):
    duty = "r2397-op8-midterm-report"
    options = {
        "state": ["--state", "RUS"],
        "obligation": ["--obligation", duty],
        "cell": ["--state", "RUS", "--obligation", duty],
        "changes": ["--regime", "dprk-1718", "--from-as-of", "2018-01-01", "--rules", "2", "--from-rules", "1"],
        "deadlines": ["--regime", "dprk-1718", "--state", "RUS"],
        "register": ["--state", "RUS", "--words", "workers"],
        "reconciliation": ["--obligation", duty, "--count", "42", "--on", "2019-06-30"],
    }
    for number, (kind, chosen) in enumerate(options.items(), 1):
        made = tracker("reports", "freeze", "--kind", kind, "--as-of", "2019-12-31", "--title", kind, *chosen)
        assert made.stdout.strip() == str(number)
    assert [line["kind"] for line in tracker.json("reports", "list")] == list(reversed(options))
    assert "The record still supports it" in tracker("reports", "check", "4").stdout
    report = json.loads(tracker("reports", "export", "4", "--format", "json", "--output", "-").stdout)["report"]
    assert (report["before"]["rules"], report["rules"]) == ("1", "2")
    as_text = tracker("reports", "export", "4", "--format", "html", "--output", "-").stdout
    assert "as of 1 January 2018, known at " in as_text
    assert ", by rules of version 1" in as_text


def test_changes_between_two_days_of_publication_are_frozen_checked_and_told(tracker):
    asked = ("reports", "freeze", "--kind", "changes", "--state", "RUS", "--as-of", "2020-03-31", "--title")
    tracker(*asked, "One day", "--from-as-of", "2019-03-01", "--public-at", "2020-01-31")
    tracker(*asked, "Two days", "--from-public-at", "2018-03-01", "--public-at", "2020-01-31")
    tracker(*asked, "Any day", "--from-public-at", "2018-03-01")
    found = []
    for number in ("1", "2", "3"):
        assert "The record still supports it" in tracker("reports", "check", number).stdout
        text = tracker("reports", "export", number, "--format", "json", "--output", "-").stdout
        report = json.loads(text)["report"]
        found.append((report["format"], report["before"].get("public_at", "-"), report["public_at"]))
    assert found == [("4", "-", "2020-01-31"), ("5", "2018-03-01", "2020-01-31"), ("5", "2018-03-01", None)]
    as_text = tracker("reports", "export", "2", "--format", "html", "--output", "-").stdout
    assert ", public at 1 March 2018" in as_text
    told = tracker("reports", "diff", "1", "2").stdout
    assert "The earlier moment is public at 1 March 2018, and was at 31 January 2020." in told


def test_the_schema_of_the_json_export_is_printed(tracker):
    assert tracker("reports", "schema").stdout == report_schema.SHIPPED.read_text(encoding="utf-8")
