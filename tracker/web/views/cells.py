"""A cell: one state and one obligation, with the outcome, why, what was set aside, and how it moved."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain import proof_text, stepping
from tracker.domain.history import quantity_words
from tracker.exports import plain_json, proofs
from tracker.services import assessments, cell_claims, citation_check, determination_list, law, periods, series
from tracker.services.assessments import Cell
from tracker.web import outcome_band
from tracker.web.clocks import AskedClocks, clocks_from_request, clocks_or_refusal, with_query
from tracker.web.forms.law import ClocksForm
from tracker.web.session import records
from tracker.web.views import figures, remarks

blueprint = Blueprint("cells", __name__, url_prefix="/cells")


@blueprint.get("/<state>/<obligation>")
def show(state: str, obligation: str) -> Response | tuple[str, int]:
    """One cell. Any name of the state may stand in the address, which then becomes its code."""
    clocks = clocks_from_request()
    form = ClocksForm.asked(clocks)
    cell = assessments.cell(records(), state=state, obligation=obligation, clocks=clocks.clocks)
    if state != cell.state.code:
        return redirect(with_query(url_for("cells.show", state=cell.state.code, obligation=obligation)))
    turns = assessments.course(cell, until=clock.today())
    page = render_template(
        "cells/show.html",
        cell=cell,
        steps=stepping.steps([(turn.day, turn.outcome.label) for turn in turns], as_of=clocks.as_of),
        form=form,
        clocks=clocks,
        derivations=law.derivations(cell.obligation, as_of=clocks.as_of),
        names=law.names_by_code(records()),
        proof=proof_text.parts_of(cell.proof),
        turns=turns,
        band=outcome_band.band(turns, until=clock.today(), as_of=clocks.as_of),
        siblings=assessments.siblings(records(), cell=cell),
        readings=assessments.other_readings(records(), cell=cell),
        **_periods(cell),
        **_figures(cell, clocks),
        determinations=determination_list.of_cell(records(), cell=cell),
        **_evidence(cell),
        **remarks.of_cell(cell, clocks, keys=sorted({item.claim for item in cell.evidence})),
    )
    return page, form.http_status


@blueprint.get("/<state>/<obligation>/proof.json")
def proof(state: str, obligation: str) -> Response:
    """The proof of a cell's outcome for a machine, which can replay it; the same words as on the page are in it."""
    clocks = clocks_or_refusal()
    cell = assessments.cell(records(), state=state, obligation=obligation, clocks=clocks.clocks)
    return Response(proofs.render(cell.proof), content_type="application/json")


@blueprint.get("/<state>/<obligation>/claims.json", endpoint="claims")
def list_claims(state: str, obligation: str) -> Response:
    """The newest claims on a cell by the clocks, each with its review and what it cites."""
    clocks = clocks_or_refusal()
    rows = cell_claims.newest(records(), state=state, obligation=obligation, clocks=clocks.clocks)
    told = {"state": state, "obligation": obligation, "as_of": clocks.as_of, "known_at": clocks.known_at}
    body = plain_json.render({**told, "most": cell_claims.MOST, "claims": rows})
    return Response(body, content_type="application/json")


def _figures(cell: Cell, clocks: AskedClocks) -> dict[str, Any]:
    """The figures of this state, and of several of which it is one."""
    found = series.of_cell(records(), cell=cell)
    shared = found.shared(cell.state.code)
    states = (cell.state.code, *(line.key.state for line in shared))
    return {"figures": found, "shared_lines": shared, **figures.drawn(found, states, clocks)}


def _periods(cell: Cell) -> dict[str, Any]:
    lines = periods.of_cell(cell)
    return {"periods": lines, "period_counts": periods.counts(lines)}


def _evidence(cell: Cell) -> dict[str, Any]:
    """The claims behind the cell as known at its instant, each with its review, grade and citation check."""
    known_law = citation_check.law_of(records())
    revisions = assessments.claims_of(records(), cell=cell)
    aside = {item.claim: item for item in cell.assessment.set_aside}
    return {
        "counted": [revision for key, revision in sorted(revisions.items()) if key not in aside],
        "shown": revisions,
        "aside": [(revisions[key], item) for key, item in sorted(aside.items())],
        "effects": {item.claim: item for item in cell.evidence},
        "reviews": {key: assessments.review_at(row, known_at=cell.clocks.known_at) for key, row in revisions.items()},
        "origins": {key: assessments.origin_at(row, known_at=cell.clocks.known_at) for key, row in revisions.items()},
        "checks": {key: citation_check.of_revision(row, law=known_law) for key, row in revisions.items()},
        "duties": {duty.key: duty.summary for duty in known_law.obligations},
        "quantity_words": quantity_words,
    }
