"""`tracker rules`: list the versions, preview one, propose it, and put it in force as a second person."""

from datetime import datetime
from typing import Any

import click

from tracker import clock
from tracker.cli.database import reading, writing
from tracker.cli.options import Asked, clocks, formats, known_at
from tracker.cli.people import AS_USER, acting
from tracker.cli.printing import as_json, as_table
from tracker.domain.report import NOTICE, instant_text
from tracker.domain.rules import VERSIONS
from tracker.domain.vocabulary import Ruling
from tracker.services import rules as record
from tracker.services.rules import Flip

NUMBER = click.IntRange(1, 2_000_000_000)


@click.group()
def rules() -> None:
    """Which version of the rules decides, what another would change, and putting one in force."""


@rules.command("list")
@known_at("Which was in force then.")
@formats("text", "json")
def list_rules(known_at: datetime | None, fmt: str) -> None:
    """List every version with what is its own, and from when it was in force."""
    then = known_at or clock.now()
    with reading() as session:
        present = record.in_force(session, known_at=then)
        known = [row for row in record.history(session) if row.ruling is Ruling.APPROVED and row.ruled_at]
        since = {
            row.version: instant_text(row.ruled_at) for row in reversed(known) if row.ruled_at and row.ruled_at <= then
        }
    rows = [
        {"version": number, "in_force": number == present, "since": since.get(number), "title": v.title, "says": v.says}
        for number, v in VERSIONS.items()
    ]
    if fmt == "json":
        as_json(rows)
        return
    shown = [
        [str(r["version"]), "yes" if r["in_force"] else "no", str(r["since"] or ""), str(r["title"])] for r in rows
    ]
    as_table(("version", "in force", "since", "title"), shown)


@rules.command()
@click.argument("version")
@clocks
@formats("text", "json")
def preview(version: str, asked: Asked, fmt: str) -> None:
    """Say which cells VERSION would decide otherwise, and why."""
    with reading() as session:
        found = record.preview(session, number=version, clocks=asked.clocks(session))
        if fmt == "json":
            as_json([_fields(flip) for flip in found.flips])
        else:
            head = f"{len(found.flips)} of {found.cells:,} cells would be decided otherwise than by version"
            click.echo("\n".join([f"{head} {found.against.version}.", *map(_line, found.flips)]))
    click.echo(NOTICE, err=True)


def _fields(flip: Flip) -> dict[str, Any]:
    return {
        "state": flip.state.code,
        "obligation": flip.obligation.key,
        "before": {"outcome": flip.before.outcome.value, "assurance": flip.before.assurance.value},
        "after": {"outcome": flip.after.outcome.value, "assurance": flip.after.assurance.value},
        "reasons": [{"rule": r.rule, "sentence": r.sentence, "claims": list(r.claims)} for r in flip.why],
    }


def _line(flip: Flip) -> str:
    moved = f"{flip.before.outcome.label} -> {flip.after.outcome.label}"
    return f"- {flip.state.code} {flip.obligation.key}: {moved}. {flip.why[0].sentence}"


@rules.command()
@click.argument("version")
@click.option("--reason", required=True, help="Why it should decide.")
@click.option(AS_USER, "username", required=True, help="The analyst or reviewer who proposes it.")
def propose(version: str, reason: str, username: str) -> None:
    """Propose that VERSION decide from now on; print the number of the proposal."""
    with writing(username) as session:
        by = acting(session, username).id
        number = record.propose(session, number=version, reason=reason.strip(), by=by, at=clock.now()).id
    click.echo(number)


@rules.command()
@click.argument("number", type=NUMBER)
@click.option("--refuse", "refusal", default="", help="Refuse it instead, for this reason.")
@click.option(AS_USER, "username", required=True, help="The reviewer. Nobody rules on their own proposal.")
def approve(number: int, refusal: str, username: str) -> None:
    """Put the version of proposal NUMBER in force, as a second person."""
    chosen = Ruling.REFUSED if refusal else Ruling.APPROVED
    with writing(username) as session:
        by = acting(session, username).id
        row = record.rule(session, number=number, ruling=chosen, reason=refusal.strip(), by=by, at=clock.now())
        version = row.version
    click.echo(f"Version {version} is {'refused' if refusal else 'in force from now on'}.")


@rules.command("take-back")
@click.argument("number", type=NUMBER)
@click.option(AS_USER, "username", required=True, help="Who proposed it.")
def take_back(number: int, username: str) -> None:
    """Take back proposal NUMBER, which waits."""
    with writing(username) as session:
        record.take_back(session, number=number, by=acting(session, username).id, at=clock.now())
    click.echo(f"Proposal {number} is taken back.")
