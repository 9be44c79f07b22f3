"""Filters that choose cells, for pages that are about any of them: by regime, state, obligation, subject and test."""

from wtforms import StringField
from wtforms.validators import Length

from tracker.domain.covering import Cover
from tracker.domain.vocabulary import Outcome, Test
from tracker.web.forms.law import Choice, ClocksForm, moment, rules_field, words


class ScopeForm(ClocksForm):
    """Which cells a page is about."""

    regime = Choice("Regime", default="")
    state = StringField(
        "State",
        [Length(max=200, message="Use at most 200 characters.")],
        description="A name or a code.",
        render_kw={"autocomplete": "off", "list": "state-names"},
    )
    obligation = Choice("Obligation", default="")


class CoverageForm(ScopeForm):
    """Which cells of a regime to list; the regime stands in the path."""

    cover = Choice("What was done", choices=words(Cover), default="")


class DutiesForm(ScopeForm):
    """Which cells a page is about, by what their duties are about as well, and how these are judged."""

    subject = Choice("Subject", default="")
    test = Choice("Test", choices=words(Test), default="")


class CalendarForm(DutiesForm):
    """Which days of duties to list."""

    outcome = Choice("Outcome", choices=words(Outcome), default="", description="On the day judged.")


class ChangesForm(DutiesForm):
    """Which changes to list."""

    outcome = Choice("Moved to", choices=words(Outcome), default="")


class CompareForm(DutiesForm):
    """Two moments, and which cells to compare. What the first moment does not say is as at the second."""

    from_as_of = moment("From: as of", "A day; empty for the same day.")
    from_known_at = moment("From: known at", "Day or instant; empty for the same.")
    from_public_at = moment("From: public at", "A day; empty for the same.")
    from_rules = rules_field("From: rules", "As at the second")
