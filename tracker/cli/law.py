"""`tracker law`: records of the law beside the resolutions, what a change touches, and clearing it."""

from datetime import date, datetime
from typing import Any

import click

from tracker import clock
from tracker.cli.database import reading, writing
from tracker.cli.determinations import end_of
from tracker.cli.options import DAY, Asked, clocks, formats, known_at
from tracker.cli.people import AS_USER, acting
from tracker.cli.printing import as_json, as_table, one_line
from tracker.db.models import LawChange, LawRipple
from tracker.domain.law_changes import Proposed
from tracker.domain.law_words import LawEffect, LawRecord, RippleKind
from tracker.domain.report import instant_text
from tracker.domain.vocabulary import Ruling
from tracker.services import endings, law_changes, ripples
from tracker.services.ripples import Touched

NUMBER = click.IntRange(1, 2_000_000_000)
_RULINGS = {"approve": Ruling.APPROVED, "refuse": Ruling.REFUSED}


@click.group()
def law() -> None:
    """List records that change the law, rule on those of others, and see and clear what a change touches."""


@law.command()
@click.option("--as-of", type=DAY, help="Only records that are about that day. All, if left out.")
@known_at("What had been proposed by then, and where it stood.")
@formats("text", "json")
def changes(as_of: date | None, known_at: datetime | None, fmt: str) -> None:
    """List the records, newest first."""
    then = known_at or clock.now()
    with reading() as session:
        rows = [_change(row, then) for row in law_changes.overview(session, known_at=then, as_of=as_of)]
    if fmt == "text":
        rows = [row | {"standing": _standing(row)} for row in rows]
    _print(rows, ("number", "standing", "obligation", "effect", "first", "last", "title"), fmt)


def _standing(row: dict[str, Any]) -> str:
    return row["standing"] + (", striking proposed" if row["strike_proposed"] else "")


def _change(row: LawChange, known_at: datetime) -> dict[str, Any]:
    ruling = law_changes.ruled_by(row, known_at=known_at)
    struck = law_changes.was_struck(row, known_at=known_at)
    standing = "struck" if struck else ruling.value if ruling else "waiting"
    return {
        "number": row.id,
        "standing": standing,
        "obligation": row.obligation.key,
        "kind": row.kind.value,
        "effect": row.effect.value,
        "first": row.first.isoformat(),
        "last": row.last.isoformat() if row.last else None,
        "title": row.title,
        "rate": _rate(row),
        "source": row.source.key if row.source else None,
        "locator": row.locator,
        "quotation": row.quotation,
        "rejected_by": list(row.rejected_by),
        "strike_proposed": end_of(endings.of(row, known_at=known_at)),
    }


def _rate(row: LawChange) -> dict[str, Any] | None:
    if row.rate_factor is None:
        return None
    return {"unit": row.rate_unit, "factor": row.rate_factor, "into": row.rate_into}


@law.command()
@click.argument("obligation")
@click.option("--kind", type=click.Choice([word.value for word in LawRecord]), required=True)
@click.option("--effect", type=click.Choice([word.value for word in LawEffect]), required=True)
@click.option("--title", required=True, help="As others will cite it.")
@click.option("--summary", required=True, help="What it decides, in a sentence or two.")
@click.option("--from", "first", type=DAY, required=True, help="The first day on which it holds.")
@click.option("--until", "last", type=DAY, help="The last day on which it holds.")
@click.option("--reference", default="", help="The symbol of the document.")
@click.option("--address", default="", help="Where it can be read.")
@click.option("--limit", "limit_value", type=click.FloatRange(0), help="The new limit.")
@click.option("--unit", "limit_unit", default="", help="The unit of the new limit.")
@click.option("--months", "limit_months", type=click.IntRange(1, 1200), help="Counted anew after so many months.")
@click.option("--due", type=DAY, help="The new due date.")
@click.option("--state", "states", multiple=True, help="The code of a state that it exempts; more than once for more.")
@click.option("--rate-of", "rate_unit", default="", help="With converts: the unit of the figures it converts.")
@click.option("--counts-as", "rate_factor", type=float, help="How many of the other unit one of it counts as.")
@click.option("--rate-in", "rate_into", default="", help="The other unit.")
@click.option("--source", default="", help="The key of the source that says so; a copy of it must be kept.")
@click.option("--locator", default="", help="Where in the source, such as a page.")
@click.option("--quotation", default="", help="The words of the source, as they stand there.")
@click.option("--rejected-by", multiple=True, help="The code of a state that rejects it; more than once for more.")
@click.option("--reading", default="", help="How the states that reject it read the law.")
@click.option(AS_USER, "username", required=True, help="The analyst or reviewer who proposes it.")
def propose(obligation: str, kind: str, effect: str, username: str, **given: Any) -> None:
    """Propose a record that bears on OBLIGATION (a key); print the number of the record."""
    proposed = Proposed(LawRecord(kind), LawEffect(effect), **given)
    with writing(username) as session:
        by = acting(session, username).id
        row = law_changes.propose(session, obligation=obligation, proposed=proposed, by=by, at=clock.now())
        click.echo(row.id)


@law.command()
@click.argument("number", type=NUMBER)
@click.argument("ruling", type=click.Choice(list(_RULINGS)))
@click.option("--reason", default="", help="Why; needed for a refusal.")
@click.option(AS_USER, "username", required=True, help="The reviewer who rules on it.")
def rule(number: int, ruling: str, reason: str, username: str) -> None:
    """Put record NUMBER in force, or refuse it."""
    with writing(username) as session:
        by = acting(session, username).id
        found = _RULINGS[ruling]
        law_changes.rule(session, number=number, ruling=found, reason=reason.strip(), by=by, at=clock.now())
    click.echo(f"Change {number}: {_RULINGS[ruling].label}.")


@law.command("propose-strike")
@click.argument("number", type=NUMBER)
@click.option("--reason", required=True, help="Why it should be struck.")
@click.option(AS_USER, "username", required=True, help="The analyst or reviewer who proposes it.")
def propose_strike(number: int, reason: str, username: str) -> None:
    """Propose to strike record NUMBER, which is in force by mistake."""
    with writing(username) as session:
        by = acting(session, username).id
        law_changes.propose_strike(session, number=number, reason=reason.strip(), by=by, at=clock.now())
    click.echo(f"The striking of change {number} is proposed.")


@law.command("rule-strike")
@click.argument("number", type=NUMBER)
@click.argument("ruling", type=click.Choice(list(_RULINGS)))
@click.option("--reason", default="", help="Why; needed for a refusal.")
@click.option(AS_USER, "username", required=True, help="The reviewer. Nobody rules on their own proposal.")
def rule_strike(number: int, ruling: str, reason: str, username: str) -> None:
    """Strike record NUMBER as a second person, or refuse that."""
    with writing(username) as session:
        by, found = acting(session, username).id, _RULINGS[ruling]
        law_changes.rule_on_strike(session, number=number, ruling=found, reason=reason.strip(), by=by, at=clock.now())
    click.echo(f"The striking of change {number} is {found.label}.")


@law.command("take-back-strike")
@click.argument("number", type=NUMBER)
@click.option(AS_USER, "username", required=True, help="Who proposed it.")
def take_back_strike(number: int, username: str) -> None:
    """Take back the striking of record NUMBER, which waits."""
    with writing(username) as session:
        law_changes.take_strike_back(session, number=number, by=acting(session, username).id, at=clock.now())
    click.echo(f"The striking of change {number} is taken back.")


@law.command()
@click.argument("number", type=NUMBER, required=False)
@clocks
@formats("text", "json")
def ripple(number: int | None, asked: Asked, fmt: str) -> None:
    """List what the change NUMBER of the law touches; without a number, list the changes.

    The outcomes of cells are those just before the change and those by the clocks. The list of changes goes by
    --known-at alone.
    """
    with reading() as session:
        at = asked.clocks(session)
        if number is None:
            rows = [_ripple(row, at.known_at) for row in ripples.every(session, known_at=at.known_at)]
            shown = ("number", "at", "obligation", "cleared", "changes")
        else:
            rows = [_touched(one) for one in ripples.get(session, number=number, clocks=at).touched]
            shown = ("kind", "item", "before", "now", "cleared_by", "note")
    _print(rows, shown, fmt)


def _ripple(row: LawRipple, known_at: datetime) -> dict[str, Any]:
    return {
        "number": row.id,
        "at": instant_text(row.at),
        "obligation": row.obligation.key,
        "cleared": len(ripples.cleared_by(row, known_at=known_at)),
        "changes": " ".join(row.changes),
    }


def _touched(one: Touched) -> dict[str, Any]:
    done = one.clearing
    return {
        "kind": one.kind.value,
        "item": one.key,
        "title": one.title,
        "before": one.before.value if one.before else None,
        "now": one.now.value if one.now else None,
        "cleared_by": done.by.username if done else None,
        "cleared_at": instant_text(done.at) if done else None,
        "note": done.note if done else None,
    }


def _print(rows: list[dict[str, Any]], shown: tuple[str, ...], fmt: str) -> None:
    if fmt == "json":
        as_json(rows)
        return
    as_table(shown, [[one_line(str(row[name] if row[name] is not None else "")) for name in shown] for row in rows])


@law.command()
@click.argument("number", type=NUMBER)
@click.argument("kind", type=click.Choice([kind.value for kind in RippleKind]))
@click.argument("item")
@click.option("--note", required=True, help="What came of looking at it.")
@click.option(AS_USER, "username", required=True, help="The analyst or reviewer who looked.")
def clear(number: int, kind: str, item: str, note: str, username: str) -> None:
    """Clear one thing that change NUMBER touches: its KIND and ITEM, as `tracker law ripple NUMBER` lists them."""
    with writing(username) as session:
        by = acting(session, username).id
        asked = {"number": number, "kind": RippleKind(kind), "item": item, "note": note.strip()}
        left = ripples.clear(session, **asked, by=by, at=clock.now())
        click.echo(f"Cleared. {left.open:,} left.")
