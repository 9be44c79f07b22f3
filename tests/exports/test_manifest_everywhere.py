"""The manifest stands in every rendering: each of its items is found in each format by the reader of that format."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.exports import readers
from tests.exports.documents import MANIFEST, PLEDGE, REPLY, WAITING, copy_of, everything
from tests.exports.pdfs import squeezed
from tracker.domain.report import TWO_DAYS, instant_text
from tracker.domain.report_copy import Approved, Ended, EndKind
from tracker.domain.report_parts import ReportFile
from tracker.domain.vocabulary import Publication
from tracker.exports import FORMATS
from tracker.exports.outlining import annex
from tracker.exports.outlining.reading import Reading

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OF_A_REPLY = "a" * 64
CHECKPOINT = "tracker.example/log\n91200\nq83vEjRWeJCrze8=\n\n— tracker.example Az3Qw+b/9c=\n"
DENIAL = replace(REPLY, citations=(replace(REPLY.citations[0], source="ministry-2018", hashes=(OF_A_REPLY,)),))
EARLIER = everything().before
assert EARLIER is not None
SAYS = everything(
    format=TWO_DAYS,
    before=replace(EARLIER, public_at=date(2017, 5, 4)),
    number=7731,
    rules="rules-41",
    author="Ada Author",
    evidence=(PLEDGE, WAITING, DENIAL),
    manifest=replace(
        MANIFEST,
        product="0.9.8-made",
        log_size=98_765,
        checkpoint=CHECKPOINT,
        files=(ReportFile(OF_A_REPLY, "ministry-2018", Publication.PUBLIC), *MANIFEST.files),
    ),
)
COPY = replace(
    copy_of(SAYS),
    approved=Approved("Petra Approver", AT),
    ended=Ended(EndKind.WITHDRAWN, "Wim Withdrawer", AT, "A source was retracted."),
)
FOUND = SAYS.manifest
BEFORE = SAYS.before
assert FOUND is not None
assert BEFORE is not None
ITEMS: dict[str, tuple[str, ...]] = {
    "Report": ("7731",),
    "Kind": (SAYS.kind.label, SAYS.kind.value),
    "Edition": (SAYS.edition.label, SAYS.edition.value),
    "As of": (SAYS.as_of.isoformat(),),
    "Known at": (instant_text(SAYS.known_at),),
    "Public at": (date(2020, 3, 31).isoformat(),),
    "Compared with": (BEFORE.as_of.isoformat(),),
    "Compared with what was known at": (instant_text(BEFORE.known_at),),
    "Compared with what was public at": ("2017-05-04", "4 May 2017"),
    "Rules": ("rules-41",),
    "Author": ("Ada Author",),
    "Frozen at": (instant_text(SAYS.frozen_at),),
    "Approval": ("Petra Approver",),
    "Ended": ("A source was retracted.",),
    "Digest": (COPY.digest,),
    "Mark": (COPY.mark,),
    "Data digest": (FOUND.data,),
    "Product": ("0.9.8-made",),
    "Audit log": ("98,765", "98765"),
    "Audit log, its head": (FOUND.log_hash,),
    **{f"Checkpoint, line {n}": (line,) for n, line in enumerate(CHECKPOINT.split("\n"), 1) if line},
    "Dissents": ("Dissents: 2", "Dissents2", "The words were translated twice."),
    "Replies of states": ("Replies of states: 1", "Replies of states1", "ru-reply"),
    **{f"Kept copies {n}": (file.sha256,) for n, file in enumerate(FOUND.files, 1)},
    "Notice": (SAYS.notice,),
}
"""What the manifest says: for each item its words, or other words for the same, of which one is to be found."""


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_item_of_the_manifest_is_found_in_every_format(fmt) -> None:
    text = readers.said(fmt, FORMATS[fmt].render(COPY))
    assert [name for name, words in ITEMS.items() if not any(squeezed(one) in text for one in words)] == []


def test_no_item_of_the_manifest_was_forgotten() -> None:
    assert {name for name, _ in annex.manifest(Reading(COPY))} <= {
        name.partition(",")[0].rstrip(" 0123456789") for name in ITEMS
    }
