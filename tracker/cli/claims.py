"""`tracker claims`: list, show and review. The commands on files are in `claim_files`."""

from datetime import datetime
from typing import Any

import click
from sqlalchemy.orm import Session

from tracker import clock
from tracker.cli import claim_files
from tracker.cli.database import reading, writing
from tracker.cli.filters import chosen_filter, filters
from tracker.cli.options import GRADE, Grade, formats, known_at
from tracker.cli.people import AS_USER, acting
from tracker.cli.printing import as_json, as_table, one_line
from tracker.cli.refusals import Refused
from tracker.db.models import ClaimRevision
from tracker.domain.report import instant_text
from tracker.domain.vocabulary import Verdict
from tracker.services import citation_check, claim_list, claim_then, history, reviews
from tracker.services import claim_files as files
from tracker.services import claims as record

NUMBER = click.IntRange(1, 2_000_000_000)


@click.group()
def claims() -> None:
    """List, show, review, export and import claims."""


for _command in (claim_files.template, claim_files.export, claim_files.bring_in):
    claims.add_command(_command)


@claims.command("list")
@filters
@click.option("--page", type=click.IntRange(1, 1_000_000), default=1, show_default=True)
@click.option("--size", type=click.IntRange(1, 1_000), default=50, show_default=True, help="Claims on a page.")
@formats("text", "json")
def list_claims(page: int, size: int, fmt: str, **chosen: Any) -> None:
    """List claims, the newest statement first."""
    with reading() as session:
        asked = chosen_filter(session, **chosen)
        found = claim_list.browse(session, chosen=asked, page=page, size=size)
        rows = [_line(revision, asked.known_at) for revision in found.rows]
    if fmt == "json":
        as_json(rows)
        return
    shown = ("key", "review_state", "grade", "said", "speaker", "statement")
    as_table(shown, [[one_line(str(row[name])) for name in shown] for row in rows])
    click.echo(f"{found.first_row} to {found.last_row} of {found.total}", err=True)


def _line(revision: ClaimRevision, known_at: datetime | None) -> dict[str, Any]:
    shown = ("key", "revision", "kind", "speaker", "said", "states", "statement", "review_state", "grade")
    fields = files.fields_of(revision, known_at=known_at)
    return {name: fields[name] for name in shown}


@claims.command()
@click.argument("key")
@known_at("As it said, stood and had been reviewed by then.")
@formats("text", "json")
def show(key: str, known_at: datetime | None, fmt: str) -> None:
    """Show the claim KEY: what it says, where it stands, and what happened to it."""
    with reading() as session:
        revision = claim_then.show(session, key=key, known_at=known_at)
        if fmt == "json":
            as_json(files.fields_of(revision, known_at=known_at))
        else:
            click.echo("\n".join(_told(session, revision, known_at)))


def _told(session: Session, revision: ClaimRevision, known_at: datetime | None) -> list[str]:
    key, fields = revision.claim.key, files.fields_of(revision, known_at=known_at)
    cells = zip(fields, files.cells_of(fields), strict=True)
    check = citation_check.of_revision(revision, law=citation_check.law_of(session))
    events = history.of_claim(session, key=key, known_at=known_at)
    return [
        *(f"{name}: {cell}" for name, cell in cells if cell),
        *([f"citation check: {check.sentence}"] if check.sentence else []),
        *(f"came later: {one}" for one in claim_then.later(session, key=key, known_at=known_at)),
        "",
        *(f"{instant_text(event.at)} {event.who} {event.sentence}" for event in events),
    ]


@claims.command()
@click.argument("key")
@click.option(AS_USER, "username", required=True, help="The reviewer. Nobody reviews their own work.")
@click.option("--verdict", type=click.Choice([verdict.value for verdict in Verdict]), required=True)
@click.option("--grade", type=GRADE, help="Source and information, as B2. Needed with the verdict right.")
@click.option("--comment", default="", help="Why. Needed with the verdicts return and wrong.")
@click.option("--revision", "read", type=NUMBER, help="The revision that you read. The present one, if left out.")
@click.option("--again", is_flag=True, help="Decide once more on a revision that was decided on.")
def review(
    key: str, username: str, verdict: str, grade: Grade | None, comment: str, read: int | None, *, again: bool
) -> None:
    """Decide on the present revision of the claim KEY."""
    reliability, credibility = grade or (None, None)
    with writing(username) as session:
        reviewer = acting(session, username)
        revision = record.show(session, key=key)
        if any(one.superseded_at is None for one in revision.reviews) and not again:
            raise Refused(
                f"Revision {revision.number} of {key} was decided on already. Use --again to decide once more."
            )
        reviews.decide(
            session,
            key=key,
            revision=read or revision.number,
            seen=reviews.seen_of(revision.reviews),
            reviewer=reviewer.id,
            verdict=Verdict(verdict),
            reliability=reliability,
            credibility=credibility,
            comment=comment.strip(),
            at=clock.now(),
        )
        number = revision.number
    click.echo(f"Revision {number} of {key}: {Verdict(verdict).label}.")
