"""Damaged and forged backups: each is refused with one sentence before anything is given out."""

import json
import zipfile
from contextlib import suppress
from random import Random

import pytest

from tests import backups as making
from tests.databases import seeded
from tracker.db.engine import make_engine
from tracker.db.kept import Store
from tracker.domain.errors import RuleBroken
from tracker.intake import backups

FLIPS, CUTS = 60, 20


@pytest.fixture(scope="module")
def whole(sqlite_house, tmp_path_factory):
    """A backup that is whole, with kept files and a checkpoint."""
    folder = tmp_path_factory.mktemp("whole")
    sqlite_house.need("seeded", seeded)
    engine = make_engine(sqlite_house.copy("seeded"))
    making.with_files(engine, Store(folder / "kept"))
    (folder / "0000000001.note").write_text("tracker/x\n1\n")
    outside = {"checkpoints/0000000001.note": folder / "0000000001.note"}
    making.take(engine, Store(folder / "kept"), folder / "whole.zip", outside=outside)
    engine.dispose()
    return folder / "whole.zip"


@pytest.fixture
def copy(tmp_path):
    return tmp_path / "copy.zip"


def _refusal(place) -> str:
    with pytest.raises(RuleBroken) as refused, backups.opened(place):
        pass
    sentence = refused.value.sentence
    assert sentence.startswith("The backup is not used: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_a_whole_one_is_given_with_everything_in_it(whole):
    with backups.opened(whole) as found:
        sizes = {table.shape.name: len(list(found.lines(table))) for table in found.manifest.tables}
        assert sizes == {table.shape.name: table.rows for table in found.manifest.tables}
        assert [len(found.bytes_of(part)) for part in found.manifest.files] == [p.size for p in found.manifest.files]
        assert found.bytes_of(found.manifest.outside[0]) == b"tracker/x\n1\n"


def _places_in_each_member(place) -> list[int]:
    """A few offsets in every member: in its header, its name, at the start, middle and end of its bytes."""
    with zipfile.ZipFile(place) as file:
        starts = [(about.header_offset, about.compress_size + len(about.filename)) for about in file.infolist()]
    dice = Random(7)  # noqa: S311 - a test's dice
    ends = [place.stat().st_size - n for n in (1, 40, 75, 80, 93)]
    inside = [start + n for start, size in starts for n in (3, 12, 31, 30 + size // 2, 29 + size)]
    return sorted({*ends, *inside, *(dice.randrange(place.stat().st_size) for _ in range(FLIPS))})


def test_a_flipped_bit_anywhere_is_found(whole, copy):
    data = bytearray(whole.read_bytes())
    places = _places_in_each_member(whole)
    for at in places:
        data[at] ^= 1 << at % 8
        copy.write_bytes(data)
        data[at] ^= 1 << at % 8
        _refusal(copy)
    assert len(places) > 200


def test_a_cut_or_longer_file_is_found(whole, copy):
    data = whole.read_bytes()
    for keep in [0, 1, 22, 92, len(data) - 1, len(data) - 71, *range(0, len(data), len(data) // CUTS)]:
        copy.write_bytes(data[:keep])
        _refusal(copy)
    copy.write_bytes(data + b"\0")
    _refusal(copy)


def _manifest(members, **changed):
    members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | changed).encode()


def _tree(members):
    return json.loads(members["manifest.json"])


def _without(members, start):
    del members[next(name for name in members if name.startswith(start))]


def _changed_row(members):
    members["rows/claim.jsonl"] = members["rows/claim.jsonl"].replace(b"2018", b"2019", 1)


def _renamed(members):
    members["rows/clam.jsonl"] = members.pop("rows/claim.jsonl")


def _swapped(members):
    members["rows/claim.jsonl"], members["rows/source.jsonl"] = (
        members["rows/source.jsonl"],
        members["rows/claim.jsonl"],
    )


def _table(members, **changed):
    tables = _tree(members)["tables"]
    tables[3] |= changed
    _manifest(members, tables=tables)


def _shape(members, **changed):
    _table(members, shape=_tree(members)["tables"][3]["shape"] | changed)


def _file(members, **changed):
    files = _tree(members)["files"]
    files[0] |= changed
    _manifest(members, files=files)


FORGED = {
    "no manifest": lambda m: m.pop("manifest.json"),
    "a manifest that is no JSON": lambda m: m.update({"manifest.json": b"{"}),
    "a manifest that is a list": lambda m: m.update({"manifest.json": b"[]"}),
    "a manifest too deep to read": lambda m: m.update({"manifest.json": b"[" * 100_000}),
    "a manifest in another encoding": lambda m: m.update({"manifest.json": b"\xff\xfe{}"}),
    "another format": lambda m: _manifest(m, format="sanctions-tracker backup 2"),
    "no revision": lambda m: _manifest(m, revision=None),
    "another digest": lambda m: _manifest(m, digest="0" * 64),
    "a digest that is none": lambda m: _manifest(m, digest="x"),
    "tables that are no list": lambda m: _manifest(m, tables={}),
    "a table less in the manifest": lambda m: _manifest(m, tables=_tree(m)["tables"][1:]),
    "a table twice": lambda m: _manifest(m, tables=[*_tree(m)["tables"], _tree(m)["tables"][0]]),
    "a table's sum": lambda m: _table(m, sha256="0" * 64),
    "a table's number of rows": lambda m: _table(m, rows=1_000_000),
    "a table's size": lambda m: _table(m, size=1),
    "a negative size": lambda m: _table(m, size=-1),
    "a size that is truth": lambda m: _table(m, size=True),
    "a table named like a statement": lambda m: _shape(m, name='x"; DROP TABLE claim'),
    "a table without a key": lambda m: _shape(m, key=[]),
    "a key that is no column": lambda m: _shape(m, key=["nothing"]),
    "a column of another kind": lambda m: _shape(m, columns=[{"name": "id", "kind": "pickle"}]),
    "a column twice": lambda m: _shape(m, columns=[{"name": "id", "kind": "text"}] * 2, key=["id"]),
    "a file's first digest": lambda m: _file(m, sha256="0" * 64),
    "a file's second digest": lambda m: _file(m, sha3_512="0" * 128),
    "a file's size": lambda m: _file(m, size=5),
    "a file less in the manifest": lambda m: _manifest(m, files=_tree(m)["files"][1:]),
    "a changed row": _changed_row,
    "a renamed member": _renamed,
    "two members exchanged": _swapped,
    "a missing table": lambda m: _without(m, "rows/"),
    "a missing file": lambda m: _without(m, "kept/"),
    "a missing checkpoint": lambda m: _without(m, "outside/"),
    "an extra member": lambda m: m.update({"rows/extra.jsonl": b""}),
    "a member that climbs": lambda m: m.update({"../../etc/cron.d/x": b"x"}),
    "a member from the root": lambda m: m.update({"/etc/passwd": b"x"}),
    "a member of another system": lambda m: m.update({"..\\..\\x": b"x"}),
    "a file from outside that climbs": lambda m: _manifest(
        m, outside=[{"name": "../secret_key", "size": 0, "sha256": "0" * 64}]
    ),
    "a file from outside that is the signing key": lambda m: _manifest(
        m, outside=[{"name": "secret_key", "size": 0, "sha256": "0" * 64}]
    ),
    "an emptied table": lambda m: m.update({"rows/claim.jsonl": b""}),
    "a changed file": lambda m: m.update({next(n for n in m if n.startswith("kept/")): b"other"}),
    "a bomb in place of a table": lambda m: m.update({"rows/claim.jsonl": bytes(50 << 20)}),
    "a bomb in place of the manifest": lambda m: m.update({"manifest.json": bytes(300 << 20)}),
    "a bomb in place of a file": lambda m: m.update({next(n for n in m if n.startswith("kept/")): bytes(50 << 20)}),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_somebody_mended_and_sealed_again_is_refused(whole, copy, name):
    with making.mended(whole, copy) as members:
        FORGED[name](members)
    _refusal(copy)


def _twice(file):
    file.writestr("manifest.json", "{}")
    with pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("manifest.json", "{}")


OTHER = {
    "nothing in it": lambda file: None,
    "two members of one name": _twice,
    "another packing": lambda file: file.writestr("manifest.json", b"{}" * 99, zipfile.ZIP_LZMA),
}


@pytest.mark.parametrize("name", OTHER)
def test_a_sealed_archive_of_another_making_is_refused(copy, name):
    making.sealed(copy, OTHER[name])
    _refusal(copy)


def test_a_member_said_to_be_locked_is_refused(whole, copy):
    data = bytearray(whole.read_bytes()[:-71])
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    copy.write_bytes(data[:-2] + b"\0\0")
    with copy.open("r+b") as stream:
        making.seal(stream)
    assert "packed in a way" in _refusal(copy)


def test_no_damage_to_the_directory_that_was_sealed_again_is_more_than_a_sentence(whole, copy):
    """Whatever stands in a ZIP file's directory, reading it ends in a refusal, or finds the backup whole."""
    data = whole.read_bytes()[:-71]
    directory = data.index(b"PK\x01\x02")
    dice = Random(11)  # noqa: S311 - a test's dice
    for _ in range(FLIPS):
        forged = bytearray(data[:-2] + b"\0\0")
        forged[dice.randrange(directory, len(data) - 2)] ^= 1 << dice.randrange(8)
        copy.write_bytes(forged)
        with copy.open("r+b") as stream:
            making.seal(stream)
        with suppress(RuleBroken), backups.opened(copy):
            pass


@pytest.mark.parametrize("text", ["", "PK", "hello" * 1000])
def test_a_file_that_is_no_backup_is_refused(copy, text):
    copy.write_text(text)
    assert "no backup" in _refusal(copy)
