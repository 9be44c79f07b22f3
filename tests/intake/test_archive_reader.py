"""A web archive is read in a bounded child, and gives what reading it here would give."""

from datetime import UTC, datetime

import pytest

from tracker.domain.errors import RuleBroken
from tracker.exports.captures import captured
from tracker.exports.wacz import wacz
from tracker.exports.warc import warc
from tracker.intake import web_archives
from tracker.intake.archive_reader import files_of

AT = datetime(2020, 3, 22, 12, tzinfo=UTC)
PAGE = captured("<p>Слова</p>".encode(), address="https://a.example/x", media_type="text/html", at=AT)


@pytest.mark.parametrize("archive", [warc([PAGE], at=AT), wacz([PAGE], title="t", at=AT)], ids=["warc", "wacz"])
def test_the_child_gives_what_is_in_the_archive(archive):
    assert files_of(archive) == web_archives.read(archive)


def test_a_damaged_archive_is_refused_in_the_words_of_its_reader():
    with pytest.raises(RuleBroken, match=r"The archive cannot be taken: it .*\.$"):
        files_of(wacz([PAGE], title="t", at=AT)[:-40])
