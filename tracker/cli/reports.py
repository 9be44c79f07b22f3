"""`tracker reports`: freeze, list, approve, take back and export."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from tracker import clock, exports
from tracker.cli import report_questions
from tracker.cli.database import reading, writing
from tracker.cli.of_now import own_clocks
from tracker.cli.options import DAY, KNOWN_AT, formats, known_at, public_at
from tracker.cli.people import AS_USER, acting, acting_analyst
from tracker.cli.printing import STDOUT, as_bytes, as_json, as_table, one_line
from tracker.db.models import Report
from tracker.domain.report import instant_text
from tracker.domain.report_copy import ReportCopy
from tracker.domain.report_diff import differences
from tracker.domain.vocabulary import Edition, ReportKind
from tracker.exports import Format, binding, report_schema
from tracker.services import report_reading, report_verification
from tracker.services import reports as record
from tracker.services import rules as rules_record
from tracker.services.report_verification import Support
from tracker.services.rules import version

NUMBER = click.IntRange(1, 2_000_000_000)
GUARDED = (
    "The file quotes sources that their authors did not publish; only the public edition may be spread, with --public."
)


@click.group()
def reports() -> None:
    """Freeze, list, approve, take back and export reports."""


@reports.command()
@click.option("--kind", type=click.Choice([kind.value for kind in ReportKind]), default="matrix", show_default=True)
@click.option("--regime", default="", help="The key of the regime. A matrix needs one; others are of all, if left out.")
@click.option("--as-of", type=DAY, required=True, help="The day to judge.")
@click.option("--known-at", type=KNOWN_AT, help="Judge by what was recorded by then. Now, if left out.")
@click.option("--rules", default="", help="The version that decides. The one in force then, if left out.")
@public_at
@click.option("--title", required=True)
@click.option(AS_USER, "username", help="The author. The first active analyst, if left out.")
@click.option("--state", "states", multiple=True, help="A state, by code or any name. Repeatable.")
@click.option("--obligation", "obligations", multiple=True, help="The key of an obligation. Repeatable.")
@click.option("--from-as-of", type=DAY, help="Of changes: the day judged at the first moment.")
@click.option("--from-known-at", type=KNOWN_AT, help="Of changes: what was recorded at the first moment.")
@click.option("--from-public-at", type=DAY, help="Of changes: what was published at the first moment.")
@click.option("--from-rules", default="", help="Of changes: the version that decides at the first moment.")
@click.option("--count", type=click.IntRange(0, 999), help="Of a reconciliation: the published count.")
@click.option("--on", type=DAY, help="Of a reconciliation: the day of which the count speaks.")
@click.option("--earlier", type=click.IntRange(0, 999), help="Of a reconciliation: an earlier count.")
@click.option("--earlier-on", type=DAY, help="Of a reconciliation: the day of the earlier count.")
@click.option("--words", default="", help="Of a register: words of the claim, its speaker or its sources.")
@click.option("--speaker", default="", help="Of a register: who said it, in full.")
@click.option("--source", default="", help="Of a register: the key of a source.")
@click.option("--supersedes", type=NUMBER, help="The report that it takes the place of, once it is approved.")
def freeze(
    username: str | None, title: str, known_at: datetime | None, rules: str, supersedes: int | None, **asked: Any
) -> None:
    """Freeze a report, and print its number."""
    with writing(username or "command line") as session:
        author, at = acting_analyst(session, username), clock.now()
        clocks = rules_record.clocks(
            session,
            as_of=asked.pop("as_of"),
            known_at=known_at or at,
            public_at=asked.pop("public_at"),
            rules=version(rules).version if rules else "",
        )
        question = report_questions.asked(session, clocks=clocks, **asked)
        number = record.freeze(
            session, asked=question, title=title, author=author.id, at=at, supersedes=supersedes
        ).number
    click.echo(number)


@reports.command("list")
@known_at("What had been frozen, approved and taken back by then.")
@formats("text", "json")
def list_reports(known_at: datetime | None, fmt: str) -> None:
    """List all reports."""
    with reading() as session:
        rows = [_fields(report, known_at) for report in report_reading.list_all(session, known_at=known_at)]
    if fmt == "json":
        as_json(rows)
        return
    shown = ("number", "as_of", "author", "approved_by", "title")
    as_table(shown, [[one_line(str(row[name] or "")) for name in shown] for row in rows])


def _fields(report: Report, known_at: datetime | None) -> dict[str, object]:
    approval = report_reading.approval(report, known_at=known_at)
    return {
        "number": report.number,
        "title": report.title,
        "kind": report.kind.value,
        "regime": report.regime.key if report.regime else None,
        "as_of": report.as_of.isoformat(),
        "known_at": instant_text(report.known_at),
        "public_at": report.public_at.isoformat() if report.public_at else None,
        "rules": report.rules,
        "author": report.author.username,
        "frozen_at": instant_text(report.frozen_at),
        "approved_by": approval.approver.username if approval else None,
        "ended": ended.sentence if (ended := report_reading.ended(report, known_at=known_at)) else None,
        "digest": report.digest,
    }


@reports.command()
@click.argument("number", type=NUMBER)
@click.option(AS_USER, "username", required=True, help="The reviewer. Nobody approves their own report.")
def approve(number: int, username: str) -> None:
    """Stand behind report NUMBER as it is, as a second person."""
    with writing(username) as session:
        approver = acting(session, username)
        digest = report_reading.get(session, number=number).digest
        record.approve(session, number=number, approver=approver.id, digest=digest, at=clock.now())
    click.echo(f"Report {number} is approved: SHA-256 {digest}.")


@reports.command()
@click.argument("number", type=NUMBER)
@click.option(AS_USER, "username", required=True, help="Its author, or a reviewer.")
@click.option("--reason", required=True, help="Why nobody is to rely on it.")
def withdraw(number: int, username: str, reason: str) -> None:
    """Take report NUMBER back. It stays, and every file made of it says so from then on."""
    with writing(username) as session:
        by = acting(session, username)
        record.withdraw(session, number=number, by=by.id, reason=reason, at=clock.now())
    click.echo(f"Report {number} is taken back.")


@reports.command()
@click.argument("number", type=NUMBER)
@click.option("--format", "fmt", type=click.Choice(sorted(exports.FORMATS)), required=True)
@click.option("--public", is_flag=True, help="The public edition: what restricted sources say is withheld.")
@click.option("--volume", type=click.IntRange(1, 9_999), help="Of a PDF of several volumes: which one. 1, if left out.")
@click.option("--all-volumes", is_flag=True, help="All volumes in one ZIP; the file itself where there is but one.")
@click.option("--output", required=True, help='The file to write; "-" for standard output.')
@own_clocks("reports export")
def export(number: int, fmt: str, output: str, *, public: bool, volume: int | None, all_volumes: bool) -> None:
    """Write report NUMBER to a file. The same report gives the same bytes, until something is recorded about it."""
    edition = Edition.PUBLIC if public else Edition.FULL
    with reading() as session:
        copy = report_reading.copy_of(report_reading.get(session, number=number), edition=edition)
    suiting = exports.formats_of(copy.document)
    if fmt not in suiting:
        said = f"Report {number} cannot be had as {fmt}. Its formats: {', '.join(suiting)}."
        raise click.BadParameter(said, param_hint="--format")
    if volume and all_volumes:
        raise click.BadParameter("Ask for one volume, or all of them.", param_hint="--volume")
    chosen = exports.FORMATS[fmt]
    data, said = (binding.bound(chosen, copy), "") if all_volumes else _volume(copy, chosen, volume)
    as_bytes(data, output)
    if output != STDOUT:
        click.echo(f"Wrote {output}{said}.", err=True)
    if copy.is_guarded:
        click.echo(GUARDED, err=True)


def _volume(copy: ReportCopy, fmt: Format, volume: int | None) -> tuple[bytes, str]:
    """The bytes, and what is to be said of them: which volume they are, where there are several."""
    files = fmt.files(copy)
    count = len(files.holds)
    number = binding.chosen(volume, count)
    others = "" if volume else "; --volume takes another, --all-volumes all in a ZIP"
    return files.render(number), f", volume {number} of {count}{others}" if count > 1 else ""


@reports.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
def verify(file: Path) -> None:
    """Say whether FILE is the report that it claims to be, and whether the record still supports it.

    The exit status is 0 only if both hold.
    """
    with reading() as session:
        found = report_verification.recognise(session, file.read_bytes())
        click.echo(found.sentence)
        holds = found.number is not None and _supported(session, found.number)
    if not (found.is_genuine and holds):
        raise SystemExit(1)


@reports.command()
@click.argument("number", type=NUMBER)
@own_clocks("reports check")
def check(number: int) -> None:
    """Ask the question of report NUMBER again: at its own clocks, and from what is known now.

    The exit status is 0 only if its own clocks give the same.
    """
    with reading() as session:
        if not _supported(session, number):
            raise SystemExit(1)


def _supported(session: Session, number: int) -> bool:
    report = report_reading.get(session, number=number)
    found = report_verification.support(session, report, at=clock.now())
    click.echo("\n".join(_told(report, found)))
    return found.holds


def _told(report: Report, found: Support) -> Iterator[str]:
    if ended := report_reading.ended(report):
        yield ended.sentence
    if found.holds:
        yield "The record still supports it: the same question at the same clocks gives the same data digest."
    yield from ([found.sentence] if found.sentence else [])
    if found.again:
        yield "The same question at the same clocks gives something else today:"
        yield from (f"- {one.sentence}" for one in found.again)
    for one in found.retracted:
        yield f"A source behind {', '.join(one.claims)} was {one.notice.kind.label}: {one.notice.source.title}."
    if found.since:
        yield "From what is known now, it would say otherwise:"
        yield from (f"- {one.sentence}" for one in found.since)


@reports.command()
@click.argument("first", type=NUMBER)
@click.argument("second", type=NUMBER)
@formats("text", "json")
@own_clocks("reports diff")
def diff(first: int, second: int, fmt: str) -> None:
    """Say in words what report SECOND says otherwise than report FIRST."""
    with reading() as session:
        one, two = (report_reading.document_of(report_reading.get(session, number=n)) for n in (first, second))
    found = differences(one, two)
    if fmt == "json":
        as_json([{"about": each.about, "sentence": each.sentence} for each in found])
    else:
        click.echo("\n".join(each.sentence for each in found) or "Both reports say the same.")


@reports.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of the JSON export."""
    click.echo(report_schema.text(), nl=False)
