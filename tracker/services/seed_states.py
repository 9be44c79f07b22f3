"""Loads states, the row of all states together, and actors that are not states."""

from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import Actor, State, StateName
from tracker.domain.facts import ALL_STATES
from tracker.domain.states import AmbiguousName, StateNames, fold_name
from tracker.domain.vocabulary import ActorKind, Body, NameKind, StateKind
from tracker.services.seed_records import Record, SeedError, read
from tracker.services.seed_rows import Counts, Upsert, by_owner

_STATE = ("code", "iso2", "m49", "name", "formal_name", "kind", "member_from", "member_until", "names", "provenance")
_ACTOR = ("key", "name", "kind", "state", "body", "names", "provenance")

_TOGETHER: dict[str, Any] = {
    "code": ALL_STATES,
    "iso2": None,
    "m49": None,
    "name": "All states together",
    "formal_name": "All states together",
    "sort_name": fold_name("All states together"),
    "kind": StateKind.COLLECTIVE,
    "member_from": None,
    "member_until": None,
    "provenance": {
        "verification": "full",
        "unverified_fields": [],
        "notes": "Not a state. It is the row in which limits on all states together are judged.",
        "sources": [],
    },
}


def load(session: Session, *, folder: Path) -> dict[str, Counts]:
    """Load states.yaml and actors.yaml. Raises SeedError."""
    return {"state": _load_states(session, folder), "actor": _load_actors(session, folder)}


def _load_states(session: Session, folder: Path) -> Counts:
    records = read(folder, "states.yaml", keyed_by=("code",))
    _check_names(records)
    upsert = Upsert(session, "state")
    rows = {row.code: row for row in session.scalars(select(State))}
    for values in [_state(record) for record in records] + [_TOGETHER]:
        code = values["code"]
        upsert.row(State, key=code, row=rows.get(code), values=values)
    session.flush()
    _load_names(session, upsert, records)
    return upsert.counts


def _load_names(session: Session, upsert: Upsert, records: list[Record]) -> None:
    rows = by_owner(session.scalars(select(StateName)), "state_code")
    for record in records:
        code, wanted = record.key, [_name(record.key, part) for part in record.parts("names")]
        upsert.parts(StateName, key=code, rows=rows[code], wanted=wanted, known_by=("name",), what="name")
    session.flush()


def _check_names(records: list[Record]) -> None:
    """A name in a text must lead to one state."""
    taken: list[tuple[str, list[str]]] = []
    for record in records:
        others = [part.text("name") for part in record.parts("names")]
        taken.append((record.key, [record.text("name"), record.text("formal_name"), *others]))
    try:
        StateNames(taken)
    except AmbiguousName as error:
        raise SeedError(file="states.yaml", record="", field="names", sentence=str(error)) from None


def _state(record: Record) -> dict[str, Any]:
    _without_notes(record).only(*_STATE)
    return {
        "code": record.key,
        "iso2": record.maybe("iso2", record.text),
        "m49": record.maybe("m49", record.text),
        "name": record.text("name"),
        "formal_name": record.text("formal_name"),
        "sort_name": fold_name(record.text("name")),
        "kind": record.word("kind", StateKind),
        "member_from": record.maybe("member_from", record.day),
        "member_until": record.maybe("member_until", record.day),
        "provenance": record.provenance(),
    }


def _name(code: str, part: Record) -> dict[str, Any]:
    Record(part.file, part.key, {"from": None, "until": None, **part.data}, part.path).only(
        "name", "kind", "from", "until"
    )
    return {
        "state_code": code,
        "name": part.text("name"),
        "kind": part.word("kind", NameKind),
        "used_from": part.maybe("from", part.text),
        "used_until": part.maybe("until", part.text),
    }


def _load_actors(session: Session, folder: Path) -> Counts:
    upsert = Upsert(session, "actor")
    rows = {row.key: row for row in session.scalars(select(Actor))}
    codes = set(session.scalars(select(State.code)))
    for record in read(folder, "actors.yaml", keyed_by=("key",)):
        upsert.row(Actor, key=record.key, row=rows.get(record.key), values=_actor(record, codes))
    session.flush()
    return upsert.counts


def _actor(record: Record, codes: set[str]) -> dict[str, Any]:
    _without_notes(record).only(*_ACTOR)
    state = record.maybe("state", record.text)
    if state is not None and state not in codes:
        raise record.wrong("state", f"“{state}” is not the code of a state in states.yaml.")
    return {
        "key": record.key,
        "name": record.text("name"),
        "kind": record.word("kind", ActorKind),
        "body": record.maybe("body", lambda field: record.word(field, Body)),
        "state_code": state,
        "names": record.texts("names"),
        "provenance": record.provenance(),
    }


def _without_notes(record: Record) -> Record:
    """The record without its notes, which it may leave out; they go into its provenance."""
    return Record(record.file, record.key, {k: v for k, v in record.data.items() if k != "notes"})
