"""`tracker status`, `matrix` and `replay`: what follows from the record, for one cell and for all, and its proof."""

import csv
import io
import json
from dataclasses import asdict
from typing import Any, BinaryIO

import click
from sqlalchemy.orm import Session

from tracker.cli.database import reading
from tracker.cli.determinations import fields_of, lines_of
from tracker.cli.options import Asked, clocks, formats
from tracker.cli.printing import STDOUT, as_bytes, as_json
from tracker.cli.refusals import Refused
from tracker.db.models import SearchRecord
from tracker.domain import looking, proof_text, proofs
from tracker.domain.dates import day_words
from tracker.domain.proof import Proof
from tracker.domain.reasons import Reason
from tracker.domain.report import NOTICE, instant_text
from tracker.domain.rules import RulesUnknown
from tracker.domain.vocabulary import Assurance
from tracker.exports import proofs as proof_files
from tracker.exports.formulas import guarded
from tracker.services import assessments, determination_list, periods, searches
from tracker.services.determination_list import Held
from tracker.services.periods import PeriodLine


@click.command()
@click.argument("state")
@click.argument("obligation")
@clocks
@formats("text", "json")
@click.option("--proof", is_flag=True, help="Print the proof of the outcome instead: text, or JSON to replay.")
def status(state: str, obligation: str, asked: Asked, fmt: str, *, proof: bool) -> None:
    """Say whether STATE (a code or any name) meets OBLIGATION (a key), why, and how sure one can be."""
    with reading() as session:
        cell = assessments.cell(session, state=state, obligation=obligation, clocks=asked.clocks(session))
        if proof:
            _prove(cell, fmt)
            return
        looked = searches.of_cell(session, state=cell.state.code, obligation=cell.obligation.id, clocks=cell.clocks)
        if fmt == "json":
            others = {
                "readings": [_reading(one) for one in assessments.other_readings(session, cell=cell)],
                "periods": [_period(line) for line in periods.of_cell(cell)],
            }
            as_json(_fields(cell, _beside(session, cell)) | others | {"searches": [_search(row) for row in looked]})
            click.echo(NOTICE, err=True)
        else:
            sentences = [searches.sentence(row) for row in looked]
            sentences += _by_period(periods.of_cell(cell))
            sentences += [_otherwise(one) for one in assessments.other_readings(session, cell=cell)]
            click.echo("\n".join(_lines(cell, _beside(session, cell), sentences)))


def _prove(cell: assessments.Cell, fmt: str) -> None:
    if fmt == "json":
        as_bytes(proof_files.render(cell.proof), STDOUT)
    else:
        click.echo("\n".join([*proof_text.lines_of(cell.proof), NOTICE]))


@click.command()
@click.argument("file", type=click.File("rb"))
def replay(file: BinaryIO) -> None:
    """Decide again from the proof in FILE (JSON) alone, and say whether the outcome is the same. `-` reads a pipe."""
    told, again = _replayed(file.read())
    found = f"{again.outcome.label} ({again.assurance.label})"
    if other := proofs.differences(told, again):
        raise Refused(f"The proof does not replay: {', '.join(other)}. From its facts the rules say: {found}.")
    name, rules = f"{told.party.name}, {told.duty.key}", told.clocks.rules
    click.echo(f"The proof replays: {name}, {found} as of {day_words(told.clocks.as_of)}, by rules version {rules}.")


def _replayed(data: bytes) -> tuple[Proof, Proof]:
    """The proof that was told, and the one that its facts give."""
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Refused("This is no JSON, so it is no proof.") from error
    try:
        told = proofs.from_canonical(plain)
        return told, proofs.replay(told)
    except (proofs.ProofUnreadable, RulesUnknown) as error:
        raise Refused(str(error)) from error


def _reading(one: assessments.OtherReading) -> dict[str, Any]:
    found = one.assessment
    return {
        "states": list(one.states),
        "rejected": list(one.rejected),
        "outcome": found.outcome.value,
        "assurance": found.assurance.value,
    }


def _period(line: PeriodLine) -> dict[str, Any]:
    return {
        "first": line.period.first.isoformat(),
        "last": line.period.last.isoformat(),
        "due": line.period.due.isoformat(),
        "standing": line.standing.value,
        "outcome": line.outcome.value,
        "claims": list(line.claims),
    }


def _by_period(lines: list[PeriodLine]) -> list[str]:
    counted = ", ".join(f"{number} {standing.label}" for standing, number in periods.counts(lines).items())
    return [f"Period by period: {counted}."] if lines else []


def _otherwise(one: assessments.OtherReading) -> str:
    rejected = ", ".join(map(str, one.rejected))
    said = f"{', '.join(one.states)} read the law otherwise and reject record {rejected}"
    return f"{said}; by that reading: {one.assessment.outcome.label} ({one.assessment.assurance.label})."


def _search(row: SearchRecord) -> dict[str, Any]:
    return {
        "searched": row.searched,
        "searched_on": row.searched_on.isoformat(),
        "by": row.by.name,
        "result": row.result.value,
        "whole_state": row.obligation_id is None,
    }


def _beside(session: Session, cell: assessments.Cell) -> list[Held]:
    """The determinations about the day judged that are not over."""
    found = determination_list.of_cell(session, cell=cell)
    return [held for held in found if held.covers and not held.is_closed]


def _fields(cell: assessments.Cell, held: list[Held]) -> dict[str, Any]:
    found = cell.assessment
    return {
        "state": cell.state.code,
        "obligation": cell.obligation.key,
        "as_of": cell.clocks.as_of.isoformat(),
        "known_at": instant_text(cell.clocks.known_at),
        "public_at": cell.clocks.public_at.isoformat() if cell.clocks.public_at else None,
        "rules": found.rules,
        "outcome": found.outcome.value,
        "assurance": found.assurance.value,
        "due": found.due.isoformat() if found.due else None,
        "support": asdict(cell.support),
        "reasons": [{"rule": r.rule, "sentence": r.sentence, "claims": list(r.claims)} for r in found.reasons],
        "set_aside": [{"claim": a.claim, "why": a.why.value, "sentence": a.sentence} for a in found.set_aside],
        "determinations": [fields_of(one) for one in held],
    }


def _lines(cell: assessments.Cell, held: list[Held], looked: list[str]) -> list[str]:
    found, at = cell.assessment, cell.clocks
    due = f" Due {day_words(found.due)}." if found.due else ""
    public = f", public at {day_words(at.public_at)}" if at.public_at else ""
    also = "; ".join(f"{holding.outcome.label} ({holding.assurance.label})" for holding in found.also)
    return [
        f"{cell.state.name}, {cell.obligation.title} ({cell.obligation.key})",
        f"{found.outcome.label.capitalize()} ({found.assurance.label}) as of {day_words(at.as_of)}.{due}",
        *([f"Also: {also}."] if also else []),
        f"What counts: {cell.support.words}.",
        *(line for one in held for line in lines_of(one)),
        "",
        "Why:",
        *(f"- {_reason(reason)}" for reason in found.reasons),
        *(["Set aside:"] if found.set_aside else []),
        *(f"- {aside.claim}: {aside.sentence}" for aside in found.set_aside),
        *(looked or ([looking.NOBODY] if found.assurance is Assurance.UNSUPPORTED else [])),
        "",
        f"Known at {instant_text(at.known_at)}{public}, by rules {found.rules}. {NOTICE}",
    ]


def _reason(reason: Reason) -> str:
    return f"{reason.sentence} [{', '.join(reason.claims)}]" if reason.claims else reason.sentence


@click.command()
@click.argument("regime")
@clocks
@formats("csv", "json")
def matrix(regime: str, asked: Asked, fmt: str) -> None:
    """Say the outcome of every state and every obligation of REGIME (a key)."""
    with reading() as session:
        found = assessments.matrix(session, regime=regime, clocks=asked.clocks(session))
        if fmt == "json":
            as_json(_cells(found))
        else:
            as_bytes(_table(found), STDOUT)
    public = f"Public at {day_words(asked.public_at)}. " if asked.public_at else ""
    click.echo(f"{public}{NOTICE}", err=True)


def _cells(found: assessments.Matrix) -> list[dict[str, Any]]:
    return [
        {
            "state": state.code,
            "obligation": obligation.key,
            "outcome": decision.outcome.value,
            "assurance": decision.assurance.value,
            "due": decision.due.isoformat() if decision.due else None,
        }
        for state in found.states
        for obligation, decision in zip(found.obligations, found.row(state.code), strict=True)
    ]


def _table(found: assessments.Matrix) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["state", "name", *(obligation.key for obligation in found.obligations)])
    for state in found.states:
        cells = [state.code, state.name, *(decision.outcome.value for decision in found.row(state.code))]
        writer.writerow(map(guarded, cells))
    return text.getvalue().encode()
