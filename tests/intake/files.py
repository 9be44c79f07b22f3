"""Small files of every type that is read, made by hand, so that a test knows each of their bytes."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence

import docx
from docx.document import Document as OpenDocument

TITLE = "Report of the Panel of Experts"
SCRIPTS = {
    "Latin": "L’État a rapatrié “tous” les travailleurs, œuvre achevée à 100 % – ou presque…",
    "Cyrillic": "Россия выполнит резолюцию до конца 2019 года, заявил посол.",
    "Arabic": "نفذت الحكومة قرار مجلس الأمن قبل الموعد المحدد.",
    "Chinese": "中国政府一贯全面、严格执行安理会决议。",
    "Korean": "정부는 노동자를 모두 송환하였다고 밝혔다.",
    "Greek": "Η κυβέρνηση υπέβαλε την έκθεσή της στην Επιτροπή.",
}
"""A sentence in each of six scripts, with the marks that typographers put."""

UNICODE_MAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
1 beginbfrange <0000> <ffff> <0000> endbfrange
endcmap end end"""

GLYPHS = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/U/DW 600/CIDSystemInfo<</Registry(A)/Ordering(I)/Supplement 0>>>>"


def shown(line: str, *, down: int = 14) -> bytes:
    """The instructions that show a line of text on a page, `down` points below the one before."""
    return b"0 -%d Td <%s> Tj\n" % (down, line.encode("utf-16-be").hex().encode())


def page(*lines: str) -> bytes:
    """The content of a page that shows lines."""
    return b"BT /F1 12 Tf 50 800 Td\n" + b"".join(map(shown, lines)) + b"ET"


def pdf(*contents: bytes, extra: bytes = b"", stream: bytes = b"", catalog: bytes = b"") -> bytes:
    """A PDF whose pages have these contents. The others stand in the dictionaries of trailer, pages and catalogue."""
    first = 6
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(en-GB)%s>>" % catalog,
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(contents)),
        b"<</Title(%s)/CreationDate(D:20190322101500Z)>>" % TITLE.encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/U/Encoding/Identity-H/ToUnicode 5 0 R/DescendantFonts[%s]>>" % GLYPHS,
        b"<</Length %d>>stream\n%s\nendstream" % (len(UNICODE_MAP), UNICODE_MAP),
    ]
    for n, content in enumerate(contents):
        place = b"/MediaBox[0 0 600 850]/Resources<</Font<</F1 4 0 R>>>>/Contents %d 0 R" % (first + 2 * n + 1)
        objects.append(b"<</Type/Page/Parent 2 0 R%s>>" % place)
        objects.append(b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), stream, content))
    return _numbered(objects, extra)


def _numbered(objects: Sequence[bytes], extra: bytes) -> bytes:
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<</Size %d/Root 1 0 R/Info 3 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, extra, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def saved(document: OpenDocument) -> bytes:
    """The bytes of a DOCX document."""
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def word(*paragraphs: str) -> bytes:
    """A DOCX document with a title and paragraphs."""
    document = docx.Document()
    document.core_properties.title = TITLE
    document.core_properties.language = "en-GB"
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a DOCX document by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: Mapping[str, bytes] | Sequence[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    """A zip file of parts; with pairs instead of a mapping, two may have one name."""
    held = io.BytesIO()
    pairs = content.items() if isinstance(content, Mapping) else content
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in pairs:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG picture."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int = 4, height: int = 3) -> bytes:
    """A black picture; its pixels are not there where it says that it is large."""
    rows = zlib.compress(b"\x00" * (1 + width) * height if width * height < 10_000 else b"")
    head = struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def segment(kind: int, content: bytes) -> bytes:
    """A segment of a JPEG picture."""
    return struct.pack(">2BH", 0xFF, kind, len(content) + 2) + content


def jpeg(width: int = 4, height: int = 3) -> bytes:
    """A picture with all its segments, and a few bytes for its pixels."""
    frame = struct.pack(">B2H4B", 8, height, width, 1, 1, 0x11, 0)
    tables = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00") + segment(0xDB, bytes([0, *[1] * 64]))
    codes = segment(0xC4, bytes([0, 1, *[0] * 15, 0])) + segment(0xC4, bytes([0x10, 1, *[0] * 15, 0]))
    scan = segment(0xDA, bytes([1, 1, 0, 0, 63, 0])) + b"\x3f\xff\x00\xff\xd0\x3f"
    return b"\xff\xd8" + tables + segment(0xC0, frame) + codes + scan + b"\xff\xd9"


def gif(width: int = 4, height: int = 3) -> bytes:
    """A picture of two colours."""
    head = b"GIF89a" + struct.pack("<2H3B", width, height, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    return head + b"\x2c" + struct.pack("<4HB", 0, 0, width, height, 0) + b"\x02\x02\x44\x01\x00\x3b"


def webp(width: int = 4, height: int = 3) -> bytes:
    """A lossless picture; only its header is true."""
    bits = (width - 1) | (height - 1) << 14
    content = b"\x2f" + struct.pack("<I", bits) + b"\x07\x10\x11\x11\x88\x88\xfe\x07\x00\x00\x00"
    body = b"WEBPVP8L" + struct.pack("<I", len(content)) + content
    return b"RIFF" + struct.pack("<I", len(body)) + body


def tiff(width: int = 4, height: int = 3, order: str = "<") -> bytes:
    """A picture of one strip."""
    strip = b"\x00" * 12
    entries = [(256, 4, width), (257, 4, height), (273, 4, 8), (279, 4, len(strip))]
    table = b"".join(struct.pack(order + "HHII", tag, kind, 1, value) for tag, kind, value in entries)
    mark = b"II*\x00" if order == "<" else b"MM\x00*"
    head = mark + struct.pack(order + "I", 8 + len(strip))
    return head + strip + struct.pack(order + "H", len(entries)) + table + b"\x00" * 4


PICTURES = {"png": png, "jpeg": jpeg, "gif": gif, "webp": webp, "tiff": tiff}
