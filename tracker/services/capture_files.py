"""Files that become kept copies, and kept copies that become files: uploads, answers to a fetch, web archives.

Reading needs no session and may take seconds; keeping needs one and takes none.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.db.models import Capture, Source
from tracker.domain.errors import NotFound, Problem, RuleBroken
from tracker.domain.vocabulary import CaptureMethod
from tracker.exports import captures as exported
from tracker.exports.wacz import wacz
from tracker.exports.warc import warc
from tracker.intake import archive_kinds, archive_reader, documents, fetching
from tracker.intake.document_content import Document
from tracker.intake.warc_records import Archived
from tracker.services import captures
from tracker.services.captures import Custody

EXTENSIONS = {
    "text/html": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/plain": ".txt",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/tiff": ".tif",
    "application/warc": ".warc.gz",
    "application/wacz": ".wacz",
}
MOST_PAGES = 25
"""How many documents of one web archive become copies of their own."""
PAGES = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain")
IN_ARCHIVE = "It is a web archive; its {count} are kept as copies of their own."
NOT_THERE = "The host answered {status}, so there is nothing to keep; look at the address in a browser."
NO_COPY = "No copy of the source “{}” was kept {}."
NO_PAGE = "The archive holds no page, document or text that could be read."


@dataclass(frozen=True, slots=True)
class Read:
    """One file, read. `archived` is what a web archive says of it; None for a file that came alone."""

    data: bytes
    document: Document
    archived: Archived | None = None


def read(data: bytes) -> list[Read]:
    """Read a file; a web archive gives itself last, after the documents in it. Raises RuleBroken at `file`."""
    kind = archive_kinds.kind_of(data)
    if not kind:
        return [Read(data, documents.read(data))]
    pages = list(_pages(archive_reader.files_of(data)))
    if not pages:
        raise RuleBroken.at("source", "file", NO_PAGE)
    count = "one page" if len(pages) == 1 else f"{len(pages)} pages"
    itself = Document(f"application/{kind}", "", "", "", trouble=IN_ARCHIVE.format(count=count))
    return [*pages, Read(data, itself)]


def read_pasted(text: str) -> list[Read]:
    """Pasted text as a file of plain text, whatever it looks like. Raises RuleBroken at `file`."""
    document = documents.plain(text)
    return [Read(document.text.encode(), document)]


def _pages(files: Sequence[Archived]) -> Iterator[Read]:
    """The documents among the files of an archive, the first of each bytes; what cannot be read is passed over."""
    seen: set[bytes] = set()
    for file in files:
        if len(seen) == MOST_PAGES:
            return
        if file.status not in (0, 200) or file.media_type.partition(";")[0].strip() not in PAGES or file.data in seen:
            continue
        try:
            yield Read(file.data, documents.read(file.data), file)
            seen.add(file.data)
        except RuleBroken:
            continue


def keep(session: Session, *, source: str, read: Sequence[Read], custody: Custody, by: int) -> list[Capture]:
    """Keep what was read as copies of a source. A document from an archive has its address and headers from there."""
    return [
        captures.keep(
            session, source=source, data=one.data, document=one.document, custody=_of(custody, one.archived), by=by
        )
        for one in read
    ]


def _of(custody: Custody, file: Archived | None) -> Custody:
    if file is None:
        return custody
    told = f"The archive says that it was taken on {file.at.isoformat()}."
    return replace(
        custody,
        method=CaptureMethod.ARCHIVE,
        original_address=file.address,
        final_address=file.address,
        response_headers=file.headers,
        note=" ".join(filter(None, (custody.note, told, file.problem))),
    )


def fetch(address: str, *, allowed: Sequence[str], now: Callable[[], datetime]) -> fetching.Fetched:
    """Ask for an address, if the installation allows its host. Raises RuleBroken on the field `address`."""
    answer = fetching.fetch(address, allowed=allowed, now=now)
    if answer.status != 200:
        raise RuleBroken.at("source", "address", NOT_THERE.format(status=answer.status))
    return answer


def custody_of(fetched: fetching.Fetched, *, language: str = "", note: str = "") -> Custody:
    """The custody of an answer to a fetch."""
    return Custody(
        method=CaptureMethod.FETCH,
        started_at=fetched.started,
        ended_at=fetched.ended,
        original_address=fetched.address,
        final_address=fetched.final_address,
        peer=fetched.peer,
        certificate_sha256=fetched.certificate_sha256,
        request_headers=fetched.request_headers,
        response_headers=fetched.response_headers,
        language=language,
        note=note,
    )


def extension(media_type: str) -> str:
    """The ending of a file of this type; empty for one that has none of its own."""
    return EXTENSIONS.get(media_type.partition(";")[0], "")


def archived(
    session: Session, *, source: Source, captures: Sequence[Capture], fmt: str, known_at: datetime | None = None
) -> bytes:
    """The copies of a source as a web archive, `wacz` or `warc`. The same copies always give the same bytes.

    Time stamps that were recorded after `known_at` are left out. Raises NotFound where there is no copy.
    """
    if not captures:
        raise NotFound("source", Problem("copy", NO_COPY.format(source.key, "by then" if known_at else "yet")))
    told = [capture for capture in captures if capture.text_id or not _is_archive(capture)]
    files = [_exported(session, capture, known_at) for capture in told]
    at = captures[-1].ended_at
    return wacz(files, title=source.title, at=at) if fmt == "wacz" else warc(files, at=at)


def _is_archive(capture: Capture) -> bool:
    return capture.kept_file.media_type in ("application/warc", "application/wacz")


def _exported(session: Session, capture: Capture, known_at: datetime | None) -> exported.Captured:
    file = capture.kept_file
    return exported.Captured(
        address=capture.final_address or capture.original_address,
        media_type=file.media_type,
        data=captures.bytes_of(session, file),
        at=capture.started_at,
        sha256=file.sha256,
        sha3_512=file.sha3_512,
        text=captures.text_of(session, capture),
        text_extractor=f"{capture.extractor} {capture.extractor_version}".strip(),
        headers=tuple((name, value) for name, value in capture.response_headers),
        status=200 if capture.response_headers else 0,
        custody=custody_fields(capture, known_at=known_at),
        title=capture.source.title,
    )


def custody_fields(capture: Capture, *, known_at: datetime | None = None) -> dict[str, str]:
    """The custody of a copy, field by field, in words, as it was recorded by an instant; what does not apply says so."""
    no_address = "none; the file was sent by a person"
    token = next((one for one in capture.kept_file.tokens if known_at is None or one.recorded_at <= known_at), None)
    fields = {
        "original-address": capture.original_address or no_address,
        "final-address": capture.final_address or no_address,
        "peer": capture.peer or "none; nothing was fetched",
        "certificate-sha256": capture.certificate_sha256 or "none",
        "started": capture.started_at.isoformat(),
        "ended": capture.ended_at.isoformat(),
        "collector": f"{capture.collector.name}, {capture.software}",
        "method": capture.method.label,
        "file-name": capture.file_name,
        "extractor": f"{capture.extractor} {capture.extractor_version}".strip() or capture.trouble,
        "sha256": capture.kept_file.sha256,
        "sha3-512": capture.kept_file.sha3_512,
        "language": capture.language or "not stated",
        "note": capture.note or "none",
        "time-stamp": f"{token.stamped_at.isoformat()} by {token.authority}" if token else capture.no_token,
    }
    return {name: value for name, value in fields.items() if value}
