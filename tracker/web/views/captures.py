"""Kept copies of sources: keep one by file, by paste or from its address; read its text; take the copies along."""

import hashlib
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker import clock
from tracker.domain.content import SourceContent
from tracker.domain.errors import RuleBroken
from tracker.domain.marking import paragraphs
from tracker.domain.vocabulary import CaptureMethod
from tracker.services import anchors, capture_files, captures, claim_list, kept_texts, sources
from tracker.services.captures import Custody
from tracker.services.claim_list import ClaimFilter
from tracker.web.access import person
from tracker.web.clocks import clocks_from_request, clocks_or_refusal
from tracker.web.filters import instant
from tracker.web.forms.base import seen
from tracker.web.forms.captures import KeepForm, NewSourceForm
from tracker.web.guard import refuse_replaced
from tracker.web.session import pause, records

blueprint = Blueprint("captures", __name__, url_prefix="/sources")

Answer = str | AnyResponse | tuple[str, int]
Work = tuple[list[capture_files.Read], Custody]
"""A file that was read, and how it was come by."""

NOTHING = "Choose a file, or paste the text."
OTHER_FILE = "The file that came has another SHA-256 ({digest}). Check that you chose the right one."
SANDBOX = "sandbox; default-src 'none'"
NUMBER = "int(max=100000):number"


@blueprint.route("/<key>/keep", methods=["GET", "POST"])
def keep(key: str) -> Answer:
    """Keep a copy of a source."""
    form = KeepForm()
    if not form.is_submitted():
        return _keep_page(key, form)
    refuse_replaced()
    if form.validate():
        try:
            return _kept(key, form)
        except RuleBroken as error:
            records().rollback()
            form.refuse(error)
    return _keep_page(key, form), 422


def _keep_page(key: str, form: KeepForm) -> str:
    source = sources.get(records(), key=key)
    return render_template("captures/keep.html", form=form, source=source, fetchable=_fetchable())


def _fetchable() -> tuple[str, ...]:
    return current_app.config["TRACKER"].fetch_from


def _kept(key: str, form: KeepForm) -> AnyResponse:
    work = _work(form)
    if work is None:
        raise RuleBroken.at("source", "file", NOTHING)
    read, custody = work
    return _told(key, capture_files.keep(records(), source=key, read=read, custody=custody, by=person().id))


def _work(form: KeepForm) -> Work | None:
    """What the form brings, read, and how it was come by; None where it brings nothing."""
    started = clock.now()
    data, name = form.bytes_sent, form.file_name
    if not data:
        return None
    _refuse_other(form, data)
    pause()  # reading may take seconds, in which nobody else should wait for this request
    read = capture_files.read(data) if name else capture_files.read_pasted(data.decode())
    custody = Custody(
        method=CaptureMethod.UPLOAD if name else CaptureMethod.PASTE,
        started_at=started,
        ended_at=clock.now(),
        file_name=seen(name),
        original_address=form.address.data or "",
        language=form.language.data or "",
        note=form.note.data or "",
    )
    return read, custody


def _refuse_other(form: KeepForm, data: bytes) -> None:
    digest = hashlib.sha256(data).hexdigest()
    if form.sha256.data and form.sha256.data.casefold() != digest:
        raise RuleBroken.at("source", "sha256", OTHER_FILE.format(digest=digest))


def _told(key: str, kept: list[Any]) -> AnyResponse:
    last = kept[-1]
    others = captures.elsewhere(records(), last)
    same = f" The same file is kept for {others[0]}." if others else ""
    flash(f"Kept as copy {last.number}, under its SHA-256. {last.trouble}{same}".strip())
    return redirect(url_for("captures.show", key=key, number=last.number), 303)


@blueprint.route("/new", methods=["GET", "POST"], endpoint="new")
def new_source() -> Answer:
    """Record a source, perhaps with a copy, before any claim cites it."""
    form = NewSourceForm()
    if not form.is_submitted():
        return render_template("captures/new.html", form=form)
    refuse_replaced()
    content = form.content() if form.validate() else None
    if content is not None:
        try:
            return _recorded(form, content)
        except RuleBroken as error:
            records().rollback()
            form.refuse(error)
    return render_template("captures/new.html", form=form), 422


def _recorded(form: NewSourceForm, content: SourceContent) -> AnyResponse:
    work = _work(form)
    again = sources.find_again(records(), content=content)
    source = again or sources.record(records(), content=content, by=person().id, at=clock.now())
    if again:
        flash("The record has this source already; nothing new was recorded of it.")
    if work is None:
        return redirect(url_for("sources.show", key=source.key), 303)
    read, custody = work
    kept = capture_files.keep(records(), source=source.key, read=read, custody=custody, by=person().id)
    return _told(source.key, kept)


@blueprint.post("/<key>/fetch")
def fetch(key: str) -> Answer:
    """Ask for the address of a source, and keep the answer. Off unless the installation allows the host."""
    language = sources.get(records(), key=key).language
    form = KeepForm(formdata=None)
    pause()
    try:
        read, custody = _fetched(seen(request.form.get("address", "")).strip(), language)
        return _told(key, capture_files.keep(records(), source=key, read=read, custody=custody, by=person().id))
    except RuleBroken as error:
        records().rollback()
        form.refused.append(error.sentence)
    return _keep_page(key, form), 422


def _fetched(address: str, language: str) -> Work:
    answer = capture_files.fetch(address, allowed=_fetchable(), now=clock.now)
    return capture_files.read(answer.data), capture_files.custody_of(answer, language=language)


@blueprint.get(f"/<key>/copies/<{NUMBER}>")
def show(key: str, number: int) -> str | AnyResponse:
    """The extracted text of a copy, with the words that claims quote from it marked, and its custody."""
    clocks = clocks_from_request()
    then = clocks.named_instant
    capture = captures.get(records(), source=key, number=number, known_at=then)
    text = captures.text_of(records(), capture)
    quoted = captures.quoted_in(records(), capture, known_at=then, as_of=clocks.named_day)
    chosen = ClaimFilter(source=key, known_at=then, as_of=clocks.named_day, public_at=clocks.public_at)
    return render_template(
        "captures/show.html",
        capture=capture,
        source=capture.source,
        paragraphs=paragraphs(text, kept_texts.quotations(quoted)),
        quoted=quoted,
        citing=claim_list.lines(records(), chosen=chosen),
        clocks=clocks,
    )


@blueprint.get(f"/<key>/copies/<{NUMBER}>/file", endpoint="file")
def file_of(key: str, number: int) -> AnyResponse:
    """The kept bytes, to be saved and never shown in place: what a stranger wrote is not run under our name."""
    capture = captures.get(records(), source=key, number=number, known_at=clocks_from_request().named_instant)
    data = captures.bytes_of(records(), capture.kept_file)
    name = f"{capture.kept_file.sha256}{capture_files.extension(capture.kept_file.media_type)}"
    return _attached(data, "application/octet-stream", name)


@blueprint.get("/<key>/copies.<fmt>", endpoint="archive")
def archive_of(key: str, fmt: str) -> AnyResponse:
    """The copies of a source, kept by the instant asked about, as one file that other programs can replay and check."""
    if fmt not in ("wacz", "warc"):
        abort(404)
    known_at = clocks_or_refusal().named_instant
    source = sources.get(records(), key=key)
    kept = captures.of_source(records(), source_id=source.id, known_at=known_at)
    data = capture_files.archived(records(), source=source, captures=kept, fmt=fmt, known_at=known_at)
    extension = "wacz" if fmt == "wacz" else "warc.gz"
    return _attached(data, "application/octet-stream", f"{key}.{extension}")


def _attached(data: bytes, mimetype: str, name: str) -> Response:
    answer = Response(data, content_type=mimetype)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


@blueprint.app_template_filter()
def locator(paragraph: Any) -> str:
    """Where a paragraph stands, in words: its page if the text has pages, and its number."""
    page = f"page {paragraph.page}, " if paragraph.page else ""
    return f"{page}paragraph {paragraph.number}"


LABELS = {"sha256": "SHA-256", "sha3-512": "SHA3-512", "certificate-sha256": "SHA-256 of the certificate"}
KINDS = {
    "text/html": "web page",
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
    "text/plain": "plain text",
    "application/warc": "web archive (WARC)",
    "application/wacz": "web archive (WACZ)",
}


@blueprint.app_template_filter()
def custody(capture: Any, known_at: datetime | None = None) -> list[tuple[str, str]]:
    """The custody of a copy, now or as recorded by an instant: the name of each field and what it says."""
    fields = capture_files.custody_fields(capture, known_at=known_at)
    fields |= {"started": instant(capture.started_at), "ended": instant(capture.ended_at)}
    return [(LABELS.get(name, name.replace("-", " ").capitalize()), value) for name, value in fields.items()]


@blueprint.app_template_filter()
def kind_of_file(media_type: str) -> str:
    """A media type as people say it."""
    plain = media_type.partition(";")[0]
    return KINDS.get(plain, f"{plain.partition('/')[2].upper()} picture" if plain.startswith("image/") else plain)


@blueprint.app_template_filter()
def quote_verdict(citation: Any, known_at: datetime | None = None) -> Any:
    """How the quotation of a citation stands in what is kept of its source, or was kept by an instant."""
    return anchors.verdict(citation, known_at=known_at)
