"""`tracker sources`: what leans on a source, and recording that its publisher took it back."""

from datetime import datetime
from typing import Any

import click

from tracker import clock
from tracker.cli.database import reading, writing
from tracker.cli.options import Asked, clocks, formats
from tracker.cli.people import AS_USER, acting
from tracker.cli.printing import as_json, one_line
from tracker.domain.report import instant_text
from tracker.domain.vocabulary import NoticeKind
from tracker.services import claim_list, notices
from tracker.services.notices import Impact


@click.group()
def sources() -> None:
    """Keep copies of sources, see what leans on one, and record that it was retracted or corrected."""


@sources.command()
@click.argument("key")
@click.option(AS_USER, "username", required=True, help="Who records it: an analyst or a reviewer.")
@click.option("--kind", type=click.Choice([kind.value for kind in NoticeKind]), required=True)
@click.option("--reason", required=True, help="What was taken back or corrected, in a sentence.")
@click.option("--day", default="", help="The day of the notice; a part of a date will do.")
@click.option("--address", default="", help="Where the notice can be read.")
def retract(key: str, username: str, kind: str, reason: str, day: str, address: str) -> None:
    """Record that the publisher of the source KEY took it back; its claims then wait for review again."""
    with writing(username) as session:
        recorder = acting(session, username)
        notice = notices.record(
            session,
            source=key,
            kind=NoticeKind(kind),
            day=day.strip(),
            address=address.strip(),
            reason=reason.strip(),
            by=recorder.id,
            at=clock.now(),
        )
        reopened = notices.reopened_by(session, notice=notice)
    click.echo(f"Recorded that {key} was {NoticeKind(kind).label}; reviews ended: {reopened}.")


@sources.command()
@click.argument("key")
@clocks
@formats("text", "json")
def impact(key: str, asked: Asked, fmt: str) -> None:
    """List the claims, cells and reports that lean on the source KEY.

    Cells are judged by all clocks; notices, claims and reports are those known at --known-at.
    """
    with reading() as session:
        at = asked.clocks(session)
        found = notices.impact(session, source=key, clocks=at)
        known = [
            {
                "kind": notice.kind.value,
                "day": notice.day,
                "address": notice.address,
                "reason": notice.reason,
                "recorded_by": notice.recorded_by.username,
                "recorded_at": instant_text(notice.recorded_at),
                "reviews_ended": len(notice.reopened),
            }
            for notice in notices.of_source(session, source=key, known_at=at.known_at)
        ]
        fields = {"source": key, "notices": known, **_fields(found, at.known_at)}
    if fmt == "json":
        as_json(fields)
    else:
        click.echo("\n".join(_lines(fields)))


def _fields(found: Impact, known_at: datetime) -> dict[str, Any]:
    return {
        "claims": [
            {
                "key": row.claim.key,
                "revision": row.number,
                "review_state": claim_list.review_state(row, known_at=known_at).value,
                "statement": row.statement,
            }
            for row in found.claims
        ],
        "cells": [
            {
                "state": cell.state.code,
                "obligation": cell.obligation.key,
                "outcome": cell.decision.outcome.value,
                "assurance": cell.decision.assurance.value,
            }
            for cell in found.cells
        ],
        "reports": [
            {"number": report.number, "title": report.title, "claims": list(report.claims)} for report in found.reports
        ],
    }


def _lines(fields: dict[str, Any]) -> list[str]:
    return [
        *(f"{one['kind']} {one['day']}: {one['reason']}".replace(" :", ":") for one in fields["notices"]),
        f"Claims: {len(fields['claims'])}",
        *(f"- {one['key']} ({one['review_state']}): {one_line(one['statement'])}" for one in fields["claims"]),
        f"Cells: {len(fields['cells'])}",
        *(f"- {one['state']} {one['obligation']}: {one['outcome']} ({one['assurance']})" for one in fields["cells"]),
        f"Reports: {len(fields['reports'])}",
        *(f"- {one['number']} {one['title']}" for one in fields["reports"]),
    ]
