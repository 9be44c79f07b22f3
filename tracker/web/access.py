"""Who may reach what. Every endpoint stands in the table below; one that does not is refused.

One check before each request reads the table. Views and templates decide nothing about access, except what to offer.
"""

from dataclasses import dataclass
from enum import Enum

from flask import Flask, abort, current_app, flash, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.domain.vocabulary import Role
from tracker.services import sources
from tracker.web import errors
from tracker.web.session import SAFE_METHODS, records


class Door(Enum):
    """How a route is shut."""

    PUBLIC = "open to everybody, always"
    READING = "open to everybody where the installation allows public reading, else to those signed in"
    QUOTING = "open like reading, until a source is restricted: then to those signed in, since it quotes"
    ADDRESS = "open to whoever has an address with a secret in it, which the view checks"
    SIGNED_IN = "open to those signed in"
    ROLES = "open to those who have one of the roles"


@dataclass(frozen=True)
class Access:
    """Who may reach one endpoint."""

    door: Door
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Person:
    """Who is signed in, as plain values: an error page can name them when the database cannot."""

    id: int
    username: str
    name: str
    roles: frozenset[Role]

    def may(self, *roles: Role) -> bool:
        """Whether they have one of the roles. No role includes another: an administrator is not a reviewer."""
        return bool(self.roles.intersection(roles))


WITHHELD = "This record has sources that were not published. Sign in to read what is quoted from its sources."

PUBLIC = Access(Door.PUBLIC)
READING = Access(Door.READING)
QUOTING = Access(Door.QUOTING)
ADDRESS = Access(Door.ADDRESS)
SIGNED_IN = Access(Door.SIGNED_IN)


def only(*roles: Role) -> Access:
    """Open to those who have one of these roles."""
    return Access(Door.ROLES, frozenset(roles))


ANALYSTS = only(Role.ANALYST)
REVIEWERS = only(Role.REVIEWER)
PROPOSERS = only(Role.ANALYST, Role.REVIEWER)
ADMINISTRATORS = only(Role.ADMINISTRATOR)
SPEAKERS = only(Role.ANALYST, Role.REVIEWER)
ASSIGNERS = only(Role.REVIEWER, Role.ADMINISTRATOR)

ACCESS: dict[str, Access] = {
    "static": PUBLIC,
    "bootstrap.static": PUBLIC,
    "security.login": PUBLIC,
    "security.logout": PUBLIC,
    "security.change_password": SIGNED_IN,
    "home.show": READING,
    "home.help": PUBLIC,
    "finding.show": QUOTING,
    "finding.results": QUOTING,
    "saved_views.list": SIGNED_IN,
    "saved_views.new": SIGNED_IN,
    "saved_views.open": SIGNED_IN,
    "saved_views.edit": SIGNED_IN,
    "saved_views.remove": SIGNED_IN,
    "saved_views.bring_back": SIGNED_IN,
    "checks.list": QUOTING,
    "checks.show": QUOTING,
    "checks.begin": SIGNED_IN,
    "accounts.list": ADMINISTRATORS,
    "accounts.add": ADMINISTRATORS,
    "accounts.roles": ADMINISTRATORS,
    "accounts.disable": ADMINISTRATORS,
    "accounts.enable": ADMINISTRATORS,
    "accounts.password": ADMINISTRATORS,
    "claims.list": QUOTING,
    "claims.show": QUOTING,
    "registers.lines": QUOTING,
    "registers.file": QUOTING,
    "registers.workbook": QUOTING,
    "claims.history": QUOTING,
    "claims.new": ANALYSTS,
    "claims.edit": ANALYSTS,
    "claims.withdraw": ANALYSTS,
    "claims.undo_log": ANALYSTS,
    "claims.go_back": ANALYSTS,
    "claim_templates.list": ANALYSTS,
    "claim_templates.make": ANALYSTS,
    "claim_templates.edit": ANALYSTS,
    "claim_templates.remove": ANALYSTS,
    "claim_templates.bring_back": ANALYSTS,
    "drafts.keep": SIGNED_IN,
    "drafts.discard": SIGNED_IN,
    "reviews.list": QUOTING,
    "reviews.show": QUOTING,
    "reviews.decide": REVIEWERS,
    "reviews.undo": REVIEWERS,
    "reviews.keys": REVIEWERS,
    "determinations.list": QUOTING,
    "determinations.show": QUOTING,
    "determinations.new": PROPOSERS,
    "determinations.rule": REVIEWERS,
    "determinations.take_back": PROPOSERS,
    "determinations.propose_end": PROPOSERS,
    "determinations.rule_on_end": REVIEWERS,
    "determinations.take_end_back": PROPOSERS,
    "rules.list": READING,
    "rules.preview": QUOTING,
    "rules.show": READING,
    "rules.propose": PROPOSERS,
    "rules.rule": REVIEWERS,
    "rules.take_back": PROPOSERS,
    "assignments.edit": ASSIGNERS,
    "assignments.take": REVIEWERS,
    "assignments.end": ASSIGNERS,
    "assignments.put_back": ASSIGNERS,
    "reviewing_record.own": SIGNED_IN,
    "reviewing_record.show": ADMINISTRATORS,
    "dissents.edit": SPEAKERS,
    "dissents.take_back": SPEAKERS,
    "comments.list": QUOTING,
    "comments.add": SPEAKERS,
    "links.edit": SPEAKERS,
    "links.remove": SPEAKERS,
    "questions.list": QUOTING,
    "questions.show": QUOTING,
    "questions.new": SPEAKERS,
    "questions.reply": SPEAKERS,
    "searches.list": QUOTING,
    "searches.new": SPEAKERS,
    "sources.list": QUOTING,
    "captures.new": ANALYSTS,
    "bundles.list": QUOTING,
    "bundles.show": QUOTING,
    "bundles.merge": ANALYSTS,
    "bundles.matter": QUOTING,
    "bundles.settle": PROPOSERS,
    "bundles.adopt": REVIEWERS,
    "sources.show": QUOTING,
    "captures.keep": ANALYSTS,
    "captures.fetch": ANALYSTS,
    "captures.show": QUOTING,
    "captures.file": QUOTING,
    "captures.archive": QUOTING,
    "readings.new": ANALYSTS,
    "readings.show": ANALYSTS,
    "origins.list": QUOTING,
    "origins.show": QUOTING,
    "origins.merge": PROPOSERS,
    "origins.split": PROPOSERS,
    "origins.proposals": QUOTING,
    "origins.proposal": QUOTING,
    "origins.rule": REVIEWERS,
    "origins.take_back": PROPOSERS,
    "law_changes.list": QUOTING,
    "law_changes.show": QUOTING,
    "law_changes.new": PROPOSERS,
    "law_changes.rule": REVIEWERS,
    "law_changes.take_back": PROPOSERS,
    "law_changes.propose_strike": PROPOSERS,
    "law_changes.rule_on_strike": REVIEWERS,
    "law_changes.take_strike_back": PROPOSERS,
    "ripples.show": QUOTING,
    "ripples.clear": PROPOSERS,
    "notices.list": QUOTING,
    "notices.record": PROPOSERS,
    "regimes.list": READING,
    "regimes.show": READING,
    "resolutions.list": READING,
    "resolutions.show": READING,
    "obligations.list": READING,
    "obligations.show": READING,
    "states.list": READING,
    "states.show": QUOTING,
    "matrix.show": READING,
    "matrix.file": READING,
    "comparisons.show": QUOTING,
    "changes.show": QUOTING,
    "changes.feed": QUOTING,
    "schedules.show": READING,
    "schedules.file": READING,
    "coverage.show": READING,
    "reconciliations.show": QUOTING,
    "figures.show": QUOTING,
    "cells.show": QUOTING,
    "cells.proof": QUOTING,
    "cells.claims": QUOTING,
    "watches.list": SIGNED_IN,
    "watches.begin": SIGNED_IN,
    "watches.end": SIGNED_IN,
    "watches.look": SIGNED_IN,
    "watches.mail": SIGNED_IN,
    "watches.make_feed": SIGNED_IN,
    "watches.end_feed": SIGNED_IN,
    "watches.feed": ADDRESS,
    "reports.list": READING,
    "reports.show": READING,
    "reports.export": READING,
    "reports.export_public": READING,
    "reports.check": SIGNED_IN,
    "exports.list": SIGNED_IN,
    "exports.begin": SIGNED_IN,
    "exports.show": SIGNED_IN,
    "exports.cancel": SIGNED_IN,
    "exports.file": READING,
    "imports.list": QUOTING,
    "imports.show": QUOTING,
    "imports.template": READING,
    "imports.new": PROPOSERS,
    "imports.forget": PROPOSERS,
    "import_jobs.show": PROPOSERS,
    "import_jobs.columns": PROPOSERS,
    "import_jobs.carry_out": PROPOSERS,
    "import_jobs.give_up": PROPOSERS,
    "import_jobs.report": PROPOSERS,
    "bulk_reviews.show": REVIEWERS,
    "reports.diff": SIGNED_IN,
    "reports.new": ANALYSTS,
    "reports.take": ANALYSTS,
    "reports.withdraw": SIGNED_IN,
    "reports.approve": REVIEWERS,
}


def init(app: Flask) -> None:
    """Put the check before each request, and into every template the person and whether they may read the record."""
    app.before_request(check)
    app.context_processor(lambda: {"person": g.get("person"), "may_read": bool(g.get("person")) or _is_open(READING)})


def person() -> Person:
    """Who is signed in. For views behind a door that anonymous visitors cannot pass."""
    return g.person


def check() -> Response | None:
    """Let the request pass, or answer it: sign in first, or not allowed."""
    if request.endpoint in ("static", "bootstrap.static"):
        return None
    g.person = _person()
    if request.endpoint is None:
        return None
    access = ACCESS.get(request.endpoint)
    if access is None:
        return _undeclared(request.endpoint)
    if g.person is None:
        if _is_open(access):
            return None
        if access.door is Door.QUOTING and _is_open(READING):
            flash(WITHHELD)
        return sign_in_first()
    if access.door is Door.ROLES and not g.person.may(*access.roles):
        abort(403, "It is open to: " + ", ".join(role.label for role in Role if role in access.roles) + ".")
    return None


def allows(endpoint: str) -> bool:
    """Whether whoever asks may reach an endpoint; to offer no more than the table opens."""
    access, asking = ACCESS.get(endpoint), g.get("person")
    if access is None or _is_open(access):
        return access is not None
    return asking is not None and (access.door is not Door.ROLES or asking.may(*access.roles))


def _is_open(access: Access) -> bool:
    if access.door is Door.QUOTING:
        return _is_open(READING) and not _holds_restricted()
    public_reading = current_app.config["TRACKER"].public_reading
    return access.door in (Door.PUBLIC, Door.ADDRESS) or (access.door is Door.READING and public_reading)


def _holds_restricted() -> bool:
    """Whether a source of the record is restricted, asked once a request. A page may quote it beside any other."""
    if "holds_restricted" not in g:
        g.holds_restricted = sources.any_restricted(records())
    return g.holds_restricted


def _person() -> Person | None:
    if not current_user.is_authenticated:
        return None
    roles = frozenset(Role(role.name) for role in current_user.roles)
    return Person(current_user.id, current_user.username, current_user.name, roles)


def _undeclared(endpoint: str) -> Response | None:
    if current_app.testing:
        raise LookupError(f"{endpoint} is missing from the access table.")
    abort(403)


def sign_in_first() -> Response:
    """A page is asked for again after signing in; a form keeps what was typed in it."""
    if request.method in SAFE_METHODS:
        here = request.full_path if request.query_string else request.path
        return redirect(url_for("security.login", next=here), 303)
    return errors.again(401)
