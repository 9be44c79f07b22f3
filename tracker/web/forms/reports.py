"""The form of a new report. Its scope stands in the address; only the title is sent when it is frozen."""

import re
from collections.abc import Iterable
from typing import Any, Self

from flask import request
from werkzeug.datastructures import CombinedMultiDict
from wtforms import StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import Length

from tracker.domain.errors import RuleBroken
from tracker.domain.reporting import LONGEST_TITLE
from tracker.domain.vocabulary import Test
from tracker.web.clocks import AskedClocks
from tracker.web.filters import sentence_case
from tracker.web.forms.law import Choice, ClocksForm

_ANY = SelectChoice("", "Any")
_TESTS = [_ANY, *(SelectChoice(test.value, sentence_case(test.label)) for test in Test)]


class ReportForm(ClocksForm):
    """What a report covers, and its title. The app checks the token of the post; looking at a scope needs none."""

    regime = Choice("Regime", default="")
    subject = Choice("Subject", default="")
    test = Choice("Test", choices=_TESTS, default="")
    states = TextAreaField(
        "States",
        [Length(max=5000, message="Use at most 5,000 characters.")],
        description="Names or codes with commas between; empty for all of which anything is on record.",
        render_kw={"rows": 1, "autocomplete": "off"},
    )
    title = StringField(
        "Title",
        description=f"It stands on every copy. At most {LONGEST_TITLE} characters.",
        render_kw={"autocomplete": "off", "required": True},
    )

    @classmethod
    def of(
        cls, clocks: AskedClocks, *, regimes: Iterable[tuple[str, str]], subjects: Iterable[str], regime: str
    ) -> Self:
        """Read it from the address and, when it is sent, from the post; `regime` is shown if none was asked for."""
        form = cls(formdata=CombinedMultiDict([request.form, request.args]))
        form.regime.choices = [SelectChoice(key, name) for key, name in regimes]
        form.subject.choices = [_ANY, *(SelectChoice(name, name) for name in subjects)]
        form.regime.data = form.regime.data or regime
        form.title.flags.required = True  # a mark for the page; the service refuses, so that looking needs none
        form.validate()
        form.refuse(RuleBroken("clocks", *clocks.problems))
        return form

    @property
    def named_states(self) -> list[str] | None:
        """The states asked for, one by one; None where the choice is left to the record."""
        return [name for part in re.split(r"[,;\n]", self.states.data or "") if (name := part.strip())] or None

    @property
    def query(self) -> dict[str, Any]:
        """The scope as it stands in the address, the clocks left out."""
        asked = {name: self._fields[name].data for name in ("regime", "subject", "test", "states")}
        return {name: value for name, value in asked.items() if value}
