"""The bundle with which a stranger checks the record: a zip with the log, the rows, a verifier, and how to run it."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from tracker.domain.report import instant_text

VERIFIER = Path(__file__).with_name("verifier.py")
EPOCH = (1980, 1, 1, 0, 0, 0)
README = """This is the audit log of a sanctions tracker, with the rows of its record.

To check it, with Python 3.11 or newer and nothing else:

    python3 verifier.py BUNDLE.zip

where BUNDLE.zip is the file in which this text was. Take verifier.py from a source that you trust, or read it; it has
under 200 lines. If you have checkpoints or the public key from elsewhere, hold the log against those:

    python3 verifier.py BUNDLE.zip --checkpoints FOLDER --key key.pub

It hashes every kept file again, and looks up every quotation at the place that its anchor names.

The exit code is 0 if nothing but warnings was found, 1 if something does not match, 2 if it could not be checked.

entries.jsonl      the log: each entry with its canonical form and the hash of the chain
checkpoints.jsonl  signed checkpoints as the database has them
outside/           checkpoints and the public key as they stood outside the database
rows/              every row of the record
kept/              every kept file and every extracted text, under the SHA-256 that its row names
manifest.json      when this was written, and the SHA-256 of each of these files

An intruder who holds the signing key and every copy of the checkpoints can rewrite history. The check proves that
the log and the record agree with each other, and with whatever checkpoints were out of the intruder's reach.
"""

CUT_OFF = """
This bundle is cut off at {}. It has the entries up to then, the rows as these entries leave them, the files
that they name, and the checkpoints that sign no more than these entries. Hold it against no others: of a checkpoint
that signs more, the check says that the log is shorter.
"""


def write(
    file: Path, contents: Mapping[str, Iterable[bytes]], *, at: datetime, known_at: datetime | None = None
) -> dict[str, str]:
    """Write the bundle, piece by piece, and give the digest of each file in it.

    `at` is the instant at which it is written; the same contents at the same instant make the same bytes. `known_at`
    is the instant at which the log in it was cut off, for the README. A file that is there is replaced only when the
    new one is whole.
    """
    draft = file.with_name(f".{file.name}.part")
    digests: dict[str, str] = {}
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, pieces in [*contents.items(), *_companions(known_at)]:
                digests[name] = _member(bundle, name, pieces)
            manifest = json.dumps({"at": at.isoformat(), "files": digests}, indent=1, sort_keys=True) + "\n"
            _member(bundle, "manifest.json", [manifest.encode()])
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return digests


def _companions(known_at: datetime | None) -> Iterator[tuple[str, list[bytes]]]:
    yield "verifier.py", [VERIFIER.read_bytes()]
    readme = README if known_at is None else README + CUT_OFF.format(instant_text(known_at))
    yield "README.txt", [readme.encode()]


def _member(bundle: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> str:
    digest, entry = hashlib.sha256(), zipfile.ZipInfo(name, EPOCH)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    with bundle.open(entry, "w", force_zip64=True) as member:
        for piece in pieces:
            member.write(piece)
            digest.update(piece)
    return digest.hexdigest()
