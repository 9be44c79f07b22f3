"""The store of kept files: written once, named by content, and a file that is not whole is said to be so."""

import hashlib
import stat
import threading

import pytest

from tracker.db import kept
from tracker.db.kept import Store, digests_of
from tracker.domain.errors import NotFound, RuleBroken

DATA = "The Panel found… 북한".encode() * 1000


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "data" / "kept")


def test_what_was_put_is_read_back_under_its_digest(store):
    found = store.put(DATA)
    assert (found.sha256, found.size) == (hashlib.sha256(DATA).hexdigest(), len(DATA))
    assert found.sha3_512 == hashlib.sha3_512(DATA).hexdigest()
    assert store.read(found.sha256) == DATA
    assert store.path(found.sha256) == store.folder / found.sha256[:2] / found.sha256


def test_a_kept_file_is_for_reading_only_and_nothing_else_is_left(store):
    found = store.put(DATA)
    assert stat.S_IMODE(store.path(found.sha256).stat().st_mode) & 0o333 == 0
    assert [path.name for path in store.path(found.sha256).parent.iterdir()] == [found.sha256]


def test_putting_the_same_again_changes_nothing(store):
    first = store.put(DATA)
    before = store.path(first.sha256).stat()
    assert store.put(DATA) == first
    after = store.path(first.sha256).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_the_empty_file_is_a_file_too(store):
    found = store.put(b"")
    assert (store.read(found.sha256), store.check(found.sha256, found.sha3_512, 0)) == (b"", "")


def test_names_are_in_order_and_leave_out_what_is_no_kept_file(store):
    assert list(store.names()) == []
    put = sorted(store.put(bytes([number])).sha256 for number in range(20))
    (store.folder / "README").write_text("x")
    (store.folder / put[0][:2] / ".half").write_text("x")
    assert list(store.names()) == put


def test_a_missing_file_is_not_found(store):
    missing = digests_of(b"never put")
    with pytest.raises(NotFound, match="is missing from"):
        store.read(missing.sha256)
    assert "is missing from" in store.check(missing.sha256, missing.sha3_512, missing.size)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_a_name_that_is_no_digest_is_no_path(store, name):
    with pytest.raises(ValueError, match="64 small hexadecimal digits"):
        store.path(name)


@pytest.mark.parametrize("at", [0, kept.CHUNK - 1, kept.CHUNK, 2 * kept.CHUNK + 5])
def test_a_changed_byte_is_seen_wherever_it_stands(store, at):
    data = bytes(2 * kept.CHUNK + 6)
    found = store.put(data)
    _overwrite(store.path(found.sha256), data[:at] + b"\1" + data[at + 1 :])
    assert "holds other bytes" in store.check(found.sha256, found.sha3_512, found.size)
    for deed in (lambda: store.read(found.sha256), lambda: store.put(data)):
        with pytest.raises(RuleBroken, match="Restore it from a backup"):
            deed()


def test_a_cut_file_and_a_false_second_digest_are_seen(store):
    found = store.put(DATA)
    assert store.check(found.sha256, found.sha3_512, found.size) == ""
    assert "holds other bytes" in store.check(found.sha256, "0" * 128, found.size)
    _overwrite(store.path(found.sha256), DATA[:-1])
    assert f"has {len(DATA) - 1} bytes" in store.check(found.sha256, found.sha3_512, found.size)


def _overwrite(path, data):
    path.chmod(0o600)
    path.write_bytes(data)


def test_many_who_put_the_same_at_once_have_one_file(store):
    gate, found = threading.Barrier(8), []

    def put():
        gate.wait()
        found.append(store.put(DATA))

    threads = [threading.Thread(target=put) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [digests_of(DATA)] * 8
    assert [path.name for path in store.folder.rglob("*") if path.is_file()] == [found[0].sha256]


def test_a_failure_of_the_disk_leaves_no_name(store, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    store.put(b"first")  # so that the folders are there
    shelf = store.path(digests_of(DATA).sha256).parent
    shelf.mkdir(exist_ok=True)
    monkeypatch.setattr(kept.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store.put(DATA)
    assert list(shelf.iterdir()) == []
