"""Obligations: the list, and one with how it is judged, where its dates come from, and every state's outcome."""

from collections import Counter

from flask import Blueprint, render_template

from tracker.domain import levels, status
from tracker.domain.vocabulary import Outcome
from tracker.services import assessments, changes, determination_list, law, law_changes, ripples, series
from tracker.services.comparisons import Scope
from tracker.web.clocks import clocks_from_request
from tracker.web.forms.law import ClocksForm, ObligationsForm, any_of, any_regime
from tracker.web.session import records

blueprint = Blueprint("obligations", __name__, url_prefix="/obligations")


@blueprint.get("/", endpoint="list")
def list_all() -> tuple[str, int]:
    """Obligations that fit the filters in the address, in the order of their paragraphs."""
    clocks = clocks_from_request()
    regimes = any_regime(law.regimes(records()))
    form = ObligationsForm.asked(clocks, regime=regimes, subject=any_of(law.topics(records())))
    rows = law.obligations(
        records(), regime=form.chosen("regime"), subject=form.chosen("subject"), test=form.chosen("test")
    )
    used = law.bearing_counts(records())
    page = render_template("obligations/list.html", form=form, rows=rows, used=used, clocks=clocks)
    return page, form.http_status


@blueprint.get("/<key>")
def show(key: str) -> tuple[str, int]:
    """One obligation, with every state's outcome by the clocks."""
    clocks = clocks_from_request()
    form = ClocksForm.asked(clocks)
    obligation = law.obligation(records(), key=key)
    outcomes = assessments.of_obligation(records(), obligation=obligation, clocks=clocks.clocks)
    page = render_template(
        "obligations/show.html",
        obligation=obligation,
        derivations=law.derivations(obligation, as_of=clocks.as_of),
        names=law.names_by_code(records()),
        moved=law_changes.of_obligation(records(), obligation_id=obligation.id, known_at=clocks.known_at),
        rippling=ripples.of_obligation(records(), obligation_id=obligation.id),
        outcomes=outcomes,
        supports=assessments.supports(records(), obligation=obligation, clocks=clocks.clocks),
        counts=in_order(Counter(decision.outcome for _, decision in outcomes)),
        held=determination_list.standing_of(records(), obligations=[obligation], clocks=clocks.clocks),
        reached=series.levels(records(), obligations=[obligation], clocks=clocks.clocks),
        levels=levels,
        clocks=clocks,
        steps=changes.steps(records(), chosen=Scope([obligation], ()), clocks=clocks.clocks),
        form=form,
    )
    return page, form.http_status


def in_order(counts: Counter[Outcome]) -> dict[Outcome, int]:
    """Counts of outcomes in the order of precedence, without those that do not occur."""
    return {outcome: counts[outcome] for outcome in status.ORDER if counts[outcome]}
