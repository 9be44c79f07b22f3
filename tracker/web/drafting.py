"""Drafts of long forms beside that of a claim: kept under the address of their page, and resumed there.

Invariant kept here: a draft is read and written for the person signed in only, and only under the address of a page
that holds such a form and that the person may reach.
"""

from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, unquote

from flask import Flask, current_app, g, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tracker.domain import keeping
from tracker.domain.errors import RuleBroken
from tracker.services import drafts
from tracker.web import access
from tracker.web.forms.base import Form
from tracker.web.session import records

PAGE = "page:"
LONGEST = 125
RESUME = "resume"

PAGES = {
    "reviews.show": "A decision on {key}",
    "comments.list": "A comment on {key}",
    "dissents.edit": "A dissent from a review",
    "determinations.new": "A determination for {state}, {obligation}",
    "law_changes.new": "A change of the law on {obligation}",
    "questions.new": "A question to a state",
    "searches.new": "A search for information",
}
"""The pages with such a form, and what a draft of it is called."""

F = TypeVar("F", bound=Form)


@dataclass(frozen=True)
class Desk:
    """The form of a page: under which name its draft is kept, what is kept, and whether the page was filled from it."""

    name: str
    path: str
    draft: Any
    resumed: bool

    @property
    def keeps(self) -> str:
        """Where a script sends what is typed; empty while an earlier draft waits, so that it is not written over."""
        return "" if self.draft and not self.resumed else url_for("drafts.keep", form=self.name)

    @property
    def resumes(self) -> str:
        """Where the draft is gone on with."""
        return f"{self.path}?draft={RESUME}"


def init(app: Flask) -> None:
    """Give every template the desk of its page."""
    app.jinja_env.globals.update(draft_desk=desk)


def desk(path: str = "") -> Desk | None:
    """The desk of the present page, or of the page at a path; None where there is nobody to keep anything for."""
    path = path or quote(request.path)
    if g.get("person") is None or not title(path) or len(PAGE + path) > LONGEST:
        return None
    draft = drafts.read(records(), user=g.person.id, form=PAGE + path)
    resumed = draft is not None and request.args.get("draft") == RESUME and quote(request.path) == path
    return Desk(PAGE + path, path, draft, resumed)


def start(kind: type[F], **given: Any) -> F:
    """The form of the present page: as it was sent, or from the draft where the address asks for it, or as given."""
    found = desk() if request.method == "GET" and request.args.get("draft") == RESUME else None
    return kind(formdata=MultiDict(found.draft.data)) if found and found.resumed else kind(**given)


def done(path: str = "") -> None:
    """Forget the draft of the present page, whose form has just been sent with success."""
    drafts.drop(records(), user=access.person().id, form=PAGE + (path or quote(request.path)))


def title(path: str) -> str:
    """What a draft under a path is called; empty for a path without such a form, or one that is not open."""
    try:
        keeping.check_place(path)
        endpoint, values = current_app.url_map.bind("localhost").match(unquote(path), method="GET")
    except (HTTPException, RequestRedirect, RuleBroken):
        return ""
    return PAGES[endpoint].format(**values) if endpoint in PAGES and access.allows(endpoint) else ""
