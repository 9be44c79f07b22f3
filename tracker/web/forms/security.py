"""Signing in, and changing one's password."""

from typing import Any

import flask_security
from flask import request
from flask_security.utils import hash_password, validate_redirect_url, verify_password
from wtforms import Field, PasswordField, StringField
from wtforms.validators import InputRequired

from tracker import clock
from tracker.services import accounts, attempts
from tracker.web.forms.base import tidy
from tracker.web.session import database, records

REFUSED = "The user name or the password is not right. Check both and try again."


class LoginForm(flask_security.LoginForm):
    """One field for user name or e-mail address, one for the password, and no cookie that outlives the browser."""

    email = None  # pyright: ignore[reportAssignmentType] - None is how a subclass drops a field
    remember = None  # pyright: ignore[reportAssignmentType] - likewise
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
        visitor = {"identity": self.identity.data or "", "address": request.remote_addr or ""}
        # Counted before it is looked at, so that twenty at once are not all looked at; a right one is forgiven.
        with database().writing("system") as short:
            if sentence := attempts.refusal(short, **visitor, at=clock.now()):
                self.refused.append(sentence)
                return False
            attempts.note(short, **visitor, at=clock.now())
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
        with database().writing("system") as short:
            attempts.forgive(short, identity=visitor["identity"])
        self.user = user
        return True

    def validate_next(self, field: Field) -> None:
        """Forget a place on another site: whoever signs in is led to the first page, and not there."""
        if field.data and not validate_redirect_url(field.data):
            field.data = ""

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
