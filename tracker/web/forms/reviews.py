"""Deciding on a claim: a verdict on the record, and two grades that are judged apart."""

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import InputRequired, Length

from tracker.domain.vocabulary import Credibility, Reliability, Verdict, Word
from tracker.web.forms.base import Form


def _words(kind: type[Word]) -> list[SelectChoice]:
    return [SelectChoice(word.value, word.label) for word in kind]


class ReviewForm(Form):
    """A review. `revision` and `seen` say what the reviewer had before them."""

    verdict = RadioField(
        "The record",
        choices=_words(Verdict),
        validators=[InputRequired("Decide on the record: right, to be returned, or wrong.")],
    )
    reliability = RadioField("The source", choices=_words(Reliability), validate_choice=False)
    credibility = RadioField("What is said", choices=_words(Credibility), validate_choice=False)
    comment = TextAreaField(
        "Comment",
        description="Needed when you return the claim or judge it wrong; else the reason for the grades.",
        validators=[Length(max=5_000, message="Use at most 5,000 characters.")],
        render_kw={"rows": 4},
    )
    revision = HiddenField()
    seen = HiddenField()

    def grade(self) -> tuple[Reliability | None, Credibility | None]:
        """The two grades; None for one that was not chosen, or that does not exist."""
        source, said = self.reliability.data, self.credibility.data
        return (
            Reliability(source) if source in set(Reliability) else None,
            Credibility(said) if said in set(Credibility) else None,
        )


def count(field: HiddenField) -> int:
    """The number in a hidden field; -1, which fits nothing, when it holds none."""
    typed = field.data or ""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else -1
