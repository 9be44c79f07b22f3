"""Questions put to states: recording one, recording the reply, and the filters of their list."""

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.asking import QuestionState
from tracker.domain.remarking import LONGEST, LONGEST_LINE
from tracker.web.forms.base import Form
from tracker.web.forms.days import DayField
from tracker.web.forms.law import Choice, ClocksForm, words


def _line(label: str, description: str = "", *, missing: str = "", **render: Any) -> StringField:
    checks: list[Any] = [InputRequired(missing)] if missing else []
    checks.append(Length(max=LONGEST_LINE, message=f"Use at most {LONGEST_LINE} characters."))
    return StringField(label, description=description, validators=checks, render_kw={"autocomplete": "off", **render})


class QuestionForm(Form):
    """A question that was put to a state."""

    state = _line("State", missing="Name the state that was asked.", list="state-names")
    asked_of = _line("Of whom", "Such as the Permanent Mission in New York.", missing="Say whom you asked.")
    channel = _line("By which channel", "Such as a letter, an e-mail, a press conference.")
    wording = TextAreaField(
        "The question",
        description="Its words, as they were put.",
        validators=[
            InputRequired("Give the words of the question, as they were put."),
            Length(max=LONGEST, message=f"Use at most {LONGEST:,} characters."),
        ],
        render_kw={"rows": 4},
    )
    asked_on = DayField("Asked on", [InputRequired("Say on which day it was asked.")])
    reply_by = DayField("Reply asked for by", description="After this day, pages say that there was no reply by it.")
    obligation = _line("About the obligation", list="obligations-on-record")
    claim = _line("About the claim", "Its key, or the address of its page.")


class ReplyForm(Form):
    """Which claim is the reply."""

    reply = _line(
        "The claim that holds the reply",
        "Its key, or the address of its page. It must speak for the state.",
        missing="Name the claim that holds the reply.",
        list="replies-on-record",
    )


class QuestionsForm(ClocksForm):
    """Which questions to list."""

    state = _line("State", list="state-names")
    standing = Choice("Standing", choices=words(QuestionState), default="")
