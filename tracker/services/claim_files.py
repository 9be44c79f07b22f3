"""Claims as files: an export that an import reads back, an empty template, and the rows of a file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.db import knowing, origins
from tracker.db.models import ClaimRevision
from tracker.domain.errors import RuleBroken
from tracker.domain.report import instant_text
from tracker.exports import claims as files
from tracker.intake import claim_columns, claim_fields, claim_rows
from tracker.services import claim_list, revisions
from tracker.services.claim_list import ClaimFilter


def give_out(session: Session, *, chosen: ClaimFilter, fmt: str, raw: bool = False) -> bytes:
    """The claims that fit, as a file that `bring_in` reads back. Raises RuleBroken as `claim_list.conditions` does."""
    found = claim_list.everything(session, chosen=chosen)
    rows = [fields_of(revision, known_at=chosen.known_at) for revision in found]
    return _file(claim_columns.NAMES, rows, fmt, raw=raw)


def template(*, fmt: str) -> bytes:
    """A file without claims, with every column that can be filled in."""
    if fmt == "csv":
        return files.as_csv(claim_columns.TO_FILL, [])
    empty = claim_fields.whole({})
    return files.as_jsonl([{name: empty[name] for name in claim_columns.TO_FILL}])


def _file(columns: Sequence[str], rows: Sequence[claim_fields.Row], fmt: str, *, raw: bool) -> bytes:
    if fmt == "csv":
        return files.as_csv(columns, map(claim_fields.as_cells, rows), raw=raw)
    return files.as_jsonl(rows)


def fields_of(revision: ClaimRevision, *, known_at: datetime | None = None) -> claim_fields.Row:
    """A loaded revision that was current at an instant, or is now, as the fields of a row, in the order of the columns.

    Its sources are described as the record has them now; a correction of a source leaves no earlier description.
    """
    fields = claim_fields.of_content(revisions.content_of(revision, known_at=known_at))
    label = origins.effective(revision, known_at=known_at).label
    fields |= {"key": revision.claim.key, "origin_label": label, "revision": revision.number}
    if action := revision.state_action:
        fields |= {"action_state": action.state_code, "action_summary": action.summary}
    return claim_fields.whole(fields | _standing(revision, known_at))


def _standing(revision: ClaimRevision, known_at: datetime | None) -> claim_fields.Row:
    return {
        "review_state": claim_list.review_state(revision, known_at=known_at).value,
        "grade": grade_of(revision, known_at=known_at),
        "recorded_at": instant_text(revision.recorded_at),
    }


def grade_of(revision: ClaimRevision, *, known_at: datetime | None = None) -> str:
    """The grade of the review that stood at an instant, or holds now, as `B2`; empty where there is none."""
    held = knowing.standing_review(revision, known_at=known_at)
    return f"{held.reliability}{held.credibility}" if held and held.reliability and held.credibility else ""


def read_rows(data: bytes, *, fmt: str, raw: bool = False) -> list[claim_rows.Row]:
    """The rows of a file. `raw` says that it was exported so, without apostrophes. Raises RuleBroken."""
    try:
        rows = claim_rows.read(data, fmt)
    except claim_rows.FileRefused as refused:
        raise RuleBroken.at("file", "", str(refused)) from refused
    if raw or fmt != "csv":
        return rows
    return [replace(row, fields={name: files.unguarded(cell) for name, cell in row.fields.items()}) for row in rows]


def cells_of(fields: claim_fields.Row) -> list[str]:
    """The fields of a row as a CSV file would show them, without apostrophes."""
    return claim_fields.as_cells(fields)
