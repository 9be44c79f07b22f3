"""The question of a report, from the options of the command line."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import click
from sqlalchemy.orm import Session

from tracker.domain.facts import Clocks
from tracker.domain.reconciling import Published
from tracker.domain.vocabulary import ReportKind
from tracker.services import law, sources
from tracker.services.claim_list import ClaimFilter
from tracker.services.report_asking import Asked
from tracker.services.rules import version


def asked(
    session: Session,
    *,
    clocks: Clocks,
    kind: str,
    regime: str,
    states: Sequence[str],
    obligations: Sequence[str],
    from_as_of: date | None,
    from_known_at: datetime | None,
    from_public_at: date | None,
    from_rules: str,
    count: int | None,
    on: date | None,
    earlier: int | None,
    earlier_on: date | None,
    **filters: str,
) -> Asked:
    """The question that the options ask. Raises NotFound for names that are not in the record."""
    codes = [law.state(session, name=name).code for name in states]
    named = version(from_rules).version if from_rules else None
    first = {"as_of": from_as_of, "known_at": from_known_at, "public_at": from_public_at, "rules": named}
    given = {name: value for name, value in first.items() if value is not None}
    return Asked(
        ReportKind(kind),
        clocks,
        regime,
        codes or None,
        list(obligations) or None,
        before=replace(clocks, **given) if given else None,
        count=_counted(count, on, "--count", "--on"),
        earlier=_counted(earlier, earlier_on, "--earlier", "--earlier-on"),
        claims=_filter(session, regime, codes, obligations, filters) if kind == ReportKind.REGISTER else None,
    )


def _counted(count: int | None, day: date | None, *names: str) -> Published | None:
    if (count is None) != (day is None):
        raise click.UsageError(f"Give both {names[0]} and {names[1]}, or neither.")
    return Published(count, day) if count is not None and day is not None else None


def _filter(
    session: Session, regime: str, codes: Sequence[str], obligations: Sequence[str], filters: dict[str, str]
) -> ClaimFilter:
    if len(codes) > 1 or len(obligations) > 1:
        raise click.UsageError("A register is of one state and one obligation at most.")
    if filters["source"]:
        sources.get(session, key=filters["source"])
    chosen = ClaimFilter(regime=regime, state="".join(codes), obligation="".join(obligations))
    return replace(chosen, **filters)
