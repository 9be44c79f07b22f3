"""`tracker archive`: the copy of the record for people who have neither this program nor its database."""

from datetime import date, datetime
from pathlib import Path

import click

from tracker import clock
from tracker.cli.database import engine, require_head
from tracker.cli.options import DAY, KNOWN_AT
from tracker.cli.progress import spinner
from tracker.config import Settings
from tracker.db.engine import snapshot
from tracker.db.kept import Store
from tracker.exports.packing import packing
from tracker.services import handover
from tracker.services.handover import Moment


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--restricted", is_flag=True, help="Let kept copies of restricted sources go along.")
@click.option("--as-of", type=DAY, help="The day that data/outcome judges. That of --known-at, if left out.")
@click.option("--known-at", type=KNOWN_AT, help="The record as it had been recorded by then. As it is, if left out.")
def archive(file: Path, *, restricted: bool, as_of: date | None, known_at: datetime | None) -> None:
    """Write the record to FILE for readers: tables as CSV and JSON, kept files, reports, a README, and their digests.

    It is no backup: for that, use `tracker backup`.
    """
    settings = Settings.load()
    moment = Moment(clock.now(), as_of, known_at)
    with engine(settings) as chosen, spinner("Writing the archive"):
        require_head(chosen)
        with snapshot(chosen) as session, packing(file, made_at=moment.made_at) as pack:
            made = handover.hand_over(
                session, pack=pack, store=Store(settings.kept), moment=moment, restricted=restricted
            )
    click.echo(f"Wrote {file}: {made.rows} rows, {made.files} kept files, {made.reports} reports.")
    if made.left_out:
        sentence = (
            f"{len(made.left_out)} kept files of restricted sources were left out; --restricted takes them along."
        )
        click.echo(sentence, err=True)
