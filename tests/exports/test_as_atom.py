"""A feed as Atom: well formed, with plain text whatever the words, and the same bytes every time."""

from datetime import UTC, datetime
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from tracker.exports import as_atom
from tracker.exports.as_atom import Entry, Feed

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TAGS = [f"{{{as_atom.NAMESPACE}}}{name}" for name in ("id", "title", "updated", "link", "summary")]


def _feed(words):
    entry = Entry("urn:uuid:1", words, AT, "http://localhost/cells/A/b?c=d&e=f", words)
    return Feed(words, "About", "Tracker", "http://localhost/changes.atom", "http://localhost/changes/", AT, [entry])


@given(st.text())
def test_any_words_stay_text(words):
    made = as_atom.render(_feed(words))
    root = ElementTree.fromstring(made)  # noqa: S314 - our own bytes
    (entry,) = root.findall(f"{{{as_atom.NAMESPACE}}}entry")
    assert [child.tag for child in entry] == TAGS
    assert all(len(child) == 0 for child in entry)
    assert made == as_atom.render(_feed(words))


def test_what_looks_like_markup_is_read_back_as_it_was():
    root = ElementTree.fromstring(as_atom.render(_feed("<b>&amp; Côte d’Ivoire</b>")))  # noqa: S314 - our own bytes
    assert root.findtext(f"{{{as_atom.NAMESPACE}}}title") == "<b>&amp; Côte d’Ivoire</b>"
    assert root.findtext(f"{{{as_atom.NAMESPACE}}}updated") == "2026-01-02T03:04:05Z"
