"""The form of a new report. Its scope stands in the address; only the title is sent when it is frozen."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Self

from flask import request
from werkzeug.datastructures import CombinedMultiDict
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.domain.errors import Problem, RuleBroken
from tracker.domain.reporting import LONGEST_TITLE
from tracker.domain.vocabulary import Test
from tracker.web.clocks import AskedClocks
from tracker.web.forms.base import Form
from tracker.web.forms.law import Choice, ClocksForm, Several, any_of, words

RECORDED, EVERY, NAMED = "recorded", "all", "named"


def _title() -> StringField:
    return StringField(
        "Title",
        description=f"It stands on every copy. At most {LONGEST_TITLE} characters.",
        render_kw={"autocomplete": "off", "required": True},
    )


class TakeForm(Form):
    """The title of a report whose question stands in the address, and the report that it takes the place of."""

    title = _title()
    supersedes = IntegerField(
        "Number of the earlier report",
        [Optional(), NumberRange(1, 2_000_000_000, "Type the number of a report.")],
        description="Once this one is approved, the earlier one says that it was superseded.",
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class DiffForm(Form):
    """Which report to compare with. It changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        """Without a token."""

        csrf = False  # pyright: ignore[reportIncompatibleMethodOverride, reportAssignmentType] - its stubs say property

    other = IntegerField(
        "Number of the other report",
        [InputRequired("Type the number of a report."), NumberRange(1, 2_000_000_000, "Type the number of a report.")],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class WithdrawReportForm(Form):
    """Why a report is taken back."""

    reason = TextAreaField(
        "Why nobody is to rely on it",
        description="It stands on the report from now on, and on every file made of it.",
        render_kw={"rows": 3, "required": True},
    )


class ReportForm(ClocksForm):
    """What a report covers, and its title. The app checks the token of the post; looking at a scope needs none."""

    regime = Choice("Regime", default="")
    subject = Choice("Subject", default="")
    test = Choice("Test", choices=words(Test), default="")
    obligations = Choice(
        "Obligations",
        choices=[
            SelectChoice("", "With something accepted, or all of a subject or test"),
            SelectChoice(RECORDED, "With something on record"),
            SelectChoice(EVERY, "All in the record"),
        ],
        default="",
    )
    duty = Several("Only these obligations", description="None marked: all that fit.", render_kw={"size": 8})
    rows = Choice(
        "States",
        choices=[
            SelectChoice(RECORDED, "With something on record"),
            SelectChoice(EVERY, "All states"),
            SelectChoice(NAMED, "Those named"),
        ],
        default=RECORDED,
    )
    states = TextAreaField(
        "States by name",
        [Length(max=5000, message="Use at most 5,000 characters.")],
        description="Names or codes with commas between. Where any is named, the report has only these.",
        render_kw={"rows": 1, "autocomplete": "off"},
    )
    title = _title()

    @classmethod
    def of(
        cls,
        clocks: AskedClocks,
        *,
        regimes: Iterable[tuple[str, str]],
        subjects: Iterable[str],
        duties: Sequence[tuple[str, str]],
        regime: str,
    ) -> Self:
        """Read it from the address and, when it is sent, from the post; `regime` is shown if none was asked for."""
        form = cls(formdata=CombinedMultiDict([request.form, request.args]))
        form.regime.choices = [SelectChoice(key, name) for key, name in regimes]
        form.subject.choices = list(any_of(subjects))
        form.duty.choices = [SelectChoice(key, name) for key, name in duties]
        form.regime.data = form.regime.data or regime
        form.title.flags.required = True  # a mark for the page; the service refuses, so that looking needs none
        form.validate()
        form.refuse(RuleBroken("clocks", *clocks.problems))
        form._settle_rows()
        return form

    def _settle_rows(self) -> None:
        """Names that were typed are meant, unless all states were asked for beside them."""
        if self.named_states is None and self.rows.data == NAMED:
            self.refuse(RuleBroken("report", Problem("states", "Name at least one state, or choose others above.")))
        elif self.named_states and self.rows.data == EVERY:
            sentence = "You chose all states and named some. Choose “Those named”, or take the names out."
            self.refuse(RuleBroken("report", Problem("rows", sentence)))
        elif self.named_states and not self.rows.errors:
            self.rows.data = NAMED

    @property
    def named_states(self) -> list[str] | None:
        """The states asked for, one by one; None where none is named."""
        return [name for part in re.split(r"[,;\n]", self.states.data or "") if (name := part.strip())] or None

    @property
    def query(self) -> dict[str, Any]:
        """The scope as it stands in the address, the clocks left out."""
        asked = {
            name: self._fields[name].data for name in ("regime", "subject", "test", "obligations", "duty", "states")
        }
        asked["rows"] = EVERY if self.rows.data == EVERY else ""
        return {name: value for name, value in asked.items() if value}
