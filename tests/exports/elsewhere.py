"""A report in every format, made in other time zones and languages, each in a process of its own.

`python -m tests.exports.elsewhere ZONE LANGUAGE …` prints a line of JSON for each pair: what an instant is called
there, and the digest of each file. What the formats need is loaded once; the processes are forked from there, before
anything is drawn.
"""

import json
import os
import sys
import time

from tests.domain.machine import elsewhere
from tests.exports import pdfs
from tests.exports.documents import copy_of, everything, saying
from tests.exports.golden_files import sha256
from tracker.exports import FORMATS


def digests() -> dict[str, str]:
    """The digest of the report in every format; the PDF in the fonts of its engine alone."""
    copy = copy_of(everything())
    made = {name: fmt.render(copy) for name, fmt in FORMATS.items() if name != "pdf"} | {"pdf": pdfs.made(copy)}
    return {name: sha256(name, data) for name, data in made.items()}


def main() -> None:
    """Make the files everywhere, one place after the other."""
    _warm()
    for zone, language in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
        child = os.fork()
        if not child:
            _say(zone, language)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            sys.exit(f"{zone}, {language}: it failed.")


def _warm() -> None:
    """Load what the formats need, with another report. Drawings are left out: typst starts threads."""
    copy = copy_of(saying("warm"))
    for name, fmt in FORMATS.items():
        if name != "pdf":
            fmt.render(copy)


def _say(zone: str, language: str) -> None:
    with elsewhere(zone, language):
        here = time.strftime("%Y-%m-%d %H:%M %z %B", time.localtime(0))
        os.write(1, json.dumps([zone, language, here, digests()]).encode() + b"\n")


if __name__ == "__main__":
    main()
