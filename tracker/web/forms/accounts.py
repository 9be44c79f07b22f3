"""Adding a person, and choosing what they may do."""

from typing import Any

from wtforms import SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.domain.vocabulary import Role
from tracker.web.forms.base import Form


class Boxes(SelectMultipleField):
    """Several choices as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _roles() -> list[Any]:
    return [SelectChoice(role.value, f"{role.label.capitalize()} – {role.meaning}") for role in Role]


def _roles_field() -> Boxes:
    return Boxes("Roles", choices=_roles, validators=[InputRequired("Choose at least one role.")])


class RolesForm(Form):
    """Which roles a person has."""

    roles = _roles_field()


class AccountForm(Form):
    """A new person. The password is made by the tracker and shown once."""

    username = StringField(
        "User name",
        validators=[InputRequired("Enter a user name."), Length(max=64, message="Use at most 64 characters.")],
        description="Small letters, digits, dots, hyphens and underscores. It never changes.",
        render_kw={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"},
    )
    name = StringField(
        "Name",
        validators=[InputRequired("Enter the name by which the record will name this person.")],
        description="As it should stand beside their claims and reviews.",
        render_kw={"autocomplete": "off"},
    )
    email = StringField(
        "E-mail address",
        validators=[InputRequired("Enter an e-mail address.")],
        render_kw={"type": "email", "autocomplete": "off"},
    )
    roles = _roles_field()
