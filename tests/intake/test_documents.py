import json
import re
import tempfile
from collections import Counter
from dataclasses import asdict, replace

import pytest

import tracker
from tests.intake import files
from tests.intake.hostile import CORPUS, DAMAGED, LEAST, Hostile
from tracker.domain.errors import RuleBroken
from tracker.intake import document_child, documents
from tracker.intake.documents import USUAL, Document

SENTENCE = re.compile(r"[A-Z0-9][^.!?\n]{20,300}\.")
RIGHT_TO_LEFT = {"Arabic"}


def verdict(data: bytes) -> tuple[str, str]:
    """Whether a file is refused or read, and what is said of it."""
    try:
        return "read", documents.read(data).trouble
    except RuleBroken as refusal:
        return f"refused at {refusal.noun}.{refusal.field}", refusal.sentence


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    """The folder for temporary files, to see what is left in it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("hostile", CORPUS, ids=lambda hostile: f"{hostile.kind}: {hostile.name}")
def test_a_hostile_file_is_refused_with_one_sentence_and_leaves_nothing(hostile: Hostile, scratch):
    how, sentence = verdict(hostile.make())
    assert how == "refused at source.file" or (how, hostile.kind) == ("read", DAMAGED)
    assert SENTENCE.fullmatch(sentence), sentence
    assert list(scratch.iterdir()) == []


def test_there_are_as_many_hostile_files_of_each_class_as_were_promised():
    count = Counter(hostile.kind for hostile in CORPUS)
    assert {kind: count[kind] for kind, least in LEAST.items() if count[kind] < least} == {}
    assert len({(hostile.kind, hostile.name) for hostile in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("hostile", [hostile for hostile in CORPUS if "program" in hostile.name], ids=lambda h: h.name)
def test_a_program_is_never_called_damaged(hostile):
    assert "damaged" not in verdict(hostile.make())[1]


# What good files say.


def html_of(lines) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    head = f'<title>{files.TITLE}</title><meta property="article:published_time" content="2019-03-22T23:30:00-05:00">'
    menu = "<nav><ul><li><a href='/'>Home</a></li></ul></nav><script>var hidden = 'hidden words'</script>"
    page = f'<html lang="en-GB"><head>{head}</head><body>{menu}<article>{body}</article></body></html>'
    return f"<!doctype html>\n{page}".encode()


def test_an_article_is_read_with_what_it_says_of_itself():
    document = documents.read(html_of(files.SCRIPTS.values()))
    assert [line for line in files.SCRIPTS.values() if line not in document.text.split("\n")] == []
    assert "hidden" not in document.text
    assert document == Document(
        "text/html",
        document.text,
        "trafilatura",
        document.extractor_version,
        "utf-8",
        files.TITLE,
        "en-GB",
        "2019-03-22",
    )
    assert re.fullmatch(r"\d+\.\d+\.\d+", document.extractor_version)


def test_a_pdf_is_read_page_by_page():
    shown = [line[::-1] if script in RIGHT_TO_LEFT else line for script, line in files.SCRIPTS.items()]
    document = documents.read(files.pdf(files.page(*shown), files.page("The workers will re-", "turn home.")))
    first, second = document.text.split("\f")
    assert first.split("\n") == list(files.SCRIPTS.values())
    assert second == "The workers will re-\nturn home."
    about = (document.title, document.language, document.dated, document.pages, document.trouble)
    assert about == (files.TITLE, "en-GB", "2019-03-22", 2, "")
    assert document.extractor == "pypdfium2"
    assert re.fullmatch(r"\d+\.\d+\.\d+, pdfium [\d.]+", document.extractor_version)


def test_a_docx_file_is_read_paragraph_by_paragraph():
    document = documents.read(files.word(*files.SCRIPTS.values()))
    assert document.text.split("\n") == list(files.SCRIPTS.values())
    assert (document.title, document.language, document.trouble) == (files.TITLE, "en-GB", "")
    assert (document.extractor, document.pages) == ("python-docx", 0)


@pytest.mark.parametrize("kind", files.PICTURES)
def test_a_picture_is_measured_and_has_no_text(kind):
    document = documents.read(files.PICTURES[kind](40, 30))
    trouble = "It is a picture of 40 × 30 pixels, and no text is read from pictures."
    assert document == Document(f"image/{kind}", "", "picture header", tracker.__version__, trouble=trouble)


def test_text_is_kept_in_one_form():
    data = "Cafe\u0301\r\nold\rmac\x0bnext\u2028line\x07bell\x7f\ttab\fpage".encode()
    document = documents.read(data)
    assert document.text == "Café\nold\nmac\nnext\nline�bell�\ttab\fpage"
    assert document.trouble == "2 characters could not be read and stand as �."


def test_marks_without_end_on_one_letter_are_refused():
    assert verdict(("a" + "\u0301\u0323" * 500_000).encode())[1].startswith("The text has hundreds of marks")


def test_pasted_markup_stays_text():
    document = documents.plain("<p>He said:\r\n “We will.”</p>")
    assert document == Document(
        "text/plain", "<p>He said:\n “We will.”</p>", "plain text", tracker.__version__, "utf-8"
    )


@pytest.mark.parametrize(("text", "part"), [("", "no text"), (" \n", "no text"), ("x" * 101, "more than")])
def test_a_paste_of_nothing_or_too_much_is_refused(text, part):
    with pytest.raises(RuleBroken, match=part):
        documents.plain(text, limits=replace(USUAL, text=100))


def test_files_attached_to_a_pdf_are_missed_and_said_to_be():
    names = b"/Names<</EmbeddedFiles<</Names[(a.txt)<</Type/Filespec/F(a.txt)>>]>>>>"
    document = documents.read(files.pdf(files.page("Words"), catalog=names))
    assert (document.text, document.trouble) == ("Words", "The PDF has 1 file attached, whose text was not read.")


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (files.pdf(b"", b""), "No text could be read: the pages are pictures."),
        (files.pdf(b"", files.page("Words")), "No text could be read on 1 of 2 pages."),
        (files.pdf(b"", extra=b"/Encrypt<</Filter/Standard/V 1/R 2/O<11>/U<22>/P -4>>/ID[<00><00>]"), "encrypted"),
        (b"<html><body><script>let x</script></body></html>", "The page shows no text."),
        (b"<html><body>" + b"<div>" * 3_000 + b"deep</body></html>", "nested so deeply"),
        (files.word(), "The document holds no text."),
    ],
    ids=["pictures", "one picture", "encrypted", "only a script", "nested deeply", "empty document"],
)
def test_a_file_without_text_is_kept_and_says_why(data, trouble):
    document = documents.read(data)
    assert trouble in document.trouble
    assert document.text.strip("\f ") in ("", "Words")


# Limits.


@pytest.mark.parametrize(
    ("limits", "data", "part"),
    [
        (replace(USUAL, size=1_000_000), b"x" * 1_000_001, "has 2 MB, and the most is 1 MB"),
        (replace(USUAL, text=1_000), b"word " * 400, "more than 1 MB of text"),
        (replace(USUAL, parts=3), files.word("x"), "more than 3 parts"),
        (replace(USUAL, pixels=1_000_000), files.png(2_000, 2_000), "2000 × 2000 pixels, and the most is 1 million"),
        (replace(USUAL, memory=120 << 20), b"<html><p>" + b"word " * 4_000_000, "memory|broke off"),
        (replace(USUAL, memory=16 << 20), b"words", "memory|broke off"),
    ],
    ids=["bytes", "text", "parts", "pixels", "memory", "memory for nothing at all"],
)
def test_what_would_cost_too_much_is_refused(limits, data, part, scratch):
    with pytest.raises(RuleBroken, match=part) as refused:
        documents.read(data, limits=limits)
    assert SENTENCE.fullmatch(refused.value.sentence)
    assert list(scratch.iterdir()) == []


BRIEF = replace(USUAL, seconds=1, text=1_000)


@pytest.mark.parametrize(
    ("deed", "part"),
    [
        ("waits", "takes more than 1 seconds"),
        ("works", "takes more than 1 seconds"),
        ("talks", "broke off"),
        ("grows", "broke off"),
        ("dies", "broke off"),
    ],
)
def test_a_reader_that_gets_out_of_hand_is_ended(deed, part, scratch):
    with pytest.raises(RuleBroken, match=part):
        document_child.ask(b"", _order(deed), limits=BRIEF, module="tests.intake.unruly_reader")
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("deed", ["writes", "deletes", "connects", "looks up", "starts", "forks", "sees"])
def test_a_reader_can_do_nothing_but_answer(deed):
    answer = document_child.ask(b"", _order(deed), limits=USUAL, module="tests.intake.unruly_reader")
    assert json.loads(answer) == {deed: "refused"}


def _order(deed: str) -> str:
    return json.dumps({"deed": deed, "limits": asdict(BRIEF if deed in ("waits", "works", "talks") else USUAL)})


@pytest.mark.parametrize(
    "answer",
    [b"", b"null", b"[]", b"{}", b'{"text": "x"}', b"[" * 10_000, b"\xff", b'{"media_type": 1, "text": 2}'],
)
def test_an_answer_of_the_wrong_shape_is_no_document(answer, monkeypatch):
    monkeypatch.setattr(document_child, "ask", lambda *_, **__: answer)
    with pytest.raises(RuleBroken, match="could not be read"):
        documents.read(b"words")


def test_a_machine_that_cannot_bound_a_reader_reads_nothing(monkeypatch):
    monkeypatch.setattr(document_child.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(RuleBroken, match="cannot bound"):
        documents.read(b"words")


def test_a_server_without_room_says_that_it_is_the_server(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(RuleBroken, match="try again later"):
        documents.read(b"words")
