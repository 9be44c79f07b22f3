"""Exchange with other installations: what was merged, merging a bundle, settling what is left, adopting reviews."""

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import MatterKind, Role
from tracker.intake import bundles as incoming
from tracker.services import bundle_merging, exchanges, history, installations, reviews
from tracker.services.bundle_desk import Merged, brought_words
from tracker.web.access import person
from tracker.web.errors import STATUS, form_status
from tracker.web.forms.bundles import MergeForm, SettleForm
from tracker.web.forms.claim_filter import page_number
from tracker.web.guard import refuse_replaced
from tracker.web.navigation import page_size
from tracker.web.session import pause, records

blueprint = Blueprint("bundles", __name__, url_prefix="/bundles")

Answer = str | Response | tuple[str, int]
NUMBER = "int(max=2000000000):number"
KNOWN = "The bundle from {} brought nothing new; nothing was written."


@blueprint.app_template_filter()
def brought(counts: dict[str, Any]) -> str:
    """What a merge brought, in words."""
    return brought_words(counts)


@blueprint.app_template_global()
def seen_of(found: Any) -> int:
    """How much has happened to the reviews of a revision."""
    return reviews.seen_of(found)


@blueprint.get("/", endpoint="list")
def list_all() -> str:
    """What is to settle, and every merge that brought something."""
    identity = installations.identity(records())
    return render_template(
        "bundles/list.html",
        page=exchanges.merges(records(), page=page_number(request.args), size=page_size()),
        matters=exchanges.open_matters(records()),
        identity=identity,
        own=_own(identity),
    )


@blueprint.get(f"/<{NUMBER}>")
def show(number: int) -> str:
    """What one merge brought, and what it left."""
    row = exchanges.merge_of(records(), number=number)
    matters = exchanges.matters_of(records(), number=number)
    keys = exchanges.claims_of(records(), number=number)
    return render_template("bundles/show.html", row=row, matters=matters, keys=keys)


@blueprint.route("/merge", methods=["GET", "POST"])
def merge() -> Answer:
    """Merge a bundle, or only say what it would bring."""
    form = MergeForm()
    if not form.is_submitted():
        return render_template("bundles/merge.html", form=form)
    refuse_replaced()
    status = 422
    if form.validate():
        try:
            return _merged(form)
        except RuleBroken as error:
            records().rollback()
            form.refuse(error)
            status = STATUS[error.code]
    return render_template("bundles/merge.html", form=form), status


def _merged(form: MergeForm) -> Answer:
    bundle, copies = _read(form.bytes_sent)
    own = _own(installations.mark(records()).identity)
    made = bundle_merging.merge(records(), bundle=bundle, copies=copies, own=own, by=person().id, at=clock.now())
    if form.dry.data:
        records().rollback()
        return render_template("bundles/merge.html", form=form, made=made, made_from=bundle.manifest.name)
    return _told(made, bundle.manifest.name)


def _read(data: bytes) -> tuple[incoming.Bundle, bundle_merging.Copies]:
    """A bundle and the copies in it that are new, read while nobody else has to wait for this request."""
    pause()
    bundle = incoming.read(data)
    names = bundle_merging.unread(records(), bundle=bundle)
    pause()
    return bundle, bundle_merging.read_copies(bundle, names)


def _told(made: Merged, name: str) -> Response:
    if made.number is None:
        flash(" ".join([KNOWN.format(name), *made.left_out[:5]]))
        return redirect(url_for("bundles.list"), 303)
    flash(f"Merged: {made.sentence}.")
    return redirect(url_for("bundles.show", number=made.number), 303)


def _own(identity: str) -> str:
    return installations.name_of(current_app.config["TRACKER"].installation_name, identity)


@blueprint.get(f"/matters/<{NUMBER}>")
def matter(number: int) -> str:
    """One matter, and the form to settle it."""
    return _matter(number)


@blueprint.post(f"/matters/<{NUMBER}>/settle")
def settle(number: int) -> Answer:
    """Record how a matter is settled."""
    form = SettleForm()
    if not form.validate():
        return _matter(number, form), 422
    try:
        exchanges.settle(
            records(),
            number=number,
            by=person().id,
            at=clock.now(),
            words=form.words.data or "",
            put_other=bool(form.put_other.data),
        )
    except RuleBroken as error:
        records().rollback()
        form.refuse(error)
        return _matter(number, form), form_status(error)
    flash("Settled.")
    return redirect(url_for("bundles.list"), 303)


def _matter(number: int, form: SettleForm | None = None) -> str:
    row = exchanges.matter(records(), number=number)
    changes = ()
    if row.kind is MatterKind.CONFLICT and row.claim and row.ours and row.theirs:
        changes = history.compare(records(), key=row.claim.key, before=row.ours, after=row.theirs)
    may = g.person and g.person.may(Role.ANALYST, Role.REVIEWER)
    given: dict[str, Any] = {"form": form or SettleForm(formdata=None)} if may and row.settled_at is None else {}
    return render_template("bundles/matter.html", row=row, changes=changes, **given)


@blueprint.post(f"/reviews/<{NUMBER}>/adopt")
def adopt(number: int) -> Response:
    """Make a decision from elsewhere one's own."""
    row = exchanges.reviews_of(records(), number=number)
    key = row.revision.claim.key
    seen = request.form.get("seen", "")
    exchanges.adopt(records(), number=number, seen=_count(seen), by=person().id, at=clock.now())
    flash(f"Recorded for {key}: {row.verdict.label}, as your decision.")
    return redirect(url_for("claims.show", key=key, _anchor="reviews"), 303)


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1
