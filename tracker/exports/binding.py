"""The volumes of a report as one archive, and one of them taken out again.

A report of one volume is no archive: it is the file itself.
"""

import io
import zipfile
from pathlib import Path

from tracker.domain.errors import NotFound, Problem
from tracker.domain.report_copy import ReportCopy
from tracker.domain.vocabulary import Edition
from tracker.exports import Format
from tracker.exports.zipped import zipped

MIMETYPE = "application/zip"


def name(copy: ReportCopy, extension: str, volume: int = 0) -> str:
    """What a file of a copy is called; `volume` is 0 where it is not one of several."""
    public = "-public" if copy.edition is Edition.PUBLIC else ""
    part = f"-volume-{volume}" if volume else ""
    return f"report-{copy.document.number}{public}{part}.{extension}"


def bound(fmt: Format, copy: ReportCopy) -> bytes:
    """All of a copy in a format: its file, or the ZIP of its volumes. The same copy gives the same bytes."""
    files = fmt.files(copy)
    if len(files.holds) == 1:
        return files.render()
    numbers = range(1, len(files.holds) + 1)
    made = {name(copy, fmt.extension, number): files.render(number) for number in numbers}
    return zipped(made, at=copy.document.frozen_at, stored=True)


def chosen(volume: int | None, most: int) -> int:
    """The volume that was asked for; 1 if none was. Raises NotFound for one that a report of `most` does not have."""
    if volume is None:
        return 1
    if not 0 < volume <= most:
        has = "one volume" if most == 1 else f"{most} volumes"
        said = f"There is no volume {volume}: this report has {has} in this format."
        raise NotFound("report", Problem("volume", said))
    return volume


def count(fmt: Format, place: Path) -> int:
    """How many volumes a file has that `bound` made."""
    if fmt.volumes is None or not zipfile.is_zipfile(place):
        return 1
    with zipfile.ZipFile(place) as archive:
        return len(archive.namelist())


class Unbound:
    """What `bound` made, opened again: a file, or the volumes of an archive."""

    def __init__(self, fmt: Format, data: bytes) -> None:
        self._data, self.is_archive = data, fmt.volumes is not None and data.startswith(b"PK")
        self._names = self._archive().namelist() if self.is_archive else [""]
        self.holds = ("",) * len(self._names)

    def render(self, number: int = 1) -> bytes:
        """One of them as it was made."""
        return self._archive().read(self._names[number - 1]) if self.is_archive else self._data

    def _archive(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self._data))
