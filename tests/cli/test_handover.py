"""`tracker archive`: the hand-over copy from the command line."""

import zipfile

from sqlalchemy import select

from tests import backups
from tracker.db.engine import writing
from tracker.db.kept import Store
from tracker.db.models import Source
from tracker.domain.vocabulary import Publication


def test_the_copy_is_written_and_told(tracker, record, tmp_path):
    backups.with_files(record, Store(tmp_path / "data" / "kept"))
    answer = tracker("archive", str(tmp_path / "copy.zip"))
    assert f"{len(set(backups.TEXTS))} kept files, 0 reports." in answer.stdout
    with zipfile.ZipFile(tmp_path / "copy.zip") as file:
        assert {"README.txt", "SHA256SUMS", "verify.py", "claims/claims.csv"} <= set(file.namelist())
    assert "already" in tracker("archive", str(tmp_path / "copy.zip"), code=1).stderr


def test_what_was_left_out_is_told(tracker, record, tmp_path):
    backups.with_files(record, Store(tmp_path / "data" / "kept"))
    with writing(record, actor="test") as session:
        for source in session.scalars(select(Source)):
            source.publication = Publication.RESTRICTED
    assert "--restricted takes them along" in tracker("archive", str(tmp_path / "copy.zip")).stderr
    assert tracker("archive", str(tmp_path / "all.zip"), "--restricted").stderr == ""


def test_a_copy_goes_by_the_clocks(tracker, record, tmp_path):
    backups.with_files(record, Store(tmp_path / "data" / "kept"))
    early = tracker("archive", str(tmp_path / "early.zip"), "--known-at", "2001-01-01", "--as-of", "2018-02-05")
    assert "0 rows, 0 kept files, 0 reports." in early.stdout
    with zipfile.ZipFile(tmp_path / "early.zip") as file:
        assert "2001-01-01T23:59:59" in file.read("README.txt").decode()
        assert b'"2018-02-05"' in file.read("data/outcome.json")
    assert "is not a day" in tracker("archive", str(tmp_path / "no.zip"), "--as-of", "soon", code=2).stderr
