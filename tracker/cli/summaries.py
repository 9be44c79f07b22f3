"""`tracker summaries`: fill, empty and check the kept summary of the matrix."""

import click

from tracker import clock
from tracker.cli.database import engine, reading, require_head
from tracker.cli.of_now import of_now
from tracker.cli.progress import spinner, steps
from tracker.cli.refusals import Refused
from tracker.config import Settings
from tracker.db.engine import writing
from tracker.services import summaries as kept


@click.group()
def summaries() -> None:
    """The kept summary, from which the matrix is read. It may be emptied at any time without changing an answer."""


@summaries.command()
def fill() -> None:
    """Fill the summary anew from the claims. Nobody else writes meanwhile; everybody reads."""
    with engine(Settings.load()) as chosen:
        require_head(chosen)
        with writing(chosen, actor="summary") as session, steps() as tell:
            rows = kept.fill(session, at=clock.now(), tell=lambda done, of: tell("Obligations", done, of))
    click.echo(f"The summary is filled: {rows:,} rows.")


@summaries.command()
def empty() -> None:
    """Empty the summary. Every answer stays the same and takes longer, until it is filled."""
    with engine(Settings.load()) as chosen:
        require_head(chosen)
        with writing(chosen, actor="summary") as session:
            kept.empty(session)
    click.echo("The summary is empty.")


@summaries.command()
@of_now("summaries check")
def check() -> None:
    """Work every row out anew from the claims and compare; refuse, naming the first difference."""
    with reading() as session, spinner("Checking the summary"):
        if not kept.is_filled(session, at=clock.now()):
            raise Refused("The summary is not filled, so there is nothing to compare. Run: tracker summaries fill")
        found = kept.check(session)
    if found is not None:
        raise Refused(f"{found.sentence} Run: tracker summaries fill")
    click.echo("The summary says what the claims say.")
