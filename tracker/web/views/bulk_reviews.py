"""Reviewing what an import brought: exceptions first, by what stands on the page and is ticked, or by a sample."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.bulk_reviewing import SAMPLE, Flag
from tracker.domain.errors import RuleBroken
from tracker.domain.history import quantity_words
from tracker.domain.vocabulary import Verdict
from tracker.services import bulk_reviews
from tracker.services.bulk_reviews import WITHOUT, Judged, Pile
from tracker.web.access import person
from tracker.web.errors import form_status
from tracker.web.forms.imports import BulkForm, ticked
from tracker.web.navigation import page_size
from tracker.web.session import records

blueprint = Blueprint("bulk_reviews", __name__, url_prefix="/imports")

NUMBER = "int(max=2000000000):number"
BY_SAMPLE = "sample"
Answer = str | Response | tuple[str, int]


@blueprint.route(f"/<{NUMBER}>/review", methods=["GET", "POST"])
def show(number: int) -> Answer:
    """What of an import waits for the reader, and one decision on what they tick or on what a sample stands for."""
    which = request.args.get("which", "")
    which = which if which in {*Flag, WITHOUT, BY_SAMPLE} else ""
    form = BulkForm()
    if not form.is_submitted():
        return _page(number, which, form)
    if form.validate():
        try:
            return _decided(number, which, form)
        except RuleBroken as error:
            records().rollback()
            form.refuse(error)
            return _page(number, which, form), form_status(error) if error.code != "stale" else 409
    return _page(number, which, form), 422


def _decided(number: int, which: str, form: BulkForm) -> Response:
    chosen = ticked(request.form.getlist("chosen"))
    reliability, credibility = form.grade()
    reason, said = form.reason.data or "", bool(form.authors.data)
    judged = Judged(Verdict(form.verdict.data), reliability, credibility, reason, said)
    common: dict[str, Any] = {"judged": judged, "reviewer": person().id, "at": clock.now()}
    if which == BY_SAMPLE:
        given = {"mark": form.mark.data or "", "read": {one.key for one in chosen}}
        done = bulk_reviews.decide_by_sample(records(), number=number, **given, **common)
    else:
        done = bulk_reviews.decide(records(), number=number, chosen=chosen, **common)
    many = f"{len(done)} claims" if len(done) != 1 else "One claim"
    flash(f"{many}: {judged.verdict.label}. Each has a review of its own, with your reason.")
    return redirect(url_for("bulk_reviews.show", number=number), 303)


def _page(number: int, which: str, form: BulkForm) -> str:
    found = bulk_reviews.pile(records(), number=number, reviewer=person().id)
    sample = bulk_reviews.sample(found, reviewer=person().id)
    rows = list(sample.drawn) if which == BY_SAMPLE else found.fitting(flag=which)
    rows, more = rows[: max(page_size(), SAMPLE)], len(rows)
    form.mark.data = sample.mark
    kept = {one.key for one in ticked(request.form.getlist("chosen"))}
    return render_template(
        "bulk_reviews/show.html",
        form=form,
        which=which,
        rows=rows,
        more=more - len(rows),
        kept=kept,
        sample=sample,
        shown=bulk_reviews.shown(records(), rows),
        quantity_words=quantity_words,
        **_counts(found),
    )


def _counts(found: Pile) -> dict[str, Any]:
    return {"pile": found, "counts": found.counts, "plain": len(found.fitting(flag=WITHOUT)), "flags": list(Flag)}
