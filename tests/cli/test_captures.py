"""`tracker sources`: keep a copy, list it with its custody, take it along; refused in one sentence."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.later import BEFORE

KEY = "diplomat-2018-07"
TEXT = "He named Resolution 2356, passed last June.\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A file to keep."""
    file = tmp_path / "page.txt"
    file.write_text(TEXT)
    return file


def _kept(tracker, page):
    return tracker("sources", "keep", KEY, str(page), "--as", "analyst", "--note", "For the test.")


def test_a_copy_is_kept_and_listed_with_its_custody(tracker, page):
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert f"Copy 1: {digest}" in _kept(tracker, page).output
    (row,) = json.loads(tracker("sources", "copies", KEY, "--format", "json").stdout)
    assert (row["sha256"], row["file-name"], row["note"], row["method"]) == (
        digest,
        "page.txt",
        "For the test.",
        "uploaded",
    )
    assert row["collector"].startswith("Analyst Person, tracker ")


def test_a_kept_file_comes_back_byte_for_byte(tracker, page, tmp_path):
    _kept(tracker, page)
    tracker("sources", "save", KEY, str(tmp_path / "again"), "--copy", "1")
    assert (tmp_path / "again").read_bytes() == TEXT.encode()


def test_copies_are_taken_along_as_a_web_archive_and_come_back(tracker, page, tmp_path):
    _kept(tracker, page)
    tracker("sources", "save", KEY, str(tmp_path / "all.wacz"))
    answer = tracker("sources", "keep", KEY, str(tmp_path / "all.wacz"), "--as", "analyst")
    assert "kept as copies of their own" in answer.output


def test_what_cannot_be_read_is_refused_and_nothing_is_kept(tracker, tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"MZ" + bytes(300))
    answer = tracker("sources", "keep", KEY, str(tmp_path / "x.pdf"), "--as", "analyst", code=1)
    assert answer.stderr.count("\n") == 1
    assert json.loads(tracker("sources", "copies", KEY, "--format", "json").stdout) == []


def test_nothing_is_fetched_unless_the_installation_names_the_host(tracker):
    answer = tracker("sources", "fetch", KEY, "https://example.org/", "--as", "analyst", code=1)
    assert answer.stderr.startswith("Error: ")


def test_a_sweep_finds_nothing_where_nothing_is_left(tracker, page):
    _kept(tracker, page)
    assert "Nothing was left over." in tracker("sources", "sweep").output


def test_copies_and_archives_go_by_what_was_kept(tracker, page, tmp_path):
    _kept(tracker, page)
    out = str(tmp_path / "out.wacz")
    assert tracker.json("sources", "copies", KEY, "--known-at", BEFORE) == []
    assert len(tracker.json("sources", "copies", KEY, "--known-at", "2099-01-01")) == 1
    refused = tracker("sources", "save", KEY, out, "--known-at", BEFORE, code=1).stderr
    assert "No copy of the source" in refused
    assert "kept by then" in refused
    tracker("sources", "save", KEY, out, "--copy", "1", "--known-at", BEFORE, code=1)
    tracker("sources", "save", KEY, out, "--known-at", "2099-01-01")


def test_a_source_without_copies_gives_no_archive(tracker, tmp_path):
    assert "was kept yet" in tracker("sources", "save", KEY, str(tmp_path / "out.wacz"), code=1).stderr
