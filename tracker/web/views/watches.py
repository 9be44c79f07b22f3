"""What the reader watches: the digest, what it is of, and how they are told of it: a page, a feed, mails.

It is bookkeeping, as drafts are: nobody else sees it, and nothing of it stands in the audit log.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from flask import Blueprint, Flask, Response, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker import clock
from tracker.domain import digesting
from tracker.domain.digesting import Digest, Entry, Group, Line, What
from tracker.domain.report import NOTICE
from tracker.domain.vocabulary import MailRhythm
from tracker.exports import as_atom
from tracker.exports.as_atom import Feed
from tracker.exports.as_mail import Links
from tracker.services import digest_mails, digests, watches
from tracker.web.access import person
from tracker.web.clocks import clocks_from_request
from tracker.web.filters import PRODUCT
from tracker.web.forms.watches import READ, WEEK, MailForm, SinceForm
from tracker.web.session import records

blueprint = Blueprint("watches", __name__, url_prefix="/watching")

NUMBER = "int(max=2000000000):number"
FED = 2 * digesting.WEEK
"""How far back the feed goes."""


@blueprint.app_template_global()
def watch_of(**what: str) -> int | None:
    """The number of the reader's watch of just this; None where they do not watch it."""
    return watches.find(records(), user=person().id, **what)


@blueprint.get("/", endpoint="list")
def list_all() -> tuple[str, int]:
    """What happened to what the reader watches, and all that they may choose."""
    now, form, user = clock.now(), SinceForm.asked(), person().id
    watcher = watches.watcher(records(), user=user)
    since, is_read = _since(form, watcher, now)
    body = render_template(
        "watches/list.html",
        form=form,
        digest=digests.of_user(records(), user=user, since=since, until=now),
        mine=watches.of_user(records(), user=user),
        name_of=watches.name_of,
        is_read=is_read,
        looked_at=watcher.looked_at if watcher else None,
        words={"read": READ, "week": WEEK},
        watcher=watcher,
        mail=_mail(user, watcher),
        What=What,
    )
    return body, 422 if form.errors else 200


def _since(form: SinceForm, watcher: Any, now: datetime) -> tuple[datetime, bool]:
    """From when the digest tells, and whether that is since the reader marked it as read."""
    if day := form.day():
        return digesting.within(day, now), False
    looked = watcher.looked_at if watcher else None
    if looked is not None and form.since.data != WEEK:
        return digesting.within(looked, now), True
    return now - digesting.WEEK, False


def _mail(user: int, watcher: Any) -> dict[str, Any]:
    """How mails go to the reader: whether they can, what was chosen, and what came of the last."""
    chosen = watcher.mail if watcher else MailRhythm.NONE
    return {
        "can": current_app.config["TRACKER"].sends_mail,
        "form": MailForm(formdata=None, data={"mail": chosen.value}),
        "address": watches.address_of(records(), user=user),
        "last": digest_mails.last_of(records(), user=user),
        "state_of": digest_mails.state_of,
    }


@blueprint.post("/")
def begin() -> AnyResponse:
    """Watch what the form names."""
    named = _named()
    watches.begin(records(), user=person().id, at=clock.now(), **named)
    flash("You watch it. What happens to it is told on the page “What you watch”.")
    return redirect(_place(named), 303)


@blueprint.post(f"/<{NUMBER}>/end")
def end(number: int) -> AnyResponse:
    """Stop watching."""
    watches.end(records(), user=person().id, watch=number)
    flash("You watch it no longer.")
    return redirect(_place(_named()), 303)


def _named() -> dict[str, str]:
    return {name: request.form.get(name, "") for name in ("state", "obligation", "regime")}


def _place(named: dict[str, str]) -> str:
    """The page of what is named, with the clocks of the page from which one came; the list for nothing."""
    query = clocks_from_request().query
    if named["regime"]:
        return url_for("regimes.show", key=named["regime"], **query)
    if named["state"] and named["obligation"]:
        return url_for("cells.show", state=named["state"], obligation=named["obligation"], **query)
    if named["state"]:
        return url_for("states.show", code=named["state"], **query)
    return url_for("obligations.show", key=named["obligation"], **query) if named["obligation"] else _list()


def _list() -> str:
    return url_for("watches.list")


@blueprint.post("/read")
def look() -> AnyResponse:
    """Mark as read what the page had shown, and nothing that came since."""
    now = clock.now()
    watches.look(records(), user=person().id, at=min(_instant(request.form.get("until", "")) or now, now))
    flash("Marked as read. The page tells what happens from now on.")
    return redirect(_list(), 303)


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


@blueprint.post("/mail")
def mail() -> AnyResponse | tuple[str, int]:
    """Choose how often a mail is sent."""
    form = MailForm()
    if not form.validate():
        abort(422, " ".join(sentence for _, sentence in form.errors_summary))
    rhythm = MailRhythm(form.mail.data)
    watches.choose_mail(records(), user=person().id, rhythm=rhythm)
    flash(f"Chosen: {rhythm.label}.")
    return redirect(f"{_list()}#mail", 303)


@blueprint.post("/feed")
def make_feed() -> str:
    """Make the address of the feed, and show it this once."""
    token = watches.make_feed(records(), user=person().id, at=clock.now())
    return render_template("watches/feed.html", address=url_for("watches.feed", token=token, _external=True))


@blueprint.post("/feed/end")
def end_feed() -> AnyResponse:
    """End the feed: its address opens nothing any more."""
    watches.end_feed(records(), user=person().id)
    flash("The feed is ended. Its address opens nothing any more.")
    return redirect(f"{_list()}#feed", 303)


@blueprint.get("/feed/<token>.atom")
def feed(token: str) -> AnyResponse:
    """The digest as Atom, for whoever has the address. What restricted sources say is withheld."""
    reader = watches.reader_of(records(), token=token)
    if reader is None:
        abort(404, "There is no feed at this address. Its owner may have ended it, or made another.")
    now = clock.now()
    since = datetime.combine((now - FED).date(), time.min, UTC)
    digest = digesting.public(digests.of_user(records(), user=reader.id, since=since, until=now))
    made = _feed(digest, url_for("watches.feed", token=token, _external=True))
    answer = Response(as_atom.render(made), content_type=f"{as_atom.MIMETYPE}; charset=utf-8")
    answer.add_etag()
    return answer.make_conditional(request)


def _feed(digest: Digest, address: str) -> Feed:
    entries = sorted(_entries(digest), key=lambda one: (one.updated, one.id), reverse=True)
    return Feed(
        title=f"{PRODUCT}: what you watch",
        subtitle=NOTICE,
        author=PRODUCT,
        address=address,
        page=url_for("watches.list", _external=True),
        updated=entries[0].updated if entries else digest.since,
        entries=entries,
    )


def _entries(digest: Digest) -> Iterator[as_atom.Entry]:
    for group in digest.groups:
        for entry in group.entries:
            yield _entry(group, entry)


def _entry(group: Group, entry: Entry) -> as_atom.Entry:
    endpoint, values = _of_group(group)
    link = url_for(endpoint, **values, _external=True)
    claims = " ".join(line.claim for line in entry.lines)
    return as_atom.Entry(
        id=uuid5(NAMESPACE_URL, f"{link} {entry.what.value} {entry.day} {entry.head} {claims}").urn,
        title=f"{group.name}: {entry.head}",
        updated=entry.at,
        link=link,
        summary="\n".join([entry.what.meaning, *(line.sentence for line in entry.lines)]),
    )


def _of_group(group: Group) -> tuple[str, dict[str, Any]]:
    """The endpoint of a group's page, and its values."""
    if group.code:
        return "cells.show", {"state": group.code, "obligation": group.obligation}
    return "obligations.show", {"key": group.obligation}


def _of_line(line: Line) -> tuple[str, dict[str, Any]] | None:
    if line.claim:
        return "claims.show", {"key": line.claim}
    return ("sources.show", {"key": line.source}) if line.source else None


@blueprint.app_template_global()
def page_of_line(line: Line) -> str:
    """The page of the claim or source that a line of a digest names; empty for none."""
    place = _of_line(line)
    return url_for(place[0], **place[1]) if place else ""


@blueprint.app_template_global()
def page_of_group(group: Group) -> str:
    """The page of the cell, or of the obligation."""
    endpoint, values = _of_group(group)
    return url_for(endpoint, **values)


def links_of(app: Flask, *, site: str) -> Links:
    """The addresses that stand in mails, which are made without a request; `site` is where people reach the pages."""
    parts = urlsplit(site)
    places = app.url_map.bind(parts.netloc, parts.path or "/", url_scheme=parts.scheme)

    def built(place: tuple[str, dict[str, Any]] | None) -> str:
        return places.build(*place, force_external=True) if place else ""

    return Links(
        group=lambda group: built(_of_group(group)),
        line=lambda line: built(_of_line(line)),
        page=built(("watches.list", {})),
    )
