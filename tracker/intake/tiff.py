"""TIFF pictures: a list of directories, each of which says where in the file the pieces of one page stand."""

import struct

_WIDTH, _HEIGHT = 256, 257
_PLACES, _LENGTHS = (273, 324), (279, 325)
_FORMS = {1: "B", 3: "H", 4: "I"}
_MOST_PAGES = 1_000
_MOST_ENTRIES = 1_000


def measure(data: bytes) -> tuple[tuple[int, int], int]:
    """The greatest width and height of its pages, and the file's end. Raises ValueError or struct.error when cut."""
    order = "<" if data.startswith(b"II") else ">"
    (place,) = struct.unpack_from(order + "I", data, 4)
    width = height = 0
    seen: set[int] = set()
    while place:
        if place in seen or len(seen) >= _MOST_PAGES:
            raise ValueError("the pages go round in a circle")
        seen.add(place)
        page, place = _page(data, order, place)
        _check_pieces(data, page)
        width, height = max(width, *page.get(_WIDTH, (0,))), max(height, *page.get(_HEIGHT, (0,)))
    return (width, height), len(data)


def _page(data: bytes, order: str, place: int) -> tuple[dict[int, tuple[int, ...]], int]:
    """The whole numbers of a directory by their tag, and where the next directory stands (0 after the last)."""
    (count,) = struct.unpack_from(order + "H", data, place)
    if not 0 < count <= _MOST_ENTRIES:
        raise ValueError("no directory stands there")
    page: dict[int, tuple[int, ...]] = {}
    for number in range(count):
        entry = place + 2 + 12 * number
        tag, kind, length = struct.unpack_from(order + "HHI", data, entry)
        if tag in (_WIDTH, _HEIGHT, *_PLACES, *_LENGTHS) and kind in _FORMS and length:
            page[tag] = _numbers(data, order, entry + 8, _FORMS[kind], length)
    return page, struct.unpack_from(order + "I", data, place + 2 + 12 * count)[0]


def _numbers(data: bytes, order: str, place: int, form: str, length: int) -> tuple[int, ...]:
    if struct.calcsize(form) * length > 4:
        (place,) = struct.unpack_from(order + "I", data, place)
    if place + length * struct.calcsize(form) > len(data):
        raise ValueError("cut short")
    return struct.unpack_from(f"{order}{length}{form}", data, place)


def _check_pieces(data: bytes, page: dict[int, tuple[int, ...]]) -> None:
    places = [place for tag in _PLACES for place in page.get(tag, ())]
    lengths = [length for tag in _LENGTHS for length in page.get(tag, ())]
    if not places or any(place + length > len(data) for place, length in zip(places, lengths, strict=True)):
        raise ValueError("cut short")
