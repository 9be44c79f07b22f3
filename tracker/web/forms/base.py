"""What all forms share: text is stripped and normalised, refusals become sentences at their fields."""

import unicodedata
from collections.abc import MutableMapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField, ValidationError
from wtforms.meta import DefaultMeta
from wtforms.widgets import ListWidget

from tracker.domain.errors import RuleBroken

UNSEEN = "A character that cannot be seen or kept ({name}) was taken out of this text. Check it and send it again."


def tidy(value: Any) -> Any:
    """Strip text and bring it to Unicode NFC, with one kind of line end; anything else stays as it is."""
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n").strip())


def is_unseen(character: str) -> bool:
    """Whether neither database nor page can keep it: a control other than tab and line ends, or no character at all."""
    code = ord(character)
    if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:
        return True
    return character not in "\t\n\r" and unicodedata.category(character) in ("Cc", "Cs")


def seen(text: str) -> str:
    """The text without the characters that no page can show."""
    return "".join(character for character in text if not is_unseen(character))


def refuse_unseen(_form: Any, field: Field) -> None:
    """Take unseen characters out and say so: the text changed, so its author must look at it again."""
    if not isinstance(field.data, str):
        return
    unseen = next((character for character in field.data if is_unseen(character)), None)
    if unseen is not None:
        field.data = seen(field.data)
        raise ValidationError(UNSEEN.format(name=f"U+{ord(unseen):04X}"))


class Form(FlaskForm):
    """The base of every form. `refused` holds sentences that belong to no single field."""

    class Meta(FlaskForm.Meta):
        """Cleans each text field as it is bound."""

        def bind_field(self, form: Any, unbound_field: Any, options: MutableMapping[str, Any]) -> Field:
            """Add cleaning to text fields; a password is taken exactly as typed."""
            if issubclass(unbound_field.field_class, StringField) and "password" not in options["name"]:
                given = unbound_field.kwargs.get("filters", ())
                options = {**options, "filters": [tidy, *given]}
            return DefaultMeta.bind_field(self, form, unbound_field, options)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make the form; data comes from the request unless it is given."""
        super().__init__(*args, **kwargs)
        self.refused: list[str] = []

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and refuse characters that cannot be seen in all of them."""
        extra = {name: [refuse_unseen] for name in self._fields}
        for name, validators in (extra_validators or {}).items():
            extra[name] = [*extra.get(name, []), *validators]
        return super().validate(extra_validators=extra)

    def refuse(self, error: RuleBroken) -> None:
        """Put each problem of a broken rule at its field, or at the head of the form where it has none."""
        for problem in error.problems:
            field = self._fields.get(problem.field)
            if field is None:
                self.refused.append(problem.sentence)
            else:
                field.errors = [*field.errors, problem.sentence]

    @property
    def errors_summary(self) -> list[tuple[str, str]]:
        """Every error as (id of the field or empty, sentence), in the order of the page."""
        summary = [("", sentence) for sentence in self.refused]
        for field in self:
            summary += [(_anchor(field), sentence) for sentence in _sentences(field.errors)]
        return summary


def _anchor(field: Field) -> str:
    """Where a link to the field leads: a group of boxes has no control of its own, so its first box."""
    return f"{field.id}-0" if isinstance(field.widget, ListWidget) else str(field.id)


def _sentences(errors: Any) -> list[str]:
    """Errors of a field, those of enclosed fields included."""
    if isinstance(errors, dict):
        return [sentence for inner in errors.values() for sentence in _sentences(inner)]
    found: list[str] = []
    for error in errors:
        found += [str(error)] if not isinstance(error, dict | list | tuple) else _sentences(error)
    return found
