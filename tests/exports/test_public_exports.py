"""Every format of a public edition: it has no word of what is restricted, and the hashes by which it is recognised."""

import pytest

from tests.exports.documents import SECRETS, copy_of, secretive
from tracker import exports
from tracker.domain.public_edition import public
from tracker.domain.report_copy import MARK
from tracker.exports import as_json

FULL, PUBLIC = copy_of(secretive()), copy_of(public(secretive()))


def test_the_full_edition_has_what_the_public_one_withholds() -> None:
    assert all(word in as_json.render(FULL).decode() for word in SECRETS)


@pytest.mark.parametrize("fmt", exports.FORMATS)
def test_no_format_of_the_public_edition_has_a_word_that_is_restricted(fmt) -> None:
    text = exports.FORMATS[fmt].render(PUBLIC).decode(errors="replace")
    assert [word for word in SECRETS if word.casefold() in text.casefold()] == []


@pytest.mark.parametrize("fmt", exports.FORMATS)
def test_the_mark_says_which_edition_it_is(fmt) -> None:
    found = MARK.search(exports.FORMATS[fmt].render(PUBLIC).decode(errors="replace"))
    assert found
    assert (found[0], found[2]) == (PUBLIC.mark, "public")
