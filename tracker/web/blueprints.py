"""The pages of the tracker: one blueprint a noun."""

from tracker.web.views import accounts, claim_forms, drafts, home, reviews, sources

BLUEPRINTS = (
    home.blueprint,
    accounts.blueprint,
    claim_forms.blueprint,
    drafts.blueprint,
    reviews.blueprint,
    sources.blueprint,
)
