"""`tracker find`: the same results as the page, for a terminal."""

import click

from tracker.cli.database import reading
from tracker.cli.of_now import of_now
from tracker.cli.options import formats
from tracker.cli.printing import as_json
from tracker.services import finding


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--most", type=click.IntRange(1, 100), default=5, show_default=True, help="How many of each noun.")
@formats("text", "json")
@of_now("find")
def find(words: tuple[str, ...], most: int, fmt: str) -> None:
    """Find states, duties, cells, resolutions, regimes, sources, claims and reports by a code or by words."""
    with reading() as session:
        found = finding.find(session, text=" ".join(words), most=most)
    if fmt == "json":
        as_json([{"noun": one.noun, "key": one.key, "state": one.state, "title": one.title} for one in found])
        return
    for one in found:
        named = f"{one.state}/{one.key}" if one.state else one.key
        click.echo(f"{one.noun.label}\t{named}\t{one.title}")
