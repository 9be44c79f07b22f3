"""The calendar of deadlines: a page, and the same as iCalendar."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.domain.dates import day_words
from tracker.domain.report import NOTICE
from tracker.exports import as_icalendar
from tracker.exports.as_icalendar import Event
from tracker.services import changes, paging, schedules
from tracker.services.schedules import ScheduledDay
from tracker.web.clocks import AskedClocks, clocks_from_request
from tracker.web.filters import PRODUCT, sentence_case
from tracker.web.forms.claim_filter import page_number
from tracker.web.forms.scope import CalendarForm
from tracker.web.navigation import page_size
from tracker.web.session import records
from tracker.web.views import scoping
from tracker.web.views.claim_desk import Desk

blueprint = Blueprint("schedules", __name__, url_prefix="/calendar")


@blueprint.get("/")
def show() -> tuple[str, int]:
    """The days of the duties that the address asks for: those ahead, then those past."""
    clocks, desk = clocks_from_request(), Desk()
    form = scoping.asked(CalendarForm, clocks)
    ahead, past = schedules.split(_days(form, clocks, desk), as_of=clocks.as_of)
    body = render_template(
        "schedules/show.html",
        form=form,
        clocks=clocks,
        desk=desk,
        query=scoping.query_of(form) | clocks.query,
        page=paging.cut([*ahead, *past], page=page_number(request.args), size=page_size()),
        ahead=len(ahead),
        state=desk.named_state(form.state),
    )
    return body, form.http_status


@blueprint.get("/deadlines.ics")
def file() -> AnyResponse:
    """The same as iCalendar. An address that cannot be read gets the sentence as plain text."""
    clocks, desk = clocks_from_request(), Desk()
    form = scoping.asked(CalendarForm, clocks)
    found = _days(form, clocks, desk)
    if form.errors:
        sentences = "\n".join(sentence for _, sentence in form.errors_summary)
        return Response(sentences, status=form.http_status, content_type="text/plain; charset=utf-8")
    state = desk.named_state(form.state)
    events = [_event(one, state, clocks) for one in found]
    made = as_icalendar.render(f"{PRODUCT}: deadlines", events, at=changes.start_of(clocks.clocks))
    answer = Response(made, content_type=as_icalendar.MIMETYPE)
    answer.headers["Content-Disposition"] = "attachment; filename=deadlines.ics"
    answer.add_etag()
    return answer.make_conditional(request)


def _days(form: CalendarForm, clocks: AskedClocks, desk: Desk) -> list[ScheduledDay]:
    scope = scoping.scope_of(form, desk)
    if scope is None:
        return []
    return schedules.days(records(), chosen=scope, clocks=clocks.clocks, outcome=form.chosen("outcome"))


def _event(one: ScheduledDay, state: str, clocks: AskedClocks) -> Event:
    query: dict[str, Any] = {**clocks.query, "_external": True}
    link = url_for("obligations.show", key=one.obligation.key, **query)
    if state:
        link = url_for("cells.show", state=state, obligation=one.obligation.key, **query)
    place = f"{one.obligation.provision.resolution.symbol}, paragraph {one.obligation.provision.paragraph}"
    stands = f" {sentence_case(one.decision.outcome.label)} as of {day_words(clocks.as_of)}." if one.decision else ""
    kind = f"{one.what}-{one.period}" if one.period else one.what
    return Event(
        id=f"{one.obligation.key}-{state or 'all'}-{kind}-{one.day}".replace(" ", "-") + f"@{urlsplit(link).hostname}",
        day=one.day,
        title=f"{one.obligation.title}: {one.words}",
        description=f"{place}.{stands} {one.obligation.summary} {NOTICE}",
        link=link,
    )
