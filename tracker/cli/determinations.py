"""`tracker determinations`: list, propose, rule, take back, end by two; and a determination as others print it."""

from datetime import date, datetime
from typing import Any

import click

from tracker import clock
from tracker.cli.database import reading, writing
from tracker.cli.options import DAY, formats, known_at
from tracker.cli.people import AS_USER, acting
from tracker.cli.printing import as_json, as_table, one_line
from tracker.domain.dates import day_words
from tracker.domain.determining import Proposal
from tracker.domain.report import instant_text
from tracker.domain.vocabulary import Outcome, Ruling, Standing
from tracker.services import determination_list
from tracker.services import determinations as record
from tracker.services.determination_list import Held
from tracker.services.endings import Ends

NUMBER = click.IntRange(1, 2_000_000_000)
_RULINGS = {"approve": Ruling.APPROVED, "refuse": Ruling.REFUSED}
_RULED = frozenset({Standing.APPROVED, Standing.LAPSED, Standing.ENDED, Standing.REFUSED})


def fields_of(held: Held) -> dict[str, Any]:
    """A determination as JSON: what is held, where it stands, by whom, and what changed under it."""
    row, ruled = held.row, held.standing in _RULED
    return {
        "number": row.id,
        "state": row.state_code,
        "obligation": row.obligation.key,
        "outcome": row.outcome.value,
        "standing": held.standing.value,
        "first": row.first.isoformat() if row.first else None,
        "last": row.last.isoformat() if row.last else None,
        "reason": row.reason,
        "proposed_by": row.proposed_by.username,
        "proposed_at": instant_text(row.proposed_at),
        "ruled_by": row.ruled_by.username if ruled and row.ruled_by else None,
        "ruled_at": instant_text(row.ruled_at) if ruled and row.ruled_at else None,
        "end_proposed": end_of(held.ends),
        "changes": [{"claim": change.claim or None, "sentence": change.sentence} for change in held.changes],
    }


def end_of(ends: Ends) -> dict[str, Any] | None:
    """The end that waits for a second person, as JSON."""
    if (one := ends.waiting) is None:
        return None
    return {"by": one.proposed_by.username, "at": instant_text(one.proposed_at), "reason": one.reason}


def lines_of(held: Held) -> list[str]:
    """A determination in a line; one more for an end that waits, and for each change under one that has moved."""
    row, waits = held.row, held.standing is Standing.PROPOSED
    people = f"by {row.proposed_by.name}"
    if not waits and row.ruled_by and row.ruled_at:
        people += f", approved by {row.ruled_by.name} on {day_words(row.ruled_at.date())}"
    verb = "Proposed" if waits else "Determined"
    head = f"{verb}: {row.outcome.label} {held.days} ({held.standing.label}), {people}: {one_line(row.reason, 400)}"
    ends = held.ends.waiting
    end = [f"- its end waits, proposed by {ends.proposed_by.name}: {one_line(ends.reason, 400)}"] if ends else []
    return [head, *end, *(f"- since then, {change.claim or 'the duty'}: {change.sentence}" for change in held.changes)]


@click.group()
def determinations() -> None:
    """List determinations, propose them, and rule on those of others."""


@determinations.command("list")
@click.option("--as-of", type=DAY, help="Only those that are about that day. All, if left out.")
@known_at("What had been proposed by then, and where it stood.")
@formats("text", "json")
def list_determinations(as_of: date | None, known_at: datetime | None, fmt: str) -> None:
    """List all determinations: those that wait, the approved, then those that are over."""
    day, then = as_of or clock.today(), known_at or clock.now()
    with reading() as session:
        found = determination_list.overview(session, as_of=day, known_at=then)
        every = (*found.waiting, *found.approved, *found.closed)
        rows = [fields_of(held) for held in every if as_of is None or held.covers]
    if fmt == "json":
        as_json([{name: value for name, value in row.items() if name != "changes"} for row in rows])
        return
    shown = ("number", "standing", "state", "obligation", "outcome", "proposed_by", "reason")
    told = [row | {"standing": row["standing"] + (", end proposed" if row["end_proposed"] else "")} for row in rows]
    as_table(shown, [[one_line(str(row[name])) for name in shown] for row in told])


@determinations.command()
@click.argument("state")
@click.argument("obligation")
@click.option("--outcome", type=click.Choice([word.value for word in Outcome]), required=True)
@click.option("--reason", required=True, help="Why the outcome should be held otherwise.")
@click.option("--from", "first", type=DAY, help="The first day that it is about.")
@click.option("--until", "last", type=DAY, help="The last day that it is about.")
@click.option(AS_USER, "username", required=True, help="The analyst or reviewer who proposes it.")
def propose(
    state: str, obligation: str, outcome: str, reason: str, first: date | None, last: date | None, username: str
) -> None:
    """Propose that STATE and OBLIGATION be held otherwise than computed; print the number of the determination."""
    asked = Proposal(state, obligation, Outcome(outcome), reason.strip(), first, last)
    with writing(username) as session:
        row = record.propose(session, proposal=asked, by=acting(session, username).id, at=clock.now())
        number = row.id
    click.echo(number)


@determinations.command()
@click.argument("number", type=NUMBER)
@click.argument("ruling", type=click.Choice(list(_RULINGS)))
@click.option("--reason", default="", help="Why. Needed to refuse.")
@click.option(AS_USER, "username", required=True, help="The reviewer. Nobody rules on their own proposal.")
def rule(number: int, ruling: str, reason: str, username: str) -> None:
    """Approve or refuse determination NUMBER as a second person."""
    with writing(username) as session:
        by, chosen = acting(session, username).id, _RULINGS[ruling]
        record.rule(session, number=number, ruling=chosen, reason=reason.strip(), by=by, at=clock.now())
    click.echo(f"Determination {number} is {chosen.label}.")


@determinations.command("take-back")
@click.argument("number", type=NUMBER)
@click.option(AS_USER, "username", required=True, help="Who proposed it.")
def take_back(number: int, username: str) -> None:
    """Take back determination NUMBER, which waits."""
    with writing(username) as session:
        record.take_back(session, number=number, by=acting(session, username).id, at=clock.now())
    click.echo(f"Determination {number} is taken back.")


@determinations.command("propose-end")
@click.argument("number", type=NUMBER)
@click.option("--reason", required=True, help="Why it should end.")
@click.option(AS_USER, "username", required=True, help="The analyst or reviewer who proposes it.")
def propose_end(number: int, reason: str, username: str) -> None:
    """Propose that determination NUMBER, which was approved, end."""
    with writing(username) as session:
        by = acting(session, username).id
        record.propose_end(session, number=number, reason=reason.strip(), by=by, at=clock.now())
    click.echo(f"The end of determination {number} is proposed.")


@determinations.command("rule-end")
@click.argument("number", type=NUMBER)
@click.argument("ruling", type=click.Choice(list(_RULINGS)))
@click.option("--reason", default="", help="Why. Needed to refuse.")
@click.option(AS_USER, "username", required=True, help="The reviewer. Nobody rules on their own proposal.")
def rule_end(number: int, ruling: str, reason: str, username: str) -> None:
    """End determination NUMBER as a second person, or refuse that it end."""
    with writing(username) as session:
        by, chosen = acting(session, username).id, _RULINGS[ruling]
        record.rule_on_end(session, number=number, ruling=chosen, reason=reason.strip(), by=by, at=clock.now())
    click.echo(f"The end of determination {number} is {chosen.label}.")


@determinations.command("take-back-end")
@click.argument("number", type=NUMBER)
@click.option(AS_USER, "username", required=True, help="Who proposed the end.")
def take_back_end(number: int, username: str) -> None:
    """Take back the end of determination NUMBER, which waits."""
    with writing(username) as session:
        record.take_end_back(session, number=number, by=acting(session, username).id, at=clock.now())
    click.echo(f"The end of determination {number} is taken back.")
