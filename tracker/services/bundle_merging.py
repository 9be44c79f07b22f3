"""Merges a bundle: one deed, one transaction, for the page and the command line alike.

Nothing is taken on trust. Every source and claim passes the rules of the form; what is from elsewhere counts for
nothing until a person of this installation says so; nothing here is changed or deleted, and what a merge cannot decide
it leaves to a person. Merging twice changes nothing and leaves no entry in the log.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.db.engine import serialise
from tracker.db.models import Capture, KeptFile, OriginChange, Source
from tracker.domain.bundle import ToldChange, ToldCopy
from tracker.domain.errors import RuleBroken
from tracker.domain.facts import ALL_STATES
from tracker.domain.vocabulary import CaptureMethod, MatterKind, OriginChangeKind
from tracker.intake.bundles import Bundle
from tracker.intake.fields import Resolve
from tracker.services import (
    bundle_claims,
    bundle_idents,
    bundle_names,
    capture_files,
    claims,
    installations,
    law,
    origins,
    travel,
)
from tracker.services.bundle_desk import Merged, MergeDesk
from tracker.services.bundle_names import Names
from tracker.services.capture_files import Read
from tracker.services.captures import Custody

Copies = Mapping[str, Sequence[Read]]
"""Kept copies of a bundle that were read, by their SHA-256; one that could not be read has none."""

CAME = "It came in a bundle from {}, which says of it: {}"
LONGEST_NOTE = 5_000


def unread(session: Session, *, bundle: Bundle) -> Collection[str]:
    """The kept copies of a bundle that the record has not. The caller reads them before it begins to write."""
    here = set(session.scalars(select(KeptFile.sha256)))
    return sorted(bundle.kept.keys() - here)


def read_copies(bundle: Bundle, names: Collection[str]) -> dict[str, list[Read]]:
    """Kept copies of a bundle, read in the bounded child as any upload is. What cannot be read gives nothing."""
    found: dict[str, list[Read]] = {}
    for name in names:
        try:
            found[name] = capture_files.read(bundle.kept[name])
        except RuleBroken:
            found[name] = []
    return found


def merge(session: Session, *, bundle: Bundle, copies: Copies, own: str, by: int, at: datetime) -> Merged:
    """Merge a bundle, as one person, into the record of the installation called `own`.

    For a dry run the caller rolls back. Raises NotAllowed for a person who is no analyst, and RuleBroken for a travel
    copy that cannot prove what it says.
    """
    claims.check_analyst(session, by)
    serialise(session, "origins")
    serialise(session, "claims")
    serialise(session, "kept files")
    mark = installations.mark(session)
    desk = MergeDesk(
        session=session,
        bundle=bundle,
        by=by,
        at=at,
        own=own,
        identity=mark.identity,
        idents=bundle_idents.all_of(session),
        resolve=_resolver(session),
        traveller=travel.checked(session, bundle=bundle),
    )
    names = bundle_names.found(desk)
    bundle_claims.bring_in(desk, names)
    bundle_names.notices(desk, names)
    _changes(desk, names)
    _copies(desk, names, copies)
    return desk.done()


def _resolver(session: Session) -> Resolve:
    names = law.state_names(session)
    return lambda text: ALL_STATES if text == ALL_STATES else names.resolve(text)


def _changes(desk: MergeDesk, names: Names) -> None:
    """Leave each change of origins that two people there made, as a proposal where it can be one."""
    query = select(OriginChange).options(selectinload(OriginChange.origin), selectinload(OriginChange.into))
    here = {
        _what(row.kind, row.origin.key, row.into.key if row.into else "", row.label)
        for row in desk.session.scalars(query)
    }
    for told in desk.bundle.changes:
        origin, into = names.origins.get(told.origin), names.origins.get(told.into, "")
        if origin is None or (told.kind is OriginChangeKind.MERGE and not into):
            continue
        if _what(told.kind, origin, into, told.label) not in here:
            _change(desk, told, origin, into)


def _what(kind: OriginChangeKind, origin: str, into: str, label: str) -> tuple[str, ...]:
    return (kind.value, origin, into, label)


def _change(desk: MergeDesk, told: ToldChange, origin: str, into: str) -> None:
    what = (*_what(told.kind, origin, into, told.label), told.reason)
    people = f"{told.proposed_by} and {told.ruled_by}"
    if told.kind is OriginChangeKind.SPLIT:
        sentence = f"At {desk.name}, {people} split claims off the origin “{origin}” as “{told.label}”: {told.reason} "
        desk.leave(MatterKind.ORIGIN, what, f"{sentence}There they are: {', '.join(told.claims)}.")
        return
    if desk.is_left(MatterKind.ORIGIN, what):
        return
    proposed = _proposed(desk, told, origin, into)
    sentence = f"At {desk.name}, {people} merged the origin “{origin}” into “{into}”: {told.reason} "
    sentence += "It is proposed here." if proposed else "It could not be proposed here as it is."
    desk.leave(MatterKind.ORIGIN, what, sentence, origin_change_id=proposed)


def _proposed(desk: MergeDesk, told: ToldChange, origin: str, into: str) -> int | None:
    """The number of the proposal that was made of a merge; None where the rules here have no room for it."""
    reason = f"{told.reason} (So decided at {desk.name} by {told.proposed_by} and {told.ruled_by}.)"
    try:
        with desk.session.begin_nested():
            row = origins.propose_merge(desk.session, origin=origin, into=into, reason=reason, by=desk.by, at=desk.at)
    except RuleBroken:
        return None
    return row.id


def _copies(desk: MergeDesk, names: Names, copies: Copies) -> None:
    query = (
        select(Source.key, KeptFile.sha256)
        .join_from(Capture, Source)
        .join(KeptFile, KeptFile.id == Capture.kept_file_id)
    )
    here = {tuple(row) for row in desk.session.execute(query)}
    for told in desk.bundle.sources:
        source = names.sources.get(told.key)
        if source is None:
            continue
        for copy in told.copies:
            if (source.key, copy.sha256) not in here:
                _copy(desk, source.key, copy, copies)
                here.add((source.key, copy.sha256))


def _copy(desk: MergeDesk, source: str, told: ToldCopy, copies: Copies) -> None:
    read = copies.get(told.sha256)
    if read is None:
        read = read_copies(desk.bundle, [told.sha256])[told.sha256]
    if not read:
        desk.left_out.append(f"The copy {told.sha256} of the source “{source}” was left out: it cannot be read.")
        return
    desk.begin()
    custody = Custody(
        method=CaptureMethod.UPLOAD,
        started_at=desk.at,
        ended_at=desk.at,
        file_name=told.file_name[:300],
        original_address=told.address[:2_000],
        language=told.language[:20],
        note=CAME.format(desk.name, told.custody)[:LONGEST_NOTE],
    )
    capture_files.keep(desk.session, source=source, read=read, custody=custody, by=desk.by)
    desk.counts["copies"] += 1
