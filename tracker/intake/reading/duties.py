"""The duties of the record with the concepts of their words, found by the English dictionary."""

from functools import lru_cache

from tracker.domain.book import Book
from tracker.domain.concerning import Duties
from tracker.domain.lexicon import tokens
from tracker.intake.reading import tongues
from tracker.intake.reading.names import plain


@lru_cache(maxsize=2)
def duties_of(book: Book) -> Duties:
    """The duties of a book; made once for it."""
    titles = {duty.key: _concepts(f"{duty.title}. {duty.subject}") for duty in book.duties}
    wholes = {duty.key: titles[duty.key] | _concepts(duty.summary) for duty in book.duties}
    return Duties(book.duties, titles, wholes)


def _concepts(words: str) -> frozenset[str]:
    found = tongues.concepts().scan(tokens(plain(words)))
    return frozenset(hit.value for hit in found) - {"sanctions"}
