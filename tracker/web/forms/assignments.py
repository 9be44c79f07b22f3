"""To whom a claim is assigned for review."""

from collections.abc import Iterable

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import InputRequired

from tracker.web.forms.base import Form


class AssignmentForm(Form):
    """One of the reviewers who may decide on the claim; they are handed in."""

    reviewer = RadioField("Reviewer", validators=[InputRequired("Choose a reviewer.")], validate_choice=False)

    def offer(self, reviewers: Iterable[tuple[str, str]]) -> None:
        """Set the reviewers to choose from, as user names and names."""
        self.reviewer.choices = [SelectChoice(username, name) for username, name in reviewers]
