"""A feed of changes as Atom (RFC 4287), by the writer of the standard library, so that no text can become markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as Xml

from tracker.domain.report import instant_text
from tracker.exports.glyphs import visible

NAMESPACE = "http://www.w3.org/2005/Atom"
MIMETYPE = "application/atom+xml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: an address that names it for ever, what it says, and where it is explained."""

    id: str
    title: str
    updated: datetime
    link: str
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    """Changes, newest first. `address` is the feed's own, `page` that of the page with the same."""

    title: str
    subtitle: str
    author: str
    address: str
    page: str
    updated: datetime
    entries: Sequence[Entry]


def render(feed: Feed) -> bytes:
    """The feed as UTF-8. The same changes give the same bytes."""
    root = Xml.Element("feed", xmlns=NAMESPACE)
    _text(root, "id", feed.address)
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", instant_text(feed.updated))
    Xml.SubElement(root, "link", rel="self", type=MIMETYPE, href=feed.address)
    Xml.SubElement(root, "link", rel="alternate", type="text/html", href=feed.page)
    _text(Xml.SubElement(root, "author"), "name", feed.author)
    for entry in feed.entries:
        _entry(root, entry)
    Xml.indent(root)
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _entry(root: Xml.Element, entry: Entry) -> None:
    item = Xml.SubElement(root, "entry")
    _text(item, "id", entry.id)
    _text(item, "title", entry.title)
    _text(item, "updated", instant_text(entry.updated))
    Xml.SubElement(item, "link", rel="alternate", type="text/html", href=entry.link)
    _text(item, "summary", entry.summary)


def _text(parent: Xml.Element, name: str, text: str) -> None:
    """Add an element of plain text; a character that XML cannot hold is shown by its number."""
    Xml.SubElement(parent, name).text = visible(text)
