"""`tracker timestamps ask|add`: time stamps over kept copies, by whatever way the operator has to the authority."""

from pathlib import Path

import click

from tracker import clock
from tracker.cli.database import reading, writing
from tracker.cli.of_now import of_now
from tracker.cli.people import AS_USER, acting
from tracker.cli.printing import as_bytes
from tracker.config import Settings
from tracker.domain.report import instant_text
from tracker.services import captures
from tracker.services import timestamps as record

_COPY = click.option("--copy", "number", type=click.IntRange(1), default=1, show_default=True, help="Which kept copy.")


@click.group()
def timestamps() -> None:
    """Have an authority vouch for the time of a kept copy (RFC 3161), and keep what it says."""


@timestamps.command()
@click.argument("key")
@click.argument("output")
@_COPY
@of_now("timestamps ask")
def ask(key: str, output: str, number: int) -> None:
    """Write the question for a copy of the source KEY to OUTPUT (.tsq), and print the number to be repeated."""
    with reading() as session:
        question = record.question(session, captures.get(session, source=key, number=number))
    as_bytes(question.data, output)
    click.echo(
        f"Send it to the authority, then: tracker timestamps add {key} ANSWER --nonce {question.nonce}", err=True
    )


@timestamps.command()
@click.argument("key")
@click.argument("answer", type=click.Path(exists=True, dir_okay=False, readable=True))
@_COPY
@click.option("--nonce", type=int, help="The number that `ask` printed; without it, it is not compared.")
@click.option(AS_USER, "username", required=True, help="The analyst who records it.")
def add(key: str, answer: str, number: int, nonce: int | None, username: str) -> None:
    """Verify the authority's ANSWER (.tsr) for a copy of the source KEY against the pinned roots, and keep it."""
    roots = record.roots_in(Settings.load().timestamp_roots)
    with writing(username) as session:
        row = record.add(
            session,
            capture=captures.get(session, source=key, number=number),
            answer=Path(answer).read_bytes(),
            roots=roots,
            nonce=nonce,
            by=acting(session, username).id,
            at=clock.now(),
        )
        told = f"Stamped {instant_text(row.stamped_at)} by {row.authority}; the token's SHA-256 is {row.sha256}."
    click.echo(told)
