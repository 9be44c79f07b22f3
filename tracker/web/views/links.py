"""Links between claims: making one, and taking one back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import LinkType
from tracker.services import claims, links, replies
from tracker.web.access import person
from tracker.web.errors import form_status
from tracker.web.forms.links import LinkForm
from tracker.web.session import records
from tracker.web.views.claims import check_of

blueprint = Blueprint("links", __name__)


@blueprint.route("/claims/<key>/links/new", methods=["GET", "POST"])
def edit(key: str) -> str | Response | tuple[str, int]:
    """Link a claim to another one."""
    form = LinkForm()
    if not form.is_submitted():
        return _page(key, form)
    if not form.validate():
        return _page(key, form), 422
    try:
        _link(key, form.other.data or "", LinkType(form.link_type.data))
    except RuleBroken as error:
        records().rollback()
        form.refuse(error)
        return _page(key, form), form_status(error)
    flash("The two claims are linked, and each shows the other.")
    return redirect(url_for("claims.show", key=key, _anchor="links"), 303)


def _link(key: str, named: str, link_type: LinkType) -> None:
    by, at = person().id, clock.now()
    if link_type is LinkType.REPLIES:
        replies.add(records(), claim=key, named=named, by=by, at=at)
    else:
        links.add(records(), claim=key, named=named, link_type=link_type, by=by, at=at)


def _page(key: str, form: LinkForm) -> str:
    revision = claims.show(records(), key=key)
    return render_template("links/edit.html", form=form, revision=revision, check=check_of(revision))


@blueprint.post("/links/<int:link>/remove")
def remove(link: int) -> Response:
    """Take a link back."""
    row = links.remove(records(), link=link, by=person().id, at=clock.now())
    flash("The link is taken back. The history of both claims keeps it.")
    return redirect(url_for("claims.show", key=row.claim.key), 303)
