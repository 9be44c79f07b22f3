"""Claims as files: an export that an import reads back, an empty template, and the rows of a file."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from tracker.db import origins
from tracker.db.models import ClaimRevision
from tracker.domain.errors import RuleBroken
from tracker.domain.report import instant_text
from tracker.exports import claims as files
from tracker.intake import claim_columns, claim_fields, claim_rows
from tracker.services import claim_list, revisions
from tracker.services.claim_list import ClaimFilter


def give_out(session: Session, *, chosen: ClaimFilter, fmt: str, raw: bool = False) -> bytes:
    """The current revisions that fit, as a file that `bring_in` reads back."""
    rows = [fields_of(revision) for revision in claim_list.everything(session, chosen=chosen)]
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


def fields_of(revision: ClaimRevision) -> claim_fields.Row:
    """A loaded current revision as the fields of a row, in the order of the columns."""
    fields = claim_fields.of_content(revisions.content_of(revision))
    label = origins.effective(revision).label
    fields |= {"key": revision.claim.key, "origin_label": label, "revision": revision.number}
    if action := revision.state_action:
        fields |= {"action_state": action.state_code, "action_summary": action.summary}
    return claim_fields.whole(fields | _standing(revision))


def _standing(revision: ClaimRevision) -> claim_fields.Row:
    return {
        "review_state": claim_list.review_state(revision).value,
        "grade": grade_of(revision),
        "recorded_at": instant_text(revision.recorded_at),
    }


def grade_of(revision: ClaimRevision) -> str:
    """The grade of the review that holds now, as `B2`; empty where there is none."""
    now = next((review for review in revision.reviews if review.superseded_at is None), None)
    return f"{now.reliability}{now.credibility}" if now and now.reliability and now.credibility else ""


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
