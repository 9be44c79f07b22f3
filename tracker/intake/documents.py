"""Files that people send -> what they say. One road for an upload and for pasted text.

The file's own bytes decide what it is. Pictures are only measured, here; everything else is read in a child process
that can do nothing but answer, and the answer is believed no further than its shape.
"""

import json
from dataclasses import asdict

import tracker
from tracker.intake import document_child, encodings, pictures, sniffing
from tracker.intake.document_content import USUAL, Document, Limits, megabytes, refused
from tracker.intake.sniffing import MediaType

__all__ = ["USUAL", "Document", "Limits", "piped", "plain", "read"]

_UNREADABLE = "The file could not be read; open it, save it again as PDF and send that."


def read(data: bytes, *, limits: Limits = USUAL) -> Document:
    """What a file says, with `trouble` where it can be kept but not read. Raises RuleBroken for one to be refused."""
    media = sniffing.media_type_of(data, limits=limits)
    return _picture(data, media, limits) if media.name.startswith("image/") else _asked(data, media, limits)


def plain(text: str, *, limits: Limits = USUAL) -> Document:
    """Pasted text, as the document that it is. Pasted markup stays text. Raises RuleBroken when it is too long."""
    return _text(text.encode("utf-8", "replace"), MediaType(sniffing.TEXT, "utf-8"), limits)


def piped(data: bytes, *, limits: Limits = USUAL) -> Document:
    """Text as another program wrote it, in the encoding that it seems to be in. Raises RuleBroken as `plain` does."""
    return _text(data, MediaType(sniffing.TEXT, *encodings.encoding_of(data, said="")), limits)


def _text(data: bytes, media: MediaType, limits: Limits) -> Document:
    if not data.strip():
        raise refused("There is no text; paste it again.")
    if len(data) > limits.text:
        raise refused(f"The text has more than {megabytes(limits.text)}; paste it in smaller parts.")
    return _asked(data, media, limits)


def _picture(data: bytes, media: MediaType, limits: Limits) -> Document:
    width, height = pictures.size_of(data, media.name, limits)
    trouble = f"It is a picture of {width} × {height} pixels, and no text is read from pictures."
    return Document(media.name, "", "picture header", tracker.__version__, trouble=trouble)


def _asked(data: bytes, media: MediaType, limits: Limits) -> Document:
    order = json.dumps({"limits": asdict(limits), "media": asdict(media)})
    answer = document_child.ask(data, order, limits=limits)
    try:
        found = json.loads(answer)
        sentence = found.pop("refused", None)
        document = None if sentence else Document(**found)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise refused(_UNREADABLE) from None
    if document is None:
        raise refused(str(sentence))
    if any(not isinstance(value, int if name == "pages" else str) for name, value in asdict(document).items()):
        raise refused(_UNREADABLE)
    return document
