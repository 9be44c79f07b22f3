"""Reports made in other time zones and languages, each in a process of its own.

`python -m tests.exports.elsewhere RECORD ZONE LANGUAGE …` prints a line of JSON for each pair: what an instant is
called there, and digests. RECORD is the address of a seeded record, in which a report is frozen there, or `-` for a
report that is at hand and is made in every format. What is needed is loaded once; the processes are forked from there,
before anything is drawn.
"""

import json
import os
import sys
import time
from collections.abc import Callable

from tests.domain.machine import elsewhere
from tests.exports import pdfs
from tests.exports.documents import copy_of, everything, saying
from tests.exports.golden_files import sha256
from tests.exports.seeded import copies_at
from tracker.exports import FORMATS, as_json


def digests() -> dict[str, str]:
    """The digest of the report in every format; the PDF in the fonts of its engine alone."""
    copy = copy_of(everything())
    made = {name: fmt.render(copy) for name, fmt in FORMATS.items() if name != "pdf"} | {"pdf": pdfs.made(copy)}
    return {name: sha256(name, data) for name, data in made.items()}


def frozen(address: str) -> dict[str, str]:
    """The digest of a report that is frozen in a seeded record, as JSON."""
    return {name: sha256("json", as_json.render(copy)) for name, copy in copies_at(address, ["dossier"]).items()}


def main() -> None:
    """Make the files everywhere, one place after the other."""
    record = sys.argv[1]
    _warm()
    for zone, language in zip(sys.argv[2::2], sys.argv[3::2], strict=True):
        child = os.fork()
        if not child:
            _say(zone, language, digests if record == "-" else lambda: frozen(record))
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            sys.exit(f"{zone}, {language}: it failed.")


def _warm() -> None:
    """Load what the formats need, with another report. Drawings are left out: typst starts threads."""
    copy = copy_of(saying("warm"))
    for name, fmt in FORMATS.items():
        if name != "pdf":
            fmt.render(copy)


def _say(zone: str, language: str, made: Callable[[], dict[str, str]]) -> None:
    with elsewhere(zone, language):
        here = time.strftime("%Y-%m-%d %H:%M %z %B", time.localtime(0))
        os.write(1, json.dumps([zone, language, here, made()]).encode() + b"\n")


if __name__ == "__main__":
    main()
