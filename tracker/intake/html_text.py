"""HTML: the article by trafilatura; where it finds none, all the text that the page shows, by lxml.

All the text is also taken where the article is a small part of it, or looking for it takes too long: a quotation that
seems not to be in the source does more harm than a menu that seems to be.
Nothing of the page is run, fetched or kept as markup. Only what the page itself declares counts as its date, never a
guess from its address or its words.
"""

import signal
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import trafilatura
from lxml import html
from lxml.etree import ParserError, XMLSyntaxError, iterwalk

from tracker.intake import clean_text, plain_text
from tracker.intake.document_content import Document, Limits
from tracker.intake.sniffing import MediaType

_LARGEST = 2_000_000
"""Bytes of the largest page in which the article is looked for."""
_LEAST = 0.25
"""The least share of a page's text that an article may be."""
_SHARE_OF_TIME = 0.25
"""How much of the time that reading may take goes into looking for the article."""
_UNSEEN = {"script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "title"}
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@name='citation_publication_date' or @name='dc.date.issued' or @name='DC.date.issued']/@content",
    "//meta[@name='dcterms.issued' or @name='dc.date' or @name='DC.date' or @name='pubdate' or @name='date']/@content",
)
_TITLES = ("//meta[@property='og:title']/@content", "//head/title//text()", "//title//text()")
_LANGUAGES = ("/html/@lang", "/html/@*[local-name()='lang']", "//meta[@http-equiv='content-language']/@content")


def read(data: bytes, media: MediaType, limits: Limits) -> Document:
    """The text of a page, its title, language and date of publication."""
    page = plain_text.decoded(data, media).encode("utf-8", "replace")
    text, extractor, number = _article(page, limits)
    text = clean_text.clean(text)
    tree, is_deep = _tree(page)
    trouble = (
        plain_text.doubt(media),
        clean_text.lost(text),
        "" if text.strip() else "The page shows no text.",
        "The page is nested so deeply that text may be missing." if is_deep else "",
    )
    return Document(
        media.name,
        text,
        extractor,
        number,
        media.encoding,
        title=clean_text.title(_first(tree, _TITLES)),
        language=clean_text.language(_first(tree, _LANGUAGES)),
        dated=clean_text.dated(_first(tree, _DATES)),
        trouble=" ".join(filter(None, trouble)),
    )


def _article(page: bytes, limits: Limits) -> tuple[str, str, str]:
    """The text, and the name and version of what found it."""
    tree, is_deep = _tree(page)
    everything = _all_text(tree)
    found = "" if is_deep or len(page) > _LARGEST else _main_text(tree, limits.seconds * _SHARE_OF_TIME)
    if found.strip() and len(found) >= _LEAST * len(everything):
        return found, "trafilatura", version("trafilatura")
    return everything, "lxml, all text", version("lxml")


class _TooLong(BaseException):
    """Looking for the article took too long. No library catches it, since it is no Exception."""


def _give_up(_signal: int, _frame: Any) -> None:
    raise _TooLong


def _main_text(tree: Any, seconds: float) -> str:
    """The article, if one is found in that time."""
    signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        found = trafilatura.extract(tree, favor_recall=True, include_comments=True, include_tables=True)
    except (Exception, _TooLong):  # noqa: BLE001  (whatever it stumbles over, the page still has the text that it shows)
        found = None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return found or ""


def _tree(page: bytes) -> tuple[Any, bool]:
    """The page, parsed, and whether it was nested so deeply that the parser left something out."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, remove_comments=True, huge_tree=True)
    try:
        tree = html.document_fromstring(page, parser=parser)
        return tree, any("depth" in error.message for error in parser.error_log)
    except ParserError:  # there is no element in it
        return html.document_fromstring(b"<html><body></body></html>", parser=parser), False
    except XMLSyntaxError:  # HTML has no wrong syntax: the parser fails only for want of memory, and does not say so
        raise MemoryError from None


def _first(tree: Any, paths: tuple[str, ...]) -> str:
    return next((str(found) for path in paths for found in tree.xpath(path) if str(found).strip()), "")


def _all_text(tree: Any) -> str:
    """Each block of the page on lines of its own; white space in a line as a browser shows it."""
    lines = (" ".join(line.split()) for line in "".join(_pieces(tree)).split("\n"))
    return "\n".join(line for line in lines if line)


def _pieces(tree: Any) -> Iterator[str]:
    """The texts of the page in order, and a line end wherever a block begins or ends; without recursion."""
    hidden = 0
    for event, element in iterwalk(tree, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        text = element.text if event == "start" else element.tail
        if name in _UNSEEN:
            hidden += 1 if event == "start" else -1
        if name not in _INLINE and not hidden:
            yield "\n"
        if text and not hidden:
            yield text.replace("\n", " ")
