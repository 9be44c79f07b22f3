"""The list of parts at the end of a zip file, read strictly and by ourselves, before any library opens the file.

What is kept here: the parts stand one after another from the first byte on, none over another, each with the same name
in front of it as in the list; no name leads out of a folder; no part is encrypted, a link, or unpacks to far more than
it is packed in. So there is one way to read the file, and every reader that comes later reads it in that way.
"""

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.intake.document_content import CUT_SHORT, Limits, refused

_END = struct.Struct("<4s4H2IH")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_LOCAL = struct.Struct("<4s5H3I2H")
_END_MARK, _ENTRY_MARK, _LOCAL_MARK = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_FAR_END_MARK = b"PK\x06\x07"
_LONGEST_COMMENT = 65_535
_ENCRYPTED = 0x2041
_UTF8 = 0x0800
_STORED, _DEFLATED = 0, 8
_SPARE = 24
"""The most bytes that may stand between two parts: sizes that a writer knew only afterwards."""
_LEADS_OUT = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.?([/\\]|$)|//|\\|[\x00-\x1f\x7f]")

_RESAVE = "open it, save it again as DOCX or PDF and send that."
_MIXED = f"The file has other content in it beside the document; {_RESAVE}"


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, where its packed bytes begin, how many they are, and what they must unpack to."""

    name: str
    at: int
    packed: int
    size: int
    crc: int
    is_deflated: bool


@dataclass(frozen=True, slots=True)
class _End:
    """The last record: where it stands, and where the list of parts begins, how long it is, and how many it names."""

    at: int
    first: int
    length: int
    count: int


def hides_archive(data: bytes) -> bool:
    """Whether a file that is something else can be opened as an archive too."""
    end = _end(data)
    if end is None:
        return False
    return data.startswith(_ENTRY_MARK, max(0, end.at - end.length)) or (end.count == 0 and end.at + 22 == len(data))


def parts_of(data: bytes, limits: Limits) -> tuple[Part, ...]:
    """The parts of a zip file, in the order in which they stand. Raises RuleBroken with the first fault."""
    end = _end(data)
    if end is None:
        raise refused(CUT_SHORT)
    _check_end(data, end, limits)
    entries = _entries(data, end)
    _check_names([name for name, _ in entries])
    found = sorted((entry[-1], name, entry) for name, entry in entries)
    parts = tuple(_part(data, name, entry) for _, name, entry in found)
    _check_order([place for place, _, _ in found], parts, end)
    _check_expansion(parts, limits)
    return parts


def _end(data: bytes) -> _End | None:
    at = data.rfind(_END_MARK, max(0, len(data) - _LONGEST_COMMENT - _END.size))
    if at < 0 or at + _END.size > len(data):
        return None
    _, _, _, _, count, length, first, _ = _END.unpack_from(data, at)
    return _End(at, first, length, count)


def _check_end(data: bytes, end: _End, limits: Limits) -> None:
    _, disk, list_disk, here, count, _, _, comment = _END.unpack_from(data, end.at)
    is_far = data.startswith(_FAR_END_MARK, max(0, end.at - 20)) or 0xFFFF in (here, count)
    if is_far or count > limits.parts:
        raise refused(f"The file has more than {limits.parts} parts, as no document has; {_RESAVE}")
    if disk or list_disk or here != count:
        raise refused("The file is one piece of a divided archive; put it together and send the document alone.")
    if end.at + _END.size + comment < len(data) or end.first + end.length < end.at:
        raise refused(_MIXED)
    if end.at + _END.size + comment > len(data) or end.first + end.length > end.at:
        raise refused(CUT_SHORT)


def _entries(data: bytes, end: _End) -> list[tuple[str, tuple[int, ...]]]:
    """Each part's name with the rest of its entry in the list, as the list has them."""
    entries: list[tuple[str, tuple[int, ...]]] = []
    place = end.first
    for _ in range(end.count):
        if place + _ENTRY.size > end.at or not data.startswith(_ENTRY_MARK, place):
            raise refused(CUT_SHORT)
        entry = _ENTRY.unpack_from(data, place)[1:]
        place += _ENTRY.size
        entries.append((_name(data[place : place + entry[9]], entry[2]), entry))
        place += sum(entry[9:12])
    if place != end.at:
        raise refused(CUT_SHORT)
    return entries


def _name(raw: bytes, flags: int) -> str:
    try:
        return raw.decode("utf-8" if flags & _UTF8 else "cp437")
    except UnicodeDecodeError:
        raise refused(CUT_SHORT) from None


def _check_names(names: Sequence[str]) -> None:
    if any(not name or _LEADS_OUT.search(name) for name in names):
        raise refused(
            f"A part of the file has a name that no document has, such as one that leads out of its folder; {_RESAVE}"
        )
    if len({name.casefold() for name in names}) != len(names):
        raise refused(f"The file has two parts of one name, so that it can be read in two ways; {_RESAVE}")


def _part(data: bytes, name: str, entry: tuple[int, ...]) -> Part:
    _, _, flags, method, _, _, crc, packed, size, *_, attributes, place = entry
    _check_kind(flags, method, attributes >> 16)
    if not data.startswith(_LOCAL_MARK, place) or place + _LOCAL.size > len(data):
        raise refused(CUT_SHORT)
    _, _, own_flags, own_method, _, _, _, _, _, name_length, extra_length = _LOCAL.unpack_from(data, place)
    start = place + _LOCAL.size
    if (own_method, _name(data[start : start + name_length], own_flags)) != (method, name):
        raise refused(f"The list of the file's parts does not agree with the parts; {_RESAVE}")
    if method == _STORED and packed != size:
        raise refused(CUT_SHORT)
    return Part(name, start + name_length + extra_length, packed, size, crc, method == _DEFLATED)


def _check_kind(flags: int, method: int, mode: int) -> None:
    if flags & _ENCRYPTED:
        raise refused("The file is encrypted; save it without a password and send that.")
    if mode & 0o170000 not in (0, 0o100000, 0o040000):
        raise refused(f"A part of the file is a link or a device, as no document has; {_RESAVE}")
    if method not in (_STORED, _DEFLATED):
        raise refused(f"The file is packed in a way that documents are not; {_RESAVE}")


def _check_order(places: Sequence[int], parts: Sequence[Part], end: _End) -> None:
    reached = 0
    for place, part in zip(places, parts, strict=True):
        if place < reached:
            raise refused(f"Parts of the file stand over one another, as an attack would have them; {_RESAVE}")
        if place > reached + (_SPARE if reached else 0):
            raise refused(_MIXED)
        reached = part.at + part.packed
    if reached > end.first:
        raise refused(CUT_SHORT)
    if end.first > reached + _SPARE:
        raise refused(_MIXED)


def _check_expansion(parts: Sequence[Part], limits: Limits) -> None:
    sizes = [(part.size, part.packed) for part in parts]
    sizes.append((sum(size for size, _ in sizes), sum(packed for _, packed in sizes)))
    if any(size > limits.expansion_from and size > limits.expansion * packed for size, packed in sizes):
        raise refused(
            f"The file unpacks to more than {limits.expansion} times its size, as no document does; {_RESAVE}"
        )
