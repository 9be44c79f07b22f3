"""A report of several volumes read back: together they say everything, and each is a whole file of both standards."""

import io
import re
import zipfile
from dataclasses import replace

import pikepdf
import pytest

from tests.exports import pdfs
from tests.exports.documents import PLEDGE, RETURN, SPOKEN, copy_of, document
from tracker.domain.errors import NotFound
from tracker.domain.report import ReportDocument, ReportState
from tracker.exports import FORMATS, as_json, as_pdf, binding, recognising
from tracker.exports.outlining import evidence

ROOM = 4_000_000
STATES = [f"State {letter}" for letter in "ABCDEFGHIJKL"]


def many() -> ReportDocument:
    """A matrix of twelve states, each with a claim of its own; every claim is named by the next state as well."""
    states = tuple(ReportState(f"S{number}", name) for number, name in enumerate(STATES))
    claims = tuple(replace(PLEDGE, key=f"claim-{n}", statement=f"Statement {n}.") for n in range(len(states)))
    cells = tuple(
        replace(
            SPOKEN,
            state=state.code,
            reasons=(replace(SPOKEN.reasons[0], claims=(f"claim-{at}", f"claim-{(at + 1) % len(states)}")),),
            set_aside=(),
            determinations=(),
        )
        for at, state in enumerate(states)
    )
    return document(states=states, obligations=(RETURN,), cells=cells, evidence=claims)


COPY = copy_of(many())
OPENED = as_pdf.Volumes(COPY, own_fonts_only=True, room=ROOM)


@pytest.fixture(scope="module")
def files() -> list[bytes]:
    """The volumes."""
    return [OPENED.render(number) for number in range(1, len(OPENED.holds) + 1)]


def squeezed(said: str) -> str:
    return pdfs.squeezed(said)


def test_the_report_has_several_volumes_and_the_first_page_says_what_each_holds(files) -> None:
    first = squeezed(pdfs.pages(files[0])[0])
    assert len(files) > 2
    assert OPENED.holds[0].startswith("Matrix; Why (State A – State ")
    assert OPENED.holds[-1].endswith("Manifest")
    assert squeezed(f"This report has {len(files)} volumes") in first
    for number, holds in enumerate(OPENED.holds, 1):
        assert squeezed(f"Volume {number}: {holds}") in first
        assert squeezed(f"(Volume {number} of {len(files)})") in squeezed(pdfs.pages(files[number - 1])[0])
        assert number == 1 or squeezed(f"of {len(files)}: {holds}.") in squeezed(pdfs.pages(files[number - 1])[0])


def test_every_item_is_in_one_volume(files) -> None:
    texts = [pdfs.said(data) for data in files]
    whole = "".join(texts)
    for number, claim in enumerate(COPY.document.evidence, 1):
        head = squeezed(f"{number}. {evidence.about(claim)}: {claim.statement}")
        assert sum(head in text for text in texts) == 1, number
    titles = [title for data in files for title in bookmarks(data)]
    assert [one for one in titles if one.startswith("State") and not one.endswith("continued")] == STATES
    assert squeezed(RETURN.summary) in whole


def bookmarks(data: bytes) -> list[str]:
    """The titles of the bookmarks of a file, those of the second level after their own."""
    with pdfs.opened(data).open_outline() as found:
        return [one.title for root in found.root for one in (root, *root.children)]


def test_footnotes_have_the_numbers_of_the_evidence_in_every_volume(files) -> None:
    for data, text in zip(files, map(pdfs.said, files), strict=True):
        notes = len(pdfs.of_kind(pdfs.opened(data), "/Note"))
        found = set(re.findall(r"→Evidence(\d+)|Evidence(\d+)\(volume\d\)", text))
        assert len(found) == notes
        for here, there in found:
            number = int(here or there)
            words = squeezed(f"{number} {evidence.note_text(COPY.document.evidence[number - 1])}")
            assert words in text


def test_what_stands_elsewhere_is_named_by_its_volume_and_no_link_is_dead(files) -> None:
    for data in files:
        file = pdfs.opened(data)
        names = file.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
        places = {str(name) for name in list(names)[::2]}
        links = [link for page in file.pages for link in page.get("/Annots", []) if link.Subtype == "/Link"]
        named = [link.get("/Dest", link.get("/A", {}).get("/D")) for link in links]
        assert all(isinstance(to, pikepdf.Array) or str(to) in places for to in named)
    first = pdfs.said(files[0])
    assert re.search(r"Evidence1\(volume[23]\)", first)
    assert re.search(r"StateA→inprogress,self-reported", first)
    assert re.search(r"StateL→inprogress\(volume[23]\),self-reported", first)


def test_each_volume_is_a_whole_file_with_the_same_front_and_the_same_data(files) -> None:
    for number, data in enumerate(files, 1):
        file, text = pdfs.opened(data), pdfs.said(data)
        xmp = file.Root.Metadata.read_bytes().decode()
        for said in ("<pdfaid:part>3</pdfaid:part>", "<pdfuaid:part>1</pdfuaid:part>", COPY.mark):
            assert said in xmp
        assert str(file.docinfo.Title).endswith(f"(Volume {number} of {len(files)})")
        (attached,) = file.Root.AF
        assert attached.EF.F.read_bytes() == as_json.render(COPY)
        levels = [str(node.S) for node in pdfs.of_kind(file, "/H1", "/H2", "/H3")]
        assert levels[0] == "/H1"
        for said in (COPY.document.notice, COPY.approval, COPY.digest, "Manifest", "Colophon"):
            assert squeezed(said) in text
        assert recognising.volumes(data)[0] == number


def test_the_same_volume_has_the_same_bytes_and_all_of_them_are_one_archive(files, monkeypatch) -> None:
    opened = as_pdf.Volumes(COPY, own_fonts_only=True, room=ROOM)
    assert opened.render(2) == files[1]
    monkeypatch.setattr(as_pdf, "Volumes", lambda _copy: Rendered(files))
    data = binding.bound(FORMATS["pdf"], COPY)
    names = [f"report-7-volume-{number}.pdf" for number in range(1, len(files) + 1)]
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == names
    assert recognising.is_bound(data)
    again = binding.Unbound(FORMATS["pdf"], data)
    assert [again.render(number) for number in range(1, len(again.holds) + 1)] == files
    assert binding.bound(FORMATS["pdf"], COPY) == data


class Rendered:
    """Volumes that were rendered before."""

    def __init__(self, files: list[bytes]) -> None:
        self.holds, self._files = ("",) * len(files), files

    def render(self, number: int = 1) -> bytes:
        """One of them."""
        return self._files[number - 1]


def test_a_report_of_usual_size_is_one_file_and_says_nothing_of_volumes() -> None:
    assert FORMATS["pdf"].files(COPY).holds == ("",)
    assert "olume" not in pdfs.said(pdfs.made(copy_of(document())))


def test_a_format_without_volumes_is_one_file() -> None:
    files = FORMATS["json"].files(COPY)
    assert (files.holds, files.render()) == (("",), as_json.render(COPY))
    with pytest.raises(IndexError):
        files.render(2)


@pytest.mark.parametrize(("volume", "most", "expected"), [(None, 1, 1), (None, 5, 1), (1, 1, 1), (5, 5, 5)])
def test_a_volume_is_chosen(volume, most, expected) -> None:
    assert binding.chosen(volume, most) == expected


@pytest.mark.parametrize(
    ("volume", "most", "sentence"),
    [(0, 5, "There is no volume 0"), (6, 5, "has 5 volumes in this format"), (2, 1, "has one volume in this format")],
)
def test_a_volume_that_there_is_not_is_refused_in_a_sentence(volume, most, sentence) -> None:
    with pytest.raises(NotFound, match=sentence):
        binding.chosen(volume, most)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7 Volume x of y"])
def test_what_is_no_archive_of_volumes_is_told(data) -> None:
    assert not recognising.is_bound(data)
    assert recognising.volumes(data) == ()
