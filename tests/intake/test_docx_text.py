import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from tests.intake import files
from tracker.intake import docx_text
from tracker.intake.document_content import USUAL, Document
from tracker.intake.sniffing import media_type_of

W = nsdecls("w")
BOX = "<w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent>"


def read(data: bytes) -> Document:
    return docx_text.read(data, media_type_of(data), USUAL)


@pytest.fixture
def document():
    """A document of one paragraph."""
    made = docx.Document()
    made.add_paragraph("First.")
    return made


def put(document, xml: str) -> None:
    """Put an element at the end of the text."""
    document.element.body.append(parse_xml(f"<w:body {W}>{xml}</w:body>")[0])


def beside(document, kind: str, xml: str) -> None:
    """Put a part beside the text, as notes are."""
    content = f"<w:{kind} {W}>{xml}</w:{kind}>".encode()
    part = Part(PackURI(f"/word/{kind}.xml"), "application/xml", content, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES.replace("footnotes", kind))


def test_tables_stand_where_they_are_with_a_row_a_line(document):
    table = document.add_table(2, 2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {number}"
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "inner a", "inner b"
    document.add_paragraph("Last.")
    lines = [line for line in read(files.saved(document)).text.split("\n") if line]
    assert lines == ["First.", "cell 0\tcell 1", "cell 2\tcell 3", "inner a\tinner b", "Last."]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
        ("<w:p><w:ins w:id='1'><w:r><w:t>inserted</w:t></w:r></w:ins></w:p>", "inserted"),
        ("<w:p><w:del w:id='1'><w:r><w:delText>deleted</w:delText></w:r></w:del><w:r><w:t>x</w:t></w:r></w:p>", "x"),
        ("<w:p><w:moveFrom w:id='1'><w:r><w:t>moved</w:t></w:r></w:moveFrom><w:r><w:t>x</w:t></w:r></w:p>", "x"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>control</w:t></w:r></w:p></w:sdtContent></w:sdt>", "control"),
        ("<w:p><w:hyperlink><w:r><w:t>linked</w:t></w:r></w:hyperlink></w:p>", "linked"),
        ("<w:p><w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>breaking</w:t></w:r></w:p>", "non\u2011breaking"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>7</w:t></w:r></w:p>", "7"),
        (
            f"<w:p><w:r><w:t>of</w:t><w:pict>{BOX}</w:pict></w:r></w:p>",
            "of\nbox",
        ),
    ],
    ids=["tab and break", "inserted", "deleted", "moved", "control", "link", "hyphen", "field", "text box"],
)
def test_words_that_a_reader_sees_are_found_and_others_are_not(document, xml, text):
    put(document, xml)
    assert read(files.saved(document)).text == f"First.\n{text}"


def test_notes_headers_and_footers_stand_around_the_text(document):
    document.sections[0].header.paragraphs[0].text = "Header"
    document.sections[0].footer.paragraphs[0].text = "Footer"
    beside(document, "footnotes", "<w:footnote><w:p><w:r><w:t>S/2019/239, annex.</w:t></w:r></w:p></w:footnote>")
    assert read(files.saved(document)).text == "Header\nFirst.\nS/2019/239, annex.\nFooter"


def test_pictures_of_old_documents_are_no_files_of_their_own(document):
    part = Part(PackURI("/word/media/image1.wmf"), "image/x-wmf", b"\xd7\xcd\xc6\x9a\x00\x00", document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    assert read(files.saved(document)).text == "First."


def test_text_in_other_files_is_missed_and_said_to_be(document):
    beside(document, "aFChunk", "")
    assert read(files.saved(document)).trouble == "Parts of the document are other files, whose text was not read."
