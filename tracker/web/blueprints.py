"""The pages of the tracker: one blueprint a noun."""

from tracker.web.views import (
    accounts,
    captures,
    cells,
    checks,
    claim_forms,
    determinations,
    drafts,
    home,
    matrix,
    obligations,
    regimes,
    reports,
    resolutions,
    reviews,
    sources,
    states,
)

BLUEPRINTS = (
    home.blueprint,
    accounts.blueprint,
    claim_forms.blueprint,
    drafts.blueprint,
    reviews.blueprint,
    determinations.blueprint,
    sources.blueprint,
    captures.blueprint,
    cells.blueprint,
    checks.blueprint,
    matrix.blueprint,
    obligations.blueprint,
    regimes.blueprint,
    reports.blueprint,
    resolutions.blueprint,
    states.blueprint,
)
