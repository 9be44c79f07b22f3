"""Refusals and failures as pages: what happened, why, what next. Details go to the log, under an id the page shows.

Nothing typed is lost: a page that answers a form carries what was typed along, passwords excepted.
"""

import secrets
from dataclasses import dataclass

from flask import Flask, Response, current_app, flash, g, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as AnyResponse

from tracker.domain.errors import RuleBroken
from tracker.web.forms.base import seen

STATUS = {"refused": 422, "not_found": 404, "stale": 409, "not_allowed": 403}
"""The answer to each kind of broken rule."""


def form_status(error: RuleBroken) -> int:
    """The answer to a form that was refused. A name typed in it that is not on record is a fault of the form."""
    return 422 if error.code == "not_found" else STATUS[error.code]


@dataclass(frozen=True)
class Words:
    """What a page says of an error: what happened, why, and what to do next."""

    title: str
    why: str
    next: str


SEND_AGAIN = "Go back, check what was sent, and send it again."
WORDS = {
    400: Words("The request could not be read", "Something in it is not in the form that was expected.", SEND_AGAIN),
    401: Words("Sign in first", "This is open to those who are signed in.", "Sign in, then go on."),
    403: Words("You may not do this", "Your roles do not include it.", "Ask an administrator if they should."),
    404: Words(
        "There is nothing at this address",
        "The address may be mistyped, or name a record that was never made.",
        "Check the address, or begin from the first page.",
    ),
    405: Words("This address does not take that", "The page was asked in a way that it does not know.", SEND_AGAIN),
    409: Words(
        "Somebody else changed this meanwhile",
        "What you sent was based on an earlier version.",
        "Open the record again, compare, and send your change again. What you typed is below.",
    ),
    411: Words(
        "The length of the message is missing",
        "A message without its length could be cut without anybody noticing.",
        "Send it with a Content-Length.",
    ),
    413: Words(
        "The message is too large",
        "It is over the limit of this installation.",
        "Shorten it, or send it in parts. Nothing of it was kept.",
    ),
    422: Words("This was not done", "A rule of the record stands against it.", "Change what the sentence names."),
    429: Words("Too many attempts", "There were too many in a short time.", "Wait a little, then try again."),
    415: Words("This is no form of this site", "Only plain forms are taken here.", SEND_AGAIN),
    503: Words(
        "The record is busy",
        "Somebody else has been writing for longer than one waits. Nothing was changed.",
        "Wait a moment, then send it again.",
    ),
    500: Words(
        "Something went wrong on our side",
        "The fault is not in what you sent. Nothing was changed.",
        "Try again. If it happens again, give the id below to whoever runs this installation.",
    ),
}
OTHER = Words("This was not done", "The request could not be answered.", SEND_AGAIN)


def init(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(RuleBroken, _rule_broken)


def failed(error: BaseException) -> Response:
    """Log a failure under an id and answer with a page that names the id; say so where the database is only busy."""
    if current_app.extensions["tracker_database"].is_busy(error):
        return _page(503)
    error_id = secrets.token_hex(4)
    # %r keeps a line break in an address from forging a line of the log.
    current_app.logger.error(
        "Error %s: %s %r failed.",
        error_id,
        request.method,
        request.path,
        exc_info=error,
    )
    return _page(500, error_id=error_id)


def again(status: int) -> Response:
    """Answer a form that came without a live session: everything typed is there, ready to be sent again."""
    g.pop("csrf_token", None)
    page = render_template("errors/again.html", typed=typed(), signed_out=g.get("person") is None)
    return make_response(page, status)


def typed() -> list[tuple[str, str]]:
    """What the form held, field by field, several values of one field included; never a password or the token."""
    return [
        (seen(name), seen(value))
        for name, value in request.form.items(multi=True)
        if name and name != "csrf_token" and "password" not in name.casefold()
    ]


def _form_expired(_error: CSRFError) -> AnyResponse:
    if request.endpoint == "security.login":
        flash("The sign-in page had been open too long. Please sign in once more.")
        return redirect(url_for("security.login", next=request.form.get("next") or None), 303)
    if request.endpoint == "security.logout":
        if g.get("person"):
            flash("You are still signed in, because the page was older than your session. Please sign out once more.")
        return redirect(url_for("home.show"), 303)
    return again(400)


def _rule_broken(error: RuleBroken) -> Response:
    return _page(STATUS[error.code], why=error.sentence)


def _http_error(error: HTTPException) -> AnyResponse:
    """Keep what the standard says belongs to the answer (Allow, Location) and replace its page by ours."""
    if isinstance(error, InternalServerError):
        return failed(error.original_exception or error)
    answer = error.get_response()
    if answer.status_code < 400:
        return answer
    custom = error.description if error.description != type(error).description else None
    page = _page(answer.status_code, why=custom)
    if "Allow" in answer.headers:
        page.headers["Allow"] = answer.headers["Allow"]
    return page


def _page(status: int, *, why: str | None = None, error_id: str | None = None) -> Response:
    words = WORDS.get(status, OTHER)
    readable = status not in (400, 411, 413)
    page = render_template(
        "errors/page.html",
        code=status,
        words=words,
        why=why or words.why,
        error_id=error_id,
        typed=typed() if readable else [],
    )
    return make_response(page, status)
