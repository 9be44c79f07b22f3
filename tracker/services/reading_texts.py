"""The text that somebody reads for claims and has not recorded: it waits in their drafts, one for each person.

With the first claim that is logged from it, it is kept as a copy of the source that the claim cites, so that the quoted
words can be checked there: the file as it was sent, if it came in one. Before that nobody else sees it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.db.models import Capture
from tracker.domain.content import SourceContent
from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import CaptureMethod
from tracker.intake.document_content import Document
from tracker.intake.warc_records import Archived
from tracker.services import capture_files, drafts, revisions, sources
from tracker.services.capture_files import Read
from tracker.services.captures import Custody

FORM = "reading"
"""The name of its draft."""
LONGEST = 1_000_000
NO_TEXT = "The file holds no text that can be read{}."
TOO_LONG = f"The text has more than {LONGEST:,} characters; read it in smaller parts."

Fields = Mapping[str, str]
"""What was typed beside the text: source, publisher, published, language, address; and the text, as `pasted`."""


def keep(session: Session, *, user: int, typed: Fields, read: Sequence[Read], file: str | None, at: datetime) -> None:
    """Let a text that was read wait, with what was typed beside it. `file` is the name of the file it came in, if any.

    Raises RuleBroken at `file` for what holds no text, or too much of it.
    """
    first = next((one for one in read if one.document.text.strip()), None)
    if first is None:
        trouble = read[0].document.trouble.rstrip(".") if read else ""
        raise RuleBroken.at("source", "file", NO_TEXT.format(f": {trouble}" if trouble else ""))
    if len(first.document.text) > LONGEST:
        raise RuleBroken.at("source", "file", TOO_LONG)
    told, sent = _told(first), None if file is None else first.data
    if sent is not None:
        told |= {"file_name": file or "", "sha256": hashlib.sha256(sent).hexdigest()}
    drafts.keep(session, user=user, form=FORM, fields=[*{**typed, **told}.items()], at=at, file=sent)


def _told(read: Read) -> dict[str, str]:
    """What reading a file gave, as fields of the draft; with what a web archive says of it, if it came in one."""
    document = read.document
    told = {
        "pasted": document.text,
        "media_type": document.media_type,
        "encoding": document.encoding,
        "extractor": document.extractor,
        "version": document.extractor_version,
        "trouble": document.trouble,
    }
    if (page := read.archived) is None:
        return told
    return told | {"archived": json.dumps([page.address, page.at.isoformat(), page.headers, page.problem])}


def waiting(session: Session, *, user: int) -> dict[str, str]:
    """The text that waits and what was typed beside it; nothing where none waits."""
    draft = drafts.read(session, user=user, form=FORM)
    return dict(draft.data) if draft else {}


def source_of(session: Session, fields: Fields) -> SourceContent:
    """The source that a waiting text is of: one of the record by its key or title, or a new one as it was typed."""
    if known := sources.recognise(session, text=fields.get("source", "")):
        return revisions.source_content(known)
    address = fields.get("address", "")
    return SourceContent(
        title=fields.get("source", ""),
        publisher=fields.get("publisher", ""),
        language=fields.get("language", ""),
        published=fields.get("published", ""),
        sha256=fields.get("sha256", ""),
        access_points=(address,) if address else (),
    )


def record(session: Session, *, user: int, source: str, at: datetime) -> Capture | None:
    """Keep the waiting text as a copy of a source, and let it wait no more; None where none waits."""
    fields = waiting(session, user=user)
    if not fields:
        return None
    file = drafts.file_of(session, user=user, form=FORM)
    read = [_read(fields, file)]
    kept = capture_files.keep(session, source=source, read=read, custody=_custody(fields, at), by=user)
    drafts.drop(session, user=user, form=FORM)
    return kept[0]


def _read(fields: Fields, file: bytes | None) -> Read:
    text = fields["pasted"]
    data = text.encode() if file is None else file
    document = Document(
        fields["media_type"],
        text,
        fields["extractor"],
        fields["version"],
        encoding=fields["encoding"],
        trouble=fields["trouble"],
    )
    return Read(data, document, _page(fields, data))


def _page(fields: Fields, data: bytes) -> Archived | None:
    """What a web archive said of the page, if it came in one."""
    if "archived" not in fields:
        return None
    address, at, headers, problem = json.loads(fields["archived"])
    named = tuple((name, value) for name, value in headers)
    return Archived(address, datetime.fromisoformat(at), fields["media_type"], data, headers=named, problem=problem)


def _custody(fields: Fields, at: datetime) -> Custody:
    return Custody(
        method=CaptureMethod.UPLOAD if "file_name" in fields else CaptureMethod.PASTE,
        started_at=at,
        ended_at=at,
        file_name=fields.get("file_name", ""),
        original_address=fields.get("address", ""),
        language=fields.get("language", ""),
    )
