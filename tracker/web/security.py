"""Signing in: Flask-Security, cut down to what the tracker uses.

Accounts are made by administrators, so there is no registration and no recovery; an unknown user and a wrong password
get the same answer after the same work; commits belong to `web.session` alone.
"""

from datetime import timedelta
from typing import Any

from flask import Flask, g
from flask_security import Security
from flask_security.datastore import FSQLALiteUserDatastore

from tracker.services import sessions
from tracker.web.forms.security import ChangePasswordForm, LoginForm
from tracker.web.session import records

CONFIG: dict[str, Any] = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
    "SECURITY_PASSWORD_LENGTH_MIN": 12,
    "SECURITY_PASSWORD_SALT": "unused: argon2 salts each password itself",
    "SECURITY_CHANGEABLE": True,
    "SECURITY_CHANGE_URL": "/account/password",
    "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_LOGOUT_CSRF": True,
    "SECURITY_FRESHNESS": timedelta(seconds=-1),  # below zero: the page that asks for the password again is left out
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_CLI_USERS_NAME": "",
    "SECURITY_CLI_ROLES_NAME": "",
    "SECURITY_MSG_PASSWORD_CHANGE": ("Your password is changed, and your other sessions are ended.", "success"),
    "SECURITY_MSG_PASSWORD_IS_THE_SAME": ("Choose a password that differs from the old one.", "error"),
    "SECURITY_MSG_PASSWORD_INVALID_LENGTH": ("Use at least %(length)s characters.", "error"),
    "SECURITY_MSG_RETYPE_PASSWORD_MISMATCH": ("Type the same new password in both fields.", "error"),
    "SECURITY_MSG_PASSWORD_NOT_PROVIDED": ("Enter your password.", "error"),
    "SECURITY_MSG_INVALID_PASSWORD": ("The password is not right; enter your present password.", "error"),
    "SESSION_PROTECTION": None,  # an address that changes on the way is no sign of theft; the token is the proof
}


class RequestRecords:
    """The request's session under the name by which Flask-Security asks for it."""

    @property
    def session(self) -> Any:
        """The request's session, begun by our rule."""
        return records()


class Accounts(FSQLALiteUserDatastore):
    """Users as Flask-Security reads them. It never commits, and a changed password ends every other session."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - as it is called
        """The user; the one whom the request's session was opened for was read with it, in the same transaction."""
        known = g.get("opened_for")
        if known is not None and kwargs == {"fs_uniquifier": known.fs_uniquifier}:
            return known
        return super().find_user(case_insensitive, **kwargs)

    def commit(self) -> None:
        """Leave the commit to the rule of `web.session`."""

    def set_uniquifier(self, user: Any, uniquifier: str | None = None) -> None:
        """Change the identity and end the sessions that were opened under the old one."""
        super().set_uniquifier(user, uniquifier)
        sessions.end_all(records(), user_id=user.id)


def init(app: Flask, *, user_model: type, role_model: type) -> None:
    """Wire sign-in, sign-out and change of password."""
    app.config.update(CONFIG)
    store = Accounts(RequestRecords(), user_model, role_model)  # pyright: ignore[reportArgumentType] - it needs .session only
    security = Security(app, store, login_form=LoginForm, change_password_form=ChangePasswordForm)
    security.want_json(lambda _request: False)
    # No token in a header or an address signs anybody in: the cookie is the only key.
    security.login_manager.request_loader(lambda _request: None)
