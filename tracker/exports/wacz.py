"""Kept files as WACZ 1.1.1: a WARC with its index, its pages and the digests of all of them, in one ZIP.

The same captures give the same bytes: entries have one fixed time and are stored as they are, which the format asks of
the WARC anyway, since programs read single records out of the middle of the file.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tracker.exports.captures import Captured, utc
from tracker.exports.surts import surt
from tracker.exports.warc import SOFTWARE, Placed, iso, placed
from tracker.exports.zipped import zipped

VERSION = "1.1.1"
_WARC, _INDEX, _PAGES = "archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl"
_PACKAGE, _PACKAGE_DIGEST = "datapackage.json", "datapackage-digest.json"


def wacz(captures: Iterable[Captured], *, title: str, at: datetime) -> bytes:
    """A WACZ of some captures, made at an instant. Raises ValueError as `Captured.checked` does."""
    data, places = placed(captures, at=at)
    files = {_WARC: data, _INDEX: _index(places), _PAGES: _pages(places, title)}
    files[_PACKAGE] = _package(files, places, title, at)
    files[_PACKAGE_DIGEST] = _json({"path": _PACKAGE, "hash": _hash(files[_PACKAGE])})
    return zipped(files, stored=True)


def _index(places: tuple[Placed, ...]) -> bytes:
    """The index: for each record its key in sorting order, its time, and where it stands."""
    return "".join(sorted(map(_index_line, places))).encode()


def _index_line(place: Placed) -> str:
    capture = place.capture
    entry = {
        "url": capture.uri,
        "mime": capture.media_type.partition(";")[0].strip(),
        "status": str(capture.status) if capture.fetched else "",
        "digest": f"sha256:{place.digest}",
        "length": str(place.length),
        "offset": str(place.offset),
        "filename": _WARC.rpartition("/")[2],
        "recordDigest": f"sha256:{place.record_digest}",
    }
    told = {name: value for name, value in entry.items() if value}
    return f"{surt(capture.uri)} {utc(capture.at):%Y%m%d%H%M%S} {json.dumps(told)}\n"


def _pages(places: tuple[Placed, ...], title: str) -> bytes:
    head: dict[str, Any] = {"format": "json-pages-1.0", "id": "pages", "title": title or "Pages"}
    if any(place.capture.text for place in places):
        head["hasText"] = True
    return "".join(json.dumps(line) + "\n" for line in [head, *map(_page, places)]).encode()


def _page(place: Placed) -> dict[str, str]:
    """A page. Its time has whole seconds, as the index does: that is how readers find its record."""
    capture = place.capture
    page = {
        "id": place.record_digest[:32],
        "url": capture.uri,
        "ts": iso(capture.at.replace(microsecond=0)),
        "title": capture.title or capture.uri,
        "mime": capture.media_type.partition(";")[0].strip(),
    }
    return {**page, "text": capture.text} if capture.text else page


def _package(files: dict[str, bytes], places: tuple[Placed, ...], title: str, at: datetime) -> bytes:
    package: dict[str, Any] = {
        "profile": "data-package",
        "resources": [_resource(path, data) for path, data in files.items()],
        "title": title or "Pages",
        "created": iso(at.replace(microsecond=0)),
        "wacz_version": VERSION,
        "software": SOFTWARE,
    }
    if places:
        first = places[0].capture
        package |= {"mainPageUrl": first.uri, "mainPageDate": iso(first.at.replace(microsecond=0))}
    return _json(package)


def _resource(path: str, data: bytes) -> dict[str, Any]:
    return {"name": path.rpartition("/")[2], "path": path, "hash": _hash(data), "bytes": len(data)}


def _hash(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2) + "\n").encode()
