"""Published counts of states under an obligation, and one of them set against the record."""

from flask import Blueprint, render_template

from tracker.services import law, reconciliations
from tracker.web.clocks import clocks_from_request
from tracker.web.forms.reconciliations import ReconcileForm
from tracker.web.session import records

blueprint = Blueprint("reconciliations", __name__, url_prefix="/obligations/<key>/counts")


@blueprint.get("/")
def show(key: str) -> tuple[str, int]:
    """The counts that the record knows, and the one that the address gives set against the states by name."""
    clocks = clocks_from_request()
    form = ReconcileForm.asked(clocks)
    obligation = law.obligation(records(), key=key)
    count, earlier = form.published, form.before
    found = None
    if count is not None and not form.errors:
        found = reconciliations.reconcile(
            records(),
            obligation=obligation,
            count=count,
            earlier=earlier,
            known_at=clocks.known_at,
            public_at=clocks.public_at,
        )
    page = render_template(
        "reconciliations/show.html",
        obligation=obligation,
        known=reconciliations.published(
            records(), obligation=obligation, known_at=clocks.known_at, public_at=clocks.public_at
        ),
        found=found,
        form=form,
        clocks=clocks,
    )
    return page, form.http_status
