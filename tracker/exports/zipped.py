"""Files in one ZIP whose bytes depend on nothing but the files: fixed times, fixed rights, the order that is given."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

FIRST_TIME = datetime(1980, 1, 1, tzinfo=UTC)
"""The earliest time that a ZIP can hold."""

_PLAIN_FILE = 0o644 << 16
_UNIX = 3


def zipped(files: Mapping[str, bytes], *, at: datetime = FIRST_TIME, stored: bool = False) -> bytes:
    """The ZIP of some files by their paths. `stored` leaves their bytes as they are."""
    out = io.BytesIO()
    time = max(at, FIRST_TIME).astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(out, "w") as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, time)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The files of a ZIP by their paths, in the order of the paths."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {path: archive.read(path) for path in sorted(archive.namelist())}
