"""Retractions and corrections: what leans on a source, and recording that its publisher took it back."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import NoticeKind, Role
from tracker.services import citation_check, claim_list, claim_then, notices, sources
from tracker.web.access import person
from tracker.web.clocks import clocks_from_request
from tracker.web.errors import STATUS
from tracker.web.forms.notices import NoticeForm
from tracker.web.session import records

blueprint = Blueprint("notices", __name__, url_prefix="/sources")


@blueprint.get("/<key>/notices", endpoint="list")
def list_all(key: str) -> str:
    """The notices on a source, and the claims, cells and reports that lean on it, by the clocks."""
    return _page(key, NoticeForm() if _may_record() else None)


@blueprint.post("/<key>/notices")
def record(key: str) -> Response | tuple[str, int]:
    """Record a notice, which reopens the claims that stand on the source."""
    form = NoticeForm()
    status = 422
    if form.validate():
        try:
            return _recorded(key, form)
        except RuleBroken as error:
            records().rollback()
            form.refuse(error)
            status = STATUS[error.code]
    return _page(key, form), status


def _recorded(key: str, form: NoticeForm) -> Response:
    notice = notices.record(
        records(),
        source=key,
        kind=NoticeKind(form.kind.data),
        day=form.day.data or "",
        address=form.address.data or "",
        reason=form.reason.data or "",
        by=person().id,
        at=clock.now(),
    )
    reopened = notices.reopened_by(records(), notice=notice)
    claims = "1 claim waits" if reopened == 1 else f"{reopened:,} claims wait"
    flash(f"Recorded. {claims} for review again." if reopened else "Recorded. No review stood on the source.")
    return redirect(url_for("notices.list", key=key), 303)


def _page(key: str, form: NoticeForm | None) -> str:
    clocks = clocks_from_request()
    then = clocks.known_at
    source = sources.get(records(), key=key)
    impact = notices.impact(records(), source=key, clocks=clocks.clocks)
    given: dict[str, Any] = {"form": form} if form else {}
    return render_template(
        "notices/list.html",
        source=source,
        notices=notices.of_source(records(), source=key, known_at=then),
        impact=impact,
        reviews={row.id: claim_then.reviews_of(row, known_at=then) for row in impact.claims},
        states={row.id: claim_list.review_state(row, known_at=then) for row in impact.claims},
        checks=citation_check.of_revisions(records(), impact.claims),
        clocks=clocks,
        **given,
    )


def _may_record() -> bool:
    return bool(g.person and g.person.may(Role.ANALYST, Role.REVIEWER))
