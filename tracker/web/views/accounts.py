"""Accounts, for administrators. A password is shown once, on the page that answers the form that made it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import Role
from tracker.services import accounts
from tracker.web.forms.accounts import AccountForm, RolesForm
from tracker.web.session import records

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")


@blueprint.get("", endpoint="list")
def list_all() -> str:
    """Everybody who has an account."""
    users = accounts.list_all(records())
    own = {user.username for user in users if accounts.is_records_own(user)}
    return render_template("accounts/list.html", users=users, own=own)


@blueprint.route("/add", methods=["GET", "POST"])
def add() -> str | tuple[str, int]:
    """Add a person; answers with their first password."""
    form = AccountForm()
    if not form.is_submitted():
        return render_template("accounts/add.html", form=form)
    if form.validate():
        password = accounts.new_password()
        try:
            user = accounts.add(
                records(),
                username=form.username.data or "",
                email=form.email.data or "",
                name=form.name.data or "",
                roles=_chosen(form),
                password_hash=accounts.hash_password(password),
                at=clock.now(),
            )
            return render_template("accounts/password.html", user=user, password=password, is_new=True)
        except RuleBroken as error:
            form.refuse(error)
    return render_template("accounts/add.html", form=form), 422


@blueprint.route("/<username>/roles", methods=["GET", "POST"])
def roles(username: str) -> str | Response | tuple[str, int]:
    """Choose what a person may do."""
    user = accounts.find(records(), username=username)
    form = RolesForm(data={"roles": [role.name for role in user.roles]})
    if not form.is_submitted():
        return render_template("accounts/roles.html", form=form, user=user)
    if form.validate():
        try:
            accounts.set_roles(records(), username=username, roles=_chosen(form))
            flash(f"The roles of {user.name} are changed.")
            return redirect(url_for("accounts.list"), 303)
        except RuleBroken as error:
            form.refuse(error)
    return render_template("accounts/roles.html", form=form, user=user), 422


@blueprint.post("/<username>/disable")
def disable(username: str) -> Response:
    """Shut a person out, at once."""
    user = accounts.disable(records(), username=username)
    flash(f"{user.name} can no longer sign in. What they recorded stays.")
    return redirect(url_for("accounts.list"), 303)


@blueprint.post("/<username>/enable")
def enable(username: str) -> Response:
    """Let a person in again."""
    user = accounts.enable(records(), username=username)
    flash(f"{user.name} can sign in again.")
    return redirect(url_for("accounts.list"), 303)


@blueprint.post("/<username>/password")
def password(username: str) -> str:
    """Give a person another password, and show it once."""
    fresh = accounts.new_password()
    user = accounts.reset_password(records(), username=username, password_hash=accounts.hash_password(fresh))
    return render_template("accounts/password.html", user=user, password=fresh, is_new=False)


def _chosen(form: AccountForm | RolesForm) -> set[Role]:
    return {Role(name) for name in form.roles.data or []}
