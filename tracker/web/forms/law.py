"""The clocks and filters of the pages on the law. They stand in the address, so that a view can be passed on."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

from flask import request
from wtforms import Field, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import Length

from tracker.domain.errors import RuleBroken
from tracker.domain.rules import VERSIONS
from tracker.domain.vocabulary import Outcome, Test, Word
from tracker.services.law import RegimeLine
from tracker.web.clocks import AskedClocks
from tracker.web.filters import sentence_case
from tracker.web.forms.base import Form, seen

Choices = Sequence[SelectChoice]
ANY = SelectChoice("", "Any")


class Choice(SelectField):
    """One of a list, or nothing. An address may name anything, so what is not in the list is refused in a sentence."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not in the list."""
        offered: Any = self.choices or ()
        if self.data not in {choice.value for choice in offered}:
            raise ValidationError(f"“{seen(str(self.data))}” is not in the list; choose one that is.")

    @property
    def chosen(self) -> str:
        """What was chosen; empty for nothing and for what was refused."""
        return "" if self.errors else self.data or ""


class Several(SelectMultipleField):
    """Any number of a list. What is not in the list is refused in a sentence."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not in the list."""
        offered: Any = self.choices or ()
        known = {choice.value for choice in offered}
        if unknown := [value for value in self.data or () if value not in known]:
            raise ValidationError(f"“{seen(unknown[0])}” is not in the list; choose one that is.")


def words(kind: Iterable[Word]) -> Choices:
    """The words of a list as choices."""
    return [ANY, *(SelectChoice(word.value, sentence_case(word.label)) for word in kind)]


def any_of(names: Iterable[str]) -> Choices:
    """Names as choices."""
    return [ANY, *(SelectChoice(name, name) for name in names)]


def any_regime(lines: Iterable[RegimeLine]) -> Choices:
    """The regimes that have obligations as choices."""
    return [ANY, *(SelectChoice(line.regime.key, line.regime.name) for line in lines if line.obligations)]


def moment(label: str, hint: str) -> StringField:
    """A field for a day or an instant, in any spelling."""
    limit = Length(max=80, message="Use at most 80 characters.")
    return StringField(label, [limit], description=hint, render_kw={"autocomplete": "off", "spellcheck": "false"})


def rules_field(label: str, otherwise: str) -> SelectField:
    """A field for a version of the rules; `otherwise` says what decides where none is named."""
    choices = [SelectChoice("", otherwise), *(SelectChoice(number, f"Version {number}") for number in VERSIONS)]
    return SelectField(label, choices=choices, validate_choice=False, description="The version that decides.")


class ClocksForm(Form):
    """The three clocks, and the filter beside them. It changes nothing, so it needs no token."""

    class Meta(Form.Meta):
        """Without a token."""

        csrf = False  # pyright: ignore[reportIncompatibleMethodOverride, reportAssignmentType] - its stubs say property

    as_of = moment("As of", "A day; empty for today.")
    known_at = moment("Known at", "Day or instant; empty for now.")
    rules = rules_field("Rules", "In force then")
    public_at = moment("Public at", "A day; empty for any.")

    @classmethod
    def asked(cls, clocks: AskedClocks, **choices: Choices) -> Self:
        """Read the form from the address, with the choices of its lists by their names, and check it."""
        form = cls(formdata=request.args)
        for name, listed in choices.items():
            form._fields[name].choices = list(listed)  # pyright: ignore[reportAttributeAccessIssue] - it is a list
        form.validate()
        form.refuse(RuleBroken("clocks", *clocks.problems))
        return form

    def chosen(self, name: str) -> str:
        """What a list was set to, if it is in the list."""
        field: Field = self._fields[name]
        return field.chosen if isinstance(field, Choice) else ""

    @property
    def http_status(self) -> int:
        """The status of the page's answer."""
        return 422 if self.errors else 200


class ObligationsForm(ClocksForm):
    """Which obligations to list."""

    regime = Choice("Regime", default="")
    subject = Choice("Subject", default="")
    test = Choice("Test", choices=words(Test), default="")


class StateForm(ClocksForm):
    """Which cells of a state to list."""

    regime = Choice("Regime", default="")
    subject = Choice("Subject", default="")
    outcome = Choice("Outcome", choices=words(Outcome), default="")


class MatrixForm(ClocksForm):
    """Which rows and columns of a matrix to show."""

    subject = Choice("Subject", default="")
    test = Choice("Test", choices=words(Test), default="")
    outcome = Choice("Rows that have", choices=words(Outcome), default="")
    obligations = Choice(
        "Obligations",
        choices=[SelectChoice("", "With something on record"), SelectChoice("all", "All in the record")],
        default="",
    )
    states = Choice(
        "States", choices=[SelectChoice("", "All"), SelectChoice("recorded", "With something on record")], default=""
    )
