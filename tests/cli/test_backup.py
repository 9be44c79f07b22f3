"""`tracker backup` and `tracker restore`: the whole road, on both databases."""

import stat

from tests import backups as making
from tracker.db.kept import Store


def with_reports(tracker) -> None:
    """Two reports, of which the second is approved and takes the place of the first, which was taken back."""
    freeze = ("reports", "freeze", "--kind", "obligation", "--as-of", "2018-07-31", "--as", "analyst", "--title", "T")
    freeze = (*freeze, "--obligation", "r2397-op8-repatriation")
    tracker(*freeze)
    tracker(*freeze, "--supersedes", "1")
    tracker("reports", "approve", "2", "--as", "reviewer")
    tracker("reports", "withdraw", "1", "--as", "analyst", "--reason", "Wrong day.")


def test_a_record_comes_back_on_a_new_machine(tracker, record, data, file, elsewhere, tmp_path):
    names = making.with_files(record, Store(data / "kept"))
    with_reports(tracker)
    reports = tracker("reports", "list").stdout
    (data / "checkpoints").mkdir(exist_ok=True)
    (data / "checkpoints" / "0000000001.note").write_text("note")
    (data / "log_key.pem").write_text("secret")
    told = tracker("backup", str(file)).stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    address = elsewhere()
    restored = tracker("restore", str(file)).stdout
    assert told.split("digest ")[1] == restored.split("digest ")[1] == f"{making.digest(address)}.\n"
    assert list(Store(tmp_path / "new" / "kept").names()) == sorted(set(names))
    assert (tmp_path / "new" / "checkpoints" / "0000000001.note").read_text() == "note"
    assert not (tmp_path / "new" / "log_key.pem").exists()
    assert tracker("reports", "list").stdout == reports
    assert "agrees" in tracker("db", "check").stdout


def test_the_key_goes_where_the_settings_say_that_it_is(tracker, data, file, elsewhere, tmp_path, monkeypatch):
    data.mkdir(exist_ok=True)
    (data / "log_key.pem").write_text("secret")
    tracker("backup", str(file), "--with-key")
    elsewhere()
    monkeypatch.setenv("TRACKER_LOG_KEY", str(tmp_path / "safe" / "signing.pem"))
    tracker("restore", str(file))
    assert (tmp_path / "safe" / "signing.pem").read_text() == "secret"
    assert not (tmp_path / "safe" / "log_key.pem").exists()


def test_the_key_goes_along_only_when_it_is_asked_for(tracker, data, file, elsewhere, tmp_path):
    assert "no key of the audit log" in tracker("backup", str(file), "--with-key", code=1).stderr
    data.mkdir(exist_ok=True)
    (data / "log_key.pem").write_text("secret")
    tracker("backup", str(file), "--with-key")
    elsewhere()
    tracker("restore", str(file))
    key = tmp_path / "new" / "log_key.pem"
    assert (key.read_text(), stat.S_IMODE(key.stat().st_mode)) == ("secret", 0o600)


def test_a_backup_never_takes_the_place_of_a_file(tracker, file):
    file.write_text("something else")
    assert "there is a file of this name already" in tracker("backup", str(file), code=1).stderr
    assert file.read_text() == "something else"


def test_a_restore_refuses_a_database_with_rows_and_a_store_with_files(tracker, record, data, file, elsewhere):
    making.with_files(record, Store(data / "kept"))
    tracker("backup", str(file))
    assert "kept files in" in tracker("restore", str(file), code=1).stderr
    assert "holds rows already" in tracker("restore", str(file), "--beside-files", code=1).stderr
    elsewhere()
    tracker("restore", str(file))


def test_a_check_reads_everything_and_writes_nothing(tracker, file, elsewhere):
    tracker("backup", str(file))
    address = elsewhere()
    before = making.digest(address)
    assert "is whole" in tracker("restore", str(file), "--check").stdout
    assert making.digest(address) == before


def test_a_damaged_backup_writes_nothing_anywhere(tracker, record, data, file, elsewhere, tmp_path):
    making.with_files(record, Store(data / "kept"))
    tracker("backup", str(file))
    broken = bytearray(file.read_bytes())
    broken[len(broken) // 2] ^= 1
    file.write_bytes(broken)
    address = elsewhere()
    before = making.digest(address)
    assert "it was damaged or changed" in tracker("restore", str(file), code=1).stderr
    assert making.digest(address) == before
    assert not (tmp_path / "new").exists()


def test_a_revision_that_is_unknown_is_refused(tracker, file, elsewhere, tmp_path):
    tracker("backup", str(file))
    later = tmp_path / "later.zip"
    with making.mended(file, later) as members:
        members["manifest.json"] = members["manifest.json"].replace(b'"revision": "', b'"revision": "x')
    elsewhere()
    assert "which this version of the tracker lacks" in tracker("restore", str(later), code=1).stderr


def test_rows_that_a_database_refuses_leave_nothing_behind(tracker, file, elsewhere, tmp_path):
    tracker("backup", str(file))
    forged = tmp_path / "forged.zip"
    with making.mended(file, forged) as members:
        making.reckon(members, "rows/claim_revision.jsonl", lambda rows: rows.replace(b'"pledge"', b'"pledged"'))
    address = elsewhere()
    before = making.digest(address)
    assert "a row of claim_revision cannot be stored" in tracker("restore", str(forged), code=1).stderr
    assert making.digest(address) == before


def test_rows_without_their_parents_leave_nothing_behind(tracker, file, elsewhere, tmp_path):
    tracker("backup", str(file))
    forged = tmp_path / "forged.zip"
    with making.mended(file, forged) as members:
        making.reckon(members, "rows/source.jsonl", lambda rows: rows.partition(b"\n")[2])
    address = elsewhere()
    before = making.digest(address)
    assert "The backup is not used: a row of" in tracker("restore", str(forged), code=1).stderr
    assert making.digest(address) == before


def test_a_kept_file_that_is_damaged_is_left_out_by_name(tracker, record, data, file, elsewhere):
    store = Store(data / "kept")
    lost = making.with_files(record, store)[0]
    store.path(lost).unlink()
    assert "--despite-damage" in tracker("backup", str(file), code=1).stderr
    assert not file.exists()
    assert f"Without the kept file {lost}" in tracker("backup", str(file), "--despite-damage").stderr
    elsewhere()
    assert f"Without the kept file {lost}" in tracker("restore", str(file)).stderr


def test_a_later_checkpoint_is_never_overwritten(tracker, data, file, elsewhere, tmp_path):
    (data / "checkpoints").mkdir(parents=True)
    (data / "checkpoints" / "1.note").write_text("old")
    tracker("backup", str(file))
    elsewhere()
    (tmp_path / "new" / "checkpoints").mkdir(parents=True)
    (tmp_path / "new" / "checkpoints" / "1.note").write_text("new")
    assert "other bytes than in the backup" in tracker("restore", str(file), code=1).stderr
    assert (tmp_path / "new" / "checkpoints" / "1.note").read_text() == "new"


def test_a_backup_comes_back_where_no_database_was_made_yet(tracker, file, tmp_path, monkeypatch):
    tracker("backup", str(file))
    monkeypatch.delenv("TRACKER_DATABASE_URL")
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "fresh"))
    tracker("restore", str(file))
    assert "agrees" in tracker("db", "check").stdout
    assert "Demo" not in tracker("users", "list").stdout
