"""`tracker archive`: the copy of the record for people who have neither this program nor its database."""

from pathlib import Path

import click

from tracker import clock
from tracker.cli.database import engine, require_head
from tracker.cli.progress import spinner
from tracker.config import Settings
from tracker.db.engine import snapshot
from tracker.db.kept import Store
from tracker.exports.packing import packing
from tracker.services import handover


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--restricted", is_flag=True, help="Let kept copies of restricted sources go along.")
def archive(file: Path, *, restricted: bool) -> None:
    """Write the record to FILE for readers: tables as CSV and JSON, kept files, reports, a README, and their digests.

    It is no backup: for that, use `tracker backup`.
    """
    settings = Settings.load()
    at = clock.now()
    with engine(settings) as chosen, spinner("Writing the archive"):
        require_head(chosen)
        with snapshot(chosen) as session, packing(file, made_at=at) as pack:
            made = handover.hand_over(session, pack=pack, store=Store(settings.kept), made_at=at, restricted=restricted)
    click.echo(f"Wrote {file}: {made.rows} rows, {made.files} kept files, {made.reports} reports.")
    if made.left_out:
        sentence = (
            f"{len(made.left_out)} kept files of restricted sources were left out; --restricted takes them along."
        )
        click.echo(sentence, err=True)
