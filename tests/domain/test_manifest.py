"""The manifest of a backup: written and read back, and refused where it is not whole or contradicts itself."""

import hashlib
import json
import re
from copy import deepcopy
from dataclasses import replace

import pytest

from tracker.domain.manifest import (
    FORMAT,
    SEAL,
    SEAL_LENGTH,
    Column,
    Dumped,
    KeptCopy,
    Manifest,
    Outside,
    Shape,
    digest,
    digest_of,
    from_json,
    to_json,
)

A, B, LONG = "a" * 64, "b" * 64, "c" * 128
STATES = Dumped(Shape("state", ("code",), (Column("code", "text"), Column("member", "boolean"))), 3, 120, A)
CLAIMS = Dumped(Shape("claim", ("id", "part"), (Column("id", "integer"), Column("part", "text"))), 4, 200, B)
WHOLE = Manifest(
    program="0.2.0",
    revision="0014",
    database="sqlite",
    made_at="2026-11-24T12:00:00Z",
    digest=digest_of((STATES, CLAIMS)),
    tables=(STATES, CLAIMS),
    files=(KeptCopy(A, LONG, 12),),
    outside=(Outside("checkpoints/1.json", 5, B), Outside("log_key.pem", 6, A)),
    left_out=("web_session",),
    damaged=(),
)


def test_a_manifest_is_read_back_as_it_was_written():
    assert from_json(json.loads(json.dumps(to_json(WHOLE)))) == WHOLE
    assert WHOLE.format == FORMAT == "sanctions-tracker backup 1"
    assert (WHOLE.rows, SEAL_LENGTH) == (7, len(SEAL) + 64)


def test_members_are_named_by_what_they_hold():
    assert WHOLE.members == {
        "rows/state.jsonl",
        "rows/claim.jsonl",
        f"kept/aa/{A}",
        "outside/checkpoints/1.json",
        "outside/log_key.pem",
    }


def test_the_digest_is_that_of_what_sha256sum_prints_in_the_order_of_the_names():
    printed = f"{B}  rows/claim.jsonl\n{A}  rows/state.jsonl\n"
    expected = hashlib.sha256(printed.encode()).hexdigest()
    assert digest([("rows/state.jsonl", A), ("rows/claim.jsonl", B)]) == digest_of((CLAIMS, STATES)) == expected


def _at(tree, path, value):
    """A copy of a tree with another value at a path; without it where the value is the tree itself."""
    found = deepcopy(tree)
    place = found
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return found


TREE = json.loads(json.dumps(to_json(WHOLE)))
BROKEN = [
    (("format",), "another", "its format is not “sanctions-tracker backup 1”"),
    (("program",), 1, "“program” is not a text"),
    (("revision",), None, "“revision” is not a text"),
    (("database",), [], "“database” is not a text"),
    (("made_at",), 2, "“made_at” is not a text"),
    (("digest",), "a" * 63, "“digest” is not a digest of 64 hexadecimal digits"),
    (("digest",), "A" * 64, "“digest” is not a digest of 64 hexadecimal digits"),
    (("digest",), A, "its digest is not that of its tables"),
    (("tables",), {}, "“tables” is not the list that it should be"),
    (("tables", 0), "state", "a table is not an object"),
    (("tables", 0, "shape"), None, "a table's shape is not an object"),
    (("tables", 0, "shape", "name"), "State", "a table or column has a name that is not allowed"),
    (("tables", 0, "shape", "name"), "s" * 64, "a table or column has a name that is not allowed"),
    (("tables", 0, "shape", "key"), [], "a table has no key, or a column twice"),
    (("tables", 0, "shape", "key"), ["name"], "a table has no key, or a column twice"),
    (("tables", 0, "shape", "key"), [1], "“key” is not the list that it should be"),
    (("tables", 0, "shape", "columns", 0), [], "a column is not an object"),
    (("tables", 0, "shape", "columns", 0, "kind"), "money", "a column is of a kind that is unknown: 'money'"),
    (("tables", 0, "shape", "columns", 0, "name"), "1st", "a table or column has a name that is not allowed"),
    (("tables", 0, "shape", "columns", 1, "name"), "code", "a table has no key, or a column twice"),
    (("tables", 0, "rows"), -1, "“rows” is not a whole number"),
    (("tables", 0, "rows"), True, "“rows” is not a whole number"),
    (("tables", 0, "size"), "1", "“size” is not a whole number"),
    (("tables", 0, "sha256"), "g" * 64, "“sha256” is not a digest of 64 hexadecimal digits"),
    (("tables", 1, "shape", "name"), "state", "it names a member twice"),
    (("files", 0), 1, "a kept file is not an object"),
    (("files", 0, "sha256"), "a" * 65, "“sha256” is not a digest of 64 hexadecimal digits"),
    (("files", 0, "sha3_512"), A, "“sha3_512” is not a digest of 128 hexadecimal digits"),
    (("files", 0, "size"), 1.5, "“size” is not a whole number"),
    (("outside", 0), "x", "a file from outside is not an object"),
    (("outside", 0, "name"), "../etc/passwd", "a file from outside has a name that is not allowed"),
    (("outside", 0, "name"), "checkpoints/../x", "a file from outside has a name that is not allowed"),
    (("outside", 0, "name"), 3, "“name” is not a text"),
    (("outside", 0, "size"), None, "“size” is not a whole number"),
    (("outside", 0, "sha256"), "", "“sha256” is not a digest of 64 hexadecimal digits"),
    (("left_out",), [1], "“left_out” is not the list that it should be"),
    (("damaged",), "x", "“damaged” is not the list that it should be"),
]


@pytest.mark.parametrize(("path", "value", "sentence"), BROKEN, ids=["/".join(map(str, row[0])) for row in BROKEN])
def test_what_is_not_whole_is_refused_with_what_is_wrong(path, value, sentence):
    with pytest.raises(ValueError, match=rf"^{re.escape(sentence)}$"):
        from_json(_at(TREE, path, value))


def test_what_is_no_object_is_no_manifest():
    with pytest.raises(ValueError, match=r"^the manifest is not an object$"):
        from_json([TREE])


def test_an_empty_record_has_a_manifest():
    empty = replace(WHOLE, tables=(), files=(), outside=(), left_out=(), digest=digest_of(()))
    assert from_json(json.loads(json.dumps(to_json(empty)))) == empty
    assert (empty.rows, empty.members) == (0, set())


@pytest.mark.parametrize("name", ["checkpoints/0001.json", "checkpoints/a+b_c-d.e", "log_key.pem"])
def test_files_from_outside_have_plain_names(name):
    tree = _at(TREE, ("outside",), [{"name": name, "size": 0, "sha256": A}])
    assert from_json(tree).outside[0].member == f"outside/{name}"
