"""`tracker seed`: load the record that the product starts with."""

import click
from sqlalchemy.orm import Session

from tracker import clock, resources
from tracker.cli.database import writing
from tracker.cli.progress import spinner
from tracker.services import seeding


@click.command()
def seed() -> None:
    """Load the law and the claims that the product ships. A second run changes nothing."""
    with writing("seed") as session:
        result = load(session)
    tell(result)


def load(session: Session) -> seeding.SeedResult:
    """Load the record, with a sign of life on a terminal."""
    with spinner("Loading the record …"):
        return seeding.load(session, folder=resources.folder("seed"), at=clock.now())


def tell(result: seeding.SeedResult) -> None:
    """Print how much of each noun was made or changed, and each change in a line."""
    for noun, counts in result.counts.items():
        click.echo(f"{noun}: {counts.created} new, {counts.updated} changed, {counts.unchanged} as before")
    for line in result.total.lines:
        click.echo(line)
    if not (result.total.created or result.total.updated or result.total.lines):
        click.echo("Nothing changed.")
