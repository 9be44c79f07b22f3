"""The pages of the tracker: one blueprint a noun."""

from tracker.web.views import (
    accounts,
    cells,
    claim_forms,
    drafts,
    home,
    matrix,
    notices,
    obligations,
    origins,
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
    sources.blueprint,
    cells.blueprint,
    matrix.blueprint,
    notices.blueprint,
    obligations.blueprint,
    origins.blueprint,
    regimes.blueprint,
    reports.blueprint,
    resolutions.blueprint,
    states.blueprint,
)
