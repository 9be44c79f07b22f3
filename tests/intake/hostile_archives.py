"""Hostile archives and documents, each made by a function: bombs, nests, entities, names, programs, crowds."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache, partial

from tests.intake import files

Make = Callable[[], bytes]
BODY = "word/document.xml"
MB = 1_000_000


@cache
def good() -> bytes:
    """A DOCX document without fault."""
    return files.word("The workers will leave by the deadline.", "All of them.")


@cache
def good_pdf() -> bytes:
    """A PDF without fault."""
    return files.pdf(files.page("The workers will leave by the deadline."))


def with_part(name: str, content: bytes) -> bytes:
    """The document with one part more, or another one in its place."""
    return files.packed(files.parts(good()) | {name: content})


def with_entry(name: str, *, mode: int = 0) -> bytes:
    """The document with a part that has this name, perhaps of an unusual kind."""
    info = zipfile.ZipInfo("placeholder" if "\x00" in name else name)
    info.filename = name
    info.create_system, info.external_attr = 3, mode << 16
    return files.packed([*files.parts(good()).items(), (info, b"/etc/passwd")])


def patched(data: bytes, name: str, field: int, value: int) -> bytes:
    """The archive with one field of a part's entry in the list changed; `field` counts from the entry's first byte."""
    place = data.rindex(name.encode()) - 46
    assert data[place : place + 4] == b"PK\x01\x02"
    return data[: place + field] + struct.pack("<I", value) + data[place + field + 4 :]


# Bombs.


def zeros(name: str, size: int) -> bytes:
    """The document with a part that unpacks to many zeros."""
    return with_part(name, bytes(size))


def xml_bomb(size: int) -> bytes:
    """The document with a body of many spaces."""
    return with_part(BODY, files.parts(good())[BODY].replace(b"<w:p>", b"<w:p>" + b" " * size, 1))


def many(count: int, size: int) -> bytes:
    """The document with parts that are each below the limit, and together are not."""
    return files.packed(files.parts(good()) | {f"word/media/{n}.bin": bytes(size) for n in range(count)})


def lying(size: int, claimed: int) -> bytes:
    """The document with a part that unpacks to more than the list of parts says."""
    return patched(zeros("word/media/a.bin", size), "word/media/a.bin", 24, claimed)


def overlapping(count: int, content: bytes) -> bytes:
    """An archive in which each part but the last holds the parts behind it too, so that few bytes unpack to many."""
    local, entry = struct.Struct("<4s5H3I2H6s"), struct.Struct("<4s6H3I5H2I6s")
    names, whole = [b"%06d" % n for n in range(count)], count * local.size + len(content)
    sizes = [whole - (n + 1) * local.size for n in range(count)]
    pairs = list(zip(names, sizes, strict=True))
    parts = b"".join(local.pack(b"PK\x03\x04", 20, 0, 0, 0, 0, 0, size, size, 6, 0, name) for name, size in pairs)
    entries = b"".join(
        entry.pack(b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, size, size, 6, 0, 0, 0, 0, 0, n * local.size, name)
        for n, (name, size) in enumerate(pairs)
    )
    return (
        parts + content + entries + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(entries), whole, 0)
    )


@cache
def spaces(megabytes: int) -> bytes:
    """A packed stream of spaces, put together from one block, since packing so many would take long."""
    packer = zlib.compressobj(9)
    head = packer.compress(b" " * MB) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * MB) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * (megabytes - 1) + packer.flush()


def pdf_bomb(megabytes: int, *, twice: bool = False) -> bytes:
    """A PDF whose page has a content that unpacks to very much."""
    if twice:
        return files.pdf(zlib.compress(spaces(megabytes)), stream=b"/Filter[/FlateDecode/FlateDecode]")
    return files.pdf(spaces(megabytes), stream=b"/Filter/FlateDecode")


BOMBS: dict[str, Make] = {
    "zeros as a picture": partial(zeros, "word/media/a.png", 40 * MB),
    "zeros as a part of no type": partial(zeros, "word/media/a.bin", 9 * MB),
    "zeros as styles": partial(zeros, "word/styles.xml", 20 * MB),
    "zeros as relations": partial(zeros, "_rels/.rels", 20 * MB),
    "zeros as content types": partial(zeros, "[Content_Types].xml", 20 * MB),
    "spaces in the body": partial(xml_bomb, 40 * MB),
    "two parts together": partial(many, 2, 8 * MB),
    "sixty parts together": partial(many, 60, 400_000),
    "a size that is too small": partial(lying, 20 * MB, 1_000),
    "a size that is far too small": partial(lying, 40 * MB, 1),
    "a size of nothing": partial(lying, 10 * MB, 0),
    "parts over one another": partial(overlapping, 2, b"a"),
    "many parts over one another": partial(overlapping, 1_900, bytes(MB)),
    "a bare archive of zeros": lambda: files.packed({"a.txt": bytes(30 * MB)}),
    "a page of spaces": partial(pdf_bomb, 1_500),
    "a page of spaces packed twice": partial(pdf_bomb, 3_000, twice=True),
}


# Archives in archives.


def nested(depth: int, core: bytes, name: str = "inner.zip") -> bytes:
    """An archive in an archive, and so on."""
    for _ in range(depth):
        core = files.packed({name: core})
    return core


NESTED: dict[str, Make] = {
    "an archive in an archive": lambda: nested(2, b"a"),
    "ten deep": lambda: nested(10, b"a"),
    "a hundred deep": lambda: nested(100, b"a"),
    "a document in an archive": lambda: files.packed({"a.docx": good()}),
    "an archive of archives": lambda: files.packed({f"{n}.zip": nested(2, bytes(MB)) for n in range(10)}),
    "an archive in a document": lambda: with_part("word/media/a.zip", nested(3, b"a")),
    "an archive as a picture": lambda: with_part("word/media/a.png", nested(3, b"a")),
    "a document as a picture": lambda: with_part("word/media/a.png", good()),
}


# Entities and document types.

LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">'


def declaring(name: str, declaration: bytes) -> bytes:
    """The document with a declaration in front of the root of a part."""
    content = files.parts(good())[name]
    place = content.index(b"?>") + 2
    return with_part(name, content[:place] + declaration + b"]>" + content[place:])


def in_utf16(name: str) -> bytes:
    """The document with a part in UTF-16, in which nobody who looks for ASCII finds a declaration."""
    text = (
        files.parts(good())[name].decode().replace("UTF-8", "UTF-16").replace("?>", '?><!DOCTYPE x [<!ENTITY a "">]>')
    )
    return with_part(name, text.encode("utf-16"))


ENTITIES: dict[str, Make] = {
    "laughs in the body": partial(declaring, BODY, LAUGHS),
    "laughs in styles": partial(declaring, "word/styles.xml", LAUGHS),
    "laughs in properties": partial(declaring, "docProps/core.xml", LAUGHS),
    "laughs in content types": partial(declaring, "[Content_Types].xml", LAUGHS),
    "a file outside, in the body": partial(declaring, BODY, OUTSIDE),
    "a file outside, in relations": partial(declaring, "word/_rels/document.xml.rels", OUTSIDE),
    "an address outside": partial(declaring, BODY, OUTSIDE.replace(b"file:///etc/passwd", b"http://127.0.0.1:9/x")),
    "a parameter": partial(declaring, BODY, b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;'),
    "in UTF-16": partial(in_utf16, BODY),
    "XHTML with laughs": lambda: b'<?xml version="1.0"?>' + LAUGHS.replace(b" x ", b" html ") + b"]><html>&j;</html>",
    "XML with laughs": lambda: b'<?xml version="1.0"?>' + LAUGHS + b"]><x>&j;</x>",
    "SVG with a file outside": lambda: OUTSIDE.replace(b" x ", b" svg ") + b"]><svg>&a;</svg>",
}


# Names and kinds of parts.


def twice(first: str, second: str) -> bytes:
    """The document with two parts of one name."""
    return files.packed([*files.parts(good()).items(), (first, b"one"), (second, b"two")])


def two_names() -> bytes:
    """The document with a part whose name in the list is another than in front of it."""
    data = with_part("word/media/a.bin", b"a")
    place = data.rindex(b"word/media/a.bin")
    return data[:place] + b"word/media/b.bin" + data[place + 16 :]


NAMES: dict[str, Make] = {
    "one folder up": partial(with_entry, "../evil"),
    "two folders up": partial(with_entry, "word/../../evil"),
    "far up": partial(with_entry, "../" * 20 + "etc/cron.d/evil"),
    "up at the end": partial(with_entry, "word/.."),
    "up, the Windows way": partial(with_entry, "..\\evil"),
    "from the root": partial(with_entry, "/etc/evil"),
    "from a drive": partial(with_entry, "C:/evil"),
    "from a server": partial(with_entry, "\\\\127.0.0.1\\evil"),
    "an empty step": partial(with_entry, "word//evil"),
    "a line end": partial(with_entry, "word/ev\nil"),
    "a link": partial(with_entry, "word/link", mode=stat.S_IFLNK | 0o777),
    "a pipe": partial(with_entry, "word/pipe", mode=stat.S_IFIFO | 0o644),
    "a device": partial(with_entry, "word/device", mode=stat.S_IFCHR | 0o644),
    "two parts but for capitals": partial(twice, "word/a.xml", "word/A.xml"),
    "two names for one part": two_names,
}


# Programs and files in documents.

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PROGRAM = b"MZ\x90\x00" + bytes(60) + b"This program cannot be run in DOS mode."


def with_macro_type() -> bytes:
    """The document with the content type of one with macros, but without any."""
    return with_part(
        "[Content_Types].xml",
        files.parts(good())["[Content_Types].xml"].replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
    )


PROGRAMS: dict[str, Make] = {
    "macros": partial(with_part, "word/vbaProject.bin", OLE),
    "macros in another folder": partial(with_part, "custom/VBAPROJECT.BIN", OLE),
    "the type of a document with macros": with_macro_type,
    "an object": partial(with_part, "word/embeddings/oleObject1.bin", OLE),
    "an object under the name of a picture": partial(with_part, "word/media/image1.png", OLE),
    "a control": partial(with_part, "word/activeX/activeX1.xml", b"<x/>"),
    "a program under the name of a picture": partial(with_part, "word/media/image1.png", PROGRAM),
    "a program under its own": partial(with_part, "word/run.exe", PROGRAM),
    "an old document": lambda: OLE,
}


# Crowds.


def crowd(count: int, *, claimed: int | None = None, far: bool = False) -> bytes:
    """An archive of very many empty parts, written by hand, since a library takes long and will not lie.

    `claimed` is how many the end says there are; with `far`, the end is of the kind that can say more than 65,535.
    """
    local = struct.Struct("<4s5H3I2H6s")
    entry = struct.Struct("<4s6H3I5H2I6s")
    names = [b"%06d" % n for n in range(count)]
    parts = b"".join(local.pack(b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 6, 0, name) for name in names)
    entries = b"".join(
        entry.pack(b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, n * local.size, name)
        for n, name in enumerate(names)
    )
    said = min(count, 0xFFFF) if claimed is None else claimed
    far_end = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(entries), len(parts))
    pointer = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(parts) + len(entries), 1)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, said, said, len(entries), len(parts), 0)
    return parts + entries + (far_end + pointer if far else b"") + end


CROWDS: dict[str, Make] = {
    "a hundred thousand parts": partial(crowd, 100_000, far=True),
    "as many as an end can say": partial(crowd, 100_000),
    "a hundred thousand parts, and one is said": partial(crowd, 100_000, claimed=1),
    "a hundred thousand parts, and none is said": partial(crowd, 100_000, claimed=0),
}
