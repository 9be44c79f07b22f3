"""`tracker imports waiting`, `sample` and `review`: deciding on what an import brought, by the choices of the page.

The commands are put under `tracker imports` there.
"""

from collections.abc import Sequence
from typing import Any

import click

from tracker import clock
from tracker.cli.database import reading, writing
from tracker.cli.of_now import of_now
from tracker.cli.options import GRADE, Grade, formats
from tracker.cli.people import AS_USER, acting
from tracker.cli.printing import as_json, as_table
from tracker.cli.refusals import Refused
from tracker.domain.bulk_reviewing import Chosen, Flag
from tracker.domain.vocabulary import Verdict
from tracker.services import bulk_reviews
from tracker.services.bulk_reviews import WITHOUT, Judged, Pile, Waiting

NUMBER = click.IntRange(1, 2_000_000_000)
SAMPLE = "sample"
FLAGS = (*(flag.value for flag in Flag), WITHOUT)
_SHOWN = ("key", "exceptions", "statement")


@click.command()
@click.argument("number", type=NUMBER)
@click.option(AS_USER, "username", required=True, help="The reviewer. Nobody reviews their own work.")
@click.option("--only", type=click.Choice(FLAGS), help="Those with a flag, or those that are no exceptions.")
@formats("text", "json")
@of_now("imports waiting")
def waiting(number: int, username: str, only: str | None, fmt: str) -> None:
    """List the claims of import NUMBER that wait for a reviewer, exceptions first."""
    with reading() as session:
        found = bulk_reviews.pile(session, number=number, reviewer=acting(session, username).id)
    rows = [_told(row) for row in found.fitting(flag=only or "")]
    if fmt == "json":
        as_json(rows)
        return
    _table(rows)
    click.echo(f"{found.own} more are your own; {found.decided} were decided on.", err=True)


@click.command()
@click.argument("number", type=NUMBER)
@click.option(AS_USER, "username", required=True, help="The reviewer, whose draw it is.")
@formats("text", "json")
@of_now("imports sample")
def sample(number: int, username: str, fmt: str) -> None:
    """Draw a sample of the claims of import NUMBER that are no exceptions, to be read before one decision on all.

    The draw is the reviewer's own and stays the same while these claims are the same. Give its mark to
    `tracker imports review --only sample`.
    """
    with reading() as session:
        reviewer = acting(session, username).id
        found = bulk_reviews.pile(session, number=number, reviewer=reviewer)
        drawn = bulk_reviews.sample(found, reviewer=reviewer)
    rows, many = [_told(row) for row in drawn.drawn], len(drawn.chosen)
    if fmt == "json":
        as_json({"mark": drawn.mark, "stands_for": many, "authors": sorted(drawn.authors), "drawn": rows})
        return
    _table(rows)
    click.echo(
        f"{len(rows)} are drawn of {many} that are no exceptions. The mark of the sample: {drawn.mark}", err=True
    )


def _told(row: Waiting) -> dict[str, str]:
    flags = ", ".join(flag.value for flag in Flag if flag in row.flags)
    return {"key": row.key, "exceptions": flags, "authors": ", ".join(row.authors), "statement": row.statement}


def _table(rows: Sequence[dict[str, str]]) -> None:
    as_table(_SHOWN, [[row[name] or "-" for name in _SHOWN] for row in rows])


@click.command()
@click.argument("number", type=NUMBER)
@click.option(AS_USER, "username", required=True, help="The reviewer. Nobody reviews their own work.")
@click.option("--key", "keys", multiple=True, help="A claim to decide on, or one of a sample that was read; repeat it.")
@click.option(
    "--only",
    type=click.Choice([*FLAGS, SAMPLE]),
    help="Refuse a key that has not this flag; none: an exception. sample: decide on all that a sample stands for.",
)
@click.option("--mark", default="", help="The mark of the sample that was read, as `tracker imports sample` prints it.")
@click.option("--verdict", type=click.Choice([verdict.value for verdict in Verdict]), required=True)
@click.option("--grade", type=GRADE, help="Source and information, as B2. Needed with the verdict right.")
@click.option("--reason", required=True, help="Why they may be decided on together; it stays with each.")
@click.option("--several-authors", is_flag=True, help="Say that you know that they are the work of several people.")
def review(
    number: int,
    username: str,
    keys: Sequence[str],
    only: str | None,
    mark: str,
    verdict: str,
    grade: Grade | None,
    reason: str,
    *,
    several_authors: bool,
) -> None:
    """Decide on claims of import NUMBER together; each gets a review of its own.

    Name each claim by --key. Or read a sample (`tracker imports sample`), name by --key what you read and give its
    --mark with --only sample; the decision then goes to all that are no exceptions, and each review says so.
    """
    reliability, credibility = grade or (None, None)
    judged = Judged(Verdict(verdict), reliability, credibility, reason.strip(), several_authors)
    with writing(username) as session:
        reviewer = acting(session, username).id
        given: dict[str, Any] = {"number": number, "judged": judged, "reviewer": reviewer, "at": clock.now()}
        if only == SAMPLE:
            done = bulk_reviews.decide_by_sample(session, mark=mark.strip(), read=frozenset(keys), **given)
        else:
            found = bulk_reviews.pile(session, number=number, reviewer=reviewer)
            done = bulk_reviews.decide(session, chosen=_chosen(found, keys, only or ""), **given)
    click.echo(f"{len(done)} claims: {Verdict(verdict).label}.")


def _chosen(found: Pile, keys: Sequence[str], only: str) -> list[Chosen]:
    """The claims as they stand; what does not wait is left to the service to refuse."""
    known = {row.key: row for row in found.rows}
    fitting = {row.key for row in found.fitting(flag=only)}
    if other := next((key for key in keys if key in known and key not in fitting), None):
        raise Refused(f"{other} is not among those that --only {only} leaves. See: tracker imports waiting.")
    return [known[key].chosen if key in known else Chosen(key, 0, 0) for key in dict.fromkeys(keys)]
