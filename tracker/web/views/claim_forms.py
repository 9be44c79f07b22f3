"""Logging and editing a claim: check first, then save; nothing typed is ever lost.

One form serves both. Its buttons are told apart by `action`: `save`, `save_anyway`, `check`, `draft`,
`add_row:<list>`, `take:<obligation>` and `same:<claim>`; all of them work without a script. The page of what was read
out of a text sends the same fields: `save_anyway` and `join:<claim>`, of one first utterance, log a proposal as it
stands, `open` shows it in the form, and `cite` adds its source to a claim that is on record.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain import claiming
from tracker.domain.content import ClaimContent
from tracker.domain.errors import Problem, RuleBroken, Stale
from tracker.domain.vocabulary import Verification
from tracker.services import captures, claim_check, claims, drafts, history, revisions
from tracker.web import drafting, undoing
from tracker.web.access import person
from tracker.web.forms import claim_content
from tracker.web.forms.base import seen
from tracker.web.forms.claim_filter import number_in
from tracker.web.forms.claims import ClaimForm
from tracker.web.session import records
from tracker.web.views import reading_desk, recurring, replies
from tracker.web.views.claim_desk import Desk
from tracker.web.views.claims import blueprint, check_of
from tracker.web.views.drafts import LONGEST, NAME_FIELD, NEW, fields_sent, form_name, is_new

Answer = str | Response | tuple[str, int]
FILLING = ("add_row", "take", "same", "open")
WITHDRAWN = "This claim was withdrawn, so it cannot be edited. Log a new one if it is to stand again."
ANOTHER_SOURCE = "Another document carries it."
NO_BASE = "The page did not say which revision you had read. Compare with the present one, then save again."


@dataclass
class Work:
    """A claim in the making. `key` and `current`, its newest revision, are those of the claim edited, if one is.

    `reading` is the place of the text out of which it was read, if it was; its draft is then one of its own.
    """

    key: str = ""
    reading: str = ""
    current: Any = None
    desk: Desk = field(default_factory=Desk)
    draft: str = ""
    """The name under which its draft is kept."""

    def __post_init__(self) -> None:
        """Go on under the name that the page has, or that the address asks for; else under a new one."""
        asked = seen(request.form.get(NAME_FIELD, "") or request.args.get("draft", ""))
        newest = NEW if asked == drafting.RESUME else asked
        unnamed = self.key or self.reading or not is_new(newest)
        self.draft = form_name(self.key, reading=self.reading) if unnamed else newest

    def begin_again(self) -> None:
        """Undo what a refused save had begun, and fetch everything anew, since nothing read before it holds."""
        records().rollback()
        self.desk = Desk()
        if self.key:
            self.current = claims.show(records(), key=self.key)

    def address(self, draft: str | None = None) -> str:
        """Where its form stands; with `draft`, filled from the draft."""
        if self.key:
            return url_for("claims.edit", key=self.key, draft=draft)
        return url_for("claims.new", reading=self.reading or None, draft=draft)


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> Answer:
    """Log a claim."""
    return _answer(Work(reading=seen(request.values.get("reading", ""))[:LONGEST]))


@blueprint.route("/<key>/edit", methods=["GET", "POST"])
def edit(key: str) -> Answer:
    """Edit a claim, which makes a new revision of it."""
    current = claims.show(records(), key=key)
    if current.claim.withdrawn_at is not None:
        raise RuleBroken.at("claim", "", WITHDRAWN)
    return _answer(Work(key, current=current))


def _answer(work: Work) -> Answer:
    if request.method != "POST":
        return _open(work)
    action, _, subject = seen(request.form.get("action", "save")).partition(":")
    if action == "draft":
        return _keep(work)
    form = ClaimForm(formdata=MultiDict(fields_sent())) if action in FILLING else ClaimForm()
    if action in FILLING:
        draft = drafts.read(records(), user=person().id, form=work.draft) if action == "open" else None
        return _page(work, form, draft=draft, added=_fill(form, action, subject))
    if action == "cite" and work.current is not None:
        return _page(work, _with_source(work, form), added="citations")
    if action == "join":
        form.origin.data, action = subject, "save_anyway"
    return _submit(work, form, action)


def _fill(form: ClaimForm, action: str, subject: str) -> str:
    """Do what a button that only fills in the form asks for, and name the section that it touched."""
    if action == "add_row":
        form.add_row(subject)
        return subject
    if action == "take":
        form.take(subject)
        return "bearings"
    if action == "same":
        form.origin.data = subject
        return "hops"
    return ""


def _with_source(work: Work, form: ClaimForm) -> ClaimForm:
    """The claim being edited, with the sources of a proposal added to its own."""
    start = _start(work)
    added = [row.form.data for row in form.citations if not row.form.is_empty]
    more = {"citations": start["citations"] + added, "reading": form.reading.data, "reason": ANOTHER_SOURCE}
    return ClaimForm(formdata=None, data=start | more)


def _open(work: Work) -> str:
    draft = drafts.read(records(), user=person().id, form=work.draft)
    resumed = draft is not None and request.args.get("draft") in (drafting.RESUME, work.draft)
    if draft and resumed:
        return _page(work, ClaimForm(formdata=MultiDict(draft.data)), draft=draft, resumed=True)
    filled = recurring.filled() if not work.key else None
    form = ClaimForm(formdata=MultiDict(filled)) if filled else ClaimForm(data=_start(work))
    return _page(work, form, draft=draft)


def _start(work: Work) -> dict[str, Any]:
    if work.current is not None:
        content = revisions.content_of(work.current)
        return {**claim_content.filled(content, work.desk.lists), "base": str(work.current.number)}
    if like := request.args.get("like", ""):
        return recurring.like(like, request.args.get("state", ""), work.desk)
    if adverse := request.args.get("replies_to", ""):
        return replies.start(adverse, request.args.get("state", ""), work.desk)
    named = request.args.get("state", "")
    code = work.desk.find_state(named) if named else None
    start: dict[str, Any] = {"states": work.desk.lists.labels.get(code or "", named)}
    if duty := request.args.get("obligation", ""):
        start["bearings"] = [{"obligation": duty}]
    if source := request.args.get("source", ""):
        start["citations"] = [{"source": source, **_quoted(source)}]
    return start


def _quoted(source: str) -> dict[str, str]:
    """The words of a kept copy that the address names by their positions, and where they stand in it."""
    number, first, last = (number_in(request.args.get(name, "")) for name in ("copy", "from", "to"))
    if number is None or first is None or last is None:
        return {}
    capture = captures.get(records(), source=source, number=number)
    words = captures.words(records(), capture, start=first, stop=last)
    return {"quotation": words.text, "locator": words.locator} if words else {}


def _keep(work: Work) -> Response:
    drafts.keep(records(), user=person().id, form=work.draft, fields=fields_sent(), at=clock.now())
    flash("The draft is kept. It waits here for you, also after you sign out.")
    return redirect(work.address(draft=drafting.RESUME if work.key else work.draft), 303)


def _submit(work: Work, form: ClaimForm, action: str) -> Answer:
    content = _read(work, form)
    if content is None:
        return _page(work, form), 422
    findings = claim_check.before_saving(records(), content=content, besides=work.key)
    if action == "check" or (action != "save_anyway" and _is_new(work, findings)):
        return _page(work, form, findings=findings)
    try:
        return _save(work, form, content)
    except Stale as error:
        work.begin_again()
        return _conflict(work, form, content, error)
    except RuleBroken as error:
        work.begin_again()
        form.refuse(error)
        return _page(work, form), 422


def _read(work: Work, form: ClaimForm) -> ClaimContent | None:
    form.validate()
    checked = work.current.verification if work.current else Verification.NONE
    content = claim_content.read(form, work.desk.lists, verification=checked)
    if content is not None and (problems := claiming.problems(content)):
        form.refuse(RuleBroken("claim", *problems))
    recurring.refuse_blanks(form)
    return None if form.errors_summary else content


def _is_new(work: Work, findings: claim_check.Findings) -> bool:
    """Whether the findings should be read before saving; an edit is not stopped for what was there before it."""
    if work.current is None or not findings.any:
        return findings.any
    before = revisions.content_of(work.current)
    return findings.adds_to(claim_check.before_saving(records(), content=before, besides=work.key))


def _save(work: Work, form: ClaimForm, content: ClaimContent) -> Response:
    author, at = person().id, clock.now()
    if work.current is None:
        key = _logged(form, content, author, at)
    else:
        key, base = work.key, _base(work, form)
        reason = form.reason.data or ""
        claims.edit(records(), key=key, base=base, content=content, author=author, at=at, reason=reason)
        words = f"Saved as revision {base + 1}. It waits for review; the reviews of earlier revisions have lapsed."
        undoing.offer(words, url_for("claims.go_back", key=key, number=base), base=base + 1)
    drafts.drop(records(), user=author, form=work.draft)
    return redirect(reading_desk.settled(form.reading.data or "", key) or url_for("claims.show", key=key), 303)


def _logged(form: ClaimForm, content: ClaimContent, author: int, at: datetime) -> str:
    key = claims.log(records(), content=content, author=author, at=at).key
    replies.link(key, form.replies_to.data or "", author=author, at=at)
    recurring.note(key, form, at=at)
    words = "Logged. It waits for somebody else to review it, and changes no status until then."
    undoing.offer(words, url_for("claims.undo_log", key=key))
    return key


def _base(work: Work, form: ClaimForm) -> int:
    typed = form.base.data or ""
    if typed.isascii() and typed.isdecimal() and len(typed) < 6 and 1 <= int(typed) <= work.current.number:
        return int(typed)
    form.base.data = str(work.current.number)
    raise RuleBroken("claim", Problem("", NO_BASE))


def _conflict(work: Work, form: ClaimForm, content: ClaimContent, error: Stale) -> Answer:
    """Show what stood there, what somebody else saved and what was typed, and let the form go on from the present."""
    base = int(form.base.data or "1")
    form.base.data = str(work.current.number)
    form.refuse(error)
    ways = history.three_ways(records(), key=work.key, base=base, yours=content)
    return _page(work, form, ways=ways), 409


def _page(work: Work, form: ClaimForm, **shown: Any) -> str:
    given = {"findings": None, "draft": None, "resumed": False, "ways": None, "added": "", **shown}
    template = "claims/edit.html" if work.key else "claims/new.html"
    given["check"] = check_of(work.current) if work.key else None
    given["blanks"], given["likened"] = recurring.blanks(form), seen(request.args.get("like", ""))
    given["waiting"] = [] if work.key else _waiting(work)
    return render_template(template, form=form, work=work, desk=work.desk, **given)


def _waiting(work: Work) -> list[Any]:
    """The person's drafts of other new claims."""
    kept = drafts.of_user(records(), user=person().id)
    return [draft for draft in kept if is_new(draft.form) and draft.form != work.draft]
