"""Elements of WordprocessingML, made one by one: text goes in as text and can never become markup (trap T10)."""

from collections.abc import Iterable, Iterator
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

Element = Any
"""An element of the tree that python-docx reads and writes."""


def made(tag: str, *inside: Element, **attributes: str | int) -> Element:
    """An element of the main namespace, with the elements inside it and its attributes."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(inside)
    return element


def paragraph(style: str, inside: Iterable[Element], *, from_right: bool = False, leads: bool = False) -> Element:
    """A paragraph in a style of `styles.xml`.

    `from_right` is for one that is read from the right; one that `leads` stays on a page with what follows.
    """
    about = made("pPr", made("pStyle", val=style))
    about.extend(made(name) for name, wanted in (("keepNext", leads), ("bidi", from_right)) if wanted)
    return made("p", about, *inside)


def text_run(text: str, *manner: Element) -> Element:
    """A run: lines and tabs of the text become breaks and tabs. `manner` are properties, in the order of the schema."""
    found = made("r", *([made("rPr", *manner)] if manner else []))
    found.extend(_pieces(text))
    return found


def _pieces(text: str) -> Iterator[Element]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield made("br")
        for place, part in enumerate(line.split("\t")):
            if place:
                yield made("tab")
            if part:
                yield _words(part)


def _words(text: str) -> Element:
    element = made("t")
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def field(instruction: str, shown: str) -> list[Element]:
    """A field that the word processor reckons, and what it shows until then."""
    asked = made("instrText")
    asked.text = f" {instruction} "
    asked.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    parts = (made("fldChar", fldCharType="begin"), asked, made("fldChar", fldCharType="separate"))
    end = made("fldChar", fldCharType="end")
    return [*(made("r", part) for part in parts), text_run(shown), made("r", end)]


def link(bookmark: str, *inside: Element) -> Element:
    """Runs that lead to a bookmark of the same document."""
    return made("hyperlink", *inside, anchor=bookmark, history=1)
