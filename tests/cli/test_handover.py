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
