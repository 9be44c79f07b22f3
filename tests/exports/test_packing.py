"""Archives: a name is given when the file is whole, never taken from another, and never to half a file."""

import hashlib
import stat
import zipfile
from datetime import UTC, datetime

import pytest

from tracker.exports.packing import packing

AT = datetime(2026, 11, 27, 9, 0, 31, tzinfo=UTC)


def test_a_file_appears_whole_and_readable_by_its_owner_only(tmp_path):
    place = tmp_path / "a.zip"
    with packing(place, made_at=AT) as pack:
        packed = pack.add("x/a.txt", [b"one\n", b"two\n"])
        assert not place.exists()
    assert (packed.size, packed.lines, packed.sha256) == (8, 2, hashlib.sha256(b"one\ntwo\n").hexdigest())
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]
    with zipfile.ZipFile(place) as file:
        assert (file.read("x/a.txt"), file.testzip()) == (b"one\ntwo\n", None)


def test_the_comment_is_the_digest_of_every_byte_before_it(tmp_path):
    place = tmp_path / "a.zip"
    with packing(place, made_at=AT) as pack:
        pack.add("a", [b"x"], stored=True)
    data = place.read_bytes()
    assert data[-71:].decode() == f"sha256:{hashlib.sha256(data[:-71]).hexdigest()}"


def test_the_same_members_give_the_same_bytes(tmp_path):
    for name in ("a.zip", "b.zip"):
        with packing(tmp_path / name, made_at=AT) as pack:
            pack.add("a", [b"x" * 1000])
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_failure_leaves_nothing(tmp_path):
    def pieces():
        yield b"x"
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"), packing(tmp_path / "a.zip", made_at=AT) as pack:
        pack.add("a", pieces())
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_taken_stays_with_its_file(tmp_path):
    place = tmp_path / "a.zip"
    place.write_text("mine")
    with pytest.raises(FileExistsError), packing(place, made_at=AT):
        pass
    place.unlink()
    with pytest.raises(FileExistsError), packing(place, made_at=AT):
        place.write_text("meanwhile")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["meanwhile"]
