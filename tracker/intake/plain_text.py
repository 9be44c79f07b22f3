"""Plain text: decoded, and otherwise as it stands."""

import tracker
from tracker.intake import clean_text, encodings
from tracker.intake.document_content import Document
from tracker.intake.sniffing import MediaType


def read(data: bytes, media: MediaType) -> Document:
    """The text of a file in the encoding that was found."""
    text = clean_text.clean(decoded(data, media))
    trouble = " ".join(filter(None, (doubt(media), clean_text.lost(text), encodings.mixed(data, media.encoding))))
    return Document(media.name, text, "plain text", tracker.__version__, media.encoding, trouble=trouble)


def decoded(data: bytes, media: MediaType) -> str:
    """The characters of a text; bytes that are none in its encoding become a mark."""
    return data.decode(media.encoding, "replace")


def doubt(media: MediaType) -> str:
    """A sentence about an encoding that was guessed, or nothing."""
    if media.is_certain:
        return ""
    name = media.encoding.replace("cp125", "windows-125")
    return f"The file does not say its encoding and was read as {name} by a guess; check that its letters are right."
