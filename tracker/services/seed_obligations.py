"""Loads the duties of the law, with deadlines, limits and what each does to an earlier duty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db.models import (
    Deadline,
    Obligation,
    ObligationLimit,
    ObligationRelation,
    Provision,
    Regime,
    Resolution,
    State,
)
from tracker.domain.deadlines import Rule, RuleKind, RuleUnreadable, due_dates, parse_rule
from tracker.domain.law_changes import end_of
from tracker.domain.vocabulary import Force, LimitScope, Test
from tracker.services.seed_law import known, paragraph, paragraph_sort, relation
from tracker.services.seed_records import Record, read
from tracker.services.seed_rows import Counts, Upsert, by_owner

_FIELDS = (
    *("key", "regime", "resolution", "paragraph", "title", "summary", "subject", "measure_kind", "test", "force"),
    *("addressees", "excluded", "effective", "deadlines", "limits", "limit_scope", "exemptions", "reporting"),
    *("condition", "opens_below", "suspensions", "relations", "ended", "ended_by", "provenance"),
)
_TEXTS = ("key", "title", "summary", "subject", "measure_kind", "addressees", "reporting", "condition", "ended_by")


@dataclass(frozen=True)
class _Law:
    """What a duty refers to, by its name: ids, days of adoption, and the codes of states."""

    regimes: Mapping[str, int]
    adopted: Mapping[str, date]
    numbers: Mapping[str, int]
    provisions: Mapping[str, int]
    codes: frozenset[str]


def load(session: Session, *, folder: Path) -> dict[str, Counts]:
    """Load obligations.yaml; regimes and provisions must be there. Raises SeedError."""
    records = [r.only(*_FIELDS) for r in read(folder, "obligations.yaml", keyed_by=("key",))]
    law, upsert = _law(session), Upsert(session, "obligation")
    rows = {row.key: row for row in session.scalars(select(Obligation))}
    for record in records:
        values = _obligation(record, law)
        rows[record.key] = upsert.row(Obligation, key=record.key, row=rows.get(record.key), values=values)
    session.flush()
    _load_parts(session, upsert, records, law, {key: row.id for key, row in rows.items()})
    return {"obligation": upsert.counts}


def _law(session: Session) -> _Law:
    resolutions = session.scalars(select(Resolution)).all()
    paragraphs = session.execute(
        select(Resolution.symbol, Provision.paragraph, Provision.id).join(Provision.resolution)
    )
    return _Law(
        regimes=dict(session.execute(select(Regime.key, Regime.id)).all()),
        adopted={row.symbol: row.adopted for row in resolutions},
        numbers={row.symbol: row.number for row in resolutions},
        provisions={f"{symbol} {place}": provision for symbol, place, provision in paragraphs},
        codes=frozenset(session.scalars(select(State.code))),
    )


def _obligation(record: Record, law: _Law) -> dict[str, Any]:
    number = known(record, "resolution", law.numbers)
    place = paragraph(record, "paragraph")
    return {
        **{field: record.text(field) for field in _TEXTS},
        "regime_id": known(record, "regime", law.regimes),
        "provision_id": _provision(record, law),
        # Duties of one paragraph stand in the order in which they fall due.
        "sort_key": f"{number:04d}.{paragraph_sort(place)}.{_due(record) or '9999'}.{record.key}"[:120],
        "test": record.word("test", Test),
        "force": record.word("force", Force),
        "excluded": _excluded(record, law),
        "effective": record.maybe("effective", record.day),
        "due": _due(record),
        "ended": record.maybe("ended", record.day),
        "opens_below": record.maybe("opens_below", record.number),
        "recurs": _recurs(record),
        "suspensions": [_suspension(part) for part in record.parts("suspensions")],
        "limit_scope": record.word("limit_scope", LimitScope),
        "exemptions": record.texts("exemptions"),
        "provenance": record.provenance(),
    }


def _provision(record: Record, law: _Law) -> int:
    name = f"{record.text('resolution')} {record.text('paragraph')}"
    if name not in law.provisions:
        raise record.wrong("paragraph", f"“{name}” is not in provisions.yaml.")
    return law.provisions[name]


def _excluded(record: Record, law: _Law) -> list[str]:
    codes = record.texts("excluded")
    if unknown := [code for code in codes if code not in law.codes]:
        raise record.wrong("excluded", f"“{unknown[0]}” is not the code of a state in states.yaml.")
    return codes


# --- deadlines ----------------------------------------------------------------------------------------------------


def _due(record: Record) -> date | None:
    """The day of the one deadline that is judged; none where it comes every period or from an event."""
    judged = _judged(record)
    return None if judged is None or _repeats(judged) else judged.day("date")


def _recurs(record: Record) -> str | None:
    """The rule of the judged deadline, where it gives no one day."""
    judged = _judged(record)
    if judged is None or not _repeats(judged):
        return None
    if record.maybe("effective", record.day) is None:
        raise record.wrong("effective", "a deadline that comes again and again is counted from the first day.")
    return _rule(judged).text


def _judged(record: Record) -> Record | None:
    judged = [part for part in record.parts("deadlines") if part.data.get("judged") is True]
    if len(judged) > 1:
        raise record.wrong("deadlines", "more than one deadline is judged; one must decide.")
    return judged[0] if judged else None


def _repeats(part: Record) -> bool:
    rule = _rule(part)
    return rule.periodic or rule.kind is RuleKind.EVENT


def _rule(part: Record) -> Rule:
    """The rule of a deadline. Raises SeedError."""
    try:
        return parse_rule(part.text("rule"))
    except RuleUnreadable as error:
        raise part.wrong("rule", str(error)) from None


def _deadline(part: Record, obligation: int, position: int, start: date) -> dict[str, Any]:
    part.only("wording", "rule", "date", "judged")
    day = part.maybe("date", part.day)
    _check_rule(part, start, day)
    return {
        "obligation_id": obligation,
        "position": position,
        "wording": part.text("wording"),
        "rule": part.text("rule"),
        "day": day,
        "judged": part.flag("judged"),
    }


def _check_rule(part: Record, start: date, day: date | None) -> None:
    """The rule, counted from `start`, must give the date; a periodic rule, as its first. Raises SeedError."""
    rule = _rule(part)
    if day is None and _repeats(part):
        return
    dues = due_dates(rule, start=start, until=day or start)
    if day is None:
        raise part.wrong("date", "a deadline that comes once needs one date.")
    if not dues or dues[0].due != day:
        given = f", and gives {dues[0].due}" if dues else ""
        raise part.wrong("date", f"“{rule.text}” is counted from {start}{given}; the date given is {day}.")


# --- what hangs on a duty -----------------------------------------------------------------------------------------


def _load_parts(session: Session, upsert: Upsert, records: Sequence[Record], law: _Law, ids: Mapping[str, int]) -> None:
    deadlines = by_owner(session.scalars(select(Deadline)), "obligation_id")
    limits = by_owner(session.scalars(select(ObligationLimit)), "obligation_id")
    relations = by_owner(session.scalars(select(ObligationRelation)), "later_id")
    keys = {row: key for key, row in ids.items()}
    _check_ends(records, ids)
    for record in records:
        key, own = record.key, ids[record.key]
        start = record.maybe("effective", record.day) or law.adopted[record.text("resolution")]
        dues = [_deadline(part, own, n, start) for n, part in enumerate(record.parts("deadlines"), 1)]
        caps = [_limit(part, own, n) for n, part in enumerate(record.parts("limits"), 1)]
        done = [relation(part, own, "obligation", ids) for part in record.parts("relations")]
        upsert.parts(Deadline, key=key, rows=deadlines[own], wanted=dues, known_by=("position",), what="deadline")
        upsert.parts(ObligationLimit, key=key, rows=limits[own], wanted=caps, known_by=("position",), what="limit")
        upsert.parts(
            ObligationRelation,
            key=key,
            rows=relations[own],
            wanted=done,
            known_by=("relation_type", "earlier_id"),
            what="relation",
            names=keys,
        )
    session.flush()


def _check_ends(records: Sequence[Record], ids: Mapping[str, int]) -> None:
    """A duty that a later one supersedes or terminates ends on the day on which the first does. Raises SeedError."""
    done = [
        relation(part, ids[record.key], "obligation", ids) for record in records for part in record.parts("relations")
    ]
    for record in records:
        onto = [(one["relation_type"], one["effective"]) for one in done if one["earlier_id"] == ids[record.key]]
        end = end_of(onto)
        if end is not None and record.maybe("ended", record.day) != end:
            raise record.wrong("ended", f"a later duty takes its place on {end}, so it ends on that day.")


def _suspension(part: Record) -> list[str | None]:
    """First and last day of a time in which the duty did not bind, as they are kept."""
    part.only("first", "last")
    last = part.maybe("last", part.day)
    return [part.day("first").isoformat(), last.isoformat() if last else None]


def _limit(part: Record, obligation: int, position: int) -> dict[str, Any]:
    part.only("value", "unit", "period", "first", "last", "every_months", "alerts")
    alerts = part.listing("alerts")
    if any(not isinstance(alert, float) or not 0 < alert < 1 for alert in alerts):
        raise part.wrong("alerts", "an alert is a share of the limit between 0 and 1, such as 0.75.")
    return {
        "obligation_id": obligation,
        "position": position,
        "value": part.number("value"),
        "unit": part.text("unit"),
        "period": part.text("period"),
        "first": part.maybe("first", part.day),
        "last": part.maybe("last", part.day),
        "every_months": part.maybe("every_months", part.count),
        "alerts": alerts,
    }
