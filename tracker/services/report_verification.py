"""Whether a file is the report that it says it is, and whether the record still supports what the report says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker import exports
from tracker.db.models import Report
from tracker.domain.errors import NotFound
from tracker.domain.report import FORMATS, ReportDocument
from tracker.domain.report_copy import ReportCopy
from tracker.domain.report_diff import Difference, differences
from tracker.exports import Format, binding, recognising
from tracker.exports.recognising import Named
from tracker.services import notices, report_asking, report_building, report_reading
from tracker.services.notices import Behind

EARLIER = "It was frozen in an earlier form, so the same question cannot be asked again."


@dataclass(frozen=True, slots=True)
class Genuine:
    """What a file is: whether it is a report of this record byte for byte, and how that was found, in a sentence."""

    sentence: str
    number: int | None = None
    is_genuine: bool = False


def recognise(session: Session, data: bytes) -> Genuine:
    """Whether a file is a report of this record, as this version of the product gives it out."""
    found = [_recognised(session, one, data) for one in recognising.named(data)]
    if not found:
        return Genuine("The file does not say of which report of this tracker it is.")
    return next((one for one in found if one.is_genuine), found[0])


def _recognised(session: Session, found: Named, data: bytes) -> Genuine:
    try:
        report = report_reading.get(session, number=found.number)
    except NotFound:
        return Genuine(f"It says that it is report {found.number}, which this record does not have.")
    if found.digest != report.digest:
        sentence = f"It says that it is report {found.number}, but names another digest than that of what was frozen."
        return Genuine(sentence)
    return _compared(report, found, data)


def _compared(report: Report, found: Named, data: bytes) -> Genuine:
    whole = report_reading.copy_of(report, edition=found.edition)
    for copy, when in _versions(whole):
        for fmt in exports.formats_of(whole.document).values():
            for part, made in _candidates(fmt, copy, data):
                if made == data:
                    said = f"It is report {report.number}, {found.edition.label}, as {fmt.label}{part}"
                    return Genuine(f"{said}, byte for byte{when}.", report.number, is_genuine=True)
    sentence = f"It says that it is report {report.number}, but its bytes are not those that this version gives out: "
    return Genuine(f"{sentence}{_other(whole.document)}", report.number)


def _candidates(fmt: Format, copy: ReportCopy, data: bytes) -> Iterator[tuple[str, bytes]]:
    """What a file could be in a format: the file itself, the volume that it says it is, or the archive of all."""
    if fmt.volumes and data.startswith(b"PK") and recognising.is_bound(data):
        yield ", all volumes", binding.bound(fmt, copy)
    if not recognising.could_be(fmt.extension, data):
        return
    files = fmt.files(copy)
    count = len(files.holds)
    if count == 1:
        yield "", files.render()
        return
    named = (number for number in recognising.volumes(data) if 0 < number <= count)
    yield from ((f", volume {number} of {count}", files.render(number)) for number in named)


def _other(document: ReportDocument) -> str:
    frozen = document.manifest.product if document.manifest else "an earlier one"
    return f"it was changed, or made by another version of the product (the report was frozen by version {frozen})."


def _versions(copy: ReportCopy) -> Iterator[tuple[ReportCopy, str]]:
    """The copy as it is given out now, and as it was before each thing that was recorded about it since."""
    yield copy, ""
    if copy.ended:
        yield replace(copy, ended=None), ", as it was given out before it ended"
    if copy.approved:
        yield replace(copy, ended=None, approved=None), ", as it was given out before its approval"
    if copy.approved and copy.ended:
        yield replace(copy, approved=None), ", as it was given out before its approval"


@dataclass(frozen=True, slots=True)
class Support:
    """Whether the record still gives what a report says.

    `again` is what the same question at the same clocks gives otherwise today; `since` is what it would give otherwise
    from what is known by now. `retracted` are its sources that were taken back or corrected. `sentence` says why it
    could not be asked again, else it is empty.
    """

    again: tuple[Difference, ...] = ()
    since: tuple[Difference, ...] = ()
    retracted: tuple[Behind, ...] = ()
    sentence: str = ""

    @property
    def holds(self) -> bool:
        """Whether the same question at the same clocks gives the same."""
        return not self.again and not self.sentence


def support(session: Session, report: Report, *, at: datetime) -> Support:
    """Ask the report's question again, at its own clocks and from what is known at an instant."""
    document = report_reading.document_of(report)
    pairs = [(claim.key, claim.revision) for claim in document.evidence]
    retracted = tuple(notices.behind(session, revisions=pairs))
    if document.format not in FORMATS:
        return Support(retracted=retracted, sentence=EARLIER)
    now = _ask(session, document, known_at=at)
    moved = tuple(one for one in differences(document, now) if one.about not in ("clocks", "rest"))
    return Support(differences(document, rebuilt(session, document)), moved, retracted)


def rebuilt(session: Session, document: ReportDocument) -> ReportDocument:
    """What the question of a document gives today at the same clocks, by the same name."""
    return _ask(session, document, known_at=document.known_at)


def _ask(session: Session, document: ReportDocument, *, known_at: datetime) -> ReportDocument:
    asked = report_asking.again(document)
    asked = replace(asked, clocks=replace(asked.clocks, known_at=known_at))
    return report_building.build(
        session,
        asked=asked,
        title=document.title,
        number=document.number,
        author=document.author,
        at=document.frozen_at,
    )
