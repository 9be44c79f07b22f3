"""Signing in, and changing one's password."""

from typing import Any

import flask_security
from flask_security.utils import hash_password, verify_password
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from tracker.services import accounts
from tracker.web.forms.base import tidy
from tracker.web.session import records

REFUSED = "The user name or the password is not right. Check both and try again."


class LoginForm(flask_security.LoginForm):
    """One field for user name or e-mail address, one for the password, and no cookie that outlives the browser."""

    email = None  # pyright: ignore[reportAssignmentType]
    remember = None  # pyright: ignore[reportAssignmentType]
    identity = StringField(
        "User name or e-mail address",
        filters=[tidy],
        validators=[InputRequired("Enter your user name or e-mail address.")],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        "Password",
        validators=[InputRequired("Enter your password.")],
        render_kw={"autocomplete": "current-password"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make the form."""
        super().__init__(*args, **kwargs)
        self.refused: list[str] = []

    def validate(self, **kwargs: Any) -> bool:
        """Check the password. An unknown or disabled user and a wrong password cost the same work and hear the same."""
        if not super(flask_security.LoginForm, self).validate(**kwargs):
            return False
        user = accounts.find_by_identity(records(), identity=self.identity.data or "")
        typed = accounts.normalized(self.password.data or "")
        if user is None:
            hash_password(typed)
            right = False
        else:
            right = verify_password(typed, user.password) and user.active
        if not right:
            self.refused.append(REFUSED)
            return False
        self.user = user
        return True

    @property
    def errors_summary(self) -> list[tuple[str, str]]:
        """Every error as (id of the field or empty, sentence)."""
        fields = [(str(field.id), str(error)) for field in self for error in field.errors]
        return [("", sentence) for sentence in self.refused] + fields


class ChangePasswordForm(flask_security.ChangePasswordForm):
    """The present password, and the new one twice."""

    password = PasswordField("Present password", render_kw={"autocomplete": "current-password"})

    @property
    def errors_summary(self) -> list[tuple[str, str]]:
        """Every error as (id of the field, sentence)."""
        return [(str(field.id), str(error)) for field in self for error in field.errors]
