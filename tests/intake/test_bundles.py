"""A bundle from elsewhere is believed in nothing: each of these is refused with one sentence."""

import hashlib
import io
import json
import zipfile
from datetime import datetime
from typing import Any

import pytest

from tracker.domain import bundle as bundles
from tracker.domain.errors import RuleBroken
from tracker.domain.exchange import review_ident, revision_ident
from tracker.exports.zipped import zipped
from tracker.intake.bundles import read

AT = "2026-01-02T03:04:05.000006Z"
DIGEST = hashlib.sha256(b"x").hexdigest()
SAYS = {"statement": "S", "kind": "pledge"}
IDENT = revision_ident(datetime.fromisoformat(AT), "a", SAYS)


def _review(**changes: Any) -> dict[str, Any]:
    """A review, under the ident that it has."""
    given: dict[str, Any] = {
        "on": IDENT,
        "at": AT,
        "username": "r",
        "verdict": "right",
        "reliability": "B",
        "credibility": "2",
    }
    given |= {"comment": "", "until": None, "reviewer": "R", **changes}
    decided = (given["verdict"], given["reliability"], given["credibility"], given["comment"])
    known = review_ident(given["on"], datetime.fromisoformat(given["at"]), given["username"], *decided)
    return {"ident": known, **given, **changes}


REVIEW = _review()
REVISION = {"ident": IDENT, "at": AT, "author": "A", "username": "a", "reason": "", "says": SAYS, "reviews": [REVIEW]}
CLAIM = {"key": "one", "revisions": [REVISION], "withdrawn": None}
SOURCE = {"key": "paper", "fields": {"title": "T"}, "notices": [], "copies": []}
RECORDS: dict[str, list[Any]] = {
    bundles.SOURCES: [SOURCE],
    bundles.ORIGINS: [{"key": "o", "label": "O"}],
    bundles.ACTS: [],
    bundles.CHANGES: [],
    bundles.CLAIMS: [CLAIM],
}
HEAD = {
    "format": bundles.FORMAT,
    "program": "1",
    "installation": DIGEST,
    "name": "Geneva desk",
    "at": AT,
    "size": 3,
    "head": DIGEST,
    "checkpoint": "",
    "content": DIGEST,
}


def files_of(**changed: list[Any] | bytes) -> dict[str, bytes]:
    """The parts of a bundle, some of them changed; `claims=` stands for `claims.jsonl`."""
    found = {}
    for name, records in RECORDS.items():
        part = changed.get(name.removesuffix(".jsonl").replace("-", "_"), records)
        found[name] = part if isinstance(part, bytes) else "".join(json.dumps(r) + "\n" for r in part).encode()
    return found


def sealed(files: dict[str, bytes], **head: Any) -> bytes:
    """A bundle of these parts, whose manifest fits them."""
    parts = [{"name": n, "size": len(d), "sha256": hashlib.sha256(d).hexdigest()} for n, d in files.items()]
    manifest = {**HEAD, "parts": parts, **head}
    return zipped({**files, "manifest.json": json.dumps(manifest).encode()})


def claims_with(**changes: Any) -> bytes:
    """A bundle whose claim has a revision with changes."""
    return sealed(files_of(claims=[{**CLAIM, "revisions": [{**REVISION, **changes}]}]))


def review_with(**changes: Any) -> bytes:
    """A bundle whose claim has a review with changes."""
    return claims_with(reviews=[_review(**changes)])


def _twice() -> bytes:
    """Two parts of one name: made with two names, of which one is then written over."""
    return zipped({"manifest.json": b"{}", "manifest.jsom": b"{}"}).replace(b"manifest.jsom", b"manifest.json")


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b" " * 60_000_000)
    return out.getvalue()


def _changed_part() -> bytes:
    files = files_of()
    whole = sealed(files)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**parts, bundles.ORIGINS: b'{"key":"o","label":"X"}\n'})


KEPT = f"kept/{DIGEST}"
HOSTILE = {
    "no zip at all": (lambda: b"hello", "not one whole ZIP"),
    "something behind the zip": (lambda: sealed(files_of()) + b"more", "not one whole ZIP"),
    "one name twice": (_twice, "two files of one name"),
    "a bomb": (_bomb, "too many bytes"),
    "a name that leads out": (lambda: zipped({"../manifest.json": b"{}"}), "leads out"),
    "no manifest": (lambda: zipped({"a": b"b"}), "holds no manifest"),
    "a manifest that is no JSON": (lambda: zipped({"manifest.json": b"{"}), "not JSON"),
    "a manifest nested without end": (lambda: zipped({"manifest.json": b"[" * 99_999}), "nested too deeply"),
    "a backup": (lambda: sealed(files_of(), format="sanctions-tracker backup 1"), "its format is not"),
    "a field too many": (lambda: sealed(files_of(), more=1), "form of a Manifest"),
    "a name with a line end and a NUL": (lambda: sealed(files_of(), name="A\x00"), "control character"),
    "no name": (lambda: sealed(files_of(), name=""), "does not name the installation"),
    "a number that no database holds": (lambda: sealed(files_of(), size=2**40), "does not name"),
    "an instant that is none": (lambda: sealed(files_of(), at="soon"), "form of a Manifest"),
    "an identity that is no digest": (lambda: sealed(files_of(), installation="../x"), "a digest in it is none"),
    "a part that nobody knows": (lambda: sealed({**files_of(), "run.sh": b"rm"}), "no part “run.sh”"),
    "a log where no travel copy is": (lambda: sealed({**files_of(), bundles.LOG: b"{}"}), "no part “log.jsonl”"),
    "a part missing": (lambda: sealed({bundles.CLAIMS: b""}), "a part is missing"),
    "a part beside the manifest": (lambda: zipped({**files_of(), "manifest.json": b"{}"}), "its format is not"),
    "a part that was changed": (_changed_part, "is not what its manifest says"),
    "a kept copy under another name": (lambda: sealed({**files_of(), KEPT: b"y"}), "other bytes than its name"),
    "a kept copy that no source names": (lambda: sealed({**files_of(), KEPT: b"x"}), "not those that its sources name"),
    "a part that is no text": (lambda: sealed(files_of(claims=b"\xff\n")), "not in UTF-8"),
    "a line that is no record": (lambda: sealed(files_of(claims=[[1]])), "line 1 of claims.jsonl"),
    "a name twice in a record": (lambda: sealed(files_of(origins=b'{"key":"a","key":"b","label":""}\n')), "twice"),
    "a value that JSON has not": (lambda: sealed(files_of(origins=b'{"key":NaN,"label":""}\n')), "no JSON value"),
    "a key that leads out": (lambda: sealed(files_of(origins=[{"key": "../a", "label": ""}])), "is not a key"),
    "one key twice": (lambda: sealed(files_of(claims=[CLAIM, CLAIM])), "one record twice"),
    "a text without end": (lambda: sealed(files_of(origins=[{"key": "a", "label": "x" * 200_000}])), "too long"),
    "a claim without a revision": (lambda: sealed(files_of(claims=[{**CLAIM, "revisions": []}])), "no revision"),
    "other words under a known ident": (lambda: claims_with(says={**SAYS, "statement": "X"}), "not the words"),
    "another author under a known ident": (lambda: claims_with(username="x"), "not the words"),
    "another time under a known ident": (lambda: claims_with(at="2020-01-01T00:00:00Z"), "not the words"),
    "another verdict under a known ident": (lambda: review_with(ident=REVIEW["ident"], credibility="1"), "known as"),
    "a review on what is no revision": (lambda: review_with(on="x"), "known as"),
    "nobody wrote it": (lambda: claims_with(author=""), "lacks its author"),
    "says that is no object": (lambda: claims_with(says=[]), "form of a ToldClaim"),
    "a review without a grade": (lambda: review_with(reliability=None), "not whole: Grade the source"),
    "a refusal without a reason": (lambda: review_with(verdict="wrong"), "Say why the record is wrong"),
    "a verdict that is none": (lambda: review_with(verdict="perfect"), "form of a ToldClaim"),
    "a review that ended before": (lambda: review_with(until="2020-01-01T00:00:00Z"), "ended before it was given"),
    "a reviewer with a control character": (lambda: review_with(reviewer="R\x1b[2J"), "control character"),
}


@pytest.mark.parametrize(("make", "said"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_bundle_is_refused_with_one_sentence(make, said):
    with pytest.raises(RuleBroken) as refusal:
        read(make())
    sentence = refusal.value.sentence
    assert said in sentence
    assert sentence.startswith("The bundle is not used: ")
    assert len(sentence) < 400
    assert refusal.value.field == "file"


def test_a_whole_bundle_is_read():
    found = read(sealed(files_of()))
    assert (found.manifest.name, found.claims[0].key, found.sources[0].fields) == ("Geneva desk", "one", {"title": "T"})
    assert found.claims[0].revisions[0].reviews[0].reviewer == "R"
    assert (found.kept, found.log, found.signature) == ({}, (), b"")
