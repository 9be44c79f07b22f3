"""Questions put to states: the list, one with its reply, and recording both."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.asking import QuestionState
from tracker.domain.errors import RuleBroken
from tracker.services import questions
from tracker.web import drafting
from tracker.web.access import person
from tracker.web.clocks import clocks_from_request
from tracker.web.errors import form_status
from tracker.web.forms.questions import QuestionForm, QuestionsForm, ReplyForm
from tracker.web.session import records
from tracker.web.views.claim_desk import Desk

blueprint = Blueprint("questions", __name__, url_prefix="/questions")

Answer = str | Response | tuple[str, int]


@blueprint.get("/", endpoint="list")
def list_all() -> tuple[str, int]:
    """The questions by the filters in the address, newest first."""
    clocks, desk = clocks_from_request(), Desk()
    form = QuestionsForm.asked(clocks)
    state = desk.named_state(form.state)
    standing = QuestionState(form.chosen("standing")) if form.chosen("standing") else None
    found = [] if form.errors else questions.browse(records(), clocks=clocks.clocks, state=state, standing=standing)
    narrowed = bool(form.state.data or form.standing.data)
    page = render_template(
        "questions/list.html", form=form, clocks=clocks, questions=found, desk=desk, narrowed=narrowed
    )
    return page, form.http_status


@blueprint.get("/<int:number>")
def show(number: int) -> str:
    """One question, what came of it, and the form for its reply."""
    return _page(number, ReplyForm(formdata=None))


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> Answer:
    """Record a question that was put to a state."""
    form = drafting.start(QuestionForm, data=_start())
    if not form.is_submitted():
        return _new(form)
    if not form.validate() or form.asked_on.day is None:
        return _new(form), 422
    try:
        number = _asked(form)
    except RuleBroken as error:
        records().rollback()
        form.refuse(error)
        return _new(form), form_status(error)
    drafting.done()
    flash("The question is recorded. It stands on the pages of the claim and the cell that it is about.")
    return redirect(url_for("questions.show", number=number), 303)


def _start() -> dict[str, Any]:
    """What the address already says of the question."""
    named = {name: request.args.get(name, "") for name in ("state", "obligation", "claim")}
    named["state"] = Desk().lists.labels.get(named["state"], named["state"])
    return {**named, "asked_on": clock.today().isoformat()}


def _asked(form: QuestionForm) -> int:
    texts = ("state", "asked_of", "channel", "wording", "obligation", "claim")
    given: dict[str, Any] = {name: form[name].data or "" for name in texts}
    given |= {"asked_on": form.asked_on.day, "reply_by": form.reply_by.day}
    return questions.ask(records(), **given, by=person().id, at=clock.now()).id


def _new(form: QuestionForm) -> str:
    return render_template("questions/new.html", form=form, desk=Desk())


@blueprint.post("/<int:number>/reply")
def reply(number: int) -> Answer:
    """Record which claim is the reply."""
    form = ReplyForm()
    if not form.validate():
        return _page(number, form), 422
    try:
        questions.record_reply(records(), question=number, named=form.reply.data or "", by=person().id, at=clock.now())
    except RuleBroken as error:
        records().rollback()
        form.refuse(error)
        return _page(number, form), form_status(error)
    flash("The reply is on record with the question.")
    return redirect(url_for("questions.show", number=number), 303)


def _page(number: int, form: ReplyForm) -> str:
    clocks = clocks_from_request()
    row = questions.get(records(), question=number)
    return render_template(
        "questions/show.html",
        line=questions.line(records(), row=row, clocks=clocks.clocks),
        question=row,
        offered=questions.replies_on_record(records(), row=row),
        form=form,
        clocks=clocks,
    )
