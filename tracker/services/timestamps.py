"""Time stamps over kept files: the question to take to an authority, and its answer, verified offline and kept."""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from tracker.db.constraints import refusing
from tracker.db.models import Capture, KeptFile, TimestampToken
from tracker.domain.errors import RuleBroken
from tracker.intake import timestamps
from tracker.intake.timestamps import Request
from tracker.services import captures
from tracker.services.claims import check_analyst

NO_ROOTS = "No root is pinned, so no time stamp can be verified; put the authority's root certificate, in PEM, into {}."
KNOWN = "This time stamp is on record already."


def roots_in(folder: Path) -> list[bytes]:
    """The pinned root certificates: every PEM file of a folder. Raises RuleBroken where there is none."""
    found = sorted(folder.glob("*.pem")) if folder.is_dir() else []
    if not found:
        raise RuleBroken.at("timestamp", "roots", NO_ROOTS.format(folder))
    return [file.read_bytes() for file in found]


def question(session: Session, capture: Capture) -> Request:
    """The question for a time stamp over a kept copy, with the number that the answer must repeat."""
    return timestamps.request_for(captures.bytes_of(session, capture.kept_file))


def add(
    session: Session,
    *,
    capture: Capture,
    answer: bytes,
    roots: Sequence[bytes],
    nonce: int | None,
    by: int,
    at: datetime,
) -> TimestampToken:
    """Keep the authority's answer for a kept copy, after it was verified against the pinned roots.

    Raises RuleBroken with a sentence for an answer that does not stand, and NotAllowed for a person who is no analyst.
    """
    check_analyst(session, by)
    data = captures.bytes_of(session, capture.kept_file)
    token = timestamps.read_token(answer, data=data, roots=roots, nonce=nonce)
    if session.scalar(select(TimestampToken.id).where(TimestampToken.sha256 == token.sha256)):
        raise RuleBroken.at("timestamp", "file", KNOWN)
    row = TimestampToken(
        kept_file_id=capture.kept_file_id,
        sha256=token.sha256,
        token=b64encode(token.data).decode(),
        authority=token.authority,
        serial=str(token.serial),
        policy=token.policy,
        stamped_at=token.time,
        recorded_by_id=by,
        recorded_at=at,
    )
    with refusing(session):
        session.add(row)
    return row


def faults(session: Session, *, roots: Sequence[bytes]) -> Iterator[tuple[TimestampToken, str]]:
    """Every kept time stamp that does not stand, with a sentence. Its bytes must have the hash that is on record."""
    query = select(TimestampToken).options(selectinload(TimestampToken.kept_file)).order_by(TimestampToken.id)
    for row in session.scalars(query):
        try:
            data = captures.bytes_of(session, row.kept_file)
            token = b64decode(row.token, validate=True)
            found = timestamps.read_token(token, data=data, roots=roots, nonce=None, recorded=row.sha256)
            if (str(found.serial), found.time) != (row.serial, row.stamped_at):
                yield row, "Its serial number or its time is not the one on record."
        except ValueError:
            yield row, "Its bytes cannot be read."
        except RuleBroken as fault:
            yield row, fault.sentence


def of_file(session: Session, file: KeptFile) -> Sequence[TimestampToken]:
    """The time stamps of a kept file, oldest first."""
    query = select(TimestampToken).where(TimestampToken.kept_file_id == file.id)
    return session.scalars(query.order_by(TimestampToken.id)).all()
