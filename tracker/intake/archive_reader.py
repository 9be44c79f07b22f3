"""The process that reads one web archive: the archive is its input, the files in it its output, in JSON.

It is started by `document_child`, under the same bounds as a reader of documents.
"""

import json
import sys
from base64 import b64decode, b64encode
from dataclasses import asdict
from datetime import datetime
from typing import Any

from tracker.domain.errors import RuleBroken
from tracker.intake import document_child, web_archives
from tracker.intake.confinement import confine
from tracker.intake.document_content import Limits, refused
from tracker.intake.warc_records import Archived

LIMITS = Limits(text=100_000_000, memory=1 << 30)
_UNREADABLE = "The archive could not be read; make it anew and send that."
_TOO_MUCH = "Reading the archive needs more memory than it may take; send it in smaller parts."


def files_of(data: bytes) -> list[Archived]:
    """The files in a web archive, read in a process of its own. Raises RuleBroken at `file`."""
    answer = document_child.ask(data, json.dumps(asdict(LIMITS)), limits=LIMITS, module="tracker.intake.archive_reader")
    try:
        found = json.loads(answer)
        sentence = found.get("refused")
        files = [_archived(file) for file in found.get("files", ())]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise refused(_UNREADABLE) from None
    if sentence:
        raise refused(str(sentence))
    return files


def _archived(file: dict[str, Any]) -> Archived:
    told: dict[str, Any] = {**file, "at": datetime.fromisoformat(file["at"]), "data": b64decode(file["data"])}
    told["headers"] = tuple((str(name), str(value)) for name, value in file["headers"])
    return Archived(**told)


def _told(file: Archived) -> dict[str, Any]:
    return asdict(file) | {"at": file.at.isoformat(), "data": b64encode(file.data).decode()}


def main() -> None:
    """Read the archive on the standard input, and print what is in it."""
    confine(Limits(**json.loads(sys.argv[1])))
    try:
        answer: dict[str, Any] = {"files": [_told(file) for file in web_archives.read(sys.stdin.buffer.read())]}
    except RuleBroken as refusal:
        answer = {"refused": refusal.sentence}
    except MemoryError:
        answer = {"refused": _TOO_MUCH}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
