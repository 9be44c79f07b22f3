"""Reviewing: the queue of what waits, and the page on which a reviewer decides."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.errors import RuleBroken, Stale
from tracker.domain.vocabulary import ReviewState, Role, Verdict
from tracker.services import citation_check, claims, kept_texts, preferences, review_undo, reviews, second_person
from tracker.services.reviews import Whose
from tracker.web import drafting
from tracker.web.access import person
from tracker.web.errors import STATUS
from tracker.web.forms.claim_filter import number_in
from tracker.web.forms.reviews import ReviewForm, count
from tracker.web.navigation import page_size
from tracker.web.session import records
from tracker.web.views.claims import evidence

blueprint = Blueprint("reviews", __name__, url_prefix="/review")

ONLY_REVIEWERS = "Only a reviewer may review. An administrator gives the role; having that role is not enough."
OWN = "You wrote this claim, or a revision of it. Nobody reviews their own work; another reviewer must."
GONE = "This claim was withdrawn, so there is nothing to review."


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """What waits: what is assigned to the reader first, then oldest first; one's own work is left out."""
    asked = request.args.get("whose", "")
    whose = Whose(asked) if asked in set(Whose) else Whose.ALL
    queue = reviews.queue(records(), reviewer=_reader(), size=page_size(), whose=whose)
    checks = citation_check.of_revisions(records(), queue.revisions)
    shown = {"queue": queue, "checks": checks, "whose": whose, "choices": list(Whose), "keys_on": _keys_on()}
    waiting = second_person.waiting(records(), person=g.person.id) if g.person else []
    beside = [one for one in waiting if one.kind != second_person.CLAIM]
    return render_template("reviews/list.html", **shown, beside=beside)


def _keys_on() -> bool:
    """Whether the reader has the letters of the review pages switched on."""
    return g.person is not None and preferences.review_keys(records(), user=g.person.id)


@blueprint.get("/<key>")
def show(key: str) -> str:
    """Source, quotation and statement side by side, and the form to decide with."""
    return _page(claims.show(records(), key=key))


@blueprint.post("/<key>")
def decide(key: str) -> str | Response | tuple[str, int]:
    """Record a decision, and lead to the next claim that waits."""
    form = ReviewForm()
    if form.validate():
        try:
            return _decided(key, form)
        except RuleBroken as error:
            records().rollback()
            form.refuse(error)
            revision = claims.show(records(), key=key)
            if isinstance(error, Stale):
                _renew(form, revision)
            return _page(revision, form), STATUS[error.code]
    return _page(claims.show(records(), key=key), form), 422


def _decided(key: str, form: ReviewForm) -> Response:
    reliability, credibility = form.grade()
    review = reviews.decide(
        records(),
        key=key,
        revision=count(form.revision),
        seen=count(form.seen),
        reviewer=person().id,
        verdict=Verdict(form.verdict.data),
        reliability=reliability,
        credibility=credibility,
        comment=form.comment.data or "",
        at=clock.now(),
    )
    drafting.done()
    following = reviews.next_waiting(records(), reviewer=person().id)
    grade = f", graded {review.reliability}{review.credibility}" if review.verdict is Verdict.RIGHT else ""
    lead = "The next claim that waits is below." if following else "Nothing else waits for you."
    flash(f"Recorded for {key}: {review.verdict.label}{grade}. {lead}")
    # The page that follows offers to take it back, so it must know which decision it was.
    place = url_for("reviews.show", key=following, decided=review.id) if following else _queue(review.id)
    return redirect(place, 303)


def _queue(decided: int) -> str:
    return url_for("reviews.list", decided=decided)


@blueprint.post("/undo/<int(max=2000000000):review>")
def undo(review: int) -> Response:
    """Take back a decision of one's own, within ten seconds."""
    key = review_undo.undo(records(), review=review, by=person().id, at=clock.now()).revision.claim.key
    flash(f"Taken back. The decision on {key} no longer stands, and stays readable in its history.")
    return redirect(url_for("reviews.show", key=key), 303)


@blueprint.post("/keys")
def keys() -> Response:
    """Switch the letters of the review page on or off."""
    preferences.set_review_keys(records(), user=person().id, on=request.form.get("on") == "yes")
    key = request.form.get("key", "")
    return redirect(url_for("reviews.show", key=key) if key else url_for("reviews.list"), 303)


@blueprint.app_template_global()
def undo_offer() -> Any:
    """The decision that this page's reader has just taken and may still take back; None for none."""
    decided = number_in(request.args.get("decided", ""))
    if decided is None or g.person is None:
        return None
    return review_undo.offer(records(), review=decided, by=g.person.id, at=clock.now())


def _page(revision: Any, form: ReviewForm | None = None) -> str:
    why_not = _why_not(revision)
    if form is None and not why_not:
        form = drafting.start(ReviewForm)
        _renew(form, revision)
    shown = evidence(revision)
    waiting = shown["state"] is ReviewState.WAITING
    if form is not None:
        shown["form"] = form
    return render_template("reviews/show.html", why_not=why_not, is_waiting=waiting, **shown, **_desk(revision))


def _desk(revision: Any) -> dict[str, Any]:
    """What the page has beside the claim: the kept texts, the neighbours in the queue, the reader's keys."""
    before, after = reviews.neighbours(records(), reviewer=_reader(), claim_id=revision.claim_id)
    return {
        "panes": kept_texts.panes(records(), revision=revision),
        "previous": url_for("reviews.show", key=before) if before else "",
        "following": url_for("reviews.show", key=after) if after else "",
        "keys_on": _keys_on(),
    }


def _renew(form: ReviewForm, revision: Any) -> None:
    form.revision.data, form.seen.data = str(revision.number), str(reviews.seen_of(revision.reviews))


def _why_not(revision: Any) -> str:
    """Why the reader is offered no form; empty when they may decide."""
    if revision.claim.withdrawn_at is not None:
        return GONE
    if g.person is None:
        return "Sign in as a reviewer to decide."
    if not g.person.may(Role.REVIEWER):
        return ONLY_REVIEWERS
    return OWN if reviews.is_own(records(), claim_id=revision.claim_id, person=g.person.id) else ""


def _reader() -> int:
    """Whose queue it is; nobody's for a reader who is not signed in."""
    return g.person.id if g.person else 0
