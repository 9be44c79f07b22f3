"""Every format of a public edition: it has no word of what is restricted, and the hashes by which it is recognised."""

import io
import zipfile

import pytest

from tests.exports import pdfs
from tests.exports.documents import SECRETS, copy_of, secretive
from tracker import exports
from tracker.domain.public_edition import public
from tracker.domain.report_copy import ReportCopy
from tracker.domain.vocabulary import Edition
from tracker.exports import as_json, recognising

FULL, PUBLIC = copy_of(secretive()), copy_of(public(secretive()))


def test_the_full_edition_has_what_the_public_one_withholds() -> None:
    assert all(word in as_json.render(FULL).decode() for word in SECRETS)


def text_of(fmt: str, copy: ReportCopy) -> str:
    """Every word of a file: the parts of an archive, the pages and what is attached of a PDF, else the text itself."""
    data = exports.FORMATS[fmt].render(copy)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    if data.startswith(b"%PDF"):
        with pdfs.opened(data) as file:
            attached = [bytes(one.get_file().read_bytes()).decode() for one in file.attachments.values()]
        words = " ".join(" ".join(pdfs.pages(data)).split())
        return "\n".join([words, *attached, data.decode(errors="replace")])
    return data.decode()


@pytest.mark.parametrize("fmt", exports.FORMATS)
def test_no_format_of_the_public_edition_has_a_word_that_is_restricted(fmt) -> None:
    text = text_of(fmt, PUBLIC).casefold()
    assert [word for word in SECRETS if word.casefold() in text] == []


@pytest.mark.parametrize("fmt", ["pdf", "docx", "xlsx"])
def test_the_words_of_packed_formats_are_really_looked_at(fmt) -> None:
    text = text_of(fmt, FULL).casefold()
    assert any(word.casefold() in text for word in SECRETS)


@pytest.mark.parametrize("fmt", exports.FORMATS)
def test_the_mark_says_which_edition_it_is(fmt) -> None:
    assert [one.edition for one in recognising.named(exports.FORMATS[fmt].render(PUBLIC))] == [Edition.PUBLIC]
