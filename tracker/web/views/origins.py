"""Origins: the list, one with the tree of who repeated whom, and the two-person road of merging and splitting."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import Role, Ruling
from tracker.services import citation_check, claim_list, origins
from tracker.services.claim_list import ClaimFilter
from tracker.web.access import person
from tracker.web.clocks import clocks_from_request
from tracker.web.errors import STATUS
from tracker.web.forms.base import seen
from tracker.web.forms.claim_filter import page_number
from tracker.web.forms.origins import MergeForm, RulingForm, SplitForm
from tracker.web.navigation import page_size
from tracker.web.session import records

blueprint = Blueprint("origins", __name__, url_prefix="/origins")

Answer = str | Response | tuple[str, int]
NUMBER = "int(max=2000000000):number"
TO_CHOOSE_FROM = 1_000


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """Origins by how many claims they have, perhaps only those with certain words."""
    words = seen(request.args.get("words", "")).strip()[:300]
    page = origins.browse(records(), words=words, page=page_number(request.args), size=page_size())
    waiting = len(origins.pending(records()))
    return render_template("origins/list.html", page=page, words=words, waiting=waiting)


@blueprint.get("/<key>")
def show(key: str) -> tuple[str, int]:
    """One origin as it was known at an instant: its claims, and who repeated whom."""
    clocks = clocks_from_request()
    origin = origins.get(records(), key=key)
    rows = origins.claims_of(records(), origin=origin, known_at=clocks.known_at)
    changes = origins.changes_of(records(), origin=origin, known_at=clocks.known_at)
    page = render_template(
        "origins/show.html",
        origin=origin,
        clocks=clocks,
        rows={row.claim.key: row for row in rows},
        tree=origins.tree_of(rows),
        checks=citation_check.of_revisions(records(), rows),
        states={row.id: claim_list.review_state(row, known_at=clocks.known_at) for row in rows},
        changes=changes,
        merged=next((row for row in changes if origins.merges_away(row, origin, known_at=clocks.known_at)), None),
        may_propose=_may_propose(),
    )
    return page, clocks.http_status


@blueprint.route("/<key>/merge", methods=["GET", "POST"])
def merge(key: str) -> Answer:
    """Propose that an origin is the same utterance as another."""
    form = MergeForm()

    def propose() -> Any:
        return origins.propose_merge(
            records(),
            origin=key,
            into=form.into.data or "",
            reason=form.reason.data or "",
            by=person().id,
            at=clock.now(),
        )

    return _proposing("origins/merge.html", key, form, propose)


@blueprint.route("/<key>/split", methods=["GET", "POST"])
def split(key: str) -> Answer:
    """Propose that some claims of an origin go back to another utterance."""
    form = SplitForm()

    def propose() -> Any:
        return origins.propose_split(
            records(),
            origin=key,
            claims=form.claims.data or (),
            label=form.label.data or "",
            reason=form.reason.data or "",
            by=person().id,
            at=clock.now(),
        )

    return _proposing("origins/split.html", key, form, propose)


def _proposing(template: str, key: str, form: MergeForm | SplitForm, propose: Any) -> Answer:
    """Show the form, or send it; what was typed stays when it is refused."""
    origin = origins.get(records(), key=key)
    if not form.is_submitted():
        return _form(template, origin, form)
    status = 422
    if form.validate():
        try:
            row = propose()
            flash("Proposed. Nothing counts otherwise until a second person has approved it.")
            return redirect(url_for("origins.proposal", number=row.id), 303)
        except RuleBroken as error:
            records().rollback()
            form.refuse(error)
            status = STATUS[error.code]
    return _form(template, origins.get(records(), key=key), form), status


def _form(template: str, origin: Any, form: MergeForm | SplitForm) -> str:
    lines = claim_list.lines(records(), chosen=ClaimFilter(origin=origin.key), size=TO_CHOOSE_FROM).rows
    if isinstance(form, SplitForm):
        form.claims.choices = [(line.key, f"{line.statement} ({line.speaker}; {line.key})") for line in lines]
    others = origins.browse(records(), size=TO_CHOOSE_FROM).rows if isinstance(form, MergeForm) else ()
    shown = {"lines": lines, "checks": _checks(lines), "others": others}
    return render_template(template, origin=origin, form=form, **shown)


@blueprint.get("/proposals")
def proposals() -> str:
    """What waits for a second person, oldest first."""
    return render_template("origins/proposals.html", changes=origins.pending(records()))


@blueprint.get(f"/proposals/<{NUMBER}>")
def proposal(number: int) -> str:
    """A proposal with the claims of both sides, and the form to rule on it."""
    return _proposal(number)


@blueprint.post(f"/proposals/<{NUMBER}>/rule")
def rule(number: int) -> Answer:
    """Approve or refuse a proposal, as a second person."""
    form = RulingForm()
    if not form.validate():
        return _proposal(number, form), 422
    try:
        row = origins.rule(
            records(),
            change=number,
            ruling=Ruling(form.ruling.data),
            by=person().id,
            at=clock.now(),
            reason=form.reason.data or "",
            seen_fingerprint=form.fingerprint.data or "",
        )
    except RuleBroken as error:
        records().rollback()
        form.refuse(error)
        return _proposal(number, form), STATUS[error.code]
    flash("Approved. From now on the claims count so." if row.ruling is Ruling.APPROVED else "Refused.")
    return redirect(url_for("origins.proposal", number=number), 303)


@blueprint.post(f"/proposals/<{NUMBER}>/take-back")
def take_back(number: int) -> Response:
    """Take one's own proposal back."""
    origins.take_back(records(), change=number, by=person().id, at=clock.now())
    flash("You took the proposal back. It stays readable.")
    return redirect(url_for("origins.proposal", number=number), 303)


def _proposal(number: int, form: RulingForm | None = None) -> str:
    row = origins.change_of(records(), number=number)
    moved = list(claim_list.lines_of(records(), keys=row.claims).values())
    others = _others(row, moved)
    given: dict[str, Any] = {"form": form} if form else {}
    if form is None and row.ruling is None and g.person and g.person.may(Role.REVIEWER):
        given["form"] = RulingForm(fingerprint=row.fingerprint)
    return render_template(
        "origins/proposal.html",
        change=row,
        moved=moved,
        others=others,
        checks=_checks([*moved, *others]),
        has_moved_on=row.ruling is None and origins.fingerprint_now(records(), row) != row.fingerprint,
        **given,
    )


def _others(row: Any, moved: Iterable[claim_list.ClaimLine]) -> list[claim_list.ClaimLine]:
    """What the claims would be joined with, or parted from, as it stands now."""
    keys = {line.key for line in moved}
    origin = row.into or row.origin
    lines = claim_list.lines(records(), chosen=ClaimFilter(origin=origin.key), size=TO_CHOOSE_FROM)
    return [line for line in lines.rows if line.key not in keys]


def _checks(lines: Iterable[claim_list.ClaimLine]) -> dict[str, Any]:
    law = citation_check.law_of(records())
    return {line.key: citation_check.of_line(line, law=law) for line in lines}


def _may_propose() -> bool:
    return bool(g.person and g.person.may(Role.ANALYST, Role.REVIEWER))
