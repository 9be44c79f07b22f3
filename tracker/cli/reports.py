"""`tracker reports`: freeze, list, approve and export."""

from datetime import date, datetime

import click

from tracker import clock, exports
from tracker.cli.database import reading, writing
from tracker.cli.options import DAY, KNOWN_AT, formats, public_at
from tracker.cli.people import AS_USER, acting, acting_analyst
from tracker.cli.printing import STDOUT, as_bytes, as_json, as_table, one_line
from tracker.db.models import Report
from tracker.domain.report import instant_text
from tracker.services import law
from tracker.services import reports as record
from tracker.services.rules import version

NUMBER = click.IntRange(1, 2_000_000_000)


@click.group()
def reports() -> None:
    """Freeze, list, approve and export reports."""


@reports.command()
@click.option("--regime", required=True, help="The key of the regime.")
@click.option("--as-of", type=DAY, required=True, help="The day to judge.")
@click.option("--known-at", type=KNOWN_AT, help="Judge by what was recorded by then. Now, if left out.")
@click.option("--rules", default="", help="The version that decides. The one in force then, if left out.")
@public_at
@click.option("--title", required=True)
@click.option(AS_USER, "username", help="The author. The first active analyst, if left out.")
@click.option("--state", "states", multiple=True, help="A state, by code or any name. Repeatable.")
@click.option("--obligation", "obligations", multiple=True, help="The key of an obligation. Repeatable.")
def freeze(
    regime: str,
    as_of: date,
    known_at: datetime | None,
    rules: str,
    public_at: date | None,
    title: str,
    username: str | None,
    states: tuple[str, ...],
    obligations: tuple[str, ...],
) -> None:
    """Freeze a report, and print its number."""
    with writing(username or "command line") as session:
        author = acting_analyst(session, username)
        codes = [law.state(session, name=name).code for name in states]
        at = clock.now()
        number = record.freeze(
            session,
            regime=regime,
            states=codes or None,
            obligations=list(obligations) or None,
            as_of=as_of,
            known_at=known_at or at,
            public_at=public_at,
            title=title,
            author=author.id,
            at=at,
            rules=version(rules).version if rules else "",
        ).number
    click.echo(number)


@reports.command("list")
@formats("text", "json")
def list_reports(fmt: str) -> None:
    """List all reports."""
    with reading() as session:
        rows = [_fields(report) for report in record.list_all(session)]
    if fmt == "json":
        as_json(rows)
        return
    shown = ("number", "as_of", "author", "approved_by", "title")
    as_table(shown, [[one_line(str(row[name] or "")) for name in shown] for row in rows])


def _fields(report: Report) -> dict[str, object]:
    approval = report.approval
    return {
        "number": report.number,
        "title": report.title,
        "regime": report.regime.key,
        "as_of": report.as_of.isoformat(),
        "known_at": instant_text(report.known_at),
        "public_at": report.public_at.isoformat() if report.public_at else None,
        "rules": report.rules,
        "author": report.author.username,
        "frozen_at": instant_text(report.frozen_at),
        "approved_by": approval.approver.username if approval else None,
        "digest": report.digest,
    }


@reports.command()
@click.argument("number", type=NUMBER)
@click.option(AS_USER, "username", required=True, help="The reviewer. Nobody approves their own report.")
def approve(number: int, username: str) -> None:
    """Stand behind report NUMBER as it is, as a second person."""
    with writing(username) as session:
        approver = acting(session, username)
        digest = record.get(session, number=number).digest
        record.approve(session, number=number, approver=approver.id, digest=digest, at=clock.now())
    click.echo(f"Report {number} is approved: SHA-256 {digest}.")


@reports.command()
@click.argument("number", type=NUMBER)
@click.option("--format", "fmt", type=click.Choice(sorted(exports.FORMATS)), required=True)
@click.option("--output", required=True, help='The file to write; "-" for standard output.')
def export(number: int, fmt: str, output: str) -> None:
    """Write report NUMBER to a file. The same report gives the same bytes for ever."""
    with reading() as session:
        copy = record.copy_of(record.get(session, number=number))
    suiting = exports.formats_of(copy.document)
    if fmt not in suiting:
        said = f"Report {number} cannot be had as {fmt}. Its formats: {', '.join(suiting)}."
        raise click.BadParameter(said, param_hint="--format")
    as_bytes(exports.FORMATS[fmt].render(copy), output)
    if output != STDOUT:
        click.echo(f"Wrote {output}.", err=True)
