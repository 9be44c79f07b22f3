"""What is refused before any view: bodies of unknown length, text that no database can hold, posts from other sites."""

from urllib.parse import unquote_to_bytes, urlsplit

from flask import Flask, abort, current_app, request

from tracker.web.session import SAFE_METHODS

FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data"
UPLOADS = frozenset({"bundles.merge", "captures.keep", "captures.new", "imports.new", "readings.new"})
"""The endpoints whose forms send files."""
NO_FORM = "What was sent is no form of this site. Open the page and send it from there."
UNREADABLE = "The request holds bytes that are not text (UTF-8 was expected). Send it again without them."
NUL = "The request holds a NUL character, which no record can keep. Take it out and send it again."
FOREIGN = "The form was sent from another site. Nothing was changed."


def init(app: Flask) -> None:
    """Put the guards before everything else."""
    app.before_request(_refuse_unmeasured)
    app.before_request(_refuse_foreign)
    app.before_request(_refuse_unreadable)


def _refuse_unmeasured() -> None:
    """A body without a length would be cut at the limit and taken for whole (T2)."""
    if "Transfer-Encoding" in request.headers:
        abort(411)
    limit = current_app.config["MAX_CONTENT_LENGTH"]
    if _brings_file():
        limit += current_app.config["TRACKER"].max_upload_bytes
        request.max_content_length = limit
    if (request.content_length or 0) > limit:
        abort(413)


def _brings_file() -> bool:
    return request.endpoint in UPLOADS and request.mimetype == FILES


def is_foreign() -> bool:
    """Whether a browser says that another site sent this request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and _host(origin) != request.host


def _host(origin: str) -> str:
    """The host of an origin; nothing for one that cannot be read, which then equals no host of ours."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _refuse_foreign() -> None:
    if request.method not in SAFE_METHODS and is_foreign():
        abort(403, FOREIGN)


def _refuse_unreadable() -> None:
    """Undecodable bytes would become replacement characters without a word, and PostgreSQL refuses NUL (T5).

    Only the plain encoding of forms is taken, except where a form sends a file: in the parts of a multipart body bytes
    that are no text are replaced before anybody sees them, so those forms look for the replacement themselves.
    """
    if request.content_length and request.mimetype != FORM and not _brings_file():
        abort(415, NO_FORM)
    parts = [request.environ.get("PATH_INFO", "").encode("latin-1", "replace"), _bytes(request.query_string)]
    if request.mimetype == FORM:
        parts.append(_bytes(request.get_data(cache=True)))
    for part in parts:
        _refuse_bytes(part)
    for place in request.args.getlist("next"):
        _refuse_no_address(place)
    if not _brings_file():  # a large body is not read before it is known who sends it
        _refuse_in_form()


def _refuse_in_form() -> None:
    for place in request.form.getlist("next"):
        _refuse_no_address(place)
    for value in [*request.form, *(v for values in request.form.listvalues() for v in values)]:
        if "\0" in value:
            abort(400, NUL)


def refuse_replaced() -> None:
    """Refuse the text parts of a form with a file that were no text, or hold a NUL. For views that take such forms."""
    names = [upload.filename or "" for upload in request.files.values()]
    for value in [*names, *request.form, *(v for values in request.form.listvalues() for v in values)]:
        if "\ufffd" in value:
            abort(400, UNREADABLE)
        if "\0" in value:
            abort(400, NUL)


def _refuse_no_address(place: str) -> None:
    """A place to go to after signing in that is no address at all, such as http://[."""
    try:
        urlsplit(place)
    except ValueError:
        abort(400, "The place to go to after signing in is no address. Sign in from the first page.")


def _bytes(encoded: bytes) -> bytes:
    return unquote_to_bytes(encoded.replace(b"+", b" "))


def _refuse_bytes(part: bytes) -> None:
    try:
        part.decode()
    except UnicodeDecodeError:
        abort(400, UNREADABLE)
    if b"\0" in part:
        abort(400, NUL)
