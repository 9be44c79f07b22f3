"""Claims as they are read: the list, one claim, its history; and taking one back."""

from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.citing import CitationCheck
from tracker.domain.dates import Span, day_words, month_span, year_span
from tracker.domain.errors import RuleBroken
from tracker.domain.history import quantity_words
from tracker.domain.vocabulary import Role
from tracker.services import (
    citation_check,
    claim_lines,
    claim_list,
    claim_then,
    claim_undo,
    claims,
    exchanges,
    history,
    law,
    origins,
    reviews,
    revisions,
)
from tracker.services.claim_list import ClaimFilter
from tracker.web import undoing
from tracker.web.access import person
from tracker.web.clocks import clocks_from_request
from tracker.web.forms.claim_filter import FilterForm, number_in, page_number
from tracker.web.forms.claims import WithdrawForm
from tracker.web.navigation import page_size
from tracker.web.session import records
from tracker.web.views import remarks
from tracker.web.views.claim_desk import Desk

blueprint = Blueprint("claims", __name__, url_prefix="/claims")


@blueprint.app_template_global()
def asked_clocks() -> dict[str, str]:
    """The clocks that the present address names; every link carries them on."""
    return clocks_from_request().query


@blueprint.app_template_global()
def state_choices() -> Any:
    """States by name, to choose from."""
    return law.state_choices(records())


@blueprint.app_template_global()
def page_at(endpoint: str, **values: Any) -> str:
    """The address of a page, with the clocks that the present address names."""
    query: dict[str, Any] = {**asked_clocks(), **values}
    return url_for(endpoint, **query)


@blueprint.app_template_global()
def days_in_words(first: date | None, last: date | None) -> str:
    """`2019`, `July 2018`, `18 July 2018`, or the first and the last of several days."""
    if first is None or last is None:
        return "day not stated"
    for whole in (Span.of_day(first), month_span(first.year, first.month), year_span(first.year)):
        if (whole.first, whole.last) == (first, last):
            return whole.wording
    return f"{day_words(first)} to {day_words(last)}"


@blueprint.get("/", endpoint="list")
def list_all() -> str | tuple[str, int]:
    """Claims that fit the filters in the address."""
    desk = Desk()
    form = FilterForm(request.args, desk.regimes, clocks_from_request())
    chosen = form.chosen(desk.find_state)
    number, size = page_number(request.args), page_size()
    page = claim_lines.browse(records(), chosen=chosen, page=number, size=size) if chosen else None
    counted = chosen if page and not page.at_least else None
    body = render_template(
        "claims/list.html",
        form=form,
        desk=desk,
        page=page,
        origins=claim_lines.origins_among(records(), chosen=counted) if counted else 0,
        speakers=claim_lines.speakers(records()),
        without=partial(_without, form),
        filters=_filters(form),
    )
    return body if chosen else (body, 422)


def _without(form: FilterForm, name: str) -> str:
    """The address of the list without one of its filters; it begins at its first page."""
    kept: dict[str, Any] = {**asked_clocks(), **_filters(form)}
    return url_for("claims.list", **{field: value for field, value in kept.items() if field != name})


def _filters(form: FilterForm) -> dict[str, Any]:
    """The filters that are set, as they stand in an address."""
    return {chip.name: form[chip.name].data for chip in form.chips()}


@blueprint.get("/<key>")
@blueprint.get("/<key>/<int(max=100000):number>")
def show(key: str, number: int | None = None) -> str:
    """A claim as it stands, or as an earlier revision said it."""
    clocks = clocks_from_request()
    then = clocks.named_instant
    current = _shown(key, then)
    revision = current if number in (None, current.number) else _shown(key, then, number)
    return render_template(
        "claims/show.html",
        current=current,
        clocks=clocks,
        later=claim_then.later(records(), key=key, known_at=then),
        **evidence(revision, known_at=then, as_of=clocks.named_day),
    )


def _shown(key: str, known_at: datetime | None, number: int | None = None) -> Any:
    """A revision of a claim, or the one that stands, as known at an instant or now."""
    return claim_then.show(records(), key=key, known_at=known_at, number=number)


def evidence(revision: Any, *, known_at: datetime | None = None, as_of: date | None = None) -> dict[str, Any]:
    """What a page needs to show a loaded revision and everything around it, as known at an instant or now.

    With a day, the claims beside it are left out that tell of later days only.
    """
    known_law = citation_check.law_of(records())
    beside = remarks.of_claim(revision)
    action = revision.state_action
    others = claim_list.lines_of(records(), keys=[link.other for link in beside["links"]], known_at=known_at)
    origin = origins.of_revision(revision, known_at=known_at)
    near = ClaimFilter(known_at=known_at, as_of=as_of)
    same_origin = claim_list.lines(records(), chosen=replace(near, origin=origin.key))
    same_act = claim_list.lines(records(), chosen=replace(near, state_action=action.key)) if action else None
    same_source = claim_list.lines(records(), chosen=replace(near, source=revision.citations[0].source.key))
    lines = [*others.values(), *same_origin.rows, *same_source.rows, *(same_act.rows if same_act else ())]
    return {
        "revision": revision,
        "content": revisions.content_of(revision),
        "state": claim_list.review_state(revision, known_at=known_at),
        "reviews": claim_then.reviews_of(revision, known_at=known_at),
        "is_withdrawn": claim_then.is_withdrawn(revision, known_at=known_at),
        "then": known_at,
        "check": citation_check.of_revision(revision, law=known_law),
        "duties": {duty.key: duty.summary for duty in known_law.obligations},
        "quantity_words": quantity_words,
        "party": law.state(records(), name=revision.speaks_for) if revision.speaks_for else None,
        "linked": others,
        "origin": origin,
        "elsewhere": exchanges.of_claim(records(), claim_id=revision.claim_id, known_at=clocks_from_request().known_at),
        "may_adopt": _may_adopt(revision),
        **beside,
        "same_origin": same_origin,
        "same_act": same_act,
        "same_source": same_source,
        "line_checks": {line.key: citation_check.of_line(line, law=known_law) for line in lines},
    }


def _may_adopt(revision: Any) -> bool:
    """Whether the reader may decide on a loaded revision."""
    reader = g.person
    if reader is None or not reader.may(Role.REVIEWER) or revision.claim.withdrawn_at is not None:
        return False
    return not reviews.is_own(records(), claim_id=revision.claim_id, person=reader.id)


def check_of(revision: Any) -> CitationCheck:
    """The citation check of one loaded revision."""
    return citation_check.of_revision(revision, law=citation_check.law_of(records()))


@blueprint.get("/<key>/history", endpoint="history")
def told(key: str) -> str:
    """What happened to a claim, and any two of its revisions compared; by the instant asked about, or now."""
    clocks = clocks_from_request()
    then = clocks.named_instant
    current = _shown(key, then)
    events = history.of_claim(records(), key=key, known_at=then)
    latest = current.number
    before = min(_number("before", max(latest - 1, 1)), latest)
    after = min(_number("after", latest), latest)
    changes = history.compare(records(), key=key, before=before, after=after) if before != after else ()
    return render_template(
        "claims/history.html",
        key=key,
        current=current,
        check=check_of(current),
        events=events,
        before=before,
        after=after,
        changes=changes,
        clocks=clocks,
    )


def _number(name: str, otherwise: int) -> int:
    asked = request.args.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and 0 < len(asked) < 6 and int(asked) else otherwise


@blueprint.route("/<key>/withdraw", methods=["GET", "POST"])
def withdraw(key: str) -> str | Response | tuple[str, int]:
    """Take a claim back, with a reason."""
    revision = claims.show(records(), key=key)
    form = WithdrawForm()
    if not form.is_submitted():
        return render_template("claims/withdraw.html", form=form, revision=revision, check=check_of(revision))
    if form.validate():
        try:
            claims.withdraw(records(), key=key, by=person().id, at=clock.now(), reason=form.reason.data or "")
            flash("The claim is withdrawn. It stays readable, and what was known before stays as it was.")
            return redirect(url_for("claims.show", key=key), 303)
        except RuleBroken as error:
            form.refuse(error)
    return render_template("claims/withdraw.html", form=form, revision=revision, check=check_of(revision)), 422


@blueprint.post("/<key>/undo-log", endpoint="undo_log")
def take_back(key: str) -> Response:
    """Take back a claim that one has just logged by mistake. It stays readable as withdrawn."""
    claim_undo.take_back(records(), key=key, by=person().id, at=clock.now())
    flash("Taken back. The claim is withdrawn, and stays readable.")
    return redirect(url_for("claims.show", key=key), 303)


@blueprint.post("/<key>/<int(max=100000):number>/go-back")
def go_back(key: str, number: int) -> Response:
    """Save a new revision that says what an earlier one said; `base` is the newest that the person had read."""
    base = number_in(request.form.get("base", "")) or 0
    row = claim_undo.go_back(records(), key=key, number=number, base=base, by=person().id, at=clock.now())
    words = f"Revision {row.number} says again what revision {number} said. It waits for review."
    undoing.offer(words, url_for("claims.go_back", key=key, number=base), base=row.number)
    return redirect(url_for("claims.show", key=key), 303)
